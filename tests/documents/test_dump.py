"""The plain-text picture of a document."""

from __future__ import annotations

import io

import docx

from inovik_forms.documents.dump import dump
from inovik_forms.documents.template import parse

from .word_files import PASAL_LIST, filled, form, opened, paragraph, plain, png, saved, table, word_file


def test_one_line_a_paragraph_with_label_cells_and_breaks() -> None:
    body = (
        paragraph("", number=(1, 0), inside="<w:r><w:br/><w:t>JUDUL</w:t></w:r>")
        + paragraph("isi  dengan   jarak", number=(1, 1), inside='<w:r><w:br w:type="page"/></w:r>')
        + table(("satu\ndua", ""), ("tiga", "empat"))
        + paragraph("akhir")
    )
    assert dump(opened(word_file(body, numbering=PASAL_LIST))) == (
        "Pasal 1 JUDUL\n(1) isi dengan jarak\n[halaman baru]\nsatu / dua | \ntiga | empat\nakhir\n"
    )


def test_headers_and_footers_come_first_and_once() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kepala"
    document.add_paragraph("isi")
    document.add_section()
    document.sections[1].footer.is_linked_to_previous = False
    document.sections[1].footer.paragraphs[0].text = "Kaki"
    document.add_paragraph("lain")
    assert dump(opened(saved(document))).splitlines() == [
        "[kepala biasa, bagian 1]", "Kepala", "[kaki biasa, bagian 2]", "Kaki",
        "[isi]", "isi", "", "[bagian baru]", "lain",
    ]  # fmt: skip


def test_pictures_blanks_and_page_numbers_are_named() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(png()))
    assert dump(opened(saved(document))) == "[gambar]\n"
    questionnaire = form("text nama")
    assert dump(filled(plain("Nama: {{ nama }}"), questionnaire, {})) == "Nama: […Label nama…]\n"
    number = (
        '<w:fldSimple w:instr="PAGE"/><w:r><w:t xml:space="preserve"> / </w:t></w:r><w:fldSimple w:instr="NUMPAGES"/>'
    )
    assert dump(opened(word_file(paragraph(inside=number)))) == "[nomor halaman] / [jumlah halaman]\n"


def test_a_template_dumps_alike_before_and_after_parsing() -> None:
    texts = ["[[JIKA a]]", "x {{ nama }}", '[[ULANGI k; PEMISAH "; dan"]]', "y", "[[KOSONG]]", "z", "[[AKHIR]]",
             "[[SELAIN ITU]]", "w [[JIKA b]]v[[AKHIR]]", "[[AKHIR]]"]  # fmt: skip
    document = opened(plain(*texts))
    template, _ = parse(document)
    assert template is not None
    assert dump(document).splitlines() == texts
    assert dump(template.document).splitlines() == texts
