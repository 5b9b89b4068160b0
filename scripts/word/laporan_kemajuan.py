"""Progress report of one innovation for one period, in the order that official reports have."""

from __future__ import annotations

import kop
import word
from body import Cell, Row, cells, each, each_row, end_section, head, paragraph, table, when
from report import (
    FIRST_PORTRAIT,
    FURNITURE,
    HEAD_AND_MANAGER,
    LANDSCAPE,
    PORTRAIT,
    by_stage,
    facts,
    gap,
    numbering,
    section_heading,
    signatures,
    signing,
    styles,
)

TITLE = "Laporan Kemajuan Inovasi"


def build() -> bytes:
    body = (
        kop.TAG
        + paragraph("Title", "LAPORAN KEMAJUAN INOVASI")
        + paragraph("AnakJudul", "TENTANG")
        + paragraph("Heading1", "{{ judul }}")
        + paragraph("AnakJudul", "[[JIKA kepanjangan != '']]({{ kepanjangan }})[[AKHIR]]")
        + paragraph("AnakJudul", "{{ periode }} Tahun {{ string(periode_tahun) }}")
        + _introduction()
        + _summary()
        + end_section(FIRST_PORTRAIT)
        + _activities()
        + end_section(LANDSCAPE)
        + _results()
        + _conclusions()
        + photos("Dokumentasi")
        + _closing()
    )
    return word.document(TITLE, body, PORTRAIT, styles(), numbering(), FURNITURE)


def _introduction() -> str:
    return section_heading(
        "Pendahuluan",
        paragraph("Heading3", "Umum"),
        paragraph(
            "Isi",
            "Inovasi {{ judul }} dilaksanakan oleh {{ unit_nama }} {{ kota_nama }} dengan penanggung jawab "
            "{{ pj_nama }}, "
            "{{ pj_jabatan }}. [[JIKA peluncuran = 'sudah']]Inovasi diluncurkan pada tanggal "
            "{{ tanggal_luncur }} dalam bentuk "
            "{{ bentuk_luncur }}.[[SELAIN ITU]]Inovasi belum diluncurkan.[[AKHIR]]",
        ),
        paragraph("Heading3", "Maksud dan Tujuan"),
        paragraph(
            "Isi",
            "Laporan ini disusun untuk menyampaikan kemajuan pelaksanaan rencana aksi kepada pimpinan dan "
            "menjadi bahan "
            "pengambilan keputusan atas kelanjutan inovasi.",
        ),
        paragraph("Heading3", "Ruang Lingkup"),
        paragraph(
            "Isi",
            "Laporan ini memuat keadaan per tanggal {{ tanggal_posisi }}, meliputi kemajuan kegiatan, capaian "
            "keluaran dan "
            "indikator, manfaat bagi masyarakat, kendala, serta tindak lanjut.",
        ),
        paragraph("Heading3", "Dasar"),
        paragraph("Isi", "Rencana Aksi Inovasi {{ rencana_judul }} yang telah disetujui."),
    )


def _summary() -> str:
    return section_heading(
        "Ringkasan Kemajuan",
        facts(
            [
                ("Rata-rata kemajuan", "{{ rata_persen }}%", ""),
                ("Kegiatan selesai", "{{ jumlah_selesai }} dari {{ jumlah_kegiatan }} kegiatan", ""),
                ("Kegiatan terlambat", "{{ jumlah_terlambat }} kegiatan", ""),
                ("Realisasi biaya", "{{ rupiah(total_realisasi) }} dari rencana {{ rupiah(total_biaya) }}", ""),
                ("Penilaian diri", "{{ penilaian_diri }}", ""),
                ("Alasan", "{{ penilaian_alasan }}", "penilaian_alasan != ''"),
            ]
        ),
    )


