"""Paragraphs, tables and sections as WordprocessingML, from short Python calls.

Text is plain text in which `**bold**` is bold, a line break (\\n) is a line break and \\t a tab; everything else, our
tags included, stands as written. Lengths are centimetres.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

NBSP = "\u00a0"


def twips(centimetres: float) -> int:
    """Word's unit of length, a twentieth of a point."""
    return round(centimetres / 2.54 * 1440)


# ---------------------------------------------------------------- paragraphs


def paragraph(
    style: str,
    text: str = "",
    *,
    keep_next: bool = False,
    page_break_before: bool = False,
    align: str = "",
    left: float | None = None,
    hanging: float = 0.0,
    before: float | None = None,
    section: str = "",
) -> str:
    """One paragraph in a style. `left`, `hanging` in cm, `before` in points; `section` is a w:sectPr that ends here."""
    spacing = "" if before is None else f'<w:spacing w:before="{round(before * 20)}"/>'
    indent = "" if left is None else f'<w:ind w:left="{twips(left)}" w:hanging="{twips(hanging)}"/>'
    properties = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if keep_next else "")
        + ("<w:pageBreakBefore/>" if page_break_before else "")
        + spacing
        + indent
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + section
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text)}</w:p>"


def runs(text: str) -> str:
    """The runs of a text with `**bold**`, line breaks, tabs and the fields {PAGE} and {NUMPAGES}."""
    out = []
    for place, piece in enumerate(text.split("**")):
        properties = "<w:rPr><w:b/></w:rPr>" if place % 2 else ""
        for part in re.split(r"(\n|\t|\{PAGE\}|\{NUMPAGES\})", piece):
            if part == "\n":
                out.append(f"<w:r>{properties}<w:br/></w:r>")
            elif part == "\t":
                out.append(f"<w:r>{properties}<w:tab/></w:r>")
            elif part in ("{PAGE}", "{NUMPAGES}"):
                out.append(_field(f" {part[1:-1]} ", properties, "1"))
            elif part:
                out.append(f'<w:r>{properties}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>')
    return "".join(out)


def _field(instruction: str, properties: str, result: str) -> str:
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{properties}<w:t>{escape(result)}</w:t></w:r>"
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def contents(levels: str = "1-1") -> str:
    """A table of contents over the headings of these levels."""
    field_ = _field(f' TOC \\o "{levels}" \\h \\z \\u ', "", "Daftar isi disusun saat dokumen dibuat.")
    return f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{field_}</w:p>'


def marker(text: str) -> str:
    """A control tag alone in its paragraph: small and grey, since it never prints."""
    return paragraph("Penanda", text)


def when(condition: str, *blocks: str) -> str:
    """Blocks that stand only if a condition holds."""
    return marker(f"[[JIKA {condition}]]") + "".join(blocks) + marker("[[AKHIR]]")


def either(condition: str, yes: str, no: str) -> str:
    """One of two runs of blocks."""
    return marker(f"[[JIKA {condition}]]") + yes + marker("[[SELAIN ITU]]") + no + marker("[[AKHIR]]")


def each(name: str, *blocks: str, joiner: str = "", empty: str = "") -> str:
    """Blocks once for each instance of a repeat; `joiner` is the punctuation between them."""
    opening = f'[[ULANGI {name}; PEMISAH "{joiner}"]]' if joiner else f"[[ULANGI {name}]]"
    otherwise = marker("[[KOSONG]]") + empty if empty else ""
    return marker(opening) + "".join(blocks) + otherwise + marker("[[AKHIR]]")


# ---------------------------------------------------------------- tables


@dataclass(frozen=True)
class Cell:
    """A cell: text (one paragraph for each list item) or ready blocks. `shade` RRGGBB; `valign` top, center, bottom."""

    text: str | Sequence[str] = ""
    style: str = "TabelIsi"
    span: int = 1
    align: str = ""
    shade: str = ""
    valign: str = ""
    keep_next: bool = False
    blocks: str = ""
    merge: str = ""  # "restart": the cells "continue" below belong to this one

    def xml(self, width: float) -> str:
        texts = [self.text] if isinstance(self.text, str) else list(self.text)
        content = self.blocks or "".join(
            paragraph(self.style, text, align=self.align, keep_next=self.keep_next) for text in texts
        )
        properties = (
            f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
            + (f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else "")
            + (f'<w:vMerge w:val="{self.merge}"/>' if self.merge else "")
            + (f'<w:shd w:val="clear" w:color="auto" w:fill="{self.shade}"/>' if self.shade else "")
            + (f'<w:vAlign w:val="{self.valign}"/>' if self.valign else "")
        )
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


