"""In Chromium: a questionnaire with pictures and sounds in its labels, from the upload to trying it out."""

from __future__ import annotations

import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

pytestmark = pytest.mark.browser

FORM = """| survey |
| | type | name | label | image | big-image | audio | video | choice_filter | appearance |
| | begin_group | a | Bagian satu | denah.png | | | | | |
| | note | n | Dengarkan dahulu. | | | suara.wav | | | |
| | text | nama | Nama tempat di peta | denah.png | besar.jpg | | | | |
| | select_one arah | arah | Arah | | | | | | |
| | select_one j | jalur | Jalur | | | | | arah = ${{arah}} | |
| | select_multiple j | semua | Semua jalur | | | suara.wav | | | columns-2 |
| | select_one j | setuju | Pilih satu | | | | | | likert |
| | rank j | urut | Urutkan | | | | | | |
| | rank j | saring | Urutkan jalur | | | | | arah = ${{arah}} | |
| | select_one j | lewat | Lewat mana | | | | | | minimal |
| | begin_group | tabel | Penilaian | | | | | | table-list |
| | select_one j | pagi | Pagi hari | | | | | | |
| | select_one j | sore | Sore hari | | | | | | |
| | end_group | | | | | | | | |
| | end_group | | | | | | | | |
| choices |
| | list_name | name | label | image | big-image | arah |
| | arah | utara | Utara | | | |
| | arah | selatan | Selatan | | | |
| | j | dinas | Jalan dinas | satu.png | besar.jpg | utara |
| | j | kota | Jalan kota | dua.png | | selatan |
| | j | desa | | satu.png | | utara |
| settings |
| | form_title | form_id |
| | Survei {name} | {name} |
"""


def picture(words: str, size: tuple[int, int], colour: str, kind: str = "PNG") -> bytes:
    out = BytesIO()
    drawn = Image.new("RGB", size, colour)
    ImageDraw.Draw(drawn).text((20, 20), words, fill="black", font_size=40)
    drawn.save(out, kind)
    return out.getvalue()


def sound() -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(bytes(range(256)) * 100)
    return out.getvalue()


FILES = {
    "denah.png": picture("Denah", (900, 500), "khaki"),
    "besar.jpg": picture("Denah besar", (2000, 1200), "tan", "JPEG"),
    "satu.png": picture("1", (300, 200), "lightblue"),
    "dua.png": picture("2", (300, 200), "lightgreen"),
    "suara.wav": sound(),
}


def uploaded(visitor: Any, folder: Path, name: str) -> None:
    """A draft with all its files, published only once they are there."""
    for file, data in FILES.items():
        (folder / file).write_bytes(data)
    (folder / "media.md").write_text(FORM.format(name=name))
    page = visitor.page
    visitor.enter("admin")
    visitor.go("/pengaturan/kuesioner")
    page.set_input_files("#berkas", folder / "media.md")
    visitor.press("Periksa berkas ini")
    assert page.locator("li", has_text="kurang:").count() == 5
    visitor.look()
    visitor.press("Terbitkan sebagai versi 1")
    assert page.get_by_text("Belum diterbitkan: masih ada berkas yang kurang").is_visible()
    visitor.complaints.clear()  # the console tells of the answer 409
    visitor.look()
    page.set_input_files("#media~f".replace("~", "\\~"), [folder / file for file in FILES])
    visitor.press("Unggah berkas ini")
    assert page.locator("li", has_text="kurang:").count() == 0
    visitor.look()


def is_drawn(locator: Any) -> bool:
    locator.scroll_into_view_if_needed()
    locator.evaluate("picture => picture.complete || new Promise(done => (picture.onload = picture.onerror = done))")
    return bool(locator.evaluate("picture => picture.naturalWidth > 0 && picture.clientWidth > 0"))


def fits(visitor: Any, section: Any) -> None:
    """Nothing wider than the page, not even inside of what scrolls by itself."""
    wide = section.evaluate_all(
        "found => found.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"
    )
    assert wide == 0


