"""What each kind of question may hold: the typed value that expressions read, and what makes a value wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from inovik_forms.bahasa import angka
from inovik_forms.expressions.nodes import Value
from inovik_forms.questionnaires.model import Question

NUMBERS = frozenset({"integer", "decimal", "range"})
SEVERAL = frozenset({"select_multiple", "rank"})
"""Kinds whose value is several choices, parted by blanks; for rank the order counts."""
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)

Fault = tuple[str, Mapping[str, object]]
"""A message's code and what its sentence needs."""

Check = Callable[[Value], Fault | None]


LARGEST = 2.0**53
"""Beyond this a float no longer holds every whole number: a NIK or NIP would silently change its last digits."""


@lru_cache(maxsize=65536)
def number(text: str) -> float | str:
    """The number that a text is; the text itself when it is none or too large (it stays, and is invalid)."""
    text = text.strip()
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return value if -LARGEST < value < LARGEST else text


def typed(kind: str, text: str) -> Value:
    """A stored text as expressions read it."""
    return number(text) if kind in NUMBERS and text else text


def is_unread(kind: str, value: Value) -> bool:
    """Whether a text stands where a number, a date or a time is wanted: something was typed that is none."""
    if not value or type(value) is not str:
        return False
    moment = _MOMENTS.get(kind)
    return kind in NUMBERS or (moment is not None and moment(value) is not None)


def check_of(question: Question) -> Check | None:
    """A function that says what is wrong with a value that is not blank; None when nothing can be."""
    match question.kind:
        case "text" if question.parameters.get("words", "").isdecimal():
            return _words(int(question.parameters["words"]))
        case "integer":
            return _integer
        case "decimal":
            return _decimal
        case "date":
            return _date
        case "time":
            return _time
        case "datetime":
            return _moment
        case "geopoint":
            return _point
        case "geotrace" | "geoshape":
            return _points(closed=question.kind == "geoshape")
        case "acknowledge":
            return _acknowledge
        case "range":
            return _range(question)
        case "select_one":
            return _choice(question)
        case "select_multiple":
            return _choices(question)
        case "rank":
            return _rank(question)
        case _:
            return None


def _words(most: int) -> Check:
    """Our parameter `words=200`: at most so many words."""

    def check(value: Value) -> Fault | None:
        found = len(str(value).split())
        return None if found <= most else ("answers.words", {"most": most, "found": found})

    return check


def _integer(value: Value) -> Fault | None:
    if isinstance(value, float):
        return None if value.is_integer() else ("answers.integer", {"value": angka(value)})
    return _no_number(str(value), "answers.integer")


def _decimal(value: Value) -> Fault | None:
    return None if isinstance(value, float) else _no_number(str(value), "answers.decimal")


def _no_number(text: str, code: str) -> Fault:
    return ("answers.number_long" if _NUMBER.fullmatch(text) else code), {"value": text[:40]}


def _date(value: Value) -> Fault | None:
    return _date_text(str(value))


@lru_cache(maxsize=65536)
def _date_text(text: str) -> Fault | None:
    if _DATE.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            pass
        else:
            return None
    return "answers.date", {"value": text}


def _time(value: Value) -> Fault | None:
    return None if _TIME.fullmatch(str(value)) else ("answers.time", {"value": value})


def _moment(value: Value) -> Fault | None:
    day, mark, time = str(value).partition("T")
    sound = mark and _date_text(day) is None and _TIME.fullmatch(time)
    return None if sound else ("answers.datetime", {"value": value})


_MOMENTS: Mapping[str, Check] = {"date": _date, "time": _time, "datetime": _moment}


def _point(value: Value) -> Fault | None:
    return None if is_point(str(value)) else ("answers.point", {"value": str(value)[:60]})


def is_point(text: str) -> bool:
    """Latitude and longitude in degrees; altitude and accuracy in metres may follow: "-3.69 128.18 12 5"."""
    parts = text.split(" ")
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return False
    numbers = [float(part) for part in parts]
    return abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180 and (len(numbers) < 4 or numbers[3] >= 0)


def _points(closed: bool) -> Check:
    """A line or an area: points parted by semicolons; an area ends where it began."""

    def check(value: Value) -> Fault | None:
        points = [point.strip() for point in str(value).strip().removesuffix(";").split(";")]
        enough = len(points) >= 4 and points[0] == points[-1] if closed else len(points) >= 2
        code = "answers.area" if closed else "answers.line"
        return None if enough and all(map(is_point, points)) else (code, {})

    return check


def _acknowledge(value: Value) -> Fault | None:
    return None if value == "OK" else ("answers.acknowledge", {})


def _range(question: Question) -> Check:
    start, end, step = (Decimal(question.parameters.get(key, "1")) for key in ("start", "end", "step"))
    low, high = min(start, end), max(start, end)

    def check(value: Value) -> Fault | None:
        if not isinstance(value, float):
            return _no_number(str(value), "answers.decimal")
        exact = Decimal(repr(value))
        detail = {"value": angka(value), "start": angka(start), "end": angka(end), "step": angka(step)}
        if not low <= exact <= high:
            return "answers.range", detail
        return ("answers.step", detail) if (exact - start) % step else None

    return check


def _choice(question: Question) -> Check | None:
    if question.choices_from:
        return None  # what is not offered has been set aside
    names = frozenset(choice.name for choice in question.choices.choices) if question.choices else frozenset()

    def check(value: Value) -> Fault | None:
        return None if value in names else ("answers.choice", {"value": value})

    return check


def _choices(question: Question) -> Check | None:
    if question.choices_from:
        return None
    names = frozenset(choice.name for choice in question.choices.choices) if question.choices else frozenset()

    def check(value: Value) -> Fault | None:
        for name in str(value).split():
            if name not in names:
                return "answers.choice", {"value": name}
        return None

    return check


def _rank(question: Question) -> Check | None:
    """Every choice once; with a filter or choices of a repeat only some are offered, so none is missed here."""
    known = _choices(question)
    count = 0 if question.choice_filter or question.choices is None else len(question.choices.choices)

    def check(value: Value) -> Fault | None:
        names = str(value).split()
        if known is not None and (wrong := known(value)) is not None:
            return wrong
        if len(set(names)) < len(names):
            return "answers.rank_twice", {"value": next(name for name in names if names.count(name) > 1)}
        return ("answers.rank", {"count": count, "found": len(names)}) if len(names) < count else None

    return check
