"""Words read back: numbers, money and dates as people write them in a text, for whoever checks what a text says.

The inverse of what the package writes; it takes more than that, since people do: any case, "sejuta", commas, the old
spellings "milyar", "Nopember", "Pebruari".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from inovik_forms.bahasa import DAYS, DIGITS, MONTHS, SCALES, TOO_BIG

_SCALE_WORDS = {word: value for value, word in SCALES} | {"milyar": 10**9, "trilyun": 10**12}
_ONE_OF = {"se" + word: value for word, value in _SCALE_WORDS.items()}
_VALUES = {word: value for value, word in enumerate(DIGITS) if value}
_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, 1)} | {
    "pebruari": 2, "febuari": 2, "nopember": 11,
}  # fmt: skip
_DAYS = {name.lower(): number for number, name in enumerate(DAYS)} | {"jum'at": 4, "jum’at": 4, "ahad": 6}

_WORD = "|".join(
    ["minus", "sepuluh", "sebelas", "seratus", "belas", "puluh", "ratus", "koma", *DIGITS, *_ONE_OF, *_SCALE_WORDS]
)
NUMBER_WORDS = rf"(?:\b(?:{_WORD})\b(?:,?\s+(?=(?:{_WORD})\b))?)+"
"""A stretch of words that may spell a number; use with re.IGNORECASE."""
MONTH_WORDS = r"(?:\b(?:" + "|".join(_MONTHS) + r")\b)"
"""A month in any of its spellings; use with re.IGNORECASE."""
DAY_WORDS = r"(?:\b(?:" + "|".join(_DAYS) + r")\b)"
"""A weekday in any of its spellings; use with re.IGNORECASE."""

_NUMERIC = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_WRITTEN = re.compile(rf"(\d{{1,2}})\s+({MONTH_WORDS})\s+(\d{{4}})", re.IGNORECASE)
_SPELLED = re.compile(
    rf"(?:tanggal\s+)?({NUMBER_WORDS}),?\s+(?:bulan\s+)?({MONTH_WORDS}),?\s+(?:tahun\s+)?({NUMBER_WORDS})",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


def read_terbilang(text: str) -> int | None:
    """The whole number that words spell, in any case, with "sejuta", commas or old spellings; None for other text."""
    words = text.lower().replace(",", " ").split()
    negative = words[:1] == ["minus"]
    words = words[negative:]
    if words == ["nol"]:
        return 0
    total, place, bound = 0, 0, TOO_BIG
    while place < len(words):
        amount, place = _read_part(words, place)
        if not 0 < amount < bound:
            return None
        total += amount
        # What follows "… juta" must be less than a million.
        bound = next((scale for scale, _ in SCALES if amount % scale == 0), 1)
    if total == 0:
        return None
    return -total if negative else total


def read_bilangan(text: str) -> Decimal | None:
    """The number that words spell, with "koma" before decimals read one by one ("dua koma nol lima" → 2.05)."""
    whole_words, comma, rest = text.lower().partition(" koma ")
    whole = read_terbilang(whole_words.replace("minus", " "))
    digits = [DIGITS.index(word) if word in DIGITS else -1 for word in rest.split()]
    if whole is None or whole < 0 or -1 in digits or (comma and not digits):
        return None
    value = Decimal(f"{whole}.{''.join(map(str, digits)) or '0'}")
    return -value if whole_words.split()[:1] == ["minus"] else value


def read_rupiah_terbilang(text: str) -> Decimal | None:
    """Money in words, in rupiah: "lima ratus rupiah lima puluh sen" → 500.50; None for other text."""
    found = re.fullmatch(r"\s*(minus\s+)?(?:(.+?)\s+rupiah)?(?:\s*(.+?)\s+sen)?\s*", text.lower().replace("rp", ""))
    if not found or not (found[2] or found[3]):
        return None
    whole = read_terbilang(found[2]) if found[2] else 0
    sen = read_terbilang(found[3]) if found[3] else 0
    if whole is None or sen is None or not 0 <= sen < 100 or whole < 0:
        return None
    value = Decimal(whole) + Decimal(sen) / 100
    return -value if found[1] else value


def read_angka(text: str) -> Decimal | None:
    """Digits with Indonesian separators: "1.234.567,5" → 1234567.5; None for other text."""
    found = text.strip()
    return Decimal(found.replace(".", "").replace(",", ".")) if _DIGITS.fullmatch(found) else None


def read_tanggal(text: str) -> date | None:
    """The date that a text is: "14-11-2016", "14 November 2016", or in words ("tanggal empat belas, bulan November,
    tahun dua ribu enam belas"). None for other text and for a day that the calendar lacks."""
    words = " ".join(text.split())
    numeric, written = _NUMERIC.fullmatch(words), _WRITTEN.fullmatch(words)
    spelled = _SPELLED.fullmatch(words)
    if numeric:
        return _day(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    if written:
        return _day(int(written[3]), read_bulan(written[2]), int(written[1]))
    if spelled:
        return _day(read_terbilang(spelled[3]), read_bulan(spelled[2]), read_terbilang(spelled[1]))
    return None


def read_bulan(name: str) -> int | None:
    """A month's number from its name, old spellings too."""
    return _MONTHS.get(name.strip().lower())


def read_hari(name: str) -> int | None:
    """A weekday's number (Monday = 0) from its name, old spellings too."""
    return _DAYS.get(name.strip().lower())


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month, day) if year and month and day else None
    except (ValueError, OverflowError):
        return None


def _read_part(words: Sequence[str], place: int) -> tuple[int, int]:
    """Reads "seribu" or a group below 1000 with its scale: (value, next place); value 0 when there is none."""
    if words[place] in _ONE_OF:
        return _ONE_OF[words[place]], place + 1
    amount, place = _read_group([*words, "", ""], place)
    if amount and place < len(words) and words[place] in _SCALE_WORDS:
        return amount * _SCALE_WORDS[words[place]], place + 1
    return amount, place


def _read_group(words: Sequence[str], place: int) -> tuple[int, int]:
    """Reads a number below 1000 from `place`; `words` ends with two empty ones."""
    amount = 0
    if words[place] == "seratus":
        amount, place = 100, place + 1
    elif words[place + 1] == "ratus" and words[place] in _VALUES:
        amount, place = 100 * _VALUES[words[place]], place + 2
    teen = {"sepuluh": 10, "sebelas": 11}.get(words[place])
    if teen:
        return amount + teen, place + 1
    digit = _VALUES.get(words[place], 0)
    if not digit:
        return amount, place
    if words[place + 1] == "belas":
        return amount + 10 + digit, place + 2
    if words[place + 1] == "puluh":
        unit = _VALUES.get(words[place + 2], 0)
        return amount + 10 * digit + unit, place + (3 if unit else 2)
    return amount + digit, place + 1
