"""Paragraphs, tables and the order of blocks in one story (body, header, footer, cell)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from msgspec.structs import replace

from inovik_forms.documents.read_context import Context, Place
from inovik_forms.documents.read_format import cell_format, para_format, table_format
from inovik_forms.documents.read_inlines import COLUMN_BREAK, PAGE_BREAK, InlineReader
from inovik_forms.documents.read_xml import (
    Element,
    attribute,
    child,
    integer,
    local,
    points,
    raw_children,
    switch,
    value,
)
from inovik_forms.documents.styles import chain
from inovik_forms.documents.tree import (
    Block,
    Cell,
    Inline,
    NumberRef,
    Paragraph,
    Row,
    RowLike,
    Source,
    Table,
)
from inovik_forms.documents.walk import plain_text
from inovik_forms.words import gettext

_SEEN_THROUGH = {"customXml", "ins", "moveTo", "smartTag"}
_DEEPEST = 2
_MOST_COLUMNS = 63
_ROW_TYPED = (
    "tblHeader", "cantSplit", "trHeight", "gridBefore", "gridAfter", "wBefore", "wAfter", "ins", "trPrChange",
)  # fmt: skip


class StoryReader:
    """Reads one part. `section_breaks`: id of a section's last block → its w:sectPr, for the caller to turn into
    `SectionEnd`s. `deleted`: ids of paragraphs whose mark a tracked change deleted; they run on into the next one."""

    def __init__(self, context: Context, part: str, prefix: str = "", host: Place | None = None) -> None:
        self.place = Place(context, part, heading=host.heading, host=host.at) if host else Place(context, part)
        self.place.inside = self._inside
        self.context = context
        self.inlines = InlineReader(self.place)
        self.prefix = prefix
        self.tables = 0
        self.depth = 0
        self.pending: list[str] = []
        self.section_breaks: dict[str, Element] = {}
        self.deleted: set[str] = set()

    def blocks(self, parent: Element) -> list[Block]:
        """The blocks of a container, in order."""
        found: list[Block] = []
        self._collect(parent, found)
        return _joined(found, self.deleted) if self.deleted else found

    def _collect(self, parent: Element, found: list[Block]) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                found += self._paragraph(element)
            elif name == "tbl":
                found.append(self._table(element))
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._collect(content, found)
            elif name in _SEEN_THROUGH:
                if name in ("ins", "moveTo"):
                    self.place.report("tracked_change", "warning")
                self._collect(element, found)
            elif name in ("del", "moveFrom"):
                self.place.report("tracked_change", "warning")
            elif name == "altChunk":
                self.place.report("foreign_part", what=gettext("dokumen lain yang disisipkan (altChunk)"))
            elif name == "bookmarkStart":
                self.pending.append(attribute(element, "name"))

    def _inside(self, parent: Element, name: str) -> tuple[Block, ...]:
        """A text of its own that hangs on the paragraph that is being read."""
        story = StoryReader(self.context, self.place.part, f"{self.prefix}p{self.place.paragraph}{name}.", self.place)
        return tuple(story.blocks(parent))

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, element: Element) -> list[Block]:
        place = self.place
        place.paragraph += 1
        place.offset, place.quote = 0, ""
        ppr = child(element, "pPr")
        self._tracked_format(ppr)
        if switch(ppr, "bidi"):
            place.report("direction", "warning", what=gettext("Tulisan dari kanan ke kiri"))
        reader = self.inlines
        was_toc = reader.in_toc
        reader.tocs, reader.bookmarks = [], []
        inlines = reader.read(element)
        blocks: list[Block] = list(reader.tocs)
        paragraph = self._built(element, ppr, inlines, [*self.pending, *reader.bookmarks])
        inside_toc = was_toc or reader.tocs
        if not inside_toc or plain_text(inlines).strip():
            self.pending = []
            blocks += _split_pages(paragraph)
        section = child(ppr, "sectPr")
        if section is not None:
            if not blocks:
                blocks = [paragraph]
            last = blocks[-1]
            self.section_breaks[getattr(last, "id", "")] = section
        if isinstance(blocks[-1] if blocks else None, Paragraph):
            self._remember_heading(cast(Paragraph, blocks[-1]))
        return blocks

    def _built(self, element: Element, ppr: Element | None, inlines: list[Inline], bookmarks: list[str]) -> Paragraph:
        place = self.place
        style = value(ppr, "pStyle") or self.context.default_style
        mark, raw_mark = self.context.format(child(ppr, "rPr"))
        number, inherited, switched_off = self._number(ppr, style)
        without = ["pStyle", "rPr", "sectPr", "pPrChange"] + ([] if switched_off else ["numPr"])
        return Paragraph(
            id=f"{self.prefix}p{place.paragraph}",
            inlines=tuple(inlines),
            style=style if style in self.context.styles else "",
            format=para_format(ppr),
            mark=mark,
            number=number,
            number_inherited=inherited,
            bookmarks=tuple(dict.fromkeys(bookmarks)),
            raw_ppr=raw_children(ppr, without),
            raw_mark=raw_mark,
            source=Source(place.part, place.at),
        )

    def _number(self, ppr: Element | None, style: str) -> tuple[NumberRef | None, bool, bool]:
        """The paragraph's list, whether it comes from the style, and whether the paragraph switches that one off."""
        inherited = self.context.style_number(style)
        own = child(ppr, "numPr")
        num_id = integer(value(own, "numId"))
        level = integer(value(own, "ilvl"))
        if num_id == 0:
            return None, False, True
        if num_id is None and inherited is not None:
            direct = level is not None and level != inherited.level
            return (NumberRef(inherited.num_id, cast(int, level)) if direct else inherited), not direct, False
        if num_id is None or num_id not in self.context.numbering.nums:
            return None, False, False
        number = NumberRef(num_id, level if level is not None else inherited.level if inherited else 0)
        return number, number == inherited, False

    def _tracked_format(self, ppr: Element | None) -> None:
        """Formatting changes and paragraph marks under change tracking."""
        mark = child(ppr, "rPr")
        if child(ppr, "pPrChange") is not None or any(child(mark, n) is not None for n in ("ins", "del", "rPrChange")):
            self.place.report("tracked_change", "warning")
        if child(mark, "del") is not None:
            self.deleted.add(f"{self.prefix}p{self.place.paragraph}")

    def _remember_heading(self, paragraph: Paragraph) -> None:
        levels = (s.para.outline_level for s in chain(self.context.styles, paragraph.style))
        heading = paragraph.format.outline_level
        if heading is None:
            heading = next((level for level in levels if level is not None), None)
        if heading is not None and heading < 9:
            self.place.heading = plain_text(paragraph.inlines).replace("\n", " ").strip()[:80]

    # ------------------------------------------------------------ tables

    def _table(self, element: Element) -> Table:
        self.tables += 1
        identity = f"{self.prefix}t{self.tables}"
        self.depth += 1
        if self.depth > _DEEPEST:
            self.place.unsupported("nested")
        properties = child(element, "tblPr")
        rows: list[RowLike] = []
        for number, tr in enumerate(_rows(element), 1):
            if child(child(tr, "trPr"), "del") is not None:
                self.place.report("tracked_change", "warning")
                continue
            if child(child(tr, "trPr"), "ins") is not None:
                self.place.report("tracked_change", "warning")
            rows.append(self._row(tr, f"{identity}r{number}"))
        self.depth -= 1
        grid = child(element, "tblGrid")
        columns = [points(attribute(c, "w")) or 0.0 for c in (() if grid is None else grid) if local(c) == "gridCol"]
        return Table(
            id=identity,
            columns=_columns(columns, cast("list[Row]", rows)),
            rows=tuple(rows),
            style=value(properties, "tblStyle"),
            format=table_format(properties),
            raw_tblpr=raw_children(properties, ("tblStyle", "tblPrChange")),
            source=Source(self.place.part, self.place.at),
        )

    def _row(self, tr: Element, identity: str) -> Row:
        properties = child(tr, "trPr")
        height = child(properties, "trHeight")
        cells = [self._cell(tc, f"{identity}c{n}") for n, tc in enumerate(_cells(tr), 1)]
        for side, at in (("gridBefore", 0), ("gridAfter", len(cells) + 1)):
            span = _span(properties, side)
            if span:
                cells.insert(at, Cell(f"{identity}{side}", (Paragraph(f"{identity}{side}p", ()),), span))
        return Row(
            id=identity,
            cells=tuple(cells),
            header=bool(switch(properties, "tblHeader")),
            cant_split=bool(switch(properties, "cantSplit")),
            height=points(attribute(height, "val")),
            height_rule=attribute(height, "hRule"),
            raw_trpr=raw_children(properties, _ROW_TYPED),
        )

    def _cell(self, tc: Element, identity: str) -> Cell:
        properties = child(tc, "tcPr")
        width = child(properties, "tcW")
        merge = child(properties, "vMerge")
        if value(properties, "textDirection") not in ("", "lrTb", "tb"):
            self.place.report("direction", "warning", what=gettext("Tulisan tegak di sel tabel"))
        blocks = self.blocks(tc)
        if not any(isinstance(b, Paragraph) for b in blocks[-1:]):
            blocks.append(Paragraph(f"{identity}p", ()))
        merged = "" if merge is None else attribute(merge, "val", "continue")
        return Cell(
            id=identity,
            blocks=tuple(blocks),
            colspan=_span(properties, "gridSpan") or 1,
            merge=cast(Any, merged),
            width=points(attribute(width, "w")) if attribute(width, "type") == "dxa" else None,
            format=cell_format(properties),
            raw_tcpr=raw_children(properties, ("tcW", "gridSpan", "vMerge", "tcPrChange", "cellIns", "cellDel")),
        )


