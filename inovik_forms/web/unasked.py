"""What is not asked now and why, and which answers that, or another choice, has put out of use.

Worked out only where something is hidden: a page on which everything is asked pays nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, url_for
from markupsafe import Markup

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.values import Change, Path
from inovik_forms.answers.why import Why, why
from inovik_forms.questionnaires.model import Item, Question, Repeat
from inovik_forms.web.called import called
from inovik_forms.web.fields import FIELDS, PREFIX
from inovik_forms.web.filling import Filling
from inovik_forms.web.looks import is_heading
from inovik_forms.web.pages import address
from inovik_forms.web.place import page_at, title_of
from inovik_forms.web.sections import Scope, Section, form_path, top_name
from inovik_forms.web.texts import in_words
from inovik_forms.words import language, ngettext

_MOST_LINKS = 3
_MOST_TOLD = 5
"""Answers named in one message; the check page has them all."""
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Unasked:
    """A question that is not asked; `kept`: the answer that it has all the same, in words."""

    path: Path
    label: str
    kept: str


@dataclass(slots=True)
class Reason:
    """Questions that the same answers hide. `links`: label and address of the answers that decide."""

    sentence: str
    questions: list[Unasked] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def html(filling: Filling, paths: Iterable[Path], scope: Scope, prefix: Path) -> Markup:
    """The disclosure at the end of a page, for these answer paths of its hidden lines; '' without any."""
    here = {scope.answer_path(line, prefix) for line in scope.lines}
    found = reasons(filling, paths, here)
    if not found:
        return Markup("")
    macros: Any = current_app.jinja_env.get_template("tak-ditanya.html").module
    return Markup(macros.disclosure(found))  # noqa: S704 - our own template


def hidden_on(filling: Filling, scope: Scope, prefix: Path) -> list[Path]:
    """The lines of a page that are not asked now."""
    hidden = []
    for line in scope.lines:
        path = scope.answer_path(line, prefix)
        is_shown = filling.is_asked(line, prefix) if isinstance(line, Repeat) else filling.state.item(path).relevant
        if not is_shown:
            hidden.append(path)
    return hidden


def reasons(
    filling: Filling, paths: Iterable[Path], here: Collection[Path] = (), extra: Mapping[str, str] | None = None
) -> list[Reason]:
    """One reason for all of these answer paths that the same answers hide. `here`: those of the page that shows it;
    `extra`: for the query of links to other pages."""
    found: dict[str, Reason] = {}
    for path in paths:
        item = filling.plan.item(form_path(path))
        if not _is_for_people(item) or (isinstance(item, Question) and filling.state.item(path).read_only):
            continue
        told = why(filling.state, path, language())
        if told is None:
            continue
        reason = found.get(told.sentence)
        if reason is None:
            links = list(_links(filling, told, here, extra))
            reason = found[told.sentence] = Reason(told.sentence, links=links)
        label = _name(filling, path, here)
        reason.questions.append(Unasked(path, label, kept(filling, path)))
    return list(found.values())


def _is_for_people(item: Item) -> bool:
    if isinstance(item, Repeat):
        return True
    if not isinstance(item, Question) or item.kind not in FIELDS or item.is_computed or is_heading(item):
        return False
    return "hidden" not in item.appearance.split()


def _links(
    filling: Filling, told: Why, here: Collection[Path] = (), extra: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Where the answers that decide are given, as long as they are asked themselves."""
    for path in told.deciders[:_MOST_LINKS]:
        item = filling.plan.item(form_path(path))
        is_asked = _is_for_people(item) and why(filling.state, path) is None
        if not is_asked or _section_of(filling, path) is None:
            continue
        url = f"#{PREFIX}{item.path}" if path in here else address(filling, path, extra=extra)
        yield _name(filling, path, here), url


def _name(filling: Filling, path: Path, here: Collection[Path]) -> str:
    """The label of an answer, with the entries around it where another page shows it."""
    if path not in here:
        return called(filling, path)
    item = filling.plan.item(form_path(path))
    return filling.state.text(item.label, path) or item.name


def kept(filling: Filling, path: Path) -> str:
    """In words, the answer that somebody has given although it is not in use; '' for none."""
    item = filling.plan.item(form_path(path))
    value = filling.draft.values.get(path)
    return (
        _short(in_words(item, value, filling.state, path, language())) if value and isinstance(item, Question) else ""
    )


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_VALUE else words[: _LONGEST_VALUE - 1].rstrip() + "…"


