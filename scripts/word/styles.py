"""The style sheet and the lists that our templates share."""

from __future__ import annotations

from dataclasses import dataclass

from body import twips
from package import NAMESPACES


@dataclass(frozen=True)
class Style:
    """A paragraph style. Lengths: spacing in points, indents in cm, `line` a multiple; `list` = (numId, level)."""

    id: str
    name: str
    base: str = "Normal"
    following: str = ""
    align: str = ""
    size: float = 0
    font: str = ""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    color: str = ""
    before: float | None = None
    after: float | None = None
    line: float = 0
    left: float | None = None
    hanging: float = 0
    first: float = 0
    keep_next: bool = False
    outline: int | None = None
    list: tuple[int, int] | None = None
    line_below: str = ""  # ST_Border, "single" or "thickThinSmallGap"
    shade: str = ""

    def xml(self) -> str:
        spacing = (
            (f' w:before="{round(self.before * 20)}"' if self.before is not None else "")
            + (f' w:after="{round(self.after * 20)}"' if self.after is not None else "")
            + (f' w:line="{round(self.line * 240)}" w:lineRule="auto"' if self.line else "")
        )
        hanging = f' w:hanging="{twips(self.hanging)}"' if self.hanging else ""
        first = f' w:firstLine="{twips(self.first)}"' if self.first else ""
        left = f' w:left="{twips(self.left)}"' if self.left is not None else ""
        paragraph = (
            ("<w:keepNext/>" if self.keep_next else "")
            + (
                f'<w:numPr><w:ilvl w:val="{self.list[1]}"/><w:numId w:val="{self.list[0]}"/></w:numPr>'
                if self.list
                else ""
            )
            + (
                f'<w:pBdr><w:bottom w:val="{self.line_below}" w:sz="12" w:space="2" w:color="000000"/></w:pBdr>'
                if self.line_below
                else ""
            )
            + (f'<w:shd w:val="clear" w:color="auto" w:fill="{self.shade}"/>' if self.shade else "")
            + (f"<w:spacing{spacing}/>" if spacing else "")
            + (f"<w:ind{left}{hanging}{first}/>" if left or hanging or first else "")
            + (f'<w:jc w:val="{self.align}"/>' if self.align else "")
            + (f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "")
        )
        font = f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:cs="{self.font}"/>' if self.font else ""
        run = (
            font
            + ("<w:b/>" if self.bold else "")
            + ("<w:i/>" if self.italic else "")
            + ("<w:caps/>" if self.caps else "")
            + (f'<w:color w:val="{self.color}"/>' if self.color else "")
            + (f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>' if self.size else "")
        )
        custom = "" if self.name == "Title" or self.name[0].islower() else ' w:customStyle="1"'
        following = f'<w:next w:val="{self.following}"/>' if self.following else ""
        return (
            f'<w:style w:type="paragraph"{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="{self.base}"/>{following}<w:qFormat/>'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )


def style_sheet(font: str, size: float, styles: list[Style], *, table_size: float = 10) -> str:
    """The whole styles part: defaults (language Indonesian), Normal, the given styles and two table styles."""
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="HurufBawaan">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TabelBawaan"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + "".join(style.xml() for style in styles + _shared(table_size))
        + _table_style("Kisi", "single")
        + _table_style("Polos", "nil")
        + "</w:styles>"
    )


def _shared(table_size: float) -> list[Style]:
    return [
        Style("Header", "header", align="center", size=11),
        Style("Footer", "footer", size=9),
        Style("Penanda", "Penanda Templat", size=7, color="7F7F7F"),
        Style("AkhirBagian", "Akhir Bagian", size=1),
        Style("TabelIsi", "Tabel Isi", size=table_size, before=2, after=2),
        Style(
            "TabelKepala",
            "Tabel Kepala",
            "TabelIsi",
            bold=True,
            align="center",
            size=table_size,
            before=3,
            after=3,
            keep_next=True,
        ),
        Style(
            "TabelNomor",
            "Tabel Nomor Kolom",
            "TabelIsi",
            align="center",
            size=max(table_size - 2, 7),
            before=0,
            after=0,
        ),
        Style("TabelKelompok", "Tabel Kelompok", "TabelIsi", bold=True, size=table_size, keep_next=True),
        Style("TandaTangan", "Tanda Tangan", align="center", keep_next=True),
    ]


def _table_style(name: str, line: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="{line}"' + (' w:sz="4" w:space="0" w:color="44546A"' if line == "single" else "") + "/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="Tabel {name}"/>'
        f'<w:basedOn w:val="TabelBawaan"/><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr></w:style>'
    )


# ---------------------------------------------------------------- lists


@dataclass(frozen=True)
class Level:
    """One level of a list; `style` is the paragraph style that carries it."""

    text: str
    format: str = "decimal"
    style: str = ""
    suffix: str = "tab"
    left: float = 0
    hanging: float = 0
    align: str = "left"

    def xml(self, depth: int) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{self.format}"/>'
            + (f'<w:pStyle w:val="{self.style}"/>' if self.style else "")
            + f'<w:suff w:val="{self.suffix}"/><w:lvlText w:val="{self.text}"/><w:lvlJc w:val="{self.align}"/>'
            f'<w:pPr><w:ind w:left="{twips(self.left)}" w:hanging="{twips(self.hanging)}"/></w:pPr></w:lvl>'
        )


def lists(*each: list[Level]) -> str:
    """The numbering part: list 1, 2, … one `w:num` each."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(level.xml(depth) for depth, level in enumerate(levels))
        + "</w:abstractNum>"
        for n, levels in enumerate(each, 1)
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in enumerate(each, 1))
    return f"<w:numbering {NAMESPACES}>{abstract}{nums}</w:numbering>"
