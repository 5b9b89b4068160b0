"""Blocks as WordprocessingML text: paragraphs, tables, sections, tables of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from inovik_forms.documents.css_looks import Looks
from inovik_forms.documents.tree import (
    Block,
    Cell,
    Document,
    Furniture,
    NumberRef,
    PageSetup,
    Paragraph,
    Row,
    SectionEnd,
    Table,
    Toc,
    TocEntry,
)
from inovik_forms.documents.write_docx_inlines import MOST_KEPT, Part, complex_field, inlines, text
from inovik_forms.documents.write_docx_order import properties


def twips(points: float) -> int:
    """A length in twentieths of a point."""
    return round(points * 20)


@dataclass(slots=True)
class Restarts:
    """New lists: (numId, key) → their numId."""

    first_free: int
    new: dict[tuple[int, str], int] = field(default_factory=dict)

    def num_id(self, number: NumberRef) -> int:
        """The numId to write."""
        if not number.restart:
            return number.num_id
        return self.new.setdefault((number.num_id, number.restart), self.first_free + len(self.new))


@dataclass(slots=True)
class Writer:
    """Writes the blocks of one part. `references`: furniture of a section → its w:headerReference elements."""

    document: Document
    looks: Looks
    part: Part
    restarts: Restarts
    references: Mapping[str, str] = field(default_factory=dict)
    text_width: float = 451.3

    def __post_init__(self) -> None:
        self.part.blocks = self.blocks

    def blocks(self, nodes: Sequence[Block]) -> str:
        """Blocks in order."""
        return "".join([self._block(node) for node in nodes])

    def _block(self, node: Block) -> str:
        if isinstance(node, Paragraph):
            return self.paragraph(node)
        if isinstance(node, Table):
            return self.table(node)
        if isinstance(node, Toc):
            return self._toc(node)
        raise TypeError(f"{type(node).__name__} is left in a document that should be filled and resolved")

    def body(self, nodes: Sequence[Block]) -> str:
        """The body: a section's properties stand in its last paragraph, those of the last section at the very end."""
        ends = [i for i, node in enumerate(nodes) if isinstance(node, SectionEnd)]
        out: list[str] = []
        start = 0
        for end in ends:
            section = nodes[end]
            assert isinstance(section, SectionEnd)
            self.text_width = section.page.width - section.page.left - section.page.right
            content = nodes[start:end]
            start = end + 1
            properties_ = self._section(section)
            if start == len(nodes):
                out += (self.blocks(content), properties_)
            elif content and isinstance(content[-1], Paragraph):
                out += (self.blocks(content[:-1]), self.paragraph(content[-1], properties_))
            else:  # Word keeps a section's end in a paragraph
                out += (self.blocks(content), f"<w:p><w:pPr>{properties_}</w:pPr></w:p>")
        out.append(self.blocks(nodes[start:]))
        return "".join(out)

    # ------------------------------------------------------------ paragraphs

    def paragraph(self, node: Paragraph, section: str = "") -> str:
        """One paragraph; `section`: the w:sectPr that it carries."""
        ppr = self._paragraph_properties(node)
        if section:
            ppr = f"{ppr[:-8]}{section}</w:pPr>" if ppr else f"<w:pPr>{section}</w:pPr>"
        content = inlines(self.part, node.inlines)
        if node.page_break:
            content += f'<w:r><w:br w:type="{"column" if node.to_column else "page"}"/></w:r>'
        if node.bookmarks:
            marks, ends = self._bookmarks(node.bookmarks)
            content = f"{marks}{content}{ends}"
        return f"<w:p>{ppr}{content}</w:p>"

    def _paragraph_properties(self, node: Paragraph) -> str:
        """The w:pPr, made once for all paragraphs that look alike."""
        number = node.number
        listed = number if number is not None and not (node.number_inherited and not number.restart) else None
        num_id = self.restarts.num_id(listed) if listed is not None else 0
        at = (num_id, listed.level, node.number_inherited) if listed is not None else None
        key = (node.style, node.raw_ppr, node.raw_mark, at)
        known = self.part.allot.base.properties
        found = known.get(key)
        if found is not None:
            return found
        style = node.style if node.style != self.document.default_style else ""
        own = [("pStyle", f'<w:pStyle w:val="{escape(style)}"/>' if style else "")]
        if listed is not None:
            own.append(("numPr", f'<w:numPr><w:ilvl w:val="{listed.level}"/><w:numId w:val="{num_id}"/></w:numPr>'))
            if node.number_inherited and "<w:ind " not in node.raw_ppr:
                own.append(("ind", self._style_indent(node.style)))
        if node.raw_mark:
            own.append(("rPr", properties("rPr", node.raw_mark)))
        if len(known) > MOST_KEPT:
            known.clear()
        found = known[key] = properties("pPr", node.raw_ppr, *own)
        return found

    def _style_indent(self, style: str) -> str:
        """The indents of a style that sets its own: a number given to the paragraph itself would override them."""
        chain = self.looks.chain(style)
        if all(s.para.indent_left is None and s.para.first_line is None for s in chain):
            return ""
        para = self.looks.style(style).para
        first = para.first_line or 0.0
        kind = "hanging" if first < 0 else "firstLine"
        return f'<w:ind w:left="{twips(para.indent_left or 0.0)}" w:{kind}="{twips(abs(first))}"/>'

    def _bookmarks(self, names: Sequence[str]) -> tuple[str, str]:
        allot = self.part.allot
        starts, ends = [], []
        for name in names:
            allot.bookmarks += 1
            starts.append(f'<w:bookmarkStart w:id="{allot.bookmarks}" w:name="{escape(name)}"/>')
            ends.append(f'<w:bookmarkEnd w:id="{allot.bookmarks}"/>')
        return "".join(starts), "".join(reversed(ends))

    # ------------------------------------------------------------ contents

    def _toc(self, node: Toc) -> str:
        """The field, filled with its entries; Word refreshes it when asked."""
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            f"{escape(node.instruction, quote=False)} </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if not node.entries:
            return f"<w:p>{begin}{end}</w:p>"
        last = len(node.entries) - 1
        return "".join(
            self._toc_entry(entry, begin if i == 0 else "", end if i == last else "")
            for i, entry in enumerate(node.entries)
        )

    def _toc_entry(self, entry: TocEntry, begin: str, end: str) -> str:
        style = next((s.id for s in self.document.styles.values() if s.name.lower() == f"toc {entry.level}"), "")
        own = [("pStyle", f'<w:pStyle w:val="{escape(style)}"/>' if style else "")]
        if not any(stop.kind == "right" for stop in self.looks.style(style).para.tabs):
            position = twips(self.text_width)
            own.append(("tabs", f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{position}"/></w:tabs>'))
        page = complex_field("", f"PAGEREF {entry.bookmark} \\h", entry.page or "")
        inner = f"<w:r>{text(entry.text.replace(chr(9), ' '))}</w:r><w:r><w:tab/></w:r>{page}"
        link = f'<w:hyperlink w:anchor="{escape(entry.bookmark)}" w:history="1">{inner}</w:hyperlink>'
        return f"<w:p>{properties('pPr', '', *own)}{begin}{link}{end}</w:p>"

    # ------------------------------------------------------------ tables

    def table(self, node: Table) -> str:
        """One table."""
        style = f'<w:tblStyle w:val="{escape(node.style)}"/>' if node.style else ""
        own = [("tblStyle", style)]
        if "<w:tblW " not in node.raw_tblpr:
            own.append(("tblW", '<w:tblW w:w="0" w:type="auto"/>'))
        columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in node.columns)
        rows = "".join(self._row(row, node.columns) for row in node.rows if isinstance(row, Row))
        return f"<w:tbl>{properties('tblPr', node.raw_tblpr, *own)}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def _row(self, row: Row, columns: Sequence[float]) -> str:
        rule = f' w:hRule="{row.height_rule}"' if row.height_rule else ""
        own = (
            ("cantSplit", "<w:cantSplit/>" if row.cant_split else ""),
            ("trHeight", f'<w:trHeight w:val="{twips(row.height)}"{rule}/>' if row.height else ""),
            ("tblHeader", "<w:tblHeader/>" if row.header else ""),
        )
        out, column = [], 0
        for cell in row.cells:
            width = cell.width if cell.width is not None else sum(columns[column : column + cell.colspan])
            out.append(self._cell(cell, width))
            column += cell.colspan
        return f"<w:tr>{properties('trPr', row.raw_trpr, *own)}{''.join(out)}</w:tr>"

    def _cell(self, cell: Cell, width: float) -> str:
        key = (width, cell.colspan, cell.merge, cell.raw_tcpr)
        known = self.part.allot.base.properties
        tcpr = known.get(key)
        if tcpr is None:
            tcpr = known[key] = _cell_properties(cell, width)
        closing = "" if cell.blocks and isinstance(cell.blocks[-1], Paragraph) else "<w:p/>"
        return f"<w:tc>{tcpr}{self.blocks(cell.blocks)}{closing}</w:tc>"

    # ------------------------------------------------------------ sections

    def _section(self, node: SectionEnd) -> str:
        raw = self._furniture(node) + node.raw
        return properties("sectPr", raw, *_page(node.page, node.kind, node.raw)) or "<w:sectPr/>"

    def _furniture(self, node: SectionEnd) -> str:
        out = []
        for edge, furniture in (("header", node.headers), ("footer", node.footers)):
            for kind in ("even", "default", "first"):
                if kind in furniture:
                    id_ = self.references[furniture_key(edge, furniture[kind])]
                    out.append(f'<w:{edge}Reference w:type="{kind}" r:id="{id_}"/>')
        return "".join(out)


def _cell_properties(cell: Cell, width: float) -> str:
    merge = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(cell.merge, "")
    own = (
        ("tcW", f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>' if width else '<w:tcW w:w="0" w:type="auto"/>'),
        ("gridSpan", f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""),
        ("vMerge", merge),
    )
    return properties("tcPr", cell.raw_tcpr, *own)


def furniture_key(edge: str, furniture: Furniture) -> str:
    """What tells one header or footer from another within a document."""
    return f"{edge}:{furniture.part}:{id(furniture)}"


def _page(page: PageSetup, kind: str, raw: str) -> list[tuple[str, str]]:
    """The typed properties of a section."""
    turned = ' w:orient="landscape"' if page.landscape else ""
    margins = {"top": page.top, "right": page.right, "bottom": page.bottom, "left": page.left}
    sides = " ".join(f'w:{side}="{twips(length)}"' for side, length in margins.items())
    own = [
        ("type", f'<w:type w:val="{kind}"/>' if kind not in ("", "nextPage") else ""),
        ("pgSz", f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'),
        ("pgMar", f'<w:pgMar {sides} w:header="{twips(page.header)}" w:footer="{twips(page.footer)}" w:gutter="0"/>'),
        ("titlePg", "<w:titlePg/>" if page.title_page else ""),
    ]
    if page.number_start is not None or page.number_format != "decimal":
        start = f' w:start="{page.number_start}"' if page.number_start is not None else ""
        form = f' w:fmt="{page.number_format}"' if page.number_format != "decimal" else ""
        own.append(("pgNumType", f"<w:pgNumType{form}{start}/>"))
    if "<w:cols" not in raw:
        count = f' w:num="{page.columns}"' if page.columns > 1 else ""
        own.append(("cols", f'<w:cols{count} w:space="708"/>'))
    return own
