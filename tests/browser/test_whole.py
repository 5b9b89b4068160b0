"""Pages from the device go by all answers known there: what was answered on one page changes what another one asks."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .test_device import Phone, until_kept
from .test_offline import phone as phone  # with the service worker
from .test_stored_pages import at, offline
from .test_turning import GO_ON

pytestmark = pytest.mark.browser

FORM = b"""| survey |
| | type | name | label | relevant | calculation |
| | begin group | satu | Pertama | | |
| | integer | jumlah | Jumlah | | |
| | end group | | | | |
| | begin group | dua | Kedua | ${jumlah} > 5 | |
| | text | alasan | Alasan | | |
| | end group | | | | |
| | begin group | tiga | Ketiga | | |
| | text | banyak | Jika banyak | ${jumlah} > 5 | |
| | text | sedikit | Jika sedikit | ${jumlah} <= 5 | |
| | integer | ganda | Ganda | | ${jumlah} * 2 |
| | end group | | | | |
| | begin group | empat | Keempat | ${jumlah} <= 5 | |
| | text | akhir | Akhir | | |
| | end group | | | | |
| settings |
| | form_title | form_id |
| | Seluruh | seluruh |
"""
WHOLE = """async (response) => !(await indexedDB.databases()).length ? null : new Promise((resolve, reject) => {
  const request = indexedDB.open("inovik");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("forms").objectStore("forms").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result.find(({ key }) => key === `isian ${response}`)?.told.snapshot.values ?? null); };
  };
})"""  # noqa: E501
CONTENTS = ".daftar-bagian a"
COUNT = "[name='q.satu/jumlah']"


def begun(phone: Phone) -> str:
    """A response of the form, answered 3 on its first page, which lies on the device as a whole; its address."""
    phone.store.publish_questionnaire("seluruh", FORM, "seluruh.md")
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    subject = phone.store.add_subject("inovasi", office.unit, "Seluruh", office.username)
    response = phone.store.start_response(subject.id, "seluruh", office.username, {}).id
    base = f"{phone.site}/isian/{response}"
    phone.answer(f"{base}/", "satu/jumlah", "3")
    phone.enter("pendidikan")
    phone.page.goto(f"{base}/bagian/satu")
    for _ in range(200):
        if (phone.page.evaluate(WHOLE, str(response)) or {}).get("satu/jumlah") == "3":
            break
        phone.page.wait_for_timeout(100)
    offline(phone, base, *(f"{base}/bagian/{name}" for name in ("satu", "dua", "tiga", "empat")))
    return base


def holder(page: Any, path: str) -> Any:
    return page.locator(f"[data-soal='{path}']")


def test_an_answer_on_one_page_changes_what_others_ask(phone: Phone) -> None:
    base = begun(phone)
    page = at(phone, f"{base}/bagian/satu")
    expect(page.locator(CONTENTS)).to_have_text(["Pertama", "Ketiga", "Keempat"])
    page.fill(COUNT, "7")
    expect(page.locator(CONTENTS)).to_have_text(["Pertama", "Kedua", "Ketiga"])
    until_kept(page, 1)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/dua")
    expect(page.locator(CONTENTS)).to_have_text(["Pertama", "Kedua", "Ketiga"])
    expect(holder(page, "dua/alasan")).to_be_visible()
    page.fill("[name='q.dua/alasan']", "Ramai")
    until_kept(page, 2)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/tiga")
    expect(holder(page, "tiga/banyak")).to_be_visible()
    expect(holder(page, "tiga/sedikit")).to_be_hidden()
    expect(holder(page, "tiga/ganda").locator("output")).to_have_text("14")
    # Opened again after the phone was off: the same, and the task list says so, too.
    page.close()
    phone.page = phone.context.new_page()
    page = at(phone, f"{base}/bagian/tiga")
    expect(holder(page, "tiga/banyak")).to_be_visible()
    page.goto(base)
    expect(page.locator("ol.tugas a")).to_have_text(["Pertama", "Kedua", "Ketiga"])
    expect(page.locator("#maju")).to_contain_text("2 dari 3 bagian selesai.")
    expect(page.locator("#maju")).to_contain_text("Menurut jawaban di perangkat ini.")
    phone.context.set_offline(False)
    page.goto(f"{base}/bagian/tiga")
    until_kept(page, 0)
    page.goto(base)
    expect(page.locator("ol.tugas a")).to_have_text(["Pertama", "Kedua", "Ketiga"])
    expect(page.locator("#maju")).to_contain_text("2 dari 3 bagian selesai.")
    page.goto(f"{base}/bagian/tiga")
    expect(holder(page, "tiga/banyak")).to_be_visible()
    assert phone.arrived(f"{base}/", "dua/alasan") == "Ramai"


def test_a_page_that_falls_away_says_so_and_leads_on(phone: Phone) -> None:
    base = begun(phone)
    page = at(phone, f"{base}/bagian/satu")
    page.fill(COUNT, "7")
    until_kept(page, 1)
    page = at(phone, f"{base}/bagian/empat")
    expect(page.locator(".daftar-bagian li").last).to_have_text("Keempat (tidak ditanyakan dengan jawaban sekarang)")
    page = at(phone, f"{base}/bagian/dua")
    expect(page.locator(".daftar-bagian li")).to_have_text(["Pertama", "Kedua", "Ketiga"])
