"""What can be proved wrong before anybody answers: names, arguments, types."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

from inovik_forms.expressions.comparisons import ORDERS
from inovik_forms.expressions.cycles import find_cycles
from inovik_forms.expressions.evaluate import type_of
from inovik_forms.expressions.faults import ExpressionProblem
from inovik_forms.expressions.functions import FUNCTIONS, Function, argument_faults
from inovik_forms.expressions.nodes import (
    Binary,
    Call,
    Current,
    Expression,
    Literal,
    Lookup,
    Node,
    Parent,
    Reference,
    Unary,
    children,
)
from inovik_forms.expressions.operators import OPERATORS, Type
from inovik_forms.expressions.suggest import nearest
from inovik_forms.expressions.values import text_number
from inovik_forms.words import gettext, mark

__all__ = ["Names", "check", "find_cycles", "references"]

WITHOUT_VALUE = {"group": mark("kelompok pertanyaan"), "note": mark("catatan")}
NO_NUMBERS = {
    "image": mark("gambar"),
    "file": mark("berkas"),
    "select_multiple": mark("pilihan ganda"),
    "acknowledge": mark("pernyataan setuju"),
}
"""Kinds that are never numbers, with the words for them."""
NUMBERS = frozenset({"integer", "decimal", "range"})
_SELF_ALLOWED = frozenset({"once", "coalesce"})
_SHOWN = 20


class Names(Protocol):
    """The names that an expression may use."""

    def kind_of(self, name: str) -> str | None:
        """The question's kind, or "repeat", "group"; None for an unknown name."""

    def all_names(self) -> Iterable[str]:
        """Every name, for suggestions."""


def check(
    expression: Expression,
    names: Names,
    *,
    allow_current: bool,
    columns: Collection[str] = (),
    condition: bool = False,
    many: Callable[[str], bool] | None = None,
    tables: Callable[[str], Collection[str] | None] | None = None,
    choices: Callable[[str], Collection[str] | None] | None = None,
    inside: Callable[[str, str], bool] | None = None,
) -> list[ExpressionProblem]:
    """Everything that is provably wrong with the expression, in the order of the text.

    `allow_current`: `.` has a meaning here (a constraint; once() and coalesce() may always use it). `columns`: bare
    names that are columns of the choice list; when given, other bare names are unknown. `condition`: the result is
    used as true or false (relevant, required, constraint, choice filter, JIKA).
    `many(name)`: the name stands for all instances here, seen from where the expression stands.
    `tables(name)`: the columns of an attached table or choice list, None when there is none; None = no tables at all.
    `choices(name)`: the choices of a select question, None for any other or when they are not known.
    `inside(field, repeat)`: does the question stand inside the repeat, at any depth; None = not known, not checked.
    """
    checker = _Checker(names, frozenset(columns), many or _never, tables, choices or _unknown, inside)
    found = list(checker.node(expression.root, allow_current))
    found += checker.wanted(expression.root, "boolean" if condition else "value")
    once_each = {(problem.code, problem.span): problem for problem in found}
    return sorted(once_each.values(), key=lambda problem: problem.span)


def references(node: Node) -> Iterator[Reference]:
    """Every reference in the expression, left to right, repeats included; columns of a looked-up table are none."""
    if isinstance(node, Reference):
        yield node
    for child in children(node):
        found = references(child)
        yield from (one for one in found if not one.bare) if isinstance(node, Lookup) else found


