"""F21: several people use a phone. What one has on it is wiped when she signs out; what has not arrived is hers."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PASSWORD
from .test_device import Phone, kept, phone, until_kept  # noqa: F401 - a fixture
from .test_turning import SERVICE

pytestmark = pytest.mark.browser

ALL = """async () => {
  const open = indexedDB.open("inovik");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const found = {};
  for (const name of database.objectStoreNames)
    found[name] = await new Promise((resolve) => {
      const all = database.transaction(name).objectStore(name).count();
      all.onsuccess = () => resolve(all.result);
    });
  database.close();
  return Object.entries(found).filter(([, count]) => count).map(([name]) => name).sort();
}"""


def sign_in(phone: Phone, username: str) -> None:  # noqa: F811
    """Through the page, saying that this phone is shared."""
    phone.go("/masuk")
    phone.page.fill("#nama", username)
    phone.page.fill("#sandi", PASSWORD)
    phone.page.get_by_label("Ini ponsel bersama").check()
    phone.look()
    phone.page.click("main button.tombol")
    phone.page.wait_for_url(f"{phone.site}/")


def begun(phone: Phone, title: str) -> str:  # noqa: F811
    """A page of questions on a shared phone, stored on it; its address."""
    address = phone.begin(title)
    phone.context.clear_cookies()
    sign_in(phone, "pendidikan")
    phone.page.goto(address)
    stored(phone.page, "pages")
    return address


def stored(page: Any, name: str) -> None:
    """Until something of this kind lies on the device."""
    for _ in range(100):
        if name in page.evaluate(ALL):
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.evaluate(ALL))


def sign_out(page: Any) -> None:
    page.get_by_role("button", name="Keluar", exact=True).click()


def test_f21_signing_out_wipes_what_has_arrived(phone: Phone) -> None:  # noqa: F811
    address = begun(phone, "Bersama")
    phone.page.fill(SERVICE, "Sudah sampai")
    sign_out(phone.page)
    phone.page.wait_for_url("**/masuk")
    assert phone.page.evaluate(ALL) == []
    assert phone.page.evaluate("localStorage.getItem('inovik-akun')") is None
    assert phone.arrived(address) == "Sudah sampai"


def test_f21_what_has_not_arrived_stays_locked_for_its_owner(phone: Phone) -> None:  # noqa: F811
    address = begun(phone, "Terkunci")
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    page.fill(SERVICE, "Hanya milik saya")
    until_kept(page, 1)
    sign_out(page)
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    phone.complaints.clear()
    phone.look()
    with page.expect_download() as file:
        dialog.get_by_role("button", name="Simpan ke berkas").click()
    assert "Hanya milik saya" in file.value.path().read_text()
    dialog.get_by_role("button", name="Keluar juga").click()
    page.wait_for_url("**/masuk")
    assert page.evaluate(ALL) == ["records"], "pages and known answers are gone"
    sign_in(phone, "perhubungan")
    phone.go("/antrean")
    page.get_by_text("Semua jawaban dari perangkat ini sudah terkirim.").wait_for()
    assert "Hanya milik saya" not in page.content()
    sign_out(page)
    page.wait_for_url("**/masuk")
    assert len(kept(page)) == 1, "another one's signing out takes nothing of it"
    page.unroute("**/simpan?*")
    sign_in(phone, "pendidikan")
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Hanya milik saya"


def test_f22_at_the_end_of_its_time_the_page_is_closed_and_nothing_is_lost(phone: Phone) -> None:  # noqa: F811
    address = begun(phone, "Waktu habis")
    page = phone.page
    phone.context.clear_cookies(name="inovik_sesi")
    page.fill(SERVICE, "Di akhir waktu")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(page.locator(SERVICE)).to_be_hidden()
    assert page.evaluate("localStorage.getItem('inovik-akun')") is None
    assert "pages" not in page.evaluate(ALL) and len(until_kept(page, 1)) == 1
    dialog.get_by_label("Kata sandi").fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.locator(SERVICE)).to_be_visible()
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Di akhir waktu"
