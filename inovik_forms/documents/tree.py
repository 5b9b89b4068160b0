"""The document tree: every shape a document is made of, as frozen values.

One tree is read from Word, filled with answers, resolved (numbers, references, punctuation), and written as DOCX, HTML,
PDF and plain text. The body is one flat run of blocks in which `SectionEnd` closes a section, as Word itself does, so
that conditions and repeats may span sections. Lengths are points. `raw_*` are Word properties as XML text, carried to
the DOCX writer unread; the HTML writer uses the typed fields only. Raw XML uses the prefixes of `NAMESPACES` without
declaring them (the writer declares them once, on the part's root element); any other namespace is declared in place.

The shapes are msgspec's frozen structs, which are made in a twentieth of a frozen dataclass's time: a filled agreement
is two thousand of them. `msgspec.structs.replace` gives a changed copy.

Template-only shapes (`Value`, `Branches`, `Repetition`, `Anchor`, `ReferTo`) disappear in `fill`; `Document` versus
`Template` tells a reader of the code which side of it he is on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Literal, TypeVar

from msgspec import Struct, field

from inovik_forms.expressions.nodes import Expression
from inovik_forms.problems import Problem

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
}
"""Prefix → namespace of all `raw_*` texts."""

BLANK_TEXT = "…………………"
"""What an unanswered value looks like on paper, in every form of output."""


class Source(Struct, frozen=True):
    """Where a node stood in the Word file: part name, paragraph (from 1 in that part), offset in its text (from 0)."""

    part: str = ""
    paragraph: int = 0
    offset: int = 0


# ---------------------------------------------------------------- formatting

LineRule = Literal["auto", "exact", "atLeast"]
Alignment = Literal["left", "center", "right", "both"]


class CharFormat(Struct, frozen=True):
    """Character formatting set at one place; None = inherited."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: str | None = None  # "none" switches an inherited one off
    strike: bool | None = None
    caps: bool | None = None
    small_caps: bool | None = None
    hidden: bool | None = None
    color: str | None = None  # RRGGBB
    shade: str | None = None  # RRGGBB, from w:shd or w:highlight
    position: Literal["superscript", "subscript", "baseline"] | None = None
    style: str | None = None  # character style id


class TabStop(Struct, frozen=True):
    position: float
    kind: Literal["left", "center", "right", "decimal", "clear", "bar"] = "left"
    leader: str = ""  # "dot", "hyphen", "underscore" or ""


class Border(Struct, frozen=True):
    """One line: style as ST_Border names it ("single", "double", "none"…), width in points, colour RRGGBB."""

    style: str
    width: float = 0.5
    color: str = "000000"
    space: float = 0.0


Borders = Mapping[str, Border]
"""Sides top, left, bottom, right, insideH, insideV, between."""


class ParaFormat(Struct, frozen=True):
    """Paragraph formatting set at one place; None = inherited."""

    align: Alignment | None = None
    indent_left: float | None = None
    indent_right: float | None = None
    first_line: float | None = None  # negative = hanging
    space_before: float | None = None
    space_after: float | None = None
    line: float | None = None  # multiple of single spacing for "auto", else points
    line_rule: LineRule | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    page_break_before: bool | None = None
    widow_control: bool | None = None
    contextual_spacing: bool | None = None
    no_hyphens: bool | None = None
    outline_level: int | None = None  # 0 = heading 1
    tabs: tuple[TabStop, ...] = ()
    borders: Borders | None = None
    shade: str | None = None


class NumberRef(Struct, frozen=True):
    """A list membership: Word's numId and level (0-based). Each distinct non-empty `restart` is a list of its own that
    counts from its start again (one `w:num` with `w:startOverride`)."""

    num_id: int
    level: int
    restart: str = ""


class Style(Struct, frozen=True):
    """A paragraph, character or table style; `number` is the list that it carries. Inheritance is not yet applied."""

    id: str
    name: str
    kind: Literal["paragraph", "character", "table", "numbering"]
    based_on: str = ""
    para: ParaFormat = ParaFormat()
    char: CharFormat = CharFormat()
    number: NumberRef | None = None
    table: TableFormat | None = None


