"""How an answer was understood, said beside its field at once."""

from __future__ import annotations

from inovik_forms import bahasa
from inovik_forms.questionnaires.model import Question
from inovik_forms.web import canonical
from inovik_forms.web.fields import FIELDS, DateField
from inovik_forms.web.looks import Limit, is_year
from inovik_forms.words import gettext


def echo(question: Question, value: str) -> str:
    """A large number in words, so that a missing zero is seen; a date with its weekday; '' for others."""
    if not value:
        return ""
    if question.kind == "integer" and "." in value:
        return ""  # its message says what is wrong; that it was read all the same would only confuse
    if question.kind in ("integer", "decimal", "range"):
        return "" if is_year(question) else _number(value)
    if question.kind in FIELDS and FIELDS[question.kind](question) is DateField:
        day = canonical.weekday(value)
        return gettext("Terbaca: {day}, {date}").format(day=day, date=canonical.shown_date(value)) if day else ""
    return ""


def _number(value: str) -> str:
    shown = canonical.shown_number(value)
    try:
        amount = float(value)
    except ValueError:
        return ""
    if amount.is_integer() and 1000 <= abs(amount) < 1e15:
        return gettext("Terbaca: {number} ({words})").format(number=shown, words=bahasa.terbilang(int(amount)))
    return gettext("Terbaca: {number}").format(number=shown) if "." in value else ""


def length(limit: Limit, text: str) -> int:
    """How long a text is in the limit's unit, as expressions count it."""
    return len(text.split()) if limit.unit == "words" else len(text)


def counted(limit: Limit, text: str) -> str:
    """ "142/200 kata"; what is too much is said too."""
    found = length(limit, text)
    names = {"words": gettext("kata"), "letters": gettext("karakter")}
    line = f"{canonical.shown_number(str(found))}/{canonical.shown_number(str(limit.most))} {names[limit.unit]}"
    if found <= limit.most:
        return line
    return (
        line + " – " + gettext("terlalu panjang {more} {unit}").format(more=found - limit.most, unit=names[limit.unit])
    )
