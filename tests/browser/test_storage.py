"""The device's storage full (F18), wiped (F19), or made anew by a newer release in another tab (F20)."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from .test_capture import photo as photo
from .test_device import LINE, Phone, typed_offline, until, until_kept
from .test_device import phone as phone
from .test_turning import SERVICE

pytestmark = pytest.mark.browser

PHOTO = "[id='q.tangkap/wajah']"

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


NO_ROOM = """window.most = Infinity;
const putBlob = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, ...more) {
  if (value.blob?.size > window.most) throw new DOMException("no room", "QuotaExceededError");
  return putBlob.call(this, value, ...more);
};"""


def choose(phone: Phone, response: int, photo: Path, most: int) -> None:
    """A photo without a network, on a device with room for so many bytes of it."""
    phone.context.add_init_script(NO_ROOM)
    phone.enter("pendidikan")
    phone.page.goto(f"{phone.site}/isian/{response}/bagian/tangkap")
    phone.dressed()
    phone.page.evaluate(f"window.most = {most}")
    phone.context.set_offline(True)
    phone.page.set_input_files(PHOTO, photo)


def arrived(phone: Phone, response: int) -> Image.Image:
    """The photo at the server, once it is there."""
    for _ in range(100):
        if value := phone.store.draft(response)[1].values.get("tangkap/wajah"):
            return Image.open(BytesIO(phone.store.file(value) or b""))
        phone.page.wait_for_timeout(100)
    raise AssertionError("not arrived")


def test_F18_a_photo_that_finds_no_room_is_said_at_once_stays_on_the_page_and_is_sent(
    phone: Phone, fields_response: int, photo: Path
) -> None:
    choose(phone, fields_response, photo, 0)
    beside = phone.page.locator("[data-soal='tangkap/wajah'] .kiriman")
    expect(beside).to_contain_text("Jangan tutup halaman ini")
    expect(phone.page.locator(LINE)).to_contain_text("tidak dapat disimpan di perangkat (penyimpanan penuh")
    assert until_kept(phone.page, 0) == [], "nothing claims to be kept"
    assert phone.page.locator(PHOTO).evaluate("(field) => field.files.length") == 1
    asked: list[str] = []
    phone.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    phone.page.locator("h1").click()  # a browser asks nobody who has touched nothing
    phone.page.close(run_before_unload=True)
    phone.page.wait_for_timeout(500)
    assert asked == ["beforeunload"] and not phone.page.is_closed()
    phone.complaints.clear()
    phone.look()
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    assert max(arrived(phone, fields_response).size) == 2400


def test_F18_a_photo_that_is_too_large_for_the_room_is_kept_smaller_and_says_so(
    phone: Phone, fields_response: int, photo: Path
) -> None:
    choose(phone, fields_response, photo, 1_000_000)
    beside = phone.page.locator("[data-soal='tangkap/wajah'] .kiriman")
    expect(beside).to_contain_text("disimpan lebih kecil, karena ruang di perangkat hampir penuh")
    expect(beside).to_contain_text("Tersimpan di perangkat ini")
    until_kept(phone.page, 1)
    phone.again()
    phone.go("/")
    until_kept(phone.page, 0)
    assert max(arrived(phone, fields_response).size) == 1200


def test_F19_what_the_browser_wiped_between_two_visits_is_told_to_its_owner_alone(phone: Phone) -> None:
    address = typed_offline(phone, "Hilang di pulau")
    until(phone.page, lambda _: "%22n%22%3A1" in phone.page.evaluate("document.cookie"))
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.context.set_offline(False)
    phone.context.route("**/simpan?*", lambda route: route.abort())
    phone.page.goto(f"{phone.site}/manifest.webmanifest")
    wiped = {"origin": phone.site, "storageTypes": "indexeddb,local_storage"}
    phone.context.new_cdp_session(phone.page).send("Storage.clearDataForOrigin", wiped)
    phone.go("/")
    box = phone.page.locator("#terhapus")
    expect(box).to_contain_text("1 jawaban yang belum terkirim ikut hilang")
    expect(box).to_contain_text("pasang situs ini di layar utama")
    phone.complaints.clear()
    phone.look()
    phone.page.reload()
    expect(box).to_be_visible()
    box.get_by_role("link", name="Minta peramban menjaganya").click()
    phone.page.locator("#perangkat button").wait_for()
    box.get_by_role("button", name="Mengerti").click()
    expect(box).to_be_hidden()
    phone.page.goto(address)
    phone.dressed()
    expect(box).to_be_hidden()
