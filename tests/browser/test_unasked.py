"""What is not asked and why, and the answers that this puts out of use: on the page, on the task list, in the check."""

from __future__ import annotations

from typing import Any

import pytest

from inovik_forms.store.store import Store

from .conftest import started

pytestmark = pytest.mark.browser

FORM = """| survey |
| | type | name | label | relevant | choice_filter | calculation |
| | begin group | a | Usulan | | | |
| | select_one yt | ada | Apakah ada anggaran? | | | |
| | text | sumber | Sumber dana | ${ada} = 'ya' | | |
| | integer | jumlah | Jumlah dana | ${ada} = 'ya' | | |
| | calculate | rahasia | | ${ada} = 'ya' | | 1 + 1 |
| | text | lokasi | Lokasi | | | |
| | begin repeat | orang | Orang | ${ada} = 'ya' | | |
| | text | nama | Nama | | | |
| | text | gelar | Gelar | ${nama} != '' | | |
| | end repeat | | | | | |
| | end group | | | | | |
| | begin group | b | Rincian dana | ${ada} = 'ya' | | |
| | text | bank | Bank | | | |
| | end group | | | | | |
| | begin group | c | Penutup | | | |
| | select_one induk | induk | Kecamatan | | | |
| | end group | | | | | |
| | begin group | d | Tempat | | | |
| | select_one desa | desa | Desa | | induk = ${induk} | |
| | end group | | | | | |
| choices |
| | list_name | name | label | induk |
| | yt | ya | Ya | |
| | yt | tidak | Tidak | |
| | induk | x | Sirimau | |
| | induk | y | Baguala | |
| | desa | hative | Hative Kecil | x |
| | desa | passo | Passo | y |
"""
NO = "Tidak ditanyakan karena “Apakah ada anggaran?” dijawab “Tidak”."
NONE = "Tidak ditanyakan karena “Apakah ada anggaran?” belum dijawab."


@pytest.fixture
def response(site: str, store: Store) -> int:
    return started(store, "tanya", FORM, "Tanya")


def shown(visitor: Any, response: int, where: str = "/bagian/a") -> Any:
    if visitor.page.url == "about:blank":
        visitor.enter("pendidikan")
    visitor.go(f"/isian/{response}{where}")
    return visitor.page


def opened(visitor: Any, response: int, where: str = "/bagian/a") -> Any:
    page = shown(visitor, response, where)
    visitor.dressed()
    return page


def choose(page: Any, name: str, label: str) -> None:
    page.locator(f"[data-soal='{name}']").get_by_text(label, exact=True).click()


def listed(page: Any, of: str = "main") -> list[str]:
    lines = page.locator(f"{of} .tak-ditanya .soalnya:not([hidden]) strong")
    return [line.strip() for line in lines.all_text_contents()]


def test_the_page_lists_what_it_does_not_ask_and_why(visitor: Any, response: int) -> None:
    page = opened(visitor, response)
    summary = page.locator("#tak-ditanya summary")
    assert summary.inner_text() == "3 pertanyaan tidak ditanyakan"
    assert listed(page) == ["Sumber dana", "Jumlah dana", "Orang"], "no calculation, nothing of a list without lines"
    reason = page.locator("#tak-ditanya .alasan").first
    assert not reason.is_visible()
    summary.click()
    assert reason.inner_text().startswith(NONE)
    assert summary.bounding_box()["height"] >= 44
    visitor.look()
    page.get_by_role("link", name="Ubah jawaban “Apakah ada anggaran?”").first.click()
    assert page.evaluate("document.activeElement.id") == "q.a/ada"


def test_no_wrong_reason_is_ever_shown(visitor: Any, response: int) -> None:
    page = opened(visitor, response)
    page.locator("#tak-ditanya summary").click()
    reason = page.locator("#tak-ditanya .alasan").first
    page.route("**/simpan*", lambda route: route.abort())
    choose(page, "a/ada", "Tidak")
    assert not reason.is_visible() and listed(page) == ["Sumber dana", "Jumlah dana", "Orang"]
    choose(page, "a/ada", "Ya")
    assert not page.locator("#tak-ditanya details").is_visible()
    choose(page, "a/ada", "Tidak")
    assert page.locator("#tak-ditanya summary").inner_text() == "3 pertanyaan tidak ditanyakan"
    page.unroute("**/simpan*")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("#tak-ditanya .alasan", has_text=NO).first.wait_for()
    choose(page, "a/ada", "Ya")
    page.locator("#tak-ditanya details").wait_for(state="detached")
    visitor.complaints.clear()  # of the requests that were refused


