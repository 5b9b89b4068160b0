"""Dates and references in a line of text, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from inovik_forms.bahasa.reading import DAY_WORDS, MONTH_WORDS, NUMBER_WORDS, read_hari, read_tanggal

Form = str  # "numeric", "written", "spelled"

_SPELLED = re.compile(
    rf"(?:\btanggal\s+)?{NUMBER_WORDS},?\s+(?:bulan\s+)?{MONTH_WORDS},?\s+(?:tahun\s+)?{NUMBER_WORDS}", re.IGNORECASE
)
_WRITTEN = re.compile(rf"(?<![\d.,/-])\d{{1,2}}\s+{MONTH_WORDS}\s+\d{{4}}\b", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<![\d./-])\d{1,2}([-/.])\d{1,2}\1\d{4}(?![\d/-])")
_WEEKDAY = re.compile(rf"({DAY_WORDS}),?\s*(?:tanggal\s*)?\(?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text. `day`: None when the calendar has no such day. `weekday`: (number, start, end) of the name of a
    day just before it."""

    start: int
    end: int
    form: Form
    day: date | None
    weekday: tuple[int, int, int] | None = None


@lru_cache(maxsize=2048)
def dates_in(text: str) -> Sequence[Dated]:
    """Every date of a text, in order."""
    if not any(letter.isdigit() for letter in text) and "bulan" not in text and "tahun" not in text.lower():
        return ()
    found: list[Dated] = []
    for form, pattern in (("spelled", _SPELLED), ("written", _WRITTEN), ("numeric", _NUMERIC)):
        for match in pattern.finditer(text):
            if not any(d.start < match.end() and match.start() < d.end for d in found):
                found.append(_dated(text, match, form))
    return tuple(sorted(found, key=lambda d: d.start))


def _dated(text: str, match: re.Match[str], form: Form) -> Dated:
    before = _WEEKDAY.search(text[: match.start()])
    weekday = None
    if before:
        number = read_hari(before[1])
        weekday = None if number is None else (number, before.start(1), before.end(1))
    return Dated(match.start(), match.end(), form, read_tanggal(match[0]), weekday)


def pairs_in(text: str) -> list[tuple[Dated, Dated]]:
    """Dates written twice: "tanggal empat belas, bulan November, … (14-11-2016)"."""
    found = dates_in(text) if "(" in text else ()
    return [(a, b) for a, b in pairwise(found) if re.fullmatch(r"\s*\(\s*", text[a.end : b.start])]


_PARTS = re.compile(
    r"(?=Pasal\s|ayat\s)(?:\b(?P<pasal>Pasal)\s+(?P<p>\d+[A-Z]?)\b)?"
    r"(?:\s*\b(?P<ayat>ayat)\s+\((?P<a>\d+[a-z]?)\))?"
    r"(?:\s*\b(?P<huruf>huruf)\s+(?P<h>[a-z])\b)?"
    r"(?:\s*\b(?P<angka>angka)\s+(?P<n>\d+)\b\)?)?"
)
_BETWEEN = re.compile(r"\s*(?:,|,?\s*dan|,?\s*atau|,?\s*sampai dengan|\s+s\.d\.|,?\s*serta)\s*")


@dataclass(frozen=True, slots=True)
class Reference:
    """ "Pasal 3 ayat (1) huruf a": parts that are not said are ''. `chain`: number of the run of references joined by
    "dan", "atau", "sampai dengan" that it belongs to."""

    start: int
    end: int
    pasal: str
    ayat: str
    huruf: str
    angka: str
    chain: int


@lru_cache(maxsize=2048)
def references_in(text: str) -> Sequence[Reference]:
    """Every reference to a Pasal or ayat in a text."""
    if "asal" not in text and "ayat" not in text:
        return ()
    found: list[Reference] = []
    chain, end, pasal = 0, -1, ""
    for match in _PARTS.finditer(text):
        if not (match["p"] or match["a"]):
            continue
        joined = end >= 0 and _BETWEEN.fullmatch(text[end : match.start()])
        if not joined:
            chain, pasal = chain + 1, ""
        pasal = match["p"] or pasal
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        found.append(Reference(start, match.end(), pasal, match["a"] or "", match["h"] or "", match["n"] or "", chain))
        end = match.end()
    return tuple(found)