class Level(Struct, frozen=True):
    """One level of a list (w:lvl). `text` is the pattern ("Pasal %1"); `format` is ST_NumberFormat."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: Literal["tab", "space", "nothing"] = "tab"
    align: str = "left"
    restart: int | None = None  # w:lvlRestart
    is_legal: bool = False
    style: str = ""  # linked paragraph style
    para: ParaFormat = ParaFormat()
    char: CharFormat = CharFormat()


class Numbering(Struct, frozen=True):
    """`abstract`: abstractNumId → its nine levels. `nums`: numId → (abstractNumId, {level: start override
    or Level})."""

    abstract: Mapping[int, Mapping[int, Level]] = field(default_factory=dict)
    nums: Mapping[int, tuple[int, Mapping[int, int | Level]]] = field(default_factory=dict)


# ---------------------------------------------------------------- inlines

NoteKind = Literal["footnote", "endnote"]
NOTE_KINDS: tuple[NoteKind, ...] = ("footnote", "endnote")


class NoteNumbers(Struct, frozen=True):
    """How notes of a kind are counted; `restart`: continuous or eachSect."""

    format: str = "decimal"
    start: int = 1
    restart: str = "continuous"


class Text(Struct, frozen=True):
    """A stretch of text with one formatting. `path`: the answer that it prints ('' = wording of the template).
    `raw_rpr`: all children of w:rPr, w:rStyle too."""

    text: str
    format: CharFormat = CharFormat()
    raw_rpr: str = ""
    path: str = ""


class LineBreak(Struct, frozen=True):
    path: str = ""


class Tab(Struct, frozen=True):
    raw_rpr: str = ""


class Image(Struct, frozen=True):
    """A picture. `floating`: None = in line; else its anchor's offset from the page/margin as the PDF places it."""

    data: bytes
    media_type: str
    width: float
    height: float
    alt: str = ""
    path: str = ""
    floating: Floating | None = None
    raw: str = ""  # the w:drawing as it stood, for unchanged pictures
    part: str = ""  # package part that holds the bytes, for unchanged pictures


class Floating(Struct, frozen=True):
    align_h: str = ""  # left, center, right or '' (offset)
    align_v: str = ""
    offset_h: float = 0.0
    offset_v: float = 0.0
    relative_h: str = "column"
    relative_v: str = "paragraph"
    wrap: str = "none"
    behind: bool = False
    clear: tuple[float, float, float, float] = (7.0, 0.0, 7.0, 0.0)  # points to text: left, top, right, bottom


class Ref(Struct, frozen=True):
    """A resolved cross-reference, one part of it: a REF field to a bookmark; `text` is the cached result
    ("Pasal 5")."""

    bookmark: str
    text: str
    switches: str = "\\n \\h"
    format: CharFormat = CharFormat()
    raw_rpr: str = ""


class PageNumber(Struct, frozen=True):
    format: CharFormat = CharFormat()
    raw_rpr: str = ""


class PageCount(Struct, frozen=True):
    """NUMPAGES, or SECTIONPAGES when `section`."""

    section: bool = False
    format: CharFormat = CharFormat()
    raw_rpr: str = ""


class Blank(Struct, frozen=True):
    """An unanswered value: visible dots that are listed and lead to their question (`path` of the answer)."""

    path: str
    label: str = ""
    format: CharFormat = CharFormat()
    raw_rpr: str = ""


class Link(Struct, frozen=True):
    url: str
    inlines: tuple[Inline, ...]


class Note(Struct, frozen=True):
    """A footnote or endnote, where its number stands. `label`: that number, once resolved; '' when the author gave a
    mark, which then follows as text (`is_marked`)."""

    kind: NoteKind
    blocks: tuple[Block, ...]
    format: CharFormat = CharFormat()
    raw_rpr: str = ""
    label: str = ""
    is_marked: bool = False


class NoteMark(Struct, frozen=True):
    """The number of a note, at its own text."""

    kind: NoteKind
    format: CharFormat = CharFormat()
    raw_rpr: str = ""


class Box(Struct, frozen=True):
    """A text box of a drawing: where it stands in it, and what is in it. `margins`: left, top, right, bottom. A box
    that `grows` is as high as its text."""

    x: float
    y: float
    width: float
    height: float
    blocks: tuple[Block, ...]
    margins: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    border: Border | None = None
    shade: str = ""
    align: Literal["top", "center", "bottom"] = "top"
    grows: bool = False


