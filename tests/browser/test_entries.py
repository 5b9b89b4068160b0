"""Entries of lists without a network: added, answered, moved, removed, brought back, also after a restart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .test_device import Phone, kept, until_kept
from .test_offline import phone as phone  # with the service worker
from .test_offline import stocked
from .test_stored_pages import PAGES_FORM, at, reopen
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


def test_one_more_entry_is_added_from_an_entrys_own_page(phone: Phone) -> None:
    section, own = begun(phone, "Satu lagi di laut")
    entry = f"{own}/butir/{LIST}[1]"
    stocked(phone, entry)
    phone.context.set_offline(True)
    page = at(phone, f"{phone.site}{entry}")
    page.locator(NAME).fill("Nelayan")
    page.get_by_role("button", name="Simpan dan tambah lagi").click()
    page.wait_for_url(lambda url: "/butir/" in url and not url.endswith(("[1]", "%5B1%5D")))
    expect(page.locator(NAME)).to_have_value("")
    page.locator(NAME).fill("Papalele")
    page.get_by_role("button", name="Simpan dan tambah lagi").click()
    expect(page.locator(NAME)).to_have_value("")
    page.locator(NAME).fill("Jibu-jibu")
    until_kept(page, 5)
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/pihak_terdampak")
    expect(page.locator(TITLES)).to_have_text(["Nelayan", "Papalele", "Jibu-jibu"])
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    draft = phone.store.draft(int(section.split("/")[4]))[1]
    names = [draft.values.get(f"{LIST}[{key}]/kelompok") for key in draft.instances[LIST]]
    assert names == ["Nelayan", "Papalele", "Jibu-jibu"]


def test_an_entry_whose_addition_has_not_arrived_opens_as_soon_as_it_has(phone: Phone) -> None:
    section, _ = begun(phone, "Belum dikenal server")
    phone.context.set_offline(True)
    page = at(phone, section)
    add(page, "Nelayan")
    press(page, "ubah", "Nelayan")
    page.wait_for_url("**/butir/**")
    address = page.url
    page.close()
    # The queue's way is closed a while longer than the page's.
    phone.page = page = phone.context.new_page()
    page.route("**/simpan?*", lambda route: route.abort())
    phone.context.set_offline(False)
    page.goto(address)
    expect(page.locator("#tunggu")).to_contain_text("belum sampai di server")
    page.unroute("**/simpan?*")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(NAME)).to_have_value("Nelayan")
    until_kept(page, 0)


PAGES = "usul/langkah"


def test_a_new_entry_of_a_questionnaire_with_one_question_a_page_is_gone_through_by_what_is_answered(
    phone: Phone,
) -> None:
    if "halaman" not in phone.store.questionnaire_names():
        phone.store.publish_questionnaire("halaman", PAGES_FORM.read_bytes(), PAGES_FORM.name)
    response = phone.start("halaman", "Langkah demi langkah")
    own = f"/isian/{response}"
    phone.enter("pendidikan")
    phone.go(f"{own}/bagian/usul/nama")
    blanks = [f"{own}/butir-baru/{PAGES}/{name}" for name in ("apa", "biaya", "jumlah")]
    parts = [f"{own}/bagian/usul/{name}" for name in ("nama", "orang", "tempat", "ajakan", "surat/nomor", "langkah")]
    stocked(phone, *blanks, *parts)
    phone.context.set_offline(True)
    page = at(phone, f"{phone.site}{own}/bagian/usul/orang")
    page.fill("[name='q.usul/orang']", "20")
    turn(page, "/usul/tempat")
    page.locator("button[value=kembali]").click()
    page.wait_for_url("**/usul/orang")
    page.fill("[name='q.usul/orang']", "5")
    turn(page, "/usul/ajakan")
    page.locator("[name='q.usul/izin']").first.check(force=True)
    turn(page, "/surat/nomor")
    page = at(phone, f"{phone.site}{own}/bagian/usul/langkah")
    page.locator("button[value^='tambah ']").click()
    page.wait_for_url("**/butir/**")
    page.fill("[name='q.usul/langkah/apa']", "Menanam")
    turn(page, "/biaya")
    page.locator("[name='q.usul/langkah/biaya']").first.check(force=True)
    turn(page, "/jumlah")
    page.fill("[name='q.usul/langkah/jumlah']", "150000")
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/usul/langkah")
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    draft = phone.store.draft(response)[1]
    key = draft.instances[PAGES][-1]
    assert [draft.values[f"{PAGES}[{key}]/{name}"] for name in ("apa", "biaya", "jumlah")] == [
        "Menanam",
        "ya",
        "150000",
    ]


def turn(page: Page, to: str) -> None:
    page.locator(GO_ON).click()
    page.wait_for_url(f"**{to}")
