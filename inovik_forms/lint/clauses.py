"""Rules on clauses: their numbers, references between them, annexes, what an instrument must hold (L08 to L11, L18,
L34)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from inovik_forms.documents.clauses import Item
from inovik_forms.lint.dates import Reference, references_in
from inovik_forms.lint.model import Found, Line
from inovik_forms.lint.paper import Paper, clause_words

_NUMBER = re.compile(r"\d+")
_REFERS = re.compile(r"\b(?:dimaksud|diatur|tercantum|ditetapkan|disebut)\s+(dalam|pada)\s*$")
_ANNEX = re.compile(r"\bLampiran\b(?:\s+([IVXLC]+)\b)?")
_JOINT = re.compile(r"^\s*,?\s*(?:huruf \w\s*)?(?:dari\s+|jo\.?\s+)?")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SENTENCE = re.compile(r"[^.;]+(?:\.(?=\d)[^.;]+)*[.;]?")


def number_of(item: Item) -> int:
    """The count in a label: 5 of "Pasal 5", 2 of "(2)"."""
    found = _NUMBER.search(item.label)
    return int(found[0]) if found else 0


def numbering(paper: Paper) -> Iterator[Found]:
    """L08: Pasal and ayat are counted without gaps; each Pasal has a title; a single ayat has no number."""
    expected = 0
    for heading in paper.pasals:
        assert heading.item is not None  # by the name of the list
        expected += 1
        number = number_of(heading.item)
        if number != expected:
            yield Found(heading, 0, 0, "pasal", {"label": _label(heading.item), "expected": expected})
            expected = max(number, expected - 1)
        if not paper.pasal_title(heading):
            yield Found(heading, 0, 0, "title", {"label": _label(heading.item)})
        yield from _ayat(paper, heading)


def _ayat(paper: Paper, heading: Line) -> Iterator[Found]:
    ayat = [line for line in paper.inside_pasal(heading) if line.item and line.item.kind == "ayat"]
    if len(ayat) == 1 and ayat[0].item:
        detail = {"label": ayat[0].item.label, "clause": _label(heading.item)}
        yield Found(ayat[0], 0, 0, "single", detail)
        return
    for expected, line in enumerate(ayat, 1):
        assert line.item is not None
        if number_of(line.item) != expected:
            said: dict[str, object] = {"label": line.item.label, "clause": _label(heading.item), "expected": expected}
            yield Found(line, 0, 0, "ayat", said)
            return


def _label(item: Item | None) -> str:
    return item.short.replace("\u00a0", " ") if item else ""


# ---------------------------------------------------------------- references


def _targets(paper: Paper) -> set[tuple[str, str, str, str]]:
    """What may be referred to: (pasal, ayat, huruf, angka), '' where a part is not said."""
    found: set[tuple[str, str, str, str]] = set()
    for line in paper.clauses:
        if line.item is None:
            continue
        parts: dict[str, str] = {"pasal": "", "ayat": "", "huruf": "", "angka": ""}
        for item in (*line.item.above, line.item):
            if item.kind in parts and not (item.kind == "huruf" and parts["huruf"]):
                text = re.search(r"\d+[A-Za-z]?|[a-z]+", item.label.replace("Pasal", ""))
                parts[item.kind] = str(text[0]) if text else ""
        found.add((parts["pasal"], parts["ayat"], parts["huruf"], parts["angka"]))
    return found


def _own(paper: Paper, line: Line) -> Iterator[Reference]:
    """The references of a line to clauses of this paper: those to a law's are left out."""
    chains = groupby(references_in(line.text), key=lambda r: r.chain)
    for _, chain in chains:
        references = list(chain)
        rest = line.text[references[-1].end :]
        if not paper.facts.law.match(_JOINT.sub("", rest, count=1)):
            yield from references


def dead_references(paper: Paper) -> Iterator[Found]:
    """L09: every clause that is referred to is there."""
    targets = _targets(paper)
    if not paper.pasals:
        return
    for line in [*paper.clauses, *paper.annex]:
        if line.item and line.item.kind == "pasal" and line.start:
            continue
        for one in _own(paper, line):
            pasal = one.pasal or (_number_words(line.pasal) if line.pasal else "")
            wanted = (pasal, one.ayat, one.huruf, one.angka)
            if pasal and wanted not in targets and not _listed(targets, wanted):
                quote = line.text[one.start : one.end].strip()
                variant = "none" if (pasal, "", "", "") not in targets else ""
                yield Found(line, one.start, one.end, variant, {"quote": quote, "clause": f"Pasal {pasal}"})


