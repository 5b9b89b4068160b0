"""What JavaScript adds to each kind of field: by keyboard, by touch, by mouse, on a phone and on a laptop."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .conftest import dressed

pytestmark = pytest.mark.browser

TYPED = json.loads((Path(__file__).parent.parent / "cases" / "web" / "typed.json").read_text())
SECTIONS = ("angka", "teks", "tanggal", "pilihan", "penilaian", "jadwal", "urutan", "alamat", "tangkap")


@pytest.fixture
def fill(visitor: Any, fields_response: int) -> Any:
    """`fill(section)` opens a page of the form."""
    visitor.enter("pendidikan")

    def open_(section: str) -> Any:
        visitor.go(f"/isian/{fields_response}/bagian/{section}")
        visitor.dressed()
        return visitor.page

    return open_


def saved(page: Any) -> None:
    page.locator("#simpanan:not([data-menunggu])", has_text=re.compile(r"^Tersimpan \d\d\.\d\d$")).wait_for()


def field(page: Any, path: str) -> Any:
    return page.locator(f"[id='q.{path}']")


def question(page: Any, path: str) -> Any:
    return page.locator(f"[data-soal='{path}']")


def test_the_browser_reads_what_is_typed_as_the_server_does(fill: Any) -> None:
    page = fill("angka")
    address = "/static/typed.js"  # the page itself has it as a part of its one script
    read = """async ([address, cases]) => {
        const typed = await import(address);
        const run = { number: typed.number, day: typed.day, time: typed.clock, shownNumber: typed.shownNumber,
            points: typed.points };
        const read = (kind) => ([text, kept]) => [kind, text, kept, run[kind](text)];
        return Object.entries(cases).flatMap(([kind, all]) => all.map(read(kind)));
    }"""
    found = page.evaluate(read, [address, TYPED])
    assert len(found) == sum(map(len, TYPED.values()))
    assert [case for case in found if case[2] != case[3]] == []


def test_every_page_of_fields_is_accessible_and_fits(fill: Any, visitor: Any) -> None:
    for section in SECTIONS:
        page = fill(section)
        visitor.look()
        small = page.evaluate("""() => [...document.querySelectorAll('#formulir button:not(.baku), #formulir .opsi label, #formulir select, #formulir input[type=text]')]
            .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height]).filter(([_, h]) => h < 43.5)""")  # noqa: E501
        assert small == [], section
        if visitor.width == 390:
            page.set_viewport_size({"width": 320, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, section
            page.set_viewport_size({"width": 390, "height": 844})


@pytest.mark.parametrize("section", SECTIONS)
def test_at_twice_the_size_of_text_nothing_sticks_out(fill: Any, visitor: Any, section: str) -> None:
    page = fill(section)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if visitor.width == 390:
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= visitor.width
    cut = page.evaluate("""() => [...document.querySelectorAll('#formulir button:not(.baku), #formulir .opsi label > span:not(.tak-tampak), #formulir .soal')]
        .filter(e => e.checkVisibility() && getComputedStyle(e).clipPath === 'none' && e.scrollWidth > e.clientWidth + 2 && e.clientWidth > 2).map(e => e.outerHTML.slice(0, 90))""")  # noqa: E501
    assert cut == []


def test_a_number_is_shown_as_it_was_read_even_without_a_network(fill: Any) -> None:
    page = fill("angka")
    page.route("**/simpan*", lambda route: route.abort())
    field(page, "angka/anggaran").fill("Rp 1500000,00")
    field(page, "angka/ikm").focus()
    assert field(page, "angka/anggaran").input_value() == "1.500.000"


def test_a_slider_and_its_number_say_the_same(fill: Any) -> None:
    page = fill("angka")
    slider = page.get_by_role("slider", name="Penggeser untuk Kemajuan")
    assert field(page, "angka/persen").input_value() == "", "where the slider stands at first is no answer"
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert field(page, "angka/persen").input_value() == "55"
    saved(page)
    field(page, "angka/persen").fill("20")
    assert slider.input_value() == "20"
    assert slider.get_attribute("aria-valuetext") == "20"
    field(page, "angka/ikm").focus()
    saved(page)
    page.reload()
    dressed(page)
    assert field(page, "angka/persen").input_value() == "20"


def test_a_scale_is_pressed_by_finger_or_key(fill: Any) -> None:
    page = fill("angka")
    group = question(page, "angka/urgensi")
    group.locator("label", has_text="4").click()
    saved(page)
    page.keyboard.press("ArrowRight")
    group.locator("input[value='5']:checked").wait_for(state="attached")
    saved(page)
    page.reload()
    dressed(page)
    assert group.locator("input:checked").get_attribute("value") == "5"


def test_words_are_counted_while_typing(fill: Any) -> None:
    page = fill("teks")
    text = field(page, "teks/latar")
    text.fill("satu dua tiga")
    counter = page.locator("[id='q.teks/latar~h']")
    assert counter.inner_text() == "3/10 kata"
    text.fill("kata " * 12)
    assert counter.inner_text() == "12/10 kata – terlalu panjang 2 kata" and "lebih" in counter.get_attribute("class")
    page.locator(".hitung + [aria-live]", has_text="12/10").wait_for(state="attached")
    heights = [field(page, f"teks/{name}").bounding_box()["height"] for name in ("ringkas", "tinggi")]
    assert heights[1] > heights[0] * 1.5, "rows=12"


def test_a_date_is_typed_or_picked(fill: Any) -> None:
    page = fill("tanggal")
    start = field(page, "tanggal/mulai")
    start.fill("14 nov 26")
    question(page, "tanggal/selesai").wait_for(state="visible")  # the browser's own rules read it too
    start.press("Tab")
    assert start.input_value() == "14 November 2026"
    page.get_by_text("Terbaca: Sabtu, 14 November 2026").wait_for()
    button = page.get_by_role("button", name="Pilih tanggal: Tanggal mulai")
    page.evaluate("HTMLInputElement.prototype.showPicker = function () { window.opened = [this.type, this.value]; }")
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.opened") == ["date", "2026-11-14"], "the browser's picker opens at what was typed"
    native = question(page, "tanggal/mulai").locator("input[type=date]")
    native.evaluate("e => { e.value = '2026-12-01'; e.dispatchEvent(new Event('change', {bubbles: true})); }")
    assert start.input_value() == "1 Desember 2026"
    page.get_by_text("Terbaca: Selasa, 1 Desember 2026").wait_for()
    month = question(page, "tanggal/bulan_mulai")
    month.get_by_role("button").click()
    month.locator("input[type=month]").evaluate(
        "e => { e.value = '2027-02'; e.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    assert field(page, "tanggal/bulan_mulai").input_value() == "Februari 2027"
    saved(page)
    page.reload()
    dressed(page)
    assert field(page, "tanggal/bulan_mulai").input_value() == "Februari 2027"
    assert start.input_value() == "1 Desember 2026"


def test_a_long_list_is_searched_by_keyboard(fill: Any) -> None:
    page = fill("pilihan")
    box = page.get_by_role("combobox", name=re.compile("^Kecamatan"))
    box.focus()
    page.keyboard.type("elpa")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator("[role=option]").all_inner_texts() == ["Élpaputih"]
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false" and box.input_value() == ""
    page.keyboard.type("sa")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"[id='{active}']").inner_text() == page.locator("[role=option]").all_inner_texts()[1]
    wanted = page.locator(f"[id='{active}']").inner_text()
    page.keyboard.press("Enter")
    assert box.input_value() == wanted and page.locator("#formulir[data-dikirim]").count() == 0
    saved(page)
    box.fill("tidak ada begini")
    page.get_by_text("Tidak ada yang cocok").first.wait_for()
    page.keyboard.press("Tab")
    assert box.input_value() == wanted, "what is kept is shown again"
    said = page.get_by_text("“tidak ada begini” tidak ada dalam daftar, jadi tidak disimpan. Pilih dari daftar.")
    assert said.is_visible() and box.get_attribute("aria-invalid") == "true"
    box.fill(wanted)
    page.keyboard.press("Tab")
    assert not said.is_visible() and box.get_attribute("aria-invalid") is None
    page.reload()
    dressed(page)
    assert box.input_value() == wanted
    page.get_by_role("button", name="Hapus pilihan: Kecamatan").click()
    saved(page)
    page.reload()
    dressed(page)
    assert box.input_value() == ""


def test_a_long_list_by_finger_and_from_the_summary(fill: Any, visitor: Any) -> None:
    page = fill("pilihan")
    box = page.get_by_role("combobox", name=re.compile("^Kecamatan"))
    page.get_by_role("button", name="Tampilkan semua pilihan: Kecamatan").click()
    assert page.locator("[role=option]").count() == 18
    visitor.look()
    page.locator("[role=option]", has_text="Banda").click()
    assert box.input_value() == "Banda" and box.evaluate("e => e === document.activeElement")
    saved(page)
    page.reload()
    dressed(page)
    assert box.input_value() == "Banda"
    page.goto(page.url + "#q.pilihan/kecamatan")
    page.reload()
    dressed(page)
    page.wait_for_function("document.activeElement.getAttribute('role') === 'combobox'")


def test_many_check_boxes_are_searched_and_shown_as_chips(fill: Any) -> None:
    page = fill("pilihan")
    group = question(page, "pilihan/wilayah")
    search = group.get_by_role("textbox", name="Cari pilihan: Wilayah sasaran")
    search.fill("ke")
    assert group.locator(".opsi label:visible").all_inner_texts() == ["Kei Kecil"]
    search.press("Enter")
    assert page.locator("#formulir[data-dikirim]").count() == 0
    group.locator(".opsi label:visible").click()
    search.fill("")
    assert group.locator(".opsi label:visible").count() == 18
    group.locator(".opsi label", has_text="Banda").click()
    assert sorted(group.locator(".keping button").all_inner_texts()) == ["Banda", "Kei Kecil"]
    group.get_by_role("button", name="Lepas Kei Kecil").click()
    saved(page)
    page.reload()
    dressed(page)
    assert group.locator(".keping button").all_inner_texts() == ["Banda"]


def test_a_grid_is_a_table_on_a_laptop_and_cards_on_a_phone(fill: Any, visitor: Any) -> None:
    page = fill("penilaian")
    row = page.get_by_role("radiogroup", name=re.compile("^Petugas ramah"))
    assert row.get_by_role("radio").count() == 5
    row.get_by_role("radio", name="Setuju", exact=True).check(force=True)
    saved(page)
    places = [label.bounding_box() for label in row.locator("label").all()]
    beside = len({round(place["y"]) for place in places}) == 1
    heads = page.locator(".baris.judul .opsi span:visible").count()
    assert (beside, heads > 4) == ((True, True) if visitor.width > 1000 else (False, False))
    assert all(place["height"] >= 44 for place in places)
    likert = [label.bounding_box()["y"] for label in question(page, "penilaian/puas").locator("label").all()]
    assert (len({round(y) for y in likert}) == 1) == (visitor.width > 1000)
    page.reload()
    dressed(page)
    assert row.locator("input:checked").get_attribute("value") == "4"


def test_months_are_switched_by_finger_and_key(fill: Any, visitor: Any) -> None:
    page = fill("jadwal")
    group = question(page, "jadwal/bulan_utama")
    group.locator("label", has_text="Mar").click()
    group.get_by_role("checkbox", name="Desember").focus()
    page.keyboard.press("Space")
    saved(page)
    rows = {round(label.bounding_box()["y"]) for label in group.locator("label").all()}
    assert len(rows) == (1 if visitor.width > 1000 else 2)
    page.reload()
    dressed(page)
    assert [box.get_attribute("value") for box in group.locator("input:checked").all()] == ["3", "12"]


def test_a_calculated_year_is_drawn_at_once(fill: Any) -> None:
    page = fill("jadwal")
    page.route("**/simpan*", lambda route: route.abort())
    year = question(page, "jadwal/bulan_awal")
    assert year.locator("output").inner_text() == "–" and year.locator("b.isi").count() == 0
    field(page, "jadwal/awal").fill("3 agu 2026")
    year.locator("b.isi").wait_for()
    assert (year.locator("output").inner_text(), year.locator("b.isi").inner_text()) == ("Agustus", "A")


def test_entries_of_a_list_are_dragged(fill: Any, visitor: Any) -> None:
    page = fill("jadwal")
    for name, month in (("Satu", "2"), ("Dua", "3"), ("Tiga", "12")):
        visitor.follow(page.locator("button[value^='ubah ']" if name == "Satu" else "button[value^='tambah ']").first)
        field(page, "jadwal/kegiatan/nama_kegiatan").fill(name)
        page.locator(f"input[type=checkbox][value='{month}']").check()
        page.locator(".deret button[value=lanjut]").click()
        page.locator(".butir").wait_for()
    names = page.locator(".butir .isi strong")
    assert names.all_inner_texts() == ["Satu", "Dua", "Tiga"]
    assert page.get_by_role("img", name="Desember").locator("b.isi").inner_text() == "D"
    visitor.dressed()
    grip = page.locator(".butir > li:last-child .pegangan")
    grip.scroll_into_view_if_needed()
    start, goal = grip.bounding_box(), page.locator(".butir > li").first.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(goal["x"] + 10, goal["y"] - 4, steps=25)
    page.mouse.up()
    visitor.turned()
    page.reload()
    dressed(page)
    assert names.all_inner_texts() == ["Tiga", "Satu", "Dua"]
    visitor.look()


def ranked(page: Any) -> list[str]:
    return question(page, "urutan/utama").locator(".isi").all_inner_texts()


def test_a_ranking_by_key_by_finger_and_by_accepting_it(fill: Any, visitor: Any) -> None:
    page = fill("urutan")
    answer = page.locator("input[type=hidden][name='q.urutan/utama']")
    waiting = question(page, "urutan/utama").get_by_text("Belum diurutkan")
    assert answer.input_value() == "" and waiting.is_visible()
    button = page.get_by_role("button", name="Naikkan Keramahan petugas")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert ranked(page) == ["Biaya", "Keramahan petugas", "Kecepatan layanan", "Kemudahan syarat"]
    assert button.evaluate("e => e === document.activeElement"), "the same button can be pressed again"
    page.locator("[aria-live]", has_text="Keramahan petugas: nomor 2 dari 4").wait_for(state="attached")
    assert question(page, "urutan/utama").locator(".nomor").all_inner_texts() == ["1", "2", "3", "4"]
    assert not waiting.is_visible()
    saved(page)
    visitor.look()
    grip = page.locator(".urutan > li").nth(3).locator(".pegangan").bounding_box()
    first = page.locator(".urutan > li").first.bounding_box()
    touch = visitor.context.new_cdp_session(page)
    x, y = grip["x"] + 10, grip["y"] + 20
    points = [y + (first["y"] - 6 - y) * step / 20 for step in range(21)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for point in points:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": point}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.locator(".urutan > .digeser").wait_for(state="detached")
    assert ranked(page)[0] == "Kemudahan syarat", "dragged by a finger"
    assert answer.input_value().split()[0] == "syarat"
    saved(page)
    page.reload()
    dressed(page)
    assert ranked(page) == ["Kemudahan syarat", "Biaya", "Keramahan petugas", "Kecepatan layanan"]


def test_a_ranking_in_large_letters_on_a_narrow_screen_gives_each_choice_a_line(fill: Any, visitor: Any) -> None:
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    page = fill("urutan")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for item in question(page, "urutan/utama").locator(".urutan > li").all():
        whole, label = item.bounding_box(), item.locator(".isi").bounding_box()
        assert label["width"] > 0.85 * whole["width"]
        for button in item.locator("button").all():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 44
            assert box["x"] + box["width"] <= whole["x"] + whole["width"] and box["x"] >= whole["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_choices_of_an_answer_that_was_changed_meanwhile_do_not_come_back(fill: Any) -> None:
    page = fill("urutan")
    held: list[Any] = []
    open_to_all: list[bool] = []
    page.route("**/simpan*", lambda route: route.continue_() if open_to_all else held.append(route))
    page.locator("[name='q.urutan/jenis'][value=semua]").check()
    gone = question(page, "urutan/saring").locator("[data-nama=biaya]")
    gone.wait_for()
    while not held:
        page.wait_for_timeout(20)
    page.locator("[name='q.urutan/jenis'][value=tanpa]").check()
    gone.wait_for(state="detached")
    page.evaluate("""() => {
      window.back = 0;
      const list = document.querySelector("[data-soal='urutan/saring']");
      new MutationObserver(() => { window.back += list.querySelectorAll("[data-nama=biaya]").length; })
        .observe(document.body, { childList: true, subtree: true });
    }""")
    open_to_all.append(True)
    held[0].continue_()
    saved(page)
    assert page.evaluate("window.back") == 0


def test_a_ranking_follows_the_choices_that_are_offered(fill: Any) -> None:
    page = fill("urutan")
    group = question(page, "urutan/saring")
    names = group.locator(".urutan .isi")
    assert names.count() == 0 and group.locator(".hampa").is_visible(), "why there is nothing to rank"
    page.locator("[name='q.urutan/jenis'][value=semua]").check()
    assert not group.locator(".hampa").is_visible()
    group.get_by_role("button", name="Naikkan Keramahan petugas").click()
    assert names.all_inner_texts() == ["Biaya", "Kecepatan layanan", "Keramahan petugas", "Kemudahan syarat"]
    page.locator("[name='q.urutan/jenis'][value=tanpa]").check()
    group.locator("[data-nama=biaya]").wait_for(state="detached")
    told = "“Biaya” tidak ditawarkan lagi dan tidak ikut diurutkan."
    assert group.locator(".disisihkan").inner_text() == told
    assert page.locator("input[name='q.urutan/saring']").input_value() == "layanan petugas syarat"
    assert group.locator(".nomor").all_inner_texts() == ["1", "2", "3"]
    page.locator("[name='q.urutan/jenis'][value=semua]").check()
    group.locator("[data-nama=biaya]").wait_for()
    whole = ["Biaya", "Kecepatan layanan", "Keramahan petugas", "Kemudahan syarat"]
    assert names.all_inner_texts() == whole and group.locator(".nomor").all_inner_texts() == ["1", "2", "3", "4"]
    page.locator("[name='q.urutan/jenis'][value=tanpa]").check()
    group.locator("[data-nama=biaya]").wait_for(state="detached")
    saved(page)
    page.reload()
    dressed(page)
    assert names.all_inner_texts() == whole[1:], "only what is offered"
    assert group.locator(".disisihkan").inner_text() == told
    page.locator("[name='q.urutan/jenis'][value=semua]").check()
    group.locator("[data-nama=biaya]").wait_for()
    assert names.all_inner_texts() == whole, "back in its place, as the server has it"
    page.locator("[name='q.urutan/jenis'][value=tanpa]").check()
    group.locator("[data-nama=biaya]").wait_for(state="detached")
    group.get_by_role("button", name="Turunkan Kecepatan layanan").click()
    page.locator("[name='q.urutan/jenis'][value=semua]").check()
    group.locator("[data-nama=biaya]").wait_for()
    assert group.locator(".nomor").all_inner_texts() == ["1", "2", "3", "–"], "ranked anew without it, it waits"
    assert group.get_by_role("button", name="Pakai urutan ini").is_visible()


def test_the_order_shown_is_an_answer_once_it_is_accepted(fill: Any) -> None:
    page = fill("urutan")
    question(page, "urutan/utama").get_by_role("button", name="Pakai urutan ini").click()
    assert page.evaluate("document.activeElement.id") == "q.urutan/utama"
    saved(page)
    page.reload()
    dressed(page)
    assert page.locator("input[name='q.urutan/utama']").input_value() == "biaya layanan syarat petugas"


def test_widths_hold_on_wide_screens_only(fill: Any, visitor: Any) -> None:
    page = fill("alamat")
    street, number = (question(page, f"alamat/{name}").bounding_box() for name in ("jalan", "nomor_rumah"))
    if visitor.width > 1000:
        assert street["width"] > 2.5 * number["width"] and number["x"] > street["x"]
    else:
        assert street["width"] == number["width"] and number["y"] > street["y"]


def test_every_field_without_javascript(plain_visitor: Any, fields_response: int) -> None:
    plain_visitor.enter("pendidikan")
    page = plain_visitor.page
    plain_visitor.go(f"/isian/{fields_response}/bagian/pilihan")
    page.locator("select[name='q.pilihan/kecamatan']").select_option("banda")
    page.locator("label", has_text="Kei Kecil").click()
    page.locator("button[value=simpan]").click()
    page.wait_for_url(f"**/isian/{fields_response}")
    plain_visitor.go(f"/isian/{fields_response}/bagian/tanggal")
    page.locator("[id='q.tanggal/mulai']").fill("14/11/2026")
    page.locator("button[value=simpan]").click()
    page.wait_for_url(f"**/isian/{fields_response}")
    plain_visitor.go(f"/isian/{fields_response}/bagian/tanggal")
    assert page.locator("[id='q.tanggal/mulai']").input_value() == "14 November 2026"
    plain_visitor.go(f"/isian/{fields_response}/bagian/pilihan")
    assert page.locator("select[name='q.pilihan/kecamatan']").input_value() == "banda"
    assert page.locator("input:checked").get_attribute("value") == "kei_kecil"
