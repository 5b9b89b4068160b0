"""The letterheads that `[[KOP]]` and `[[KOP JABATAN]]` print: of a unit, with the emblem at the left and a heavy line,
and of the head of the region, centred below the emblem of the state."""

from __future__ import annotations

import word
from body import Cell, Page, Row, paragraph, table
from report import numbering
from styles import Style, style_sheet

TAG, OFFICE_TAG = paragraph("Isi", "[[KOP]]"), paragraph("Isi", "[[KOP JABATAN]]")
"""How a template asks for one."""
FONT = "Arial"
PAGE = Page(margins=(2.0, 2.0, 2.5, 3.0))


def build() -> dict[str, bytes]:
    """Kind → its file."""
    return {"unit": _file("Kop perangkat daerah", _unit()), "jabatan": _file("Kop jabatan", _office())}


def _file(title: str, body: str) -> bytes:
    return word.document(title, body, PAGE, _styles(), numbering(), {})


def _styles() -> str:
    def look(style: str, name: str, size: float, *, bold: bool = False, after: float = 0, line: str = "") -> Style:
        return Style(
            style, name, align="center", size=size, font=FONT, bold=bold, before=0, after=after, line=1, line_below=line
        )

    return style_sheet(
        FONT,
        11,
        [
            Style("Isi", "Isi"),
            look("KopAtas", "Kop Atas", 13),
            look("KopNama", "Kop Nama", 16, bold=True),
            look("KopBawah", "Kop Bawah", 13),
            look("KopAlamat", "Kop Alamat", 9),
            look("KopLambang", "Kop Lambang", 9),
            look("KopGaris", "Kop Garis", 4, after=10, line="thickThinSmallGap"),
            look("KopJarak", "Kop Jarak", 4, after=14),
        ],
    )


def _lines(prefix: str) -> str:
    """The lines of names and addresses; those that are empty do not print."""
    return "".join(
        paragraph(style, f"{{{{ {prefix}_{part} }}}}")
        for style, part in (
            ("KopAtas", "atas"),
            ("KopNama", "nama"),
            ("KopBawah", "bawah"),
            ("KopAlamat", "alamat"),
            ("KopAlamat", "kontak"),
        )
    )


def _unit() -> str:
    emblem = Cell("{{ kop_logo }}", "KopLambang", valign="center")
    row = Row([emblem, Cell(blocks=_lines("kop"), valign="center")])
    return table([2.4, 13.6], [row], style="Polos") + paragraph("KopGaris")


def _office() -> str:
    emblem = Row([Cell("{{ kop_jabatan_logo }}", "KopLambang")])
    shown = "kop_jabatan_logo != ''"
    return (
        paragraph("KopLambang", f"[[JIKA {shown}]]")
        + table([3.0], [emblem], style="Polos", align="center")
        + paragraph("KopLambang", "[[AKHIR]]")
        + _lines("kop_jabatan")
        + paragraph("KopJarak")
    )
