"""Do the names in a template exist in the questionnaire, and can their values be used as the template wants?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from inovik_forms.documents.genuine import RESERVED
from inovik_forms.documents.tree import (
    Block,
    Branches,
    Document,
    Inline,
    Link,
    Paragraph,
    Repetition,
    Row,
    Source,
    Table,
    Value,
)
from inovik_forms.documents.walk import furniture, stories
from inovik_forms.expressions.check import check, references
from inovik_forms.expressions.nodes import Expression, Reference
from inovik_forms.problems import Problem, WordPlace
from inovik_forms.questionnaires.model import Group, Item, Question, Questionnaire, Repeat
from inovik_forms.words import gettext, mark

ORIGINAL = "naskah_asli"
"""The reserved name of the number of the original that is printed: 1 or 2."""
COLLECTION = "dokumen"
"""The reserved repeat of a book: one instance for each set of answers."""

_UNKNOWN = "?"
"""Stands among the open repeats for one that does not exist: what is read inside it is no second mistake."""
_PERHAPS = mark("Mungkin maksud Anda «{name}»?")
_LIST = mark("Bagian berulang yang ada: {names}.")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a questionnaire, with the repeats (form paths, outermost first) around each."""

    items: Mapping[str, Item]
    repeats: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> Names:
        """All names of a questionnaire."""
        items: dict[str, Item] = {}
        repeats: dict[str, tuple[str, ...]] = {}

        def visit(children: Iterable[Item], around: tuple[str, ...]) -> None:
            for item in children:
                items.setdefault(item.name, item)
                repeats.setdefault(item.name, around)
                if isinstance(item, Repeat):
                    visit(item.items, (*around, item.path))
                elif isinstance(item, Group):
                    visit(item.items, around)

        visit(questionnaire.items, ())
        return cls(items, repeats)

    def kind_of(self, name: str) -> str | None:
        """The question's kind, "repeat" or "group"; None for an unknown name."""
        if name == ORIGINAL:
            return "integer"
        item = self.items.get(name)
        if item is None:
            return "repeat" if name == COLLECTION else RESERVED.get(name)
        return item.kind if isinstance(item, Question) else "repeat" if isinstance(item, Repeat) else "group"

    def choices(self, name: str) -> Collection[str] | None:
        """The names of a select question's choices; None for anything else."""
        item = self.items.get(name)
        if not isinstance(item, Question) or item.choices is None:
            return None
        return [choice.name for choice in item.choices.choices]

    def all_names(self) -> Iterable[str]:
        """Every name, for suggestions."""
        return (*self.items, ORIGINAL, COLLECTION, *RESERVED)

    def repeat(self, name: str) -> Repeat | None:
        """The repeat of this name."""
        item = self.items.get(name)
        return item if isinstance(item, Repeat) else None


def pointed(where: WordPlace, expression: Expression, span: tuple[int, int]) -> WordPlace:
    """The place of a stretch of an expression; `where` is the place of its tag."""
    at = where.quote.find(expression.text)
    return replace(where, offset=where.offset + max(at, 0) + span[0])


def check_names(document: Document, places: Mapping[object, WordPlace], questionnaire: Questionnaire) -> list[Problem]:
    """Everything in the template that the questionnaire cannot supply."""
    checker = _Checker(Names.of(questionnaire), places)
    checker.blocks(document.body, ())
    for item in furniture(document):
        checker.blocks(item.blocks, ())
    return checker.problems


