"""Entries of lists without a network: added, answered, moved, removed, brought back, also after a restart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .test_device import Phone, kept, until_kept
from .test_offline import phone as phone  # with the service worker
from .test_offline import stocked
from .test_stored_pages import at, reopen
from .test_turning import GO_ON

pytestmark = pytest.mark.browser

LIST = "pihak_terdampak/pihak"
NAME = f"[name='q.{LIST}/kelompok']"
TITLES = "section[data-soal='pihak_terdampak/pihak'] ol.butir > li .isi strong"


def begun(phone: Phone, title: str) -> tuple[str, str]:
    """The page with the list, on the device; and the path of its blank entry there."""
    address = phone.begin(title)
    base = address[: address.index("/bagian/")]
    section = f"{base}/bagian/pihak_terdampak"
    own = base.removeprefix(phone.site)
    stocked(phone, f"{own}/bagian/pihak_terdampak", f"{own}/butir-baru/{LIST}")
    return section, own


def add(page: Page, name: str) -> None:
    """A new entry, answered; back at its list."""
    page.locator("button[value^='tambah ']").click()
    page.wait_for_url("**/butir/**")
    before = len(kept(page))
    page.locator(NAME).fill(name)
    until_kept(page, before + 1)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/pihak_terdampak")
    expect(page.locator(TITLES).filter(has_text=name)).to_be_visible()


def press(page: Page, action: str, name: str) -> None:
    page.locator("ol.butir > li", has_text=name).locator(f"button[value^='{action} ']").click()


def test_entries_are_made_without_a_network_and_arrive_in_their_order(phone: Phone) -> None:
    section, _ = begun(phone, "Daftar di laut")
    phone.context.set_offline(True)
    page = at(phone, section)
    add(page, "Nelayan")
    add(page, "Papalele")
    press(page, "naik", "Papalele")
    expect(page.locator(TITLES)).to_have_text(["Belum diisi", "Papalele", "Nelayan"])
    press(page, "hapus", "Nelayan")
    expect(page.locator(TITLES)).to_have_text(["Belum diisi", "Papalele"])
    page.get_by_role("button", name="Batalkan penghapusan").click()
    expect(page.locator(TITLES)).to_have_text(["Belum diisi", "Papalele", "Nelayan"])
    press(page, "hapus", "Belum diisi")
    expect(page.locator(TITLES)).to_have_text(["Papalele", "Nelayan"])
    page = reopen(phone, section)
    expect(page.locator(TITLES)).to_have_text(["Papalele", "Nelayan"])
    press(page, "ubah", "Nelayan")
    page.wait_for_url("**/butir/**")
    expect(page.locator(NAME)).to_have_value("Nelayan")
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    draft = phone.store.draft(int(section.split("/")[4]))[1]
    names = [draft.values.get(f"{LIST}[{key}]/kelompok") for key in draft.instances[LIST]]
    assert names == ["Papalele", "Nelayan"]
    page.goto(section)
    expect(page.locator(TITLES)).to_have_text(["Papalele", "Nelayan"])


def test_the_queue_says_it_in_plain_words(phone: Phone) -> None:
    section, _ = begun(phone, "Antrean daftar")
    phone.context.set_offline(True)
    page = at(phone, section)
    page.locator("button[value^='tambah ']").click()
    page.wait_for_url("**/butir/**")
    until_kept(page, 1)
    page.goto(f"{phone.site}/antrean")
    expect(page.locator("#antrean b")).to_contain_text("Butir baru di")


def test_the_network_goes_while_the_list_is_open(phone: Phone) -> None:
    """What may have arrived although its reply did not is not done twice."""
    section, _ = begun(phone, "Sinyal hilang")
    page = phone.page
    page.goto(section)
    page.route("**/bagian/pihak_terdampak", lambda route: (route.fetch(), route.abort()))
    page.locator("button[value^='tambah ']").click()
    page.wait_for_url("**/butir/**")
    page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    page.unroute("**/bagian/pihak_terdampak")
    page.locator(NAME).fill("Sekali saja")
    draft = phone.store.draft(int(section.split("/")[4]))[1]
    for _ in range(100):
        if any(path.endswith("/kelompok") for path in draft.values):
            break
        page.wait_for_timeout(50)
        draft = phone.store.draft(int(section.split("/")[4]))[1]
    until_kept(page, 0)
    assert len(draft.instances[LIST]) == 2
    assert [value for path, value in draft.values.items() if path.endswith("/kelompok")] == ["Sekali saja"]
