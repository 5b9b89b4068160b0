"""Rules on wording: lists, recitals, legal basis, defined terms, spelling, what an instrument should not say, signs
(L19 to L23, L26, L33)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from inovik_forms.lint.dates import dates_in
from inovik_forms.lint.facts import Law
from inovik_forms.lint.model import Found, Line
from inovik_forms.lint.paper import Paper
from inovik_forms.lint.parties import parties
from inovik_forms.words import language

_MARKS = (re.compile(r"[a-z]{1,2}\."), re.compile(r"\d+\."), re.compile(r"[a-z]{1,2}\)"), re.compile(r"\d+\)"))
_JOINED = re.compile(r"[;,]\s*(?:dan/atau|dan|atau)$")
_LETTER = re.compile(r"([a-z])\.$")
_LAW = re.compile(
    r"(?P<kind>.+?)\s+(?:Republik Indonesia\s+)?(?:Nomor\s+(?P<number>\S+)\s+)?(?:Tahun\s+(?P<year>\d{4})\s*)?"
    r"(?:tentang\s+(?P<about>.+?))?\s*[;.]?$"
)
_DEFINED = re.compile(
    r"(?P<term>[A-Z][^,;]{1,80}?)(?:,? yang selanjutnya (?:disebut|disingkat) (?P<short>[^,;]+?),?)? adalah\b"
)
_INTRODUCED = (
    r"(?:disebut|disingkat)(?:\s+(?:dengan|sebagai))?\s+[\"“']?{0}\b|"
    r"\(\s*(?:selanjutnya\s+\w+\s+)?[\"“']?{0}[\"”']?\s*\)"
)
_ABBREVIATION = re.compile(r"(?<![\w./-])[A-Z]{3,8}(?![\w./-]|\.\w)")
_OWN_CAPITALS = {"PIHAK", "PARA", "KESATU", "KEDUA", "KETIGA", "PERTAMA", "BAB", "NOTA", "III", "VII", "VIII", "XII"}


# ---------------------------------------------------------------- lists


def lists(paper: Paper) -> Iterator[Found]:
    """L19: the signs of a list, its level marks, its depth."""
    following = {a.at: b for a, b in pairwise(paper.body)}
    preceding = {b.at: a for a, b in pairwise(paper.body)}
    for group in _groups(paper):
        opener = preceding.get(group[0].at)
        if opener is None or _depth(group[0]) > 4:
            yield from (Found(line, variant="deep", detail={"label": line.label}) for line in group if opener)
            continue
        if _defines(opener) or any(_before_table(line, following) for line in group):
            continue
        if not opener.text.rstrip().endswith(":") and opener.pasal is not None and opener.cell is None:
            yield Found(opener, variant="opener", detail={"label": group[0].label})
        if not _MARKS[_depth(group[0]) - 1].fullmatch(group[0].label.strip()):
            yield Found(group[0], variant="mark", detail={"label": group[0].label})
        yield from _signs(paper, group)
    yield from _lists_like_ayat(paper)


def _groups(paper: Paper) -> list[list[Line]]:
    """The items of each list, in order."""
    groups: dict[str, list[list[Line]]] = {}
    for line in paper.clauses:
        item = line.item
        if item is None or item.kind not in ("huruf", "angka"):
            continue
        parent = item.above[-1].paragraph.id if item.above else ""
        known = groups.setdefault(parent, [])
        if not known or item.label.strip("().") in ("a", "1"):
            known.append([])
        known[-1].append(line)
    return [group for known in groups.values() for group in known if len(group) > 1]


def _depth(line: Line) -> int:
    above = line.item.above if line.item else ()
    return 1 + sum(item.kind in ("huruf", "angka") for item in above)


def _defines(opener: Line) -> bool:
    return "dimaksud dengan" in opener.text


def _before_table(line: Line, following: dict[int, Line]) -> bool:
    after = following.get(line.at)
    if after is None or after.cell is None or after.pasal is None:
        return False
    return bool(_MARKS[0].match(line.label)) and not line.text.rstrip().endswith((";", ".", "dan", "atau"))


def _signs(paper: Paper, group: Sequence[Line]) -> Iterator[Found]:
    ends = [_last_of(paper, line, group) for line in group]
    for number, (line, end) in enumerate(zip(group, ends, strict=True)):
        text = end.text.rstrip()
        last, second = number == len(group) - 1, number == len(group) - 2
        if last and _depth(line) == 1 and not text.endswith("."):
            yield _tail(end, "last")
        elif second and not _JOINED.search(text) and not _JOINED.search(line.text.rstrip()):
            yield _tail(end, "second")
        elif not last and not second and _JOINED.search(text):
            yield _tail(end, "joined")
        elif not last and not second and not text.endswith((";", ":")):
            yield _tail(end, "item")
        first = line.words.split(maxsplit=2)
        if first and re.fullmatch(r"[A-Z][a-z]+", first[0]) and not (len(first) > 1 and first[1][:1].isupper()):
            at = line.text.find(first[0], line.start)
            yield Found(line, at, at + len(first[0]), "capital", {"quote": first[0], "right": first[0].lower()})


def _last_of(paper: Paper, line: Line, group: Sequence[Line]) -> Line:
    """The line in which an item ends: its own, or the last of the list inside it."""
    found = line
    for other in paper.clauses:
        if other.at > line.at and other.inside and line.item in other.inside.above:
            found = other
    return found


def _tail(line: Line, variant: str) -> Found:
    """Points at the end of a line."""
    text = line.text.rstrip()
    start = max(text.rfind(" ", 0, len(text) - 4), 0)
    start = start + 1 if text[start : start + 1] == " " else start
    return Found(line, start, len(text), variant, {"quote": text[start:], "label": line.label})


def _lists_like_ayat(paper: Paper) -> Iterator[Found]:
    """Items that are numbered (1), (2) as if they were ayat."""
    for a, b in pairwise(paper.clauses):
        listed = (
            b.item and b.item.kind == "ayat" and b.words[:1].islower() and b.words.rstrip().endswith((";", "; dan"))
        )
        if listed and (a.text.rstrip().endswith(":") or (a.item and a.item.kind == "ayat" and a.words[:1].islower())):
            yield Found(b, variant="ayat", detail={"label": b.label})


# ---------------------------------------------------------------- recitals, legal basis


def recitals(paper: Paper) -> Iterator[Found]:
    """L20: each "bahwa … ;", letters without gaps."""
    opener = next((x for x in paper.head if re.search(r"(?:menerangkan|mempertimbangkan|menimbang)\b.*:\s*$", x.text,
                                                      re.IGNORECASE | re.DOTALL)), None)  # fmt: skip
    if opener is None:
        return
    expected = ord("a")
    for line in (x for x in paper.head if x.at > opener.at and x.cell is None):
        letter = _LETTER.match(line.label.strip())
        if not letter:
            break
        if letter[1] != chr(expected):
            yield Found(line, variant="gap", detail={"label": line.label, "expected": f"{chr(expected)}."})
        expected = ord(letter[1]) + 1
        if not line.words.startswith("bahwa"):
            first = line.words.split()[0] if line.words else line.text
            at = max(line.text.find(first, line.start), 0)
            yield Found(line, at, at + len(first), "bahwa", {"label": line.label})
        if not line.text.rstrip().endswith((";", ".")):
            yield _tail(line, "end")


def legal_basis(paper: Paper) -> Iterator[Found]:
    """L21: order, completeness, doubles, what was repealed or changed."""
    seen: dict[tuple[str, str, str], Line] = {}
    before: tuple[int, int] = (-1, 0)
    for line in paper.head:
        kind = _kind(paper, line.words)
        if not kind or not re.match(r"\d+[.)]", line.label) or line.cell is not None:
            continue
        law = _LAW.match(line.words)
        number, year = (law["number"] or "", law["year"] or "") if law else ("", "")
        if kind.startswith("Undang-Undang Dasar"):
            continue
        if law is None or not (number and year and law["about"]):
            yield Found(line, variant="incomplete", detail={"quote": line.words[:80]})
            continue
        key = (kind, number, year)
        name = f"{kind} Nomor {number} Tahun {year}"
        if key in seen:
            yield Found(line, variant="twice", detail={"law": name})
        seen[key] = line
        rank = (paper.facts.hierarchy.index(kind), int(year))
        if rank < before:
            yield Found(line, variant="order", detail={"law": name})
        before = max(rank, before)
        yield from _state(line, name, next((x for x in paper.facts.laws if _same(x, kind, number, year)), None))


def _kind(paper: Paper, text: str) -> str:
    """The kind of regulation that a text begins with: the longest name that fits."""
    found = [kind for kind in paper.facts.hierarchy if text.startswith(kind)]
    return max(found, key=len) if found else ""


def _same(law: Law, kind: str, number: str, year: str) -> bool:
    return (law.kind, law.number, str(law.year)) == (kind, number, year)


def _state(line: Line, name: str, law: Law | None) -> Iterator[Found]:
    if law is None:
        return
    at = max(line.text.find("Nomor"), 0)
    end = at + len(line.text[at:].split(" tentang")[0])
    if law.repealed:
        yield Found(line, at, end, "repealed", {"law": name, "by": law.repealed})
    elif law.changed and "sebagaimana telah" not in line.text.lower():
        yield Found(line, at, end, "changed", {"law": name, "by": law.changed})


# ---------------------------------------------------------------- terms, spelling, phrases


def defined_terms(paper: Paper) -> Iterator[Found]:
    """L22: what is defined is used, once defined, and abbreviations are introduced."""
    definitions: dict[str, Line] = {}
    for heading in paper.pasals:
        lines = paper.inside_pasal(heading)
        if not any("dimaksud dengan" in line.text for line in lines):
            continue
        for line in lines:
            match = _DEFINED.match(line.words)
            for term in [t.strip(" “”\"'") for t in (match.groups() if match else ()) if t]:
                at = line.text.find(term)
                if term in definitions:
                    yield Found(line, at, at + len(term), "twice", {"term": term})
                definitions.setdefault(term, line)
    for term, line in definitions.items():
        shorter = any(other != term and definitions[other] is line for other in definitions)
        used = any(
            term.casefold() in one.text.casefold() for one in paper.body if one is not line and one not in paper.title
        )
        if not used and not shorter:
            at = line.text.find(term)
            yield Found(line, at, at + len(term), "unused", {"term": term})
    yield from _abbreviations(paper)


def _abbreviations(paper: Paper) -> Iterator[Found]:
    if paper.instrument is None:
        return
    text = "\n".join(line.text for line in paper.body)
    seen: set[str] = set()
    for line in paper.clauses:
        if line.text.isupper() or (line.item and line.item.kind == "pasal"):
            continue
        for match in _ABBREVIATION.finditer(line.text):
            word = match[0]
            if word in seen or word in _OWN_CAPITALS or word in paper.facts.abbreviations:
                continue
            seen.add(word)
            introduced = re.findall(_INTRODUCED.format(re.escape(word)), text)
            if not introduced:
                yield Found(line, *match.span(), "unknown", {"term": word})
            elif len(introduced) > 1:
                yield Found(line, *match.span(), "introduced", {"term": word})


def spelling(paper: Paper) -> Iterator[Found]:
    """L23: words that are often spelled wrong. Names of old regulations keep theirs."""
    law, text = paper.facts.law, "\n".join(line.text for line in paper.lines).lower()
    suspects = [(pattern, right) for word, pattern, right in paper.facts.spelling if word in text]
    for line in [*paper.body, *paper.furniture]:
        for pattern, right in suspects:
            for match in pattern.finditer(line.text):
                spans = [(d.weekday[1] if d.weekday else d.start, d.end) for d in dates_in(line.text)]
                dated = any(a <= match.start() < b for a, b in spans)
                named = any(m.start() <= match.start() for m in law.finditer(line.text)) and line.pasal is None
                regulation = re.search(r"(?:Peraturan|Keputusan)\s+$", line.text[: match.start()])
                if not (dated or named or regulation):
                    fitting = _like(match[0], right)
                    yield Found(line, *match.span(), detail={"quote": match[0], "right": fitting})


def _like(wrong: str, right: str) -> str:
    """The right word with the capitals of the wrong one."""
    if wrong.isupper():
        return right.upper()
    return right[:1].upper() + right[1:] if wrong[:1].isupper() else right


def phrases(paper: Paper) -> Iterator[Found]:
    """L26: words that do not belong into this instrument; an agreement with a private party names sanctions."""
    if paper.instrument is None:
        return
    instrument = paper.instrument[1]
    for line in paper.clauses:
        for phrase in instrument.phrases:
            for match in phrase.pattern.finditer(line.text):
                reason = phrase.reason.get(language(), phrase.reason["id"])
                detail = {"quote": match[0], "instrument": instrument.name, "reason": reason}
                yield Found(line, *match.span(), detail=detail)
    private = [party for party in parties(paper) if paper.facts.private.match(party.institution)]
    contract = any("sanksi" in clause.casefold() for clause in instrument.required)
    said = any(re.search(r"\bsanksi\b", line.text, re.IGNORECASE) for line in paper.clauses)
    if private and not contract and not said and "Perjanjian" in instrument.name:
        yield Found(private[0].line, *private[0].at, "sanction", {"party": private[0].institution}, "error")


# ---------------------------------------------------------------- signs


_SPACES = re.compile(r"(?<=\S)  +(?=\S)")
_BEFORE_SIGN = re.compile(r"(?<=\w) +(?=[:;,](?:\s|$))")
_BREAKING = re.compile(r"\bPasal (?=\d)|\bayat (?=\(\d)|(?<=\d) (?=\([a-z]+(?: [a-z]+)*\))")


def signs(paper: Paper) -> Iterator[Found]:
    """L33: spaces and quotation marks. The missing no-break spaces of a document are one finding, with their number."""
    straight: tuple[Line, int] | None = None
    curly = False
    breaking: list[tuple[Line, re.Match[str]]] = []
    for line in [*paper.body, *paper.furniture]:
        for match in _SPACES.finditer(line.text):
            yield _around(line, match, "double")
        for match in _BEFORE_SIGN.finditer(line.text):
            yield _around(line, match, "before")
        curly = curly or "“" in line.text or "”" in line.text
        if straight is None and '"' in line.text:
            straight = (line, line.text.index('"'))
        breaking += [(line, m) for m in _BREAKING.finditer(line.text)] if line.pasal else []
    if straight and curly:
        yield Found(straight[0], straight[1], straight[1] + 1, "quotes", {"quote": '"'})
    if breaking:
        line, match = breaking[0]
        yield Found(line, *_word_span(line.text, match), "breaking", {"count": len(breaking)})


def _around(line: Line, match: re.Match[str], variant: str) -> Found:
    start, end = _word_span(line.text, match)
    return Found(line, start, end, variant, {"quote": line.text[start:end]})


def _word_span(text: str, match: re.Match[str]) -> tuple[int, int]:
    """From the word before to the sign or word behind."""
    start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    end = match.end()
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
