"""The agreement between the city and a partner, with its annexed work plan.

The clauses stand in the order in which they print; optional ones are wrapped in `clause(..., option=…)`. Numbers of
Pasal, ayat and huruf come from one Word list, references from TANDAI and RUJUK, so nothing is numbered by hand.
"""

from __future__ import annotations

import word
from body import (
    GROUP_SHADE,
    NBSP,
    Cell,
    Page,
    Row,
    cells,
    column_numbers,
    each,
    each_row,
    either,
    end_section,
    head,
    paragraph,
    table,
    when,
    when_rows,
)
from styles import Level, Style, lists, style_sheet

FORM = "nota-kesepakatan"
TITLE = "Nota Kesepakatan"

# Who leads: in the original that a party keeps, that party stands first (logo, title, numbers, signatures). What
# PIHAK KESATU means never changes.
CITY_IS_FIRST = "pihak_kesatu != 'mitra'"
CITY_LEADS = f"(naskah_asli = 1) = ({CITY_IS_FIRST})"
THIS = "{{ jenis_naskah }} ini"
NAME_CAPITALS = "{{ huruf_besar(label(jenis_naskah)) }}"
STAGES = (
    ("drumup", "Drum-up"),
    ("diagnosa", "Diagnosa"),
    ("desain", "Desain"),
    ("deliver", "Deliver"),
    ("display", "Display"),
    ("dokumentasi", "Dokumentasi"),
)


def number(name: str) -> str:
    """A number with its words: 3 (tiga)."""
    return f"{{{{ {name} }}}}{NBSP}({{{{ terbilang({name}) }}}})"


def chosen(option: str) -> str:
    return f"selected(klausul_pilihan, '{option}')"


# ---------------------------------------------------------------- the kinds of paragraph


def clause(anchor: str, title: str, *blocks: str, option: str = "") -> str:
    """A Pasal: its number, its title below, its content. `option` makes it a choice of the questionnaire."""
    pasal = paragraph("Pasal", f"[[TANDAI {anchor}]]\n{title}") + "".join(blocks)
    return when(chosen(option), pasal) if option else pasal


def ayat(text: str, anchor: str = "", *, keep_next: bool = False) -> str:
    return paragraph("Ayat", (f"[[TANDAI {anchor}]]" if anchor else "") + text, keep_next=keep_next)


def sentence(text: str, *, keep_next: bool = False) -> str:
    """The content of a Pasal that has one sentence only: a single ayat is not numbered."""
    return paragraph("IsiPasal", text, keep_next=keep_next)


def huruf(text: str, *, directly: bool = False) -> str:
    """An item a., b., c.; `directly` under the Pasal it stands one step further left."""
    return paragraph("Huruf", text, left=1.0, hanging=1.0) if directly else paragraph("Huruf", text)


def listing(kind: str, intro: str, repeat: str, item: str, anchor: str = "") -> str:
    """ "… meliputi:" with items a., b., c.; one item alone continues the sentence instead."""
    start = f"[[TANDAI {anchor}]]" if anchor else ""
    directly = kind == "IsiPasal"
    one = paragraph(kind, f"{start}{intro} [[ULANGI {repeat}]]{{{{ {item} }}}}[[AKHIR]].")
    many = paragraph(kind, f"{start}{intro}:", keep_next=True) + each(
        repeat, huruf(f"{{{{ {item} }}}}", directly=directly), joiner="; dan"
    )
    return either(f"count({repeat}) = 1", one, many)


def by_rank(kota: str, mitra: str) -> str:
    """Blocks about both parties, PIHAK KESATU first."""
    return either(CITY_IS_FIRST, kota + mitra, mitra + kota)


# ---------------------------------------------------------------- front


def logos() -> str:
    state = table([3.0], [Row([Cell("{{ lambang_negara }}", align="center")])], style="Polos", align="center")

    def emblem(first: str, second: str) -> str:
        return (
            f"[[JIKA {CITY_LEADS}]][[JIKA {first} != '']]{{{{ {first} }}}}[[AKHIR]]"
            f"[[SELAIN ITU]][[JIKA {second} != '']]{{{{ {second} }}}}[[AKHIR]][[AKHIR]]"
        )

    pair = table(
        [2.6, 10.8, 2.6],
        [Row([Cell(emblem("kota_logo", "mitra_logo"), align="left"), Cell(), Cell(emblem("mitra_logo", "kota_logo"), align="right")])],
        style="Polos",
    )
    return when("logo_pilihan = 'garuda'", state) + when(
        "logo_pilihan = 'berdampingan' and (kota_logo != '' or mitra_logo != '')", pair
    )


