"""In Chromium: legal staff give a paper its number, note one by hand and void it; an administrator sets patterns and a
letterhead. Every page is judged at both widths."""

from __future__ import annotations

from typing import Any

import pytest

from inovik_forms.store.store import Store

pytestmark = pytest.mark.browser


def agreement(store: Store) -> int:
    """A new agreement of the legal office."""
    subject = store.add_subject("kesepakatan", "", "Dengan mitra baru", "hukum")
    return store.start_response(subject.id, "nota-kesepakatan", "hukum", {}).id


def test_a_paper_gets_its_number_by_a_button(visitor: Any, store: Store) -> None:
    page, response = visitor.page, agreement(store)
    visitor.enter("hukum")
    visitor.go(f"/dokumen/{response}/nota-kesepakatan")
    visitor.look()
    button = page.get_by_role("button", name="Beri nomor")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 44
    button.click()
    page.wait_for_url("**#nomor")
    page.get_by_text("Diberikan register").wait_for()
    [number] = store.numbers_of(response)
    assert page.get_by_role("link", name=number.text).is_visible()
    assert store.draft(response)[1].values[number.path] == number.text
    visitor.look()
    visitor.go(f"/nomor?cari={number.text}")
    visitor.look()
    visitor.follow(page.get_by_role("link", name=number.text))
    visitor.look()
    page.fill("#sebab", "Perundingan batal")
    page.get_by_role("button", name="Batalkan nomor").click()
    page.get_by_text("dibatalkan dan tidak akan diberikan lagi").wait_for()
    visitor.look()
    visitor.go(f"/dokumen/{response}/nota-kesepakatan")
    page.get_by_role("button", name="Ganti dengan nomor berikutnya").click()
    page.wait_for_url("**#nomor")
    page.get_by_text("Diberikan register").wait_for()
    assert [n.voided_at is None for n in store.numbers_of(response)] == [True, False]


def test_an_administrator_sets_pattern_and_letterhead(visitor: Any, store: Store) -> None:
    page, name = visitor.page, f"surat-{visitor.width}"
    visitor.enter("admin")
    visitor.go("/pengaturan/nomor")
    visitor.look()
    visitor.press("Tambah pola")
    visitor.look()
    for field, text in (("nama", name), ("judul", "Surat"), ("instansi", "Kota"), ("pola", f"{name}/{{urut}}")):
        page.fill(f"#{field}", text)
    page.get_by_role("button", name="Simpan pola").click()
    page.get_by_text("tidak memuat {tahun}").first.wait_for()
    visitor.complaints.clear()  # the console tells of the answer 422
    visitor.look()
    assert page.input_value("#judul") == "Surat"
    page.fill("#pola", f"{name}/{{urut:2}}/{{tahun}}")
    page.get_by_role("button", name="Simpan pola").click()
    page.wait_for_url("**/pengaturan/nomor")
    visitor.go("/pengaturan/kop")
    visitor.look()
    visitor.go("/pengaturan/kop/dishub")
    visitor.look()
    page.fill("#bawah", f"UPTD {visitor.width}")
    page.get_by_role("button", name="Lihat dahulu").click()
    page.frame_locator("iframe").get_by_text(f"UPTD {visitor.width}").wait_for()
    assert store.letterhead("dishub").below != f"UPTD {visitor.width}"
    page.get_by_role("button", name="Simpan kop").click()
    page.get_by_text("Kop disimpan").wait_for()
    assert store.letterhead("dishub").below == f"UPTD {visitor.width}"
    visitor.look()
