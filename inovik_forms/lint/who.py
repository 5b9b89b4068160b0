"""Rules on the parties: what they are called, their names everywhere, who signs, with what power (L12 to L15, L24, L25,
L27)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from inovik_forms.bahasa import tanggal
from inovik_forms.lint.dates import dates_in
from inovik_forms.lint.model import Found, Line
from inovik_forms.lint.near import distance, near_misses
from inovik_forms.lint.paper import Paper
from inovik_forms.lint.parties import Column, Party, parties, signatures

_TOGETHER = re.compile(r"disebut\s+(?:sebagai\s+)?[\"“”'‘]?PARA PIHAK", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:para\s+pihak|pihak\s+(?:kesatu|pertama|kedua))\b", re.IGNORECASE)
_PARTY_ALONE = re.compile(r"(?<=[a-z,] )Pihak\b(?! [Kk]etiga)")
_DEPUTY = re.compile(r"\b(?:a\.\s?n\.|u\.\s?b\.)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+62|0)[\d\s().-]{5,18}(?:\s*(?:,|/|;|dan|ext\.?|pesawat)\s*[\d\s()+.-]{1,20})*")
_FIELDS = {"phone": re.compile(r"(?:nomor\s+)?(?:telepon|telp|hp|ponsel|faks|faksimile|whatsapp)\b.*", re.IGNORECASE),
           "mail": re.compile(r"(?:pos-?el|surel|e-?mail|surat elektronik)\b.*", re.IGNORECASE)}  # fmt: skip


def _where(paper: Paper) -> Line:
    """The line that a missing definition is told at."""
    return paper.opening or paper.head[0]


def names_of_parties(paper: Paper) -> Iterator[Found]:
    """L12: PIHAK KESATU, PIHAK KEDUA and PARA PIHAK are each defined once, never mixed, always in capitals."""
    if paper.instrument is None:
        return
    found = parties(paper)
    counts = Counter(party.label for party in found)
    for party in found[1:]:
        if counts[party.label] > 1:
            yield Found(party.line, *party.at, "twice", {"label": party.label})
            counts[party.label] = 1
    if len(found) < 2:
        yield Found(_where(paper), variant="missing", detail={"label": "PIHAK KESATU, PIHAK KEDUA"})
    together = [(line, m) for line in paper.head for m in _TOGETHER.finditer(line.text)]
    if not together:
        yield Found(_where(paper), variant="missing", detail={"label": "PARA PIHAK"})
    for line, match in together[1:]:
        yield Found(line, *match.span(), "twice", {"label": "PARA PIHAK"})
    yield from _mixed(paper)
    for line in paper.body:
        for match in (*_LABEL.finditer(line.text), *_PARTY_ALONE.finditer(line.text)):
            if not match[0].isupper():
                yield Found(line, *match.span(), "capitals", {"quote": match[0], "right": match[0].upper()})


def _mixed(paper: Paper) -> Iterator[Found]:
    """KESATU here and PERTAMA there."""
    uses = [(line, m) for line in paper.body for m in re.finditer(r"PIHAK (KESATU|PERTAMA)\b", line.text)]
    first = uses[0][1][1] if uses else ""
    for line, match in uses:
        if match[1] != first:
            yield Found(line, *match.span(), "mixed", {"quote": match[0], "right": f"PIHAK {first}"})


def same_names(paper: Paper) -> Iterator[Found]:
    """L13: institutions and persons are called the same in title, opening, correspondence, signatures and annex."""
    found = [party for party in parties(paper) if party.institution]
    title = [" ".join(line.text.split()) for line in paper.title]
    joined = " ".join(title).casefold()
    if any(text.upper() == "ANTARA" for text in title):
        for party in found:
            if party.institution.casefold() not in joined:
                at = party.line.text.find(party.institution)
                yield from _other(party, party.line, at, party.institution, title)
    yield from _correspondence(paper, found)
    for block in signatures(paper):
        for column in block:
            yield from _signer(column, found)
    institutions = list(dict.fromkeys(party.institution for party in found))
    for line in paper.body:
        for start, end, right in near_misses(line.text, institutions):
            yield Found(line, start, end, "near", {"quote": line.text[start:end], "right": right}, "warning")


def _other(party: Party, line: Line, at: int, name: str, others: list[str]) -> Iterator[Found]:
    """A name that stands nowhere else: an error, or a warning where another is spelled nearly so."""
    close = [other for other in others if 0 < distance(other.casefold(), name.casefold(), 2) <= 2]
    detail = {"quote": name, "label": party.label, "right": close[0] if close else ""}
    if not close:
        yield Found(line, max(at, 0), max(at, 0) + len(name) if at >= 0 else 0, "title", detail)


def _correspondence(paper: Paper, found: list[Party]) -> Iterator[Found]:
    """ "a. PIHAK KESATU, Pemerintah …" among the addresses."""
    for line in paper.clauses:
        for party in found:
            match = re.match(rf"\s*{re.escape(party.label)}\s*[,:]\s*(.+?)[;.]?$", line.words)
            if match and len(match[1].split()) < 14 and match[1].casefold() != party.institution.casefold():
                if line.item is None or line.item.kind != "huruf":
                    continue
                at = line.text.find(match[1])
                detail = {"quote": match[1], "label": party.label, "right": party.institution}
                if distance(match[1].casefold(), party.institution.casefold(), 2) > 2:
                    yield Found(line, at, at + len(match[1]), "", detail)


def _signer(column: Column, found: list[Party]) -> Iterator[Found]:
    party = next((p for p in found if p.label == column.label), None)
    if party is None or not party.name or not column.name or "…" in column.name_words:
        return
    wanted = party.name.casefold()
    if not column.name_words.casefold().startswith(wanted):
        near = distance(column.name_words.casefold(), wanted, 2) <= 2
        detail = {"quote": column.name_words, "label": party.label, "right": party.name}
        yield Found(column.name[0], detail=detail, variant="near" if near else "", severity="warning" if near else None)


def signature_block(paper: Paper) -> Iterator[Found]:
    """L14: a column for each party, nobody twice, with the office of the opening."""
    found = parties(paper)
    if paper.instrument is None or not found or not paper.pasals:
        return
    blocks = signatures(paper)
    if not blocks:
        yield Found(paper.pasals[-1], variant="missing", detail={})
    labels = list(dict.fromkeys(party.label for party in found))
    for block in blocks:
        seen: set[str] = set()
        for column in block:
            if column.label in seen:
                yield Found(column.line, variant="twice", detail={"label": column.label})
            seen.add(column.label)
            party = next((p for p in found if p.label == column.label), None)
            yield from _office(column, party)
        for label in labels:
            if label not in seen and len(block) < len(labels):
                yield Found(block[0].line, variant="column", detail={"label": label})
                break


def _office(column: Column, party: Party | None) -> Iterator[Found]:
    if party is None or not party.office or not column.office or "…" in column.office_words:
        return
    words = column.office_words.casefold()
    if party.name and words == party.name.casefold():
        yield Found(column.office[0], variant="swapped", detail={"quote": column.office_words})
    elif words != party.office.casefold() and not _DEPUTY.match(column.office_words):
        detail = {"quote": column.office_words, "right": party.office.upper(), "label": party.label}
        yield Found(column.office[0], detail=detail)


def instrument_name(paper: Paper) -> Iterator[Found]:
    """L15: the instrument has one name everywhere."""
    if paper.instrument is None:
        return
    own = paper.instrument[1].name
    others = [one.name for one in paper.facts.instruments if one.name != own] + ["Memorandum"]
    names = "|".join(map(re.escape, others))
    this = re.compile(rf"\b({names})(?= ini\b)", re.IGNORECASE)
    alone = re.compile(rf"\s*({names})\s*", re.IGNORECASE)
    for line in paper.body:
        for match in this.finditer(line.text):
            yield Found(line, *match.span(), "", {"quote": match[0], "right": own})
        heading = alone.fullmatch(line.text)
        if heading and line.text.isupper() and line is not paper.instrument[0]:
            yield Found(line, *heading.span(1), "", {"quote": heading[1], "right": own.upper()})
    for line in paper.furniture:
        for match in re.finditer(names, line.text, re.IGNORECASE):
            yield Found(line, *match.span(), "", {"quote": match[0], "right": own})
    name = re.search(names, re.sub(r"[-_.]+", " ", paper.record.file_name), re.IGNORECASE)
    if name:
        yield Found(paper.instrument[0], 0, 0, "file", {"quote": paper.record.file_name, "right": own})


def authority(paper: Paper) -> Iterator[Found]:
    """L24: who signs may sign: appointed before the day, in office on it, by a power that is cited."""
    signing = next((d.day for d in dates_in(paper.opening.text)[::-1] if d.day), None) if paper.opening else None
    facts = paper.facts
    for party in parties(paper):
        line, office = party.line, party.office
        at = line.text.find(office)
        if facts.not_to_sign.match(office):
            yield Found(line, at, at + len(office), "daily", {"office": office})
        if facts.acting.match(office) and "berdasarkan" not in line.text.lower():
            yield Found(line, at, at + len(office), "power", {"office": office})
        for dated in dates_in(line.text):
            if signing and dated.day and dated.day > signing:
                quote = line.text[dated.start : dated.end]
                yield Found(line, dated.start, dated.end, "late", {"date": quote, "signing": tanggal(signing)})
        for term in facts.terms:
            if signing and term.name.casefold() in party.name.casefold() and not term.first <= signing <= term.last:
                detail = {"name": party.name, "first": tanggal(term.first), "last": tanggal(term.last),
                          "signing": tanggal(signing)}  # fmt: skip
                yield Found(party.name_line or line, variant="term", detail=detail)
        yield from _deputies(paper, party)


def _deputies(paper: Paper, party: Party) -> Iterator[Found]:
    for block in signatures(paper):
        for column in block:
            deputy = _DEPUTY.match(column.office_words) if column.label == party.label else None
            if deputy and "kuasa" not in party.line.text.lower():
                yield Found(column.office[0], 0, 0, "power", {"office": column.office_words})


def leftovers(paper: Paper) -> Iterator[Found]:
    """L25: nothing of another deal."""
    if paper.instrument is None:
        return
    own = [party.institution for party in parties(paper)]
    known = " ".join([*own, *(line.text for line in paper.title)]).casefold()
    law = paper.facts.law
    for line in [*paper.clauses, *paper.head]:
        if line in paper.title or law.match(line.words):
            continue
        for match in paper.facts.governments.finditer(line.text):
            if match[0].casefold() not in known and not _in_law(line.text, match.start(), law):
                yield Found(line, *match.span(), detail={"quote": match[0]})
        for name in paper.facts.institutions:
            at = line.text.find(name)
            if at >= 0 and name.casefold() not in known and not _in_law(line.text, at, law):
                yield Found(line, at, at + len(name), detail={"quote": name})
        for words in paper.facts.leftovers:
            at = line.text.lower().find(words.lower())
            if at >= 0 and words.casefold() not in known:
                yield Found(line, at, at + len(words), detail={"quote": line.text[at : at + len(words)]})


def _in_law(text: str, at: int, law: re.Pattern[str]) -> bool:
    """Does the name stand in the title of a regulation, or in a decree's?"""
    return any((m.end() <= at and "tentang" in text[m.end() : at]) or 0 <= at - m.end() < 3 or m.start() <= at < m.end()
               for m in law.finditer(text))  # fmt: skip


