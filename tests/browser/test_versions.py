"""In Chromium: an administrator's questionnaire from upload to history, and a report that begins with the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

FORM = """| survey |
| | type | name | label | id | required | relevant |
| | begin_group | a | Bagian satu | | | |
| | text | nama | {label} | q1 | yes | |
| | select_one j | jalur | Jalur | q2 | | |
| | text | alasan | Alasan | q3 | | ${{jalur}} = 'kota' |
| | end_group | | | | | |
| choices |
| | list_name | name | label |
| | j | dinas | Dinas |
| | j | kota | Kota |
| settings |
| | form_title | form_id |
| | Survei {name} | {name} |
"""


def upload(visitor: Any, file: Path, label: str, name: str) -> None:
    file.write_text(FORM.format(label=label, name=name))
    visitor.page.set_input_files("#berkas", file)
    visitor.press("Periksa berkas ini")


def try_and_publish(visitor: Any, folder: Path, name: str) -> None:
    """From the first upload to the second version."""
    page = visitor.page
    visitor.enter("admin")
    visitor.go("/pengaturan/kuesioner")
    visitor.look()
    upload(visitor, folder / "rusak.md", "Nama | q0 | yes | ${tidak_ada} = 1 |\n| | text | satu_lagi | Nama", name)
    assert page.get_by_role("heading", name="Kuesioner belum dapat dipakai").is_visible()
    visitor.complaints.clear()  # the console tells of the answer 422
    visitor.look()
    upload(visitor, folder / "satu.md", "Nama usaha", name)
    visitor.look()
    visitor.press("Coba seperti di telepon")
    assert page.get_by_text("Ditanyakan bila “Jalur” dijawab “Kota”.").is_visible()
    visitor.look()
    visitor.press("Lihat Alasan")
    assert page.locator('[name="q.a/alasan"]').is_visible()
    assert page.get_by_text("Jawaban di sini tidak dihitung di mana pun.").is_visible()
    visitor.look()
    visitor.go(f"/pengaturan/kuesioner/{name}")
    page.fill("#catatan", "Yang pertama")
    visitor.press("Terbitkan sebagai versi 1")
    upload(visitor, folder / "dua.md", "Nama resmi usaha", name)
    assert page.locator("ins").inner_text() == "Nama resmi usaha"
    visitor.look()
    visitor.press("Terbitkan sebagai versi 2")
    assert page.get_by_text("“Yang pertama”").is_visible()
    visitor.look()


def test_a_questionnaire_is_tried_out_and_published(visitor: Any, tmp_path: Path) -> None:
    try_and_publish(visitor, tmp_path, f"survei{visitor.width}")


def test_without_scripts_too(plain_visitor: Any, tmp_path: Path) -> None:
    # axe needs scripts; what a person does and sees is the same
    plain_visitor.look = lambda: None
    try_and_publish(plain_visitor, tmp_path, "survei_polos")


def test_a_report_that_begins_with_the_last_one_is_confirmed_answer_by_answer(visitor: Any) -> None:
    page = visitor.page
    visitor.enter("kesehatan")
    visitor.go("/perihal/1")
    visitor.look()
    stage = page.locator("ol.butir > li", has=page.get_by_role("heading", name="Deliver"))
    again = stage.get_by_role("button", name="Mulai dari isian terakhir")
    (again if again.count() else stage.get_by_role("link", name="Lanjutkan mengisi")).click()
    page.wait_for_url("**/isian/*")
    report = page.url
    page.goto(section := f"{report}/bagian/{'pengelola' if visitor.width == 390 else 'profil'}")
    marks = page.locator(".bawaan > p:visible")
    before = marks.count()
    assert before and marks.first.inner_text().startswith("Diambil dari Deliver, ")
    visitor.look()
    visitor.follow(page.get_by_role("button", name="Konfirmasi").first)
    assert marks.count() == before - 1
    page.locator(".bawaan input[type=text]:visible, .bawaan textarea:visible").first.fill("Sudah lain")
    assert marks.count() == before - 2
    visitor.press("Semua benar, simpan")
    page.goto(section)
    assert marks.count() == 0
    page.goto(f"{report}/periksa")
    assert page.locator("#bawaan").is_visible()
    visitor.look()
