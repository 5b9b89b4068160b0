"""Dates and times as the language sees them: ISO text, or a number of days since 1970-01-01.

Clock times are taken as they are written, at the place of writing: a zone offset is kept in text and ignored in
arithmetic, so that "2016-11-14" and "2016-11-14T09:00+09:00" fall on the same day for everybody.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?")
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MS = 86_400_000


class Moment(NamedTuple):
    """`days` since 1970-01-01 (0 for a time alone) and `ms`, milliseconds since midnight."""

    days: int
    ms: int

    @property
    def date(self) -> date:
        return date.fromordinal(self.days + _EPOCH)

    @property
    def number(self) -> float:
        """Days since 1970-01-01, with the part of the day as a fraction."""
        return self.days + self.ms / _DAY_MS


def read_moment(text: str) -> Moment | None:
    """An ISO date, date and time, or time; None for any other text."""
    text = text.strip()
    day = _DATE.match(text)
    if day is None:
        return _read_time(text, 0)
    year, month, number = map(int, day.groups())
    if not (year and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    days = date(year, month, number).toordinal() - _EPOCH
    rest = text[day.end() :]
    if not rest:
        return Moment(days, 0)
    return _read_time(rest[1:], days) if rest[0] in "Tt " else None


def moment_of(days: float) -> Moment | None:
    """The moment that many days after 1970-01-01; None for NaN and for years outside 1 to 9999."""
    if not -1e6 < days < 1e7:
        return None
    whole = math.floor(days)
    ms = math.floor((days - whole) * _DAY_MS + 0.5)
    if ms == _DAY_MS:
        whole, ms = whole + 1, 0
    return Moment(whole, ms) if 1 <= whole + _EPOCH <= date.max.toordinal() else None


def _read_time(text: str, days: int) -> Moment | None:
    time = _TIME.fullmatch(text)
    if time is None:
        return None
    hour, minute, second = (int(part or 0) for part in time.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        return None
    ms = int(((time[4] or "") + "000")[:3])
    return Moment(days, ((hour * 60 + minute) * 60 + second) * 1000 + ms)
