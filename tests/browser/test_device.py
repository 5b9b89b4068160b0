"""What was typed stays on the device until it has arrived: killed pages, other pages, other people, closed storage."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from inovik_forms.answers.values import Change
from inovik_forms.store.store import Store

from .conftest import PASSWORD, WIDTHS, Visitor, start
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser

KEPT = """async () => !(await indexedDB.databases()).length ? [] : new Promise((resolve, reject) => {
  const request = indexedDB.open("inovik");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("records").objectStore("records").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
})"""
FIRST_SCHEMA = """async (record) => {
  await new Promise((resolve, reject) => {
    const gone = indexedDB.deleteDatabase("inovik");
    gone.onsuccess = resolve;
    gone.onerror = gone.onblocked = reject;
  });
  await new Promise((resolve) => {
    const request = indexedDB.open("inovik", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("records", { keyPath: ["account", "mark", "response", "path"] }).add(record);
      request.result.createObjectStore("answers", { keyPath: ["account", "response", "path"] });
      request.result.createObjectStore("pages", { keyPath: ["account", "address"] });
    };
    request.onsuccess = () => { request.result.close(); resolve(); };
  });
}"""
OLDER = """(by) => new Promise((resolve) => {
  const request = indexedDB.open("inovik");
  request.onsuccess = () => {
    const records = request.result.transaction("records", "readwrite").objectStore("records");
    const all = records.getAll();
    all.onsuccess = () => { for (const record of all.result) records.put({ ...record, at: record.at - by }); };
    records.transaction.oncomplete = () => { request.result.close(); resolve(); };
  };
})"""
LINE = "#simpanan"
PATH = "profil_layanan/layanan"


class Phone(Visitor):
    """A phone of Dinas Pendidikan."""

    def start(self, questionnaire: str, title: str) -> int:
        """A new response about something new of this name; its number."""
        return start(self.store, questionnaire, title)

    def begin(self, title: str) -> str:
        """A new Diagnosa, opened at its page about the service; that page's address."""
        response = self.start("diagnosa", title)
        self.enter("pendidikan")
        self.page.goto(f"{self.site}/isian/{response}/bagian/profil_layanan")
        return self.page.url

    def again(self) -> None:
        """The page was closed, the network is back, another page begins."""
        self.page.close()
        self.context.set_offline(False)
        self.page = self.context.new_page()

    def arrived(self, address: str, path: str = PATH) -> str:
        """The answer as the server has it."""
        return self.store.draft(_response(address))[1].values.get(path) or ""

    def answer(self, address: str, path: str, value: str) -> None:
        """A colleague answers, on a device of his own."""
        now = datetime.now(UTC)
        made = Change(str(uuid.uuid4()), path, value, 0, now, "pendidikan", "kantor", "set")
        self.store.append(_response(address), [made])


def _response(address: str) -> int:
    number = re.search(r"/isian/(\d+)/", address)
    assert number
    return int(number[1])


@pytest.fixture
def phone(chromium: Any, site: str, store: Store) -> Iterator[Phone]:
    context = chromium.new_context(
        viewport={"width": 390, "height": WIDTHS[390]}, locale="id-ID", accept_downloads=True
    )
    context.set_default_timeout(15_000)
    # Pages hear of colleagues only when they are asked to: what a test has a colleague answer must not come in between.
    context.add_init_script("Object.defineProperty(NetworkInformation.prototype, 'saveData', {get: () => true})")
    # Every page comes from the server; those of the device are looked at in test_offline.py and test_stored_pages.py.
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    yield Phone(context, site, store)
    context.close()


