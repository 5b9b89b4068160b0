"""What the server refuses, what has no room and what is too much for one request: nothing of it is forgotten."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from .test_device import LINE, PATH, Phone, until, until_kept
from .test_device import phone as phone
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser

FULL = """{
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "records" && window.full) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
}"""


def sent_by_a_colleague(phone: Phone, address: str) -> int:
    number = int(address.split("/isian/")[1].split("/")[0])
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    phone.store.mark_sent(number, office.username, datetime.now(UTC), phone.store.draft(number)[0])
    return number


def test_F14_an_answer_for_a_form_that_was_sent_meanwhile_arrives_and_waits_for_a_person(phone: Phone) -> None:
    address = phone.begin("Dikirim rekan")
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    page.fill(SERVICE, "Terlambat sedikit")
    until_kept(page, 1)
    number = sent_by_a_colleague(phone, address)
    page.locator(GO_ON).click()
    page.get_by_text("1 jawaban yang baru Anda ketik tersimpan sebagai jawaban terlambat").wait_for()
    page.unroute("**/simpan?*")
    phone.go("/antrean")
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == ""
    (answer,) = phone.store.late(number)
    assert (answer.value, answer.author) == ("Terlambat sedikit", "pendidikan")
    phone.complaints.clear()  # the console tells of the answer 409
    phone.go(f"/isian/{number}/terlambat")
    page.get_by_text("Terlambat sedikit").wait_for()
    phone.look()


def test_F14_a_queue_that_comes_too_late_says_so_when_it_empties(phone: Phone) -> None:
    address = phone.begin("Tiga minggu di laut")
    phone.context.set_offline(True)
    phone.page.fill(SERVICE, "Dari laut")
    until_kept(phone.page, 1)
    number = sent_by_a_colleague(phone, address)
    phone.again()
    phone.go("/antrean")
    phone.page.get_by_text("1 jawaban diterima, menunggu ditempatkan: isian ini sudah dikirim.").wait_for()
    assert until_kept(phone.page, 0) == []
    assert [answer.value for answer in phone.store.late(number)] == ["Dari laut"]
    phone.look()


def test_F14_the_open_page_says_that_its_answer_waits(phone: Phone) -> None:
    address = phone.begin("Halaman masih terbuka")
    sent_by_a_colleague(phone, address)
    phone.page.fill(SERVICE, "Masih mengetik")
    phone.page.locator(LINE, has_text="1 jawaban diterima, menunggu ditempatkan").wait_for()
    assert until_kept(phone.page, 0) == []


def test_an_answer_that_found_no_room_is_kept_with_the_next_one(phone: Phone) -> None:
    phone.context.add_init_script(FULL)
    phone.begin("Penuh sebentar")
    page = phone.page
    phone.context.set_offline(True)
    page.evaluate("window.full = true")
    page.fill(SERVICE, "Tanpa tempat")
    page.locator(LINE, has_text="tidak dapat disimpan di perangkat").wait_for()
    page.wait_for_timeout(1500)
    assert "Tersimpan di perangkat" not in page.locator(LINE).inner_text()
    page.evaluate("window.full = false")
    page.locator("[name='q.profil_layanan/jenis_sasaran'][type=radio]").first.dispatch_event("click")
    found = until(page, lambda records: len(records) == 2)
    assert "Tanpa tempat" in {record["value"] for record in found}
    page.locator(LINE, has_text="2 belum terkirim").wait_for()


def test_long_answers_go_in_several_requests(phone: Phone, tmp_path: Path) -> None:
    """Together they are more than the server reads at once, which refuses such a request whole."""
    address = phone.begin("Panjang sekali")
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    page.fill(SERVICE, "Awal")
    record = until_kept(page, 1)[0]
    again = [record | {"id": f"panjang-{n}", "mark": f"m{n}", "nth": record["nth"] + 1 + n} for n in range(20)]
    long = [one | {"value": f"{n}" + "😀" * 9000} for n, one in enumerate(again)]
    file = tmp_path / "antrean.json"
    file.write_text(json.dumps({"format": "inovik-antrean-1", "account": record["account"], "records": long}))
    page.goto("about:blank")
    page.unroute("**/simpan?*")
    phone.go("/antrean")
    until_kept(page, 0)
    page.set_input_files("#muat", file)
    page.get_by_text("20 jawaban dimuat dari berkas.").wait_for()
    assert until_kept(page, 0) == []
    assert re.match(r"\d+😀", phone.arrived(address, PATH))
