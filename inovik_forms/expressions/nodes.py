"""The closed set of shapes that a parsed expression is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end (exclusive) of a node in the expression's text, in characters: what a message underlines."""

Value = str | float | bool | list["Value"]
"""A value at run time. Blank is `''`. A list is a node-set (the values of all instances of a repeat's question).
Dates, times and choices are text (ISO dates; several choices parted by a blank)."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number (float) or a text (str) written in the expression."""

    value: str | float
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}` or, in templates and choice filters, a bare name. `last_saved` is `${last-saved#name}`."""

    name: str
    span: Span
    bare: bool = False
    last_saved: bool = False


@dataclass(frozen=True, slots=True)
class Current:
    """`.`, this question's own value (in a constraint: the candidate)."""

    span: Span


@dataclass(frozen=True, slots=True)
class Parent:
    """`..`, the enclosing group or repeat instance; only as the argument of `position`. `up`: 2 for `../..`."""

    span: Span
    up: int = 1


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `name` is lower case as in the function table."""

    name: str
    arguments: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Lookup:
    """`instance('table')/root/item[condition]/column`: the cells of the rows for which the condition holds.

    Bare names in the condition are columns of the table. `column` '' (nothing written): the rows themselves.
    """

    table: str
    condition: Node | None
    column: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """Unary minus."""

    operand: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator` is one of: or and = != < <= > >= + - * div mod |"""

    operator: str
    left: Node
    right: Node
    span: Span


Node = Literal | Reference | Current | Parent | Call | Lookup | Unary | Binary


def walk(node: Node) -> Iterator[Node]:
    """A node and all inside it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, left to right."""
    match node:
        case Call():
            return node.arguments
        case Lookup():
            return (node.condition,) if node.condition else ()
        case Unary():
            return (node.operand,)
        case Binary():
            return (node.left, node.right)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression with the text it came from."""

    text: str
    root: Node