class _Checker:
    def __init__(
        self,
        names: Names,
        columns: frozenset[str],
        many: Callable[[str], bool],
        tables: Callable[[str], Collection[str] | None] | None,
        choices: Callable[[str], Collection[str] | None],
        inside: Callable[[str, str], bool] | None,
    ) -> None:
        self.names = names
        self.columns = columns
        self.many = many
        self.tables = tables
        self.choices = choices
        self.inside = inside

    def node(self, node: Node, current: bool) -> Iterator[ExpressionProblem]:
        """Problems of a node and of everything inside it. `current`: may `.` stand here."""
        match node:
            case Reference():
                yield from self.reference(node)
            case Current() if not current:
                yield ExpressionProblem("expressions.current_not_allowed", node.span)
            case Parent():
                yield ExpressionProblem("expressions.parent_not_allowed", node.span)
            case Lookup():
                yield from self.lookup(node, current)
            case Unary(operand):
                yield from self.node(operand, current)
                yield from self.wanted(operand, "number")
            case Binary():
                yield from self.binary(node, current)
            case Call():
                yield from self.call(node, current)
            case _:
                pass

    def reference(self, node: Reference) -> Iterator[ExpressionProblem]:
        if self.is_column(node) or self.names.kind_of(node.name) is not None:
            return
        detail = {"name": node.name}
        if node.bare and node.name in FUNCTIONS:
            yield ExpressionProblem("expressions.brackets_missing", node.span, detail)
            return
        near = self.difference(node) or nearest(
            node.name, self.columns if node.bare and self.columns else self.names.all_names()
        )
        if near is None:
            yield ExpressionProblem("expressions.unknown_name", node.span, detail)
            return
        detail["suggestion"] = near if node.bare else f"${{{near}}}"
        yield ExpressionProblem("expressions.unknown_name_near", node.span, detail)

    def difference(self, node: Reference) -> str | None:
        """`a - b`, for a bare `a-b` that is one name only because the blanks are missing."""
        parts = node.name.split("-")
        if not node.bare or len(parts) < 2:
            return None
        known = all(part in self.columns or self.names.kind_of(part) or part.isdigit() for part in parts)
        return " - ".join(parts) if known else None

    def is_column(self, node: Reference) -> bool:
        return node.bare and node.name in self.columns

    def kind(self, node: Node) -> str | None:
        """The kind of the question that a reference names."""
        return self.names.kind_of(node.name) if isinstance(node, Reference) and not self.is_column(node) else None

    def many_in(self, node: Node) -> Iterator[Reference]:
        """The names that make a node a node-set: itself, or a branch of an if()."""
        if isinstance(node, Call) and node.name == "if":
            for branch in node.arguments[1:]:
                yield from self.many_in(branch)
        elif isinstance(node, Reference) and (kind := self.kind(node)) and (kind == "repeat" or self.many(node.name)):
            yield node

    def binary(self, node: Binary, current: bool) -> Iterator[ExpressionProblem]:
        for side in (node.left, node.right):
            yield from self.node(side, current)
            yield from self.wanted(side, "number" if node.operator in ORDERS else OPERATORS[node.operator].operands,
                                   many_allowed=node.operator in ORDERS)  # fmt: skip
        if node.operator in ("=", "!="):
            yield from self.equality(node.left, node.right)
            yield from self.equality(node.right, node.left)

    def equality(self, side: Node, other: Node) -> Iterator[ExpressionProblem]:
        """A comparison with a written text that can never hold."""
        if not (isinstance(other, Literal) and isinstance(other.value, str)):
            return
        word = other.value
        if type_of(side) == "boolean" and word:
            # Defined, and so in every other program: a text that is not blank is true. Hence no error.
            yield ExpressionProblem("expressions.truth_text", other.span, {"found": word}, "warning")
        if self.kind(side) in NUMBERS and word and _is_word(word):
            detail = {"name": _name(side), "found": word, "shown": _shown(side)}
            yield ExpressionProblem("expressions.never_equal", other.span, detail)
        yield from self.choice(side, other)

    def choice(self, question: Node, written: Node) -> Iterator[ExpressionProblem]:
        """A written choice that the question does not have."""
        if not (isinstance(question, Reference) and isinstance(written, Literal) and isinstance(written.value, str)):
            return
        known = None if self.is_column(question) else self.choices(question.name)
        word = written.value.strip()
        if known is None or not word or word in known or all(part in known for part in word.split()):
            return
        near = nearest(word, known)
        detail = {"name": question.name, "found": word, "suggestion": near, "known": ", ".join(list(known)[:_SHOWN])}
        code = "expressions.unknown_choice" if near is None else "expressions.unknown_choice_near"
        yield ExpressionProblem(code, written.span, detail, "warning")

    def call(self, node: Call, current: bool) -> Iterator[ExpressionProblem]:
        function = FUNCTIONS.get(node.name)
        if function is None:
            yield _unknown_function(node)
        faults = list(argument_faults(node, function)) if function else []
        yield from faults
        for place, argument in enumerate(node.arguments):
            if not (isinstance(argument, Parent) and node.name == "position"):
                yield from self.node(argument, current or node.name in _SELF_ALLOWED)
            if function and not any(fault.severity == "error" for fault in faults):
                yield from self.argument(node, function, place)
        if node.name == "selected" and not faults:
            yield from self.choice(node.arguments[0], node.arguments[1])
        if node.name == "pulldata" and not faults:
            yield from self.table(node)
        if node.name == "indexed-repeat" and not faults:
            yield from self.indexed(node)

    def table(self, node: Call) -> Iterator[ExpressionProblem]:
        name, column, key_column = (str(part.value) for part in node.arguments[:3] if isinstance(part, Literal))
        columns = self.tables(name) if self.tables else None
        if columns is None or column not in columns or key_column not in columns:
            detail = {"name": name, "column": column, "key_column": key_column}
            yield ExpressionProblem("expressions.no_table", node.span, detail)

    def lookup(self, node: Lookup, current: bool) -> Iterator[ExpressionProblem]:
        """instance('table')/root/item[condition]/column: there is such a table, with these columns."""
        columns = self.tables(node.table) if self.tables else None
        if columns is None:
            yield ExpressionProblem("expressions.no_such_table", node.span, {"name": node.table})
            return
        if node.column and node.column not in columns:
            detail = {"name": node.table, "column": node.column, "known": ", ".join(sorted(columns)[:_SHOWN])}
            yield ExpressionProblem("expressions.no_column", node.span, detail)
        if node.condition:
            outside, self.columns = self.columns, frozenset(columns)
            yield from self.node(node.condition, current)
            yield from self.wanted(node.condition, "boolean")
            self.columns = outside

    def indexed(self, node: Call) -> Iterator[ExpressionProblem]:
        """indexed-repeat(field, repeat, index, …): each repeat is one, and the field stands inside it."""
        field, kind = node.arguments[0], self.kind(node.arguments[0])
        for repeat in node.arguments[1::2]:
            found = self.kind(repeat)  # None: an unknown name, which is reported as such
            if found not in ("repeat", None):
                yield ExpressionProblem("expressions.not_a_repeat", repeat.span, {"name": _name(repeat)})
            elif found and kind and self.inside and not self.inside(_name(field), _name(repeat)):
                detail = {"name": _name(field), "repeat": _name(repeat)}
                yield ExpressionProblem("expressions.not_inside", field.span, detail)

    def argument(self, node: Call, function: Function, place: int) -> Iterator[ExpressionProblem]:
        if isinstance(node.arguments[place], Reference | Parent) and (node.name, place) in _NAMES_THEMSELVES:
            return
        # number() is there to ask whether a text is a number.
        kind = "value" if node.name == "number" else function.parameter(place)
        yield from self.wanted(node.arguments[place], kind, many_allowed=node.name == "if")

    def wanted(self, node: Node, kind: Type, *, many_allowed: bool = False) -> Iterator[ExpressionProblem]:
        """Problems of a node where a type is needed. `many_allowed`: a node-set may stand here all the same."""
        if kind == "boolean" and isinstance(node, Reference | Current):
            yield ExpressionProblem("expressions.bare_condition", node.span, {"shown": _shown(node)}, "warning")
        if kind == "number" and isinstance(node, Literal) and _is_word(node.value):
            yield ExpressionProblem("expressions.not_a_number", node.span, {"found": node.value})
        asked = self.kind(node)
        words = WITHOUT_VALUE | (NO_NUMBERS if kind == "number" else {})
        if asked in words:
            detail = {"name": _name(node), "kind": gettext(words[asked])}
            yield ExpressionProblem("expressions.kind_without_value", node.span, detail)
        if kind != "values" and not many_allowed:
            for name in self.many_in(node):
                yield ExpressionProblem("expressions.many", name.span, {"name": name.name})


_NAMES_THEMSELVES = frozenset({("position", 0), ("indexed-repeat", 0), ("jr:choice-name", 1)}) | {
    ("indexed-repeat", place) for place in (1, 3, 5)
}


def _never(name: str) -> bool:
    return False


def _unknown(name: str) -> None:
    return None


def _unknown_function(node: Call) -> ExpressionProblem:
    near = nearest(node.name, FUNCTIONS)
    span = (node.span[0], node.span[0] + len(node.name))
    if near is None:
        return ExpressionProblem("expressions.unknown_function", span, {"name": node.name})
    return ExpressionProblem("expressions.unknown_function_near", span, {"name": node.name, "suggestion": near})


def _is_word(value: str | float) -> bool:
    """Is it a text that is no number and no date."""
    return isinstance(value, str) and math.isnan(text_number(value))


def _name(node: Node) -> str:
    return node.name if isinstance(node, Reference) else ""


def _shown(node: Node) -> str:
    """A reference as the author writes it."""
    if not isinstance(node, Reference):
        return "."
    return node.name if node.bare else f"${{{node.name}}}"
