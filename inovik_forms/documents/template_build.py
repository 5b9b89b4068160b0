"""Builds the template tree out of a document: tags in paragraphs, in containers, in tables (the four rules)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from msgspec.structs import replace

from inovik_forms.documents.clause_library import content
from inovik_forms.documents.nesting import MAX_DEPTH, Nested, nest
from inovik_forms.documents.styles import is_heading
from inovik_forms.documents.tags import CONTROL, PASTED, Piece, Tag, tokenise
from inovik_forms.documents.template_clauses import ClauseTags
from inovik_forms.documents.template_report import Strays, spoken
from inovik_forms.documents.tree import (
    Block,
    Branches,
    Cell,
    Document,
    Drawing,
    Furniture,
    Inline,
    Link,
    Note,
    Paragraph,
    ReferTo,
    Row,
    RowLike,
    SectionEnd,
    Table,
    Text,
    Value,
)
from inovik_forms.documents.walk import paragraphs, plain_text, stories, with_stories
from inovik_forms.problems import WordPlace
from inovik_forms.words import gettext


@dataclass
class Builder(ClauseTags):
    """One pass over a document. `references`: names asked for by RUJUK."""

    references: list[tuple[str, WordPlace]] = field(default_factory=list)
    tags: int = 0
    _furniture: dict[int, Furniture] = field(default_factory=dict)

    def build(self) -> Document:
        """The document with nodes in place of tags."""
        body = self._story(self.document.body, self.document.main_part, takes_clauses=True)
        return replace(self.document, body=body)

    def build_clause(self, part: str) -> Document:
        """The content of a clause's file by itself, to see what is wrong with it."""
        return replace(self.document, body=self._story(content(self.document), part))

    def _story(
        self, blocks: Sequence[Block], part: str, heading: str = "", *, takes_clauses: bool = False
    ) -> tuple[Block, ...]:
        """One part: its tags must pair within it."""
        saved = self._part, self._paragraph, self._heading, self._takes_clauses
        self._part, self._paragraph, self._heading, self._takes_clauses = part, 0, heading, takes_clauses
        built, strays = self._container(blocks)
        self._report_strays(strays)
        self._part, self._paragraph, self._heading, self._takes_clauses = saved
        return built

    # ------------------------------------------------------------ containers

    def _container(self, blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Strays]:
        """The blocks of a body, header or cell, and the tags that have no partner in it."""
        items: list[Any] = []
        strays: Strays = []
        for block in blocks:
            if isinstance(block, Paragraph):
                built, own = self._paragraph_of(block)
                items += built
                strays += own
            elif isinstance(block, Table):
                table, own = self._table(block)
                items.append(table)
                strays += own
            else:
                items.append(self._section(block) if isinstance(block, SectionEnd) else block)
        nested = self._nested(items)
        return tuple(nested.items), strays + nested.strays

    def _nested(self, items: Sequence[Any]) -> Nested:
        nested = nest(items, self._source)
        for tag in nested.too_deep[:1]:
            self._report("template.too_deep", tag, tag=tag.text, limit=MAX_DEPTH)
        for tag, opened in ((t, o) for t, o in nested.misplaced if not t.faulty):
            other = (
                gettext("di dalam {tag}").format(tag=opened.text)
                if opened
                else gettext("di luar [[JIKA …]] dan [[ULANGI …]]")
            )
            self._report("template.misplaced", tag, tag=tag.text, other=other)
        return nested

    def _section(self, section: SectionEnd) -> SectionEnd:
        """Headers and footers, each part once; the section itself stays the same object when they hold no tags."""

        def parsed(item: Furniture) -> Furniture:
            found = self._furniture.get(id(item))
            if found is None:
                blocks = self._story(item.blocks, item.part)
                same = len(blocks) == len(item.blocks) and all(a is b for a, b in zip(blocks, item.blocks, strict=True))
                found = self._furniture[id(item)] = item if same else replace(item, blocks=blocks)
            return found

        headers = {kind: parsed(item) for kind, item in section.headers.items()}
        footers = {kind: parsed(item) for kind, item in section.footers.items()}
        same = all(headers[k] is section.headers[k] for k in headers) and all(
            footers[k] is section.footers[k] for k in footers
        )
        return section if same else replace(section, headers=headers, footers=footers)

    # ------------------------------------------------------------ paragraphs

    def _pieces(self, paragraph: Paragraph) -> list[Piece]:
        """The paragraph's inlines with its tags, faults reported."""
        self._paragraph = paragraph.source.paragraph or self._paragraph
        pieces, faults = tokenise(paragraph.inlines)
        self._faults(faults)
        self._opaque(paragraph.inlines)
        placed: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Tag):
                self.tags += 1
                placed.append(dataclasses.replace(piece, place=self._where(piece.offset, piece.text)))
            else:
                placed.append(piece)
        return placed

    def _paragraph_of(self, paragraph: Paragraph) -> tuple[list[Any], Strays]:
        """The paragraph as node or, when it holds nothing but markers, its markers; and tags that have no partner."""
        pieces = self._pieces(paragraph)
        if not any(isinstance(p, Tag | Link | Note | Drawing) for p in pieces):
            return [self._settled(paragraph, paragraph.inlines, [])], []
        anchors = [self._anchor(p) for p in pieces if isinstance(p, Tag) and p.kind == "anchor"]
        rest = [p for p in pieces if not (isinstance(p, Tag) and p.kind == "anchor")]
        if any(isinstance(p, Tag) and p.kind in PASTED for p in rest):
            return list(self._clause(paragraph, rest, anchors)), []
        rest = self._without_column(rest)
        blank = all(isinstance(p, Tag) or (isinstance(p, Text) and not p.text.strip()) for p in rest)
        markers = [p for p in rest if isinstance(p, Tag)]
        if blank and all(t.kind in CONTROL for t in markers) and (markers or anchors):
            nested = nest(markers, self._source)
            if not markers:  # a lone [[TANDAI]] names the paragraph that follows
                self._waiting += anchors
                return [], []
            if nested.strays or nested.misplaced:
                self._waiting += anchors
                return list(markers), []
        inlines, strays = self._inlines(rest)
        if anchors and isinstance(pieces[0], Tag) and pieces[0].kind == "anchor":
            _trim(inlines, 0)
        if strays:  # a tag that wraps a row leaves no blanks behind
            _trim(inlines, 0)
            _trim(inlines, -1)
        return [self._settled(paragraph, inlines, anchors)], strays

    def _settled(self, paragraph: Paragraph, inlines: Sequence[Inline], anchors: list[str]) -> Paragraph:
        if is_heading(self.document, paragraph):
            self._heading = plain_text(tuple(inlines)).replace("\n", " ").strip()[:80]
        names = [*self._waiting, *anchors]
        self._waiting = []
        if not names and inlines is paragraph.inlines:
            return paragraph
        return replace(paragraph, inlines=tuple(inlines), anchors=tuple(names))

    def _inlines(self, pieces: Sequence[Piece]) -> tuple[list[Inline], Strays]:
        """Value and reference tags as nodes, control tags paired."""
        items = [self._inline(piece) for piece in pieces]
        nested = self._nested(items)
        return cast("list[Inline]", nested.items), nested.strays

    def _apart(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """A text that hangs on a paragraph, whose tags pair within it: of a note or a box."""
        part = next((p.source.part for p in paragraphs(blocks)), self._part)
        built = self._story(blocks, part, self._heading)
        same = len(built) == len(blocks) and all(a is b for a, b in zip(built, blocks, strict=True))
        return blocks if same else built

    def _inline(self, piece: Piece) -> Any:
        if isinstance(piece, Link):
            inside, faults = tokenise(piece.inlines)
            self._faults(faults)
            placed = [
                dataclasses.replace(p, place=self._where(p.offset, p.text)) if isinstance(p, Tag) else p for p in inside
            ]
            if not any(isinstance(p, Tag) for p in placed):
                return piece
            self.tags += 1
            inlines, strays = self._inlines(placed)
            self._report_strays(strays)
            return Link(piece.url, tuple(inlines))
        if not isinstance(piece, Tag):
            return with_stories(piece, self._apart) if stories(piece) else piece
        source = self._source(piece)
        if piece.kind == "value" and piece.expression is not None:
            self.places[id(piece.expression)] = cast(WordPlace, piece.place)
            return Value(piece.expression, piece.format, piece.raw_rpr, source)
        if piece.kind == "refer":
            place = cast(WordPlace, piece.place)
            self.references += [(name, place) for name in piece.names]
            return ReferTo(piece.names, piece.format, piece.raw_rpr, source)
        if piece.kind in PASTED:  # in a link
            self._report("template.clause_alone", piece, tag=piece.text)
        return piece

    def _anchor(self, tag: Tag) -> str:
        name = tag.names[0]
        first = self.anchors.setdefault(name, tag)
        if first is not tag:
            self._report("template.anchor_twice", tag, name=name, other=spoken(first.place))
        return name

    # ------------------------------------------------------------ tables

    def _table(self, table: Table) -> tuple[Table, Strays]:
        items: list[Any] = []
        strays: Strays = []
        columns: dict[int, str] = {}
        for row in table.rows:
            marker = self._marker_row(cast(Row, row))
            if marker is not None:
                items += marker
                continue
            built, opening, closing, own = self._row(cast(Row, row), columns)
            items += [*opening, built, *closing]
            strays += own
        nested = self._nested(items)
        rows = cast("tuple[RowLike, ...]", tuple(nested.items))
        if columns:
            rows = tuple(_with_columns(r, columns) for r in rows)
        same = len(rows) == len(table.rows) and all(a is b for a, b in zip(rows, table.rows, strict=True))
        for tag in items:
            if isinstance(tag, Tag) and tag.separator:
                self._report("template.separator_rows", tag, tag=tag.text)
        return (table if same else replace(table, rows=rows)), strays + nested.strays

    def _marker_row(self, row: Row) -> list[Tag] | None:
        """The markers of a row that holds nothing else; None for an ordinary row."""
        filled = []
        for cell in row.cells:
            for block in cell.blocks:
                if not isinstance(block, Paragraph):
                    return None
                if any(not isinstance(i, Text) or i.text.strip() for i in block.inlines):
                    filled.append(block)
        if len(filled) != 1:
            return None
        pieces, faults = tokenise(filled[0].inlines)
        tags = [p for p in pieces if isinstance(p, Tag)]
        others = [p for p in pieces if not isinstance(p, Tag) and not (isinstance(p, Text) and not p.text.strip())]
        if faults or others or not tags or any(t.kind not in CONTROL for t in tags):
            return None
        probe = nest(tags, self._source)
        if not (probe.strays or probe.misplaced):
            return None
        return [t for t in self._pieces(filled[0]) if isinstance(t, Tag)]

    def _row(self, row: Row, columns: dict[int, str]) -> tuple[Row, Strays, Strays, Strays]:
        """The row, the tags that open before it and close behind it, and tags without partner."""
        cells: list[Cell] = []
        found: list[Strays] = []
        at = 0
        for cell in row.cells:
            built, strays, own_columns = self._cell(cell)
            if own_columns:
                columns[at] = own_columns[0]
            cells.append(built)
            found.append(strays)
            at += cell.colspan
        same = all(a is b for a, b in zip(cells, row.cells, strict=True))
        built_row = row if same else replace(row, cells=tuple(cells))
        opening, closing = found[0], found[-1]
        wraps = (
            len(found) > 1
            and opening
            and len(opening) == len(closing)
            and all(t.kind in ("if", "repeat") for t in opening)
            and all(t.kind == "end" for t in closing)
            and not any(found[1:-1])
        )
        if wraps:
            return built_row, opening, closing, []
        return built_row, [], [], [t for strays in found for t in strays]

    def _cell(self, cell: Cell) -> tuple[Cell, Strays, list[str]]:
        """The cell, its tags without partner, and the repeats that `ULANGI KOLOM` names in it."""
        outer, self._columns = self._columns, []
        blocks, strays = self._container(cell.blocks)
        columns, self._columns = self._columns, outer
        same = len(blocks) == len(cell.blocks) and all(a is b for a, b in zip(blocks, cell.blocks, strict=True))
        return (cell if same else replace(cell, blocks=blocks)), strays, columns

    def _without_column(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces of a cell's paragraph without `ULANGI KOLOM` and its [[AKHIR]]; the repeat's name is noted."""
        index = next((n for n, p in enumerate(pieces) if isinstance(p, Tag) and p.kind == "column"), -1)
        if index < 0:
            return pieces
        tag = cast(Tag, pieces[index])
        self._source(tag)
        depth = 0
        for n in range(index + 1, len(pieces)):
            piece = pieces[n]
            if isinstance(piece, Tag) and piece.kind in ("if", "repeat"):
                depth += 1
            elif isinstance(piece, Tag) and piece.kind == "end":
                if depth == 0 and self._columns is not None:
                    self._columns.append(tag.names[0])
                    return pieces[:index] + pieces[index + 1 : n] + pieces[n + 1 :]
                depth -= 1
        self._report("template.column", tag, tag=tag.text)
        return pieces[:index] + pieces[index + 1 :]


def _trim(inlines: list[Inline], at: int) -> None:
    """Drop blanks at the beginning (0) or end (-1)."""
    if inlines and isinstance(edge := inlines[at], Text):
        text = edge.text.lstrip() if at == 0 else edge.text.rstrip()
        if text:
            inlines[at] = replace(edge, text=text)
        else:
            del inlines[at]


def _with_columns(row: RowLike, columns: dict[int, str]) -> RowLike:
    """The row with the repeat's name on every cell of a repeated grid column."""
    if not isinstance(row, Row):
        if isinstance(row, Branches):
            return replace(
                row, branches=tuple((c, tuple(_with_columns(r, columns) for r in b)) for c, b in row.branches)
            )
        body = tuple(_with_columns(r, columns) for r in row.body)
        return replace(row, body=body, empty=tuple(_with_columns(r, columns) for r in row.empty))
    at = 0
    cells = []
    for cell in row.cells:
        name = columns.get(at, "") if cell.colspan == 1 else ""
        cells.append(replace(cell, repeat=name) if name else cell)
        at += cell.colspan
    return replace(row, cells=tuple(cells))