def heading() -> str:
    """Kind of document, both numbers, both parties, subject: all capitals, centred."""

    def line(text: str, before: float = 0) -> str:
        return paragraph("Title", text, before=before)

    def names(first: str, second: str) -> str:
        return (
            line(f"NOMOR: {{{{ nomor_{first} }}}}", 6)
            + line(f"NOMOR: {{{{ nomor_{second} }}}}")
            + line("ANTARA", 12)
            + line(f"{{{{ huruf_besar({first}_instansi) }}}}", 6)
            + line("DAN", 6)
            + line(f"{{{{ huruf_besar({second}_instansi) }}}}", 6)
        )

    return (
        line(NAME_CAPITALS, 12)
        + either(CITY_LEADS, names("kota", "mitra"), names("mitra", "kota"))
        + line("TENTANG", 12)
        + line("{{ huruf_besar(tentang) }}", 6)
    )


def parties() -> str:
    """Opening sentence, who signs and for whom, the names PIHAK KESATU, PIHAK KEDUA and PARA PIHAK."""

    def party(who: str, end: str) -> Row:
        appointed = (
            f"[[JIKA {who}_ada_pengangkatan = 'ya']], berdasarkan {{{{ {who}_sk_jenis }}}} Nomor{NBSP}{{{{ {who}_sk_nomor }}}} "
            f"tanggal {{{{ {who}_sk_tanggal }}}} tentang {{{{ {who}_sk_tentang }}}}[[AKHIR]]"
        )
        text = (
            f"{{{{ {who}_jabatan_lengkap }}}}{appointed}, dalam hal ini bertindak untuk dan atas nama {{{{ {who}_instansi }}}}, "
            f"berkedudukan di {{{{ {who}_alamat }}}}, selanjutnya disebut **{{{{ sebutan_{who} }}}}**{end}"
        )
        return Row(
            [Cell("", "Komparisi"), Cell(f"**{{{{ {who}_pejabat }}}}**", "IsiTabel"), Cell(":", "IsiTabel"), Cell(text, "IsiTabel", align="both")]
        )

    def both(first: str, second: str) -> str:
        return table([1.0, 4.9, 0.6, 9.5], [party(first, ";"), party(second, ".")], style="Polos")

    return (
        paragraph(
            "Isi",
            "Pada hari ini, {{ hari(tgl_ttd) }}, {{ tanggal_terbilang(tgl_ttd) }} ({{ format-date(tgl_ttd, '%d-%m-%Y') }}), bertempat di {{ tempat_ttd }}, "
            "kami yang bertanda tangan di bawah ini:",
            before=24,
            keep_next=True,
        )
        + either(CITY_IS_FIRST, both("kota", "mitra"), both("mitra", "kota"))
        + paragraph(
            "Isi",
            "PIHAK KESATU dan PIHAK KEDUA secara bersama-sama disebut **PARA PIHAK** dan secara sendiri-sendiri disebut "
            "**PIHAK**, terlebih dahulu menerangkan hal-hal sebagai berikut:",
            before=8,
            keep_next=True,
        )
    )


def grounds() -> str:
    """Recitals, legal basis, and the bridge to the clauses."""
    law = (
        "[[JIKA dh_sebutan != '']]{{ dh_sebutan }}[[SELAIN ITU]]{{ dh_jenis }}[[AKHIR]] "
        f"Nomor{NBSP}{{{{ string(dh_nomor) }}}} Tahun{NBSP}{{{{ string(dh_tahun) }}}} tentang {{{{ dh_tentang }}}}"
        "[[JIKA dh_perubahan != '']] {{ dh_perubahan }}[[AKHIR]]"
    )
    bridge = f"PARA PIHAK sepakat mengadakan {{{{ jenis_naskah }}}} tentang {{{{ tentang }}}} dengan ketentuan sebagai berikut:"
    return (
        each("premis", paragraph("Premis", "bahwa {{ isi_premis }};"))
        + either(
            chosen("dasar_hukum"),
            paragraph("Isi", "Dengan memperhatikan:", before=6, keep_next=True)
            + each("dasar_hukum", paragraph("DasarHukum", law), joiner=";"),
            "",
        )
        + paragraph("Isi", f"Berdasarkan hal-hal tersebut di atas, {bridge}", before=6)
    )


