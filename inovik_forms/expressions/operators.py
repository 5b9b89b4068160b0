"""The one operator table: how tightly each binds, what it takes, what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["number", "text", "boolean", "value", "values"]
"""What a place takes or gives: `value` is any single value, `values` all values of a node-set."""


@dataclass(frozen=True, slots=True)
class Operator:
    """`power`: higher binds tighter. `operands` and `result`: types."""

    power: int
    operands: Type
    result: Type


OPERATORS = {
    "or": Operator(1, "boolean", "boolean"),
    "and": Operator(2, "boolean", "boolean"),
    "=": Operator(3, "values", "boolean"),
    "!=": Operator(3, "values", "boolean"),
    "<": Operator(4, "values", "boolean"),
    "<=": Operator(4, "values", "boolean"),
    ">": Operator(4, "values", "boolean"),
    ">=": Operator(4, "values", "boolean"),
    "+": Operator(5, "number", "number"),
    "-": Operator(5, "number", "number"),
    "*": Operator(6, "number", "number"),
    "div": Operator(6, "number", "number"),
    "mod": Operator(6, "number", "number"),
    "|": Operator(8, "values", "values"),
}
UNARY_MINUS = Operator(7, "number", "number")

FOREIGN = {
    "==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "&&": "and", "||": "or", "&": "and",
    "%": "mod", "÷": "div", "×": "*", "!": "not(…)", "^": "pow(…, …)", ";": ",",
}  # fmt: skip
"""What people write from other languages → what they mean here."""

FOREIGN_WORDS = {"dan": "and", "atau": "or", "bagi": "div", "kali": "*", "modulo": "mod"}
"""The same for words between two operands."""
