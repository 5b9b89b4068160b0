"""The document beside the questions: it follows each answer, and a click in it leads to the question."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from inovik_forms.store.store import Store

from .conftest import Visitor, dressed

pytestmark = pytest.mark.browser

WIDE = pytest.mark.parametrize("visitor", [1280], indirect=True)
ABOUT = "[id='q.naskah/tentang']"


@pytest.fixture
def page(visitor: Visitor, store: Store) -> Any:
    """The first page of an agreement that nobody has filled in."""
    subject = store.add_subject("kesepakatan", "", f"Di samping {visitor.width}", "hukum")
    response = store.start_response(subject.id, "nota-kesepakatan", "hukum", {})
    visitor.enter("hukum")
    visitor.go(f"/isian/{response.id}/bagian/naskah")
    visitor.dressed()
    return visitor.page


@pytest.mark.parametrize("visitor", [390], indirect=True)
def test_where_there_is_no_room_beside_it_has_a_page_of_its_own(page: Any, visitor: Visitor) -> None:
    assert not page.get_by_role("button", name="Tampilkan di samping").is_visible()
    visitor.press("Lihat dokumen: Nota kesepakatan")
    page.wait_for_url("**/dokumen/*/nota-kesepakatan")


@WIDE
def test_the_document_follows_each_answer_and_leads_back_to_it(page: Any, visitor: Visitor) -> None:
    page.get_by_role("button", name="Tampilkan di samping").click()
    sheet = page.frame_locator("aside.naskah-samping iframe")
    about = sheet.locator("[data-path='naskah/tentang']").first
    expect(about).to_have_class("blank", timeout=15_000)
    page.locator(ABOUT).fill("Kapal perpustakaan keliling antarpulau kecil")
    page.locator(ABOUT).blur()
    expect(about).to_have_text("KAPAL PERPUSTAKAAN KELILING ANTARPULAU KECIL", timeout=15_000)
    expect(about).to_be_in_viewport()
    visitor.look()
    about.click()
    expect(page.locator(ABOUT)).to_be_focused()
    visitor.press("Simpan dan lanjutkan")
    dressed(page)
    assert page.url.endswith("/bagian/pihak_kota")
    expect(about).to_have_text(
        "KAPAL PERPUSTAKAAN KELILING ANTARPULAU KECIL", timeout=15_000
    )  # it stays from page to page
    with page.expect_navigation():
        about.click()
    assert page.url.endswith("/bagian/naskah#q.naskah/tentang")
    dressed(page)
    gone = sheet.get_by_text("OBJEK", exact=True)
    expect(gone).to_have_count(0)
    page.get_by_role("checkbox", name="juga yang tidak tercetak").check()
    expect(gone.first).to_be_visible(timeout=15_000)
    visitor.look()
    page.get_by_role("button", name="Tutup dokumen").click()
    expect(page.locator("aside.naskah-samping")).to_have_count(0)
    page.reload()
    dressed(page)
    expect(page.locator("aside.naskah-samping")).to_have_count(0)


@WIDE
def test_a_sheet_that_cannot_come_says_so_and_comes_with_the_next_answer(page: Any, visitor: Visitor) -> None:
    page.get_by_role("button", name="Tampilkan di samping").click()
    about = page.frame_locator("aside.naskah-samping iframe").locator("[data-path='naskah/tentang']").first
    expect(about).to_have_class("blank", timeout=15_000)
    page.route("**/lembar?samping=1", lambda route: route.abort())
    page.locator(ABOUT).fill("Yang pertama ini tidak tampak")
    page.locator(ABOUT).blur()
    expect(page.locator("aside.naskah-samping [role=status]")).to_contain_text("belum dapat diperbarui", timeout=15_000)
    page.unroute("**/lembar?samping=1")
    page.locator(ABOUT).fill("Yang kedua ini tampak")
    page.locator(ABOUT).blur()
    expect(about).to_have_text("YANG KEDUA INI TAMPAK", timeout=15_000)
    expect(page.locator("aside.naskah-samping [role=status]")).to_have_text("")
