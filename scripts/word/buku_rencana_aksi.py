"""All action plans of a laboratory as one book: cover, foreword, contents, overview, then every plan."""

from __future__ import annotations

import plan
import word
from body import Cell, Page, Row, cells, contents, each, each_row, end_section, head, paragraph, table
from report import FURNITURE, PORTRAIT, gap, numbering, styles
from styles import Style

TITLE = "Buku Rencana Aksi Inovasi"
YEAR = "{{ format-date(rencana_mulai, '%Y') }}"
MARGINS = (2.0, 2.0, 2.5, 3.0)
COVER = Page(margins=MARGINS)
FRONT = Page(header="header1", margins=MARGINS, number_format="lowerRoman", number_start=1)
OVERVIEW = Page(header="header1", margins=MARGINS, number_format="decimal", number_start=1)


def build() -> bytes:
    body = (
        _cover()
        + end_section(COVER)
        + _foreword()
        + _contents()
        + end_section(FRONT)
        + _overview()
        + end_section(OVERVIEW)
        + each("dokumen", plan.body(new_page=True))
    )
    look = styles(
        Style("SampulJudul", "Sampul Judul", align="center", bold=True, size=26, before=40, color="0B4F6C"),
        Style("SampulAnak", "Sampul Anak Judul", align="center", size=15, before=10),
        Style("SampulInstansi", "Sampul Instansi", align="center", bold=True, size=16, before=6),
    )
    return word.document(TITLE, body, PORTRAIT, look, numbering(), FURNITURE)


def _cover() -> str:
    emblem = Row([Cell("[[JIKA kota_logo != '']]{{ kota_logo }}[[AKHIR]]", align="center")])
    return (
        paragraph("SampulAnak", before=70)
        + table([4.0], [emblem], style="Polos", align="center")
        + paragraph("SampulJudul", "BUKU RENCANA AKSI INOVASI")
        + paragraph("SampulAnak", "Laboratorium Inovasi Pelayanan Publik")
        + paragraph("SampulAnak", f"Tahun {YEAR}")
        + paragraph("SampulInstansi", "{{ huruf_besar(kota_pemerintah) }}", before=210)
        + paragraph("SampulAnak", "{{ kota_provinsi }}")
    )


def _foreword() -> str:
    return (
        paragraph("Heading1", "Kata Pengantar")
        + paragraph(
            "Isi",
            "Buku ini memuat rencana aksi inovasi yang disusun oleh perangkat daerah di lingkungan "
            "{{ kota_pemerintah }} "
            "melalui Laboratorium Inovasi. Setiap rencana aksi berangkat dari masalah atau potensi yang telah "
            "didiagnosa "
            "bersama, kemudian dirancang menjadi langkah kerja yang jelas pelaksana, keluaran, waktu, dan biayanya.",
        )
        + paragraph(
            "Isi",
            "Rencana aksi dalam buku ini menjadi pegangan bagi perangkat daerah untuk melaksanakan inovasinya, bagi "
            "pendamping untuk memantau kemajuannya, dan bagi masyarakat untuk mengetahui perubahan yang dijanjikan.",
        )
        + paragraph(
            "Isi",
            "Terima kasih kepada seluruh perangkat daerah, fasilitator, dan mitra yang telah meluangkan waktu "
            "dan pikiran. "
            "Semoga setiap rencana menjadi pelayanan yang lebih baik bagi warga {{ kota_nama }}.",
        )
        + table(
            [8.0, 8.0],
            [
                Row(
                    [
                        Cell("", "TandaTangan"),
                        Cell(
                            (
                                f"{{{{ kota_ibu_kota }}}}, {YEAR}",
                                "{{ kota_kepala_jabatan }}",
                                *[""] * 4,
                            ),
                            "TandaTangan",
                        ),
                    ]
                )
            ],
            style="Polos",
        )
    )


def _contents() -> str:
    return paragraph("Title", "DAFTAR ISI", page_break_before=True) + gap() + contents("1-1")


def _overview() -> str:
    plan_row = Row([*cells("{{ judul }}", "{{ unit_nama }}"), Cell("{{ angka(total_biaya) }}", "TabelAngka")])
    return (
        paragraph("Heading1", "Ikhtisar Rencana Aksi")
        + paragraph(
            "Isi",
            "Rencana aksi inovasi yang dimuat dalam buku ini adalah sebagai berikut.",
        )
        + table(
            [7.4, 5.6, 3.0],
            [head("Judul inovasi", "Perangkat daerah", "Total biaya (Rp)"), *each_row("dokumen", plan_row, columns=3)],
        )
    )
