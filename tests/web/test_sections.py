"""Guided filling without JavaScript: full POSTs, everything kept, problems said in place."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inovik_forms.store.store import Store


def section(response: int, name: str) -> str:
    return f"/isian/{response}/bagian/{name}"


def test_the_task_list_shows_sections_with_their_state(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    page = ani.get(f"/isian/{response_id}")
    assert [s for s in ("Umum", "Data dasar", "Pilihan", "Rencana", "Berkas") if s in page.text] == [
        "Umum",
        "Data dasar",
        "Pilihan",
        "Rencana",
        "Berkas",
    ]
    assert "Khusus" not in page.text.partition("1 bagian tidak ditanyakan")[0], "it is not among those to do"
    assert "0 dari 6 Belum mulai" in page.text
    ani.post(section(response_id, "dasar"), {"q.dasar/nama": "Antar obat", "q.dasar/pengguna": "12"})
    assert "2 dari 6 Selesai" in ani.get(f"/isian/{response_id}").text, (
        "what may stay empty does not keep a section open"
    )
    ani.post(section(response_id, "dasar"), {"q.dasar/pengguna": "-5"})
    assert "Perlu perhatian" in ani.get(f"/isian/{response_id}").text
    ani.post(section(response_id, "pilihan"), {"q.pilihan/ada_masalah": "ya"})
    page = ani.get(f"/isian/{response_id}")
    assert "Sedang diisi" in page.text and "Khusus" in page.text


def test_what_was_filled_in_beforehand_begins_no_section(visit: Any, store: Store) -> None:
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "uji", "ani", {"pilihan/ada_masalah": "ya"}).id
    ani = visit("ani")
    page = ani.get(f"/isian/{response}")
    assert "Sedang diisi" not in page.text and "Belum mulai" in page.text and "Mulai mengisi" in page.text
    ani.post(section(response, "pilihan"), {"q.pilihan/ada_masalah": "tidak"})
    ani.post(section(response, "pilihan"), {"q.pilihan/ada_masalah": "ya"})
    assert "Sedang diisi" in ani.get(f"/isian/{response}").text


def test_saving_goes_on_to_the_next_section_and_the_last_to_the_check(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    assert ani.post(section(response_id, "umum"), {"q.pembuka": "Halo"}).location.endswith("/bagian/dasar")
    assert ani.post(section(response_id, "dasar"), {"q.dasar/nama": "Antar obat"}).location.endswith("/bagian/pilihan")
    assert ani.post(section(response_id, "berkas")).location.endswith("/periksa"), "the hidden section is passed over"
    assert kept() == {"pembuka": "Halo", "dasar/nama": "Antar obat"}
    assert ani.post(section(response_id, "dasar"), aksi="kembali").location.endswith("/bagian/umum")
    assert ani.post(section(response_id, "dasar"), aksi="simpan").location == f"/isian/{response_id}"


def test_label_hint_example_and_marks(visit: Any, response_id: int) -> None:
    page = visit("ani").get(section(response_id, "dasar"))
    assert "Nama <strong>resmi</strong>." in page.html
    assert re.search(r"<summary>Contoh jawaban yang baik</summary><div>Antar obat lansia</div>", page.html)
    assert "Nama layanan * (wajib)" in page.text and "Uraian (boleh dikosongkan)" in page.text
    assert '<textarea id="q.dasar/uraian"' in page.html


def test_text_of_a_questionnaire_is_never_markup(visit: Any, response_id: int) -> None:
    page = visit("ani").get(section(response_id, "pilihan"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in page.html
    assert "<img src=x" not in page.html and 'href="javascript' not in page.html


def test_earlier_answers_stand_in_labels(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    ani.post(section(response_id, "dasar"), {"q.dasar/nama": "Antar <obat>"})
    assert "Masalah apa pada Antar &lt;obat&gt;?" in ani.get(section(response_id, "pilihan")).html


def test_an_invalid_answer_is_kept_shown_and_explained(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    page = ani.post(
        section(response_id, "dasar"),
        {"q.dasar/nama": "Antar", "q.dasar/pengguna": "dua belas"},
        follow=True,
        status=200,
    )
    assert page.title.startswith("Kesalahan:")
    assert kept()["dasar/pengguna"] == "dua belas", "typed is typed"
    assert page.value("q.dasar/pengguna") == "dua belas"
    summary = page.html.partition('id="ringkasan"')[2].partition("</ul>")[0]
    message = page.problem_at("dasar/pengguna")
    assert message and message in summary, "the same words above and at the field"
    assert 'href="#q.dasar/pengguna"' in summary and 'id="q.dasar/pengguna"' in page.html
    assert re.search(
        r'<a class="tombol kedua" href="[^"]+/bagian/pilihan">Lanjut dahulu, perbaiki nanti</a>', page.html
    )
    assert "tetap tersimpan dan dicatat di halaman pemeriksaan" in page.text, "what going on means"
    assert 'aria-invalid="true"' in page.html
    ani.post(section(response_id, "dasar"), {"q.dasar/pengguna": "12"})
    assert kept()["dasar/pengguna"] == "12"


def test_what_was_not_kept_is_not_said_to_be_saved(visit: Any, response_id: int) -> None:
    page = visit("ani").post(section(response_id, "dasar"), {"q.dasar/nama": "a" * 30_000}, status=422)
    assert "tidak tersimpan seperti yang Anda isikan" in page.text and "dicatat di halaman" not in page.text


def test_indonesian_numbers_dates_and_times_are_understood_and_echoed(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    typed = {
        "q.dasar/nama": "A",
        "q.dasar/pengguna": "1.500.000",
        "q.dasar/ikm": "82,5",
        "q.dasar/mulai": "14 November 2016",
        "q.dasar/jam": "8.30",
    }
    ani.post(section(response_id, "dasar"), typed)
    assert kept() == {
        "dasar/nama": "A",
        "dasar/pengguna": "1500000",
        "dasar/ikm": "82.5",
        "dasar/mulai": "2016-11-14",
        "dasar/jam": "08:30",
    }
    page = ani.get(section(response_id, "dasar"))
    assert "Terbaca: 1.500.000 (satu juta lima ratus ribu)" in page.text
    assert page.value("q.dasar/pengguna") == "1.500.000" and page.value("q.dasar/ikm") == "82,5"
    assert ">3.000.000</output>" in page.html, "a calculation is shown, the Indonesian way"


def test_a_date_that_is_none_stays_readable(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    page = ani.post(
        section(response_id, "dasar"), {"q.dasar/nama": "A", "q.dasar/mulai": "31/02/2026"}, follow=True, status=200
    )
    assert kept()["dasar/mulai"] == "31/02/2026"
    assert re.search(r'<input type="text"[^>]*name="q.dasar/mulai" value="31/02/2026"', page.html), (
        "a date field would hide it"
    )


def test_skip_logic_without_javascript(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    page = ani.get(section(response_id, "pilihan"))
    assert page.is_hidden("pilihan/masalah")
    page = ani.post(section(response_id, "pilihan"), {"q.pilihan/ada_masalah": "ya"}, follow=True, status=200)
    assert "memunculkan pertanyaan tambahan" in page.text and not page.is_hidden("pilihan/masalah")
    moved = ani.post(
        section(response_id, "pilihan"), {"q.pilihan/ada_masalah": "ya", "q.pilihan/masalah": "Antre lama"}
    )
    assert moved.location.endswith("/bagian/rencana")
    ani.post(section(response_id, "pilihan"), {"q.pilihan/ada_masalah": "tidak", "q.pilihan/masalah": "Antre lama"})
    assert kept()["pilihan/masalah"] == "Antre lama", "hidden answers stay in the draft"
    assert "1 jawaban disimpan tetapi tidak dikirim" in ani.get(f"/isian/{response_id}/periksa").text


def test_with_javascript_new_questions_were_seen_already(visit: Any, response_id: int) -> None:
    moved = visit("ani").post(section(response_id, "pilihan"), {"q.pilihan/ada_masalah": "ya", "js": "1"})
    assert moved.location.endswith("/bagian/rencana")


def test_check_boxes_can_be_emptied_and_radios_cleared(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    ani.post(
        section(response_id, "pilihan"),
        {"q.pilihan/bukti": ["", "data", "aduan"], "q.pilihan/setuju": ["", "OK"], "q.pilihan/kecamatan": "sirimau"},
    )
    assert (kept()["pilihan/bukti"], kept()["pilihan/setuju"]) == ("data aduan", "OK")
    page = ani.post(
        section(response_id, "pilihan"),
        {
            "q.pilihan/bukti": "",
            "q.pilihan/setuju": "",
            "q.pilihan/kecamatan": "sirimau",
            "aksi": "kosongkan pilihan/kecamatan",
        },
    )
    assert kept() == {"pilihan/bukti": "", "pilihan/setuju": "", "pilihan/kecamatan": ""}
    assert page.location.endswith("#q.pilihan/kecamatan")


def test_choices_follow_their_filter_and_an_impossible_answer_is_told(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    ani.post(section(response_id, "pilihan"), {"q.pilihan/kecamatan": "sirimau"})
    page = ani.get(section(response_id, "pilihan"))
    assert "Hative Kecil" in page.text and "Passo" not in page.text
    ani.post(section(response_id, "pilihan"), {"q.pilihan/desa": "hative"})
    ani.post(section(response_id, "pilihan"), {"q.pilihan/kecamatan": "baguala"})
    page = ani.get(section(response_id, "pilihan"))
    assert "1 jawaban tidak cocok lagi dan disisihkan; pilih lagi: Desa (“Hative Kecil”)" in page.text
    assert "Jawaban sebelumnya, “Hative Kecil”, tidak cocok lagi dan disisihkan." in page.text, "at the question, too"
    assert kept()["pilihan/desa"] == "hative", "set aside, not lost"
    assert "Desa : Hative Kecil" in ani.get(f"/isian/{response_id}/periksa").text


def test_a_page_says_once_what_was_set_aside_on_it(visit: Any, response_id: int) -> None:
    ani, page = visit("ani"), section(response_id, "pilihan")
    ani.post(page, {"q.pilihan/kecamatan": "sirimau"})
    ani.post(page, {"q.pilihan/desa": "hative"})
    ani.post(page, {"aksi": "kosongkan pilihan/kecamatan"})
    shown = ani.get(page).text
    assert "tidak cocok lagi dan disisihkan; pilih lagi: Desa (“Hative Kecil”)" in shown
    assert "tidak cocok lagi dan disisihkan: Desa" not in shown, "the next page's message, too"


def test_the_check_page_says_once_what_the_page_before_it_set_aside(visit: Any, response_id: int) -> None:
    ani, page = visit("ani"), section(response_id, "pilihan")
    ani.post(page, {"q.pilihan/kecamatan": "sirimau"})
    ani.post(page, {"q.pilihan/desa": "hative"})
    shown = ani.post(page, {"q.pilihan/kecamatan": "baguala"}, dari="periksa", follow=True, status=200)
    assert "Periksa jawaban Anda" in shown.title
    assert "disisihkan karena tidak lagi cocok dengan pilihan sebelumnya" in shown.text
    assert shown.html.partition("<dl")[0].count("Hative Kecil") == 1


@pytest.mark.parametrize("back", [{}, {"q.pilihan/desa": ""}])
def test_what_was_set_aside_comes_back_when_it_fits_again(
    visit: Any, response_id: int, kept: Any, back: dict[str, str]
) -> None:
    """A list posts nothing for an answer that it does not offer, radio buttons are not posted at all."""
    ani, page = visit("ani"), section(response_id, "pilihan")
    ani.post(page, {"q.pilihan/kecamatan": "sirimau"})
    ani.post(page, {"q.pilihan/desa": "hative"})
    ani.post(page, {"q.pilihan/kecamatan": "baguala", "q.pilihan/desa": ""})  # as a script would redraw it
    ani.post(page, {"q.pilihan/kecamatan": "baguala", **back})
    assert kept()["pilihan/desa"] == "hative"
    ani.post(page, {"q.pilihan/kecamatan": "sirimau", **back})
    assert kept()["pilihan/desa"] == "hative"
    shown = ani.get(page)
    assert re.search(r'value="hative"[^>]* checked>', shown.html) and 'class="disisihkan"' not in shown.html
    ani.post(page, {"aksi": "kosongkan pilihan/desa"})
    assert kept()["pilihan/desa"] == "", "emptied on purpose"


def test_extra_fields_are_never_written(visit: Any, response_id: int, kept: Any, store: Store) -> None:
    """A16: other people's fields, other sections, calculated and unknown ones."""
    forged = {
        "q.dasar/nama": "A",
        "q.pembuka": "x",
        "q.dasar/dua_kali": "99",
        "unit": "dinas-b",
        "status": "sent",
        "q.__proto__": "x",
        "q.dasar/__init__": "x",
    }
    visit("ani").post(section(response_id, "dasar"), forged)
    assert kept() == {"dasar/nama": "A"}
    assert (store.response(response_id).unit, store.response(response_id).status) == ("dinas-a", "draft")


