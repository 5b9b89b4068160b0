"""Two tabs on one page with the script running; and the preview on a phone, where the downloads come first."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

NAME, PLACE = "[id='q.pengelola/pj_nama']", "[id='q.pengelola/pj_jabatan']"


def saved(page: Any) -> None:
    page.locator("#simpanan.baru", has_text="Tersimpan").wait_for()


def test_of_two_tabs_the_one_typed_in_last_stands_and_nothing_is_asked(visitor: Any) -> None:
    page = visitor.page
    visitor.enter("perhubungan")
    visitor.go("/baru/inovasi")
    page.fill("#judul", f"Dua tab {page.viewport_size['width']}")
    visitor.press("Mulai")
    visitor.press("Mulai Diagnosa")
    url = f"{page.url}/bagian/pengelola"
    other = visitor.context.new_page()
    for tab in (page, other):
        tab.goto(url)
    page.fill(NAME, "Nama dari tab satu")
    page.locator(NAME).blur()
    saved(page)
    other.fill(PLACE, "Kepala Bidang")
    other.get_by_role("button", name="Simpan dan lanjutkan").last.click()
    visitor.turned(other)
    other.goto(url)
    assert other.input_value(NAME) == "Nama dari tab satu", "the tab that stood open brought nothing old back"
    other.fill(NAME, "Nama dari tab dua")
    other.get_by_role("button", name="Simpan dan lanjutkan").last.click()
    visitor.turned(other)
    visitor.follow(page.get_by_role("button", name="Simpan dan lanjutkan").last)
    other.goto(url)
    assert other.input_value(NAME) == "Nama dari tab dua", "what the first tab holds was typed before"
    page.goto(url)
    other.reload()
    other.fill(NAME, "Sementara")
    other.locator(NAME).blur()
    saved(other)
    page.fill(NAME, "Nama lain lagi")
    visitor.follow(page.get_by_role("button", name="Simpan dan lanjutkan").last)
    page.goto(url)
    assert page.input_value(NAME) == "Nama lain lagi" and not page.locator(".bentrok").count()
    visitor.look()
    other.close()


def test_downloads_come_before_the_sheet_on_a_phone_and_the_sheet_fits(visitor: Any) -> None:
    page = visitor.page
    visitor.sign_in("koordinator")
    visitor.look()
    visitor.go("/kemajuan")
    visitor.follow(page.locator("td.aksi a").first)
    frame = page.frames[1]
    frame.wait_for_load_state("load")
    frame.wait_for_selector(".naskah > section")
    sheet, pdf = page.locator("iframe").bounding_box(), page.get_by_role("link", name="PDF").bounding_box()
    if page.viewport_size["width"] < 600:
        assert pdf["y"] < sheet["y"]
    else:
        assert pdf["x"] > sheet["x"] + sheet["width"]
    first = frame.locator(".naskah > section").first
    assert first.evaluate("e => e.scrollWidth <= e.clientWidth"), "nothing of the first page is cut off"
    if page.viewport_size["width"] < 600:
        for width in (page.viewport_size["width"], 320):
            page.set_viewport_size({"width": width, "height": 844})
            for font in ("serif", "Liberation Sans", "DejaVu Sans", "monospace"):
                frame.evaluate(
                    "css => document.head.appendChild(document.createElement('style')).textContent = css",
                    f"* {{ font-family: {font} !important }}",
                )
                every = frame.locator("html, .naskah > section").evaluate_all(
                    "all => all.every(e => e.scrollWidth <= e.clientWidth)"
                )
                assert every, f"a wide table scrolls by itself; the text around it stays: {font}, {width}"
    visitor.look()