# ---------------------------------------------------------------- the clauses


def general_clauses() -> str:
    return (
        clause(
            "ketentuan_umum",
            "KETENTUAN UMUM",
            sentence(f"Dalam {THIS}, yang dimaksud dengan:", keep_next=True),
            each("definisi", paragraph("Angka", "{{ istilah }} adalah {{ arti }}.", left=1.0, hanging=1.0)),
            option="ketentuan_umum",
        )
        + clause(
            "maksud_tujuan",
            "MAKSUD DAN TUJUAN",
            ayat(f"Maksud {THIS} adalah {{{{ maksud }}}}."),
            listing("Ayat", f"Tujuan {THIS} adalah", "tujuan", "isi_tujuan"),
        )
        + clause("objek_kerja_sama", "OBJEK", sentence(f"Objek {THIS} adalah {{{{ objek }}}}."), option="objek")
        + clause(
            "lingkup",
            "RUANG LINGKUP",
            listing("IsiPasal", f"Ruang lingkup {THIS} meliputi", "ruang_lingkup", "isi_lingkup"),
        )
    )


def execution() -> str:
    def unit(who: str, end: str) -> str:
        return huruf(f"{{{{ {who}_unit }}}} sebagai wakil {{{{ sebutan_{who} }}}}{end}")

    units = either(CITY_IS_FIRST, unit("kota", "; dan") + unit("mitra", "."), unit("mitra", "; dan") + unit("kota", "."))
    return clause(
        "pelaksanaan",
        "PELAKSANAAN",
        ayat(
            "Ruang lingkup sebagaimana dimaksud dalam {{ RUJUK lingkup }} dilaksanakan berdasarkan Rencana Kerja "
            f"sebagaimana tercantum dalam Lampiran yang merupakan bagian tidak terpisahkan dari {THIS}.",
            "dasar_rencana_kerja",
        ),
        paragraph(
            "Ayat",
            "[[TANDAI unit_pelaksana]]Pelaksanaan Rencana Kerja sebagaimana dimaksud pada {{ RUJUK dasar_rencana_kerja }} "
            "dikoordinasikan oleh:",
            keep_next=True,
        ),
        units,
        either(
            "pakai_pks = 'ya'",
            ayat(
                f"Ketentuan lebih rinci mengenai pelaksanaan {THIS} dituangkan dalam perjanjian kerja sama yang "
                "ditandatangani oleh pejabat yang diberi kuasa oleh PARA PIHAK."
            ),
            ayat(
                "Hal teknis yang belum termuat dalam Rencana Kerja dituangkan dalam petunjuk teknis yang disepakati secara "
                "tertulis oleh unit pelaksana sebagaimana dimaksud pada {{ RUJUK unit_pelaksana }}."
            ),
        ),
        ayat(
            "Rencana Kerja dapat disesuaikan berdasarkan kesepakatan tertulis unit pelaksana sebagaimana dimaksud pada "
            "{{ RUJUK unit_pelaksana }}, sepanjang tidak mengubah ruang lingkup sebagaimana dimaksud dalam {{ RUJUK lingkup }}."
        ),
    )


def duties() -> str:
    def of(who: str) -> str:
        return listing(
            "Ayat", f"{{{{ sebutan_{who} }}}} mempunyai tugas dan tanggung jawab", f"tugas_{who}", f"isi_tugas_{who}"
        )

    return clause(
        "tugas",
        "TUGAS DAN TANGGUNG JAWAB",
        by_rank(of("kota"), of("mitra")),
        ayat(
            f"PARA PIHAK bersama-sama menjaga mutu pelaksanaan {THIS} dan saling memberitahukan hambatan yang dapat "
            "memengaruhi pencapaian tujuan."
        ),
        option="tugas",
    )