def _span(properties: Element | None, name: str) -> int:
    """How many columns of the grid; 0 for none. Word knows no table with more than 63."""
    return min(max(integer(value(properties, name), 0) or 0, 0), _MOST_COLUMNS)


def _rows(table: Element) -> Iterable[Element]:
    """The rows of a table, content controls looked through."""
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(element)


def _cells(row: Element) -> Iterable[Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(element)


def _columns(grid: list[float], rows: list[Row]) -> tuple[float, ...]:
    """The grid's widths; from the cells where the grid is missing or short."""
    count = max((sum(c.colspan for c in row.cells) for row in rows), default=len(grid))
    columns = [*grid, *([0.0] * (count - len(grid)))][: max(count, 1)]
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.colspan == 1 and cell.width and at < len(columns) and not columns[at]:
                columns[at] = cell.width
            at += cell.colspan
    return tuple(columns)


def _split_pages(paragraph: Paragraph) -> list[Block]:
    """A paragraph cut behind each page or column break in it; only the first piece keeps number and bookmarks."""
    if PAGE_BREAK not in paragraph.inlines and COLUMN_BREAK not in paragraph.inlines:
        return [paragraph]
    pieces: list[list[Inline]] = [[]]
    breaks: list[Inline] = []
    for inline in paragraph.inlines:
        if inline is PAGE_BREAK or inline is COLUMN_BREAK:
            pieces.append([])
            breaks.append(inline)
        else:
            pieces[-1].append(inline)
    if not pieces[-1]:
        pieces.pop()
    return _numbered_pieces(paragraph, pieces, breaks)


def _numbered_pieces(paragraph: Paragraph, pieces: list[list[Inline]], breaks: list[Inline]) -> list[Block]:
    owner = next((n for n, piece in enumerate(pieces) if plain_text(piece).strip()), 0)
    blocks: list[Block] = []
    for n, piece in enumerate(pieces):
        own = n == owner
        blocks.append(
            replace(
                paragraph,
                id=paragraph.id if own else f"{paragraph.id}.{n}",
                inlines=tuple(piece),
                number=paragraph.number if own else None,
                number_inherited=paragraph.number_inherited and own,
                bookmarks=paragraph.bookmarks if own else (),
                page_break=n < len(breaks),
                to_column=n < len(breaks) and breaks[n] is COLUMN_BREAK,
            )
        )
    return blocks


def _joined(blocks: list[Block], deleted: set[str]) -> list[Block]:
    """Paragraphs whose mark was deleted, run together with the next one (which gives its formatting)."""
    result: list[Block] = []
    held: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.id in deleted:
                held += block.inlines
                continue
            if held:
                block, held = replace(block, inlines=(*held, *block.inlines)), []
        result.append(block)
    return result
