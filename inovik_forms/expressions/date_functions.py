"""The functions of the language that work on dates and times."""

from __future__ import annotations

from inovik_forms.expressions.moments import Moment
from inovik_forms.expressions.nodes import Value
from inovik_forms.expressions.surroundings import Env
from inovik_forms.expressions.values import NAN, to_moment

DATE_CODES = ("%Y", "%y", "%m", "%n", "%b", "%d", "%e", "%a")
TIME_CODES = ("%H", "%h", "%M", "%S", "%3")

_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_DAYS = {
    "id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def today(env: Env) -> str:
    """Today's date."""
    return env.today.isoformat()


def now(env: Env) -> str:
    """This moment, with its zone."""
    return env.now.isoformat(timespec="milliseconds")


def date_of(value: Value) -> str:
    """The ISO date in a date, a date and time, or a number of days; '' for anything else."""
    moment = to_moment(value)
    return moment.date.isoformat() if moment else ""


def decimal_date_time(value: Value) -> float:
    """Days since 1970-01-01, with the part of the day as a fraction."""
    moment = to_moment(value)
    return moment.number if moment else NAN


def decimal_time(value: Value) -> float:
    """The part of the day that has passed, from 0 to 1."""
    moment = to_moment(value)
    return Moment(0, moment.ms).number if moment else NAN


def format_date(env: Env, value: Value, pattern: str) -> str:
    """The date by a pattern of `DATE_CODES`; other codes stay as they are; '' when the value is no date."""
    moment = to_moment(value)
    return _format(moment, pattern, env.language, DATE_CODES) if moment else ""


def format_date_time(env: Env, value: Value, pattern: str) -> str:
    """The date and time by a pattern of `DATE_CODES` and `TIME_CODES`."""
    moment = to_moment(value)
    return _format(moment, pattern, env.language, DATE_CODES + TIME_CODES) if moment else ""


def _format(moment: Moment, pattern: str, language: str, codes: tuple[str, ...]) -> str:
    day, ms = moment.date, moment.ms
    hour, minute, second = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    language = "en" if language.startswith("en") else "id"
    parts = {
        "%Y": f"{day.year:04}", "%y": f"{day.year % 100:02}", "%m": f"{day.month:02}", "%n": str(day.month),
        "%b": _MONTHS[language][day.month - 1], "%d": f"{day.day:02}", "%e": str(day.day),
        "%a": _DAYS[language][day.weekday()],
        "%H": f"{hour:02}", "%h": str(hour), "%M": f"{minute:02}", "%S": f"{second:02}", "%3": f"{ms % 1000:03}",
    }  # fmt: skip
    text, place = "", 0
    while place < len(pattern):
        code = pattern[place : place + 2]
        known = code in codes
        text += parts[code] if known else pattern[place]
        place += 2 if known else 1
    return text
