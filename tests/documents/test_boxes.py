"""Text boxes: read in both spellings, filled, written back, shown where they stand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from inovik_forms.documents import pdf, write_docx, write_html
from inovik_forms.documents.dump import dump
from inovik_forms.documents.read import read
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import inspect
from inovik_forms.documents.tree import Document, Drawing
from inovik_forms.documents.walk import inlines, paragraphs
from tests.content.test_pages import placed, share_at_its_place
from tests.documents.test_notes import A4, WORDS, resolved
from tests.documents.word_files import filled, form, office_pdf, opened, paragraph, word_file

EMU = 12700
SHAPE_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


FILL = '<a:solidFill><a:srgbClr val="DDEEFF"/></a:solidFill>'
LINE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>'


def shape(text: str, width: int, height: int, at: str = '<a:off x="0" y="0"/>') -> str:
    """A wps:wsp with a box; measures in points."""
    size = f'<a:ext cx="{width * EMU}" cy="{height * EMU}"/>'
    return (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>{at}{size}</a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{FILL}{LINE}</wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraph(text)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="91440" tIns="45720" rIns="91440" bIns="45720" anchor="t"/></wps:wsp>'
    )


def graphic(inside: str, uri: str = SHAPE_URI) -> str:
    return f'<a:graphic><a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic>'


def anchored(text: str, x: int = 200, y: int = 10, width: int = 150, height: int = 60, wrap: str = "Square") -> str:
    """A run with an anchored box, with the old spelling beside it."""
    sides = ' wrapText="bothSides"' if wrap == "Square" else ""
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{x * EMU}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y * EMU}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width * EMU}" cy="{height * EMU}"/><wp:wrap{wrap}{sides}/><wp:docPr id="1" name="Kotak"/>'
        f"<wp:cNvGraphicFramePr/>{graphic(shape(text, width, height))}</wp:anchor></w:drawing>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{old(text)}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def old(text: str, style: str = "width:150pt;height:60pt") -> str:
    return (
        f'<w:pict><v:shape style="{style}" fillcolor="#def" strokecolor="red"><v:textbox inset="5pt,3pt,5pt,3pt">'
        f"<w:txbxContent>{paragraph(text)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def inline_box(text: str, width: int = 120, height: int = 40) -> str:
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width * EMU}" '
        f'cy="{height * EMU}"/><wp:docPr id="2" name="K"/><wp:cNvGraphicFramePr/>{graphic(shape(text, width, height))}'
        "</wp:inline></w:drawing></w:r>"
    )


def boxes(document: Document) -> list[Drawing]:
    return [i for p in paragraphs(document.body) for i in inlines(p.inlines) if isinstance(i, Drawing)]


def test_a_box_is_read_once_in_either_spelling() -> None:
    for inside in (anchored("isi kotak"), inline_box("isi kotak"), f"<w:r>{old('isi kotak')}</w:r>"):
        document, problems = read(word_file(paragraph("a", inside=inside)), "uji.docx")
        assert document is not None and not problems
        assert dump(document).count("[kotak teks: isi kotak]") == 1


def test_boxes_of_a_group_stand_where_the_group_puts_them() -> None:
    at = f'<a:off x="{100 * EMU}" y="0"/>'
    group = (
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{200 * EMU}" cy="{50 * EMU}"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="{400 * EMU}" cy="{100 * EMU}"/></a:xfrm></wpg:grpSpPr>'
        f"{shape('satu', 100, 80)}{shape('dua', 300, 80, at=at)}</wpg:wgp>"
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
    drawing = (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{200 * EMU}" cy="{50 * EMU}"/><wp:docPr id="3" name="g"/>'
        f"{graphic(group, uri)}</wp:inline></w:drawing></w:r>"
    )
    (found,) = boxes(opened(word_file(paragraph("a", inside=drawing))))
    assert [(b.x, b.width, b.height) for b in found.boxes] == [(0.0, 50.0, 40.0), (50.0, 150.0, 40.0)]


def test_tags_in_a_box_are_filled_in_both_spellings() -> None:
    data = word_file(paragraph("a", inside=anchored("untuk {{ nama }}[[JIKA nama = 'x']] saja[[AKHIR]]")))
    made = resolve(filled(data, form("text nama"), {"nama": "Ana"}))[0]
    assert "[kotak teks: untuk Ana]" in dump(made)
    with zipfile.ZipFile(io.BytesIO(write_docx.write(made))) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    texts = ["".join(e.itertext()) for e in root.iter("{*}txbxContent")]
    assert texts == ["untuk Ana", "untuk Ana"]
    assert "[kotak teks: untuk Ana]" in dump(opened(write_docx.write(made)))


def test_an_unknown_name_in_a_box_is_told_with_the_paragraph_that_holds_it() -> None:
    data = word_file(paragraph("satu") + paragraph("dua", inside=anchored("{{ nmaa }}")))
    _, problems = inspect(data, "uji.docx", form("text nama"))
    assert [(p.where.paragraph, p.where.quote) for p in problems] == [(2, "{{ nmaa }}")]  # type: ignore[union-attr]


def test_a_box_is_in_the_preview() -> None:
    html = write_html.write(resolved(word_file(paragraph("a", inside=anchored("tampak")))))
    assert html.count("tampak") == 1
    etree.fromstring(f"<x>{html}</x>")


def test_text_keeps_clear_of_a_box(tmp_path: Path) -> None:
    data = word_file(paragraph(WORDS * 6, inside=anchored("KOTAK", x=300, y=0, height=50)), section=A4)
    words = placed(pdf.pdf(resolved(data)), tmp_path)
    (box,) = [w for w in words if w[0] == "KOTAK"]
    assert box[2] == pytest.approx(72 + 300 + 7.2, abs=0.3)
    assert all(x < 72 + 300 or y > 72 + 50 for word, _, x, y in words if word != "KOTAK")


@pytest.mark.office
def test_words_stand_where_libreoffice_puts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = (
        paragraph(WORDS * 5, inside=anchored("Kotak di tengah teks yang panjang", x=300, y=20))
        + paragraph("Sebaris ", inside=inline_box("kotak sebaris"))
        + paragraph(WORDS * 4, inside=anchored("Kotak penuh", x=0, y=30, width=300, wrap="TopAndBottom"))
        + paragraph(WORDS * 3)
    )
    data = word_file(body, section=A4)
    ours, office = pdf.pdf(resolved(data)), office_pdf(data, tmp_path)
    share = share_at_its_place(ours, office, tmp_path)
    with capsys.disabled():
        print(f"\ntext boxes: {share:.1%} of the words within 5 mm")
    assert share >= 0.95