def test_an_answer_that_its_question_takes_away_is_told_at_once(visitor: Any, response: int) -> None:
    page = opened(visitor, response)
    choose(page, "a/ada", "Ya")
    page.locator("[id='q.a/sumber']").fill("APBD")
    page.locator("[id='q.a/sumber']").blur()
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    box = page.locator(".sisih")
    assert not box.is_visible()
    page.route("**/simpan*", lambda route: route.abort())
    choose(page, "a/ada", "Tidak")
    assert box.is_visible() and box.locator("li").all_inner_texts() == ["Sumber dana: APBD"]
    choice, told = page.locator("[data-soal='a/ada']").bounding_box(), box.bounding_box()
    assert choice["y"] < told["y"] < page.locator("[data-soal='a/lokasi']").bounding_box()["y"], (
        "where the person looks"
    )
    choose(page, "a/ada", "Ya")
    assert not box.is_visible() and page.locator("[id='q.a/sumber']").input_value() == "APBD"
    page.unroute("**/simpan*")
    choose(page, "a/ada", "Tidak")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("#tak-ditanya", has_text="Jawaban Anda “APBD” tetap disimpan").wait_for()
    visitor.complaints.clear()
    visitor.look()


def test_an_answer_of_another_page_is_told_with_the_receipt(visitor: Any, response: int) -> None:
    page = opened(visitor, response, "/bagian/c")
    choose(page, "c/induk", "Sirimau")
    visitor.press("Simpan dan lanjutkan")
    choose(page, "d/desa", "Hative Kecil")
    visitor.press("Sebelumnya")
    choose(page, "c/induk", "Baguala")
    page.locator(".sisih li", has_text="Desa: Hative Kecil").wait_for()
    choose(page, "c/induk", "Sirimau")
    page.locator(".sisih").wait_for(state="hidden")
    visitor.look()


def test_the_task_list_and_the_check_say_what_is_left_out(visitor: Any, response: int) -> None:
    page = opened(visitor, response)
    choose(page, "a/ada", "Tidak")
    visitor.press("Simpan dan berhenti dulu")
    summary = page.locator(".tak-ditanya summary")
    assert summary.inner_text() == "1 bagian tidak ditanyakan"
    summary.click()
    assert page.locator(".tak-ditanya li strong").inner_text() == "Rincian dana"
    assert page.locator(".tak-ditanya .alasan").inner_text().startswith(NO)
    visitor.look()
    page = shown(visitor, response, "/periksa")
    part = "section[aria-labelledby='j.a']"
    assert listed(page, part) == ["Sumber dana", "Jumlah dana", "Orang"]
    for summary in page.locator(".tak-ditanya summary").all():
        summary.click()
    assert page.locator(".tak-ditanya").last.locator("strong").inner_text() == "Rincian dana"
    visitor.look()
    page.locator(part).get_by_role("link", name="Ubah jawaban “Apakah ada anggaran?”").first.click()
    page.locator("h1", has_text="Usulan").wait_for()
    assert page.url.endswith("/bagian/a?dari=periksa#q.a/ada")


def test_without_javascript(plain_visitor: Any, response: int) -> None:
    page = shown(plain_visitor, response)
    choose(page, "a/ada", "Ya")
    plain_visitor.press("Simpan dan lanjutkan")
    page.locator("[id='q.a/sumber']").fill("APBD")
    plain_visitor.press("+ Tambah orang")
    assert listed(page) == ["Gelar"]
    page.locator("[id='q.a/orang/nama']").fill("")
    plain_visitor.press("Simpan dan kembali ke daftar")
    page = shown(plain_visitor, response, "/periksa")
    assert listed(page)[-1] == "Orang 2 › Gelar"
    page = shown(plain_visitor, response)
    choose(page, "a/ada", "Tidak")
    plain_visitor.press("Simpan dan lanjutkan")
    assert (
        page.locator(".pesan.hati").first.inner_text()
        == "1 jawaban tidak cocok lagi dan disisihkan: Sumber dana: APBD."
    )
    page = shown(plain_visitor, response)
    page.locator("#tak-ditanya summary").click()
    assert "Jawaban Anda “APBD” tetap disimpan" in page.locator("#tak-ditanya").inner_text()
    assert page.locator("#tak-ditanya .alasan").first.inner_text().startswith(NO)
    choose(page, "a/ada", "Ya")
    plain_visitor.press("Simpan dan lanjutkan")
    assert page.locator("[id='q.a/sumber']").input_value() == "APBD", "it comes back"