def money() -> str:
    return clause(
        "pembiayaan",
        "PEMBIAYAAN",
        ayat(f"Setiap PIHAK membiayai tugas dan tanggung jawabnya masing-masing dalam pelaksanaan {THIS}.", "beban_biaya"),
        ayat(
            "Pembiayaan sebagaimana dimaksud pada {{ RUJUK beban_biaya }} bersumber dari {{ sumber_dana }}, dengan "
            "memperhatikan ketersediaan anggaran dan sesuai dengan ketentuan peraturan perundang-undangan."
        ),
        when(
            "ada_nilai = 'ya'",
            ayat(
                f"Nilai keseluruhan pembiayaan pelaksanaan {THIS} direncanakan sebesar "
                f"{{{{ rupiah(nilai) }}}}{NBSP}({{{{ terbilang(nilai) }}}} rupiah)."
            ),
        ),
    )


def term() -> str:
    since = "[[JIKA mulai = 'tanggal']]tanggal {{ tgl_mulai }}[[SELAIN ITU]]tanggal ditandatangani[[AKHIR]]"
    review = (
        f"[[JIKA {chosen('monev')}]], dengan mempertimbangkan hasil evaluasi sebagaimana dimaksud dalam "
        "{{ RUJUK monev }}[[AKHIR]]"
    )
    secrecy = (
        f"[[JIKA {chosen('data')}]], dan tidak menghapus kewajiban menjaga kerahasiaan sebagaimana dimaksud dalam "
        "{{ RUJUK kerahasiaan }}[[AKHIR]]"
    )
    return clause(
        "jangka_waktu",
        "JANGKA WAKTU DAN PENGAKHIRAN",
        ayat(
            f"{{{{ jenis_naskah }}}} ini berlaku selama {number('durasi_n')} {{{{ durasi_satuan }}}} terhitung sejak {since} "
            "sampai dengan tanggal {{ tanggal(selesai) }}.",
            "masa_berlaku",
        ),
        ayat(
            "Jangka waktu sebagaimana dimaksud pada {{ RUJUK masa_berlaku }} dapat diperpanjang berdasarkan kesepakatan "
            f"tertulis PARA PIHAK{review}.",
            "perpanjangan",
        ),
        ayat(
            "Usul perpanjangan sebagaimana dimaksud pada {{ RUJUK perpanjangan }} disampaikan secara tertulis paling lambat "
            f"{number('notis_perpanjangan')} bulan sebelum jangka waktu berakhir."
        ),
        ayat(
            f"{{{{ jenis_naskah }}}} ini dapat berakhir sebelum jangka waktu sebagaimana dimaksud pada {{{{ RUJUK masa_berlaku }}}} dalam hal:",
            "pengakhiran",
            keep_next=True,
        ),
        huruf("PARA PIHAK menyepakatinya secara tertulis;"),
        huruf(f"tujuan sebagaimana dimaksud dalam {{{{ RUJUK maksud_tujuan }}}} telah tercapai;"),
        huruf(f"perubahan peraturan perundang-undangan menyebabkan {THIS} tidak dapat dilaksanakan; atau"),
        huruf("hal yang dikerjasamakan tidak ada lagi."),
        ayat(
            "PIHAK yang mengusulkan pengakhiran sebagaimana dimaksud pada {{ RUJUK pengakhiran }} memberitahukannya secara "
            f"tertulis kepada PIHAK lainnya paling lambat {number('notis_akhir')} bulan sebelum tanggal pengakhiran."
        ),
        ayat(
            f"Berakhirnya {THIS} tidak membebaskan PARA PIHAK dari penyelesaian kegiatan yang sedang berjalan{secrecy}."
        ),
    )