def _activities() -> str:
    notes = (
        "[[JIKA status = 'selesai']]Selesai {{ tanggal_nyata }}.[[AKHIR]]"
        "[[JIKA bukti_tautan != '']] Bukti: {{ bukti_tautan }}[[AKHIR]]"
        "[[JIKA penyebab != '']]Penyebab: {{ penyebab }}.[[AKHIR]]"
        "[[JIKA tindakan != '']] Tindakan: {{ tindakan }}[[AKHIR]]"
        "[[JIKA tenggat_baru != '']] Tenggat baru: {{ tenggat_baru }}.[[AKHIR]]"
        "[[JIKA terlambat = 1 and status != 'tertunda']] Melewati tenggat rencana.[[AKHIR]]"
    )
    activity = Row(
        [
            Cell("{{ kegiatan_nomor }}", align="center"),
            *cells(
                "{{ langkah }}", "{{ pelaksana }}", "{{ tanggal(kegiatan_mulai) }} s.d. {{ tanggal(kegiatan_selesai) }}"
            ),
            *cells("{{ status }}", "{{ persen }}%", align="center"),
            Cell("{{ angka(biaya) }}", "TabelAngka"),
            Cell("{{ angka(realisasi_biaya) }}", "TabelAngka"),
            Cell(notes),
        ]
    )
    total = Row(
        [
            Cell("Jumlah dan rata-rata", "TabelKelompok", span=5, align="right"),
            Cell("**{{ rata_persen }}%**", align="center"),
            Cell("**{{ angka(total_biaya) }}**", "TabelAngka"),
            Cell("**{{ angka(total_realisasi) }}**", "TabelAngka"),
            Cell(),
        ]
    )
    titles = (
        "No.",
        "Kegiatan",
        "Pelaksana",
        "Waktu rencana",
        "Status",
        "Kemajuan",
        "Rencana (Rp)",
        "Realisasi (Rp)",
        "Keterangan",
    )
    return section_heading(
        "Kegiatan yang Dilaksanakan",
        table([1.1, 4.8, 3.3, 3.0, 2.1, 2.3, 2.4, 2.4, 4.8], [head(*titles), *by_stage(activity, 9), total]),
    )


def _results() -> str:
    return section_heading(
        "Hasil yang Dicapai",
        paragraph("Heading3", "Keluaran"),
        output_table(),
        when("count(indikator) > 0", paragraph("Heading3", "Indikator"), indicator_table()),
        when(
            "penerima_manfaat != '' or penerima_jumlah != ''",
            paragraph("Heading3", "Penerima manfaat"),
            paragraph(
                "Isi",
                "[[JIKA penerima_manfaat != '']]{{ penerima_manfaat }}[[AKHIR]]"
                "[[JIKA penerima_jumlah != '']] Jumlah penerima manfaat sampai dengan tanggal laporan: "
                "{{ penerima_jumlah }} orang.[[AKHIR]]",
            ),
        ),
        when("jumlah_perubahan > 0", paragraph("Heading3", "Perubahan sebelum dan sesudah inovasi"), change_table()),
        when("jumlah_tonggak > 0", paragraph("Heading3", "Tonggak pencapaian"), milestone_table()),
    )


def output_table() -> str:
    output = Row(
        [
            Cell("{{ keluaran_nomor }}", align="center"),
            Cell("{{ keluaran_nama }}"),
            Cell("{{ keluaran_target }} {{ keluaran_satuan }}"),
            Cell("[[JIKA keluaran_realisasi != '']]{{ keluaran_realisasi }}[[AKHIR]]", align="center"),
            Cell("[[JIKA keluaran_capaian != '']]{{ keluaran_capaian }}%[[AKHIR]]", align="center"),
        ]
    )
    return table(
        [1.0, 6.8, 3.6, 2.3, 2.3],
        [head("No.", "Keluaran", "Target", "Realisasi", "Capaian"), *each_row("keluaran", output, columns=5)],
    )


