"""Pages from the device, unkindly: every kind of field, lists, parts, other people, ended sessions, files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import PASSWORD, dressed
from .test_device import LINE, Phone, kept, until, until_kept
from .test_offline import phone as phone  # with the service worker
from .test_offline import stocked
from .test_turning import GO_ON, SERVICE

pytestmark = pytest.mark.browser

PAGES_FORM = Path(__file__).parent.parent / "cases" / "web" / "halaman.md"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003"
    "010100c9fe92ef0000000049454e44ae426082"
)


def offline(phone: Phone, *addresses: str) -> None:
    """Once these pages are on the device, the network goes."""
    stocked(phone, *(address.removeprefix(phone.site) for address in addresses))
    phone.context.set_offline(True)


def reopen(phone: Phone, address: str) -> Any:
    """Another page of the same phone, from the device."""
    phone.page.close()
    phone.page = phone.context.new_page()
    return at(phone, address)


def at(phone: Phone, address: str) -> Any:
    phone.page.goto(address)
    phone.page.get_by_text("Halaman ini dari perangkat Anda").wait_for()
    dressed(phone.page)
    return phone.page


def test_an_entry_of_a_list_opens(phone: Phone) -> None:
    address = phone.begin("Daftar di pulau")
    base = address[: address.index("/bagian/")]
    section, entry = f"{base}/bagian/pihak_terdampak", f"{base}/butir/pihak_terdampak/pihak[1]"
    offline(phone, section, entry)
    page = at(phone, section)
    page.locator("button[value^='ubah ']").click()
    page.wait_for_url("**/butir/**")
    page.locator("[name='q.pihak_terdampak/pihak/kelompok']").fill("Nelayan")
    assert [record["path"] for record in until_kept(page, 1)] == ["pihak_terdampak/pihak[1]/kelompok"]
    page.locator(GO_ON).click()
    page.wait_for_url("**/bagian/pihak_terdampak")
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    assert phone.arrived(address, "pihak_terdampak/pihak[1]/kelompok") == "Nelayan"


def test_every_kind_of_field_comes_back_as_it_was_typed(phone: Phone, fields_response: int) -> None:
    phone.enter("pendidikan")
    base = f"{phone.site}/isian/{fields_response}"
    phone.page.goto(base)
    pages = {name: f"{base}/bagian/{name}" for name in ("angka", "pilihan", "penilaian", "urutan")}
    offline(phone, *pages.values())
    page = at(phone, pages["angka"])
    page.fill("[name='q.angka/anggaran']", "1500000")
    page.fill("[name='q.angka/persen']", "45")
    page.locator("h1").click()
    until_kept(page, 2)
    page = at(phone, pages["pilihan"])
    page.locator("[role=combobox]").first.fill("Nus")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    for place in (0, 2):
        page.locator("[name='q.pilihan/wilayah'][type=checkbox]").nth(place).check(force=True)
    until(page, lambda found: len(found) == 4 and any(len(one["value"].split()) == 2 for one in found))
    page = at(phone, pages["penilaian"])
    page.locator("[name='q.penilaian/kisi/ramah']").nth(2).check(force=True)
    until_kept(page, 5)
    page = at(phone, pages["urutan"])
    page.locator(".urutan").first.locator("li").nth(2).locator(".alat button").first.click()
    page.locator("[name='q.urutan/jenis']").nth(1).check(force=True)
    page.locator(".urutan").nth(1).locator("li").nth(1).locator(".alat button").first.click()
    told = {record["path"]: record["value"] for record in until_kept(page, 8)}
    orders = "all => all.map(list => [...list.children].map(item => item.dataset.nama).join(' '))"
    drawn = page.eval_on_selector_all(".urutan", orders)
    page = reopen(phone, pages["urutan"])
    assert page.eval_on_selector_all(".urutan", orders) == drawn
    assert page.locator(".urutan.belum").count() == 0, "they are answered"
    page = at(phone, pages["angka"])
    assert page.input_value("[name='q.angka/anggaran']") == "1.500.000"
    assert page.locator(".geser").first.input_value() == "45"
    page = at(phone, pages["pilihan"])
    assert page.locator("[role=combobox]").first.input_value() == "Nusaniwe"
    assert page.locator("[name='q.pilihan/wilayah']:checked").count() == 2
    page = at(phone, pages["penilaian"])
    assert page.locator("[name='q.penilaian/kisi/ramah']").nth(2).is_checked()
    assert {record["path"]: record["value"] for record in kept(page)} == told, "showing them changes nothing"


def test_the_line_counts_what_waits_of_all_pages_also_after_the_phone_was_off(phone: Phone) -> None:
    address = phone.begin("Hitungan")
    other = address.replace("profil_layanan", "pengelola")
    offline(phone, address, other)
    page = at(phone, address)
    page.fill(SERVICE, "Satu")
    page.locator(LINE, has_text="1 belum terkirim").wait_for()
    page = at(phone, other)
    page.fill("[id='q.pengelola/pj_nama']", "Dua")
    page.locator(LINE, has_text="2 belum terkirim").wait_for()
    page = reopen(phone, address)
    page.locator(LINE, has_text=re.compile(r"Tersimpan di perangkat ini .*2 belum terkirim")).wait_for()
    assert len(kept(page)) == 2


def test_an_answer_that_replaced_a_colleagues_unseen_stays_one_of_two_however_often_it_is_mended(phone: Phone) -> None:
    """It arrived from another page; the page on the device knows nothing of the colleague's."""
    address = phone.begin("Diperbaiki lagi")
    offline(phone, address)
    page = at(phone, address)
    page.fill(SERVICE, "Versi pulau")
    until_kept(page, 1)
    phone.answer(address, "profil_layanan/layanan", "Versi kantor")
    page.close()
    phone.context.set_offline(False)
    phone.page = page = phone.context.new_page()
    phone.go("/")
    until_kept(page, 0)
    phone.context.set_offline(True)
    page = at(phone, address)
    expect(page.locator(SERVICE)).to_have_value("Versi pulau")
    page.fill(SERVICE, "Versi pulau, rapi")
    until_kept(page, 1)
    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until_kept(page, 0)
    page.goto(address)
    both = page.locator(".bentrok").inner_text()
    assert "Versi kantor" in both and "Versi pulau, rapi" in both


