"""Pages turned by the browser itself: one round trip, nothing lost when it fails, back and forward as usual."""

from __future__ import annotations

import re
from typing import Any

SERVICE = "[id='q.profil_layanan/layanan']"
GO_ON = "form#formulir .deret button[value=lanjut]"


def begin(visitor: Any, title: str) -> str:
    """A new Diagnosa of Dinas Pendidikan, opened at its page about the service; that page's address."""
    visitor.enter("pendidikan")
    visitor.go("/baru/inovasi")
    visitor.page.fill("#judul", f"{title} {visitor.width}")
    visitor.press("Mulai")
    visitor.press("Mulai Diagnosa")
    address = f"{visitor.page.url}/bagian/profil_layanan"
    visitor.page.goto(address)
    return address


def test_one_request_turns_the_page(visitor: Any) -> None:
    address = begin(visitor, "Satu permintaan")
    page = visitor.page
    page.fill(SERVICE, "Perpustakaan")
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    visitor.follow(page.locator(GO_ON))
    assert [url for kind, url in asked if kind == "fetch" and "/simpan?" not in url] == [address]
    more = [url for kind, url in asked if kind in ("document", "script", "stylesheet")]
    assert more == [], "the reply is the next page"
    assert page.url != address and page.locator("h1").inner_text() in page.title()
    assert page.evaluate("document.activeElement.id") == "isi" and page.evaluate("scrollY") == 0
    visitor.look()

    second = page.locator("h1").inner_text()
    page.go_back()
    page.locator(SERVICE).wait_for()
    assert page.url == address and page.input_value(SERVICE) == "Perpustakaan"
    page.go_forward()
    page.locator("h1", has_text=second).wait_for()


def test_the_page_that_was_turned_to_saves_and_turns_too(visitor: Any) -> None:
    address = begin(visitor, "Dua kali")
    page = visitor.page
    page.goto(address.replace("profil_layanan", "pengelola"))
    visitor.follow(page.locator(GO_ON))
    visitor.follow(page.locator("form#formulir button[value=kembali]"))
    phone = "[id='q.pengelola/pj_telepon']"
    page.fill(phone, "tujuh")
    page.locator("[id='q.pengelola/pj_pos_el']").focus()
    page.locator("[id='q.pengelola/pj_telepon~s']").wait_for()
    page.locator(GO_ON).click()
    page.locator("#ringkasan").wait_for()
    assert page.title().startswith("Kesalahan:") and page.evaluate("document.activeElement.id") == "ringkasan"


def test_without_a_network_the_page_stays_with_everything_typed(visitor: Any) -> None:
    address = begin(visitor, "Putus saat lanjut")
    page = visitor.page
    visitor.context.set_offline(True)
    page.fill(SERVICE, "Diketik saat putus")
    page.locator(GO_ON).click()
    page.locator("#simpanan.gagal").wait_for()
    assert page.url == address and page.input_value(SERVICE) == "Diketik saat putus"
    page.locator("#simpanan", has_text="1 belum terkirim").wait_for()
    visitor.context.set_offline(False)
    visitor.follow(page.locator(GO_ON))
    assert page.url != address
    page.goto(address)
    assert page.input_value(SERVICE) == "Diketik saat putus"


def test_after_signing_in_again_in_another_tab_the_same_button_goes_on(visitor: Any) -> None:
    address = begin(visitor, "Sesi habis saat lanjut")
    page = visitor.page
    visitor.context.clear_cookies()
    page.fill(SERVICE, "Diketik sebelum masuk lagi")
    page.locator(GO_ON).click()
    page.get_by_role("dialog").get_by_role("button", name="Nanti").click()
    page.locator("#simpanan", has_text="Sesi Anda berakhir").wait_for()
    other = visitor.context.new_page()
    other.goto(f"{visitor.site}/masuk")
    other.fill("#nama", "pendidikan")
    other.fill("#sandi", "kata-sandi-uji-coba")
    other.click("main button.tombol")
    other.wait_for_url(f"{visitor.site}/")
    other.close()
    page.locator(GO_ON).click()
    page.wait_for_url(re.compile("/bagian/(?!profil_layanan)"))
    page.goto(address)
    assert page.input_value(SERVICE) == "Diketik sebelum masuk lagi"
