"""What the server refuses, what has no room and what is too much for one request: nothing of it is forgotten."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from .test_device import LINE, PATH, Phone, kept, until, until_kept
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


def test_an_answer_for_a_form_that_was_sent_meanwhile_stays_on_the_device(phone: Phone) -> None:
    """Pressed before it had gone by itself: the refusal of the whole page must not take it for arrived."""
    address = phone.begin("Dikirim rekan")
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    page.fill(SERVICE, "Terlambat sedikit")
    until_kept(page, 1)
    number = int(address.split("/isian/")[1].split("/")[0])
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    phone.store.mark_sent(number, office.username, datetime.now(UTC), phone.store.draft(number)[0])
    page.locator(GO_ON).click()
    page.get_by_text("sudah dikirim").first.wait_for()
    assert [record["value"] for record in kept(page)] == ["Terlambat sedikit"]
    page.unroute("**/simpan?*")
    phone.go("/antrean")
    page.locator(".antrean .ditolak", has_text="Terlambat sedikit").wait_for()
    assert phone.arrived(address) == ""


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
    long = [{**record, "id": f"panjang-{n}", "mark": f"m{n}", "value": f"{n}" + "😀" * 9000} for n in range(20)]
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
