"""The reader: what a Word file holds, and what is refused by name."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from inovik_forms.documents.read import read
from inovik_forms.documents.tree import (
    Image,
    LineBreak,
    Link,
    Opaque,
    PageCount,
    PageNumber,
    Paragraph,
    ReferTo,
    SectionEnd,
    Tab,
    Table,
    Text,
    Toc,
)
from inovik_forms.documents.walk import paragraphs, plain_text

from .word_files import DECLARED, codes, opened, paragraph, plain, png, relation, saved, table, word_file


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str = "", *, separate: bool = True) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    middle = char("separate") + result if separate else ""
    return f'{char("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{middle}{char("end")}'


def inlines(inside: str, **more: Any) -> tuple[Any, ...]:
    first = opened(word_file(paragraph(inside=inside), **more)).body[0]
    assert isinstance(first, Paragraph)
    return first.inlines


# ---------------------------------------------------------------- text


def test_runs_that_differ_in_nothing_but_revision_marks_are_one() -> None:
    found = inlines(
        run("sa") + '<w:proofErr w:type="spellStart"/>' + '<w:r w:rsidR="00AB"><w:rPr><w:lang w:val="id-ID"/></w:rPr>'
        "<w:t>tu</w:t></w:r>" + run(" dua", "<w:b/>") + "<w:r><w:rPr><w:b/><w:noProof/></w:rPr><w:t>!</w:t></w:r>"
    )
    assert [(t.text, t.format.bold, t.raw_rpr) for t in found] == [("satu", None, ""), (" dua!", True, "<w:b/>")]


def test_content_controls_smart_tags_and_insertions_are_looked_through() -> None:
    found = inlines(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('a')}</w:sdtContent></w:sdt>"
        f'<w:smartTag w:element="x">{run("b")}</w:smartTag><w:customXml>{run("c")}</w:customXml>'
    )
    assert plain_text(found) == "abc"


def test_special_letters() -> None:
    found = inlines(
        "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:tab/><w:br/><w:t> x </w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:cr/></w:r>'
    )
    assert [type(i) for i in found] == [Text, Tab, LineBreak, Text, LineBreak]
    assert (found[0].text, found[3].text) == ("a\u2011b\u00ad", "x✓")


def test_a_page_break_inside_a_paragraph_cuts_it() -> None:
    body = paragraph(number=None, inside=run("satu") + '<w:r><w:br w:type="page"/></w:r>' + run("dua"))
    first, second, _ = opened(word_file(body)).body
    assert (plain_text(first.inlines), first.page_break) == ("satu", True)
    assert (plain_text(second.inlines), second.page_break) == ("dua", False)
    assert first.id != second.id


def test_formatting_is_read_typed_and_kept_raw() -> None:
    properties = (
        '<w:rFonts w:ascii="Bookman Old Style"/><w:b/><w:i w:val="0"/><w:caps/><w:color w:val="ff0000"/>'
        '<w:sz w:val="23"/><w:highlight w:val="yellow"/><w:u w:val="single"/><w:vertAlign w:val="superscript"/>'
    )
    text = inlines(run("x", properties))[0]
    form = text.format
    assert (form.font, form.bold, form.italic, form.caps) == ("Bookman Old Style", True, False, True)
    assert (form.color, form.size, form.shade, form.underline) == ("FF0000", 11.5, "FFFF00", "single")
    assert form.position == "superscript" and text.raw_rpr == properties


def test_paragraph_formatting() -> None:
    ppr = (
        '<w:keepNext/><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
        '<w:spacing w:before="120" w:after="60" w:line="360" w:lineRule="auto"/>'
        '<w:ind w:left="720" w:hanging="360"/><w:jc w:val="both"/>'
    )
    found = opened(word_file(f"<w:p><w:pPr>{ppr}</w:pPr></w:p>")).body[0]
    form = found.format
    assert (form.keep_next, form.indent_left, form.first_line, form.align) == (True, 36, -18, "both")
    assert (form.space_before, form.space_after, form.line, form.line_rule) == (6, 3, 1.5, "auto")
    assert (form.tabs[0].position, form.tabs[0].kind, form.tabs[0].leader) == (450, "right", "dot")
    assert found.raw_ppr == ppr


def test_theme_fonts_are_resolved() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:minorFont><a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
    )
    found = inlines(
        run("x", '<w:rFonts w:asciiTheme="minorHAnsi"/>'),
        relations=relation("rTheme", "theme", "theme.xml"),
        parts={"word/theme.xml": theme},
    )
    assert found[0].format.font == "Calibri"


# ---------------------------------------------------------------- fields and links


def test_fields() -> None:
    found = inlines(
        field("PAGE", run("1", "<w:b/>")) + field("NUMPAGES") + field("SECTIONPAGES", separate=False)
        + field("REF _Ref123456789 \\r \\h", run("Pasal 5")) + field("DATE", run("1 Mei"))
        + f'<w:fldSimple w:instr=" PAGE ">{run("2")}</w:fldSimple>'
    )  # fmt: skip
    assert [type(i) for i in found] == [PageNumber, PageCount, PageCount, ReferTo, Opaque, PageNumber]
    assert (found[0].format.bold, found[1].section, found[2].section) == (True, False, True)
    assert (found[3].targets, found[3].cached, found[3].instruction) == (
        ("_Ref123456789",), "Pasal 5", "REF _Ref123456789 \\r \\h"
    )  # fmt: skip
    assert found[4].text == "1 Mei" and found[4].raw.count("<w:fldChar ") == 3


def test_a_table_of_contents_is_one_block_whatever_it_spans() -> None:
    first = paragraph(inside=field('TOC \\o "1-2" \\h', run("Bab I")).rsplit("<w:r>", 1)[0])
    last = paragraph(inside=run("Bab II") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    inside = paragraph("DAFTAR ISI") + first + paragraph("tengah") + last
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    body = opened(word_file(control + paragraph("sesudah"))).body
    assert [type(b) for b in body] == [Paragraph, Toc, Paragraph, SectionEnd]
    assert (body[1].levels, plain_text(body[2].inlines)) == ((1, 2), "sesudah")


def test_links_keep_safe_addresses_only() -> None:
    relations = relation("r1", "hyperlink", "https://contoh.id/", external=True) + relation(
        "r2", "hyperlink", "javascript:alert(1)", external=True
    )
    body = "".join(f'<w:hyperlink r:id="{r}">{run("tautan")}</w:hyperlink>' for r in ("r1", "r2"))
    document, problems = read(word_file(paragraph(inside=body), relations=relations), "uji.docx")
    assert document is not None and codes(problems) == ["documents.link"]
    first, second = document.body[0].inlines
    assert isinstance(first, Link) and first.url == "https://contoh.id/" and isinstance(second, Text)


def test_bookmarks_name_their_paragraph() -> None:
    body = paragraph("a", inside='<w:bookmarkStart w:id="1" w:name="_Ref5"/><w:bookmarkEnd w:id="1"/>') + (
        '<w:bookmarkStart w:id="2" w:name="luar"/><w:bookmarkEnd w:id="2"/>' + paragraph("b")
    )
    assert [p.bookmarks for p in paragraphs(opened(word_file(body)).body)] == [("_Ref5",), ("luar",)]


# ---------------------------------------------------------------- tables, pictures, sections


def test_tables_made_by_python_docx() -> None:
    document = docx.Document()
    made = document.add_table(3, 3)
    made.style = "Table Grid"
    made.cell(0, 0).merge(made.cell(0, 1)).text = "lebar"
    made.cell(1, 2).merge(made.cell(2, 2)).text = "tinggi"
    found = next(b for b in opened(saved(document)).body if isinstance(b, Table))
    assert [[c.colspan for c in r.cells] for r in found.rows] == [[2, 1], [1, 1, 1], [1, 1, 1]]
    assert [r.cells[-1].merge for r in found.rows] == ["", "restart", "continue"]
    assert found.columns == (144.0, 144.0, 144.0) and found.style == "TableGrid"


def test_row_and_cell_properties() -> None:
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:shd w:fill="DDEEFF"/><w:vAlign w:val="center"/>'
        '<w:tcBorders><w:top w:val="single" w:sz="12" w:color="FF0000"/></w:tcBorders></w:tcPr><w:p/></w:tc>'
    )
    properties = '<w:trPr><w:cantSplit/><w:tblHeader/><w:trHeight w:val="400" w:hRule="exact"/></w:trPr>'
    found = opened(word_file(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{properties}{cell}</w:tr></w:tbl>")).body[0]
    row = found.rows[0]
    assert (row.header, row.cant_split, row.height, row.height_rule) == (True, True, 20, "exact")
    form = row.cells[0].format
    assert (form.shade, form.vertical_align, form.borders["top"].width, found.columns) == (
        "DDEEFF", "center", 1.5, (100.0,)
    )  # fmt: skip


def test_pictures_inline_and_anchored() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(png()), width=Cm(2))
    found = next(i for p in paragraphs(opened(saved(document)).body) for i in p.inlines)
    assert isinstance(found, Image) and found.data == png() and found.media_type == "image/png"
    assert (round(found.width, 1), round(found.height, 1), found.floating) == (56.7, 28.3, None)
    anchored = found.raw.replace("wp:inline", "wp:anchor").replace(
        "<wp:extent", '<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH><wp:extent', 1
    )
    identity = found.raw.split('r:embed="')[1].split('"')[0]
    image = inlines(
        f"<w:r>{anchored}</w:r>", relations=relation(identity, "image", "p.png"), parts={"word/p.png": png()}
    )[0]
    assert image.floating is not None and image.floating.align_h == "center" and image.floating.relative_h == "page"


def test_sections_link_their_headers_to_the_previous_one() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kepala"
    document.add_section()
    last = document.sections[1]
    last.orientation, last.page_width, last.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    last.different_first_page_header_footer = True
    last.footer.is_linked_to_previous = False
    last.footer.paragraphs[0].text = "Kaki"
    first, second = (b for b in opened(saved(document)).body if isinstance(b, SectionEnd))
    assert first.headers["default"] is second.headers["default"]
    assert (second.page.landscape, second.page.title_page, first.page.landscape) == (True, True, False)
    assert "default" not in first.footers and plain_text(second.footers["default"].blocks[0].inlines) == "Kaki"


def test_page_numbers_of_a_section() -> None:
    section = (
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:left="1701" w:gutter="100"/>'
        '<w:pgNumType w:fmt="lowerRoman" w:start="3"/>'
    )
    page = opened(word_file(paragraph("x"), section=section)).body[-1].page
    assert (page.width, page.top, page.left, page.number_start, page.number_format) == (
        595.3,
        56.7,
        90.05,
        3,
        "lowerRoman",
    )


# ---------------------------------------------------------------- warnings


def test_content_that_cannot_be_laid_out_is_carried_and_named() -> None:
    text = "<w:txbxContent><w:p><w:r><w:t>kotak</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{text}</v:textbox></v:shape></w:pict></w:r>"
    math = "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    document, problems = read(
        word_file(paragraph("Judul", style="Heading1") + paragraph("a", inside=box + math)), "uji.docx"
    )
    assert document is not None
    assert [(p.code, p.severity, p.where.heading, p.where.paragraph) for p in problems] == [
        ("documents.unsupported", "warning", "Judul", 2)
    ] * 2
    kinds = [(i.kind, i.text) for i in document.body[1].inlines if isinstance(i, Opaque)]
    assert kinds == [("textbox", "kotak"), ("equation", "x+1")]
    assert "Kotak teks" in problems[0].message


def test_tracked_changes_are_read_as_their_final_state_and_said() -> None:
    gone = '<w:del w:id="1" w:author="a"><w:r><w:delText>lama</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2" w:author="a">{run("baru")}</w:ins>'
    joined = '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>satu</w:t></w:r></w:p>'
    document, problems = read(word_file(paragraph(inside=gone + new) + joined + paragraph("dua")), "uji.docx")
    assert document is not None
    assert [plain_text(p.inlines) for p in paragraphs(document.body)] == ["baru", "satudua"]
    assert codes(problems) == ["documents.tracked_change"] * 2


def test_text_in_another_direction_is_said_with_its_place() -> None:
    upright = table(("tegak",)).replace("<w:tcPr/>", '<w:tcPr><w:textDirection w:val="btLr"/></w:tcPr>')
    arabic = "<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:t>\u0645\u0631\u062d\u0628\u0627</w:t></w:r></w:p>"
    document, problems = read(word_file(paragraph("satu") + arabic + upright), "uji.docx")
    assert document is not None and codes(problems) == ["documents.direction"] * 2
    assert next(p.where.paragraph for p in problems) == 2  # type: ignore[union-attr]


def test_comments_and_columns_are_said() -> None:
    comments = f'<w:comments {DECLARED}><w:comment w:id="1"/></w:comments>'
    _, problems = read(
        word_file(
            paragraph("x"),
            section='<w:cols w:num="2" w:equalWidth="0"><w:col w:w="900"/><w:col w:w="90"/></w:cols>',
            relations=relation("rC", "comments", "comments.xml"),
            parts={"word/comments.xml": comments},
        ),
        "uji.docx",
    )
    assert sorted(codes(problems)) == ["documents.columns", "documents.comments"]


# ---------------------------------------------------------------- refusals


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def added(name: str, content: bytes | str) -> bytes:
    return word_file(paragraph("x"), parts={name: content})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "documents.not_docx"),
    "text": (b"halo", "documents.not_docx"),
    "a zip without a document": (zipped(a=b"b"), "documents.not_docx"),
    "cut off": (plain("x")[:-200], "documents.damaged"),
    "old Word": (OLE + bytes(600), "documents.old_doc"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "documents.encrypted"),
    "macros": (added("word/vbaProject.bin", b"x"), "documents.macro"),
    "doctype": (added("word/styles.xml", DOCTYPE), "documents.doctype"),
    "doctype in utf-16": (added("docProps/core.xml", DOCTYPE.encode("utf-16")), "documents.doctype"),
    "broken xml": (added("word/document.xml", "<w:document"), "documents.damaged"),
    "bomb": (added("word/media/a.bin", bytes(30_000_000)), "documents.too_big"),
    "path outside": (added("../x.xml", "<a/>"), "documents.bad_member"),
    "linked picture": (
        word_file(paragraph("x"), relations=relation("r1", "image", "http://x/a.png", external=True)),
        "documents.external",
    ),
    "template elsewhere": (
        word_file(paragraph("x"), relations=relation("r1", "attachedTemplate", "file:///c:/a.dotm", external=True)),
        "documents.external",
    ),
    "ole": (word_file(paragraph("x"), relations=relation("r1", "oleObject", "a.bin")), "documents.foreign_part"),
    "included text": (
        word_file(paragraph(inside=field('INCLUDETEXT "c:\\\\rahasia.txt"', run("isi")))), "documents.field_outside"
    ),
    "alternative chunk": (word_file('<w:altChunk r:id="r1"/>' + paragraph("x")), "documents.foreign_part"),
    "strict": (
        added("word/document.xml", '<d xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'), "documents.strict"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_are_named(name: str) -> None:
    data, code = REFUSED[name]
    document, problems = read(data, "uji.docx")
    assert document is None and code in codes(problems)
    assert all(p.message and p.fix for p in problems)


def test_all_refusals_at_once() -> None:
    body = paragraph(inside="<w:r><w:object/></w:r>") + paragraph(inside=field("LINK Excel.Sheet x", run("1")))
    _, problems = read(word_file(body + '<w:altChunk r:id="r1"/>'), "uji.docx")
    assert codes(problems) == ["documents.foreign_part", "documents.field_outside", "documents.foreign_part"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray(word_file(paragraph("isi") + table(("a", "b"))))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    document, problems = read(bytes(whole), "uji.docx")
    assert document is not None or problems


def test_a_file_of_python_docx_keeps_its_words() -> None:
    document = docx.Document()
    document.add_heading("Judul", 1)
    document.add_paragraph("isi").runs[0].font.size = Pt(9)
    found = opened(saved(document))
    assert [plain_text(p.inlines) for p in paragraphs(found.body)] == ["Judul", "isi"]
    assert found.styles["Heading1"].para.outline_level == 0 and found.default_style == "Normal"


def test_absurd_measures_of_a_table_are_bounded() -> None:
    rows = '<w:tr/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="5000000"/></w:tcPr></w:tc></w:tr>'
    wide = '<w:tr><w:trPr><w:gridBefore w:val="9999999"/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
    document = opened(word_file(f'<w:tbl><w:tblGrid><w:gridCol w:w="-100"/></w:tblGrid>{rows}{wide}</w:tbl>'))
    made = document.body[0]
    assert isinstance(made, Table) and len(made.columns) == 64