def _listed(targets: set[tuple[str, str, str, str]], wanted: tuple[str, str, str, str]) -> bool:
    """A huruf may be named without the angka above it, and an angka without its huruf."""
    return any(all(not w or w == t for w, t in zip(wanted, target, strict=True)) for target in targets) and bool(
        wanted[2] or wanted[3]
    )


def _number_words(item: Item | None) -> str:
    return _label(item).replace("Pasal", "").strip()


def grammar(paper: Paper) -> Iterator[Found]:
    """L10: "pada ayat" in the same Pasal, "dalam Pasal" elsewhere; no reference to itself; those ahead are told."""
    for line in paper.clauses:
        for one in _own(paper, line):
            quote = line.text[one.start : one.end]
            before = _REFERS.search(line.text[: one.start])
            starts_pasal = quote.startswith("Pasal")
            if before and starts_pasal and before[1] == "pada":
                yield Found(
                    line, before.start(1), one.end, "dalam", {"quote": f"pada {quote}", "right": f"dalam {quote}"}
                )
            if before and not starts_pasal and before[1] == "dalam" and not one.pasal:
                yield Found(
                    line, before.start(1), one.end, "pada", {"quote": f"dalam {quote}", "right": f"pada {quote}"}
                )
            yield from _near(paper, line, one, quote)


def _near(paper: Paper, line: Line, one: Reference, quote: str) -> Iterator[Found]:
    here = _number_words(line.pasal)
    own_ayat = next((i.label.strip("()") for i in _chain(line) if i.kind == "ayat"), "")
    if not quote.startswith("Pasal"):
        if one.ayat and one.ayat == own_ayat and not one.pasal and not one.huruf:
            yield Found(line, one.start, one.end, "self", {"quote": quote})
        return
    if one.pasal == here:
        if one.ayat and one.ayat != own_ayat:
            right = f"pada {quote.partition('ayat')[1]}{quote.partition('ayat')[2]}"
            yield Found(line, one.start, one.end, "same", {"quote": quote, "right": right})
        else:
            yield Found(line, one.start, one.end, "self", {"quote": quote})
    elif one.pasal.isdigit() and here.isdigit() and int(one.pasal) > int(here):
        yield Found(line, one.start, one.end, "ahead", {"quote": quote}, "info")


def _chain(line: Line) -> Sequence[Item]:
    return (*line.inside.above, line.inside) if line.inside else ()


# ---------------------------------------------------------------- annexes, required clauses, reading


def annexes(paper: Paper) -> Iterator[Found]:
    """L11: an annex is mentioned, what is mentioned is annexed, and annexes are counted without gaps."""
    numerals = [numeral for _, numeral in paper.annexes]
    mentioned = False
    for line in paper.clauses:
        for match in _ANNEX.finditer(line.text):
            if paper.facts.law.match(line.text[match.end() :].lstrip()):
                continue
            mentioned = True
            if not paper.annexes or (match[1] and match[1] not in numerals):
                yield Found(line, *match.span(), "missing", {"quote": match[0]})
    if paper.annexes and paper.pasals and not mentioned:
        line, _ = paper.annexes[0]
        yield Found(line, variant="unmentioned", detail={"quote": line.text.split("\n")[0].strip()})
    for expected, (line, numeral) in enumerate(paper.annexes, 1):
        if len(numerals) > 1 and _roman(numeral) != expected:
            yield Found(line, variant="gap", detail={"quote": line.text.strip(), "expected": expected})


def _roman(text: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def required(paper: Paper) -> Iterator[Found]:
    """L18: the clauses that an instrument must hold."""
    if paper.instrument is None or not paper.pasals:
        return
    line, instrument = paper.instrument
    titles = [paper.pasal_title(heading) for heading in paper.pasals]
    titles += [line.text for line in paper.annex[:12]]
    for clause, pattern in instrument.required.items():
        if not any(pattern.search(title) for title in titles):
            yield Found(line, detail={"instrument": instrument.name, "clause": clause})


def reading(paper: Paper) -> Iterator[Found]:
    """L34: long sentences, long Pasal."""
    for line in paper.clauses:
        for match in _SENTENCE.finditer(line.text):
            count = len(match[0].split())
            if count > 60:
                start = match.start() + len(match[0]) - len(match[0].lstrip())
                yield Found(line, start, match.end(), "sentence", {"count": count})
    for heading in paper.pasals:
        ayat = [line for line in paper.inside_pasal(heading) if line.item and line.item.kind == "ayat"]
        if len(ayat) > 7:
            yield Found(heading, 0, 0, "pasal", {"clause": clause_words(heading.item) if heading.item else "",
                                                 "count": len(ayat)})  # fmt: skip
