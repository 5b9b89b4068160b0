"""An answered questionnaire: what was asked and what was answered, for the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inovik_forms.answers.kinds import typed
from inovik_forms.answers.state import ItemState, State
from inovik_forms.documents.fill_run import fitted, picture_width
from inovik_forms.documents.printing import printer
from inovik_forms.documents.tree import Document, ParaFormat, Tab, Text
from inovik_forms.paper.blank import is_asked
from inovik_forms.paper.sheet import NUMBER_WIDTH, WIDTH, Sheet, plain
from inovik_forms.questionnaires.model import Group, Question, Repeat
from inovik_forms.words import gettext

Fact = tuple[str, str]


def answered(state: State, files: Callable[[str], bytes | None], facts: Sequence[Fact] = ()) -> Document:
    """The answers as a document. `facts`: what stands under the title (label, value): whose they are, as of when.
    `files` gives the bytes of a picture by its kept answer. What is not asked is left out."""
    return _Answered(state, files).made(facts)


class _Answered:
    def __init__(self, state: State, files: Callable[[str], bytes | None]) -> None:
        self.state, self.files = state, files
        self.form = state.plan.questionnaire
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
        label = plain(self.state.text(item.label, line.answer_path)) or item.name
        if isinstance(item, Repeat):
            self.sheet.put(f"{label} {line.path.rpartition('[')[2].rstrip(']')}", "Heading2")
        elif isinstance(item, Group):
            self.sheet.put(label, f"Heading{min(depth + 1, 2)}")
        elif is_asked(item) and item.kind != "note":
            self.number += 1
            self.sheet.put((Text(f"{self.number}."), Tab(), Text(label)), "Question")
            self._answer(item, line)

    def _answer(self, question: Question, line: ItemState) -> None:
        if not line.value:
            self.sheet.put(gettext("Tidak dijawab."), "Empty")
            return
        if question.kind == "image":
            data, width = self.files(line.value), picture_width(question, WIDTH - NUMBER_WIDTH)
            image = fitted(data, width, line.answer_path, question.name) if data else None
            if image is not None:
                self.sheet.put((image,), "Answer")
                return
        value = typed(question.kind, line.value)
        printed = printer(question, self.state.language, self.form.default_language)(value)
        for text in (printed or line.value).splitlines():
            self.sheet.put((Text(text),), "Answer")
