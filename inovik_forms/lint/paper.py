"""A document as its reader sees it: lines in order, with clause, cell and part, and where the parts of an agreement
begin. Works on a filled template and on any Word file, where numbers may be typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from inovik_forms.documents.clauses import Item, items
from inovik_forms.documents.numbering import labels
from inovik_forms.documents.styles import outline_levels
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    Block,
    Document,
    Inline,
    LineBreak,
    Link,
    PageCount,
    PageNumber,
    Paragraph,
    Row,
    SectionEnd,
    Tab,
    Table,
)
from inovik_forms.documents.walk import inlines, sections, stories
from inovik_forms.lint.facts import Facts, Instrument
from inovik_forms.lint.model import CellPlace, Line, Record
from inovik_forms.words import gettext

Story = Literal["body", "header", "footer", "aside"]

_TYPED = (
    re.compile(r"\s*(Pasal\s+\d+[A-Z]?)\s*[.:]?(?=$|\n|\s+[A-Z][A-Z ,/()&-]+$)"),
    re.compile(r"\s*((?:BAB|Bab)\s+[IVXLC]+)\b\.?"),
    re.compile(r"\s*(\(\d{1,2}[a-z]?\))\s+(?=\S)"),
    re.compile(r"\s*([a-z]\.)\s+(?=\S)"),
    re.compile(r"\s*(\d{1,2}\.)\s+(?=[^\d\s])"),
    re.compile(r"\s*([a-z]\))\s+(?=\S)"),
    re.compile(r"\s*(\d{1,2}\))\s+(?=\S)"),
)
_OPENING = re.compile(r"\s*pada hari ini\b", re.IGNORECASE)
_ANNEX = re.compile(r"\s*LAMPIRAN\b(?:\s+([IVXLC]+)\b)?")


class Paper:
    """`lines`: every paragraph in order, headers and footers behind the body."""

    def __init__(self, document: Document, facts: Facts, record: Record) -> None:
        self.document, self.facts, self.record = document, facts, record
        self._labels = labels(document)
        self._tables = 0
        raw = [*self._body(), *self._furniture()]
        self.lines: list[Line] = self._placed(raw)

    # ------------------------------------------------------------ lines

    def _body(self) -> Iterator[Line]:
        section = 1
        for block in self.document.body:
            yield from self._block(block, "body", section, None)
            section += isinstance(block, SectionEnd)

    def _furniture(self) -> Iterator[Line]:
        seen: set[int] = set()
        for number, section in enumerate(sections(self.document.body), 1):
            stories: tuple[tuple[Story, Iterable[object]], ...] = (
                ("header", section.headers.values()),
                ("footer", section.footers.values()),
            )
            for story, parts in stories:
                for part in parts:
                    if id(part) not in seen:
                        seen.add(id(part))
                        for block in part.blocks:  # type: ignore[attr-defined]
                            yield from self._block(block, story, number, None)

    def _block(self, block: Block, story: Story, section: int, cell: CellPlace | None) -> Iterator[Line]:
        if isinstance(block, Paragraph):
            label, start = self._labels.get(block.id, ""), 0
            text = line_text(block.inlines)
            if not label and cell is None and story == "body":
                label, start = _typed(text)
            yield Line(0, block, text, label, start, story, cell, section)
            for inline in inlines(block.inlines):
                for apart in stories(inline):
                    for part in apart:
                        yield from self._block(part, "aside", section, None)
        elif isinstance(block, Table):
            self._tables += 1
            number = self._tables
            for at, row in enumerate((r for r in block.rows if isinstance(r, Row)), 1):
                column = 1
                for inner in row.cells:
                    for part in inner.blocks:
                        yield from self._block(part, story, section, cell or CellPlace(number, at, column))
                    column += inner.colspan

    def _placed(self, raw: Sequence[Line]) -> list[Line]:
        """The lines with what they are and stand in."""
        outline = outline_levels(self.document, (line.paragraph for line in raw))
        flow = [line for line in raw if line.story == "body" and line.cell is None]
        found, inside = items((line.paragraph, line.label, _heads(line, outline)) for line in flow)
        here: Item | None = None
        annex = False
        for at, line in enumerate(raw):
            annex = annex or (line.story == "body" and bool(found) and _annex(line) is not None)
            if annex or line.story != "body":
                here = None
                line.at = at
                continue
            own = found.get(line.paragraph.id) if line.cell is None else None
            here = inside.get(line.paragraph.id, here) if line.cell is None else here
            line.at, line.item, line.inside = at, own, here
        return list(raw)

    # ------------------------------------------------------------ parts of an agreement

    @cached_property
    def body(self) -> list[Line]:
        """The lines of the body, empty ones left out."""
        return [line for line in self.lines if line.story == "body" and line.text.strip()]

    @cached_property
    def furniture(self) -> list[Line]:
        """The lines of headers and footers, empty ones left out."""
        return [line for line in self.lines if line.story in ("header", "footer") and line.text.strip()]

    @cached_property
    def opening(self) -> Line | None:
        """ "Pada hari ini, …" """
        return next((line for line in self.body if _OPENING.match(line.text)), None)

    @cached_property
    def pasals(self) -> list[Line]:
        """The headings of the Pasal, annexes apart."""
        return [line for line in self.body if line.item and line.item.kind == "pasal"]

    @cached_property
    def head(self) -> list[Line]:
        """All before the first Pasal."""
        end = self.pasals[0].at if self.pasals else len(self.lines)
        return [line for line in self.body if line.at < end]

    @cached_property
    def title(self) -> list[Line]:
        """The lines of the title page: all before the opening."""
        end = self.opening.at if self.opening else 0
        return [line for line in self.head if line.at < end] if end else self.head[:14]

    @cached_property
    def clauses(self) -> list[Line]:
        """Every line from the first Pasal up to the signatures or the annex, tables left out."""
        return [line for line in self.body if line.pasal is not None and line.cell is None]

    @cached_property
    def annexes(self) -> list[tuple[Line, str]]:
        """The line that begins an annex, and its roman numeral (or '')."""
        last = self.pasals[-1].at if self.pasals else 0
        found = [(line, _annex(line)) for line in self.body if line.at > last]
        return [(line, numeral) for line, numeral in found if numeral is not None] if self.pasals else []

    @cached_property
    def annex(self) -> list[Line]:
        """All from the first annex on."""
        return [line for line in self.body if line.at >= self.annexes[0][0].at] if self.annexes else []

    @cached_property
    def instrument(self) -> tuple[Line, Instrument] | None:
        """The kind of agreement that the title names; None for a paper that is no agreement."""
        names = {one.name.casefold(): one for one in self.facts.instruments}
        for line in self.title:
            if line.cell is None or line.cell.row == 1:
                found = names.get(" ".join(line.text.split()).casefold())
                if found:
                    return line, found
        return None

    def pasal_title(self, heading: Line) -> str:
        """The title of a Pasal: behind its number, or in capitals on the next line."""
        if heading.words:
            return " ".join(heading.words.split())
        following = next((line for line in self.body if line.at > heading.at), None)
        capitals = following is not None and following.text.isupper() and following.item is None
        return " ".join(following.text.split()) if following is not None and capitals else ""

    def inside_pasal(self, heading: Line) -> list[Line]:
        """The lines of a Pasal, its heading and tables left out."""
        return self._by_pasal.get(heading.paragraph.id, [])

    @cached_property
    def _by_pasal(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.clauses:
            if line.pasal is not None and line.pasal is not line.item:
                found.setdefault(line.pasal.paragraph.id, []).append(line)
        return found

    # ------------------------------------------------------------ places in words

    def place(self, line: Line) -> str:
        """Where a line stands, as a person finds it."""
        if line.story == "aside":
            return gettext("catatan kaki atau kotak teks")
        if line.story != "body":
            return gettext("kepala halaman") if line.story == "header" else gettext("kaki halaman")
        words = []
        if line.pasal is not None and line.inside is not None:
            words.append(clause_words(line.inside))
        elif self.annex and line.at >= self.annex[0].at:
            words.append(gettext("Lampiran"))
        elif line in self.title and self.opening:
            words.append(gettext("judul"))
        elif line is self.opening:
            words.append(gettext("pembukaan"))
        elif line.label and line.cell is None:
            words.append(gettext("butir {label}").format(label=line.label))
        if line.cell:
            pattern = gettext("tabel {table} baris {row} kolom {column}")
            words.append(pattern.format(table=line.cell.table, row=line.cell.row, column=line.cell.column))
        return ", ".join(words)


def clause_words(item: Item) -> str:
    """ "Pasal 5 ayat (2) huruf a"."""
    return " ".join(f"{part.word} {part.short}".strip() for part in item.parts()).replace("\u00a0", " ")


def line_text(inlines: Iterable[Inline]) -> str:
    """The letters of a paragraph, blanks as they look on paper."""
    parts = []
    for inline in inlines:
        if isinstance(inline, Blank):
            parts.append(BLANK_TEXT)
        elif isinstance(inline, Tab):
            parts.append("\t")
        elif isinstance(inline, LineBreak):
            parts.append("\n")
        elif isinstance(inline, Link):
            parts.append(line_text(inline.inlines))
        elif isinstance(inline, PageNumber | PageCount):
            parts.append("#")
        else:
            parts.append(getattr(inline, "text", ""))
    return "".join(parts)


def _typed(text: str) -> tuple[str, int]:
    """A number that somebody typed, and where the text behind it begins."""
    for pattern in _TYPED:
        found = pattern.match(text)
        if found:
            return found[1], found.end()
    return "", 0


def _heads(line: Line, outline: dict[str, int]) -> bool:
    return line.paragraph.id in outline


def _annex(line: Line) -> str | None:
    """The numeral of the annex that begins here ('' for the only one); None for another line."""
    found = _ANNEX.match(line.text) if line.text.isupper() and not line.label else None
    return (found[1] or "") if found else None
