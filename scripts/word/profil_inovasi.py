"""Public profile of an innovation for display: what changed, for whom, in pictures. One or two pages."""

from __future__ import annotations

import word
from body import Cell, Page, Row, paragraph, table, when
from laporan_kemajuan import change_table, indicator_table, milestone_table, photos
from report import facts, gap, styles
from styles import Level, Style, lists

TITLE = "Profil Inovasi"
PAGE = Page(footer="footer1", margins=(1.8, 2.0, 2.0, 3.0))
BLUE = "0B4F6C"


def build() -> bytes:
    furniture = {
        "footer1": paragraph(
            "Footer", "Profil Inovasi · {{ unit_nama }} · {{ kota_pemerintah }} · halaman {PAGE}", align="center"
        )
    }
    look = styles(
        Style("ProfilInstansi", "Profil Instansi", size=11, color=BLUE, bold=True),
        Style("ProfilJudul", "Profil Judul", size=24, color=BLUE, bold=True, before=2, after=0, keep_next=True),
        Style("ProfilAnak", "Profil Anak Judul", size=12, color="44546A", after=8, line_below="single"),
        Style("Sorotan", "Sorotan", align="center", size=20, bold=True, color=BLUE, before=6, keep_next=True),
        Style("SorotanNama", "Sorotan Nama", align="center", size=9, after=6),
    )
    return word.document(TITLE, _body(), PAGE, look, _headings(), furniture)


def _body() -> str:
    return (
        _head()
        + _highlights()
        + _part("Ringkasan", paragraph("Isi", "{{ ringkasan }}"))
        + when("kebaruan != ''", _part("Yang baru dari inovasi ini", paragraph("Isi", "{{ kebaruan }}")))
        + when("jumlah_perubahan > 0", _part("Sebelum dan sesudah", change_table()))
        + when("penerima_manfaat != ''", _part("Siapa yang terbantu", paragraph("Isi", "{{ penerima_manfaat }}")))
        + when("count(indikator) > 0", _part("Capaian", indicator_table()))
        + when("jumlah_tonggak > 0", _part("Perjalanan inovasi", milestone_table()))
        + photos("Galeri")
        + when("pembelajaran != ''", _part("Pembelajaran", paragraph("Isi", "{{ pembelajaran }}")))
        + _part(
            "Narahubung",
            facts(
                [
                    ("Nama", "{{ kontak_nama }}", "kontak_nama != ''"),
                    ("Telepon", "{{ kontak_telepon }}", "kontak_telepon != ''"),
                    ("Pos-el", "{{ kontak_pos_el }}", "kontak_pos_el != ''"),
                    ("Perangkat daerah", "{{ unit_nama }}", ""),
                ]
            ),
        )
    )


def _part(title: str, *blocks: str) -> str:
    return paragraph("Heading2", title) + "".join(blocks)


def _head() -> str:
    text = (
        paragraph("ProfilInstansi", "{{ unit_nama }} {{ kota_nama }}")
        + paragraph("ProfilJudul", "{{ judul }}")
        + paragraph("ProfilAnak", "[[JIKA kepanjangan != '']]{{ kepanjangan }}[[SELAIN ITU]]Profil Inovasi[[AKHIR]]")
    )
    emblem = Cell("[[JIKA kota_logo != '']]{{ kota_logo }}[[AKHIR]]", align="right")
    return table([13.2, 2.8], [Row([Cell(blocks=text, valign="center"), emblem])], style="Polos")


def _highlights() -> str:
    """Three figures at a glance."""

    def figure(value: str, name: str) -> Cell:
        return Cell(blocks=paragraph("Sorotan", value) + paragraph("SorotanNama", name), shade="EAF2F6")

    row = Row(
        [
            figure("{{ rata_persen }}%", "kemajuan rencana aksi"),
            figure("[[JIKA penerima_jumlah != '']]{{ penerima_jumlah }}[[SELAIN ITU]]–[[AKHIR]]", "penerima manfaat"),
            figure("{{ jumlah_selesai }}/{{ jumlah_kegiatan }}", "kegiatan selesai"),
        ]
    )
    return table([5.34, 5.33, 5.33], [row], style="Polos") + gap()


def _headings() -> str:
    """Headings of a profile bear no number."""
    return lists([Level("", style=f"Heading{n}", suffix="nothing") for n in (1, 2, 3)] + [Level("%4.", style="Butir")])
