"""Bahasa Indonesia for documents: numbers, money and dates in words, roman numerals, lists, the end of a term.

The words follow EYD and KBBI ("miliar", "triliun", "Jumat"). These are words of the document, so they are the same
whatever language the pages are in.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Number = int | float | Decimal
Unit = Literal["hari", "bulan", "tahun"]

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
TOO_BIG = 10**18

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_WORD_START = re.compile(r"(?:^|(?<=[-/(\[\"“‘]))[^\W\d_]")
_SMALL_WORDS = frozenset([
    "di", "ke", "dari", "dan", "yang", "untuk", "dalam", "pada", "dengan", "atau", "tentang", "antara", "bagi", "oleh",
    "sebagai", "terhadap", "serta",
])  # fmt: skip


def terbilang(n: Number) -> str:
    """The number in words: 2016 → "dua ribu enam belas", -2.05 → "minus dua koma nol lima".

    Raises ValueError for a bool, NaN, infinity, and 10^18 or more.
    """
    value = _exact(n)
    whole = int(abs(value))
    words = _whole(whole)
    fraction = format(abs(value) - whole, "f").partition(".")[2].rstrip("0")
    if fraction:
        words += " koma " + " ".join(DIGITS[int(digit)] for digit in fraction)
    return f"minus {words}" if value < 0 else words


def angka(n: Number) -> str:
    """Digits with Indonesian separators: 1234567.5 → "1.234.567,5". Raises ValueError as `terbilang`."""
    value = _exact(n)
    whole, _, fraction = format(abs(value), ",f").partition(".")
    fraction = fraction.rstrip("0")
    sign = "-" if value < 0 else ""
    return sign + whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def rupiah(n: Number) -> str:
    """Money in digits with two decimals (sen): 2950000 → "Rp2.950.000,00". Raises ValueError as `terbilang`."""
    value = _money(n)
    return ("-" if value < 0 else "") + "Rp" + format(abs(value), ",.2f").translate(str.maketrans(",.", ".,"))


def rupiah_terbilang(n: Number) -> str:
    """Money in words: 500.5 → "lima ratus rupiah lima puluh sen". Raises ValueError as `terbilang`."""
    value = _money(n)
    whole, sen = divmod(int(abs(value) * 100), 100)
    parts = [f"{terbilang(whole)} rupiah"] if whole or not sen else []
    if sen:
        parts.append(f"{terbilang(sen)} sen")
    return ("minus " if value < 0 else "") + " ".join(parts)


def tanggal(d: date | str) -> str:
    """A date as it stands in a text: "14 November 2016". Takes ISO text too; ValueError when it is no date."""
    day = _date(d)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def tanggal_terbilang(d: date | str) -> str:
    """ "tanggal empat belas, bulan November, tahun dua ribu enam belas"; ValueError when it is no date."""
    day = _date(d)
    return f"tanggal {terbilang(day.day)}, bulan {MONTHS[day.month - 1]}, tahun {terbilang(day.year)}"


def hari(d: date | str) -> str:
    """The weekday: "Senin"; ValueError when it is no date."""
    return DAYS[_date(d).weekday()]


def romawi(n: int) -> str:
    """Roman numerals from 1 to 3999; ValueError otherwise."""
    if isinstance(n, bool) or n != int(n) or not 1 <= n <= 3999:
        raise ValueError(f"no roman numeral for {n!r}")
    letters, rest = "", int(n)
    for value, letter in _ROMAN:
        count, rest = divmod(rest, value)
        letters += letter * count
    return letters


def daftar(items: Sequence[str], conjunction: str = "dan") -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    if len(items) < 3:
        return f" {conjunction} ".join(items)
    return f"{', '.join(items[:-1])}, {conjunction} {items[-1]}"


def huruf_judul(text: str) -> str:
    """Capitals of a title by EYD: every word and both parts of a reduplication, save function words that are not
    first. Abbreviations in capitals stay, unless the whole text is in capitals."""
    if text.isupper() and " " in text.strip():
        text = text.lower()
    words = re.split(r"(\s+)", text)
    first = next((place for place, word in enumerate(words) if word.strip()), 0)
    return "".join(
        word if place > first and word in _SMALL_WORDS else _WORD_START.sub(_upper, word)
        for place, word in enumerate(words)
    )


def tambah_bulan(d: date | str, n: int) -> date:
    """The same day n months later, or the last day of that month where it is shorter. ValueError beyond year 9999."""
    start = _date(d)
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"no year {year}")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def tambah_tahun(d: date | str, n: int) -> date:
    """The same day n years later; 29 February becomes 28 where the year has none."""
    return tambah_bulan(d, 12 * n)


def akhir_masa(d: date | str, n: int, satuan: Unit) -> date:
    """The last day of a term that begins on `d` and lasts n days, months or years: 2016-11-14, 3 tahun → 2019-11-13.

    Where the last month has no such day, the term ends with that month (29 February + 1 year → 28 February): the
    law leaves a start on 29 February open, so a form should ask. ValueError for n < 1 or another unit.
    """
    start = _date(d)
    if n < 1 or satuan not in ("hari", "bulan", "tahun"):
        raise ValueError(f"no term of {n} {satuan}")
    if satuan == "hari":
        try:
            return start + timedelta(days=n - 1)
        except OverflowError:
            raise ValueError(f"no term of {n} {satuan}") from None
    end = tambah_bulan(start, n * (12 if satuan == "tahun" else 1))
    return end if end.day < start.day else end - timedelta(days=1)


def _whole(n: int) -> str:
    """A whole number from 0 in words."""
    if n == 0:
        return DIGITS[0]
    words = []
    for scale, name in SCALES:
        count, n = divmod(n, scale)
        if count:
            words.append("seribu" if scale == 1000 and count == 1 else f"{_group(count)} {name}")
    if n:
        words.append(_group(n))
    return " ".join(words)


def _group(n: int) -> str:
    """1 to 999 in words."""
    hundreds, rest = divmod(n, 100)
    words = ["seratus" if hundreds == 1 else f"{DIGITS[hundreds]} ratus"] if hundreds else []
    tens, units = divmod(rest, 10)
    if rest in (10, 11):
        words.append("sepuluh" if rest == 10 else "sebelas")
    elif tens == 1:
        words.append(f"{DIGITS[units]} belas")
    else:
        words += [f"{DIGITS[tens]} puluh"] if tens else []
        words += [DIGITS[units]] if units else []
    return " ".join(words)


def _exact(n: Number) -> Decimal:
    """The number as a person would write it: a float by its shortest digits."""
    if isinstance(n, bool) or not isinstance(n, int | float | Decimal):
        raise ValueError(f"{n!r} is no number")
    value = n if isinstance(n, Decimal) else Decimal(repr(n))
    if not value.is_finite() or abs(value) >= TOO_BIG:
        raise ValueError(f"{n!r} is too big for words")
    return value


def _money(n: Number) -> Decimal:
    return _exact(n).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _date(d: date | str) -> date:
    return date.fromisoformat(d[:10]) if isinstance(d, str) else d


def _upper(letter: re.Match[str]) -> str:
    return letter[0].upper()
