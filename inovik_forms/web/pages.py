"""What one page of questions shows: one object a line, ready for the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from flask import url_for
from markupsafe import Markup

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.state import ItemState
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import NO_MEDIA, Choice, Group, Item, Question, Repeat, Text
from inovik_forms.web import aside, carried
from inovik_forms.web.called import around, told_apart
from inovik_forms.web.echoes import echo
from inovik_forms.web.fields import FIELDS, PREFIX, BoundForm, field_name
from inovik_forms.web.filling import Filling, is_wrong
from inovik_forms.web.lines import Instance, Line, Month
from inovik_forms.web.looks import PLAIN
from inovik_forms.web.mixing import mixed
from inovik_forms.web.pictures import Pictures, Shown, instead, wordless
from inovik_forms.web.sections import Scope, form_path, page_prefix, top_name
from inovik_forms.web.services import store
from inovik_forms.web.texts import drawn, in_words, rich_block, said
from inovik_forms.words import language

SUMMARY_KINDS = frozenset(FIELDS) - FILE_KINDS - {"acknowledge"}
ACCEPT = {
    "image": "image/jpeg,image/png,image/webp", "file": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png",
    "audio": "audio/*,.mp3,.m4a,.ogg,.wav", "video": "video/*,.mp4,.mov,.webm",
}  # fmt: skip
SUMMARY_PARTS = 3
SUMMARY_LETTERS = 90


class PageView:
    """Builds the lines of one page for one response. `thorough`: also say what is still missing."""

    def __init__(self, filling: Filling, scope: Scope, prefix: Path, *, thorough: bool = False) -> None:
        self.filling = filling
        self.scope = scope
        self.prefix = prefix
        self.thorough = thorough
        self.language = language()
        self.aside = aside.in_words_of(filling) if filling.state.set_aside else {}

    def form(self, typed: Any = None) -> BoundForm:
        """The fields of the page, with the kept answers or with what was just typed."""
        stored = self.filling.stored
        data = {
            field_name(q): stored(self.scope.answer_path(q, self.prefix))
            for q in self.scope.questions
            if q.kind in FIELDS
        }
        return self.scope.form.bind(typed, data)

    def lines(self, form: BoundForm, problems: Mapping[Path, str] | None = None) -> list[Line]:
        """Every line; `problems` are those the state does not know (refused files), by answer path."""
        found = [self._line(item, form, problems or {}) for item in self.scope.lines]
        _tell_apart(self.filling, found)
        return found

    def _line(self, item: Item, form: BoundForm, problems: Mapping[Path, str]) -> Line:
        path = self.scope.answer_path(item, self.prefix)
        label, hint = drawn(self.filling.state, item.label, self.prefix), self._hint(item.hint)
        look = self.scope.looks.get(item.path, PLAIN)
        if isinstance(item, Repeat):
            shown = self.filling.is_asked(item, self.prefix)
            line = Line("repeat", path, PREFIX + item.path, shown, label, hint, look=look)
            self._picture(line, item)
            return self.with_instances(line, item)
        state = self.filling.state.item(path)
        line = Line("group", path, PREFIX + item.path, state.relevant, label, hint, look=look)
        if state.problem is not None and not state.valid and (self.thorough or is_wrong(state)):
            line.problem = said(state.problem)
        if isinstance(item, Question):
            self._question(line, item, state, form)
        if look.media is not NO_MEDIA or look.pictured:
            self._picture(line, item)
        line.problem = problems.get(path, line.problem)
        return line

    @cached_property
    def pictures(self) -> Pictures:
        """Asked of the store only where a label has some."""
        return Pictures(self.filling, self.language)

    def _picture(self, line: Line, item: Item) -> None:
        """What is seen or heard with the label, and with the choices."""
        if line.look.media is not NO_MEDIA:
            line.media = self.pictures.of(line.look.media, item.label)
            line.label = line.label or instead(line.media, item.name)
        if line.look.pictured and isinstance(item, Question):
            line.pictures = self.pictures.of_choices(item)
            line.options = wordless(line.options, line.pictures)

    def picture(self, group: Group) -> Shown | None:
        """What stands under the title of a section or group."""
        return self.pictures.of(group.media, group.label) if group.media else None

    def _hint(self, texts: Text) -> Markup:
        return drawn(self.filling.state, texts, self.prefix, rich_block)

    def hint(self, group: Group) -> Markup:
        """What stands under the title of a section or group; a repeat's own hint stands at its list."""
        return self._hint(group.hint)

    def _question(self, line: Line, question: Question, state: ItemState, form: BoundForm) -> None:
        if question.kind == "note":
            line.what = "note"
            line.label = drawn(self.filling.state, question.label, self.prefix, rich_block)
            return
        line.what = "question"
        line.field = form[line.id]
        line.widget = line.field.widget_name
        line.guidance = self._hint({k: _bare_example(v) for k, v in question.guidance.items()})
        line.required = state.required
        line.read_only = state.read_only or question.is_computed
        line.suffix = question.parameters.get("satuan", "")
        if line.look.stops:
            line.options = [(value, Markup.escape(shown)) for value, shown in line.look.stops]
        elif line.widget in ("one", "select", "several", "rank"):
            line.options = self._options(question, line)
        if line.widget in ("number", "date"):
            line.echo = echo(question, line.field.data)
        if line.widget == "upload":
            line.accept = ACCEPT[question.kind]
            line.file = file_view(self.filling.response.id, state.value or line.field.data)
        if self.filling.draft.carried and self.filling.waits(state):
            line.carried = carried.words_of(self.filling.draft.carried[line.path])
        line.aside = self.aside.get(line.path, "")
        if line.read_only:
            line.text = in_words(question, state.value, self.filling.state, line.path, self.language)
            if line.look.months:
                line.months = self._year(question, state.value)

    def _options(self, question: Question, line: Line) -> list[tuple[str, Markup]]:
        """The choices offered now, after the question's filter, in this response's order; a grid keeps its own."""
        choices = self.filling.state.choices(line.path)
        in_grid = line.look.is_row or line.look.head
        return self._labelled(choices if in_grid else mixed(self.filling, question, line.path, choices))

    def _labelled(self, choices: Iterable[Choice]) -> list[tuple[str, Markup]]:
        state = self.filling.state
        return [(c.name, drawn(state, c.label, self.prefix) or Markup.escape(c.name)) for c in choices]

    def with_instances(self, line: Line, repeat: Repeat) -> Line:
        """The line of a repeat with a line for each of its instances."""
        line.fixed = repeat.repeat_count is not None
        frame = self.filling.frame(self.prefix)
        found = frame.instances.get(repeat.path) or frame.kept.get(repeat.path) or [] if frame else []
        invalid = [item for item in self.filling.state.items if not item.valid]
        unfinished = {item.answer_path[: end + 1] for item in invalid for end in _ends(item.answer_path)}
        wrong = {
            item.answer_path[: end + 1]
            for item in invalid
            if self.thorough or is_wrong(item)
            for end in _ends(item.answer_path)
        }
        waiting = [item.answer_path for item in carried.waiting(self.filling)]
        for instance in found:
            title, details = self.summary(repeat, instance.path)
            ends = instance.position == 1, instance.position == len(found)
            shown = Instance(instance.path, instance.position, title, details, instance.path in wrong, *ends)
            shown.missing = instance.path in unfinished
            shown.unconfirmed = any(path.startswith(instance.path + "/") for path in waiting)
            shown.months, shown.months_text = self._months(repeat, instance.path)
            line.instances.append(shown)
        return line

    def _months(self, repeat: Repeat, instance: Path) -> tuple[list[Month], str]:
        """The instance's year at a glance, when it has a question of months."""
        scope = self.filling.pages.instances[repeat.path]
        if scope.months is None:
            return [], ""
        path = scope.answer_path(scope.months, instance)
        value = self.filling.state.item(path).value
        words = in_words(scope.months, value, self.filling.state, path, self.language)
        return (self._year(scope.months, value), words) if value else ([], "")

    def _year(self, question: Question, value: str) -> list[Month]:
        chosen = value.split()
        choices = question.choices.choices if question.choices else ()
        return [(name, label.striptags(), name in chosen) for name, label in self._labelled(choices)]

    def summary(self, repeat: Repeat, instance: Path) -> tuple[str, str]:
        """What tells one instance from the others: its first answers. The title is '' when nothing is answered."""
        parts: list[str] = []
        scope = self.filling.pages.instances[repeat.path]
        for question in scope.questions:
            if question.kind in SUMMARY_KINDS and question is not scope.months:
                path = scope.answer_path(question, instance)
                value = self.filling.state.item(path).value
                if value:
                    parts.append(_short(in_words(question, value, self.filling.state, path, self.language)))
            if len(parts) == SUMMARY_PARTS:
                break
        return (parts[0], " · ".join(parts[1:])) if parts else ("", "")


