"""In Chromium: an administrator's clause from its first version to all documents published anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document as NewDocument

pytestmark = pytest.mark.browser

FORM = "| survey |\n| | type | name | label |\n| | text | nama | Nama |\n| settings |\n| | form_id |\n| | NAMA |\n"


def word(file: Path, *lines: str) -> Path:
    document = NewDocument()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(file))
    return file


def test_a_clause_is_made_used_changed_and_its_document_published_anew(visitor: Any, tmp_path: Path) -> None:
    page, title = visitor.page, f"Kahar {visitor.width}"
    name = f"kahar_{visitor.width}"
    visitor.enter("admin")
    visitor.go("/pengaturan/klausul")
    visitor.look()
    visitor.press("Klausul baru")
    visitor.look()
    page.fill("#judul", title)
    page.set_input_files("#berkas-1", word(tmp_path / "salah.docx", "Bunyi {{ judul"))
    visitor.press("Periksa dan terbitkan")
    page.get_by_role("heading", name=f"1 kesalahan di “{title}”").wait_for()
    visitor.complaints.clear()  # the console tells of the answer 422
    visitor.look()
    page.set_input_files("#berkas-1", word(tmp_path / "bunyi.docx", "Bunyi lama."))
    visitor.press("Periksa dan terbitkan")
    page.get_by_role("heading", name=title).wait_for()
    visitor.look()
    template = word(tmp_path / "naskah.docx", "Pembuka", f"[[KLAUSUL {name}]]")
    visitor.store.publish_questionnaire(name, FORM.replace("NAMA", name).encode(), "uji.md")
    visitor.store.publish_template(f"naskah-{name}", template.read_bytes(), name, f"Naskah {title}")
    visitor.go(f"/pengaturan/klausul/{name}")
    page.set_input_files("#berkas-1", word(tmp_path / "baru.docx", "Bunyi baru."))
    visitor.press("Periksa dan terbitkan")
    page.get_by_text("versi lama", exact=True).wait_for()
    visitor.look()
    visitor.follow(page.get_by_role("link", name="Lihat akibatnya di dokumen"))
    page.locator("ins").first.wait_for()
    assert page.locator("ins").first.inner_text() == "baru"
    visitor.look()
    visitor.press(title)
    visitor.press("Terbitkan 1 naskah dengan versi 2")
    page.get_by_text("memakai versi 2", exact=True).wait_for()
    visitor.look()
    visitor.go("/pengaturan/klausul")
    visitor.look()
