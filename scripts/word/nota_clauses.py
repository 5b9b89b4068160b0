"""The Pasal that every agreement has: definitions, aim, scope, execution, duties, money, term."""

from __future__ import annotations

from body import NBSP, each, either, paragraph, when
from nota_words import CITY_IS_FIRST, THIS, ayat, by_rank, chosen, clause, huruf, listing, number, sentence


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

    units = either(
        CITY_IS_FIRST, unit("kota", "; dan") + unit("mitra", "."), unit("mitra", "; dan") + unit("kota", ".")
    )
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
            "[[TANDAI unit_pelaksana]]Pelaksanaan Rencana Kerja sebagaimana dimaksud pada "
            "{{ RUJUK dasar_rencana_kerja }} "
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
                "Hal teknis yang belum termuat dalam Rencana Kerja dituangkan dalam petunjuk teknis yang "
                "disepakati secara "
                "tertulis oleh unit pelaksana sebagaimana dimaksud pada {{ RUJUK unit_pelaksana }}."
            ),
        ),
        ayat(
            "Rencana Kerja dapat disesuaikan berdasarkan kesepakatan tertulis unit pelaksana sebagaimana dimaksud pada "
            "{{ RUJUK unit_pelaksana }}, sepanjang tidak mengubah ruang lingkup sebagaimana dimaksud dalam "
            "{{ RUJUK lingkup }}."
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
        ayat(
            f"Setiap PIHAK membiayai tugas dan tanggung jawabnya masing-masing dalam pelaksanaan {THIS}.", "beban_biaya"
        ),
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
            f"{{{{ jenis_naskah }}}} ini berlaku selama {number('durasi_n')} {{{{ durasi_satuan }}}} terhitung "
            f"sejak {since} "
            "sampai dengan tanggal {{ tanggal(selesai) }}.",
            "masa_berlaku",
        ),
        ayat(
            "Jangka waktu sebagaimana dimaksud pada {{ RUJUK masa_berlaku }} dapat diperpanjang berdasarkan "
            "kesepakatan "
            f"tertulis PARA PIHAK{review}.",
            "perpanjangan",
        ),
        ayat(
            "Usul perpanjangan sebagaimana dimaksud pada {{ RUJUK perpanjangan }} disampaikan secara tertulis "
            "paling lambat "
            f"{number('notis_perpanjangan')} bulan sebelum jangka waktu berakhir."
        ),
        ayat(
            "{{ jenis_naskah }} ini dapat berakhir sebelum jangka waktu sebagaimana dimaksud pada "
            "{{ RUJUK masa_berlaku }} dalam hal:",
            "pengakhiran",
            keep_next=True,
        ),
        huruf("PARA PIHAK menyepakatinya secara tertulis;"),
        huruf("tujuan sebagaimana dimaksud dalam {{ RUJUK maksud_tujuan }} telah tercapai;"),
        huruf(f"perubahan peraturan perundang-undangan menyebabkan {THIS} tidak dapat dilaksanakan; atau"),
        huruf("hal yang menjadi pokok kerja sama tidak ada lagi."),
        ayat(
            "PIHAK yang mengusulkan pengakhiran sebagaimana dimaksud pada {{ RUJUK pengakhiran }} "
            "memberitahukannya secara "
            f"tertulis kepada PIHAK lainnya paling lambat {number('notis_akhir')} bulan sebelum tanggal pengakhiran."
        ),
        ayat(
            f"Berakhirnya {THIS} tidak membebaskan PARA PIHAK dari penyelesaian kegiatan yang sedang berjalan{secrecy}."
        ),
    )
