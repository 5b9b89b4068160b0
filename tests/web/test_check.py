"""Check your answers, send, and what was sent."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from inovik_forms.store.store import Store

COMPLETE = {
    "dasar": {"q.dasar/nama": "Antar obat", "q.dasar/pengguna": "1.200", "q.dasar/mulai": "2026-11-24"},
    "pilihan": {"q.pilihan/ada_masalah": "tidak", "q.pilihan/bukti": ["", "data", "aduan"]},
}


def fill(browser: Any, response: int) -> None:
    for name, fields in COMPLETE.items():
        browser.post(f"/isian/{response}/bagian/{name}", fields)
    browser.post(f"/isian/{response}/butir/rencana/kegiatan[1]", {"q.rencana/kegiatan/kegiatan_nama": "Pelatihan"})


def refused(browser: Any, response: int) -> Any:
    """The page that says why nothing was sent: at an address of its own, so that coming back to it sends nothing."""
    sent = browser.post(f"/isian/{response}/kirim", dasar="0")
    assert sent.location == f"/isian/{response}/periksa?kirim=1"
    return browser.get(sent.location)


def test_every_answer_in_words_with_a_link_that_returns_here(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    fill(ani, response_id)
    page = ani.get(f"/isian/{response_id}/periksa")
    for words in (
        "Antar obat",
        "1.200",
        "24 November 2026",
        "Data kinerja, Pengaduan",
        "Kegiatan 1",
        "Pelatihan",
        "belum diisi",
    ):
        assert words in page.text
    assert "Semua jawaban lengkap" in page.text
    (link,) = [u for u in page.links("bagian/dasar") if "dasar/nama" in u]
    assert link == f"/isian/{response_id}/bagian/dasar?dari=periksa&soal=dasar/nama#q.dasar/nama"
    form = ani.get(link.partition("#")[0])
    assert form.value("dari") == "periksa"
    action = re.search(r'action="([^"]*)" .*id="formulir"', form.html)
    assert action
    wrong = ani.post(unescape(action[1]), {"q.dasar/nama": "Antar obat lansia", "q.dasar/pengguna": "x"})
    assert "soal=dasar/nama" in wrong.location, "the way back is kept while something is wrong"
    back = ani.post(wrong.location, {"q.dasar/pengguna": "1.200"})
    assert back.location == f"/isian/{response_id}/periksa#j.dasar/nama", "to the very answer"
    back = ani.post(f"/isian/{response_id}/bagian/dasar", {}, dari="periksa", soal="dasar/tidak-ada")
    assert back.location == f"/isian/{response_id}/periksa#j.dasar"
    instance = next(u for u in page.links("butir/") if "kegiatan_nama" in u)
    back = ani.post(instance.partition("?")[0], {"q.rencana/kegiatan/kegiatan_nama": "P"}, dari="periksa")
    assert back.location.startswith(f"/isian/{response_id}/periksa#j.rencana/kegiatan")


def test_sending_demands_that_everything_is_valid(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    page = ani.get(f"/isian/{response_id}/periksa")
    assert "Yang masih harus diisi sebelum dikirim" in page.text and "Data dasar : 1 hal" in page.text
    assert page.links("bagian/dasar?")[0].endswith("bagian/dasar?periksa=1&dari=periksa"), "and back here"
    page = refused(ani, response_id)
    assert page.title.startswith("Kesalahan:")
    assert store.response(response_id).status == "draft"
    assert any("q.dasar/nama" in u for u in page.links("dari=periksa")), "each thing that is missing, with its link"
    assert "Nama layanan" in ani.get(f"/isian/{response_id}/bagian/dasar?periksa=1").html.partition('id="ringkasan"')[2]


ALIKE = """| survey |
| | type | name | label |
| | begin group | a | Narahubung |
| | begin group | kota | Pemerintah kota |
| | text | kota_telepon | Telepon |
| | end group | | |
| | begin group | mitra | Mitra |
| | text | mitra_telepon | Telepon |
| | text | mitra_surel | Surel |
| | end group | | |
| | end group | | |
| | begin group | b | Lain |
| | text | surel | Surel |
| | begin repeat | butir | Kegiatan |
| | text | isi | Isi |
| | end repeat | | |
| | end group | | |
"""


def test_what_is_called_the_same_is_told_apart_by_ear(visit: Any, store: Store) -> None:
    store.publish_questionnaire("lain", ALIKE.encode(), "lain.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "lain", "ani", {}).id
    ani = visit("ani")
    ani.post(f"/isian/{response}/bagian/b", aksi="tambah b/butir")
    said = re.findall(r'Ubah<span class="tak-tampak"> (.*?)</span>', ani.get(f"/isian/{response}/periksa").html)
    assert [unescape(one) for one in said] == [
        "Telepon (Pemerintah kota)", "Telepon (Mitra)", "Surel (Mitra)", "Surel (Lain)",
        "Isi (Kegiatan 1)", "Isi (Kegiatan 2)",
    ]  # fmt: skip
    page = ani.get(f"/isian/{response}/bagian/a").html
    labels = re.findall(r'<label class="soal" for="[^"]*">(.*?) <span class="pilihan">', page)
    apart = '<span class="tak-tampak di-mana"> (%s)</span>'
    assert labels == ["Telepon" + apart % "Pemerintah kota", "Telepon" + apart % "Mitra", "Surel"]


TWINS = """| survey |
| | type | name | label | constraint |
| | begin group | a | Lembaga | |
| | begin group | kota | Pemerintah kota | |
| | integer | kota_staf | Staf | . > 0 |
| | end group | | | |
| | begin group | mitra | Mitra | |
| | integer | mitra_staf | Staf | . > 0 |
| | integer | mitra_lain | Staf | . > 0 |
| | end group | | | |
| | end group | | | |
| | begin group | b | Kegiatan | |
| | begin repeat | butir | Kegiatan | |
| | begin group | sewa | Sewa | |
| | integer | biaya | Biaya | . > 0 |
| | end group | | | |
| | begin group | beli | Beli | |
| | integer | biaya2 | Biaya | . > 0 |
| | end group | | | |
| | end repeat | | | |
| | end group | | | |
"""
SUMMARY = re.compile(r'id="ringkasan".*?</ul>', re.S)


def listed(html: str) -> list[str]:
    """What the list of mistakes calls the answers."""
    found = SUMMARY.search(html)
    return [unescape(one).partition(":")[0] for one in re.findall(r"<a [^>]*>(.*?)</a>", found[0])] if found else []


def test_two_mistakes_of_one_name_are_told_apart_in_every_list(visit: Any, store: Store) -> None:
    store.publish_questionnaire("lain", TWINS.encode(), "lain.md")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "lain", "ani", {}).id
    ani = visit("ani")
    staff = {f"q.a/{name}": "0" for name in ("kota/kota_staf", "mitra/mitra_staf", "mitra/mitra_lain")}
    page = ani.post(f"/isian/{response}/bagian/a", staff, follow=True, status=200)
    names = ["Staf (Pemerintah kota)", "Staf (Mitra, ke-1)", "Staf (Mitra, ke-2)"]
    assert listed(page.html) == names
    ani.post(f"/isian/{response}/bagian/b", aksi="tambah b/butir")
    for path in store.draft(response)[1].instances["b/butir"]:
        entry = {"q.b/butir/sewa/biaya": "0", "q.b/butir/beli/biaya2": "0"}
        page = ani.post(f"/isian/{response}/butir/b/butir[{path}]", entry, follow=True, status=200)
        assert listed(page.html) == ["Biaya (Sewa)", "Biaya (Beli)"]
    wide = ["Staf (Pemerintah kota)", "Staf (Lembaga › Mitra, ke-1)", "Staf (Lembaga › Mitra, ke-2)"]
    costs = [f"Kegiatan {n} › Biaya ({group})" for n in (1, 2) for group in ("Sewa", "Beli")]
    assert listed(ani.get(f"/isian/{response}/periksa").html) == [*wide, *costs]
    said = re.findall(r"<b>(.*?)</b>", ani.get(f"/isian/{response}/riwayat").html)
    assert {unescape(one) for one in said} >= {*wide, *costs}


def test_sending_and_what_was_sent(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    fill(ani, response_id)
    page = ani.get(f"/isian/{response_id}/periksa")
    seen = page.value("dasar")
    sent = ani.post(f"/isian/{response_id}/kirim", dasar=seen, follow=True, status=200)
    assert "Isian ini sudah dikirim" in sent.text and not sent.links("dari=periksa")
    assert store.response(response_id).status == "sent"
    again = ani.post(f"/isian/{response_id}/kirim", dasar=seen)
    assert again.location == f"/isian/{response_id}/periksa", "sending twice is harmless"
    late = ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Terlambat"}, status=409)
    assert "sudah dikirim" in late.text and "koordinator" in late.text
    assert ani.get(f"/isian/{response_id}/bagian/dasar", status=302).location.endswith("/periksa")
    assert store.draft(response_id)[1].values["dasar/nama"] == "Antar obat"


def test_after_sending_the_next_step_is_said_and_begun(visit: Any, response_id: int, store: Store) -> None:
    ani, koor = visit("ani"), visit("koor")
    store.publish_questionnaire("lain", ALIKE.encode(), "lain.md")
    place = f"/isian/{response_id}/periksa"
    fill(ani, response_id)
    assert "Langkah berikutnya" not in ani.get(place).text
    sent = ani.post(f"/isian/{response_id}/kirim", dasar=ani.get(place).value("dasar"), follow=True, status=200)
    assert "Langkah berikutnya Tahap berikutnya: Laporan. Mulai Laporan" in sent.text
    other = koor.get(place)
    assert "Tahap berikutnya: Laporan." in other.text and "Mulai Laporan" not in other.text
    subject = store.response(response_id).subject
    assert f'action="/perihal/{subject}/mulai?kuesioner=lain"' in sent.html
    begun = ani.post(f"/perihal/{subject}/mulai", kuesioner="lain").location
    page = ani.get(place)
    assert "Lanjutkan Laporan" in page.text and page.links(begun)


def test_what_changed_since_it_was_looked_at_is_not_sent(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    fill(ani, response_id)
    seen = ani.get(f"/isian/{response_id}/periksa").value("dasar")
    ani.post(f"/isian/{response_id}/bagian/umum", {"q.pembuka": "Berubah"})
    page = ani.post(f"/isian/{response_id}/kirim", dasar=seen, follow=True, status=200)
    assert "Jawaban berubah sejak halaman ini dibuka" in page.html and store.response(response_id).status == "draft"


def test_others_read_without_links_to_change(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    fill(ani, response_id)
    page = visit("koor").get(f"/isian/{response_id}/periksa")
    assert "Antar obat" in page.text and "Ubah" not in page.text and "Kirim" not in page.text
    assert visit("koor").get(f"/isian/{response_id}", status=302).location.endswith("/periksa")


def test_what_is_missing_in_a_list_says_in_which_item(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    page = ani.get(f"/isian/{response_id}/periksa")
    missing = page.links("rencana")[0]
    assert "/butir/rencana/kegiatan" in missing and missing.endswith("kegiatan_nama"), "where it can be answered"
    assert "Kegiatan 1 › Nama kegiatan: " in refused(ani, response_id).text
