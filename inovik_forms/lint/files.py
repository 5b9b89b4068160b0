"""Rules on the file: layout, what it carries unseen, and how it stands to other versions (L28 to L32)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from inovik_forms.documents.css_looks import looks_of
from inovik_forms.documents.tree import Document, PageSetup, Paragraph, Row, Table, Text
from inovik_forms.documents.walk import inlines, sections
from inovik_forms.lint.model import Found, Line, Record
from inovik_forms.lint.paper import Paper
from inovik_forms.lint.parties import signatures

_POINT = 72 / 25.4
_SLACK = 3.0  # points; Word rounds to twips, people to millimetres
_TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange)\b[^>]*>")
_AUTHOR = re.compile(rb"w:author=\"([^\"]*)\"")
_PEOPLE = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)</")


# ---------------------------------------------------------------- layout


def layout(paper: Paper) -> Iterator[Found]:
    """L28: paper, margins and font; signatures in one piece; no heading alone at the foot of a page."""
    if paper.instrument is None:
        return
    first = paper.instrument[0]
    for number, section in enumerate(sections(paper.document.body), 1):
        line = next((x for x in paper.body if x.section == number), first)
        yield from _sheet(paper, section.page, line, number)
    yield from _font(paper)
    looks = looks_of(paper.document)
    for heading in paper.pasals:
        if not looks.paragraph(heading.paragraph, "").para.keep_next:
            label = heading.label.replace("\u00a0", " ")
            yield Found(heading, variant="orphan", detail={"clause": label})
    for block in signatures(paper):
        yield from _in_one_piece(paper, block[0].line)
    pages = paper.record.pages
    if pages and pages[0] != pages[1]:
        yield Found(first, variant="pages", detail={"first": pages[0], "second": pages[1]})


def _sheet(paper: Paper, page: PageSetup, line: Line, number: int) -> Iterator[Found]:
    known = paper.facts.layout
    sides = sorted((page.width, page.height))
    fits = any(all(abs(a - b * _POINT) <= _SLACK for a, b in zip(sides, sorted(size), strict=True))
               for size in known.papers.values())  # fmt: skip
    if known.papers and not fits:
        size = f"{page.width / _POINT:.0f} × {page.height / _POINT:.0f} mm"
        yield Found(line, variant="paper", detail={"section": number, "size": size, "allowed": ", ".join(known.papers)},
                    quote=size)  # fmt: skip
    for side, least in known.margins.items():
        actual = getattr(page, _SIDES[side]) / _POINT
        if actual < least - _SLACK / _POINT and not page.landscape:
            detail = {"side": side, "size": f"{actual:.0f}", "least": f"{least:.0f}", "section": number}
            yield Found(line, variant="margin", detail=detail, quote=f"{side} {actual:.0f} mm")


_SIDES: Mapping[str, str] = {"atas": "top", "bawah": "bottom", "kiri": "left", "kanan": "right"}


def _font(paper: Paper) -> Iterator[Found]:
    """The first stretch of the clauses that is set in a font or a size that the profile does not know."""
    allowed = paper.facts.layout.fonts
    looks = looks_of(paper.document)
    for line in paper.clauses:
        base = looks.paragraph(line.paragraph, "").char
        for inline in inlines(line.paragraph.inlines):
            if not allowed or not isinstance(inline, Text) or not inline.text.strip():
                continue
            form = looks.character(base, inline.format)
            font, size = form.font or "", form.size or 0.0
            if font and (font not in allowed or (allowed[font] and size not in allowed[font])):
                at = max(line.text.find(inline.text), 0)
                detail = {"font": f"{font} {size:g}", "allowed": ", ".join(allowed)}
                yield Found(line, at, at + min(len(inline.text), 60), "font", detail)
                return


def _in_one_piece(paper: Paper, line: Line) -> Iterator[Found]:
    """A block of signatures whose rows may part: rows that do not split, paragraphs that stay with the next."""
    assert line.cell is not None  # signatures stand in tables
    tables = [block for block in paper.document.body if isinstance(block, Table)]
    looks = looks_of(paper.document)
    for table in tables:
        rows = [row for row in table.rows if isinstance(row, Row)]
        if not any(p is line.paragraph for row in rows for cell in row.cells for p in cell.blocks):
            continue
        kept = [
            any(
                looks.paragraph(p, "").para.keep_next
                for cell in row.cells
                for p in cell.blocks
                if isinstance(p, Paragraph)
            )
            for row in rows[:-1]
        ]
        if not all(kept) or not all(row.cant_split for row in rows):
            yield Found(line, variant="split", detail={})


# ---------------------------------------------------------------- what a file carries


def clean_file(paper: Paper) -> Iterator[Found]:
    """L30: no tracked changes, comments, hidden or marked text, names of authors, internal notes."""
    package = paper.document.package
    first = paper.body[0]
    main = package.get(paper.document.main_part, b"")
    tracked = _TRACKED.findall(main)
    if tracked:
        people = ", ".join(sorted({who.decode("utf-8", "replace") for tag in tracked for who in _AUTHOR.findall(tag)}))
        yield Found(
            first, variant="tracked", detail={"count": len(tracked), "people": people or "?"}, quote=people or "?"
        )
    notes = next((data for name, data in package.items() if name.endswith("/comments.xml")), b"")
    count = len(re.findall(rb"<w:comment\b", notes))
    if count:
        yield Found(first, variant="comments", detail={"count": count}, quote=f"{count}")
    for name in _PEOPLE.findall(package.get("docProps/core.xml", b"")):
        author = name.decode("utf-8", "replace").strip()
        if author:
            yield Found(first, variant="author", detail={"name": author}, quote=author)
    yield from _unseen(paper)
    for note in paper.record.internal:
        words = " ".join(note.split())
        for line in paper.body:
            at = line.text.find(words) if len(words) > 7 else -1
            if at >= 0:
                yield Found(line, at, at + len(words), "internal", {"quote": words})


def _unseen(paper: Paper) -> Iterator[Found]:
    """Hidden and highlighted stretches."""
    for line in [*paper.body, *paper.furniture]:
        for inline in inlines(line.paragraph.inlines):
            if not isinstance(inline, Text) or not inline.text.strip():
                continue
            at = max(line.text.find(inline.text), 0)
            if inline.format.hidden:
                yield Found(line, at, at + len(inline.text), "hidden", {"quote": inline.text[:60]})
            elif "w:highlight" in inline.raw_rpr:
                yield Found(line, at, at + len(inline.text), "marked", {"quote": inline.text[:60]})


# ---------------------------------------------------------------- beside other versions


def twins(paper: Paper) -> Iterator[Found]:
    """L29: two originals differ in logo, order of names and numbers in the title, and the side of a signature only."""
    assert paper.record.twin is not None  # the table asks for it
    other = Paper(paper.document if paper.record.twin is None else paper.record.twin, paper.facts, Record())
    mine, theirs = _comparable(paper), _comparable(other)
    last = -2
    for text, line in mine.items():
        if text not in theirs:
            if line.at - last > 2:  # a run of lines is one difference
                yield Found(line, detail={"quote": line.text.strip()[:120]})
            last = line.at
    lacking = [line for text, line in theirs.items() if text not in mine]
    for line in lacking if not [t for t in mine if t not in theirs] else []:
        yield Found(_beside(paper, line), variant="lacking", detail={"quote": line.text.strip()[:120]})


def _comparable(paper: Paper) -> dict[tuple[str, str, int], Line]:
    """Every line by its label and text, and how often it came before: where a line stands does not count in the title
    and in tables of signatures, and elsewhere its label says it."""
    seen: dict[tuple[str, str], int] = {}
    found = {}
    sheet = next((line.at for line in paper.body if paper.facts.draft_sheet.match(line.text)), len(paper.lines))
    for line in [*(x for x in paper.body if x.at < sheet), *paper.furniture]:
        key = (line.label, " ".join(line.text.split()))
        seen[key] = seen.get(key, 0) + 1
        found[(*key, seen[key])] = line
    return found


def _beside(paper: Paper, line: Line) -> Line:
    """The line of this paper that stands nearest to where the other has one."""
    return min(paper.body, key=lambda one: abs(one.at - line.at))


def approvals(paper: Paper) -> Iterator[Found]:
    """L31: everybody approved this very version."""
    first = paper.body[0]
    for name, digest in (paper.record.approvals or {}).items():
        if digest != paper.record.digest:
            yield Found(first, variant="other" if digest else "", detail={"name": name}, quote=name)


def edited(paper: Paper) -> Iterator[Found]:
    """L32: what was answered and is printed nowhere; wording that is no longer the template's."""
    for path, question, answer in paper.record.unused or ():
        first = paper.body[0]
        yield Found(first, variant="unused", detail={"question": question, "path": path}, quote=answer[:80])
    if paper.record.sent is not None:
        yield from _changed(paper, paper.record.sent)


def _changed(paper: Paper, sent: Document) -> Iterator[Found]:
    other = Paper(sent, paper.facts, Record())
    mine, theirs = paper.body, other.body
    matcher = SequenceMatcher(None, [_plain(x) for x in theirs], [_plain(x) for x in mine], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        was = " ".join(x.text.strip() for x in theirs[a:b])
        for line in mine[c:d]:
            yield Found(line, variant="changed" if was else "added", detail={"was": was[:200]})
        if kind == "delete":
            place = mine[min(c, len(mine) - 1)] if mine else paper.lines[0]
            yield Found(place, variant="removed", detail={"was": was[:200]})


def _plain(line: Line) -> str:
    return f"{line.label} {' '.join(line.text.split())}"
