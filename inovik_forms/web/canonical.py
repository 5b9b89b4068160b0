"""What a person types and what is kept: Indonesian numbers, dates and times in, XForms text out, and back.

A text that cannot be understood is kept exactly as typed; the questionnaire's own check then explains it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from inovik_forms.words import gettext, mark

MONTHS = (
    mark("Januari"), mark("Februari"), mark("Maret"), mark("April"), mark("Mei"), mark("Juni"), mark("Juli"),
    mark("Agustus"), mark("September"), mark("Oktober"), mark("November"), mark("Desember"),
)  # fmt: skip

_MONEY = re.compile(r"^(rp\.?|idr)\s*", re.IGNORECASE)
_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d*)?$")
_COMMA = re.compile(r"^\d*,\d+$")
_PLAIN = re.compile(r"^\d+([.]\d+)?$")
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[A-Za-z]+)\s*[-/. ]\s*(\d{4})$")
_TIME = re.compile(r"^(\d{1,2})[.:](\d{2})([.:]\d{2}(\.\d+)?)?$")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
MAX_TEXT = 20_000
"""Longest answer in characters: some eight printed pages; longer text belongs in a file."""


def is_too_long(text: str) -> bool:
    """Whether `clean` would cut it."""
    return len(text) > MAX_TEXT and len(text.replace("\r\n", "\n")) > MAX_TEXT


def too_long() -> str:
    """What to say then."""
    return gettext(
        "Jawaban ini terlalu panjang: hanya {most} karakter pertama yang tersimpan. "
        "Ringkas, atau lampirkan sebagai berkas."
    ).format(most=shown_number(str(MAX_TEXT)))


def clean(text: str) -> str:
    """Text as it may be kept: NFC, line ends as LF, without control characters and lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))
    return text[:MAX_TEXT]


def number(text: str) -> str:
    """The canonical number in `1.500.000`, `Rp 2,5` or `2.5`; the text itself where it is none of these.

    Dots before groups of three digits part thousands, as Indonesians write; another single dot is a decimal point,
    because a phone's number keys often offer nothing else.
    """
    bare = _MONEY.sub("", text.strip()).replace("\u00a0", "").replace(" ", "").removesuffix(",-").replace("−", "-")
    sign, digits = ("-", bare[1:]) if bare.startswith("-") else ("", bare.removeprefix("+"))
    if _GROUPED.match(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _COMMA.match(digits):
        digits = digits.replace(",", ".")
    elif not _PLAIN.match(digits):
        return text.strip()
    whole, _, part = digits.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    value = f"{whole}.{part}" if part else whole
    return value if value == "0" else sign + value


def shown_number(text: str) -> str:
    """A stored number the Indonesian way, e.g. `1.500.000` or `2,5`; anything else unchanged."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    if not _PLAIN.match(digits):
        return text
    whole, _, part = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if len(whole) <= 30 else whole
    return sign + grouped + (f",{part}" if part else "")


def day(text: str) -> str:
    """The ISO date in `14/11/2016`, `14-11-2016` or `14 November 2016`; the text itself where it is none."""
    bare = text.strip()
    if _ISO_DATE.match(bare):
        return bare
    found = _DAY_FIRST.match(bare)
    if not found:
        return bare
    day_text, month_text, year_text = found.groups()
    month = int(month_text) if month_text.isdigit() else _month(month_text)
    try:
        return date(int(year_text), month, int(day_text)).isoformat()
    except ValueError:
        return bare


def _month(name: str) -> int:
    """The number of a month by its name, Indonesian or as this page writes it, or how it begins; 0 = none."""
    start = name.lower()
    found = [
        number
        for number, month in enumerate(MONTHS, 1)
        if len(start) >= 3 and (month.lower().startswith(start) or gettext(month).lower().startswith(start))
    ]
    return found[0] if len(found) == 1 else 0


def is_iso_date(text: str) -> bool:
    """Whether a browser's date field can show this text."""
    try:
        return bool(_ISO_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def shown_date(text: str) -> str:
    """`2016-11-14` as `14 November 2016`; anything else unchanged."""
    return day_in_words(date.fromisoformat(text)) if is_iso_date(text) else text


def day_in_words(day: date) -> str:
    """`14 November 2016`, the month in the language of this context."""
    return f"{day.day} {gettext(MONTHS[day.month - 1])} {day.year}"


def clock(text: str) -> str:
    """`10.42` or `9:05` as `10:42`, `09:05`; the text itself where it is no time of day."""
    found = _TIME.match(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return text.strip()
    return f"{int(found[1]):02}:{found[2]}{(found[3] or '').replace('.', ':', 1)}"


def is_clock(text: str) -> bool:
    """Whether a browser's time field can show this text."""
    return bool(re.match(r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$", text))
