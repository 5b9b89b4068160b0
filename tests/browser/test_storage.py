"""The device's storage full (F18), wiped (F19), or made anew by a newer release in another tab (F20)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .test_device import LINE, Phone, typed_offline, until, until_kept
from .test_device import phone as phone
from .test_turning import SERVICE

pytestmark = pytest.mark.browser

NEWER = """async () => new Promise((resolve, reject) => {
  const request = indexedDB.open("inovik", 99);
  request.onupgradeneeded = () => request.result.createObjectStore("baru", { keyPath: ["account"] });
  request.onblocked = () => reject(new Error("the older page does not let go"));
  request.onerror = () => reject(request.error);
  request.onsuccess = () => { request.result.close(); resolve(request.result.version); };
})"""


FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...all) {
  if (window.isFull) throw new DOMException("no room", "QuotaExceededError");
  return put.apply(this, all);
};"""


def test_F18_what_finds_no_room_on_the_device_is_said_at_once_stays_on_the_page_and_is_sent(phone: Phone) -> None:
    phone.context.add_init_script(FULL)  # the debugger's own limit does not reach a context that is kept in memory
    address = phone.begin("Penyimpanan penuh")
    phone.page.evaluate("window.isFull = true")
    phone.context.set_offline(True)
    phone.page.fill(SERVICE, "Tak ada tempat")
    phone.page.locator(LINE, has_text="Jangan tutup halaman ini").wait_for()
    assert "Tersimpan" not in phone.page.locator(LINE).inner_text()
    assert phone.page.input_value(SERVICE) == "Tak ada tempat"
    phone.complaints.clear()
    phone.look()
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.page.locator(LINE)).to_contain_text("Tersimpan")
    assert phone.arrived(address) == "Tak ada tempat"


def test_F19_what_the_browser_wipes_is_still_on_the_page_that_is_open(phone: Phone) -> None:
    address = typed_offline(phone, "Dihapus peramban")
    wiped = {"origin": phone.site, "storageTypes": "indexeddb,local_storage"}
    phone.context.new_cdp_session(phone.page).send("Storage.clearDataForOrigin", wiped)
    assert until_kept(phone.page, 0) == []
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.page.locator(LINE)).to_have_text(re.compile(r"^Tersimpan \d\d\.\d\d$"))
    assert phone.arrived(address) == "Dihapus peramban"
    phone.page.fill(SERVICE, "Sesudah dihapus")
    phone.context.set_offline(True)
    phone.page.fill(SERVICE, "Di perangkat lagi")
    until(phone.page, lambda found: [record["value"] for record in found] == ["Di perangkat lagi"])


def test_F20_an_older_page_lets_a_newer_one_rebuild_the_storage_and_goes_on_in_it(phone: Phone) -> None:
    address = typed_offline(phone, "Sebelum versi baru")
    other = phone.context.new_page()
    phone.context.set_offline(False)
    phone.context.route("**/simpan?*", lambda route: route.abort())
    other.goto(f"{phone.site}/manifest.webmanifest")
    assert other.evaluate(NEWER) == 99
    phone.page.fill(SERVICE, "Sesudah versi baru")
    assert [record["value"] for record in until_kept(phone.page, 1)] == ["Sesudah versi baru"]
    phone.page.locator(LINE, has_text="1 belum terkirim").wait_for()
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.context.unroute("**/simpan?*")
    phone.go("/")
    until_kept(phone.page, 0)
    assert phone.arrived(address) == "Sesudah versi baru"