def optional_clauses() -> str:
    frequency = (
        "[[JIKA frek_monev = 'bulanan']]setiap bulan[[ATAU JIKA frek_monev = 'triwulan']]setiap triwulan"
        "[[ATAU JIKA frek_monev = 'semester']]setiap semester[[ATAU JIKA frek_monev = 'tahunan']]setiap tahun"
        "[[SELAIN ITU]]{{ frek_monev }}[[AKHIR]]"
    )
    owner = (
        "[[JIKA hki_model = 'bersama']]menjadi milik bersama PARA PIHAK"
        "[[ATAU JIKA hki_model = 'pembuat']]menjadi milik PIHAK yang menghasilkannya, dan PIHAK lainnya berhak menggunakannya "
        "untuk kepentingan pelayanan publik[[ATAU JIKA hki_model = 'kemudian']]diatur tersendiri secara tertulis oleh PARA PIHAK"
        "[[SELAIN ITU]]{{ hki_model }}[[AKHIR]]"
    )
    return (
        clause(
            "monev",
            "PEMANTAUAN, EVALUASI, DAN PELAPORAN",
            ayat(f"PARA PIHAK memantau dan mengevaluasi pelaksanaan {THIS} secara bersama-sama {frequency}.", "pemantauan"),
            ayat(
                "Hasil pemantauan dan evaluasi sebagaimana dimaksud pada {{ RUJUK pemantauan }} dituangkan dalam laporan "
                "tertulis kepada pimpinan PARA PIHAK dan menjadi bahan penyempurnaan Rencana Kerja."
            ),
            option="monev",
        )
        + clause(
            "data",
            "DATA, KERAHASIAAN, DAN PELINDUNGAN DATA PRIBADI",
            ayat(f"PARA PIHAK saling menyediakan data dan informasi yang diperlukan untuk pelaksanaan {THIS}.", "tukar_data"),
            ayat(
                "Data dan informasi sebagaimana dimaksud pada {{ RUJUK tukar_data }} yang bersifat rahasia tidak dibuka kepada "
                "pihak lain tanpa persetujuan tertulis PIHAK yang memberikannya, kecuali diwajibkan oleh peraturan "
                "perundang-undangan.",
                "kerahasiaan",
            ),
            ayat(
                "Pemrosesan data pribadi dilakukan sesuai dengan ketentuan peraturan perundang-undangan mengenai pelindungan "
                "data pribadi dan dibatasi pada kebutuhan Rencana Kerja."
            ),
            option="data",
        )
        + clause(
            "hki",
            "HAK KEKAYAAN INTELEKTUAL DAN PUBLIKASI",
            ayat(f"Hak kekayaan intelektual yang timbul dari pelaksanaan {THIS} {owner}.", "hasil_kerja_sama"),
            ayat("Hak kekayaan intelektual yang telah dimiliki salah satu PIHAK sebelumnya tetap menjadi milik PIHAK tersebut."),
            ayat(
                "Publikasi hasil sebagaimana dimaksud pada {{ RUJUK hasil_kerja_sama }} serta penggunaan nama dan lambang "
                "PIHAK lainnya dilakukan dengan persetujuan tertulis PIHAK yang bersangkutan."
            ),
            option="hki",
        )
    )


def contacts() -> str:
    def address(who: str) -> str:
        rows = [
            Row([Cell(), Cell(label, "IsiRapat"), Cell(":", "IsiRapat"), Cell(f"{{{{ {value} }}}}", "IsiRapat")])
            for label, value in (
                ("u.p.", f"{who}_up"),
                ("Alamat", f"{who}_alamat_surat"),
                ("Telepon", f"{who}_telepon"),
                ("Pos-el", f"{who}_posel"),
            )
        ]
        return (
            paragraph("Huruf", f"{{{{ sebutan_{who} }}}}, {{{{ {who}_instansi }}}}", keep_next=True)
            + table([2.0, 2.4, 0.5, 11.1], rows, style="Polos")
        )

    return clause(
        "korespondensi",
        "KORESPONDENSI",
        ayat(f"Surat-menyurat mengenai pelaksanaan {THIS} disampaikan kepada:", "narahubung", keep_next=True),
        by_rank(address("kota"), address("mitra")),
        ayat(
            "Perubahan narahubung sebagaimana dimaksud pada {{ RUJUK narahubung }} diberitahukan secara tertulis kepada PIHAK "
            "lainnya sebelum perubahan itu berlaku."
        ),
        ayat(
            "Selama pemberitahuan perubahan belum diterima, surat yang dikirim ke alamat sebagaimana dimaksud pada "
            "{{ RUJUK narahubung }} dianggap telah disampaikan dengan sah."
        ),
    )


