"""An administrator's Word template, from a file with seven mistakes to the version in force, by the report alone."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as NewDocument

from inovik_forms.store.store import Store

from .conftest import Visitor

pytestmark = pytest.mark.browser

LINES = (  # as they were written, and as the report says to mend them
    ("Kepada {{ unit_namaa }}", "Kepada {{ unit_nama }}"),
    ("[[JIKA kriteria_manfaat = 'ya']]Bermanfaat[[AKHIR", "[[JIKA kriteria_manfaat = 'ya']]Bermanfaat[[AKHIR]]"),
    ("[[ULANGI tujuann]]Tujuan [[AKHIR]]", "[[ULANGI tujuan]]Tujuan [[AKHIR]]"),
    ("Dicetak {{ tanggall(today()) }}", "Dicetak {{ tanggal(today()) }}"),
    ("Sebanyak {{ terbilang( }} orang", "Sebanyak {{ terbilang(12) }} orang"),
    ("Lihat {{ RUJUK pembuka }}.", "[[TANDAI pembuka]]Lihat {{ RUJUK pembuka }}."),
    ("Oleh {{ pj_nama ]]", "Oleh {{ pj_nama }}"),
)


def word_file(folder: Path, name: str, lines: Iterable[str]) -> Path:
    document, out = NewDocument(), BytesIO()
    document.add_heading("Surat pengantar")
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    (folder / name).write_bytes(out.getvalue())
    return folder / name


def check(visitor: Visitor, file: Path) -> Any:
    page = visitor.page
    page.set_input_files("#berkas", file)
    with page.expect_navigation():
        page.get_by_role("button", name="Periksa berkas ini").click()
    return page


def report(page: Any) -> dict[str, str]:
    """The text that is wrong → what to write instead."""
    return {
        row.locator("code").inner_text(): row.locator("td").last.inner_text()
        for row in page.locator("table.lapor tbody tr").all()
    }


def test_seven_mistakes_are_mended_by_following_the_report(visitor: Visitor, store: Store, tmp_path: Path) -> None:
    visitor.enter("admin")
    visitor.go("/pengaturan/naskah/baru")
    page = visitor.page
    title = f"Surat pengantar {visitor.width}"
    page.fill("#judul", title)
    page.select_option("#kuesioner", "diagnosa")
    check(visitor, word_file(tmp_path, "pengantar.docx", (wrong for wrong, _ in LINES)))
    page.get_by_text("7 kesalahan.").wait_for()
    visitor.look()
    told = report(page)
    assert len(told) == 7, told
    with page.expect_download() as noted:
        page.get_by_role("link", name="Unduh dengan catatan di tempatnya").click()
    comments = [comment.text for comment in NewDocument(BytesIO(noted.value.path().read_bytes())).comments]
    assert len(comments) == 7 and all(any(fix in text for text in comments) for fix in told.values())
    check(visitor, word_file(tmp_path, "pengantar.docx", (mended for _, mended in LINES)))
    visitor.press("Terbitkan sebagai versi 1")
    page.get_by_text("Versi 1 diterbitkan.").wait_for()
    (record,) = [r for r in store.template_records() if r.title == title]
    assert record.author == "admin"
    visitor.press("Syarat dan isian naskah ini")
    page.get_by_text("dijawab “Ya”").first.wait_for()
    visitor.look()
