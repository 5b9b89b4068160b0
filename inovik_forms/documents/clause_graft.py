"""Put the content of a clause's Word file into a template, as if it had been pasted with the template's styles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, cast

from msgspec.structs import replace

from inovik_forms.documents.clause_library import content
from inovik_forms.documents.clause_lists import ListMap, StyleMap, with_lists, with_styles
from inovik_forms.documents.clause_package import Growing, Parts
from inovik_forms.documents.read_format import read_theme
from inovik_forms.documents.read_styles import read_numbering, read_styles
from inovik_forms.documents.styles import chain, style_number
from inovik_forms.documents.tree import (
    Block,
    Cell,
    CharFormat,
    Document,
    Drawing,
    Image,
    Inline,
    Link,
    Note,
    NumberRef,
    Opaque,
    Paragraph,
    ReferTo,
    Row,
    Source,
    Table,
    Toc,
)
from inovik_forms.documents.walk import paragraphs

_RELATED = re.compile(r'\b(r:(?:embed|link|id|pict))="([^"]+)"')
_STYLED = re.compile(r'(<w:(?:p|r|tbl)Style w:val=")([^"]*)(")')
_THEMED_FONTS = re.compile(r'<w:rFonts\b[^>]*?Theme="[^>]*/>')
_THEMED = re.compile(r' w:theme\w+="[^"]*"')


class Grafter:
    """A template that takes in one clause after the other. `document`: with the styles, lists and parts that they have
    brought so far; `lonely`: labels of numbered headings of the last one that count for themselves."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lonely: list[str] = []
        self._count = 0
        self._taken = {name for p in paragraphs(document.body) for name in p.bookmarks}

    def graft(self, clause: Document, part: str, *, trimmed: bool = True) -> tuple[Block, ...]:
        """The clause's blocks as the template's own; `part` stands for the clause in their sources."""
        self._count += 1
        graft = _Graft(self.document, clause, f"k{self._count}", part, self._taken)
        blocks = tuple(graft.blocks(content(clause, trimmed=trimmed)))
        self.document = graft.grown()
        self.lonely = graft.lists.lonely
        self._taken |= {name for p in paragraphs(blocks) for name in p.bookmarks}
        return blocks