def closing_clauses() -> str:
    stamped = "[[JIKA bermeterai = 'ya']]bermeterai cukup, [[AKHIR]]"
    begins = "[[JIKA mulai = 'tanggal']]tanggal {{ tgl_mulai }}[[SELAIN ITU]]tanggal ditandatangani oleh PARA PIHAK[[AKHIR]]"
    return (
        clause(
            "kahar",
            "KEADAAN KAHAR",
            ayat(
                "Keadaan kahar adalah peristiwa di luar kemampuan dan kehendak PARA PIHAK, seperti bencana alam, bencana "
                f"nonalam, kerusuhan, dan perubahan kebijakan, yang menghalangi pelaksanaan {THIS}.",
                "arti_kahar",
            ),
            ayat(
                "PIHAK yang mengalami keadaan kahar sebagaimana dimaksud pada {{ RUJUK arti_kahar }} memberitahukannya secara "
                f"tertulis kepada PIHAK lainnya paling lambat {number('hari_notis_kahar')} hari kalender sejak peristiwa itu terjadi."
            ),
            ayat(
                "Keterlambatan akibat keadaan kahar bukan kelalaian, dan PARA PIHAK menyepakati penyesuaian Rencana Kerja "
                "setelah keadaan kahar berakhir."
            ),
            option="kahar",
        )
        + clause(
            "perselisihan",
            "PENYELESAIAN PERSELISIHAN",
            ayat(f"Perselisihan mengenai pelaksanaan {THIS} diselesaikan secara musyawarah untuk mencapai mufakat.", "musyawarah"),
            ayat(
                "Dalam hal musyawarah sebagaimana dimaksud pada {{ RUJUK musyawarah }} belum mencapai mufakat pada tingkat unit "
                "pelaksana, penyelesaiannya diteruskan kepada pimpinan PARA PIHAK."
            ),
        )
        + clause(
            "perubahan",
            "PERUBAHAN",
            ayat(f"Perubahan atas {THIS} dan hal yang belum diatur di dalamnya disepakati secara tertulis oleh PARA PIHAK.", "ubah"),
            ayat(
                "Kesepakatan sebagaimana dimaksud pada {{ RUJUK ubah }} dituangkan dalam adendum yang merupakan bagian tidak "
                f"terpisahkan dari {THIS}."
            ),
        )
        + clause(
            "pergantian_pejabat",
            "PERGANTIAN PEJABAT",
            sentence(
                f"Pergantian pimpinan atau pejabat pada salah satu PIHAK atau PARA PIHAK tidak mengakhiri {THIS}, dan pejabat "
                "pengganti melanjutkan pelaksanaannya."
            ),
            option="pergantian_pejabat",
        )
        + clause(
            "penutup",
            "PENUTUP",
            ayat(
                f"{{{{ jenis_naskah }}}} ini dibuat dalam {number('rangkap')} rangkap asli, {stamped}masing-masing mempunyai "
                "kekuatan hukum yang sama, dan dipegang oleh PARA PIHAK."
            ),
            ayat(f"{{{{ jenis_naskah }}}} ini mulai berlaku pada {begins}.", keep_next=True),
        )
    )


# ---------------------------------------------------------------- signatures, annex, control sheet


def signatures(width: float) -> str:
    """Both signatures side by side; every line is kept with the next, so the block is never left alone or torn."""

    def column(who: str) -> Cell:
        return Cell(
            (
                f"**{{{{ sebutan_{who} }}}}**,",
                f"{{{{ huruf_besar({who}_jabatan_lengkap) }}}},",
                *[""] * 5,
                f"**{{{{ {who}_pejabat }}}}**",
            ),
            "TandaTangan",
        )

    def pair(first: str, second: str) -> str:
        return table([width / 2] * 2, [Row([column(first), column(second)])], style="Polos")

    return paragraph("TandaTangan") + either(CITY_LEADS, pair("kota", "mitra"), pair("mitra", "kota"))


WIDTHS = [1.0, 4.9, 4.0, 2.3, 3.0, 3.8, 2.6, 1.8, 1.8]


def work_plan() -> str:
    columns = len(WIDTHS)
    responsible = (
        "[[JIKA rk_pj = 'kota']]{{ kota_unit }}[[ATAU JIKA rk_pj = 'mitra']]{{ mitra_unit }}"
        "[[ATAU JIKA rk_pj = 'bersama']]{{ kota_unit }} dan {{ mitra_unit }}[[SELAIN ITU]]{{ rk_pj }}[[AKHIR]]"
    )
    activity = Row(
        [
            Cell("", "NomorKegiatan"),
            *cells("{{ rk_kegiatan }}", "{{ rk_keluaran }}", f"{{{{ rk_target }}}} {{{{ rk_satuan }}}}"),
            Cell("{{ tanggal(rk_mulai) }} s.d. {{ tanggal(rk_selesai) }}"),
            Cell(responsible),
            Cell("{{ angka(rk_biaya) }}", align="right"),
            Cell("[[JIKA rk_biaya > 0]]{{ rk_sumber }}[[SELAIN ITU]]–[[AKHIR]]", align="center"),
            Cell("[[JIKA rk_keterangan != '']]{{ rk_keterangan }}[[AKHIR]]"),
        ]
    )
    rows = [
        head("No.", "Kegiatan", "Keluaran atau Indikator", "Target", "Waktu", "Penanggung Jawab", "Anggaran (Rp)", "Sumber Dana", "Keterangan"),
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
        Row([Cell("Terbilang: {{ terbilang(total_rencana) }} rupiah", span=columns)]),
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
        + signatures(width)
    )


