"""The coercions of the language: everything stored is text, blank is '', and each operator takes what it needs."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from inovik_forms.expressions.moments import Moment, moment_of, read_moment
from inovik_forms.expressions.nodes import Value

NAN = math.nan
_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")
_EXACT = 1e15  # below this a whole float's digits are exact


def to_number(value: Value) -> float:
    """A number, or NaN. Text: digits, `-` and `.` (no exponent, no `+`); ISO dates and times are days since
    1970-01-01; of a node-set the first value."""
    if value.__class__ is float:
        return value
    if isinstance(value, str):
        return text_number(value)
    if isinstance(value, list):
        return to_number(value[0]) if value else NAN
    return float(value)


def text_number(text: str) -> float:
    """The number that a text holds, or NaN."""
    if not text:
        return NAN
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = read_moment(text)
    return moment.number if moment else NAN


def to_text(value: Value) -> str:
    """Text as XForms writes it: whole numbers without `.0`, never an exponent, NaN as ''; of a node-set the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return to_text(value[0]) if value else ""
    return number_text(value)


def number_text(number: float) -> str:
    """The shortest digits that read back as the same number."""
    if -_EXACT < number < _EXACT:
        whole = int(number)
        return str(whole) if whole == number else format(Decimal(repr(number)), "f")
    if number != number:
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def to_boolean(value: Value) -> bool:
    """Truth: text that is not blank, a number that is neither 0 nor NaN; of a node-set the first value's."""
    if isinstance(value, str):
        return value != ""
    if isinstance(value, list):
        return bool(value) and to_boolean(value[0])
    return value == value and value != 0


def answered(value: Value) -> bool:
    """Is there an answer? What a reference alone means as a condition: the answer 0 counts as one."""
    if isinstance(value, list):
        return bool(value) and answered(value[0])
    return value != "" and value == value


def first(value: Value) -> Value:
    """A single value: of a node-set the first, '' when it is empty."""
    while isinstance(value, list):
        value = value[0] if value else ""
    return value


def to_list(value: Value) -> list[Value]:
    """All values of a node-set, sets within sets laid flat; of a single value a list of one."""
    if not isinstance(value, list):
        return [value]
    if any(isinstance(one, list) for one in value):
        return [inner for one in value for inner in to_list(one)]
    return value


def to_moment(value: Value) -> Moment | None:
    """The date or time in a value: ISO text, or days since 1970-01-01 as a number."""
    value = first(value)
    if isinstance(value, str):
        return read_moment(value) or moment_of(text_number(value))
    return moment_of(to_number(value))
