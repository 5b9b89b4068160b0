"""The agreement up to its first Pasal: emblems, title, parties, recitals; and the signatures at its end."""

from __future__ import annotations

from body import NBSP, Cell, Row, each, either, paragraph, table, when
from nota_words import CITY_IS_FIRST, CITY_LEADS, NAME_CAPITALS, chosen


def logos() -> str:
    state = table([3.0], [Row([Cell("{{ lambang_negara }}", align="center")])], style="Polos", align="center")

    def emblem(first: str, second: str) -> str:
        return (
            f"[[JIKA {CITY_LEADS}]][[JIKA {first} != '']]{{{{ {first} }}}}[[AKHIR]]"
            f"[[SELAIN ITU]][[JIKA {second} != '']]{{{{ {second} }}}}[[AKHIR]][[AKHIR]]"
        )

    pair = table(
        [2.6, 10.8, 2.6],
        [
            Row(
                [
                    Cell(emblem("kota_logo", "mitra_logo"), align="left"),
                    Cell(),
                    Cell(emblem("mitra_logo", "kota_logo"), align="right"),
                ]
            )
        ],
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
            f"[[JIKA {who}_ada_pengangkatan = 'ya']], berdasarkan {{{{ {who}_sk_jenis }}}} "
            f"Nomor{NBSP}{{{{ {who}_sk_nomor }}}} "
            f"tanggal {{{{ {who}_sk_tanggal }}}} tentang {{{{ {who}_sk_tentang }}}}[[AKHIR]]"
        )
        text = (
            f"{{{{ {who}_jabatan_lengkap }}}}{appointed}, dalam hal ini bertindak untuk dan atas nama "
            f"{{{{ {who}_instansi }}}}, "
            f"berkedudukan di {{{{ {who}_alamat }}}}, selanjutnya disebut **{{{{ sebutan_{who} }}}}**{end}"
        )
        return Row(
            [
                Cell("", "Komparisi"),
                Cell(f"**{{{{ {who}_pejabat }}}}**", "IsiTabel"),
                Cell(":", "IsiTabel"),
                Cell(text, "IsiTabel", align="both"),
            ]
        )

    def both(first: str, second: str) -> str:
        return table([1.0, 4.9, 0.6, 9.5], [party(first, ";"), party(second, ".")], style="Polos")

    return (
        paragraph(
            "Isi",
            "Pada hari ini, {{ hari(tgl_ttd) }}, [[JIKA tgl_ttd != '']]{{ tanggal_terbilang(tgl_ttd) }} "
            "({{ format-date(tgl_ttd, '%d-%m-%Y') }})[[SELAIN ITU]]tanggal {{ tgl_ttd }}, bulan {{ tgl_ttd }}, "
            "tahun {{ tgl_ttd }}[[AKHIR]], bertempat di {{ tempat_ttd }}, kami yang bertanda tangan di bawah ini:",
            before=24,
            keep_next=True,
        )
        + either(CITY_IS_FIRST, both("kota", "mitra"), both("mitra", "kota"))
        + paragraph(
            "Isi",
            "PIHAK KESATU dan PIHAK KEDUA secara bersama-sama disebut **PARA PIHAK** dan secara sendiri-sendiri "
            "disebut "
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
        "[[JIKA position(..) = count(dasar_hukum)]].[[SELAIN ITU]];[[AKHIR]]"
    )
    bridge = "PARA PIHAK sepakat mengadakan {{ jenis_naskah }} tentang {{ tentang }} dengan ketentuan sebagai berikut:"
    return (
        each("premis", paragraph("Premis", "bahwa {{ isi_premis }};"))
        + when(
            chosen("dasar_hukum"),
            paragraph("Isi", "Dengan memperhatikan:", before=6, keep_next=True),
            each("dasar_hukum", paragraph("DasarHukum", law)),
        )
        + paragraph("Isi", f"Berdasarkan hal-hal tersebut di atas, {bridge}", before=6)
    )
