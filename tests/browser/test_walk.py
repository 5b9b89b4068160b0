"""The whole walk in a real browser, on a phone and on a desk: from signing in to the printed documents."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def download(visitor: Any, words: str, start: bytes) -> str:
    """Press a download; the file's name. The page that waits for the worker gives it by itself."""
    with visitor.page.expect_download(timeout=60_000) as found:
        visitor.page.locator("main").get_by_role("link", name=words).first.click()
    data = found.value.path().read_bytes()
    assert data.startswith(start) and len(data) > 5_000
    return found.value.suggested_filename


def fill_page(visitor: Any) -> None:
    """Answer everything that a page asks, as a person who hurries would."""
    page = visitor.page
    for group in page.locator("fieldset.tanya:visible, .tanya.baris:visible").all():
        first = group.locator("input[type=radio], input[type=checkbox]").first
        if not group.locator("input:checked").count():
            first.check()
    for box in page.locator("div.tanya:not(.baris):visible input[type=checkbox]").all():
        box.check()
    for select in page.locator(".tanya select:visible").all():
        if not select.input_value():
            select.select_option(index=1)
    for box in page.get_by_role("combobox").and_(page.locator("input")).all():
        if not box.input_value():
            box.click()
            page.locator("[role=option]:visible").first.click()
    for field in page.locator(".tanggal input[type=text]:visible").all():
        if not field.input_value():
            field.fill("1 Desember 2026")
    for field in page.locator(".tanya:visible input[inputmode=decimal]").all():
        if not field.input_value():
            field.fill("3")
    for field in page.locator(".tanya:visible textarea, .tanya:visible input[type=text]:not([inputmode])").all():
        if not field.input_value():
            field.fill("Isi contoh")


def test_staff_from_diagnosa_to_the_action_plan(visitor: Any) -> None:
    page = visitor.page
    visitor.sign_in("pendidikan")
    visitor.look()
    visitor.go("/baru/inovasi")
    visitor.look()
    page.fill("#judul", f"Perpustakaan keliling pulau {visitor.width}")
    visitor.press("Mulai")
    visitor.look()
    subject = page.url
    visitor.press("Mulai Diagnosa")
    visitor.look()
    response = page.url
    visitor.follow(page.locator("ol.tugas a").first)
    for _ in range(30):
        visitor.look()
        fill_page(visitor)
        visitor.press("Simpan dan lanjutkan")
        if "/periksa" in page.url:
            break
        later = page.get_by_role("link", name="Lanjut dahulu, perbaiki nanti")
        if later.count():
            visitor.look()
            visitor.follow(later)
    visitor.look()
    assert "Isi contoh" in page.locator("main").inner_text()
    page.goto(response)
    assert page.locator(".tanda.sedang, .tanda.selesai, .tanda.perhatian").count() >= 3
    page.goto(subject)
    visitor.press("Mulai Desain")
    page.goto(page.url + "/bagian/identitas")
    page.fill("[id='q.identitas/judul']", "PUSTAKA KELILING")
    visitor.press("Simpan dan lanjutkan")
    page.goto(re.sub(r"/bagian/.*", "", page.url))
    visitor.follow(page.get_by_role("link", name="Rencana aksi inovasi"))
    preview = page.url
    visitor.look()
    sheet = page.frame_locator("iframe.lembar")
    assert "PUSTAKA KELILING" in sheet.locator("body").inner_text()
    blank = sheet.locator("a.blank[target=_top]").first
    blank.click()
    page.wait_for_url(re.compile(r"/isian/\d+/(bagian|butir)/"))
    visitor.look()
    page.goto(preview)
    assert (
        download(visitor, "DOCX", b"PK") == f"Rencana aksi inovasi - Perpustakaan keliling pulau {visitor.width}.docx"
    )
    page.goto(preview)  # a document that was ready at once leaves no page to go back from
    assert download(visitor, "PDF", b"%PDF").endswith(".pdf")


def test_legal_staff_print_both_originals(visitor: Any) -> None:
    page = visitor.page
    visitor.sign_in("hukum")
    visitor.look()
    visitor.follow(page.locator("main h3 a").last)
    visitor.look()
    visitor.follow(page.get_by_role("link", name="Dokumen: Nota kesepakatan"))
    visitor.look()
    preview = page.url
    first = page.frame_locator("iframe.lembar").locator("body").inner_text()
    page.get_by_role("link", name="Naskah asli 2", exact=True).click()
    page.wait_for_url(re.compile("asli=2"))
    second = page.frame_locator("iframe.lembar").locator("body").inner_text()
    assert first != second, "the parties change places"
    for original in (1, 2):
        page.goto(preview)
        assert download(visitor, f"PDF naskah asli {original}", b"%PDF").endswith(f"naskah asli {original}.pdf")
    page.goto(preview)
    assert download(visitor, "DOCX naskah asli 1", b"PK").endswith(".docx")


def test_legal_staff_fill_in_an_agreement(visitor: Any) -> None:
    page = visitor.page
    visitor.sign_in("hukum")
    visitor.go("/baru/kesepakatan")
    visitor.look()
    page.fill("#judul", f"Kerja sama pengembangan inovasi {visitor.width}")
    visitor.press("Mulai")
    visitor.follow(page.locator("main form button").first)
    visitor.look()
    sections = [a.get_attribute("href") for a in page.locator("ol.tugas").first.locator("a").all()]
    for url in sections:
        visitor.go(url)
        visitor.look()
        fill_page(visitor)
        visitor.follow(page.locator("button[value=simpan]"))
    page.goto(re.sub(r"/bagian/.*", "", page.url) + "/periksa")
    visitor.look()


def test_the_coordinator_prints_the_book(visitor: Any) -> None:
    page = visitor.page
    visitor.sign_in("koordinator")
    visitor.look()
    visitor.go("/kemajuan")
    visitor.look()
    visitor.press("Cetak buku (PDF)")
    visitor.look()
    page.get_by_role("link", name="Unduh PDF").wait_for(timeout=90_000)
    visitor.look()
    assert download(visitor, "Unduh PDF", b"%PDF").startswith("Buku rencana aksi")


@pytest.mark.parametrize("path", ["/", "/pengaturan/akun", "/pengaturan/kuesioner", "/tak-ada"])
def test_the_administrators_pages(visitor: Any, path: str) -> None:
    visitor.enter("admin")
    visitor.go(path)
    visitor.complaints = [c for c in visitor.complaints if "404" not in c]
    visitor.look()


@pytest.mark.parametrize("path", ["/", "/kemajuan", "/perihal/1", "/isian/3/periksa", "/dokumen/3/rencana-aksi"])
def test_nothing_scrolls_sideways_at_320_pixels(chromium: Any, site: str, store: Any, path: str) -> None:
    from .conftest import Visitor

    context = chromium.new_context(viewport={"width": 320, "height": 640})
    visitor = Visitor(context, site, store)
    visitor.enter("koordinator")
    visitor.go(path)
    visitor.look()
    visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 320, "at twice the size of text"
    context.close()