# ---------------------------------------------------------------- sections


def of_section(filling: Filling, section: Section, extra: Mapping[str, str] | None = None) -> list[Reason]:
    """Why what a section and the instances in it hold is not asked; [] where all is."""
    hidden = hidden_on(filling, section.scope, "")
    for item in filling.state.items:
        if isinstance(item.item, Repeat) and item.relevant and _section_of(filling, item.answer_path) is section:
            hidden += hidden_on(filling, filling.pages.instances[item.item.path], item.answer_path)
    return reasons(filling, hidden, (), extra)


def _section_of(filling: Filling, path: Path) -> Section | None:
    return filling.pages.section_of.get(top_name(path))


def sections(
    filling: Filling, shown: Collection[Section], extra: Mapping[str, str] | None = None
) -> list[tuple[str, Reason]]:
    """Title and reason of each section that is not asked as a whole; where its questions have several, the first."""
    found = []
    for section in filling.pages.sections:
        if section in shown:
            continue
        if section.group is not None:
            told = why(filling.state, section.group.path, language())
            if told is not None:
                found.append(
                    (title_of(filling, section), Reason(told.sentence, links=list(_links(filling, told, (), extra))))
                )
                continue
        inner = of_section(filling, section, extra)
        found += [(title_of(filling, section), inner[0])] if inner else []
    return found


# ---------------------------------------------------------------- answers out of use


def put_out_of_use(filling: Filling, changes: Iterable[Change]) -> list[tuple[Path, str, str]]:
    """Answer path, label and old value of the answers that depend on what was just changed and are in use no more:
    their choice is not offered, or their question not asked."""
    changed = {form_path(change.path) for change in changes}
    touched = filling.plan.touched_by(changed)
    if not touched:
        return []
    state, found = filling.state, {}
    for gone in state.set_aside:
        question = filling.plan.item(form_path(gone.answer_path))
        if question.path in touched and isinstance(question, Question):
            found[gone.answer_path] = _short(in_words(question, gone.value, state, gone.answer_path, language()))
    for path in _answered(filling, touched):
        if path not in found and _is_hidden(filling, path):
            found[path] = kept(filling, path)
    return [(path, called(filling, path), value) for path, value in found.items() if value]


def _answered(filling: Filling, form_paths: Collection[str]) -> Iterator[Path]:
    """The answer paths of these form paths under which an answer is kept; long forms have a thousand others."""
    values, plan = filling.draft.values, filling.plan
    yield from (path for path in form_paths if values.get(path))
    if any(plan.repeats_around(path) for path in form_paths):
        yield from (path for path, value in values.items() if value and "]" in path and form_path(path) in form_paths)


def _is_hidden(filling: Filling, path: Path) -> bool:
    """Whether a person's answer stands in a question that is not asked; not of instances that are gone."""
    try:
        item = filling.state.item(path)
    except KeyError:
        return False
    return not item.relevant and _is_for_people(item.item) and getattr(item.item, "kind", "") not in FILE_KINDS


def _said_on(filling: Filling, target: str) -> set[Path]:
    """The answers that the page at this address says itself are set aside, with a link to each; once is enough."""
    if urlsplit(target).path == url_for("check.overview", response_id=filling.response.id):
        return {gone.answer_path for gone in filling.state.set_aside}
    page = page_at(filling, target)
    if page is None:
        return set()
    here = {page.scope.answer_path(line, page.prefix) for line in page.scope.lines}
    return {gone.answer_path for gone in filling.state.set_aside} & here


def tell(filling: Filling, changes: Iterable[Change], target: str) -> None:
    """Say on the next page, at the address `target`, what these changes have put out of use."""
    gone = put_out_of_use(filling, changes)
    if gone:
        said_there = _said_on(filling, target)
        gone = [one for one in gone if one[0] not in said_there]
    if not gone:
        return
    count = len(gone)
    said = ngettext(
        "%(num)s jawaban tidak cocok lagi dan disisihkan:", "%(num)s jawaban tidak cocok lagi dan disisihkan:", count
    ) % {"num": count}
    names = "; ".join(f"{label}: {value}" for _, label, value in gone[:_MOST_TOLD])
    flash(f"{said} {names}{' …' if count > _MOST_TOLD else '.'}", "hati")
