"""The body of an action plan: alone in rencana-aksi, repeated in buku-rencana-aksi."""

from __future__ import annotations

from body import (
    HEAD_SHADE,
    Cell,
    Page,
    Row,
    cells,
    each,
    each_row,
    end_section,
    head,
    paragraph,
    table,
    when,
)
from report import (
    HEAD_AND_MANAGER,
    LANDSCAPE,
    PORTRAIT,
    Signer,
    by_stage,
    facts,
    gap,
    section_heading,
    signatures,
    signing,
)

MONTHS = "JFMAMJJASOND"
MATRIX = [0.8, 3.9, 2.7, 2.9, 2.4, 2.0, *[0.58] * 12, 2.34, 2.2]


def body(page: Page = PORTRAIT, *, new_page: bool = False) -> str:
    """A whole plan: portrait, then landscape tables, then portrait to the end. `page` closes the first part; the
    section of the last part is left open for the caller. `new_page`: begins on a page of its own."""
    return (
        paragraph("Title", "RENCANA AKSI INOVASI", page_break_before=new_page)
        + paragraph("Heading1", "{{ judul }}")
        + paragraph("AnakJudul", "[[JIKA kepanjangan != '']]({{ kepanjangan }})[[AKHIR]]")
        + paragraph("AnakJudul", "{{ unit_nama }} {{ kota_nama }}")
        + _identity()
        + _story()
        + _outputs()
        + _team()
        + end_section(page)
        + _activities()
        + _indicators()
        + _stakeholders()
        + end_section(LANDSCAPE)
        + _risks()
        + _future()
        + _approval()
    )


def _identity() -> str:
    return section_heading(
        "Identitas Inovasi",
        facts(
            [
                ("Perangkat daerah", "{{ unit_nama }}", ""),
                ("Unit kerja", "{{ unit_kerja }}", "unit_kerja != ''"),
                ("Penanggung jawab", "{{ pj_nama }}, {{ pj_jabatan }}", ""),
                ("Telepon dan pos-el", "{{ pj_telepon }}; {{ pj_pos_el }}", ""),
                ("Jenis inovasi", "{{ jenis_inovasi }}", ""),
                ("Bentuk inovasi daerah", "{{ bentuk_inovasi }}", ""),
                ("Sifat", "{{ digital }}", ""),
                ("Urusan pemerintahan", "{{ urusan }}", ""),
                ("Lokasi", "{{ lokasi }}", ""),
                ("Waktu pelaksanaan", "{{ rencana_mulai }} sampai dengan {{ rencana_selesai }}", ""),
                ("Total biaya", "{{ rupiah(total_biaya) }} ({{ terbilang(total_biaya) }} rupiah)", ""),
            ]
        ),
    )


def _story() -> str:
    return (
        section_heading("Deskripsi Singkat", paragraph("Isi", "{{ deskripsi }}"))
        + section_heading("Latar Belakang", paragraph("Isi", "{{ latar_belakang }}"))
        + section_heading(
            "Dasar Hukum",
            each("dasar_hukum", paragraph("Butir", "{{ dasar_hukum_uraian }}"), joiner="; dan"),
            condition="count(dasar_hukum) > 0",
        )
        + section_heading("Tujuan", each("tujuan", paragraph("Butir", "{{ tujuan_uraian }}")))
    )


def _outputs() -> str:
    output = Row(
        [
            Cell("{{ keluaran_nomor }}", align="center"),
            *cells("{{ keluaran_nama }}", "{{ keluaran_target }} {{ keluaran_satuan }}", "{{ keluaran_tenggat }}"),
            Cell("[[JIKA keluaran_bukti != '']]{{ keluaran_bukti }}[[AKHIR]]"),
        ]
    )
    change = Row(cells("{{ manfaat_perubahan }}", "{{ manfaat_bagi }}"))
    return section_heading(
        "Keluaran dan Hasil",
        table(
            [1.0, 5.6, 3.2, 2.9, 3.3],
            [head("No.", "Keluaran", "Target", "Tenggat", "Bukti"), *each_row("keluaran", output, columns=5)],
        ),
        gap(),
        table(
            [9.8, 6.2],
            [head("Perubahan yang diharapkan (hasil)", "Bagi siapa"), *each_row("manfaat", change, columns=2)],
        ),
    )


def _team() -> str:
    member = Row(cells("{{ tim_nama }}", "[[JIKA tim_jabatan != '']]{{ tim_jabatan }}[[AKHIR]]", "{{ tim_peran }}"))
    return section_heading(
        "Tim Pelaksana",
        table([5.6, 6.4, 4.0], [head("Nama", "Jabatan atau instansi", "Peran"), *each_row("tim", member, columns=3)]),
    )


