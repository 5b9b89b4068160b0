"""The agreement between the city and a partner, with its annexed work plan.

The clauses stand in the order in which they print; optional ones are wrapped in `clause(..., option=…)`. Numbers of
Pasal, ayat and huruf come from one Word list, references from TANDAI and RUJUK, so nothing is numbered by hand.
"""

from __future__ import annotations

import nota_annex
import nota_clauses
import nota_front
import nota_general
import word
from body import NBSP, Page, end_section, paragraph
from styles import Level, Style, lists, style_sheet

TITLE = "Nota Kesepakatan"


def build() -> bytes:
    draft = paragraph("Draf", "[[JIKA draf = 'ya']]DRAF[[AKHIR]]")
    furniture = {
        "header1": paragraph("Header", "- {PAGE} -") + draft,
        "header2": draft + paragraph("Header"),
    }
    portrait = Page(header="header1", first="header2", title_page=True)
    landscape = Page(landscape=True, header="header1", margins=(2.5, 2.0, 2.0, 2.5))
    body = (
        nota_front.logos()
        + nota_front.heading()
        + nota_front.parties()
        + nota_front.grounds()
        + nota_clauses.general_clauses()
        + nota_clauses.execution()
        + nota_clauses.duties()
        + nota_clauses.money()
        + nota_clauses.term()
        + nota_general.optional_clauses()
        + nota_general.contacts()
        + nota_general.closing_clauses()
        + nota_annex.signatures(portrait.text_width)
        + end_section(portrait)
        + nota_annex.annex(landscape.text_width)
        + nota_annex.control_sheet()
    )
    return word.document(TITLE, body, landscape, _styles(), _lists(), furniture)


def _styles() -> str:
    return style_sheet(
        "Bookman Old Style",
        12,
        [
            Style("Title", "Title", align="center", bold=True, size=12, keep_next=True),
            Style("Isi", "Isi", align="both", line=1.15, after=6),
            Style("IsiTabel", "Isi Tabel", line=1.1, after=6),
            Style("IsiRapat", "Isi Rapat", after=2),
            Style("Komparisi", "Komparisi", "IsiTabel", list=(2, 0)),
            Style("Premis", "Premis", "Isi", list=(3, 0)),
            Style("DasarHukum", "Dasar Hukum", "Isi", list=(4, 0)),
            Style(
                "Pasal",
                "Pasal",
                following="Ayat",
                align="center",
                bold=True,
                before=14,
                after=6,
                line=1.15,
                keep_next=True,
                list=(1, 0),
            ),
            Style("IsiPasal", "Isi Pasal", "Isi"),
            Style("Ayat", "Ayat", "Isi", list=(1, 1)),
            Style("Huruf", "Huruf", "Isi", list=(1, 2)),
            Style("Angka", "Angka", "Isi", list=(1, 3)),
            Style("KepalaLampiran", "Kepala Lampiran", size=11),
            Style("NomorKegiatan", "Nomor Kegiatan", "TabelIsi", align="center", list=(5, 0)),
            Style("NomorPemeriksa", "Nomor Pemeriksa", "TabelIsi", align="center", list=(6, 0)),
            Style("Draf", "Tanda Draf", align="right", bold=True, size=11, color="B00020"),
        ],
        table_size=9,
    )


def _lists() -> str:
    return lists(
        [
            Level(f"Pasal{NBSP}%1", style="Pasal", suffix="nothing", align="center"),
            Level("(%2)", style="Ayat", left=1.0, hanging=1.0),
            Level("%3.", "lowerLetter", style="Huruf", left=2.0, hanging=1.0),
            Level("%4.", style="Angka", left=3.0, hanging=1.0),
        ],
        [Level("%1.", style="Komparisi", suffix="nothing")],
        [Level("%1.", "lowerLetter", style="Premis", left=1.0, hanging=1.0)],
        [Level("%1.", style="DasarHukum", left=1.0, hanging=1.0)],
        [Level("%1.", style="NomorKegiatan", suffix="nothing", align="left")],
        [Level("%1.", style="NomorPemeriksa", suffix="nothing", align="left")],
    )
