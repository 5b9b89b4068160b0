"""Signatures, the annexed work plan, and the control sheet of a draft."""

from __future__ import annotations

from body import (
    GROUP_SHADE,
    Cell,
    Row,
    cells,
    column_numbers,
    each_row,
    either,
    head,
    paragraph,
    table,
    when,
    when_rows,
)
from nota_words import CITY_LEADS, NAME_CAPITALS

STAGES = (
    ("drumup", "Drum-up"),
    ("diagnosa", "Diagnosa"),
    ("desain", "Desain"),
    ("deliver", "Deliver"),
    ("display", "Display"),
    ("dokumentasi", "Dokumentasi"),
)


def signatures(width: float) -> str:
    """Both signatures side by side; every line is kept with the next, so the block is never left alone or torn."""

    def pair(*sides: str) -> str:
        titles = [
            Cell((f"**{{{{ sebutan_{who} }}}}**,", f"{{{{ huruf_besar({who}_jabatan_lengkap) }}}},"), "TandaTangan")
            for who in sides
        ]
        room = [Cell([""] * 5, "TandaTangan") for _ in sides]
        names = [Cell(f"**{{{{ {who}_pejabat }}}}**", "TandaTangan") for who in sides]
        return table([width / 2] * 2, [Row(titles), Row(room), Row(names)], style="Polos")

    return paragraph("TandaTangan") + either(CITY_LEADS, pair("kota", "mitra"), pair("mitra", "kota"))


WIDTHS = [1.0, 4.5, 3.7, 2.3, 3.0, 3.6, 2.9, 1.9, 2.3]


def work_plan() -> str:
    columns = len(WIDTHS)
    responsible = (
        "[[JIKA rk_pj = 'kota']]{{ kota_unit }}[[ATAU JIKA rk_pj = 'mitra']]{{ mitra_unit }}"
        "[[ATAU JIKA rk_pj = 'bersama']]{{ kota_unit }} dan {{ mitra_unit }}[[SELAIN ITU]]{{ rk_pj }}[[AKHIR]]"
    )
    activity = Row(
        [
            Cell("", "NomorKegiatan"),
            *cells("{{ rk_kegiatan }}", "{{ rk_keluaran }}", "{{ rk_target }} {{ rk_satuan }}"),
            Cell("{{ tanggal(rk_mulai) }} s.d. {{ tanggal(rk_selesai) }}"),
            Cell(responsible),
            Cell("{{ angka(rk_biaya) }}", align="right"),
            Cell("[[JIKA rk_biaya = 0]]tanpa biaya[[SELAIN ITU]]{{ rk_sumber }}[[AKHIR]]", align="center"),
            Cell("[[JIKA rk_keterangan != '']]{{ rk_keterangan }}[[AKHIR]]"),
        ]
    )
    rows = [
        head(
            "No.",
            "Kegiatan",
            "Keluaran atau Indikator",
            "Target",
            "Waktu",
            "Penanggung Jawab",
            "Anggaran (Rp)",
            "Sumber Dana",
            "Keterangan",
        ),
        column_numbers(columns),
    ]
    for stage, title in STAGES:
        group = Row([Cell(f"Tahap {title}", "TabelKelompok", span=columns, shade=GROUP_SHADE)])
        rows += when_rows(
            f"selected(join(' ', rk_tahap), '{stage}')",
            group,
            *each_row("rencana_kerja", activity, columns=columns, condition=f"rk_tahap = '{stage}'"),
            columns=columns,
        )
    rows += [
        Row(
            [
                Cell("Jumlah", "TabelKelompok", span=6, align="right"),
                Cell("**{{ angka(total_rencana) }}**", align="right"),
                Cell("", span=2),
            ]
        ),
    ]
    return table(WIDTHS, rows)


def annex(width: float) -> str:
    label = [
        "LAMPIRAN",
        NAME_CAPITALS,
        f"[[JIKA {CITY_LEADS}]]NOMOR: {{{{ nomor_kota }}}}[[SELAIN ITU]]NOMOR: {{{{ nomor_mitra }}}}[[AKHIR]]",
        f"[[JIKA {CITY_LEADS}]]NOMOR: {{{{ nomor_mitra }}}}[[SELAIN ITU]]NOMOR: {{{{ nomor_kota }}}}[[AKHIR]]",
        "TENTANG",
        "{{ huruf_besar(tentang) }}",
    ]
    return (
        table([width - 9.5, 9.5], [Row([Cell(), Cell(label, "KepalaLampiran")])], style="Polos")
        + paragraph("Title", "RENCANA KERJA", before=12)
        + paragraph("Title", "{{ huruf_besar(tentang) }}", before=4)
        + paragraph("Isi")
        + work_plan()
        # Below the table, not its last row: LibreOffice ties no row to what follows, and signatures never stand alone.
        + paragraph("IsiTabel", "Terbilang: {{ terbilang(total_rencana) }} rupiah", before=4, keep_next=True)
        + signatures(width)
        + paragraph("AkhirBagian")  # a Word body does not end with a table
    )


def control_sheet() -> str:
    """Initials of the reviewers: on drafts of the city's own copy only, never on an original of the partner."""
    rows = [head("No.", "Pejabat Pemeriksa", "Jenis Paraf", "Tanggal", "Paraf")]
    rows += each_row(
        "pemeriksa",
        Row(
            [
                Cell("", "NomorPemeriksa"),
                Cell("{{ pemeriksa_jabatan }}"),
                Cell("{{ pemeriksa_jenis }}"),
                Cell(),
                Cell(("", "")),
            ]
        ),
        columns=5,
    )
    return when(
        f"draf = 'ya' and count(pemeriksa) > 0 and ({CITY_LEADS})",
        paragraph("Title", "LEMBAR KENDALI NASKAH", page_break_before=True),
        paragraph("Title", "{{ huruf_besar(tentang) }}", before=4),
        paragraph("Isi"),
        table([1.2, 10.0, 5.0, 4.5, 4.5], rows),
        paragraph(
            "IsiTabel",
            "Petunjuk pencetakan naskah asli: kertas {{ kertas }}, huruf {{ huruf }}, {{ rangkap }} rangkap.",
            before=8,
        ),
        paragraph("IsiTabel", "Lembar ini hanya ada pada draf dan tidak menjadi bagian dari naskah asli."),
    )
