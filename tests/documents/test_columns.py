"""Sections of several columns: filled one after the other, balanced where a section goes on below."""

from __future__ import annotations

from pathlib import Path

import pytest

from inovik_forms.documents import pdf, write_docx, write_html
from inovik_forms.documents.read import read
from tests.content.test_pages import placed, share_at_its_place
from tests.documents.test_notes import A4, WORDS, resolved
from tests.documents.word_files import codes, office_pdf, opened, paragraph, word_file

TWO = f'{A4}<w:cols w:num="2" w:space="720"/>'
NEXT = '<w:type w:val="continuous"/>'
BREAK = '<w:r><w:br w:type="column"/></w:r>'
LEFT, MIDDLE = 72.0, 595.3 / 2


def ends(section: str) -> str:
    """An empty paragraph that ends a section."""
    return f"<w:p><w:pPr><w:sectPr>{section}</w:sectPr></w:pPr></w:p>"


def columns(data: bytes, folder: Path) -> list[tuple[str, int, bool, float]]:
    """(word, page, whether it stands in the right half, lower edge) of a file's words."""
    return [(word, page, x > MIDDLE, y) for word, page, x, y in placed(pdf.pdf(resolved(data)), folder)]


def newspaper() -> bytes:
    """A heading over the whole width, two balanced columns, text over the whole width again."""
    body = (
        paragraph("Judul di atas kolom")
        + ends(f"{NEXT}{A4}")
        + "".join(paragraph(WORDS * 2) for _ in range(7))
        + ends(f"{NEXT}{TWO}")
        + paragraph(WORDS * 3)
    )
    return word_file(body, section=f"{NEXT}{A4}")


def test_text_goes_on_in_the_next_column_and_then_on_the_next_page(tmp_path: Path) -> None:
    data = word_file("".join(paragraph(f"Butir{n}") for n in range(150)), section=TWO)
    found = {word: (page, is_right) for word, page, is_right, _ in columns(data, tmp_path)}
    places = [found[f"Butir{n}"] for n in range(150)]
    assert places == sorted(places) and set(places) == {(1, False), (1, True), (2, False)}


def test_a_column_break_begins_the_next_column(tmp_path: Path) -> None:
    data = word_file(paragraph("Kiri", inside=BREAK) + paragraph("Kanan"), section=TWO)
    (_, _, first, upper), (_, _, second, lower) = columns(data, tmp_path)
    assert (first, second) == (False, True) and upper == pytest.approx(lower)


def test_columns_are_balanced_where_a_section_goes_on_below(tmp_path: Path) -> None:
    found = columns(newspaper(), tmp_path)
    low = {side: max(y for word, _, right, y in found[:120] if right is side) for side in (False, True)}
    assert {page for _, page, _, _ in found} == {1}
    assert abs(low[False] - low[True]) < 30
    assert found[-1][3] > max(low.values())


def test_columns_are_written_back(tmp_path: Path) -> None:
    again = opened(write_docx.write(resolved(newspaper())))
    assert [b.page.columns for b in again.body if hasattr(b, "page")] == [1, 2, 1]


def test_columns_of_several_widths_are_told() -> None:
    uneven = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="3000"/><w:col w:w="5000"/></w:cols>'
    assert codes(read(word_file(paragraph("a"), section=A4 + uneven), "uji.docx")[1]) == ["documents.columns"]


@pytest.mark.office
def test_words_stand_where_libreoffice_puts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = newspaper()
    share = share_at_its_place(pdf.pdf(resolved(data)), office_pdf(data, tmp_path), tmp_path)
    with capsys.disabled():
        print(f"\ncolumns: {share:.1%} of the words within 5 mm")
    assert share >= 0.95


def test_the_preview_has_columns_too() -> None:
    html = write_html.write(resolved(newspaper()))
    assert html.count("column-count:2") == 1 and html.count("<section") == 3
