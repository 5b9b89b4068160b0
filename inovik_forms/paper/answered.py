"""An answered questionnaire: what was asked and what was answered, for the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inovik_forms.answers.kinds import SEVERAL, typed
from inovik_forms.answers.state import ItemState, State
from inovik_forms.documents.fill_run import fitted, picture_width
from inovik_forms.documents.printing import printer
from inovik_forms.documents.tree import Document, ParaFormat, Tab, Text
from inovik_forms.paper import options
from inovik_forms.paper.blank import is_asked
from inovik_forms.paper.pictures import Files, Pictures, no_files
from inovik_forms.paper.sheet import INNER, NUMBER_WIDTH, WIDTH, Sheet, plain
from inovik_forms.questionnaires.model import Choice, Group, Question, Repeat
from inovik_forms.words import gettext

Fact = tuple[str, str]


def answered(
    state: State, files: Callable[[str], bytes | None], facts: Sequence[Fact] = (), shown: Files = no_files
) -> Document:
    """The answers as a document. `facts`: what stands under the title (label, value): whose they are, as of when.
    `files` gives the bytes of a picture by its kept answer; `shown`: what the labels show, by name. What is not asked
    is left out."""
    return _Answered(state, files, shown).made(facts)


class _Answered:
    def __init__(self, state: State, files: Callable[[str], bytes | None], shown: Files) -> None:
        self.state, self.files = state, files
        self.form = state.plan.questionnaire
        self.pictures = Pictures(shown, state.language, self.form.default_language)
        self.sheet = Sheet(self.form.title, state.language)
        self.number = 0

    def made(self, facts: Sequence[Fact]) -> Document:
        self.sheet.put(self.form.title, "Title")
        for label, value in facts:
            self.sheet.put(f"{label}: {value}", "Subtitle", ParaFormat(space_after=2))
        for item in self.state.items:
            if item.relevant:
                self._item(item)
        return self.sheet.document()

    def _item(self, line: ItemState) -> None:
        item, depth = line.item, line.answer_path.count("/")
        called = plain(self.state.text(item.label, line.answer_path))
        label = called or item.name
        if isinstance(item, Repeat):
            place = line.path.rpartition("[")[2].rstrip("]")
            self.sheet.put(f"{label} {place}", "Heading2")
            if place == "1":
                self.pictures.put(self.sheet, item, label, WIDTH)
        elif isinstance(item, Group):
            self.sheet.put(label, f"Heading{min(depth + 1, 2)}")
            self.pictures.put(self.sheet, item, label, WIDTH)
        elif is_asked(item) and item.kind != "note":
            self.number += 1
            words = Text(called if item.media else label)
            self.sheet.put((Text(f"{self.number}."), Tab(), words), "Question")
            self.pictures.put(self.sheet, item, label, INNER)
            self._answer(item, line)

    def _answer(self, question: Question, line: ItemState) -> None:
        if not line.value:
            self.sheet.put(gettext("Tidak dijawab."), "Empty")
        elif not (question.kind == "image" and self._picture(question, line)) and not self._choices(question, line):
            value = typed(question.kind, line.value)
            printed = printer(question, self.state.language, self.form.default_language)(value)
            for text in (printed or line.value).splitlines():
                self.sheet.put((Text(text),), "Answer")

    def _picture(self, question: Question, line: ItemState) -> bool:
        """The picture that is the answer; whether there was one."""
        data, width = self.files(line.value), picture_width(question, WIDTH - NUMBER_WIDTH)
        image = fitted(data, width, line.answer_path, question.name) if data else None
        if image is not None:
            self.sheet.put((image,), "Answer")
        return image is not None

    def _choices(self, question: Question, line: ItemState) -> bool:
        """The chosen ones with what is seen or heard with them; whether any of them has something."""
        offered = {choice.name: choice for choice in question.choices.choices} if question.choices else {}
        names = line.value.split() if question.kind in SEVERAL else [line.value]
        chosen = [offered.get(name, Choice(name, {})) for name in names]
        if not any(choice.media for choice in chosen):
            return False
        cells = []
        for place, choice in enumerate(chosen, 1):
            label = plain(self.state.text(choice.label, line.answer_path))
            number = f"{place}.  " if question.kind == "rank" else ""
            cells.append((choice, number + (label or ("" if choice.media else choice.name)), label or choice.name))
        options.pictured(self.sheet, self.pictures, cells)
        return True
