"""Words parted at the end of a line: where a soft hyphen stands, and by patterns where the document asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inovik_forms.documents import pdf, write_docx, write_html
from tests.content.test_pages import placed
from tests.documents.test_notes import resolved
from tests.documents.word_files import DECLARED, opened, paragraph, relation, word_file

NARROW = '<w:pgSz w:w="4000" w:h="8000"/><w:pgMar w:top="300" w:right="700" w:bottom="300" w:left="700"/>'
LONG = "Penyelenggaraan pemerintahan daerah mempertimbangkan pertanggungjawaban pengembangan kelembagaan"


def file(text: str, *, asks: bool, own: str = "") -> bytes:
    settings = f"<w:settings {DECLARED}>{'<w:autoHyphenation/>' if asks else ''}</w:settings>"
    body = f"<w:p><w:pPr>{own}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    parts = {"word/settings.xml": settings}
    return word_file(body, section=NARROW, relations=relation("rS", "settings", "settings.xml"), parts=parts)


def shown(data: bytes, folder: Path) -> str:
    return " ".join(word for word, _, _, _ in placed(pdf.pdf(resolved(data)), folder))


def test_words_are_parted_between_syllables_only_where_the_document_asks(tmp_path: Path) -> None:
    assert "-" not in shown(file(LONG, asks=False), tmp_path)
    assert "-" not in shown(file(LONG, asks=True, own="<w:suppressAutoHyphens/>"), tmp_path)
    found = shown(file(LONG, asks=True), tmp_path)
    assert "- " in found and found.replace("- ", "") == LONG


@pytest.mark.parametrize(("text", "lines"), [("pertanggungjawaban\u00adpemerintahan", 2), ("se\u00adbagai", 1)])
def test_a_soft_hyphen_shows_only_at_the_end_of_a_line(text: str, lines: int, tmp_path: Path) -> None:
    found = shown(file(text, asks=False), tmp_path)
    assert found.replace("- ", "") == text.replace("\u00ad", "")
    assert ("- " in found) == (lines == 2)


def test_the_preview_and_the_word_file_keep_both() -> None:
    document = resolved(file(f"se\u00adbagai {LONG}", asks=True))
    assert "hyphens:auto" in write_html.write(document)
    assert opened(write_docx.write(document)).hyphenate
    assert "hyphens:auto" not in write_html.write(resolved(word_file(paragraph("a"))))
