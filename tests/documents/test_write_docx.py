"""The Word file: what Word demands of it, and what a file that comes back needs."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

import docx
import pytest
from docx2python import docx2python
from lxml import etree
from msgspec.structs import replace

from inovik_forms.documents.dump import dump
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import load
from inovik_forms.documents.tree import NAMESPACES, NumberRef, Paragraph, SectionEnd, Text
from inovik_forms.documents.write_docx import write
from inovik_forms.documents.write_docx_order import children, properties

from .samples import sample, sample_file, sample_template
from .word_files import PASAL_LIST, filled, form, opened, paragraph, png, word_file

W = "{" + NAMESPACES["w"] + "}"
# The order of the schema (ISO 29500-1), as far as our files use it; kept apart from the writer's own table.
SCHEMA = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing "
    "jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike vanish color spacing sz szCs highlight u shd vertAlign "
    "lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "sdtPr": "rPr alias tag id showingPlcHdr appearance",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
    "num": "abstractNumId lvlOverride",
}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def body(data: bytes) -> etree._Element:
    return etree.fromstring(parts(data)["word/document.xml"])


def names(element: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_every_part_is_well_formed_and_in_the_order_of_the_schema() -> None:
    for name, content in parts(write(sample())).items():
        root = etree.fromstring(content)
        for element in root.iter(etree.Element):
            order = SCHEMA.get(etree.QName(element).localname, "").split()
            if order and etree.QName(element).localname != "tc":
                found = [order.index(child) for child in names(element)]
                assert found == sorted(found), (name, etree.QName(element).localname, names(element))
            if element.tag == W + "tc":
                assert names(element)[-1] == "p", "a cell ends with a paragraph"


def test_the_same_document_gives_the_same_bytes_with_a_fixed_date() -> None:
    first, second = write(sample()), write(sample())
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert len(set(package.namelist())) == len(package.namelist())


def test_other_programs_open_it_and_find_the_text() -> None:
    data = write(sample())
    assert "Selesai." in [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    with docx2python(io.BytesIO(data)) as content:
        assert "Siti “Nur” Aminah" in content.text
        assert "Kerja <Sama> & Inovasi" in content.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_our_reader_finds_the_same_document_again() -> None:
    document = sample()
    again, _ = resolve(opened(write(document)))
    wanted = dump(document).replace("[…Label catatan…]", "…" * 7)
    assert dump(again).splitlines() == wanted.splitlines()


def test_filled_values_are_content_controls_tagged_with_their_answer() -> None:
    root = body(write(sample()))
    tagged = {c.find(f"{W}sdtPr/{W}tag").get(W + "val"): "".join(c.itertext()) for c in root.iter(W + "sdt")}
    assert tagged["judul"] == "Kerja <Sama> & Inovasi"
    assert [path for path in tagged if path.endswith("/uraian")]
    blank = next(c for c in root.iter(W + "sdt") if c.find(f"{W}sdtPr/{W}showingPlcHdr") is not None)
    assert blank.find(f"{W}sdtPr/{W}tag").get(W + "val") == "catatan"
    assert set("".join(blank.itertext())) == {"…"}
    ids = [c.find(f"{W}sdtPr/{W}id").get(W + "val") for c in root.iter(W + "sdt")]
    assert len(set(ids)) == len(ids)


def test_a_long_path_gets_a_short_tag_and_is_found_in_the_answers_part() -> None:
    path = "kegiatan[" + "k" * 60 + "]/uraian"
    document = replace(sample(), body=(Paragraph("p", (Text("isi", path=path),)), sample().body[-1]), answers_json="{}")
    made = parts(write(document))
    tag = re.search(rb'<w:tag w:val="([^"]+)"', made["word/document.xml"])
    assert tag is not None and len(tag[1]) <= 64
    assert f'<tag name="{tag[1].decode()}" path="{path}"/>'.encode() in made["customXml/item1.xml"]


def test_the_answers_travel_in_a_custom_part() -> None:
    made = parts(write(replace(sample(), answers_json='{"nama": "<Ani> & \\u0001"}')))
    root = etree.fromstring(made["customXml/item1.xml"])
    assert "".join(root.itertext()) == '{"nama": "<Ani> & \\u0001"}'
    assert b"customXml/item1.xml" in made["word/_rels/document.xml.rels"]
    assert b"/customXml/itemProps1.xml" in made["[Content_Types].xml"]


def test_headers_without_tags_keep_their_bytes_and_filled_ones_are_written() -> None:
    made, old = parts(write(sample())), parts(sample_file())
    assert made["word/header2.xml"] == old["word/header2.xml"]
    assert made["word/footer1.xml"] == old["word/footer1.xml"]
    assert "Pemerintah Kota " in "".join(etree.fromstring(made["word/header1.xml"]).itertext())
    assert b"{{" not in made["word/header1.xml"]


def test_a_header_that_no_section_shows_keeps_no_tags() -> None:
    document = sample()
    hidden = tuple(replace(b, headers={}) if isinstance(b, SectionEnd) else b for b in document.body)
    assert b"{{" not in parts(write(replace(document, body=hidden)))["word/header1.xml"]


def test_two_fillings_of_one_header_are_two_parts() -> None:
    document = sample()
    ends = [b for b in document.body if isinstance(b, SectionEnd)]
    other = next(b for b in sample(nama="Budi").body if isinstance(b, SectionEnd))
    made = parts(write(replace(document, body=(Paragraph("a", ()), ends[0], Paragraph("b", ()), other))))
    headers = ["".join(etree.fromstring(made[n]).itertext()) for n in sorted(made) if n.startswith("word/header")]
    assert {"Pemerintah Kota Siti “Nur” Aminah", "Pemerintah Kota Budi"} <= set(headers)
    types = made["[Content_Types].xml"].decode()
    assert types.count("wordprocessingml.header+xml") == 1  # for the added one; the fixture declares none


def test_nothing_asks_word_to_update_fields_and_no_editing_session_is_told() -> None:
    content = b"".join(parts(write(sample())).values())
    assert b"updateFields" not in content
    assert b"rsid" not in content


def test_references_are_fields_with_the_right_result() -> None:
    root = body(write(sample()))
    codes = ["".join(e.itertext()).split() for e in root.iter(W + "instrText")]
    reference = next(code for code in codes if code[0] == "REF")
    assert reference[2:] == ["\\n", "\\h"]
    assert reference[1] in [e.get(W + "name") for e in root.iter(W + "bookmarkStart")]
    text = "".join(root.itertext())
    assert re.search(r"REF _Ref\d+ \\n \\h Pasal\s1", text)
    marks = [e.get(W + "id") for e in root.iter(W + "bookmarkStart")]
    assert len(set(marks)) == len(marks)
    assert sorted(marks) == sorted(e.get(W + "id") for e in root.iter(W + "bookmarkEnd"))


def test_fields_begin_separate_and_end_in_turn() -> None:
    root = body(write(sample()))
    depth = 0
    for mark in root.iter(W + "fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(W + "fldCharType")]
        assert depth >= 0
    assert depth == 0


def test_a_list_that_begins_anew_is_a_list_of_its_own() -> None:
    document = opened(
        word_file(paragraph("satu", number=(1, 1)) + paragraph("lagi", number=(1, 1)), numbering=PASAL_LIST)
    )
    first, second, end = document.body
    assert isinstance(second, Paragraph)
    again = replace(document, body=(first, replace(second, number=NumberRef(1, 1, "@2")), end))
    made = parts(write(again))
    root = etree.fromstring(made["word/numbering.xml"])
    nums = {n.get(W + "numId"): n for n in root.iter(W + "num")}
    assert set(nums) == {"1", "2"}
    assert nums["2"].find(f"{W}abstractNumId").get(W + "val") == "1"
    starts = {o.get(W + "ilvl"): o[0].get(W + "val") for o in nums["2"].iter(W + "lvlOverride")}
    assert starts == {"0": "1", "1": "1", "2": "1", "3": "1"}
    resolved, _ = resolve(opened(write(again)))
    assert [b.label for b in resolved.body if isinstance(b, Paragraph)] == ["(1)", "(1)"]


def test_an_answered_picture_is_stored_once_by_its_content() -> None:
    survey = form("image foto")
    template = load(word_file(paragraph("{{ foto }}") + paragraph("{{ foto }}")), "g.docx", survey)
    document, _ = resolve(filled(template, survey, {"foto": "a.png"}, files=lambda value: png()))
    made = parts(write(document))
    media = [name for name in made if name.startswith("word/media/")]
    assert len(media) == 1 and made[media[0]] == png()
    assert made["word/_rels/document.xml.rels"].count(b"relationships/image") == 1
    drawings = re.findall(rb'<wp:docPr id="(\d+)"', made["word/document.xml"])
    assert len(drawings) == 2 and len(set(drawings)) == 2


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    document = sample(nama="A\x0bB")
    assert "".join(body(write(document)).itertext()).count("AB") >= 1


def test_a_document_with_tags_is_refused() -> None:
    with pytest.raises(TypeError, match="filled"):
        write(sample_template().document)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("<w:jc w:val='center'/><w:keepNext/>", ["keepNext", "numPr", "jc"]),
        ("<w:spacing w:before='1'/><w14:x w:a='>'/><w:pBdr><w:top/></w:pBdr>", ["numPr", "pBdr", "spacing", "x"]),
        ("<w:numPr><w:numId w:val='9'/></w:numPr>", ["numPr"]),
    ],
)
def test_own_properties_are_put_where_the_schema_wants_them(raw: str, wanted: list[str]) -> None:
    made = properties("pPr", raw, ("numPr", "<w:numPr/>"), ("rPr", ""))
    inner = made.removeprefix("<w:pPr>").removesuffix("</w:pPr>")
    assert [name for name, _ in children(inner)] == wanted
    assert "9" not in made


def test_sections_keep_their_page_and_its_numbers() -> None:
    sections = list(body(write(sample())).iter(W + "sectPr"))
    assert len(sections) == 2
    numbers = sections[0].find(W + "pgNumType")
    assert (numbers.get(W + "fmt"), numbers.get(W + "start")) == ("lowerRoman", "3")
    assert sections[0].find(W + "titlePg") is not None
    assert sections[1].find(W + "pgSz").get(W + "orient") == "landscape"
    assert all(a is not b for a, b in pairwise(sections))
