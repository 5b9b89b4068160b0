"""Photos and drawings wait on the device as answers do: closed pages, cut networks, other people, other devices."""

# ruff: noqa: F811 - the fixtures' names are those of the parameters

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from .test_capture import photo  # noqa: F401
from .test_device import Phone, kept, phone, until_kept  # noqa: F401

pytestmark = pytest.mark.browser

FILES = """async () => new Promise((resolve) => {
  const request = indexedDB.open("inovik");
  request.onsuccess = () => {
    const all = request.result.transaction("files").objectStore("files").getAllKeys();
    all.onsuccess = () => { request.result.close(); resolve(all.result.length); };
  };
})"""


@pytest.fixture
def chosen(phone: Phone, fields_response: int, photo: Path) -> Callable[[], str]:
    """`chosen()`: a photo chosen without a network, on the device; the page's address."""

    def choose() -> str:
        phone.enter("pendidikan")
        address = f"{phone.site}/isian/{fields_response}/bagian/tangkap"
        phone.page.goto(address)
        phone.dressed()
        phone.context.set_offline(True)
        phone.page.set_input_files("[id='q.tangkap/wajah']", photo)
        phone.page.get_by_text("Tersimpan di perangkat ini; terkirim").wait_for()
        until_kept(phone.page, 1)
        return address

    return choose


def value(phone: Phone, response: int) -> str:
    return phone.store.draft(response)[1].values.get("tangkap/wajah") or ""


def test_a_photo_of_a_closed_page_is_sent_by_the_next_one(
    phone: Phone,
    fields_response: int,
    chosen: Callable[[], str],
) -> None:
    chosen()
    assert value(phone, fields_response) == ""
    phone.again()
    phone.go("/")
    until_kept(phone.page, 0)
    assert value(phone, fields_response).endswith("/IMG_2031.jpg")
    data = phone.store.file(value(phone, fields_response))
    assert data is not None and max(Image.open(BytesIO(data)).size) == 2400
    assert phone.page.evaluate(FILES) == 0, "nothing is left on the device"


def test_a_file_goes_on_with_the_piece_at_which_the_network_broke(
    phone: Phone,
    fields_response: int,
    chosen: Callable[[], str],
) -> None:
    address = chosen()
    pieces: list[int] = []

    def break_off(route: Any) -> None:
        body = route.request.post_data_buffer or b""
        pieces.append(len(body))
        if body and len([n for n in pieces if n]) == 3:
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/potongan?*", break_off)
    phone.again()
    phone.go("/antrean")
    while len([n for n in pieces if n]) < 3:
        phone.page.wait_for_timeout(50)
    phone.again()
    phone.page.goto(address)
    while kept(phone.page):
        phone.page.wait_for_timeout(200)
    whole = [n for n in pieces if n]
    size = sum(whole) - whole[2]
    assert len(pieces) - len(whole) == 2, "asked once a page how much is there"
    assert max(whole) == 256 * 1024 and whole.count(256 * 1024) == size // (256 * 1024) + 1, "only the broken one again"
    assert value(phone, fields_response)


def test_the_photo_is_shown_again_where_it_was_chosen(
    phone: Phone,
    fields_response: int,
    chosen: Callable[[], str],
) -> None:
    address = chosen()
    phone.again()
    phone.context.route("**/potongan?*", lambda route: route.abort())
    phone.page.goto(address)
    waiting = phone.page.locator("[data-soal='tangkap/wajah'] .tertahan")
    waiting.locator("canvas").wait_for()
    assert "IMG_2031.jpg" in waiting.inner_text() and value(phone, fields_response) == ""