def test_controls_are_cleaned_and_line_ends_are_one(visit: Any, response_id: int, kept: Any) -> None:
    visit("ani").post(section(response_id, "dasar"), {"q.dasar/nama": "A\x00\x0bB", "q.dasar/uraian": "satu\r\ndua"})
    assert (kept()["dasar/nama"], kept()["dasar/uraian"]) == ("AB", "satu\ndua")


def test_template_syntax_in_answers_is_text(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    ani.post(section(response_id, "umum"), {"q.pembuka": "{{ 7*7 }} ${nama} <b>"})
    assert "{{ 7*7 }} ${nama} &lt;b&gt;" in ani.get(f"/isian/{response_id}/periksa").html


def test_one_save_is_one_step_of_the_journal_and_nothing_changed_is_none(
    visit: Any, response_id: int, store: Store
) -> None:
    ani = visit("ani")
    for _ in range(2):
        ani.post(section(response_id, "dasar"), {"q.dasar/nama": "A", "q.dasar/uraian": ""})
    entries = store.journal(response_id)
    assert [(e.change.path, e.change.author) for e in entries] == [("dasar/nama", "ani")]


def test_unknown_sections_and_actions(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    assert "Halaman tidak ditemukan" in ani.get(section(response_id, "tak-ada"), status=404).text
    ani.post(section(response_id, "dasar"), status=400, aksi="terbang")
    ani.post(section(response_id, "rencana"), status=400, aksi="hapus kegiatan[lain]")
    ani.post(section(response_id, "rencana"), status=400, aksi="tambah dasar/nama")


def test_the_next_page_after_saving_shows_what_was_saved(visit: Any, response_id: int, store: Store) -> None:
    """The filling kept for the next request is never older than the store."""
    ani = visit("ani")
    ani.post(section(response_id, "dasar"), {"q.dasar/nama": "Satu"})
    ani.post(section(response_id, "dasar"), {"q.dasar/nama": "Dua"})
    assert ani.get(section(response_id, "dasar")).value("q.dasar/nama") == "Dua"


def test_a_text_that_is_too_long_comes_back_whole(visit: Any, response_id: int, kept: Any) -> None:
    long = "x" * 20_005
    page = visit("ani").post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/uraian": long}, status=422)
    assert page.value("q.dasar/uraian") == long and "20.000 karakter pertama" in page.problem_at("dasar/uraian")
    assert "Jawaban lain di halaman ini sudah tersimpan." in page.text and "Semua ketikan" not in page.text
    assert len(kept()["dasar/uraian"]) == 20_000
    lines = "y" * 19_990 + "\r\n" * 10
    visit("ani").post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/uraian": lines}, status=303)


def test_a_body_is_small_where_no_files_belong(visit: Any, response_id: int, kept: Any) -> None:
    """A29: Werkzeug reads an urlencoded body whole, so its size is the limit."""
    ani = visit("ani")
    flood = f"csrf_token={ani.token}&" + "&".join(["a=1"] * 300_000)
    for url in ("/masuk", "/baru/inovasi", f"/isian/{response_id}/bagian/dasar"):
        answer = ani.client.post(url, data=flood, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 413 and "terlalu besar" in answer.get_data(as_text=True), url
    assert kept() == {}
