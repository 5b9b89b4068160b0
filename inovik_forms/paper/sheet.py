"""The look of a questionnaire on paper: its styles, and short ways to make paragraphs and tables of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from inovik_forms.documents.tree import (
    Alignment,
    Block,
    Border,
    Cell,
    CellFormat,
    CharFormat,
    Document,
    Furniture,
    Inline,
    PageCount,
    PageNumber,
    PageSetup,
    ParaFormat,
    Paragraph,
    Row,
    SectionEnd,
    Style,
    Tab,
    Table,
    TableFormat,
    TabStop,
    Text,
)
from inovik_forms.words import gettext

PAGE = PageSetup(top=62, bottom=58, left=57, right=57, header=28, footer=28)
WIDTH = PAGE.width - PAGE.left - PAGE.right
"""Points of a line."""
FONT = "Carlito"
GREY = "555555"
LINE = Border("single", 0.5, "777777")
BOX = dict.fromkeys(("top", "left", "bottom", "right"), LINE)
GRID = BOX | {"insideH": LINE, "insideV": LINE}


def _style(
    name: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    first: float = 0,
    keep: bool = False,
    outline: int | None = None,
    align: Alignment = "left",
    line: float | None = None,
    shade: str | None = None,
    tabs: tuple[TabStop, ...] = (),
    **char: object,
) -> Style:
    para = ParaFormat(
        align=align, space_before=before, space_after=after, indent_left=left, first_line=first, keep_next=keep,
        keep_lines=True, outline_level=outline, line=line, line_rule="auto" if line else None, shade=shade, tabs=tabs,
    )  # fmt: skip
    return Style(name, name, "paragraph", para=para, char=CharFormat(font=FONT, size=size, **char))  # type: ignore[arg-type]


NUMBER_WIDTH = 24.0
INNER = WIDTH - NUMBER_WIDTH
"""Points of a line behind the number of its question."""
_HANGING = (TabStop(NUMBER_WIDTH),)
STYLES = {
    style.id: style
    for style in (
        _style("Normal", 10.5),
        _style("Title", 17, after=4, bold=True),
        _style("Subtitle", 10.5, after=10, color=GREY),
        _style("Heading1", 13, before=16, after=6, keep=True, outline=0, bold=True, shade="E8EDF2"),
        _style("Heading2", 11.5, before=12, after=4, keep=True, outline=1, bold=True),
        _style("Question", 10.5, before=9, after=2, left=NUMBER_WIDTH, first=-NUMBER_WIDTH, keep=True, bold=True,
               tabs=_HANGING),
        _style("Picture", 10.5, before=2, after=4, left=NUMBER_WIDTH, keep=True),
        _style("Hint", 9, after=2, left=NUMBER_WIDTH, keep=True, italic=True, color=GREY),
        _style("Only", 9, after=2, left=NUMBER_WIDTH, keep=True, color="8A3B00"),
        _style("Option", 10.5, left=NUMBER_WIDTH + 18, first=-18, line=1.15, keep=True,
               tabs=(TabStop(NUMBER_WIDTH + 18),)),
        _style("Write", 10.5, left=NUMBER_WIDTH, line=1.75, keep=True, tabs=(TabStop(WIDTH, "right", "dot"),)),
        _style("End", 1, after=3),
        _style("Note", 10.5, before=6, after=4, keep=True),
        _style("Answer", 10.5, after=3, left=NUMBER_WIDTH, line=1.1),
        _style("Empty", 10.5, after=3, left=NUMBER_WIDTH, italic=True, color=GREY),
        _style("Cell", 9.5, line=1.15),
        _style("CellHead", 9, bold=True),
        _style("Small", 8.5, color=GREY, tabs=(TabStop(WIDTH, "right"),)),
    )
}  # fmt: skip

_MARKS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1|(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\3(?!\w)")
_LINKS = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")


def plain(text: str) -> str:
    """A label without the marks that a screen turns into bold type and links; a link keeps its address in brackets."""
    bare = _LINKS.sub(lambda found: f"{found[1]} ({found[2]})", text)
    return _MARKS.sub(lambda found: found[2] or found[4], bare)


@dataclass
class Sheet:
    """A document under construction."""

    title: str
    language: str
    blocks: list[Block] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=count)

    def id(self) -> str:
        return f"k{next(self._ids)}"

    def paragraph(self, what: str | Sequence[Inline], style: str, own: ParaFormat | None = None) -> Paragraph:
        """A paragraph by itself, for cells. A text's line breaks stay within it as spaces."""
        inlines = (Text(" ".join(what.split())),) if isinstance(what, str) else tuple(what)
        return Paragraph(self.id(), inlines, style, own or ParaFormat())

    def put(self, what: str | Sequence[Inline], style: str, own: ParaFormat | None = None) -> None:
        self.blocks.append(self.paragraph(what, style, own))

    def close(self) -> None:
        """What was kept together ends here: a question may be followed by a new page."""
        self.put((), "End")

    def cell(self, what: str | Sequence[Block], width: float, style: str = "Cell", *, boxed: bool = True) -> Cell:
        blocks = (self.paragraph(what, style),) if isinstance(what, str) else tuple(what)
        borders = None if boxed else {side: Border("none") for side in BOX}
        return Cell(self.id(), blocks, width=width, format=CellFormat(borders=borders, vertical_align="top"))

    def row(self, cells: Sequence[Cell], *, header: bool = False, height: float | None = None) -> Row:
        return Row(self.id(), tuple(cells), header=header, cant_split=True, height=height, height_rule="atLeast")

    def table(self, rows: Sequence[Row], columns: Sequence[float], *, indent: float = 0, boxed: bool = True) -> None:
        form = TableFormat(
            borders=GRID if boxed else None, indent=indent, width=sum(columns), fixed=True,
            margins={"top": 2, "bottom": 2, "left": 4, "right": 4},
        )  # fmt: skip
        self.blocks.append(Table(self.id(), tuple(columns), tuple(rows), format=form))

    def document(self) -> Document:
        """The finished document: title above, page numbers below each page."""
        foot = (Text(self.title), Tab(), Text(gettext("Halaman") + " "), PageNumber(), Text(" / "), PageCount())
        furniture = Furniture("", (self.paragraph(foot, "Small"),))
        end = SectionEnd(self.id(), PAGE, footers={"default": furniture})
        return Document(
            (*self.blocks, end), STYLES, default_char=CharFormat(font=FONT, size=10.5), title=self.title,
            language=self.language,
        )  # fmt: skip
