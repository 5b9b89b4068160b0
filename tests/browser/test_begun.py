"""Responses begun without a network: several at once, filled in, and made at the server once when it is back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inovik_forms.answers.values import Change
from inovik_forms.workflow import Subject

from .conftest import dressed
from .test_device import LINE, Phone, kept, until, until_kept
from .test_offline import CACHED, READY, stocked
from .test_offline import phone as phone  # with the service worker
from .test_stored_pages import at
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser

HERE = "Halaman ini dari perangkat Anda"
OFFERED = """async () => !(await indexedDB.databases()).length ? [] : new Promise((resolve, reject) => {
  const request = indexedDB.open("inovik");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("forms").objectStore("forms").getAll();
    all.onsuccess = () => {
      request.result.close();
      resolve(all.result.find(({ key }) => key === "mulai")?.told.subjects.map(({ id }) => id) ?? []);
    };
  };
})"""


def ready(phone: Phone, *titles: str) -> list[Subject]:
    """New innovations, which the phone knows and can begin a questionnaire of; then the network goes."""
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    made = [phone.store.add_subject("inovasi", office.unit, title, office.username) for title in titles]
    phone.enter("pendidikan")
    phone.page.goto(f"{phone.site}/")
    stocked(phone, "/", "/baru/inovasi")
    for subject in made:
        phone.page.goto(f"{phone.site}/perihal/{subject.id}")
        phone.page.locator("h1", has_text=subject.title).wait_for()
    for _ in range(300):
        is_ready = phone.page.evaluate(READY) and phone.page.evaluate(CACHED)
        if is_ready and {subject.id for subject in made} <= set(phone.page.evaluate(OFFERED)):
            break
        phone.page.wait_for_timeout(100)
    phone.context.set_offline(True)
    return made


def begin(phone: Phone, subject: Subject, stage: str = "Diagnosa") -> str:
    """Press the button on the subject's stored page; the new draft's address."""
    page = phone.page
    page.goto(f"{phone.site}/perihal/{subject.id}")
    page.get_by_text(HERE).wait_for()
    page.get_by_role("button", name=f"Mulai {stage}", exact=True).click()
    page.wait_for_url(re.compile(r"/isian/\d{16}$"))
    page.get_by_text(HERE).wait_for()
    return page.url


def online(phone: Phone) -> None:
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")


def responses(phone: Phone, subject: Subject) -> list[Any]:
    return phone.store.responses(subject.id)


def test_two_drafts_are_begun_filled_in_and_made_once(phone: Phone) -> None:
    boat, school = ready(phone, "Perahu pustaka", "Sekolah apung")
    first = begin(phone, boat)
    page = phone.page
    expect(page.locator("h1")).to_have_text("Diagnosa Masalah dan Gagasan")
    expect(page.locator(".remah")).to_contain_text("Perahu pustaka")
    page.locator("ol.tugas a", has_text="Profil layanan").click()
    dressed(page)
    page.fill(SERVICE, "Perpustakaan di perahu")
    until_kept(page, 2)
    page.locator(GO_ON).click()
    page.wait_for_url(lambda url: "profil_layanan" not in url)
    page.get_by_text(HERE).wait_for()
    page.goto(f"{first}/periksa")
    row = page.locator("#periksa div[id='j.profil_layanan/layanan']")
    expect(row).to_contain_text("Perpustakaan di perahu")
    second = begin(phone, school)
    assert second != first
    page = at(phone, f"{second}/bagian/profil_layanan")
    page.fill(SERVICE, "Sekolah di laut")
    until_kept(page, 4)
    # The phone was off; the start page and the subject's page lead back, and do not begin it again.
    page.close()
    phone.page = page = phone.context.new_page()
    page.goto(f"{phone.site}/perihal/{boat.id}")
    expect(page.get_by_text("Hanya di perangkat ini")).to_be_visible()
    page.get_by_role("link", name="Lanjutkan mengisi").click()
    page.wait_for_url(first)
    page = at(phone, f"{first}/bagian/profil_layanan")
    expect(page.locator(SERVICE)).to_have_value("Perpustakaan di perahu")
    page.goto(f"{phone.site}/perihal/{boat.id}/mulai?kuesioner=diagnosa")
    page.wait_for_url(first)
    page = at(phone, f"{first}/bagian/profil_layanan")
    assert [len(responses(phone, subject)) for subject in (boat, school)] == [0, 0]
    online(phone)
    until_kept(page, 0)
    (made,), (other,) = (responses(phone, subject) for subject in (boat, school))
    for response, value in ((made, "Perpustakaan di perahu"), (other, "Sekolah di laut")):
        draft = phone.store.draft(response.id)[1]
        assert draft.values["profil_layanan/layanan"] == value
        assert next(v for p, v in draft.values.items() if p.endswith("unit_nama")) == "Dinas Pendidikan"
        assert phone.store.conflicts(response.id) == []
    # The page that is open goes on, its address leads to the server's one.
    page.fill(SERVICE, "Perpustakaan di perahu kecil")
    page.locator("h1").click()
    until_kept(page, 0)
    page.goto(f"{first}/bagian/profil_layanan")
    page.wait_for_url(f"**/isian/{made.id}/bagian/profil_layanan")
    expect(page.locator(SERVICE)).to_have_value("Perpustakaan di perahu kecil")


def test_an_address_that_the_server_does_not_know_yet_waits_for_it(phone: Phone) -> None:
    (subject,) = ready(phone, "Dermaga pintar")
    address = begin(phone, subject)
    phone.page.close()
    phone.context.set_offline(False)
    phone.page = page = phone.context.new_page()
    page.goto(address)
    (made,) = _until_made(phone, subject)
    page.wait_for_url(f"{phone.site}/isian/{made.id}")
    expect(page.locator("h1")).to_have_text("Diagnosa Masalah dan Gagasan")


def _until_made(phone: Phone, subject: Subject) -> list[Any]:
    for _ in range(200):
        if found := responses(phone, subject):
            return found
        phone.page.wait_for_timeout(50)
    raise AssertionError("not made")


def test_something_new_is_named_and_begun(phone: Phone) -> None:
    ready(phone, "Yang pertama")
    page = phone.page
    page.goto(f"{phone.site}/baru/inovasi")
    page.get_by_text(HERE).wait_for()
    page.fill("#judul", "Ka")
    page.locator("#judul").press("End")
    page.keyboard.type("p")
    page.keyboard.press("Backspace")
    page.get_by_role("button", name="Mulai", exact=True).click()
    assert page.evaluate("document.querySelector('#judul').validity.tooShort") and page.url.endswith("/baru/inovasi")
    page.fill("#judul", "Kapal  klinik <1>")
    page.get_by_role("button", name="Mulai", exact=True).click()
    page.wait_for_url(re.compile(r"/isian/\d{16}$"))
    expect(page.locator(".remah")).to_contain_text("Kapal klinik <1>")
    page.goto(f"{phone.site}/")
    card = page.locator("li.kartu", has_text="Kapal klinik <1>")
    expect(card).to_contain_text("Hanya di perangkat ini")
    online(phone)
    until_kept(page, 0)
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    (subject,) = [s for s in phone.store.subjects(office.unit) if s.title == "Kapal klinik <1>"]
    assert [r.questionnaire for r in responses(phone, subject)] == ["drum-up"]


def test_what_the_server_refuses_stays_with_its_answers_and_says_why(phone: Phone) -> None:
    (subject,) = ready(phone, "Pindah dinas")
    address = begin(phone, subject)
    page = at(phone, f"{address}/bagian/profil_layanan")
    page.fill(SERVICE, "Jangan hilang")
    until_kept(page, 2)
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    phone.store.change_account(office.id, unit="dinkes")
    phone.enter("pendidikan")
    try:
        online(phone)
        page.locator(LINE, has_text="Anda tidak mengisi untuk perangkat daerah ini").wait_for()
        assert sorted(record["kind"] or "set" for record in _with_kind(page)) == ["begin", "set"]
        page.goto(f"{phone.site}/antrean")
        refused = page.locator("li.ditolak", has_text="Isian baru")
        expect(refused).to_contain_text("Anda tidak mengisi untuk perangkat daerah ini")
        expect(page.locator("#antrean")).to_contain_text("Jangan hilang")
    finally:
        phone.store.change_account(office.id, unit=office.unit)
        phone.enter("pendidikan")
    page.get_by_role("button", name="Kirim sekarang").click()
    until_kept(page, 0)
    (made,) = responses(phone, subject)
    assert phone.store.draft(made.id)[1].values["profil_layanan/layanan"] == "Jangan hilang"


def _with_kind(page: Page) -> list[dict[str, Any]]:
    return [record | {"kind": record.get("kind", "")} for record in kept(page)]


def test_what_is_taken_away_takes_its_answers_along(phone: Phone) -> None:
    (subject,) = ready(phone, "Batal")
    address = begin(phone, subject)
    page = at(phone, f"{address}/bagian/profil_layanan")
    page.fill(SERVICE, "Salah perihal")
    until_kept(page, 2)
    page.goto(f"{phone.site}/antrean")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("li", has_text="Isian baru").get_by_role("button").click()
    until(page, lambda found: not found)
    assert "Diagnosa Masalah dan Gagasan (Batal)" in asked[0] and "semua jawaban di dalamnya" in asked[0]
    page.goto(f"{phone.site}/perihal/{subject.id}")
    expect(page.get_by_role("button", name="Mulai Diagnosa", exact=True)).to_be_visible()


def test_a_report_is_begun_from_the_last_one(phone: Phone) -> None:
    """What was taken over says so on its page and on the page to check answers, until it is changed."""
    office = phone.store.account_by_username("pendidikan")
    assert office is not None
    subject = phone.store.add_subject("inovasi", office.unit, "Dermaga baca", office.username)
    last = phone.store.start_response(subject.id, "laporan-kemajuan", office.username, {}).id
    path = "penilaian/kendala"
    change = Change("lama", path, "Ombak tinggi", 0, phone.store.clock(), office.username, "kantor")
    phone.store.append(last, [change])
    phone.store.mark_sent(last, office.username, phone.store.clock(), phone.store.response(last).seq)
    ready(phone, "Yang lain")
    for _ in range(300):
        if subject.id in phone.page.evaluate(OFFERED):
            break
        phone.page.wait_for_timeout(100)
    phone.context.set_offline(False)
    phone.page.goto(f"{phone.site}/perihal/{subject.id}")
    stocked(phone, f"/perihal/{subject.id}")
    phone.context.set_offline(True)
    page = phone.page
    page.goto(f"{phone.site}/perihal/{subject.id}")
    page.get_by_text(HERE).wait_for()
    page.get_by_role("button", name="Mulai dari isian terakhir").click()
    page.wait_for_url(re.compile(r"/isian/\d{16}$"))
    draft = page.url
    page.goto(f"{draft}/periksa")
    expect(page.locator("#periksa")).to_contain_text("jawaban dibawa dari isian sebelumnya")
    expect(page.locator("#periksa details")).to_contain_text("Ombak tinggi Diambil dari")
    page = at(phone, f"{draft}/bagian/penilaian")
    field = page.locator(f"[name='q.{path}']")
    expect(field).to_have_value("Ombak tinggi")
    mark = page.locator(".bawaan > p")
    expect(mark).to_contain_text("Diambil dari")
    phone.complaints.clear()
    phone.look()
    page.screenshot(path="/tmp/luring-taken.png", full_page=True)
    field.fill("Ombak sangat tinggi")
    expect(mark).to_be_hidden()
    until_kept(page, 2)
    online(phone)
    until_kept(page, 0)
    made = responses(phone, subject)[-1]
    assert made.id != last and phone.store.draft(made.id)[1].values[path] == "Ombak sangat tinggi"