@dataclass(frozen=True)
class Row:
    """A row; a `header` row is repeated on each page. Only a row that may `split` is divided over two pages."""

    cells: Sequence[Cell] = field(default_factory=tuple)
    header: bool = False
    split: bool = False

    def xml(self, widths: Sequence[float]) -> str:
        out, column = [], 0
        for cell in self.cells:
            out.append(cell.xml(sum(widths[column : column + cell.span])))
            column += cell.span
        if column != len(widths):
            raise ValueError(f"row of {column} columns in a table of {len(widths)}: {self.cells}")
        properties = ("" if self.split else "<w:cantSplit/>") + ("<w:tblHeader/>" if self.header else "")
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(out)}</w:tr>"


def cells(
    *texts: str, style: str = "TabelIsi", align: str = "", keep_next: bool = False, shade: str = ""
) -> list[Cell]:
    """Cells alike but for their texts."""
    return [Cell(text, style, align=align, keep_next=keep_next, shade=shade) for text in texts]


HEAD_SHADE = "E7ECEF"
GROUP_SHADE = "F3F5F7"


def head(*texts: str) -> Row:
    """A head row, repeated on each page."""
    return Row([Cell(text, "TabelKepala", shade=HEAD_SHADE, valign="center") for text in texts], header=True)


def column_numbers(count: int) -> Row:
    """The row (1) (2) (3) … below a head, repeated with it."""
    return Row([Cell(f"({n})", "TabelNomor") for n in range(1, count + 1)], header=True)


def marker_row(text: str, columns: int) -> Row:
    """A control tag alone in its row."""
    return Row([Cell(text, "Penanda", span=columns)])


def each_row(name: str, *rows: Row, columns: int, condition: str = "", empty: str = "") -> list[Row]:
    """Rows once for each instance of a repeat, those for which a condition holds."""
    inner = list(rows)
    if condition:
        inner = [marker_row(f"[[JIKA {condition}]]", columns), *inner, marker_row("[[AKHIR]]", columns)]
    if empty:
        inner += [marker_row("[[KOSONG]]", columns), Row([Cell(empty, span=columns, align="center")])]
    return [marker_row(f"[[ULANGI {name}]]", columns), *inner, marker_row("[[AKHIR]]", columns)]


def when_rows(condition: str, *rows: Row, columns: int) -> list[Row]:
    """Rows that stand only if a condition holds."""
    return [marker_row(f"[[JIKA {condition}]]", columns), *rows, marker_row("[[AKHIR]]", columns)]


def table(
    widths: Sequence[float], rows: Sequence[Row], *, style: str = "Kisi", align: str = "", padding: float | None = None
) -> str:
    """A table with fixed columns. Style "Kisi" draws all lines, "Polos" none. `padding`: left and right in a cell."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(twips(width) for width in widths)}" w:type="dxa"/>'
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + '<w:tblLayout w:type="fixed"/>'
        + _padding(padding)
    )
    body = "".join(row.xml(widths) for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _padding(width: float | None) -> str:
    if width is None:
        return ""
    sides = "".join(f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side in ("left", "right"))
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


# ---------------------------------------------------------------- sections


@dataclass(frozen=True)
class Page:
    """A section's page: A4, margins top, right, bottom, left in cm, and its furniture by part name.

    `first` and `first_footer` (a part name, or "" for none) apply to the first page when `title_page` is set.
    """

    landscape: bool = False
    margins: tuple[float, float, float, float] = (2.5, 2.0, 2.5, 3.0)
    header: str = ""
    first: str = ""
    footer: str = ""
    first_footer: str = ""
    title_page: bool = False
    number_format: str = ""
    number_start: int | None = None
    kind: str = "nextPage"

    @property
    def text_width(self) -> float:
        """Width between the margins, in cm."""
        return (29.7 if self.landscape else 21.0) - self.margins[1] - self.margins[3]

    def xml(self) -> str:
        references = "".join(
            f'<w:{kind}Reference w:type="{type_}" r:id="rel-{name}"/>'
            for kind, type_, name in (
                ("header", "default", self.header),
                ("header", "first", self.first),
                ("footer", "default", self.footer),
                ("footer", "first", self.first_footer),
            )
            if name
        )
        size = 'w:w="16838" w:h="11906" w:orient="landscape"' if self.landscape else 'w:w="11906" w:h="16838"'
        top, right, bottom, left = (twips(margin) for margin in self.margins)
        numbers = (f' w:fmt="{self.number_format}"' if self.number_format else "") + (
            f' w:start="{self.number_start}"' if self.number_start is not None else ""
        )
        return (
            f"<w:sectPr>{references}"
            f'<w:type w:val="{self.kind}"/>'
            f"<w:pgSz {size}/>"
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
            f' w:header="{twips(1.25)}" w:footer="{twips(1.25)}" w:gutter="0"/>'
            + (f"<w:pgNumType{numbers}/>" if numbers else "")
            + '<w:cols w:space="708"/>'
            + ("<w:titlePg/>" if self.title_page else "")
            + "</w:sectPr>"
        )


def end_section(page: Page) -> str:
    """The paragraph that closes a section; what stands before it is set on this page."""
    return paragraph("AkhirBagian", section=page.xml())
