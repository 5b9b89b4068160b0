"""The coercions of the language: everything stored is text, blank is '', and each operator takes what it needs."""

from __future__ import annotations

from inovik_forms.expressions.nodes import Value


def to_number(value: Value) -> float:
    """A number, or NaN. Text: digits, `-` and `.`; an ISO date is the days since 1970-01-01."""
    return float("nan")


def to_text(value: Value) -> str:
    """Text as XForms writes it: whole numbers without `.0`, NaN as ''."""
    return ""


def to_boolean(value: Value) -> bool:
    """Truth: text that is not blank, a number that is neither 0 nor NaN."""
    return False