def _activities() -> str:
    """The matrix: who does what with which result, where, in which months, at what cost."""
    columns = len(MATRIX)
    left = ("No.", "Kegiatan", "Pelaksana", "Keluaran", "Metode", "Tempat")
    right = ("Biaya (Rp)", "Sumber dana")

    def tall(text: str, merge: str) -> Cell:
        return Cell(text if merge == "restart" else "", "TabelKepala", shade=HEAD_SHADE, valign="center", merge=merge)

    upper = [tall(text, "restart") for text in left]
    upper += [Cell("Waktu pelaksanaan (bulan)", "TabelKepala", span=12, shade=HEAD_SHADE, valign="center")]
    upper += [tall(text, "restart") for text in right]
    lower = [tall("", "continue") for _ in left]
    lower += [Cell(month, "TabelBulan", shade=HEAD_SHADE) for month in MONTHS]
    lower += [tall("", "continue") for _ in right]
    activity = Row(
        [
            Cell("{{ kegiatan_nomor }}", align="center"),
            *cells("{{ langkah }}", "{{ pelaksana }}", "{{ kegiatan_output }}", "{{ metode }}", "{{ tempat }}"),
            *[Cell(f"[[JIKA selected(bulan, '{n}')]]▪[[AKHIR]]", "TabelTanda", valign="center") for n in range(1, 13)],
            Cell("{{ angka(biaya) }}", "TabelAngka"),
            Cell("[[JIKA biaya = 0]]tanpa biaya[[SELAIN ITU]]{{ sumber_dana }}[[AKHIR]]", align="center"),
        ]
    )
    total = [
        Row(
            [
                Cell("Jumlah", "TabelKelompok", span=18, align="right"),
                Cell("**{{ angka(total_biaya) }}**", "TabelAngka"),
                Cell(),
            ]
        ),
        Row([Cell("Terbilang: {{ terbilang(total_biaya) }} rupiah", span=columns)]),
    ]
    return section_heading(
        "Rencana Kegiatan",
        table(
            MATRIX,
            [Row(upper, header=True), Row(lower, header=True), *by_stage(activity, columns), *total],
            padding=0.1,
        ),
    )


def _indicators() -> str:
    indicator = Row(
        [
            *cells("{{ indikator_nama }}", "{{ indikator_jenis }}", "{{ indikator_satuan }}"),
            Cell(
                "[[JIKA indikator_awal != '']]{{ indikator_awal }}[[SELAIN ITU]]belum ada data[[AKHIR]]", align="center"
            ),
            Cell("{{ indikator_target }}", align="center"),
            *cells(
                "{{ indikator_arah }}",
                "{{ indikator_frekuensi }}",
                "{{ indikator_sumber }}",
                "{{ indikator_pengumpul }}",
            ),
        ]
    )
    titles = ("Indikator", "Jenis", "Satuan", "Nilai awal", "Target", "Arah", "Frekuensi", "Sumber data", "Pengumpul")
    return section_heading(
        "Indikator dan Pemantauan",
        table(
            [5.2, 2.6, 2.2, 2.2, 1.8, 2.6, 2.4, 3.6, 3.6],
            [head(*titles), *each_row("indikator", indicator, columns=9, empty="Belum ada indikator.")],
        ),
    )


def _stakeholders() -> str:
    party = Row(
        [
            *cells("{{ pemangku_nama }}", "{{ pemangku_peran }}", "{{ pemangku_sikap }}"),
            Cell("{{ pemangku_pengaruh }}", align="center"),
            Cell("[[JIKA pemangku_strategi != '']]{{ pemangku_strategi }}[[AKHIR]]"),
        ]
    )
    return section_heading(
        "Pemangku Kepentingan",
        table(
            [5.2, 6.0, 3.0, 3.2, 8.8],
            [
                head("Pihak", "Peran", "Sikap", "Pengaruh (1–3)", "Strategi komunikasi"),
                *each_row("pemangku_kepentingan", party, columns=5),
            ],
        ),
        condition="ada_eksternal = 'ya' and count(pemangku_kepentingan) > 0",
    )


def _risks() -> str:
    risk = Row(
        [
            Cell("{{ risiko_uraian }}"),
            *cells(
                "{{ risiko_kemungkinan }}",
                "{{ risiko_dampak }}",
                "{{ risiko_skor }}",
                "{{ risiko_tingkat }}",
                align="center",
            ),
            Cell("[[JIKA risiko_mitigasi != '']]{{ risiko_mitigasi }}[[AKHIR]]"),
            Cell("{{ risiko_pemilik }}"),
        ]
    )
    return section_heading(
        "Risiko",
        table(
            [3.0, 2.75, 1.9, 1.45, 1.75, 3.0, 2.15],
            [
                head("Risiko", "Kemungkinan", "Dampak", "Skor", "Tingkat", "Mitigasi", "Pemilik"),
                *each_row("risiko", risk, columns=7, empty="Tidak ada risiko yang dicatat."),
            ],
        ),
    )


def _future() -> str:
    return section_heading(
        "Keberlanjutan",
        paragraph("Heading3", "Institusional"),
        paragraph("Isi", "{{ institusional }}"),
        paragraph("Heading3", "Sosial"),
        paragraph("Isi", "{{ sosial }}"),
        paragraph("Heading3", "Manajerial"),
        paragraph("Isi", "{{ manajerial }}"),
        when("replikasi != ''", paragraph("Heading3", "Peluang replikasi"), paragraph("Isi", "{{ replikasi }}")),
    )


def _approval() -> str:
    gap_row = Row([Cell("", "TandaTangan", span=2)])
    approver = signing(Signer("Menyetujui,", "penyetuju_jabatan", "penyetuju_nama", by_hand=True))
    return signatures("tanggal_rencana", *signing(*HEAD_AND_MANAGER), gap_row, *approver)
