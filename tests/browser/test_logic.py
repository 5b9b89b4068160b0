"""What happens at once on the phone, while no answer reaches the server."""

from __future__ import annotations

from typing import Any

import pytest

from inovik_forms.store.store import Store

from .conftest import dressed, started

pytestmark = pytest.mark.browser

FORM = """| survey |
| |type|name|label|relevant|calculation|choice_filter|required|constraint|constraint_message | parameters |
| | begin group | a | Usulan | | | | | | | |
| | select_one provinsi | provinsi | Provinsi | | | | | | | |
| | select_one kota | kota | Kota | | | induk = ${provinsi} | | | | |
| | select_one desa | desa | Desa | ${kota} != '' | | induk = ${kota} | | | | |
| | integer | biaya | Biaya | | | | | . <= 5000000 | Paling banyak lima juta. | |
| | integer | jumlah | Jumlah | | | | | | | |
| | integer | total | Total | | ${biaya} * ${jumlah} | | | | | |
| | text | ringkas | Ringkasan | | | | | | | words=3 |
| | text | alasan | Alasan | | | | ${total} > 1000000 | | | |
| | begin group | rinci | Rincian | ${total} > 3000000 and ${biaya} != '' | | | | | | |
| | text | sumber | Sumber | | | | | | | |
| | end group | | | | | | | | | |
| | end group | | | | | | | | | |
| choices |
| | list_name | name | label | induk |
| | provinsi | maluku | Maluku | |
| | provinsi | papua | Papua | |
| | kota | ambon | Kota A | maluku |
| | kota | tual | Kota B | maluku |
| | kota | jayapura | Kota C | papua |
| | desa | latta | Desa satu | ambon |
| | desa | poka | Desa dua | ambon |
| | desa | hamadi | Desa tiga | jayapura |
"""


@pytest.fixture
def page(visitor: Any, store: Store) -> Any:
    """The page of this form, whose changes do not reach the server."""
    response = started(store, "logika", FORM, "Logika")
    visitor.enter("pendidikan")
    visitor.page.route("**/simpan*", lambda route: route.abort())
    visitor.go(f"/isian/{response}/bagian/a")
    visitor.dressed()
    return visitor.page


def question(page: Any, name: str) -> Any:
    return page.locator(f"[data-soal='a/{name}']")


def options(page: Any, name: str) -> list[str]:
    return [text.strip() for text in question(page, name).locator(".opsi label").all_inner_texts()]


def test_a_cascade_of_three_levels(page: Any) -> None:
    assert options(page, "kota") == [] and not question(page, "desa").is_visible()
    question(page, "provinsi").get_by_text("Maluku", exact=True).click()
    assert options(page, "kota") == ["Kota A", "Kota B"]
    assert not question(page, "kota").locator(".hampa").is_visible()
    question(page, "kota").get_by_text("Kota A", exact=True).click()
    assert options(page, "desa") == ["Desa satu", "Desa dua"]
    question(page, "desa").get_by_text("Desa dua", exact=True).click()
    question(page, "provinsi").get_by_text("Papua", exact=True).click()
    assert options(page, "kota") == ["Kota C"]
    assert page.locator("[data-soal='a/kota'] input:checked").count() == 0
    told = question(page, "kota").locator(".disisihkan")
    assert told.inner_text() == "Jawaban sebelumnya, “Kota A”, tidak cocok lagi dan disisihkan. Pilih lagi."
    assert not question(page, "desa").is_visible(), "its parent does not fit any more, so it is not asked"
    question(page, "provinsi").get_by_text("Maluku", exact=True).click()
    assert page.locator("[data-soal='a/kota'] input:checked").get_attribute("value") == "ambon", "comes back as it was"
    assert question(page, "kota").locator(".disisihkan").count() == 0
    assert options(page, "desa") == ["Desa satu", "Desa dua"]


def turn_and_return(page: Any) -> None:
    address = page.url
    page.locator("main button.tombol[value=lanjut]").click()
    page.wait_for_url(lambda url: url != address)
    page.goto(address)
    dressed(page)
    page.wait_for_load_state("networkidle")  # what the page before has left on the device is done with, too


def test_what_was_set_aside_survives_turning_pages(page: Any) -> None:
    question(page, "provinsi").get_by_text("Maluku", exact=True).click()
    question(page, "kota").get_by_text("Kota A", exact=True).click()
    turn_and_return(page)
    question(page, "provinsi").get_by_text("Papua", exact=True).click()
    turn_and_return(page)
    assert "“Kota A”" in question(page, "kota").locator(".disisihkan").inner_text()
    question(page, "provinsi").get_by_text("Maluku", exact=True).click()
    assert page.locator("[data-soal='a/kota'] input:checked").get_attribute("value") == "ambon"
    question(page, "provinsi").get_by_text("Papua", exact=True).click()
    question(page, "kota").get_by_text("Kota C", exact=True).click()
    assert question(page, "kota").locator(".disisihkan").count() == 0, "another one was chosen"
    turn_and_return(page)
    assert question(page, "kota").locator(".disisihkan").count() == 0
    question(page, "provinsi").get_by_text("Maluku", exact=True).click()
    assert "“Kota C”" in question(page, "kota").locator(".disisihkan").inner_text()