@dataclass
class _Checker:
    names: Names
    places: Mapping[object, WordPlace]
    problems: list[Problem] = field(default_factory=list)

    def blocks(self, blocks: Sequence[Block], scope: tuple[str, ...]) -> None:
        """A container's blocks inside these repeats."""
        for block in blocks:
            if isinstance(block, Paragraph):
                self._inlines(block.inlines, scope)
            elif isinstance(block, Table):
                self._rows(block.rows, scope)
            elif isinstance(block, Branches):
                self._conditions(block, scope)
                for _, inside in block.branches:
                    self.blocks(inside, scope)
            elif isinstance(block, Repetition):
                self.blocks(block.body, self._enter(block, scope))
                self.blocks(block.empty, scope)

    def _rows(self, rows: Sequence[object], scope: tuple[str, ...]) -> None:
        for row in rows:
            if isinstance(row, Row):
                for cell in row.cells:
                    self.blocks(cell.blocks, self._column(cell.repeat, scope) if cell.repeat else scope)
            elif isinstance(row, Branches):
                self._conditions(row, scope)
                for _, inside in row.branches:
                    self._rows(inside, scope)
            elif isinstance(row, Repetition):
                self._rows(row.body, self._enter(row, scope))
                self._rows(row.empty, scope)

    def _inlines(self, inlines: Sequence[Inline], scope: tuple[str, ...]) -> None:
        for inline in inlines:
            if isinstance(inline, Value):
                self._expression(inline.expression, scope, condition=False)
                self._picture(inline.expression)
            elif isinstance(inline, Link):
                self._inlines(inline.inlines, scope)
            elif isinstance(inline, Branches):
                self._conditions(inline, scope)
                for _, inside in inline.branches:
                    self._inlines(inside, scope)
            elif isinstance(inline, Repetition):
                self._inlines(inline.body, self._enter(inline, scope))
                self._inlines(inline.empty, scope)
            else:
                for story in stories(inline):
                    self.blocks(story, scope)

    def _conditions(self, branches: Branches[Any], scope: tuple[str, ...]) -> None:
        for condition, _ in branches.branches:
            if condition is not None:
                self._expression(condition, scope, condition=True)

    def _enter(self, repetition: Repetition[Any], scope: tuple[str, ...]) -> tuple[str, ...]:
        """The repeats around the body of a repetition."""
        return self._inside(repetition.name, self.places.get(repetition.source), scope)

    def _column(self, name: str, scope: tuple[str, ...]) -> tuple[str, ...]:
        where = next(
            (p for key, p in self.places.items() if isinstance(key, Source) and f"KOLOM {name}" in p.quote), None
        )
        return self._inside(name, where, scope)

    def _inside(self, name: str, where: WordPlace | None, scope: tuple[str, ...]) -> tuple[str, ...]:
        repeat = self.names.repeat(name)
        if repeat is not None:
            return (*scope, *(p for p in (*self.names.repeats[name], repeat.path) if p not in scope))
        if name == COLLECTION:
            return scope
        if not name:  # a tag so faulty that it names nothing, which is told already
            return (*scope, _UNKNOWN)
        known = [n for n in self.names.items if self.names.repeat(n)]
        near = get_close_matches(name, known, 1, 0.6)
        suggestion = gettext(_PERHAPS).format(name=near[0]) if near else ""
        if not near and known:
            suggestion = gettext(_LIST).format(names=", ".join(known))
        problem = Problem("template.unknown_repeat", where or WordPlace(""), {"name": name, "suggestion": suggestion})
        if problem not in self.problems:
            self.problems.append(problem)
        return (*scope, _UNKNOWN)

    def _expression(self, expression: Expression, scope: tuple[str, ...], *, condition: bool) -> None:
        """Names and types; places are offsets in the tag's own text."""
        where = self.places.get(id(expression), WordPlace(""))

        def many(name: str) -> bool:
            return _UNKNOWN not in scope and any(path not in scope for path in self.names.repeats.get(name, ()))

        faults = check(
            expression, self.names, allow_current=False, condition=condition, many=many, choices=self.names.choices
        )
        for fault in faults:
            place = pointed(where, expression, fault.span)
            self.problems.append(Problem(fault.code, place, fault.detail, fault.severity))

    def _picture(self, expression: Expression) -> None:
        """A picture has no text: only its bare name can be printed."""
        if isinstance(expression.root, Reference):
            return
        for reference in references(expression.root):
            if self.names.kind_of(reference.name) == "image":
                where = self.places.get(id(expression), WordPlace(""))
                self.problems.append(Problem("template.image_expression", where, {"name": reference.name}))
