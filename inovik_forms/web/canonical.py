"""What a person types and what is kept: Indonesian numbers, dates and times in, XForms text out, and back.

A text that cannot be understood is kept exactly as typed; the questionnaire's own check then explains it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, tzinfo

from inovik_forms.words import gettext, mark

DAYS = (
    mark("Senin"), mark("Selasa"), mark("Rabu"), mark("Kamis"), mark("Jumat"), mark("Sabtu"), mark("Minggu"),
)  # fmt: skip
MONTHS = (
    mark("Januari"), mark("Februari"), mark("Maret"), mark("April"), mark("Mei"), mark("Juni"), mark("Juli"),
    mark("Agustus"), mark("September"), mark("Oktober"), mark("November"), mark("Desember"),
)  # fmt: skip

MONTH_BEGINNINGS = (
    ("jan",), ("feb", "peb"), ("mar",), ("apr",), ("mei", "may"), ("jun",), ("jul",), ("ag", "aug"), ("sep",),
    ("okt", "oct"), ("nov", "nop"), ("des", "dec"),
)  # fmt: skip
"""How the name of a month may begin: Indonesian, old spelling, English (static/typed.js has the same)."""

_MONEY = re.compile(r"^(rp\.?|idr)\s*", re.IGNORECASE)
_GROUPED = re.compile(r"^\d{1,3}(\.\d{3})+(,\d*)?$")
_GROUPED_BY_COMMAS = re.compile(r"^\d{1,3}(,\d{3}){2,}(\.\d*)?$")
_COMMA = re.compile(r"^\d*,\d+$")
_PLAIN = re.compile(r"^\d+([.]\d+)?$")
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_BETWEEN = r"\s*[-/. ]?\s*"
_DAY_FIRST = re.compile(
    rf"^(?:[A-Za-z]+\s*,\s*)?(\d{{1,2}}){_BETWEEN}(\d{{1,2}}|[A-Za-z]{{3,}}){_BETWEEN}(\d{{4}}|\d{{2}})$"
)
_PARTED = re.compile(r"\d\D+\d+\D+\d|[A-Za-z]")
_MONTH_FIRST = re.compile(r"^(\d{1,2}|[A-Za-z]{3,})\s*[-/. ]\s*(\d{4})$")
_ISO_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
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


def line(text: str) -> str:
    """Clean text on one line, with single blanks."""
    return " ".join(clean(text).split())


def whole_number(text: str, otherwise: int, digits: int = 8) -> int:
    """What a form or address says in at most so many of the digits 0 to 9; `otherwise` where it says anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else otherwise


def points(text: str) -> str:
    """Points that are typed a line each, or with `;` between, as XLSForm keeps them: `lat lon;lat lon`."""
    return ";".join(point for line in re.split(r"[;\n]", text) if (point := " ".join(line.split())))