class _Graft:
    def __init__(self, host: Document, clause: Document, mark: str, part: str, taken: Iterable[str]) -> None:
        self.host, self.clause, self.mark, self.part = host, clause, mark, part
        self.own, self.package = Parts(clause.package, clause.main_part), Growing(host.package, host.main_part)
        self.styles = StyleMap(host, clause, self.own, mark)
        self.lists = ListMap(host, clause, (self.own, self.package), self.styles)
        self.renamed = {n: f"{n[:32]}_{mark}" for p in paragraphs(clause.body) for n in p.bookmarks if n in set(taken)}
        self._in_note = False

    def grown(self) -> Document:
        """The template with what the clause brought."""
        carried = [s.number.num_id for s in self.styles.brought if s.number and self.lists.knows(s.number.num_id)]
        num_ids = {own: self.lists.num_id(own) for own in carried}
        has_lists, has_styles = bool(self.lists.nums), bool(self.styles.added)
        if has_styles:
            self.package.put("styles", with_styles(self.package.root("styles"), self.styles, num_ids))
        if has_lists:
            self.package.put("numbering", with_lists(self.package.root("numbering"), self.lists))
        package = self.package.grown()
        if not (has_lists or has_styles):
            return self.host if package is self.host.package else replace(self.host, package=package)
        parts = Parts(package, self.host.main_part)
        theme = read_theme(parts.root("theme") if parts.part("theme") else None)
        styles = read_styles(parts.root("styles"), theme).styles
        numbering = read_numbering(parts.root("numbering"), styles, theme)
        return replace(self.host, package=package, styles=styles, numbering=numbering)

    # ------------------------------------------------------------ blocks

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        """Blocks in order."""
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Table):
            rows = tuple(self._row(cast(Row, row)) for row in block.rows)
            style = self.styles.id(block.style) if block.style else ""
            return replace(
                block, id=self._id(block.id), rows=rows, style=style, source=self._source(block.source),
                raw_tblpr=_THEMED.sub("", block.raw_tblpr),
            )  # fmt: skip
        if isinstance(block, Toc):
            return replace(block, id=self._id(block.id), source=self._source(block.source))
        raise TypeError(type(block).__name__)

    def _row(self, row: Row) -> Row:
        return replace(row, id=self._id(row.id), cells=tuple(self._cell(cell) for cell in row.cells))

    def _cell(self, cell: Cell) -> Cell:
        blocks = tuple(self.blocks(cell.blocks))
        return replace(cell, id=self._id(cell.id), blocks=blocks, raw_tcpr=_THEMED.sub("", cell.raw_tcpr))

    def _paragraph(self, p: Paragraph) -> Paragraph:
        style = self.styles.id(p.style or self.clause.default_style)
        number, inherited = self._number(p, style)
        return replace(
            p, id=self._id(p.id), inlines=tuple(self._inline(i) for i in p.inlines), style=style, number=number,
            number_inherited=inherited, mark=self._format(p.mark), raw_mark=self._raw(p.raw_mark, p.mark),
            raw_ppr=_THEMED.sub("", p.raw_ppr), bookmarks=tuple(self._name(name) for name in p.bookmarks),
            source=self._source(p.source),
        )  # fmt: skip

    def _number(self, p: Paragraph, style: str) -> tuple[NumberRef | None, bool]:
        """The paragraph's list, and whether it comes from its style."""
        if p.number is None or not self.lists.knows(p.number.num_id):
            return None, False
        carried = any(s.number is not None for s in chain(self.host.styles, style))
        if p.number_inherited and carried:
            return style_number(self.host.styles, self.host.numbering, style), True
        return self.lists.number(p.number), p.number_inherited and not self.styles.hosts(p.style)

    def _id(self, own: str) -> str:
        return f"{self.mark}.{own}"

    def _source(self, source: Source) -> Source:
        return Source(self.part, source.paragraph, source.offset)

    def _name(self, bookmark: str) -> str:
        return self.renamed.get(bookmark, bookmark)

    # ------------------------------------------------------------ inlines

    def _inline(self, inline: Inline) -> Inline:
        if isinstance(inline, Image):
            if self._in_note:  # its part has relationships of its own, so the picture is written anew
                return replace(inline, raw="", floating=None)
            return replace(inline, raw=self._raw(inline.raw))
        if isinstance(inline, Opaque):
            return replace(inline, raw=self._raw(inline.raw))
        if isinstance(inline, Drawing):
            boxes = tuple(replace(box, blocks=tuple(self.blocks(box.blocks))) for box in inline.boxes)
            return replace(inline, boxes=boxes, raw=tuple(self._raw(piece) for piece in inline.raw))
        if isinstance(inline, Link):
            url = f"#{self._name(inline.url[1:])}" if inline.url.startswith("#") else inline.url
            return Link(url, tuple(self._inline(i) for i in inline.inlines))
        if isinstance(inline, Note):
            self._in_note = True
            inline = replace(inline, blocks=tuple(self.blocks(inline.blocks)))
            self._in_note = False
        if isinstance(inline, ReferTo):
            inline = self._reference(inline)
        return self._run(inline)

    def _reference(self, node: ReferTo) -> ReferTo:
        """Word's own cross-reference within the clause."""
        field, *rest = node.instruction.split()
        code = " ".join([field, *map(self._name, rest[:1]), *rest[1:]])
        return replace(node, targets=tuple(map(self._name, node.targets)), instruction=code)

    def _run(self, inline: Any) -> Inline:
        """An inline with the template's styles and without the clause's theme."""
        raw = getattr(inline, "raw_rpr", "")
        if not raw:
            return cast(Inline, inline)
        if not hasattr(inline, "format"):
            return cast(Inline, replace(inline, raw_rpr=self._raw(raw)))
        return cast(Inline, replace(inline, format=self._format(inline.format), raw_rpr=self._raw(raw, inline.format)))

    def _format(self, look: CharFormat) -> CharFormat:
        return replace(look, style=self.styles.id(look.style)) if look.style else look

    def _raw(self, raw: str, look: CharFormat | None = None) -> str:
        """Word's own properties with the template's ids; what the clause's theme said is said outright."""
        if not raw:
            return raw
        raw = _RELATED.sub(lambda m: f'{m[1]}="{self.package.relate(self.own, m[2], self.mark)}"', raw)
        raw = _STYLED.sub(lambda m: f"{m[1]}{self.styles.id(m[2])}{m[3]}", raw)
        font = look.font if look else None
        if font:
            outright = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:cs="{0}"/>'.format(escape(font))
            raw = _THEMED_FONTS.sub(lambda _: outright, raw)
        return _THEMED.sub("", raw)
