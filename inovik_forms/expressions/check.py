"""What can be proved wrong before anybody answers: names, arguments, types, cycles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from inovik_forms.expressions.faults import ExpressionProblem
from inovik_forms.expressions.nodes import Expression, Node, Reference


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
    tables: Callable[[str, str, str], bool] | None = None,
) -> list[ExpressionProblem]:
    """Everything that is provably wrong with the expression, in the order of the text.

    `allow_current`: `.` has a meaning here. `columns`: bare names that are columns of the choice list.
    `condition`: the result is used as true or false (relevant, required, constraint, choice filter, JIKA).
    `many(name)`: the name stands for all instances here, seen from where the expression stands.
    `tables(name, column, key_column)`: is there such an attached table with these columns; None = none attached.
    """
    return []


def references(node: Node) -> Iterator[Reference]:
    """Every reference in the expression, left to right, repeats included."""
    return iter(())


def find_cycles(edges: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    """One shortest cycle for each knot of names that need each other: ("a", "b", "a") for a → b → a."""
    return []
