"""Rules on the term and on the originals (L16, L17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import cast

from inovik_forms.bahasa import Unit, akhir_masa, tambah_bulan, tanggal
from inovik_forms.lint.dates import Dated, dates_in
from inovik_forms.lint.model import Found, Line
from inovik_forms.lint.paper import Paper
from inovik_forms.lint.parties import parties

_LASTS = re.compile(r"\b(?:selama|jangka waktu)\s+(\d+)\s*(?:\([^)]*\))?\s*(tahun|bulan|hari)\b", re.IGNORECASE)
_FROM = re.compile(r"terhitung\s+(?:sejak|mulai)|sejak\s+(?:tanggal|ditandatangani)|mulai\s+tanggal", re.IGNORECASE)
_UNTIL = re.compile(r"(?:sampai dengan|hingga|s\.d\.|berakhir pada)\s*(?:tanggal)?\s*$", re.IGNORECASE)
_NOTICE = re.compile(
    r"(\d+)\s*(?:\([^)]*\))?\s*(tahun|bulan|hari)\b(?:\s+(?:kalender|kerja))?\s+sebelum\b", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:s\.\s?d\.|sampai dengan|–|-|hingga)\s*(?:tanggal)?\s*$")
_COPIES = re.compile(r"\brangkap\s+(\d+)|\b(?:dalam\s+)?(\d+)\s*(?:\([^)]*\))?\s+rangkap\b", re.IGNORECASE)
_STAMPED = re.compile(r"\bbermeterai\b|\bmeterai\b", re.IGNORECASE)
_MISSPELT = re.compile(r"\b(?:ber)?(?:materai|matrai|metrai|materei)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """How long a paper holds: where that stands, first and last day as far as they are known."""

    line: Line
    amount: int
    unit: Unit
    quote: tuple[int, int]
    start: date | None = None
    end: Dated | None = None


def term_of(paper: Paper) -> Term | None:
    """The term, from the first sentence that says how long and from when."""
    for line in paper.clauses:
        lasts = _LASTS.search(line.text)
        since = _FROM.search(line.text)
        if not lasts or not since:
            continue
        dated = [d for d in dates_in(line.text) if d.start > since.start()]
        end = next((d for d in dated if _UNTIL.search(line.text[: d.start])), None)
        start = next((d.day for d in dated if d is not end and (end is None or d.start < end.start)), None)
        if start is None and "tanda tangan" in line.text.replace("ditandatangani", "tanda tangan"):
            start = next((d.day for d in dates_in(paper.opening.text)[::-1] if d.day), None) if paper.opening else None
        unit = cast("Unit", lasts[2].lower())
        return Term(line, int(lasts[1]), unit, lasts.span(), start, end)
    return None


def term(paper: Paper) -> Iterator[Found]:
    """L16: the days of the term agree; notice is shorter than the term; the annex stays within it."""
    found = term_of(paper)
    if found is None or not 0 < found.amount < 10000:
        return
    line, end = found.line, found.end
    last: date | None = end.day if end else None
    if found.start:
        try:
            last = akhir_masa(found.start, found.amount, found.unit)
        except ValueError:
            return
        if end and end.day and end.day != last:
            variant = "before" if end.day < found.start else ""
            quote = line.text[end.start : end.end]
            length = line.text[slice(*found.quote)]
            detail = {"quote": quote, "right": tanggal(last), "start": tanggal(found.start), "length": length}
            yield Found(line, end.start, end.end, variant, detail)
    yield from _notices(paper, found)
    if found.start and last:
        yield from _rows(paper, found.start, end.day if end and end.day else last)


def _notices(paper: Paper, found: Term) -> Iterator[Found]:
    for line in paper.clauses:
        for match in _NOTICE.finditer(line.text):
            if _days(int(match[1]), match[2].lower()) >= _days(found.amount, found.unit):
                length = found.line.text[slice(*found.quote)]
                yield Found(line, *match.span(), "notice", {"quote": match[0], "length": length})


def _days(amount: int, unit: str) -> int:
    if unit == "hari":
        return amount
    start = date(2001, 1, 1)
    return (tambah_bulan(start, min(amount, 9000) * (12 if unit == "tahun" else 1)) - start).days


def _rows(paper: Paper, first: date, last: date) -> Iterator[Found]:
    for line in paper.annex:
        if line.cell is None:
            continue
        dated = [d for d in dates_in(line.text) if d.day]
        for one in dated:
            if one.day and not first <= one.day <= last:
                detail = {"quote": line.text[one.start : one.end], "first": tanggal(first), "last": tanggal(last)}
                yield Found(line, one.start, one.end, "row", detail)
        for a, b in pairwise(dated):
            if a.day and b.day and a.day > b.day and _RANGE.match(line.text[a.end : b.start]):
                yield Found(line, a.start, b.end, "order", {"quote": line.text[a.start : b.end]})


def copies(paper: Paper) -> Iterator[Found]:
    """L17: as many originals as parties, at least; the sentence on meterai as the setting has it."""
    if paper.instrument is None or not paper.pasals:
        return
    count = max(2, len({party.label for party in parties(paper)}))
    said: list[tuple[Line, re.Match[str]]] = []
    for line in paper.clauses:
        said += [(line, match) for match in _COPIES.finditer(line.text)]
        for match in _MISSPELT.finditer(line.text):
            right = "bermeterai" if match[0].lower().startswith("ber") else "meterai"
            yield Found(line, *match.span(), "spelling", {"quote": match[0], "right": right})
    if not said:
        yield Found(paper.pasals[-1], 0, 0, "missing", {"count": count})
        return
    for line, match in said:
        if int(match[1] or match[2]) < count:
            yield Found(line, *match.span(), "", {"quote": match[0], "count": count})
    stamped = paper.record.stamped
    sentence = next(((x, m) for x in paper.clauses for m in _STAMPED.finditer(x.text)), None)
    if stamped is True and sentence is None:
        yield Found(said[0][0], *said[0][1].span(), "unstamped", {"quote": said[0][1][0]})
    if stamped is False and sentence is not None:
        yield Found(sentence[0], *sentence[1].span(), "stamped", {"quote": sentence[1][0]})