def kept(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(KEPT)
    return found


def until_kept(page: Any, count: int) -> list[dict[str, Any]]:
    """What is on the device, once it is so many answers."""
    return until(page, lambda found: len(found) == count)


def until(page: Any, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    for _ in range(100):
        if enough(found := kept(page)):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(found)


def typed_offline(phone: Phone, text: str) -> str:
    """An answer typed without a network, on the device; the page's address."""
    address = phone.begin(text)
    phone.context.set_offline(True)
    phone.page.fill(SERVICE, text)
    until_kept(phone.page, 1)
    return address


def test_an_answer_is_on_the_device_before_it_is_sent_and_off_it_once_it_has_arrived(phone: Phone) -> None:
    address = phone.begin("Di perangkat dahulu")
    page = phone.page
    phone.context.set_offline(True)
    page.fill(SERVICE, "Perpustakaan keliling")
    page.locator("body").click(position={"x": 1, "y": 1})
    page.locator(LINE, has_text="1 belum terkirim").wait_for()
    said = page.locator(LINE).inner_text()
    assert re.match(r"Tersimpan di perangkat ini \d\d\.\d\d · 1 belum terkirim$", said), said
    assert "tunggu" in (page.locator(LINE).get_attribute("class") or ""), "calm: nothing is lost"
    record = kept(page)[0]
    assert (record["path"], record["value"], record["refused"]) == (PATH, "Perpustakaan keliling", "")
    phone.complaints.clear()
    phone.look()
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator(LINE, has_text=re.compile(r"^Tersimpan \d")).wait_for()
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Perpustakaan keliling"
    phone.context.set_offline(True)
    page.fill(SERVICE, "Perpustakaan")
    clock = r"\d\d\.\d\d"
    page.locator(LINE, has_text=re.compile(f"perangkat ini {clock} · terkirim {clock} · 1 belum terkirim")).wait_for()


def test_a_page_that_was_killed_comes_back_with_what_was_typed(phone: Phone) -> None:
    address = typed_offline(phone, "Sebelum peramban mati")
    phone.again()
    phone.page.goto(address)
    phone.page.locator(GO_ON).wait_for()
    expect(phone.page.locator(SERVICE)).to_have_value("Sebelum peramban mati")
    assert until_kept(phone.page, 0) == []
    assert phone.arrived(address) == "Sebelum peramban mati"
    phone.page.locator(GO_ON).click()
    phone.turned()
    assert phone.page.url != address and phone.page.locator(".bentrok").count() == 0


def test_what_is_typed_while_a_page_still_looks_on_the_device_is_newer_than_what_it_finds(phone: Phone) -> None:
    address = typed_offline(phone, "Dari kemarin")
    phone.again()
    page = phone.page
    page.add_init_script("""
      const query = LockManager.prototype.query;
      const gate = new Promise((open) => { window.letGo = open; });
      LockManager.prototype.query = async function () { window.isAsked = true; await gate; return query.call(this); };
    """)
    page.goto(address)
    while not page.evaluate("window.isAsked"):
        page.wait_for_timeout(20)
    page.fill(SERVICE, "Hari ini")
    page.evaluate("window.letGo()")
    assert until_kept(page, 0) == []
    assert page.input_value(SERVICE) == "Hari ini" and phone.arrived(address) == "Hari ini"


def test_what_was_typed_last_wins_over_what_was_on_its_way_when_the_page_died(phone: Phone) -> None:
    """The first answer arrived, its receipt did not: the second must be no conflict with it."""
    address = phone.begin("Tanda terima hilang")
    page = phone.page
    page.route("**/simpan?*", lambda route: (route.fetch(), route.abort()))
    page.fill(SERVICE, "Pertama")
    page.locator(LINE, has_text="1 belum terkirim").wait_for()
    phone.context.set_offline(True)
    page.fill(SERVICE, "Kedua")
    until(page, lambda found: [record["value"] for record in found] == ["Kedua"])
    phone.again()
    page = phone.page
    page.goto(address)
    until_kept(page, 0)
    page.reload()
    assert page.input_value(SERVICE) == "Kedua" and page.locator(".bentrok").count() == 0


def test_any_page_of_the_same_person_sends_what_is_left(phone: Phone) -> None:
    address = typed_offline(phone, "Dikirim dari beranda")
    phone.again()
    phone.go("/")
    assert until_kept(phone.page, 0) == []
    assert phone.arrived(address) == "Dikirim dari beranda"


def test_answers_that_have_waited_for_days_are_named_on_every_page_and_what_is_here_on_theirs(phone: Phone) -> None:
    address = typed_offline(phone, "Empat hari di pulau")
    page = phone.page
    page.goto("about:blank")
    phone.context.route("**/simpan?*", lambda route: route.abort())
    phone.context.set_offline(False)
    old = page.locator("#lama-menunggu")
    phone.go("/")
    until(page, lambda found: len(found) == 1)
    expect(old).to_be_hidden()
    page.evaluate(OLDER, 4 * 24 * 3600 * 1000)
    page.reload()
    expect(old).to_contain_text("1 jawaban belum terkirim; yang paling lama sudah 4 hari menunggu di perangkat ini.")
    phone.complaints.clear()
    phone.look()
    page.goto(address.replace("profil_layanan", "pengelola"))
    expect(old).to_contain_text("sudah 4 hari menunggu")
    phone.go("/")
    page.get_by_role("link", name="Di perangkat ini").click()
    here = page.locator("#perangkat")
    expect(here).to_contain_text(re.compile(r"Untuk dibuka tanpa sambungan: [1-9]\d* halaman\..* dari .* MB"))
    expect(here).to_contain_text("Peramban belum berjanji menjaganya.")
    here.get_by_role("button", name="Minta peramban menjaganya").click()
    expect(here).to_contain_text(re.compile("Peramban menolak|Peramban berjanji menjaganya"))
    expect(here.get_by_role("button")).to_be_hidden()
    phone.complaints.clear()
    phone.look()


def test_another_person_on_this_device_neither_sees_nor_sends_it(phone: Phone) -> None:
    address = typed_offline(phone, "Milik pendidikan")
    phone.again()
    phone.enter("perhubungan")
    phone.go("/antrean")
    phone.page.get_by_text("Semua jawaban dari perangkat ini sudah terkirim.").wait_for()
    assert "Milik pendidikan" not in phone.page.content()
    assert [record["value"] for record in kept(phone.page)] == ["Milik pendidikan"]
    assert phone.arrived(address) == ""
    phone.enter("pendidikan")
    phone.go("/")
    assert until_kept(phone.page, 0) == []
    assert phone.arrived(address) == "Milik pendidikan"


def test_a_page_does_not_send_under_the_person_who_signed_in_since(phone: Phone) -> None:
    address = phone.begin("Orang lain masuk")
    phone.enter("perhubungan")
    phone.page.fill(SERVICE, "Tetap milik saya")
    phone.page.locator(LINE, has_text="orang lain yang masuk").wait_for()
    phone.page.locator(GO_ON).click()
    phone.page.locator(LINE, has_text="1 belum terkirim").wait_for()
    assert phone.page.url == address and phone.page.input_value(SERVICE) == "Tetap milik saya"
    assert len(kept(phone.page)) == 1 and phone.arrived(address) == ""


def test_signing_out_with_unsent_answers_asks_first(phone: Phone) -> None:
    address = typed_offline(phone, "Jangan hilang")
    page = phone.page
    page.get_by_role("button", name="Keluar", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert "1 jawaban baru tersimpan di perangkat ini saja" in dialog.inner_text()
    phone.complaints.clear()
    phone.look()
    dialog.get_by_role("button", name="Tetap masuk").click()
    dialog.wait_for(state="hidden")
    assert page.url == address and page.input_value(SERVICE) == "Jangan hilang"
    phone.context.set_offline(False)
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/masuk")
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Jangan hilang"


def test_signing_out_all_the_same_keeps_it_for_the_next_time(phone: Phone) -> None:
    address = phone.begin("Keluar juga")
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    page.fill(SERVICE, "Menunggu di perangkat")
    until_kept(page, 1)
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Keluar juga").click()
    page.wait_for_url("**/masuk")
    assert len(kept(page)) == 1
    page.unroute("**/simpan?*")
    phone.sign_in("pendidikan")
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Menunggu di perangkat"


def test_where_the_device_keeps_nothing_the_page_says_so(phone: Phone) -> None:
    phone.context.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('closed', 'SecurityError'); }"
    )
    phone.begin("Penyimpanan ditutup")
    page = phone.page
    phone.context.set_offline(True)
    page.fill(SERVICE, "Hanya di layar")
    page.locator(LINE, has_text="Jangan tutup halaman ini").wait_for()
    page.wait_for_timeout(1500)
    said = page.locator(LINE).inner_text()
    assert "Jangan tutup halaman ini" in said and "Tersimpan" not in said, said
    phone.context.set_offline(False)
    page.locator(GO_ON).click()
    phone.turned()
    assert page.locator("h1").count() == 1 and "profil_layanan" not in page.url


def test_a_connection_that_the_browser_has_closed_is_opened_again(phone: Phone) -> None:
    phone.context.add_init_script(
        """const open = IDBFactory.prototype.open;
        IDBFactory.prototype.open = function (...all) {
          const request = open.apply(this, all);
          request.addEventListener("success", () => { (window.opened ??= []).push(request.result); });
          return request;
        };"""
    )
    phone.begin("Sambungan ditutup")
    phone.page.wait_for_function("() => window.opened")
    phone.context.set_offline(True)
    phone.page.evaluate("window.opened.forEach((database) => database.close())")
    phone.page.fill(SERVICE, "Dibuka lagi")
    assert until_kept(phone.page, 1)[0]["value"] == "Dibuka lagi"


@pytest.mark.parametrize("how", ["autosave", "turn"])
def test_a_hotspot_that_answers_everything_with_its_own_page_is_no_server(phone: Phone, how: str) -> None:
    address = phone.begin(f"Portal {how}")
    page = phone.page
    portal = "<!doctype html><title>Selamat datang di WiFi pelabuhan</title><form></form>"
    page.route("**/isian/**", lambda route: route.fulfill(status=200, content_type="text/html", body=portal))
    page.fill(SERVICE, "Diketik di pelabuhan")
    if how == "turn":
        page.locator(GO_ON).click()
    page.locator(LINE, has_text="1 belum terkirim").wait_for()
    assert page.input_value(SERVICE) == "Diketik di pelabuhan" and len(kept(page)) == 1
    page.unroute("**/isian/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Diketik di pelabuhan"


@pytest.mark.parametrize("first", [0, 1])
def test_F13_of_two_tabs_without_a_network_the_one_typed_in_last_wins_whatever_arrives_first(
    phone: Phone, first: int
) -> None:
    """F15, too: the clock is set back a year in between."""
    address = phone.begin(f"Dua tab luring {first}")
    page, other = phone.page, phone.context.new_page()
    other.add_init_script("Date.now = () => 1700000000000")
    other.goto(address)
    phone.context.set_offline(True)
    page.fill(SERVICE, "Dari tab satu")
    until_kept(page, 1)
    other.fill(SERVICE, "Dari tab dua")
    records = until_kept(page, 2)
    assert [record["value"] for record in sorted(records, key=lambda r: r["nth"])] == ["Dari tab satu", "Dari tab dua"]
    assert records[0]["at"] != records[1]["at"] and min(r["at"] for r in records) == 1700000000000
    (page, other)[1 - first].route("**/simpan?*", lambda route: route.abort())
    phone.context.set_offline(False)
    (page, other)[first].evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 1)
    other.close()
    phone.again()
    phone.go("/")
    assert until_kept(phone.page, 0) == []
    assert phone.arrived(address) == "Dari tab dua"
    phone.page.goto(address)
    assert phone.page.input_value(SERVICE) == "Dari tab dua" and phone.page.locator(".bentrok").count() == 0


def test_F13_a_request_that_hung_and_comes_last_changes_nothing(phone: Phone) -> None:
    """It left the page, the network said no, and the page was gone; a later one of the dead page's went before it."""
    address = phone.begin("Permintaan menggantung")
    page = phone.page
    hung: list[Any] = []
    page.route("**/simpan?*", lambda route: (hung.append(route.request), route.abort()))
    page.fill(SERVICE, "Pertama")
    page.locator(LINE, has_text="1 belum terkirim").wait_for()
    first = hung[0]
    phone.context.set_offline(True)
    page.fill(SERVICE, "Kedua")
    until(page, lambda found: [record["value"] for record in found] == ["Kedua"])
    phone.again()
    page = phone.page
    page.goto(address)
    until_kept(page, 0)
    assert phone.arrived(address) == "Kedua"
    token = page.locator("input[name=csrf_token]").first.input_value()
    headers = {"Content-Type": "application/json", "X-CSRFToken": token}
    reply = phone.context.request.post(first.url, data=first.post_data, headers=headers)
    assert reply.ok and len(reply.json()["receipts"]) == 1
    assert phone.arrived(address) == "Kedua"


def test_a_count_that_the_browser_lost_goes_on_above_what_it_had_sent(phone: Phone) -> None:
    address = phone.begin("Hitungan hilang")
    page = phone.page
    page.fill(SERVICE, "Sebelum")
    page.locator(f"{LINE}:not([data-menunggu])", has_text="Tersimpan").wait_for()
    device, counted = page.evaluate("localStorage.getItem('inovik-perangkat')").split(" ")
    page.evaluate(f"localStorage.setItem('inovik-perangkat', '{device} {int(counted) - 500}')")
    page.reload()
    page.fill(SERVICE, "Sesudah")
    page.locator(f"{LINE}:not([data-menunggu])", has_text="Tersimpan").wait_for()
    assert phone.arrived(address) == "Sesudah"


def test_what_the_server_does_not_take_is_listed_with_its_reason_and_can_be_deleted(phone: Phone) -> None:
    typed_offline(phone, "Untuk isian yang hilang")
    page = phone.page
    page.goto("about:blank")
    phone.context.set_offline(False)
    page.route(
        "**/simpan?*", lambda route: route.continue_(url=re.sub(r"/isian/\d+/", "/isian/999999/", route.request.url))
    )
    phone.go("/antrean")
    item = page.locator(".antrean li")
    page.locator(".antrean .ditolak").wait_for()
    assert "Untuk isian yang hilang" in item.inner_text() and "tidak diterima" in item.inner_text()
    assert len(kept(page)) == 1
    phone.complaints.clear()
    phone.look()
    page.once("dialog", lambda dialog: dialog.accept())
    item.get_by_role("button").click()
    page.get_by_text("Semua jawaban dari perangkat ini sudah terkirim.").wait_for()
    assert kept(page) == []


ALIKE = """| survey |
| | type | name | label |
| | begin group | a | Lembaga |
| | begin group | kota | Pemerintah kota |
| | text | kota_telepon | Telepon |
| | end group | | |
| | begin group | mitra | Mitra |
| | text | mitra_telepon | Telepon |
| | end group | | |
| | end group | | |
"""


def test_two_answers_of_one_name_are_told_apart_in_the_queue(phone: Phone) -> None:
    if "mirip" not in phone.store.questionnaire_names():
        phone.store.publish_questionnaire("mirip", ALIKE.encode(), "mirip.md")
    subject = phone.store.add_subject("inovasi", "disdik", "Dua telepon", "pendidikan")
    response = phone.store.start_response(subject.id, "mirip", "pendidikan", {}).id
    phone.enter("pendidikan")
    phone.go(f"/isian/{response}/bagian/a")
    page = phone.page
    page.route("**/simpan?*", lambda route: route.abort())
    page.fill('[name="q.a/kota/kota_telepon"]', "0911 1")
    page.fill('[name="q.a/mitra/mitra_telepon"]', "0911 2")
    until_kept(page, 2)
    page.goto("about:blank")
    phone.go("/antrean")
    page.locator(".antrean li").first.wait_for()
    assert page.locator(".antrean li b").all_inner_texts() == ["Telepon (Pemerintah kota)", "Telepon (Mitra)"]


def test_the_queue_travels_as_a_file_to_another_device(phone: Phone, tmp_path: Any) -> None:
    address = typed_offline(phone, "Lewat berkas")
    page = phone.page
    page.goto("about:blank")
    page.route("**/simpan?*", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.go("/antrean")
    with page.expect_download() as got:
        page.get_by_role("button", name="Simpan ke berkas").click()
    file = tmp_path / "antrean.json"
    got.value.save_as(file)
    assert [record["value"] for record in json.loads(file.read_text())["records"]] == ["Lewat berkas"]
    office = phone.context.browser.new_context()  # type: ignore[union-attr]
    visitor = Phone(office, phone.site, phone.store)
    visitor.enter("perhubungan")
    visitor.go("/antrean")
    visitor.page.locator("#alat").wait_for()  # only then does the page listen
    visitor.page.set_input_files("#muat", file)
    visitor.page.get_by_text("milik akun lain").wait_for()
    visitor.enter("pendidikan")
    visitor.go("/antrean")
    visitor.page.locator("#alat").wait_for()  # only then does the page listen
    visitor.page.set_input_files("#muat", file)
    visitor.page.get_by_text("1 jawaban dimuat dari berkas.").wait_for()
    assert until_kept(visitor.page, 0) == []
    office.close()
    assert phone.arrived(address) == "Lewat berkas"


def test_the_password_is_never_kept(phone: Phone) -> None:
    typed_offline(phone, "Tanpa sandi")
    assert PASSWORD not in json.dumps(kept(phone.page))


def test_what_an_earlier_version_of_the_site_kept_is_still_there_after_the_storage_was_made_new(phone: Phone) -> None:
    address = phone.begin("Skema lama")
    page = phone.page
    phone.context.set_offline(True)
    page.fill(SERVICE, "Dari skema lama")
    (record,) = until_kept(page, 1)
    page.route("**/simpan?*", lambda route: route.abort())
    phone.context.set_offline(False)
    page.goto(f"{phone.site}/static/app.css")
    page.evaluate(FIRST_SCHEMA, record)
    page.unroute("**/simpan?*")
    page.goto(address)
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Dari skema lama"