def test_pictures_and_sounds_from_the_upload_to_the_page(visitor: Any, tmp_path: Path) -> None:
    name = f"gambar{visitor.width}"
    uploaded(visitor, tmp_path, name)
    page = visitor.page
    visitor.press("Coba seperti di telepon")
    visitor.press("Lihat Nama tempat di peta")
    question = page.locator('[data-soal="a/nama"]')
    assert is_drawn(question.locator(".media img"))
    with visitor.context.expect_page() as opened:
        question.locator("a.besar").click()
    large = opened.value
    large.wait_for_load_state()
    assert large.locator("img").evaluate("picture => picture.naturalWidth") == 2000
    large.close()
    sounds = page.locator('[data-soal="a/n"] audio')
    assert sounds.evaluate("s => [s.controls, s.preload, s.readyState]") == [True, "none", 0]
    length = sounds.evaluate(
        "s => new Promise(done => { s.onloadedmetadata = () => done(s.duration); s.load(); s.preload = 'auto'; })"
    )
    assert length == pytest.approx(3.2, 0.01)
    choices = page.locator('[data-soal="a/semua"] .opsi > label')
    for place in (0, 1, 2):
        assert is_drawn(choices.nth(place).locator("img"))
    before = choices.first.locator("input").is_checked()
    choices.first.locator("img").click()
    assert choices.first.locator("input").is_checked() is not before
    assert choices.nth(2).locator("input").get_attribute("value") == "desa"
    assert page.get_by_role("checkbox", name="desa").count() == 1
    assert is_drawn(page.locator(".urutan li img").first)
    fits(visitor, page.locator(".media, .media *, .opsi label"))
    page.evaluate("scrollTo(0, 0)")
    visitor.look()


def test_a_filter_draws_the_pictures_of_what_it_offers(visitor: Any, tmp_path: Path) -> None:
    name = f"saring{visitor.width}"
    uploaded(visitor, tmp_path, name)
    page = visitor.page
    visitor.press("Coba seperti di telepon")
    visitor.press("Lihat Jalur")
    offered = page.locator('[data-soal="a/jalur"] .opsi > label')
    assert offered.count() == 2  # with example answers: Utara
    page.get_by_role("radio", name="Selatan").check()
    assert offered.count() == 1 and is_drawn(offered.locator("img"))
    page.get_by_role("radio", name="Utara").check()
    assert offered.count() == 2 and is_drawn(offered.first.locator("img"))
    assert offered.first.locator("a.besar").get_attribute("target") == "_blank"
    assert offered.nth(1).locator("span > .tak-tampak").inner_text() == "desa"
    ranked = page.locator('[data-soal="a/saring"] .urutan > li')
    assert ranked.count() == 2 and is_drawn(ranked.first.locator("img")) and is_drawn(ranked.nth(1).locator("img"))
    assert ranked.nth(1).locator(".isi > .tak-tampak").inner_text() == "desa"
    assert ranked.nth(1).get_by_role("button", name="Naikkan desa").count() == 1
    offered.nth(1).evaluate("row => (window.baris = row)")
    page.fill('[name="q.a/nama"]', "Waihaong")
    page.locator('[name="q.a/nama"]').blur()
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    assert offered.nth(1).evaluate("row => row === window.baris")  # what is listened to goes on
    fits(visitor, page.locator(".media, .media *, .opsi label"))
    visitor.look()


def test_a_list_to_open_and_a_grid_show_the_pictures_of_their_choices(visitor: Any, tmp_path: Path) -> None:
    name = f"daftar{visitor.width}"
    uploaded(visitor, tmp_path, name)
    page = visitor.page
    visitor.press("Coba seperti di telepon")
    visitor.press("Lihat Lewat mana")
    question = page.locator('[data-soal="a/lewat"]')
    field, beside = question.get_by_role("combobox"), question.locator(".terpilih")
    assert is_drawn(beside.locator("img")), "of the example answer"
    field.click()
    options = question.locator("[role=option]")
    assert options.count() == 3 and all(is_drawn(options.nth(place).locator("img")) for place in range(3))
    options.nth(1).click()
    assert field.input_value() == "Jalan kota" and "dua.png" in (beside.locator("img").get_attribute("src") or "")
    question.get_by_role("button", name="Hapus pilihan").click()
    assert beside.locator("img").count() == 0 and not beside.is_visible()
    head, row = page.locator(".judul > .opsi"), page.locator('[data-soal="a/tabel/pagi"] .opsi img')
    shown = head.locator("img") if visitor.width > 1000 else row
    assert shown.count() == 3 and all(is_drawn(shown.nth(place)) for place in range(3))
    assert visitor.width <= 1000 or not row.first.is_visible(), "they stand above their columns"
    fits(visitor, page.locator(".media, .media *, .opsi label"))
    visitor.look()


def test_without_scripts_too(plain_visitor: Any, tmp_path: Path) -> None:
    plain_visitor.look = lambda: None
    uploaded(plain_visitor, tmp_path, "gambar_polos")
    page = plain_visitor.page
    plain_visitor.press("Coba seperti di telepon")
    plain_visitor.press("Lihat Nama tempat di peta")
    assert page.locator('[data-soal="a/nama"] a.besar').get_attribute("target") == "_blank"
    assert page.locator('[data-soal="a/semua"] img').count() == 3
