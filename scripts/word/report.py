"""What plans, reports and profiles share: headings, look, signatures, matrix of a table by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from body import (
    GROUP_SHADE,
    NBSP,
    Cell,
    Page,
    Row,
    each_row,
    paragraph,
    table,
    when,
    when_rows,
)
from styles import Level, Style, lists, style_sheet

STAGES = (
    ("persiapan", "Persiapan"),
    ("pelaksanaan", "Pelaksanaan"),
    ("monitoring", "Monitoring"),
    ("evaluasi", "Evaluasi"),
)
PORTRAIT = Page(header="header1", margins=(2.0, 2.0, 2.5, 3.0))
FIRST_PORTRAIT = Page(header="header1", first="header2", title_page=True, margins=(2.0, 2.0, 2.5, 3.0))
LANDSCAPE = Page(header="header1", landscape=True, margins=(2.5, 1.75, 2.0, 1.75))
FURNITURE = {"header1": paragraph("Header", "- {PAGE} -"), "header2": paragraph("Header")}


def facts(rows: Sequence[tuple[str, str, str]], width: float = 16.0) -> str:
    """A table of names and values; the third of each is a condition under which the row stands, or ""."""
    out = []
    for name, value, condition in rows:
        row = Row([Cell(name, "TabelNama", shade=GROUP_SHADE), Cell(value)])
        out += when_rows(condition, row, columns=2) if condition else [row]
    return table([4.6, width - 4.6], out)


def by_stage(row: Row, columns: int) -> list[Row]:
    """The rows of repeat `kegiatan` grouped by stage, a heading row before each stage that has any."""
    out = []
    for stage, title in STAGES:
        group = Row([Cell(f"Tahap {title}", "TabelKelompok", span=columns, shade=GROUP_SHADE)])
        out += when_rows(
            f"selected(join(' ', tahap), '{stage}')",
            group,
            *each_row("kegiatan", row, columns=columns, condition=f"tahap = '{stage}'"),
            columns=columns,
        )
    return out


@dataclass(frozen=True)
class Signer:
    """Who signs: an opening word, and the questions that hold office, name and NIP ("" = none is printed). `by_hand`:
    the name may be left out, and is then written on a line at the signing."""

    opening: str
    office: str
    name: str
    nip: str = ""
    by_hand: bool = False

    @property
    def printed_name(self) -> str:
        bold = f"**{{{{ {self.name} }}}}**"
        return f"[[JIKA {self.name} != '']]{bold}[[SELAIN ITU]]({'.' * 44})[[AKHIR]]" if self.by_hand else bold


def signing(*signers: Signer) -> list[Row]:
    """Three rows, so that names stand on one line however long the offices are: offices, room to sign, names."""
    span = 2 // len(signers)

    def row(texts: list[list[str]]) -> Row:
        return Row([Cell(lines, "TandaTangan", span=span) for lines in texts])

    return [
        row([[who.opening, f"{{{{ {who.office} }}}},"] for who in signers]),
        row([[""] * 4 for _ in signers]),
        row(
            [
                [who.printed_name]
                + ([f"[[JIKA {who.nip} != '']]NIP{NBSP}{{{{ {who.nip} }}}}[[AKHIR]]"] if who.nip else [])
                for who in signers
            ]
        ),
    ]


def signatures(date: str, *rows: Row) -> str:
    """Place and date at the right, then the rows of signers; kept together."""
    place = Row([Cell("", "TandaTangan"), Cell(f"{{{{ tempat_pengesahan }}}}, {{{{ {date} }}}}", "TandaTangan")])
    return (
        paragraph("Isi", keep_next=True) + table([8.0, 8.0], [place, *rows], style="Polos") + paragraph("AkhirBagian")
    )


HEAD_AND_MANAGER = (
    Signer("Mengetahui,", "kepala_jabatan", "kepala_nama", "kepala_nip"),
    Signer("Penanggung Jawab,", "pj_jabatan", "pj_nama", "pj_nip"),
)


def section_heading(text: str, *blocks: str, condition: str = "") -> str:
    """A section "A. …" with its content; under a condition both disappear."""
    out = paragraph("Heading2", text) + "".join(blocks)
    return when(condition, out) if condition else out


def genuine_note() -> str:
    """For a footer: by which code one sees that the paper is genuine and the newest; nothing where it has none."""
    told = "**Kode keaslian.** Pindai atau buka {{ alamat_asli }} untuk melihat apakah naskah ini asli dan terbaru."
    row = Row([Cell("{{ kode_asli }}", "Jarak"), Cell(told, "KodeAsli", valign="center")])
    return when("alamat_asli != ''", table([2.1, 13.9], [row], style="Polos", padding=0.1)) + paragraph("Jarak")


def gap() -> str:
    """A little air after a table."""
    return paragraph("Jarak")


def styles(*more: Style, table_size: float = 9.5) -> str:
    """The look of plans and reports: Arial 11."""
    return style_sheet(
        "Arial",
        11,
        [
            Style("Title", "Title", align="center", bold=True, size=14, before=6, after=2, keep_next=True),
            Style("AnakJudul", "Anak Judul", align="center", size=11, after=2, keep_next=True),
            Style(
                "Heading1",
                "heading 1",
                following="Isi",
                align="center",
                bold=True,
                size=14,
                after=4,
                keep_next=True,
                outline=0,
                list=(1, 0),
            ),
            Style(
                "Heading2",
                "heading 2",
                following="Isi",
                bold=True,
                size=11,
                before=14,
                after=5,
                keep_next=True,
                outline=1,
                list=(1, 1),
            ),
            Style(
                "Heading3",
                "heading 3",
                following="Isi",
                bold=True,
                size=11,
                before=6,
                after=3,
                keep_next=True,
                outline=2,
                list=(1, 2),
            ),
            Style("TOC1", "toc 1", after=4),
            Style("Isi", "Isi", align="both", line=1.15, after=6),
            Style("Butir", "Butir", "Isi", after=3, list=(1, 3)),
            Style("NomorBaris", "Nomor Baris", "TabelIsi", align="center"),
            Style("TabelNama", "Tabel Nama", "TabelIsi", bold=True, size=table_size),
            Style("TabelAngka", "Tabel Angka", "TabelIsi", align="right", size=table_size),
            Style("TabelBulan", "Tabel Bulan", "TabelIsi", align="center", size=8),
            Style("TabelTanda", "Tabel Tanda", "TabelBulan", align="center", size=13),
            Style("Keterangan", "Keterangan", size=9, italic=True, color="44546A", after=4),
            Style("KodeAsli", "Kode Asli", size=8, color="44546A"),
            Style("Jarak", "Jarak", size=6),
            *more,
        ],
        table_size=table_size,
    )


def numbering() -> str:
    """One list: headings A., 1. and items 1., each counting anew below the next higher one; a plan's title (Heading 1)
    starts all of them again, so the plans of a book need no restarts."""
    return lists(
        [
            Level("", style="Heading1", suffix="nothing"),
            Level("%2.", "upperLetter", style="Heading2", left=0.8, hanging=0.8),
            Level("%3.", style="Heading3", left=0.8, hanging=0.8),
            Level("%4.", style="Butir", left=0.8, hanging=0.8),
        ]
    )