def contacts(paper: Paper) -> Iterator[Found]:
    """L27: telephone and e-mail stand in their own fields, for every party."""
    filled: set[str] = set()
    party = ""
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in paper.body:
        label = re.match(r"\s*(PIHAK [A-Z]+)\b", line.words)
        party = label[1] if label and line.cell is None else party
        if line.cell and line.pasal is not None:
            rows.setdefault((line.cell.table, line.cell.row), []).append(line)
            kind, value = _field(rows[line.cell.table, line.cell.row])
        else:
            name, colon, text = line.words.partition(":")
            kind, value = (_kind(name), (line, text.strip())) if colon and line.pasal is not None else ("", None)
        if kind and value and value[1]:
            filled.add(party)
            yield from _contact(kind, *value)
    wanted = {p.label for p in parties(paper)}
    if filled and filled <= wanted:
        for lacking in sorted(wanted - filled):
            where = next((x for x in paper.clauses if x.words.startswith(lacking)), paper.pasals[-1])
            yield Found(where, variant="lacking", detail={"label": lacking})


def _kind(name: str) -> str:
    return next((kind for kind, pattern in _FIELDS.items() if pattern.fullmatch(name.strip())), "")


def _field(row: list[Line]) -> tuple[str, tuple[Line, str] | None]:
    """The kind of a row of addresses and its value, once its last cell has come."""
    names = [_kind(line.text.strip().rstrip(":").strip()) for line in row]
    kind = next((name for name in names if name), "")
    last = row[-1]
    value = last.text.strip().lstrip(":").strip()
    return (kind, (last, value)) if kind and not names[-1] and value else ("", None)


def _contact(kind: str, line: Line, value: str) -> Iterator[Found]:
    at = line.text.find(value)
    if "…" in value or "..." in value or value == "-":
        return
    if kind == "phone" and not _PHONE.fullmatch(value):
        yield Found(line, at, at + len(value), "phone", {"quote": value})
    if kind == "mail" and not all(
        _MAIL.fullmatch(part) for part in re.split(r"\s*[,;/]\s*|\s+", value) if part != "dan"
    ):
        yield Found(line, at, at + len(value), "mail", {"quote": value})