def test_an_answer_changed_just_before_the_page_is_sent_is_not_the_one_before_it_when_one_comes_back(page: Any) -> None:
    question(page, "provinsi").get_by_text("Maluku", exact=True).click()
    question(page, "kota").get_by_text("Kota A", exact=True).click()
    page.locator("#simpanan", has_text="di ponsel").or_(page.locator("#simpanan", has_text="di perangkat")).wait_for()
    address = page.url
    page.evaluate("""() => {
        document.querySelector("[data-soal='a/kota'] input[value=tual]").click();
        document.querySelector("main button.tombol[value=lanjut]").click();
    }""")
    page.wait_for_url(lambda url: url != address)
    page.goto(address)
    dressed(page)
    assert page.locator("[data-soal='a/kota'] input:checked").get_attribute("value") == "tual"


def test_numbers_are_calculated_and_open_and_close_what_depends_on_them(page: Any) -> None:
    page.locator("[id='q.a/biaya']").fill("1.500.000")
    page.locator("[id='q.a/jumlah']").fill("2")
    assert question(page, "total").locator("output").inner_text() == "3.000.000"
    assert not question(page, "rinci").is_visible() and not question(page, "rinci/sumber").is_visible()
    assert question(page, "alasan").locator(".wajib").count() == 1
    page.locator("[id='q.a/jumlah']").fill("3")
    assert question(page, "total").locator("output").inner_text() == "4.500.000"
    assert question(page, "rinci").is_visible() and question(page, "rinci/sumber").is_visible()
    page.locator("[id='q.a/jumlah']").fill("")
    assert question(page, "total").locator("output").inner_text() == "–"
    assert not question(page, "rinci/sumber").is_visible()
    assert question(page, "alasan").locator(".wajib").count() == 0
    assert question(page, "alasan").locator(".pilihan").count() == 1


def test_a_limit_is_spoken_of_when_the_field_is_left(page: Any) -> None:
    field, note = page.locator("[id='q.a/biaya']"), page.locator("[id='q.a/biaya~s']")
    field.fill("6.000.000")
    assert not note.is_visible()
    field.blur()
    assert note.inner_text() == "Paling banyak lima juta."
    field.fill("500.000")
    field.blur()
    assert not note.is_visible()


def test_too_many_words_are_spoken_of_as_the_server_does(page: Any, site: str) -> None:
    field, note = page.locator("[id='q.a/ringkas']"), page.locator("[id='q.a/ringkas~s']")
    field.fill("satu dua\u00a0tiga empat")
    assert page.locator("[id='q.a/ringkas~h']").inner_text() == "4/3 kata – terlalu panjang 1 kata"
    field.blur()
    said = note.inner_text()
    page.unroute("**/simpan*")
    with page.expect_response("**/simpan*") as reply:
        page.evaluate("dispatchEvent(new Event('online'))")
    assert reply.value.json()["said"]["a/ringkas"]["problem"] == said == "Jawaban ini 4 kata; paling banyak 3 kata."
    field.fill("satu dua tiga")
    field.blur()
    assert not note.is_visible()


def hold(page: Any, button: Any) -> None:
    """Press with the mouse near the button's upper edge, where a page that moves down takes it away."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
    page.mouse.down()


def test_a_message_does_not_move_the_button_away_that_is_being_pressed(page: Any) -> None:
    note = page.locator("[id='q.a/biaya~s']")
    page.locator("[id='q.a/biaya']").fill("6.000.000")
    button = page.locator("main").get_by_role("button", name="Simpan dan lanjutkan", exact=True)
    hold(page, button)
    page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    assert not note.is_visible(), "it was left by the press, which is not over"
    page.mouse.up()
    page.locator("#ringkasan").wait_for()
    assert note.inner_text().endswith("Paling banyak lima juta.")


def test_a_press_that_is_no_click_lets_the_message_appear(page: Any) -> None:
    page.locator("[id='q.a/biaya']").fill("6.000.000")
    hold(page, page.locator("h1"))
    page.mouse.up()
    page.get_by_text("Paling banyak lima juta.").wait_for()


def test_a_finger_does_not_miss_the_button_either(page: Any, chromium: Any, visitor: Any) -> None:
    """With a finger, the field is left only after the release; the click follows at once."""
    phone = chromium.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        storage_state=visitor.context.storage_state(),
    )
    tab = phone.new_page()
    tab.goto(page.url)
    dressed(tab)
    tab.locator("[id='q.a/biaya']").fill("6.000.000")
    button = tab.locator("main").get_by_role("button", name="Simpan dan lanjutkan", exact=True)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    tab.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 4)
    tab.locator("#ringkasan").wait_for()
    phone.close()
