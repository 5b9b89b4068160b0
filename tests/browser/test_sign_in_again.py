"""F22: the session ends while somebody is filling in. The same person signs in in place; nobody else can go on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PASSWORD
from .test_device import LINE, Phone, kept, phone, typed_offline, until_kept  # noqa: F401 - a fixture
from .test_turning import GO_ON, SERVICE, begin

pytestmark = pytest.mark.browser
SAVED = re.compile(r"^Tersimpan \d")


def signed_out(visitor: Any) -> None:
    """The session's row is gone, as after its time."""
    visitor.context.clear_cookies(name="inovik_sesi")


def password(visitor: Any, word: str = PASSWORD) -> Any:
    """Typed into the dialog that is open, and sent."""
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_label("Kata sandi").fill(word)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    return dialog


def test_f22_signing_in_again_in_place_sends_what_waits_and_goes_back_to_the_field(visitor: Any) -> None:
    begin(visitor, "Masuk di tempat")
    page = visitor.page
    signed_out(visitor)
    page.fill(SERVICE, "Sebelum masuk lagi")
    button = page.locator(LINE).get_by_role("button", name="Masuk lagi di sini")
    button.wait_for()
    expect(page.locator(SERVICE)).to_be_focused()  # nothing has come between the person and the typing
    button.click()
    dialog = page.get_by_role("dialog")
    name = dialog.get_by_label("Nama pengguna")
    expect(name).to_have_value("pendidikan")
    expect(name).not_to_be_editable()
    assert name.get_attribute("autocomplete") == "username"
    expect(dialog.get_by_label("Kata sandi")).to_be_focused()
    visitor.complaints.clear()  # the browser's own word about the 401
    visitor.look()
    password(visitor)
    page.locator(f"{LINE}:not([data-menunggu])", has_text=SAVED).wait_for()
    expect(page.locator(SERVICE)).to_be_focused()
    page.reload()
    expect(page.locator(SERVICE)).to_have_value("Sebelum masuk lagi")


def test_f22_a_page_turn_asks_for_the_password_and_goes_on(visitor: Any) -> None:
    address = begin(visitor, "Lanjut setelah masuk")
    page = visitor.page
    page.fill(SERVICE, "Diketik dahulu")
    page.locator(f"{LINE}:not([data-menunggu])", has_text=SAVED).wait_for()
    signed_out(visitor)
    page.locator(GO_ON).click()
    dialog = password(visitor, "salah-sekali")
    expect(dialog.get_by_role("alert")).to_contain_text("tidak cocok")
    expect(dialog.get_by_label("Kata sandi")).to_be_focused()
    password(visitor)
    page.wait_for_url(re.compile("/bagian/(?!profil_layanan)"))
    visitor.turned()
    page.goto(address)
    expect(page.locator(SERVICE)).to_have_value("Diketik dahulu")


def test_f22_another_person_cannot_go_on_with_it(phone: Phone) -> None:  # noqa: F811
    address = phone.begin("Bukan orangnya")
    page = phone.page
    signed_out(phone)
    page.fill(SERVICE, "Milik orang pertama")
    page.locator(LINE).get_by_role("button", name="Masuk lagi di sini").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nama pengguna").evaluate("field => { field.value = 'perhubungan'; }")
    password(phone)
    expect(dialog.get_by_role("alert")).to_contain_text("Itu akun lain")
    assert dialog.get_by_role("link", name="Masuk sebagai orang lain").get_attribute("href") == "/masuk"
    assert phone.arrived(address) == "" and len(kept(page)) == 1
    assert not [c for c in phone.context.cookies() if c["name"] == "inovik_sesi"], "nobody has been signed in"
    dialog.get_by_role("button", name="Nanti").click()
    page.locator(LINE, has_text="Milik").or_(page.locator(LINE, has_text="Sesi Anda berakhir")).wait_for()


def test_f22_too_many_wrong_passwords_wait_in_place(phone: Phone) -> None:  # noqa: F811
    phone.begin("Salah terus")
    page = phone.page
    signed_out(phone)
    page.locator(GO_ON).click()
    alert = page.get_by_role("dialog").get_by_role("alert")
    for number in range(7):
        password(phone, f"salah-{number}")
        expect(alert).not_to_be_empty()
        if "Tunggu" in alert.inner_text():
            break
    expect(alert).to_contain_text("Terlalu banyak percobaan")


def test_f22_the_page_of_waiting_answers_and_others_ask_in_place(phone: Phone) -> None:  # noqa: F811
    address = typed_offline(phone, "Dari antrean")
    phone.again()
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    phone.go("/antrean")
    page.get_by_text("Dari antrean").first.wait_for()
    signed_out(phone)
    page.unroute("**/simpan?*")
    page.get_by_role("button", name="Kirim sekarang").click()
    page.get_by_role("dialog").wait_for()
    phone.complaints.clear()
    phone.look()
    page.get_by_role("dialog").get_by_role("button", name="Nanti").click()
    note = page.locator("#sesi-habis")
    expect(note).to_be_visible()
    note.get_by_role("button").click()
    password(phone)
    expect(note).to_be_hidden()
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Dari antrean"
