"""What changes on a page because of an answer: by the browser at once, or with the server's receipt, without a turn."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from inovik_forms.store.store import Store

from .conftest import dressed, started

pytestmark = pytest.mark.browser

FORM = """| survey |
| | type | name | label | hint | calculation | trigger | repeat_count | parameters |
| | begin group | a | Rapat | | | | | |
| | integer | peserta | Jumlah peserta | | | | | |
| | begin repeat | orang | Orang | | | | ${peserta} | |
| | text | nama | Nama | | | | | |
| | end repeat | | | | | | | |
| | select_one_from_file desa.csv | desa | Desa | | | | | value=kode label=nama |
| | calculate | kec | | | pulldata('desa', 'kecamatan', 'kode', ${desa}) | | | |
| | note | catatan | Kecamatan **${kec}** | | | | | |
| | note | hitungan | Kursi untuk ${peserta} orang: **${kursi}** | | | | | |
| | calculate | kursi | | | ${peserta} + 2 | | | |
| | text | pemicu | Pemicu | | | | | |
| | text | dicatat | Dicatat untuk ${pemicu} | Dari ${pemicu}. | concat('catat ', ${pemicu}) | ${pemicu} | | |
| | end group | | | | | | | |
| desa.csv |
| | kode | nama | kecamatan |
| | 1 | Batu Merah | Sirimau |
| | 2 | Laha | Teluk <i>Ambon</i> |
"""


@pytest.fixture
def page(visitor: Any, store: Store) -> Any:
    response = started(store, "langsung", FORM, "Langsung")
    visitor.enter("pendidikan")
    visitor.go(f"/isian/{response}/bagian/a")
    visitor.dressed()
    yield visitor.page
    visitor.look()


def field(page: Any, name: str) -> Any:
    return page.locator(f"[id='q.a/{name}']")


def orang(page: Any) -> list[str]:
    return page.locator("[data-soal='a/orang'] .butir > li .isi strong").all_inner_texts()


def away(page: Any) -> None:
    """Nothing reaches the server by itself."""
    page.route("**/simpan*", lambda route: route.abort())


def test_a_list_is_as_long_as_the_answer_says_at_once(page: Any, visitor: Any) -> None:
    away(page)
    assert orang(page) == [] and page.get_by_text("Belum ada.").is_visible()
    field(page, "peserta").fill("3")
    assert orang(page) == ["Belum diisi"] * 3 and not page.get_by_text("Belum ada.").is_visible()
    page.unroute("**/simpan*")
    page.get_by_role("button", name="Isi Orang 3").click()  # goes with the number that makes it
    visitor.turned()
    assert page.locator("h1").inner_text() == "Orang 3"
    page.locator("[id='q.a/orang/nama']").fill("Rahma")
    visitor.press("Simpan dan kembali ke daftar")
    assert orang(page) == ["Belum diisi", "Belum diisi", "Rahma"]
    away(page)
    field(page, "peserta").fill("1")
    assert orang(page) == ["Belum diisi"]
    field(page, "peserta").fill("4")
    assert orang(page) == ["Belum diisi", "Belum diisi", "Rahma", "Belum diisi"], "it comes back as it was"
    visitor.complaints.clear()  # of the requests that were refused


def test_the_keyboard_stays_where_it_is_when_the_receipt_comes(page: Any) -> None:
    field(page, "peserta").fill("2")
    with page.expect_response("**/simpan*"):
        page.keyboard.press("Tab")
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    assert page.evaluate("document.activeElement.value") == "ubah a/orang[1]"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "ubah a/orang[2]"


def test_an_instance_that_was_put_away_comes_back_with_its_answers(page: Any, visitor: Any) -> None:
    field(page, "peserta").fill("2")
    visitor.follow(page.get_by_role("button", name="Isi Orang 2"))
    page.locator("[id='q.a/orang/nama']").fill("Rahma")
    visitor.press("Simpan dan kembali ke daftar")
    field(page, "peserta").fill("1")
    field(page, "peserta").blur()
    page.locator("#simpanan:not([data-menunggu])", has_text="Tersimpan").wait_for()
    page.reload()
    dressed(page)
    assert orang(page) == ["Belum diisi"]
    away(page)
    field(page, "peserta").fill("2")
    assert orang(page) == ["Belum diisi", "Sudah pernah diisi"]
    page.unroute("**/simpan*")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("[data-soal='a/orang'] .butir", has_text="Rahma").wait_for()
    assert orang(page) == ["Belum diisi", "Rahma"]
    visitor.complaints.clear()


def test_a_note_says_what_was_looked_up(page: Any) -> None:
    note = page.locator("[data-soal='a/catatan'] > div").first
    assert note.inner_text().strip() == "Kecamatan"
    page.get_by_text("Batu Merah", exact=True).click()
    page.get_by_text("Kecamatan Sirimau").wait_for()
    page.get_by_text("Laha", exact=True).click()
    page.get_by_text("Kecamatan Teluk <i>Ambon</i>").wait_for()
    assert note.locator("strong").count() == 1 and note.locator("i").count() == 0


def test_a_note_counts_along_while_the_network_is_away(page: Any, visitor: Any) -> None:
    away(page)
    note = page.locator("[data-soal='a/hitungan'] > div").first
    field(page, "peserta").fill("5")
    assert note.inner_text() == "Kursi untuk 5 orang: 7" and note.locator("strong").inner_text() == "7"
    field(page, "peserta").fill("<b>1</b>")
    assert note.inner_text().startswith("Kursi untuk <b>1</b> orang") and note.locator("b").count() == 0
    field(page, "desa").first.check()
    page.get_by_text("Kecamatan Sirimau").wait_for()
    field(page, "pemicu").fill("dua")
    assert page.locator("[data-soal='a/dicatat'] .soal").inner_text() == "Dicatat untuk dua (boleh dikosongkan)"
    visitor.complaints.clear()


def test_a_trigger_writes_into_the_field_that_is_shown(page: Any, visitor: Any) -> None:
    question = page.locator("[data-soal='a/dicatat']")
    field(page, "pemicu").fill("satu")
    field(page, "pemicu").blur()
    question.get_by_text("Dicatat untuk satu").wait_for()
    expect(field(page, "dicatat")).to_have_value("catat satu")  # with the receipt
    assert question.locator(".petunjuk").inner_text() == "Dari satu."
    assert question.locator(".soal .pilihan").inner_text() == "(boleh dikosongkan)"
    field(page, "dicatat").fill("ditulis sendiri")
    visitor.press("Simpan dan berhenti dulu")
    page.go_back()
    field(page, "dicatat").wait_for()
    assert field(page, "dicatat").input_value() == "ditulis sendiri"
    assert page.locator(".bentrok").count() == 0, "nobody else has written there"