def test_where_the_session_has_ended_the_page_on_the_device_asks_to_sign_in(phone: Phone) -> None:
    address = phone.begin("Sesi berakhir di kapal")
    offline(phone, address)
    page = at(phone, address)
    page.fill(SERVICE, "Sebelum masuk lagi")
    until_kept(page, 1)
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    page.locator(GO_ON).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Kata sandi").fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "profil_layanan" not in url)
    assert until_kept(page, 0) == []
    assert phone.arrived(address) == "Sebelum masuk lagi"


def test_a_file_chosen_on_a_page_of_the_device_waits_and_the_page_can_be_left(
    phone: Phone, fields_response: int
) -> None:
    phone.enter("pendidikan")
    address = f"{phone.site}/isian/{fields_response}/bagian/tangkap"
    phone.page.goto(address)
    offline(phone, address)
    page = at(phone, address)
    picture = {"name": "foto.png", "mimeType": "image/png", "buffer": PICTURE}
    page.set_input_files("[name='q.tangkap/foto']", picture)
    page.locator(".tertahan", has_text="Tersimpan di perangkat ini").wait_for()
    page = at(phone, address)
    page.locator(".tertahan", has_text="foto.png").wait_for()
    phone.context.set_offline(False)
    page.locator(GO_ON).click()
    page.wait_for_url(lambda url: "tangkap" not in url)
    assert until_kept(page, 0) == []
    assert phone.arrived(address, "tangkap/foto")


def test_one_question_a_page_goes_on_to_the_next_one_and_knows_what_was_answered(
    phone: Phone, site_folder: Path
) -> None:
    if "halaman" not in phone.store.questionnaire_names():
        phone.store.publish_questionnaire("halaman", PAGES_FORM.read_bytes(), PAGES_FORM.name)
    response = phone.start("halaman", "Satu-satu di laut")
    phone.enter("pendidikan")
    base = f"/isian/{response}/bagian/usul"
    phone.go(f"{base}/nama")
    offline(phone, f"{base}/nama", f"{base}/orang")
    page = at(phone, f"{phone.site}{base}/nama")
    page.fill("[name='q.usul/nama']", "Kebun kota")
    page.locator(GO_ON).click()
    page.wait_for_url(f"**{base}/orang")
    page.locator("button[value=kembali]").click()
    page.wait_for_url(f"**{base}/nama")
    expect(page.locator("[name='q.usul/nama']")).to_have_value("Kebun kota")


def test_signing_out_without_a_network_is_made_good_before_anybody_else_comes(phone: Phone) -> None:
    address = phone.begin("Keluar di pulau")
    offline(phone, address)
    page = at(phone, address)
    page.fill(SERVICE, "Masih menunggu")
    until_kept(page, 1)
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Keluar juga").click()
    page.get_by_role("heading", name="Anda sudah keluar di perangkat ini").wait_for()
    phone.complaints.clear()
    phone.look()
    page.goto(address)
    page.get_by_role("heading", name="Tanpa sambungan").wait_for()
    phone.context.set_offline(False)
    with page.expect_navigation(url="**/masuk"):
        phone.go("/")
    phone.go("/")
    page.wait_for_url("**/masuk*")


def test_what_waits_is_told_with_its_draft_and_in_words(phone: Phone) -> None:
    address = phone.begin("Draf yang mana")
    offline(phone, address, "/antrean")
    page = at(phone, address)
    page.locator("[name='q.profil_layanan/jenis_sasaran'][type=radio]").first.dispatch_event("click")
    until_kept(page, 1)
    page.goto(f"{phone.site}/antrean")
    page.locator("#antrean li").wait_for()
    said = page.locator("#antrean").inner_text()
    assert "(Draf yang mana): Profil layanan" in said and "(wajib)" not in said, said
    assert "Layanan langsung masyarakat" in said


def test_what_is_typed_is_kept_though_the_page_is_left_at_once(phone: Phone) -> None:
    address = phone.begin("Jari yang cepat")
    other = address.replace("profil_layanan", "pengelola")
    offline(phone, address, other)
    for text in ("Satu", "Satu dua", "Satu dua tiga"):
        page = at(phone, address)
        page.fill(SERVICE, text)
        page.goto(other)
        assert [record["value"] for record in kept(page)] == [text]
