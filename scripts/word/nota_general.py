"""The Pasal on follow-up and on what may go wrong: monitoring, data, rights, contacts, force majeure, closing."""

from __future__ import annotations

from body import Cell, Row, paragraph, table
from nota_words import THIS, ayat, by_rank, clause, number, sentence


def optional_clauses() -> str:
    frequency = (
        "[[JIKA frek_monev = 'bulanan']]setiap bulan[[ATAU JIKA frek_monev = 'triwulan']]setiap triwulan"
        "[[ATAU JIKA frek_monev = 'semester']]setiap semester[[ATAU JIKA frek_monev = 'tahunan']]setiap tahun"
        "[[SELAIN ITU]]{{ frek_monev }}[[AKHIR]]"
    )
    owner = (
        "[[JIKA hki_model = 'bersama']]menjadi milik bersama PARA PIHAK"
        "[[ATAU JIKA hki_model = 'pembuat']]menjadi milik PIHAK yang menghasilkannya, dan PIHAK lainnya berhak "
        "menggunakannya "
        "untuk kepentingan pelayanan publik[[ATAU JIKA hki_model = 'kemudian']]diatur tersendiri secara tertulis "
        "oleh PARA PIHAK"
        "[[SELAIN ITU]]{{ hki_model }}[[AKHIR]]"
    )
    return (
        clause(
            "monev",
            "PEMANTAUAN, EVALUASI, DAN PELAPORAN",
            ayat(
                f"PARA PIHAK memantau dan mengevaluasi pelaksanaan {THIS} secara bersama-sama {frequency}.",
                "pemantauan",
            ),
            ayat(
                "Hasil pemantauan dan evaluasi sebagaimana dimaksud pada {{ RUJUK pemantauan }} dituangkan dalam "
                "laporan "
                "tertulis kepada pimpinan PARA PIHAK dan menjadi bahan penyempurnaan Rencana Kerja."
            ),
            option="monev",
        )
        + clause(
            "data",
            "DATA, KERAHASIAAN, DAN PELINDUNGAN DATA PRIBADI",
            ayat(
                f"PARA PIHAK saling menyediakan data dan informasi yang diperlukan untuk pelaksanaan {THIS}.",
                "tukar_data",
            ),
            ayat(
                "Data dan informasi sebagaimana dimaksud pada {{ RUJUK tukar_data }} yang bersifat rahasia tidak "
                "dibuka kepada "
                "pihak lain tanpa persetujuan tertulis PIHAK yang memberikannya, kecuali diwajibkan oleh peraturan "
                "perundang-undangan.",
                "kerahasiaan",
            ),
            ayat(
                "Pemrosesan data pribadi dilakukan sesuai dengan ketentuan peraturan perundang-undangan mengenai "
                "pelindungan "
                "data pribadi dan dibatasi pada kebutuhan Rencana Kerja."
            ),
            option="data",
        )
        + clause(
            "hki",
            "HAK KEKAYAAN INTELEKTUAL DAN PUBLIKASI",
            ayat(f"Hak kekayaan intelektual yang timbul dari pelaksanaan {THIS} {owner}.", "hasil_kerja_sama"),
            ayat(
                "Hak kekayaan intelektual yang telah dimiliki salah satu PIHAK sebelumnya tetap menjadi milik "
                "PIHAK tersebut."
            ),
            ayat(
                "Publikasi hasil sebagaimana dimaksud pada {{ RUJUK hasil_kerja_sama }} serta penggunaan nama "
                "dan lambang "
                "PIHAK lainnya dilakukan dengan persetujuan tertulis PIHAK yang bersangkutan."
            ),
            option="hki",
        )
    )