class Drawing(Struct, frozen=True):
    """Text boxes, alone or grouped. `raw`: the drawing as it stood, cut where the text of a box goes; the boxes come
    in order, and once more in what older programs read instead."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    floating: Floating | None = None
    raw: tuple[str, ...] = ()


class Opaque(Struct, frozen=True):
    """Word content that we carry but cannot lay out (a shape, an unknown field): its XML and its text."""

    raw: str
    text: str = ""
    kind: str = ""


# template only ---------------------------------------------------


class Value(Struct, frozen=True):
    """`{{ expression }}`. `name` is set when it is a bare name."""

    expression: Expression
    format: CharFormat = CharFormat()
    raw_rpr: str = ""
    source: Source = Source()


class ReferTo(Struct, frozen=True):
    """`{{ RUJUK a, b }}`: references to anchors. From Word's own REF field: `instruction` is its code, `targets`
    the one bookmark, `cached` the result as it stood in the file. Gone after `resolve`."""

    targets: tuple[str, ...]
    format: CharFormat = CharFormat()
    raw_rpr: str = ""
    source: Source = Source()
    instruction: str = ""
    cached: str = ""


class Anchor(Struct, frozen=True):
    """`[[TANDAI name]]`: names its paragraph."""

    name: str
    source: Source = Source()


T = TypeVar("T")


class Branches(Struct, Generic[T], frozen=True):
    """`[[JIKA]]…[[ATAU JIKA]]…[[SELAIN ITU]]…[[AKHIR]]` over inlines, blocks or rows. The last condition may
    be None."""

    branches: tuple[tuple[Expression | None, tuple[T, ...]], ...]
    source: Source = Source()


class Repetition(Struct, Generic[T], frozen=True):
    """`[[ULANGI name; PEMISAH "; dan"]]…[[KOSONG]]…[[AKHIR]]` over inlines, blocks or rows."""

    name: str
    body: tuple[T, ...]
    separator: str = ""
    empty: tuple[T, ...] = ()
    source: Source = Source()


Inline = (
    Text | LineBreak | Tab | Image | Ref | PageNumber | PageCount | Blank | Link | Opaque | Note | NoteMark | Drawing
    | Value | ReferTo | Anchor | Branches["Inline"] | Repetition["Inline"]
)  # fmt: skip


# ---------------------------------------------------------------- blocks


class Paragraph(Struct, frozen=True):
    """A paragraph. `id` is stable: template position plus the keys of the repeats around it. `number` comes from the
    paragraph or its style; `label` is its text once resolved ("Pasal 5", "(2)", "a."). `bookmarks` are Word's names
    that start here. `raw_ppr` holds the children of w:pPr without w:pStyle, w:numPr, w:rPr and w:sectPr (a w:numPr with
    numId 0, which switches a style's list off, stays in it; `number` is None then). `number_inherited`: the list
    comes from the paragraph's style, so the writer need not repeat it unless it carries a `restart`. `raw_mark`:
    children of the paragraph mark's w:rPr."""

    id: str
    inlines: tuple[Inline, ...]
    style: str = ""
    format: ParaFormat = ParaFormat()
    mark: CharFormat = CharFormat()  # formatting of the paragraph mark: height of an empty paragraph, look of the label
    number: NumberRef | None = None
    number_inherited: bool = False
    label: str = ""
    bookmarks: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    page_break: bool = False  # holds a w:br w:type="page": a new page begins after this paragraph
    raw_ppr: str = ""
    raw_mark: str = ""
    source: Source = Source()
    to_column: bool = False  # with `page_break`: the next column is enough


class CellFormat(Struct, frozen=True):
    borders: Borders | None = None
    shade: str | None = None
    vertical_align: Literal["top", "center", "bottom"] | None = None
    margins: Mapping[str, float] | None = None  # top, left, bottom, right
    no_wrap: bool = False
    text_direction: str = ""  # "btLr", "tbRl" or ''


class Cell(Struct, frozen=True):
    """`merge`: vertical merge, "restart" (first of the merged), "continue" (swallowed) or ''. `width` in points.
    `raw_tcpr`: children of w:tcPr without w:tcW, w:gridSpan and w:vMerge. `repeat` (template only): the repeat that
    `ULANGI KOLOM` names; every cell of that grid column carries it."""

    id: str
    blocks: tuple[Block, ...]
    colspan: int = 1
    merge: Literal["", "restart", "continue"] = ""
    width: float | None = None
    format: CellFormat = CellFormat()
    raw_tcpr: str = ""
    repeat: str = ""


class Row(Struct, frozen=True):
    """`raw_trpr`: children of w:trPr without w:tblHeader, w:cantSplit and w:trHeight."""

    id: str
    cells: tuple[Cell, ...]
    header: bool = False
    cant_split: bool = False
    height: float | None = None
    height_rule: str = ""
    raw_trpr: str = ""


class TableFormat(Struct, frozen=True):
    borders: Borders | None = None
    align: str | None = None
    indent: float | None = None
    width: float | None = None  # points; None = by columns
    width_percent: float | None = None
    margins: Mapping[str, float] | None = None
    fixed: bool | None = None
    shade: str | None = None


class Table(Struct, frozen=True):
    """`columns`: widths of the grid in points. `raw_tblpr`: children of w:tblPr without w:tblStyle."""

    id: str
    columns: tuple[float, ...]
    rows: tuple[RowLike, ...]
    style: str = ""
    format: TableFormat = TableFormat()
    raw_tblpr: str = ""
    source: Source = Source()


class TocEntry(Struct, frozen=True):
    level: int
    text: str
    bookmark: str
    page: str = ""  # as printed, once laid out


class Toc(Struct, frozen=True):
    """A table of contents: the field's instruction and, once resolved, its entries."""

    id: str
    instruction: str
    levels: tuple[int, int] = (1, 3)
    entries: tuple[TocEntry, ...] = ()
    source: Source = Source()


class Furniture(Struct, frozen=True):
    """A header or footer. `part` is the package part it was read from."""

    part: str
    blocks: tuple[Block, ...]


class PageSetup(Struct, frozen=True):
    width: float = 595.3
    height: float = 841.9
    top: float = 72.0
    right: float = 72.0
    bottom: float = 72.0
    left: float = 72.0
    header: float = 36.0
    footer: float = 36.0
    landscape: bool = False
    title_page: bool = False
    number_start: int | None = None
    number_format: str = "decimal"
    columns: int = 1
    column_gap: float = 36.0
    column_line: bool = False


class SectionEnd(Struct, frozen=True):
    """Closes the section of all blocks since the last one. Headers and footers: kind (default, first, even) →
    furniture, with Word's "link to previous" already applied. `kind`: how THIS section starts (nextPage,
    continuous…)."""

    id: str
    page: PageSetup
    kind: str = "nextPage"
    headers: Mapping[str, Furniture] = field(default_factory=dict)
    footers: Mapping[str, Furniture] = field(default_factory=dict)
    raw: str = ""  # children of w:sectPr that are neither references nor typed above


Block = Paragraph | Table | Toc | SectionEnd | Branches["Block"] | Repetition["Block"]
RowLike = Row | Branches["RowLike"] | Repetition["RowLike"]


class Dropped(Struct, frozen=True):
    """An anchor that stood in a branch or an empty repeat that the answers left out: what a dead reference is told.
    `clause`: how its paragraph begins; `condition`: the tag that left it out; `answer`: path of the deciding question
    and what was answered."""

    clause: str
    condition: str
    path: str = ""
    answer: str = ""


class Document(Struct, frozen=True):
    """A whole document. `package`: the parts of the Word file that it came from, name → bytes (the writer puts the
    result into it). `defaults_*`: w:docDefaults. `even_odd`: settings ask for different odd and even headers."""

    body: tuple[Block, ...]
    styles: Mapping[str, Style] = field(default_factory=dict)
    default_style: str = "Normal"
    default_para: ParaFormat = ParaFormat()
    default_char: CharFormat = CharFormat()
    numbering: Numbering = Numbering()
    even_odd: bool = False
    hyphenate: bool = False  # settings ask for words to be parted at line ends
    default_tab: float = 36.0
    notes: Mapping[str, NoteNumbers] = field(default_factory=dict)  # kind of note → how it is counted
    title: str = ""
    language: str = "id"
    package: Mapping[str, bytes] = field(default_factory=dict)
    answers_json: str = ""  # the answers that are printed in it; travels in a custom XML part
    main_part: str = "word/document.xml"
    dropped: Mapping[str, Dropped] = field(default_factory=dict)  # anchor name + id suffix → why it is not there
    problems: tuple[Problem, ...] = ()  # what could not be computed while filling; `resolve` hands it on
