"""The functions that documents need beyond XLSForm's: Indonesian words for numbers, money, dates and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from inovik_forms import bahasa
from inovik_forms.expressions.faults import Unanswerable
from inovik_forms.expressions.nodes import Value
from inovik_forms.expressions.text_functions import limited
from inovik_forms.expressions.values import answered, number_text, to_moment, to_text


def of_number(name: str, write: Callable[[float], str]) -> Callable[[float], str]:
    """A function of a number that gives '' for a blank and refuses what has no words."""

    def written(number: float) -> str:
        if number != number:
            return ""
        try:
            return write(number)
        except (ValueError, OverflowError):
            raise Unanswerable("expressions.out_of_range", found=number_text(number), name=name) from None

    return written


def of_date(write: Callable[[date], str]) -> Callable[[Value], str]:
    """A function of a date that gives '' for what is no date."""

    def written(value: Value) -> str:
        moment = to_moment(value)
        return write(moment.date) if moment else ""

    return written


def roman(number: float) -> str:
    """Roman numerals; ValueError when it is not whole."""
    return bahasa.romawi(cast(int, number))


def shift(name: str, move: Callable[[date, int], date]) -> Callable[[Value, float], str]:
    """A function of a date and a count that gives an ISO date, '' when one of them is missing."""

    def moved(value: Value, count: float) -> str:
        moment = to_moment(value)
        if moment is None or count != count:
            return ""
        try:
            return move(moment.date, int(count)).isoformat()
        except (ValueError, OverflowError):
            raise Unanswerable("expressions.out_of_range", found=number_text(count), name=name) from None

    return moved


def end_of_term(value: Value, count: float, unit: str) -> str:
    """The last day of a term, see `bahasa.akhir_masa`."""
    return shift("akhir_masa", lambda start, n: bahasa.akhir_masa(start, n, cast(bahasa.Unit, unit)))(value, count)


def listed(values: list[Value], conjunction: str = "dan") -> str:
    """ "a, b, dan c" of the values that are not blank; numbers with Indonesian separators."""
    return limited(bahasa.daftar([as_written(value) for value in values if answered(value)], conjunction))


def as_written(value: Value) -> str:
    """A value as an Indonesian text writes it."""
    if isinstance(value, float) and abs(value) < bahasa.TOO_BIG:
        return bahasa.angka(value)
    return to_text(value)


def capitals(text: str) -> str:
    """All letters in capitals."""
    return text.upper()