def number(text: str) -> str:
    """The canonical number in `1.500.000`, `Rp 2,5` or `2.5`; the text itself where it is none of these.

    Dots before groups of three digits part thousands, as Indonesians write; another single dot is a decimal point,
    because a phone's number keys often offer nothing else.
    """
    bare = _MONEY.sub("", text.strip()).replace("\u00a0", "").replace(" ", "").removesuffix(",-").replace("−", "-")
    sign, digits = ("-", bare[1:]) if bare.startswith("-") else ("", bare.removeprefix("+"))
    if _GROUPED.match(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _GROUPED_BY_COMMAS.match(digits):  # pasted from an English spreadsheet; one comma alone is a decimal comma
        digits = digits.replace(",", "")
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
    """The ISO date in `14/11/2026`, `14-11-26`, `14 nov 2026` or `Sabtu, 14 November 2026`; else the text itself."""
    bare = text.strip()
    found = _DAY_FIRST.match(bare) if _PARTED.search(bare) else None
    if _ISO_DATE.match(bare) or not found:
        return bare
    day_text, month_text, year_text = found.groups()
    year = int(year_text) + (2000 if len(year_text) == 2 else 0)
    return _iso(year, _month(month_text), int(day_text)) or bare


def month(text: str) -> str:
    """The first day of the month in `11/2026`, `nov 2026`, `2026-11` or a whole date; else the text itself."""
    bare = text.strip()
    found, iso = _MONTH_FIRST.match(bare), _ISO_MONTH.match(bare)
    if iso:
        return _iso(int(iso[1]), int(iso[2]), 1) or bare
    if found:
        return _iso(int(found[2]), _month(found[1]), 1) or bare
    whole = day(bare)
    return whole[:8] + "01" if is_iso_date(whole) else bare


def year(text: str) -> str:
    """The first day of the year in `2026` or a whole date; else the text itself."""
    bare = text.strip()
    whole = f"{bare}-01-01" if re.match(r"^\d{4}$", bare) else day(bare)
    return whole[:5] + "01-01" if is_iso_date(whole) else bare


def moment(text: str, zone: tzinfo) -> str:
    """The date and time in `14/11/2026 10.42`, with the zone's offset as XForms keep it; else the text itself."""
    bare = text.strip()
    found = re.match(r"^(.*?\S)(?:T|\s+(?:pukul\s+|pkl\.?\s+)?|\s*,\s*)(\d{1,2}[.:]\d{2}(?:[.:]\d{2})?)$", bare)
    if not found:
        return bare
    when = f"{day(found[1].rstrip(','))}T{clock(found[2])}"
    try:
        local = datetime.fromisoformat(when)
    except ValueError:
        return bare
    return local.replace(tzinfo=zone).isoformat(timespec="milliseconds")


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    """A month by its number or by how its name begins; 0 = none."""
    if name.isdigit():
        return int(name)
    start = name.lower()
    found = [number for number, beginnings in enumerate(MONTH_BEGINNINGS, 1) if start.startswith(beginnings)]
    return found[0] if found else 0


def is_iso_date(text: str) -> bool:
    """Whether a browser's date field can show this text."""
    try:
        return bool(_ISO_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def shown_date(text: str) -> str:
    """`2026-11-14` as `14 November 2026`; anything else unchanged."""
    return day_in_words(date.fromisoformat(text)) if is_iso_date(text) else text


def shown_month(text: str) -> str:
    """`2026-11-01` as `November 2026`."""
    return shown_date(text).partition(" ")[2] if is_iso_date(text) else text


def shown_year(text: str) -> str:
    """`2026-01-01` as `2026`."""
    return text[:4] if is_iso_date(text) else text


def shown_clock(text: str) -> str:
    """`10:42` or `10:42:00.000+09:00` as `10.42`."""
    return text[:5].replace(":", ".") if is_clock(text) else text


def shown_moment(text: str) -> str:
    """`2026-11-14T10:42:00.000+09:00` as `14 November 2026 10.42`."""
    when, _, time = text.partition("T")
    return f"{shown_date(when)} {shown_clock(time)}" if is_iso_date(when) and is_clock(time) else text


def day_in_words(day: date) -> str:
    """`14 November 2026`, the month in the language of this context."""
    return f"{day.day} {gettext(MONTHS[day.month - 1])} {day.year}"


def weekday(text: str) -> str:
    """The day's name of an ISO date or moment, in the language of this context; '' for anything else."""
    return gettext(DAYS[date.fromisoformat(text[:10]).weekday()]) if is_iso_date(text[:10]) else ""


def clock(text: str) -> str:
    """`10.42` or `9:05` as `10:42`, `09:05`; the text itself where it is no time of day."""
    found = _TIME.match(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return text.strip()
    return f"{int(found[1]):02}:{found[2]}{(found[3] or '').replace('.', ':', 1)}"


def is_clock(text: str) -> bool:
    """Whether this is a time of day as it is kept; with seconds and offset it may come from elsewhere."""
    return bool(re.match(r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$", text))