def indicator_table() -> str:
    """Indicators with their values; where no data exist, the table says so instead of computing."""

    def figure(name: str, unit: str = "") -> Cell:
        return Cell(f"[[JIKA {name} != '']]{{{{ {name} }}}}{unit}[[SELAIN ITU]]belum ada data[[AKHIR]]", align="center")

    indicator = Row(
        [
            Cell("{{ indikator_nama }} ({{ indikator_satuan }})"),
            figure("indikator_awal"),
            figure("indikator_target"),
            figure("indikator_nilai"),
            Cell("[[JIKA indikator_capaian != '']]{{ indikator_capaian }}%[[AKHIR]]", align="center"),
        ]
    )
    return table(
        [6.4, 2.4, 2.4, 2.5, 2.3],
        [
            head("Indikator", "Nilai awal", "Target", "Sekarang", "Capaian"),
            *each_row("indikator", indicator, columns=5),
        ],
    )


def _state(name: str) -> str:
    """A state before or after: a figure, or a description where it cannot be measured."""
    return f"[[JIKA keadaan = 'uraian']]{{{{ {name} }}}}[[SELAIN ITU]]{{{{ {name}_angka }}}}[[AKHIR]]"


def change_table() -> str:
    change = Row(
        [
            Cell("{{ aspek }}[[JIKA aspek_satuan != '']] ({{ aspek_satuan }})[[AKHIR]]"),
            *cells(_state("sebelum"), _state("sesudah")),
            Cell("[[JIKA perubahan_persen != '']]{{ perubahan_persen }}%[[AKHIR]]", align="center"),
        ]
    )
    return table(
        [5.0, 4.3, 4.3, 2.4],
        [head("Aspek", "Sebelum inovasi", "Sesudah inovasi", "Perubahan"), *each_row("perubahan", change, columns=4)],
    )


def milestone_table() -> str:
    """Few short rows, kept together; the gap behind ends the keeping."""
    milestone = Row(cells("{{ tonggak_tanggal }}", "{{ tonggak_uraian }}", keep_next=True))
    rows = [head("Tanggal", "Peristiwa"), *each_row("tonggak", milestone, columns=2)]
    return table([4.2, 11.8], rows) + gap()


def photos(heading: str) -> str:
    """Photos side by side: odd ones in the left column, even ones in the right, each with its caption below."""

    def column(rest: int) -> Cell:
        picture = paragraph("TabelIsi", "{{ foto }}", align="center", keep_next=True)
        caption = paragraph(
            "Keterangan", "[[JIKA foto_keterangan != '']]{{ foto_keterangan }}[[AKHIR]]", align="center"
        )
        ours = when(f"position(..) mod 2 = {rest}", picture, caption)
        # A first line without "keep with next": the row must not be tied to what follows the table.
        return Cell(blocks=paragraph("Jarak") + each("dokumentasi", ours))

    pair = table([8.0, 8.0], [Row([column(1), column(0)], split=True)], style="Polos")
    return section_heading(heading, pair, condition="jumlah_foto > 0")


def _conclusions() -> str:
    return section_heading(
        "Simpulan dan Saran",
        paragraph("Heading3", "Kendala"),
        paragraph("Isi", "{{ kendala }}"),
        when("bantuan != ''", paragraph("Heading3", "Bantuan yang diperlukan"), paragraph("Isi", "{{ bantuan }}")),
        when("pembelajaran != ''", paragraph("Heading3", "Pembelajaran"), paragraph("Isi", "{{ pembelajaran }}")),
        when(
            "ada_pendampingan = 'ya'",
            paragraph("Heading3", "Pendampingan"),
            facts(
                [
                    ("Cara", "{{ pendampingan_cara }}", ""),
                    ("Temuan", "{{ pendampingan_temuan }}", ""),
                    ("Rekomendasi", "{{ pendampingan_rekomendasi }}", ""),
                    ("Status tindak lanjut", "{{ pendampingan_status }}", ""),
                ]
            ),
        ),
    )


def _closing() -> str:
    return section_heading(
        "Penutup",
        paragraph(
            "Isi", "Demikian laporan ini dibuat dengan sebenarnya untuk menjadi bahan periksa pimpinan.", keep_next=True
        ),
    ) + signatures("tanggal_laporan", *signing(*HEAD_AND_MANAGER))
