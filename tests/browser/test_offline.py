"""Without a network: pages of one's own open from the device, what is typed there is kept and sent later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from inovik_forms.store.store import Store

from .conftest import WIDTHS, start
from .test_device import LINE, Phone, kept, until_kept
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser

STORED = """async () => !(await indexedDB.databases()).length ? [] : new Promise((resolve, reject) => {
  const request = indexedDB.open("inovik");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("pages").objectStore("pages").getAllKeys();
    all.onsuccess = () => { request.result.close(); resolve(all.result.map(([, key]) => key)); };
  };
})"""
FORMS = STORED.replace('"pages"', '"forms"')
READY = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)"
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) found.push(one.url);
  return found;
}"""


@pytest.fixture
def phone(chromium: Any, site: str, store: Store) -> Iterator[Phone]:
    """A phone with the service worker."""
    context = chromium.new_context(viewport={"width": 390, "height": WIDTHS[390]}, locale="id-ID")
    context.set_default_timeout(15_000)
    yield Phone(context, site, store)
    context.close()


def stocked(phone: Phone, *addresses: str) -> list[str]:
    """What is on the device, once these pages are and the worker is there."""
    for _ in range(200):
        found: list[str] = phone.page.evaluate(STORED)
        if set(addresses) <= set(found) and phone.page.evaluate(READY) and phone.page.evaluate(CACHED):
            return found
        phone.page.wait_for_timeout(100)
    raise AssertionError(found)


def test_pages_open_without_a_network_and_their_answers_are_sent_later(phone: Phone) -> None:
    address = phone.begin("Pulau tanpa sinyal")
    page = phone.page
    base = address[: address.index("/bagian/")]
    path = base.removeprefix(phone.site)
    page.fill(SERVICE, "Sebelum berlayar")
    page.locator("body").click(position={"x": 1, "y": 1})
    until_kept(page, 0)
    stocked(phone, *(f"{path}/bagian/{name}" for name in ("pengelola", "profil_layanan", "jalur_diagnosa")))
    phone.page.close()
    phone.context.set_offline(True)
    phone.page = page = phone.context.new_page()
    page.goto(address)
    page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    expect(page.locator(SERVICE)).to_have_value("Sebelum berlayar")
    page.fill(SERVICE, "Di atas kapal")
    page.locator(GO_ON).click()
    page.wait_for_url(lambda url: "profil_layanan" not in url)
    page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    page.goto(f"{base}/bagian/pengelola")
    name = page.locator("[id='q.pengelola/pj_nama']")
    name.fill("Nona di pulau")
    assert {record["value"] for record in until_kept(page, 2)} == {"Di atas kapal", "Nona di pulau"}
    page.goto(address)
    expect(page.locator(SERVICE)).to_have_value("Di atas kapal")
    assert phone.arrived(address) == "Sebelum berlayar"
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    assert phone.arrived(address) == "Di atas kapal"
    assert phone.arrived(address, "pengelola/pj_nama") == "Nona di pulau"
    page.locator(GO_ON).click()
    page.wait_for_url(lambda url: "profil_layanan" not in url)
    assert page.get_by_text("Halaman ini dari perangkat Anda").count() == 0, "with a network the server's page comes"
    page.goto(address)
    assert page.input_value(SERVICE) == "Di atas kapal" and page.locator(".bentrok").count() == 0


def test_pages_that_nothing_leads_to_any_more_are_tidied_away(phone: Phone) -> None:
    office = "perhubungan"  # with little else, so that one look sees everything
    phone.enter(office)

    def begun(title: str) -> str:
        phone.go(f"/isian/{start(phone.store, 'diagnosa', title, office)}/bagian/profil_layanan")
        stocked(phone, phone.page.url.removeprefix(phone.site))
        return phone.page.url

    gone = begun("Sudah dikirim")
    phone.context.route("**/simpan?*", lambda route: route.abort())
    waiting = begun("Masih menunggu")
    phone.page.fill(SERVICE, "Belum terkirim")
    until_kept(phone.page, 1)
    for address in (gone, waiting):
        phone.store.mark_sent(int(address.split("/")[4]), office, datetime.now(UTC), 0)
    phone.go("/")
    base = f"/isian/{gone.split('/')[4]}"
    for _ in range(300):
        found: list[str] = phone.page.evaluate(STORED)
        if not [address for address in found if address.startswith(f"{base}/bagian/")]:
            break
        phone.page.wait_for_timeout(100)
    forms = phone.page.evaluate(FORMS)
    assert not [address for address in found if address.startswith(f"{base}/bagian/")]
    assert f"isian {base[7:]}" not in forms and not [key for key in forms if key.startswith(f"{base}/")]
    assert waiting.removeprefix(phone.site) in found, "an answer waits for it"


def test_a_page_from_the_device_fits_a_phone_and_says_so(phone: Phone) -> None:
    address = phone.begin("Tampilan luring")
    tasks = address.removeprefix(phone.site).partition("/bagian/")[0]
    stocked(phone, address.removeprefix(phone.site), tasks, "/antrean")
    phone.context.set_offline(True)
    phone.page.reload()
    phone.page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    phone.complaints.clear()
    phone.look()
    phone.go("/kemajuan")
    phone.page.get_by_role("heading", name="Tanpa sambungan").wait_for()
    phone.page.locator(f"#rak a[href='{tasks}']", has_text="Tampilan luring").wait_for()
    phone.page.locator("#rak a[href='/antrean']").wait_for()
    phone.complaints.clear()
    phone.look()


def test_a_colleagues_answer_is_not_overwritten_by_an_old_page(phone: Phone) -> None:
    address = phone.begin("Rekan di kantor")
    page = phone.page
    stocked(phone, address.removeprefix(phone.site))
    phone.context.set_offline(True)
    page.reload()
    page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    phone.answer(address, "pengelola/pj_nama", "Dari kantor")
    phone.answer(address, "profil_layanan/layanan", "Versi kantor")
    page.fill(SERVICE, "Versi pulau")
    until_kept(page, 1)
    phone.context.set_offline(False)
    page.locator(GO_ON).click()
    page.wait_for_url(lambda url: "profil_layanan" not in url)
    until_kept(page, 0)
    assert phone.arrived(address, "pengelola/pj_nama") == "Dari kantor"
    page.goto(address)
    both = page.locator(".bentrok").inner_text()
    assert "Versi kantor" in both and "Versi pulau" in both


def test_after_signing_out_nothing_opens_and_the_shell_holds_nothing_of_anybody(phone: Phone) -> None:
    address = phone.begin("Rahasia dinas")
    page = phone.page
    stocked(phone, address.removeprefix(phone.site))
    cached = page.evaluate(CACHED)
    assert cached and all("/isian/" not in url and not url.endswith("/") for url in cached), cached
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/masuk")
    phone.context.set_offline(True)
    page.goto(address)
    page.get_by_role("heading", name="Tanpa sambungan").wait_for()
    assert "Rahasia dinas" not in page.content() and page.locator("#formulir").count() == 0


def test_a_hotspots_page_does_not_take_the_place_of_ours(phone: Phone) -> None:
    address = phone.begin("Portal pelabuhan")
    page = phone.page
    stocked(phone, address.removeprefix(phone.site))
    portal = "<!doctype html><title>Selamat datang</title>"
    phone.context.route("**/isian/**", lambda route: route.fulfill(status=200, content_type="text/html", body=portal))
    page.goto(address)
    page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    page.fill(SERVICE, "Diketik di pelabuhan")
    page.locator(LINE, has_text="1 belum terkirim").wait_for()
    assert len(kept(page)) == 1
