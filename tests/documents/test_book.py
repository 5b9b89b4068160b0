"""Books: many answers in one Word file or one PDF whose pages run on."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from inovik_forms.answers.state import State
from inovik_forms.documents.book import book, gathered, repeats_collection
from inovik_forms.documents.dump import dump
from inovik_forms.documents.template import Template, load

from .samples import ANSWERS, part, sample_form, sample_template
from .word_files import PASAL_LIST, STYLES, answered, form, no_files, paragraph, plain, relation, word_file

_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_BREAK = '<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="rKaki"/>{}</w:sectPr></w:pPr></w:p>'
_NEW_PAGE = '<w:p><w:pPr><w:pageBreakBefore/><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


def collected() -> Template:
    """Contents in Roman numbers, then one chapter for each set of answers."""
    toc = "<w:p>" + _FIELD.format('TOC \\o "1-1" \\h \\u') + "</w:p>"
    front = paragraph("Daftar") + toc + _BREAK.format('<w:pgNumType w:fmt="lowerRoman" w:start="1"/>')
    chapter = _NEW_PAGE.format("Rencana {{ judul }}") + paragraph("{{ nama }}", number=(1, 1))
    chapter += paragraph("[[ULANGI kegiatan]]") + paragraph("{{ uraian }}") + paragraph("[[AKHIR]]")
    body = front + paragraph("[[ULANGI dokumen]]") + chapter + paragraph("[[AKHIR]]")
    page = _FIELD.format("PAGE")
    count = _FIELD.format("NUMPAGES")
    foot = f'<w:p>{page}<w:r><w:t xml:space="preserve"> dari </w:t></w:r>{count}</w:p>'
    data = word_file(
        body,
        numbering=PASAL_LIST,
        styles=STYLES,
        section='<w:footerReference w:type="default" r:id="rKaki"/><w:pgNumType w:start="1"/>',
        relations=relation("rKaki", "footer", "footer1.xml"),
        parts={"word/footer1.xml": part("ftr", foot)},
    )
    return load(data, "buku.docx", sample_form())


def states(*names: str, long: str = "") -> list[State]:
    """Sets of answers; the one called `long` fills more than a page."""
    many = [{"uraian": f"kegiatan {n}", "nilai": n} for n in range(90)]
    return [
        answered(sample_form(), {**ANSWERS, "judul": n, **({"kegiatan": many} if n == long else {})}) for n in names
    ]


def texts(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_pages_run_on_through_the_parts_and_the_contents_know_them() -> None:
    found = texts(book(collected(), states("Satu", "Dua", "Tiga", long="Dua"), files=no_files, form="pdf"))
    total = len(found)
    assert total == 5
    numbers = [re.search(r"(\w+) dari (\d+)", text) for text in found]
    assert [m[1] for m in numbers if m] == ["i", *(str(n) for n in range(1, total))]
    assert {m[2] for m in numbers if m} == {str(total)}
    last = next(n for n, text in enumerate(found) if "Rencana Tiga" in text and n)
    assert re.search(rf"Rencana Satu 1 Rencana Dua 2 Rencana Tiga {last}\b", found[0])


def test_links_of_the_contents_and_the_outline_lead_to_the_chapters() -> None:
    reader = PdfReader(io.BytesIO(book(collected(), states("Satu", "Dua"), files=no_files, form="pdf")))
    outline: list[Any] = list(reader.outline)
    assert [entry["/Title"] for entry in outline] == ["Rencana Satu", "Rencana Dua"]
    assert [reader.get_destination_page_number(entry) for entry in outline] == [1, 2]
    targets = [
        reader.get_page_number(mark.get_object()["/Dest"][0].get_object()) for mark in reader.pages[0]["/Annots"]
    ]
    assert sorted(set(targets)) == [1, 2]
    assert b"naskah-tujuan" not in b"".join(str(p.get("/Annots")).encode() for p in reader.pages)


def test_the_word_file_is_one_package_with_unique_bookmarks() -> None:
    data = book(sample_template(), states("Satu", "Dua"), files=no_files, form="docx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("word/document.xml").decode()
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text)
    assert names and len(set(names)) == len(names) and max(map(len, names)) <= 40
    for code in re.findall(r" REF (\S+) ", text):
        assert code in names
    assert text.count("w:numId w:val=") > 0 and len(set(re.findall(r'w:numId w:val="(\d+)"', text))) == 2


def test_a_template_without_the_collection_is_repeated_whole_and_counts_anew() -> None:
    assert not repeats_collection(sample_template().document.body)
    assert repeats_collection(collected().document.body)
    document = gathered(sample_template(), states("Satu", "Dua"), no_files)
    assert dump(document).count("Pasal 2 PENUTUP") == 2
    assert "Pasal 3" not in dump(document)


@pytest.mark.parametrize("texts_", [["[[ULANGI dokumen]]", "{{ romawi(n) }}", "[[AKHIR]]"], ["{{ romawi(n) }}"]])
def test_a_book_tells_what_is_wrong_in_any_of_its_documents(texts_: list[str]) -> None:
    numbers = form("integer n")
    template = load(plain(*texts_), "uji.docx", numbers)
    document = gathered(template, [answered(numbers, {"n": n}) for n in (1, 0, 5000)], no_files)
    assert [(p.code, p.detail["found"]) for p in document.problems] == [
        ("expressions.out_of_range", "0"), ("expressions.out_of_range", "5000")
    ]  # fmt: skip


def test_a_book_needs_answers() -> None:
    with pytest.raises(ValueError, match="at least one"):
        book(collected(), [], files=no_files)
