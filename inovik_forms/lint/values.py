"""Rules on what was filled in: blanks, numbers of the paper, dates, numbers and money with their words (L01 to L07)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inovik_forms.bahasa import hari, rupiah, rupiah_terbilang, tanggal, tanggal_terbilang, terbilang
from inovik_forms.bahasa.reading import (
    DAY_WORDS,
    MONTH_WORDS,
    NUMBER_WORDS,
    read_angka,
    read_bilangan,
    read_bulan,
    read_hari,
    read_rupiah_terbilang,
)
from inovik_forms.lint.dates import dates_in, pairs_in, references_in
from inovik_forms.lint.model import Found, Line
from inovik_forms.lint.paper import Paper
from inovik_forms.lint.parties import parties

_BLANKS = (
    re.compile(r"…(?:[….]*…)?|\.{3,}|_{2,}"),
    re.compile(r"\[[^\]\n]{0,60}\]|<[^<>\n@]{1,60}>|\{\{.*?\}\}"),
    re.compile(r"(?<![A-Za-z0-9])_[A-Z][A-Z_]*_(?![A-Za-z0-9])"),
    re.compile(r"(?<!BAB )(?<!Bab )(?<!abad )(?<!LAMPIRAN )(?<!Lampiran )(?<!\w)(?:XX|XXX+|xx+)(?!\w)"),
    re.compile(r"\b(?:dd|tt|hh)[-/](?:mm|bb)[-/](?:yyyy|yy|tttt)\b|\btbd\b", re.IGNORECASE),
)
_MAY_BE_BLANK = re.compile(r"[…_\[<{]|\.{3}|[xX]{2}|[yY]{2}|[tT]{4}|[tT][bB][dD]")
_TO_SIGN = re.compile(r"\s*(?:\.{8,}|_{4,})\s*")
_NUMBER_LINE = re.compile(r"\s*(?:NOMOR|Nomor|NO)\b\s*\.?\s*:?\s*(.*)$", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PAIR = re.compile(r"(?<![\w./-])(Rp\.?\s*)?(\d[\d.]*(?:,\d+)?)(\s*(?:%|persen))?(\s*\()([^()\d]{2,200})\)")
_BACK = re.compile(rf"({NUMBER_WORDS})\s*\((\d[\d.]*(?:,\d+)?)\)", re.IGNORECASE)
_STARTS_AS_NUMBER = re.compile(rf"\s*(?:{NUMBER_WORDS}|(?:se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
                               r"(?:puluh|belas|ratus|ribu|juta))", re.IGNORECASE)  # fmt: skip
_BARE = re.compile(r"(?<![\w.,/(:-])\d[\d.]*(?:,\d+)?(?![\w/-]|[.,]\d)(?!\s*(?:%|persen)?\s*\()")
_NAMED = re.compile(
    r"(?:Pasal|ayat|huruf|angka|Nomor|No\.|Tahun|tahun|Anggaran|tanggal|BAB|Lampiran|ke|Rp\.?|Pos|RT|RW|dan|atau|s\.d\.|"
    rf"sampai dengan|bulan|Bagian|{MONTH_WORDS[4:-3]})[\s-]*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:Jalan|Jl\.|Telepon|Telp|Faks|Kode Pos|RT|RW|pos-el|email)\b", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:Rp|IDR)\.?\s*\d[\d.,]*(?:-)?")
_GOOD_MONEY = re.compile(r"Rp\d{1,3}(?:\.\d{3})*(?:,\d{2})?")


def blanks(paper: Paper) -> Iterator[Found]:
    """L01: nothing is left open."""
    for line in [*paper.body, *paper.furniture]:
        if paper.instrument is None and line.cell and _TO_SIGN.fullmatch(line.text):
            continue  # a line to sign on by hand
        taken: list[tuple[int, int]] = []
        for pattern in _BLANKS if _MAY_BE_BLANK.search(line.text) else ():
            for match in pattern.finditer(line.text):
                if not any(a < match.end() and match.start() < b for a, b in taken):
                    taken.append(match.span())
                    yield Found(line, *match.span(), detail={"quote": match[0]})
        number = _NUMBER_LINE.fullmatch(line.text.strip())
        if number and not number[1].strip() and line.text.strip().lower().startswith("nomor"):
            yield Found(line, variant="number", detail={"quote": line.text.strip()})


def number_lines(paper: Paper) -> Iterator[Found]:
    """L02: one number for each party: distinct, of its pattern, of the year of signing."""
    if paper.instrument is None:
        return
    lines = [(line, m[1].strip()) for line in paper.title if (m := _NUMBER_LINE.fullmatch(line.text))]
    filled = [(line, number) for line, number in lines if re.search(r"\w", number)]
    count = max(2, len({party.label for party in parties(paper)}))
    if len(lines) != count:
        where = lines[-1][0] if lines else paper.instrument[0]
        yield Found(where, variant="count", detail={"count": len(lines), "parties": count})
    seen: set[str] = set()
    year = _signing_year(paper)
    for line, number in filled:
        if number.casefold() in seen:
            yield Found(line, variant="twice", detail={"number": number})
        seen.add(number.casefold())
        years = _YEAR.findall(number)
        if year and years and str(year) not in years:
            yield Found(line, variant="year", detail={"number": number, "year": year})
    yield from _patterns(paper, filled)


def _signing_year(paper: Paper) -> int | None:
    found = [d.day for d in dates_in(paper.opening.text) if d.day] if paper.opening else []
    return found[-1].year if found else None


def _patterns(paper: Paper, filled: list[tuple[Line, str]]) -> Iterator[Found]:
    """Numbers that fit no pattern of the parties, where they are more than the parties whose patterns nobody knows."""
    known = [
        [(form, example) for who, form, example in paper.facts.numbers if who.search(party.institution)]
        for party in parties(paper)
    ]
    forms = [form for own in known for form, _ in own]
    strange = [(line, number) for line, number in filled if not any(form.fullmatch(number) for form in forms)]
    if not forms or len(strange) <= known.count([]):
        return
    examples = ", ".join(dict.fromkeys(example for own in known for _, example in own))
    for line, number in strange:
        yield Found(line, variant="pattern", detail={"number": number, "examples": examples})


def weekdays(paper: Paper) -> Iterator[Found]:
    """L03: the name of the day is that of the date."""
    for line in paper.body:
        second = dict(pairs_in(line.text))
        for dated in dates_in(line.text):
            other = second.get(dated)
            days = [d.day for d in (dated, other) if d is not None and d.day is not None]
            if dated.weekday and days and dated.weekday[0] not in [d.weekday() for d in days]:
                start, end = dated.weekday[1:]
                right = days[-1]
                detail = {"day": line.text[start:end], "date": tanggal(right), "right": hari(right)}
                yield Found(line, start, end, detail=detail)


def dates(paper: Paper) -> Iterator[Found]:
    """L04: a date in words is the date in digits, exists, and is spelled as the calendar is."""
    for line in paper.body:
        for a, b in pairs_in(line.text):
            if a.day and b.day and a.day != b.day:
                detail = {
                    "words": line.text[a.start : a.end],
                    "digits": line.text[b.start : b.end],
                    "right": tanggal_terbilang(b.day),
                }
                yield Found(line, a.start, line.text.find(")", b.end) + 1 or b.end, detail=detail)
        for dated in dates_in(line.text):
            if dated.day is None and dated.form != "numeric":
                quote = line.text[dated.start : dated.end]
                yield Found(line, dated.start, dated.end, "none", {"quote": quote})
            elif dated.day is None and re.search(r"tanggal\s*\(?\s*$|\(\s*$", line.text[: dated.start]):
                yield Found(line, dated.start, dated.end, "none", {"quote": line.text[dated.start : dated.end]})
            yield from _old_names(line, dated.weekday[1] if dated.weekday else dated.start, dated.end)


def _old_names(line: Line, start: int, end: int) -> Iterator[Found]:
    """Months and days of a date that are not spelled as the calendar has them."""
    from inovik_forms.bahasa import DAYS, MONTHS

    for match in re.finditer(MONTH_WORDS, line.text[start:end], re.IGNORECASE):
        right = MONTHS[(read_bulan(match[0]) or 1) - 1]
        if match[0].casefold() != right.casefold():
            yield Found(
                line, start + match.start(), start + match.end(), "spelling", {"quote": match[0], "right": right}
            )
    for match in re.finditer(DAY_WORDS, line.text[start:end], re.IGNORECASE):
        right = DAYS[read_hari(match[0]) or 0]
        if match[0].casefold() != right.casefold():
            yield Found(
                line, start + match.start(), start + match.end(), "spelling", {"quote": match[0], "right": right}
            )


def words_of_numbers(paper: Paper) -> Iterator[Found]:
    """L05: digits and the words in brackets say the same number."""
    total: tuple[Line, Decimal] | None = None
    previous: Line | None = None
    for line in paper.body:
        for match in _PAIR.finditer(line.text) if "(" in line.text else ():
            yield from _pair(line, match)
        for match in _BACK.finditer(line.text) if "(" in line.text else ():
            value, digits = read_bilangan(match[1].strip()), read_angka(match[2])
            if digits is not None and value != digits and not line.text[: match.start()].rstrip().endswith("ayat"):
                detail = {"digits": match[2], "words": match[1], "right": terbilang(digits)}
                yield Found(line, *match.span(), detail=detail)
        total = _total(line, previous, total)
        if total and line.text.strip().lower().startswith("terbilang"):
            yield from _spelled_total(line, total[1])
        previous = line


def _pair(line: Line, match: re.Match[str]) -> Iterator[Found]:
    money, digits, percent, _, words = match.groups()
    amount = read_angka(digits)
    if amount is None or not _STARTS_AS_NUMBER.match(words):
        return
    plain = words.strip()
    if money or re.search(r"\b(?:rupiah|sen)$", plain, re.IGNORECASE):
        value, right = read_rupiah_terbilang(plain), rupiah_terbilang(amount)
    elif percent or plain.lower().endswith("persen"):
        value, right = read_bilangan(re.sub(r"\s*persen$", "", plain, flags=re.IGNORECASE)), terbilang(amount)
        right += " persen" if plain.lower().endswith("persen") else ""
    else:
        value, right = read_bilangan(plain), terbilang(amount)
        if value is None:  # "3 (tiga tahun)": words behind the number
            spoken = re.match(NUMBER_WORDS, plain, re.IGNORECASE)
            value = read_bilangan(spoken[0].strip().rstrip(",")) if spoken else None
    if value != amount:
        yield Found(line, *match.span(), detail={"digits": (money or "") + digits, "words": plain, "right": right})


def _total(line: Line, previous: Line | None, total: tuple[Line, Decimal] | None) -> tuple[Line, Decimal] | None:
    """The last sum of a table: the cell beside "Jumlah" or "Total"."""
    if previous is None or previous.cell is None or line.cell is None:
        return total
    named = previous.text.strip().lower() in ("jumlah", "total", "jumlah total", "jumlah anggaran")
    amount = read_angka(re.sub(r"^Rp\.?\s*", "", line.text.strip()))
    same_row = (previous.cell.table, previous.cell.row) == (line.cell.table, line.cell.row)
    return (line, amount) if named and same_row and amount is not None else total


def _spelled_total(line: Line, amount: Decimal) -> Iterator[Found]:
    words = line.text.partition(":")[2].strip().strip("().")
    value = (
        read_rupiah_terbilang(words) if re.search(r"\b(?:rupiah|sen)$", words, re.IGNORECASE) else read_bilangan(words)
    )
    if words and value != amount:
        at = line.text.find(words)
        detail = {"digits": rupiah(amount), "words": words, "right": rupiah_terbilang(amount)}
        yield Found(line, at, at + len(words), detail=detail)


def numbers_without_words(paper: Paper) -> Iterator[Found]:
    """L06: a number in a Pasal or ayat is followed by its words."""
    for line in paper.clauses:
        if (line.item and line.item.kind == "pasal") or _ADDRESS.search(line.text):
            continue
        taken = [(d.start, d.end) for d in dates_in(line.text)] + [(r.start, r.end) for r in references_in(line.text)]
        for match in _BARE.finditer(line.text, line.start):
            before = line.text[: match.start()]
            year = re.fullmatch(r"(?:19|20)\d\d", match[0])
            inside = any(a <= match.start() < b for a, b in taken)
            if inside or year or _NAMED.search(before) or re.search(r"\([\d\s]*$", before):
                continue
            amount = read_angka(match[0])
            if amount is not None and amount < 10**15:
                quote = match[0]
                yield Found(line, *match.span(), detail={"number": quote, "words": terbilang(amount)})
        for match in re.finditer(r"\bRp\.?\s*(\d[\d.]*(?:,\d+)?)(?!\d|,-)(?!\s*\()", line.text):
            amount = read_angka(match[1])
            if amount is not None and amount < 10**15:
                yield Found(line, *match.span(), detail={"number": match[0], "words": rupiah_terbilang(amount)})


def money(paper: Paper) -> Iterator[Found]:
    """L07: money is written Rp1.500.000,00."""
    for line in paper.body:
        for match in _MONEY.finditer(line.text):
            quote = match[0] if match[0].endswith(",-") else match[0].rstrip(".,-")
            if not _GOOD_MONEY.fullmatch(quote):
                amount = read_angka(re.sub(r"^(?:Rp|IDR)\.?\s*|,-$", "", quote))
                right = rupiah(amount) if amount is not None and amount < 10**15 else "Rp1.500.000,00"
                yield Found(line, match.start(), match.start() + len(quote), detail={"quote": quote, "right": right})