def contacts() -> str:
    def address(who: str) -> str:
        lines = (
            ("u.p.", f"{who}_up"),
            ("Alamat", f"{who}_alamat_surat"),
            ("Telepon", f"{who}_telepon"),
            ("Pos-el", f"{who}_posel"),
        )
        rows = [  # an address stays on one page
            Row(
                [
                    Cell(text, "IsiRapat", keep_next=place < len(lines) - 1)
                    for text in ("", label, ":", f"{{{{ {value} }}}}")
                ]
            )
            for place, (label, value) in enumerate(lines)
        ]
        return paragraph("Huruf", f"{{{{ sebutan_{who} }}}}, {{{{ {who}_instansi }}}}", keep_next=True) + table(
            [2.0, 2.4, 0.5, 11.1], rows, style="Polos"
        )

    return clause(
        "korespondensi",
        "KORESPONDENSI",
        ayat(f"Surat-menyurat mengenai pelaksanaan {THIS} disampaikan kepada:", "narahubung", keep_next=True),
        by_rank(address("kota"), address("mitra")),
        ayat(
            "Perubahan narahubung sebagaimana dimaksud pada {{ RUJUK narahubung }} diberitahukan secara tertulis "
            "kepada PIHAK "
            "lainnya sebelum perubahan itu berlaku."
        ),
        ayat(
            "Selama pemberitahuan perubahan belum diterima, surat yang dikirim ke alamat sebagaimana dimaksud pada "
            "{{ RUJUK narahubung }} dianggap telah disampaikan dengan sah."
        ),
    )


def closing_clauses() -> str:
    stamped = "[[JIKA bermeterai = 'ya']]bermeterai cukup, [[AKHIR]]"
    begins = (
        "[[JIKA mulai = 'tanggal']]tanggal {{ tgl_mulai }}[[SELAIN ITU]]tanggal ditandatangani oleh PARA PIHAK[[AKHIR]]"
    )
    return (
        clause(
            "kahar",
            "KEADAAN KAHAR",
            ayat(
                "Keadaan kahar adalah peristiwa di luar kemampuan dan kehendak PARA PIHAK, seperti bencana alam, "
                "bencana "
                f"nonalam, kerusuhan, dan perubahan kebijakan, yang menghalangi pelaksanaan {THIS}.",
                "arti_kahar",
            ),
            ayat(
                "PIHAK yang mengalami keadaan kahar sebagaimana dimaksud pada {{ RUJUK arti_kahar }} "
                "memberitahukannya secara "
                f"tertulis kepada PIHAK lainnya paling lambat {number('hari_notis_kahar')} hari kalender sejak "
                f"peristiwa itu terjadi."
            ),
            ayat(
                "Keterlambatan akibat keadaan kahar bukan kelalaian, dan PARA PIHAK menyepakati penyesuaian "
                "Rencana Kerja "
                "setelah keadaan kahar berakhir."
            ),
            option="kahar",
        )
        + clause(
            "perselisihan",
            "PENYELESAIAN PERSELISIHAN",
            ayat(
                f"Perselisihan mengenai pelaksanaan {THIS} diselesaikan secara musyawarah untuk mencapai mufakat.",
                "musyawarah",
            ),
            ayat(
                "Dalam hal musyawarah sebagaimana dimaksud pada {{ RUJUK musyawarah }} belum mencapai mufakat "
                "pada tingkat unit "
                "pelaksana, penyelesaiannya diteruskan kepada pimpinan PARA PIHAK."
            ),
        )
        + clause(
            "perubahan",
            "PERUBAHAN",
            ayat(
                f"Perubahan atas {THIS} dan hal yang belum diatur di dalamnya disepakati secara tertulis oleh "
                f"PARA PIHAK.",
                "ubah",
            ),
            ayat(
                "Kesepakatan sebagaimana dimaksud pada {{ RUJUK ubah }} dituangkan dalam adendum yang merupakan "
                "bagian tidak "
                f"terpisahkan dari {THIS}."
            ),
        )
        + clause(
            "pergantian_pejabat",
            "PERGANTIAN PEJABAT",
            sentence(
                f"Pergantian pimpinan atau pejabat pada salah satu PIHAK atau PARA PIHAK tidak mengakhiri {THIS}, "
                f"dan pejabat "
                "pengganti melanjutkan pelaksanaannya."
            ),
            option="pergantian_pejabat",
        )
        + clause(
            "penutup",
            "PENUTUP",
            ayat(
                f"{{{{ jenis_naskah }}}} ini dibuat dalam rangkap {number('rangkap')}, {stamped}masing-masing "
                "mempunyai kekuatan hukum yang sama, dan dipegang oleh setiap PIHAK."
            ),
            ayat(f"{{{{ jenis_naskah }}}} ini mulai berlaku pada {begins}.", keep_next=True),
        )
    )