def control_sheet() -> str:
    """Initials of the reviewers: on drafts of the city's own copy only, never on an original of the partner."""
    rows = [head("No.", "Pejabat Pemeriksa", "Jenis Paraf", "Tanggal", "Paraf")]
    rows += each_row(
        "pemeriksa",
        Row([Cell("", "NomorPemeriksa"), Cell("{{ pemeriksa_jabatan }}"), Cell("{{ pemeriksa_jenis }}"), Cell(), Cell(("", ""))]),
        columns=5,
    )
    return when(
        f"draf = 'ya' and count(pemeriksa) > 0 and ({CITY_LEADS})",
        paragraph("Title", "LEMBAR KENDALI NASKAH", page_break_before=True),
        paragraph("Title", "{{ huruf_besar(tentang) }}", before=4),
        paragraph("Isi"),
        table([1.2, 10.0, 5.0, 4.5, 4.5], rows),
        paragraph(
            "IsiTabel", "Petunjuk pencetakan naskah asli: kertas {{ kertas }}, huruf {{ huruf }}, {{ rangkap }} rangkap.", before=8
        ),
        paragraph("IsiTabel", "Lembar ini hanya ada pada draf dan tidak menjadi bagian dari naskah asli."),
    )


# ---------------------------------------------------------------- the file


def build() -> bytes:
    draft = paragraph("Draf", "[[JIKA draf = 'ya']]DRAF[[AKHIR]]")
    furniture = {
        "header1": paragraph("Header", "- {PAGE} -") + draft,
        "header2": draft + paragraph("Header"),
    }
    portrait = Page(header="header1", first="header2", title_page=True)
    landscape = Page(landscape=True, header="header1", margins=(2.5, 2.0, 2.0, 2.5))
    body = (
        logos()
        + heading()
        + parties()
        + grounds()
        + general_clauses()
        + execution()
        + duties()
        + money()
        + term()
        + optional_clauses()
        + contacts()
        + closing_clauses()
        + signatures(portrait.text_width)
        + end_section(portrait)
        + annex(landscape.text_width)
        + control_sheet()
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
            Style("Pasal", "Pasal", following="Ayat", align="center", bold=True, before=14, after=6, line=1.15, keep_next=True, list=(1, 0)),
            Style("IsiPasal", "Isi Pasal", "Isi"),
            Style("Ayat", "Ayat", "Isi", list=(1, 1)),
            Style("Huruf", "Huruf", "Isi", list=(1, 2)),
            Style("Angka", "Angka", "Isi", list=(1, 3)),
            Style("KepalaLampiran", "Kepala Lampiran", size=11),
            Style("NomorKegiatan", "Nomor Kegiatan", "TabelIsi", align="center", list=(5, 0)),
            Style("NomorPemeriksa", "Nomor Pemeriksa", "TabelIsi", align="center", list=(6, 0)),
            Style("Draf", "Tanda Draf", align="right", bold=True, size=11, color="B00020"),
        ],
        table_size=9.5,
    )


def _lists() -> str:
    return lists(
        [
            Level("Pasal %1", style="Pasal", suffix="nothing", align="center"),
            Level("(%2)", style="Ayat", left=1.0, hanging=1.0),
            Level("%3.", "lowerLetter", style="Huruf", left=2.0, hanging=1.0),
            Level("%4.", style="Angka", left=3.0, hanging=1.0),
        ],
        [Level("%1.", style="Komparisi", left=0.7, hanging=0.7)],
        [Level("%1.", "lowerLetter", style="Premis", left=1.0, hanging=1.0)],
        [Level("%1.", style="DasarHukum", left=1.0, hanging=1.0)],
        [Level("%1.", style="NomorKegiatan", suffix="nothing", align="left")],
        [Level("%1.", style="NomorPemeriksa", suffix="nothing", align="left")],
    )
