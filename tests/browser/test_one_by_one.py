"""One question a page in a real browser: turned at once, by keyboard alone, without JavaScript, back and forth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inovik_forms.store.store import Store

from .conftest import started

FORM = Path(__file__).parent.parent / "cases" / "web" / "halaman.md"


@pytest.fixture
def response(site: str, store: Store) -> int:
    """An empty response of the education office to the questionnaire that asks one question a page."""
    return started(store, "halaman", FORM.read_text(), "Satu per halaman")


def heading(visitor: Any) -> str:
    return str(visitor.page.locator("h1").inner_text())


def asked(visitor: Any) -> list[str]:
    return list(
        visitor.page.eval_on_selector_all("[data-soal]:not([hidden])", "all => all.map(one => one.dataset.soal)")
    )


def walk_and_correct(visitor: Any, response: int) -> None:
    """Through the whole questionnaire, with and without JavaScript; everything but how things are pressed."""
    page = visitor.page
    visitor.enter("pendidikan")
    visitor.go(f"/isian/{response}/bagian/usul")
    assert heading(visitor) == "Pertanyaan 1 dari 5 · Usul" and asked(visitor) == ["usul/nama"]
    page.fill("[id='q.usul/nama']", "Kebun kota")
    visitor.press("Lanjut")
    page.fill("[id='q.usul/orang']", "500")
    visitor.press("Lanjut")
    page.locator("#ringkasan").wait_for()
    assert page.title().startswith("Kesalahan:") and heading(visitor) == "Pertanyaan 2 dari 6 · Usul"
    page.fill("[id='q.usul/orang']", "20")
    visitor.press("Lanjut")
    assert asked(visitor) == ["usul/tempat"] and "untuk 20 orang" in page.locator("main").inner_text()
    visitor.press("Kembali")
    assert page.input_value("[id='q.usul/orang']") == "20"
    page.fill("[id='q.usul/orang']", "4")
    visitor.press("Lanjut")
    assert asked(visitor) == ["usul/ajakan", "usul/izin"], "the place is asked of many only"
    visitor.press("Kembali")
    assert asked(visitor) == ["usul/orang"]
    visitor.press("Lanjut")
    page.get_by_label("Ya", exact=True).check()
    visitor.press("Lanjut")
    assert heading(visitor) == "Pertanyaan 4 dari 7 · Usul › Surat izin"
    page.fill("[id='q.usul/surat/nomor']", "12/2026")
    visitor.press("Lanjut")
    visitor.press("Lanjut")
    assert asked(visitor)[:3] == ["usul/alamat", "usul/alamat/jalan", "usul/alamat/gang"], "a field-list is one page"
    visitor.press("Lanjut")


def repeat_and_check(visitor: Any) -> None:
    page = visitor.page
    assert asked(visitor) == ["usul/langkah"]
    visitor.follow(page.locator("button[value^='ubah ']").first)
    assert heading(visitor) == "Pertanyaan 1 dari 2 · Langkah 1"
    page.fill("[id='q.usul/langkah/apa']", "Menanam")
    visitor.press("Lanjut")
    page.get_by_label("Tidak", exact=True).check()
    visitor.press("Lanjut")
    assert asked(visitor) == ["usul/langkah"] and "Menanam" in page.locator("ol.butir").inner_text()
    visitor.press("Lanjut")
    assert heading(visitor) == "Pertanyaan 1 dari 2 · Penutup"
    page.get_by_label("Radio").check()
    visitor.press("Lanjut")
    visitor.press("Lanjut")
    assert page.url.endswith("/periksa")
    visitor.follow(page.locator("[id='j.usul/surat/nomor'] a"))
    assert asked(visitor) == ["usul/surat/nomor"]
    page.fill("[id='q.usul/surat/nomor']", "13/2026")
    visitor.press("Simpan dan kembali ke pemeriksaan")
    page.wait_for_url("**/periksa#j.usul/surat/nomor")
    row = page.locator("[id='j.usul/surat/nomor']")
    assert "13/2026" in row.inner_text()
    box = row.bounding_box()
    assert box and 0 <= box["y"] < page.viewport_size["height"], "the very answer is in sight"


def test_through_the_questionnaire(visitor: Any, response: int) -> None:
    walk_and_correct(visitor, response)
    visitor.look()
    repeat_and_check(visitor)
    visitor.look()


def test_without_javascript(plain_visitor: Any, response: int) -> None:
    walk_and_correct(plain_visitor, response)
    assert plain_visitor.page.locator("button.tombol:visible").first.bounding_box()["height"] >= 44
    repeat_and_check(plain_visitor)


def test_by_keyboard_alone(visitor: Any, response: int) -> None:
    page = visitor.page
    visitor.enter("pendidikan")
    visitor.go(f"/isian/{response}/bagian/usul")
    asked_for: list[str] = []
    page.on("request", lambda r: asked_for.append(r.url) if r.resource_type in ("document", "script") else None)
    field = page.locator("[id='q.usul/nama']")
    while not field.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("Kebun")
    page.keyboard.press("Enter")
    page.locator("[id='q.usul/orang']").wait_for()
    page.locator("#isi:focus").wait_for()  # reading begins at the top of the next question
    visitor.look()
    page.locator("[id='q.usul/orang']").focus()
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    page.locator("#ringkasan:focus").wait_for()  # what is wrong is said first
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "q.usul/orang"
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.get_by_label("Ya", exact=True).wait_for()
    visitor.look()
    assert [url for url in asked_for if "/static/later/" not in url] == [], "each reply is the next page"
    page.go_back()
    page.locator("[id='q.usul/orang']").wait_for()
    assert page.input_value("[id='q.usul/orang']") == "4"


def test_what_an_answer_shows_within_a_field_list_comes_at_once(visitor: Any, response: int) -> None:
    visitor.enter("pendidikan")
    visitor.go(f"/isian/{response}/bagian/usul/alamat")
    hidden = visitor.page.locator("[id='q.usul/alamat/nama_gang']")
    assert not hidden.is_visible()
    visitor.page.get_by_label("Ya", exact=True).check()
    hidden.wait_for(state="visible")
    visitor.page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    assert hidden.is_visible(), "the server agrees"