def _tell_apart(filling: Filling, lines: list[Line]) -> None:
    """Questions that are called the same say, where one only hears or lists them, which group they stand in."""
    questions = {line.path: line for line in lines if line.what == "question"}
    labels = {path: str(line.label) for path, line in questions.items()}
    about = told_apart(labels, lambda path: around(filling, path, section=False))
    for path, line in questions.items():
        line.about = about[path]


def _ends(path: Path) -> list[int]:
    """Where the names of the instances around an answer end."""
    return [place for place, letter in enumerate(path) if letter == "]"]


def _bare_example(text: str) -> str:
    """The example without the words that stand on the switch that opens it."""
    return text.removeprefix("Contoh jawaban yang baik:").removeprefix("Example of a good answer:").strip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SUMMARY_LETTERS else text[: SUMMARY_LETTERS - 1].rstrip() + "…"


def file_view(response_id: int, value: str) -> dict[str, str] | None:
    """Addresses and name of an uploaded file; None when there is none."""
    sha256, _, name = value.partition("/")
    if not name or len(sha256) != 64:
        return None
    whole = url_for("files.file", response_id=response_id, sha256=sha256, name=name)
    small = url_for("files.thumbnail", response_id=response_id, sha256=sha256, name=name)
    lost = "1" if store().is_lost(value) else ""
    return {"name": name, "url": whole, "small": small, "is_image": "1" if is_picture(name) else "", "lost": lost}


def is_picture(name: str) -> bool:
    return name.lower().endswith((".jpg", ".jpeg", ".png"))


def address(filling: Filling, path: Path, *, extra: Mapping[str, str] | None = None) -> str:
    """The page on which an answer is given, at its very question; `path` with keys."""
    instance = page_prefix(path)
    inside = form_path(path)
    args: dict[str, Any] = {"response_id": filling.response.id, **(extra or {})}
    if instance != path:
        args["_anchor"] = PREFIX + inside
    if instance:
        part = filling.pages.instances[form_path(instance)].part_of.get(inside)
        return url_for("responses.instance", path=f"{instance}/{part}" if part else instance, **args)
    section = filling.pages.section_of[top_name(path)]
    part = section.scope.part_of.get(inside)
    return url_for("responses.section", slug=f"{section.slug}/{part}" if part else section.slug, **args)