def test_the_queue_shows_a_file_and_deletes_it(phone: Phone, chosen: Callable[[], str]) -> None:
    chosen()
    phone.again()
    phone.context.route("**/potongan?*", lambda route: route.abort())
    phone.go("/antrean")
    item = phone.page.locator(".antrean li")
    item.locator("canvas").wait_for()
    assert "Foto diri" in item.inner_text() and re.search(r"IMG_2031\.jpg \([\d,]+ (kB|MB)\)", item.inner_text())
    phone.complaints.clear()
    phone.look()
    phone.page.once("dialog", lambda dialog: dialog.accept())
    item.get_by_role("button").click()
    until_kept(phone.page, 0)
    assert phone.page.evaluate(FILES) == 0


def test_a_file_travels_in_the_queues_file_to_another_device(
    phone: Phone,
    fields_response: int,
    chosen: Callable[[], str],
    tmp_path: Path,
) -> None:
    chosen()
    phone.again()
    phone.context.route("**/potongan?*", lambda route: route.abort())
    phone.go("/antrean")
    with phone.page.expect_download() as got:
        phone.page.get_by_role("button", name="Simpan ke berkas").click()
    file = tmp_path / "antrean.json"
    got.value.save_as(file)
    assert len(json.loads(file.read_text())["files"]) == 1
    office = phone.context.browser.new_context()  # type: ignore[union-attr]
    visitor = Phone(office, phone.site, phone.store)
    visitor.enter("pendidikan")
    visitor.go("/antrean")
    visitor.page.locator("#alat").wait_for()  # only then does the page listen
    visitor.page.set_input_files("#muat", file)
    visitor.page.get_by_text("1 jawaban dimuat dari berkas.").wait_for()
    until_kept(visitor.page, 0)
    office.close()
    assert value(phone, fields_response)


def test_nobody_else_on_the_device_sees_or_sends_the_photo(
    phone: Phone,
    fields_response: int,
    chosen: Callable[[], str],
) -> None:
    chosen()
    phone.again()
    phone.enter("perhubungan")
    phone.go("/antrean")
    phone.page.get_by_text("Semua jawaban dari perangkat ini sudah terkirim.").wait_for()
    assert value(phone, fields_response) == "" and len(kept(phone.page)) == 1
    phone.enter("pendidikan")
    phone.go("/")
    until_kept(phone.page, 0)
    assert value(phone, fields_response)


def test_what_is_no_photo_waits_with_the_reason(phone: Phone, fields_response: int, tmp_path: Path) -> None:
    wrong = tmp_path / "foto.jpg"
    wrong.write_bytes(b"<html>tidak")
    phone.enter("pendidikan")
    phone.page.goto(f"{phone.site}/isian/{fields_response}/bagian/tangkap")
    phone.dressed()
    phone.context.set_offline(True)
    phone.page.set_input_files("[id='q.tangkap/wajah']", wrong)
    waiting = phone.page.locator("[data-soal='tangkap/wajah'] .tertahan")
    waiting.wait_for()
    phone.context.set_offline(False)
    waiting.get_by_text("bukan foto yang dapat dibaca").wait_for()
    assert len(kept(phone.page)) == 1 and value(phone, fields_response) == ""


def test_F14_a_photo_for_a_form_that_was_sent_meanwhile_arrives_is_seen_and_placed(
    phone: Phone,
    fields_response: int,
    chosen: Callable[[], str],
) -> None:
    chosen()
    store = phone.store
    store.mark_sent(fields_response, "pendidikan", store.clock(), store.response(fields_response).seq)
    phone.again()
    phone.go("/")
    until_kept(phone.page, 0)
    assert phone.page.evaluate(FILES) == 0 and value(phone, fields_response) == ""
    store.reopen(fields_response, "koordinator", store.clock())
    phone.go(f"/isian/{fields_response}/terlambat")
    waiting = phone.page.locator(".riwayat li")
    assert (
        waiting.locator("blockquote img").evaluate("(image) => image.decode().then(() => image.naturalHeight)") == 320
    )
    phone.complaints.clear()
    phone.look()
    waiting.get_by_role("button", name="Pakai jawaban ini").click()
    phone.page.get_by_role("heading", name="Sudah diputuskan").wait_for()
    assert value(phone, fields_response).endswith("/IMG_2031.jpg")
