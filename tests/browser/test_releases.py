"""The site is renewed while people work (F34): an older page goes over to the new one, and the device is offered it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from inovik_forms.store.store import Store

from .conftest import WIDTHS, Installation
from .test_device import Phone, until_kept
from .test_device import phone as phone
from .test_offline import CACHED, READY
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser


def test_a_turn_that_brings_a_newer_release_begins_it_anew(phone: Phone) -> None:
    def renewed(route: Route) -> None:
        reply = route.fetch(max_redirects=0)
        route.fulfill(response=reply, body=reply.text().replace("/static/form.js?v=", "/static/form.js?v=baru"))

    address = phone.begin("Rilis berikutnya")
    page = phone.page
    page.evaluate("window.isOld = true")
    page.fill(SERVICE, "Diketik di rilis lama")
    page.route("**/bagian/profil_layanan", renewed)
    page.locator(GO_ON).click()
    page.wait_for_url(lambda url: "profil_layanan" not in url)
    phone.dressed()
    assert not page.evaluate("Boolean(window.isOld)"), "the new page runs its own script"
    assert phone.arrived(address) == "Diketik di rilis lama"


class Renewed:
    """An installation of its own, renewed by another colour: then the worker has another shell to keep."""

    def __init__(self, folder: Path) -> None:
        self.site = Installation(folder)

    def renew(self) -> None:
        store = Store.open(self.site.settings)
        store.put_city({**store.city(), "kota.warna_utama": "#123456"})
        store.close()
        self.site.kill()
        self.site.start()


@pytest.fixture
def renewed(tmp_path: Path) -> Iterator[Renewed]:
    made = Renewed(tmp_path)
    yield made
    made.site.stop()


def at_work(phone: Phone) -> list[str]:
    """What the service worker keeps, once it is there."""
    for _ in range(200):
        if phone.page.evaluate(READY):
            found: list[str] = phone.page.evaluate(CACHED)
            return found
        phone.page.wait_for_timeout(100)
    raise AssertionError("no service worker")


def test_a_new_version_is_offered_where_no_field_is_open_and_what_waits_is_sent_first(
    renewed: Renewed, chromium: Any
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": WIDTHS[390]}, locale="id-ID")
    store = Store.open(renewed.site.settings)
    phone = Phone(context, renewed.site.address, store)
    address = phone.begin("Versi baru")
    old = set(at_work(phone))
    phone.page.reload()
    phone.dressed()
    renewed.renew()
    context.route("**/simpan?*", lambda route: route.abort())
    phone.page.fill(SERVICE, "Menunggu versi baru")
    until_kept(phone.page, 1)
    phone.go("/")
    offered = phone.page.locator("#versi-baru")
    expect(offered).to_contain_text("Ada versi baru dari situs ini.")
    for _ in range(100):
        if phone.complaints:  # of the answer that could not be sent
            break
        phone.page.wait_for_timeout(50)
    phone.complaints.clear()
    phone.look()
    phone.page.evaluate("window.isOld = true")
    context.unroute("**/simpan?*")
    with phone.page.expect_navigation():
        offered.get_by_role("button", name="Pakai versi baru").click()
    until_kept(phone.page, 0)
    expect(offered).to_be_hidden()
    assert phone.arrived(address) == "Menunggu versi baru"
    assert not phone.page.evaluate("Boolean(window.isOld)")
    new = set(phone.page.evaluate(CACHED))
    assert len(new) == len(old) and len(new - old) == 1, (
        "the style sheet has another colour; what was kept for the old version is gone"
    )
    store.close()
    context.close()
