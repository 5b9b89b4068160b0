"""Lines and pages: where words stand, what stays together, how a table ends a page, what the file is tagged as."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from PIL import ImageCms
from pypdf import PdfReader

from inovik_forms.documents.tree import (
    Border,
    Cell,
    CellFormat,
    CharFormat,
    Document,
    Floating,
    Furniture,
    Image,
    Level,
    LineBreak,
    Link,
    Numbering,
    NumberRef,
    PageSetup,
    ParaFormat,
    Paragraph,
    Row,
    SectionEnd,
    Tab,
    Table,
    TableFormat,
    TabStop,
    Text,
    Toc,
    TocEntry,
)
from inovik_forms.documents.typeset.document import Laid
from inovik_forms.documents.typeset.strips import LineStrip, Strip

from .samples import sample
from .word_files import png

PAGE = PageSetup(width=300, height=200, top=20, bottom=20, left=30, right=30, header=5, footer=5)
"""A small page: 240 × 160 points of text."""
LINE = 20.0
EXACT = ParaFormat(line=LINE, line_rule="exact")  # eight lines on a page
FONT = CharFormat("Arial", 10.0)


def said(text: str, form: ParaFormat = EXACT, **more: Any) -> Paragraph:
    return Paragraph(text, (Text(text),), format=form, **more)


def document(*blocks: Any, page: PageSetup = PAGE, **more: Any) -> Document:
    return Document((*blocks, SectionEnd("s", page, **more)), default_char=FONT)


def lines(found: Document) -> list[list[tuple[float, str]]]:
    """Page by page, (points from the upper edge, text) of each line outside of tables."""
    return [
        [(round(y, 1), shown(strip)) for _, y, strip in page.strips if isinstance(strip, LineStrip)]
        for page in Laid.whole(found).pages.pages
    ]


def shown(strip: LineStrip) -> str:
    return "".join(piece.text for _, piece, _ in strip.line.parts)


def only(found: Document) -> LineStrip:
    """The one line of a document."""
    ((_, _, strip),) = Laid.whole(found).pages.pages[0].strips
    assert isinstance(strip, LineStrip)
    return strip


def texts(found: Document) -> list[str]:
    """The text of each page, tables too."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(Laid.whole(found).file())).pages]


def first_of_each(found: Document) -> list[str]:
    return [page[0][1] for page in lines(found)]


# ---------------------------------------------------------------- lines


def width(text: str) -> float:
    strip = only(document(said(text)))
    x, piece, _ = strip.line.parts[-1]
    return x + piece.width


@pytest.mark.parametrize(("align", "left"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_a_line_stands_where_its_paragraph_says(align: Any, left: float) -> None:
    strip = only(document(said("kata", replace(EXACT, align=align))))
    assert strip.line.parts[0][0] == pytest.approx((240 - width("kata")) * left)


def test_a_justified_line_ends_at_the_margin_but_for_the_last() -> None:
    form = replace(EXACT, align="both", indent_right=10)
    found = document(said("kata demi kata " * 6, form))
    strips = [strip for _, _, strip in Laid.whole(found).pages.pages[0].strips if isinstance(strip, LineStrip)]
    assert len(strips) == 2
    x, piece, _ = strips[0].line.parts[-1]
    assert x + piece.width == pytest.approx(230)
    assert all(added == 0 for _, _, added in strips[1].line.parts)


def test_a_hanging_first_line_and_the_others_begin_at_their_indents() -> None:
    form = replace(EXACT, indent_left=40, first_line=-15)
    found = Laid.whole(document(said("kata demi kata " * 6, form))).pages.pages[0].strips
    assert [strip.line.parts[0][0] for _, _, strip in found if isinstance(strip, LineStrip)] == [25, 40, 40]


def test_a_negative_indent_reaches_into_the_margin() -> None:
    assert only(document(said("kata", replace(EXACT, indent_left=-20)))).line.parts[0][0] == -20


def test_words_part_behind_hyphens_and_nowhere_else() -> None:
    (page,) = lines(document(said("a" * 34 + " undang-undang 2026-2027")))
    assert [text for _, text in page] == ["a" * 34 + " undang-", "undang 2026-2027"]
    assert [text for _, text in lines(document(said("a" * 36 + " 2026-2027")))[0]] == ["a" * 36, "2026-2027"]


def test_a_word_wider_than_the_line_is_broken_by_letters() -> None:
    (page,) = lines(document(said("w" * 50)))
    assert "".join(text for _, text in page) == "w" * 50 and len(page) == 2


def test_a_word_of_two_formattings_is_not_parted() -> None:
    words = (Text("a" * 39 + " "), Text("kata", CharFormat(bold=True)), Text("nya"))
    (page,) = lines(document(Paragraph("p", words, format=EXACT)))
    assert [text for _, text in page] == ["a" * 39, "katanya"]


@pytest.mark.parametrize(
    ("stop", "x"),
    [(TabStop(100.0), 100), (TabStop(200.0, "right"), 200 - 5.56), (TabStop(120.0, "center"), 120 - 2.78)],
)
def test_text_behind_a_tab_stands_at_its_stop(stop: TabStop, x: float) -> None:
    found = Paragraph("p", (Text("Nama"), Tab(), Text("7")), format=replace(EXACT, tabs=(stop,)))
    assert only(document(found)).line.parts[-1][0] == pytest.approx(x, abs=0.1)


def test_a_leader_fills_what_the_text_leaves_and_is_no_text() -> None:
    stop = TabStop(240.0, "right", "dot")
    found = document(Paragraph("p", (Text("Isi"), Tab(), Text("7")), format=replace(EXACT, tabs=(stop,))))
    assert [piece.leader for _, piece, _ in only(found).line.parts] == ["", "dot", ""]
    assert texts(found) == ["Isi 7"]


def test_line_heights_are_those_of_word() -> None:
    def height(form: ParaFormat) -> float:
        return only(document(said("kata", form))).height

    single = height(ParaFormat())
    assert single == pytest.approx(11.49, abs=0.01)
    assert height(ParaFormat(line=1.5)) == pytest.approx(single * 1.5)
    assert height(ParaFormat(line=30, line_rule="atLeast")) == 30 and height(EXACT) == LINE


def test_letters_that_the_font_lacks_come_from_another_one() -> None:
    faces = {piece.face.file.name for _, piece, _ in only(document(said("ya ✓ ☐"))).line.parts if piece.face}
    assert {"LiberationSans-Regular.ttf", "DejaVuSans.ttf"} == faces
    assert texts(document(said("ya ✓ ☐"))) == ["ya ✓ ☐"]


def test_small_and_raised_letters() -> None:
    words = (Text("Abc", CharFormat(small_caps=True)), Text("2", CharFormat(position="superscript")))
    parts = only(document(Paragraph("p", words))).line.parts
    assert [(piece.text, piece.ink.size, piece.ink.rise > 0) for _, piece, _ in parts] == [
        ("A", 10, False), ("BC", 8, False), ("2", 6.5, True)
    ]  # fmt: skip
    assert only(document(Paragraph("p", words))).height == only(document(said("x", ParaFormat()))).height


# ---------------------------------------------------------------- pages


def test_lines_that_part_a_paragraph_leave_two_on_each_side() -> None:
    long = "kata demi kata " * 9  # three lines
    assert len(lines(document(said(long)))[0]) == 3
    pages = lines(document(*(said(f"{n}") for n in range(6)), said(long)))
    assert [len(page) for page in pages] == [6, 3], "one line would be left alone on the second page"
    loose = replace(EXACT, widow_control=False)
    assert [len(page) for page in lines(document(*(said(f"{n}") for n in range(6)), said(long, loose)))] == [8, 1]


def test_what_is_kept_with_the_next_goes_with_it() -> None:
    kept = replace(EXACT, keep_next=True)
    found = document(*(said(f"{n}") for n in range(6)), said("judul", kept), said("anak judul", kept), said("isi"))
    assert first_of_each(found) == ["0", "judul"]


def test_a_chain_longer_than_a_page_begins_where_it_stands() -> None:
    found = document(said("awal"), *(said(f"{n}", replace(EXACT, keep_next=True)) for n in range(20)))
    assert [len(page) for page in lines(found)] == [1, 8, 8, 4]


def test_a_paragraph_that_stays_whole_moves_on() -> None:
    whole = replace(EXACT, keep_lines=True)
    found = document(*(said(f"{n}") for n in range(5)), said("kata demi kata " * 12, whole))
    assert [len(page) for page in lines(found)] == [5, 4]


def test_space_above_is_kept_only_where_a_page_was_asked_for() -> None:
    above = replace(EXACT, space_before=9)
    asked = document(
        said("satu", above), said("dua", above, page_break=True), said("tiga", above),
        said("empat", replace(above, page_break_before=True)),
    )  # fmt: skip
    assert [page[0] for page in lines(asked)] == [(29, "satu"), (29, "tiga"), (29, "empat")]
    happens = document(*(said(f"{n}") for n in range(8)), said("sembilan", above))
    assert lines(happens)[1] == [(20, "sembilan")]


def test_the_space_that_only_parts_lines_may_hang_over_the_page() -> None:
    """LibreOffice and Word leave out the space below a line of wide spacing at a page's end."""
    single = only(document(said("x", ParaFormat()))).height
    count = int((160 - single) / (single * 3)) + 1
    found = document(*(said(f"{n}", ParaFormat(line=3.0)) for n in range(count)))
    assert len(lines(found)) == 1 and count * single * 3 > 160


def test_a_header_taller_than_the_margin_pushes_the_text_down() -> None:
    tall = Furniture("", (Paragraph("h", (Image(png(), "image/png", 100.0, 50.0),)),))
    ((y, _),) = lines(document(said("isi"), headers={"default": tall}))[0]
    assert y == pytest.approx(5 + 50 + 2.1, abs=0.3), "the picture stands on the line's foot"


def test_a_section_on_an_odd_page_leaves_an_even_one_empty() -> None:
    first = (said("satu"), SectionEnd("a", PAGE))
    found = Document((*first, said("dua"), SectionEnd("b", PAGE, "oddPage")), default_char=FONT)
    assert texts(found) == ["satu", "", "dua"]


# ---------------------------------------------------------------- tables


def table(*rows: Row, columns: tuple[float, ...] = (120.0, 120.0), **form: Any) -> Table:
    line = Border("single", 0.5)
    borders = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), line)
    return Table("t", columns, rows, format=TableFormat(borders=borders, **form))


def cell(*texts_: str, **more: Any) -> Cell:
    return Cell("c", tuple(said(text) for text in texts_), **more)


def row(*cells: Cell, **more: Any) -> Row:
    return Row("r", cells, **more)


def test_a_row_is_parted_between_pages_and_its_cells_go_on() -> None:
    high = row(cell(*(f"a{n}" for n in range(10))), cell("b"))
    found = document(said("awal"), table(high))
    assert texts(found) == ["awal a0 a1 a2 a3 a4 a5 b", "a6 a7 a8 a9"]
    whole = document(
        said("awal"),
        table(row(cell(*"abcdef"), cell("x"), cant_split=True), row(cell(*"ghijkl"), cell("y"), cant_split=True)),
    )
    assert texts(whole) == ["awal a b c d e f x", "g h i j k l y"]


def test_a_row_higher_than_any_page_is_parted_even_if_it_should_not() -> None:
    high = row(cell(*(f"a{n}" for n in range(20))), cell("b"), cant_split=True)
    assert " ".join(texts(document(table(high)))).split() == [
        *(f"a{n}" for n in range(7)),
        "b",
        *(f"a{n}" for n in range(7, 20)),
    ]


def test_the_head_is_shown_on_every_page_and_is_said_once() -> None:
    head = row(cell("Kepala"), cell("Nilai"), header=True)
    found = document(table(head, *(row(cell(f"{n}"), cell("x")) for n in range(12))))
    assert [text.split()[0] for text in texts(found)] == ["Kepala", "Kepala"]
    heads = [node for node in elements(found) if node["/S"] == "/TH"]
    assert len(heads) == 2 and all(node["/A"]["/Scope"] == "/Column" for node in heads)


def test_a_merged_cell_makes_its_last_row_high_enough_and_stays_whole() -> None:
    merged = cell(*"abcd", merge="restart")
    below = cell("", merge="continue")
    found = Laid.whole(document(table(row(merged, cell("satu")), row(below, cell("dua")))))
    heights = [strip.height for _, _, strip in found.pages.pages[0].strips]
    assert heights == [pytest.approx(20.5), pytest.approx(60)] or sum(heights) == pytest.approx(80.5)
    pushed = document(*(said(f"{n}") for n in range(5)), table(row(merged, cell("satu")), row(below, cell("dua"))))
    assert [len(page.strips) for page in Laid.whole(pushed).pages.pages] == [5, 2]


@pytest.mark.parametrize(("align", "y"), [("top", 0.5), ("center", 20.5), ("bottom", 40.5)])
def test_text_stands_in_its_cell_where_it_should(align: Any, y: float) -> None:
    found = Laid.whole(document(table(row(cell("a", format=CellFormat(vertical_align=align)), cell(*"xyz")))))
    strip: Any = found.pages.pages[0].strips[0][2]
    assert strip._top(strip.boxes[0]) == pytest.approx(y)


def test_a_column_too_narrow_for_a_letter_keeps_its_text_in_its_middle() -> None:
    middle = Paragraph("m", (Text("M"),), format=replace(EXACT, align="center"))
    found = Laid.whole(document(table(row(Cell("c", (middle,)), cell("x")), columns=(12.0, 100.0))))
    strip: Any = found.pages.pages[0].strips[0][2]
    x, piece, _ = strip.boxes[0].strips[0].line.parts[0]
    assert strip.boxes[0].left + x + piece.width / 2 == pytest.approx(6, abs=0.1)


def test_the_lines_of_a_table_are_drawn_once() -> None:
    content = PdfReader(io.BytesIO(Laid.whole(document(table(row(cell("a"), cell("b"))))).file())).pages[0]
    drawn = content.get_contents().get_data().decode()  # type: ignore[union-attr]
    assert drawn.count(" l") == 7, "four around, and the one between the cells as their common edge"


def test_the_contents_know_the_page_of_what_stands_in_a_cell() -> None:
    contents = Toc("isi", "", entries=(TocEntry(1, "Dalam tabel", "di_tabel"),))
    inside = Cell("c", (said("judul", bookmarks=("di_tabel",)),))
    found = document(contents, said("awal", page_break=True), table(row(inside, cell("x"))))
    (laid,) = (block for block in Laid.whole(found).document.body if isinstance(block, Toc))
    assert [entry.page for entry in laid.entries] == ["2"]


# ---------------------------------------------------------------- pictures and labels


def test_lines_beside_a_floating_picture_keep_clear_of_it() -> None:
    picture = Image(png(), "image/png", 60.0, 30.0, "logo", floating=Floating(align_h="left", wrap="square"))
    found = document(Paragraph("p", (picture, Text("kata demi kata " * 8)), format=EXACT))
    strips = [strip for _, _, strip in Laid.whole(found).pages.pages[0].strips if isinstance(strip, LineStrip)]
    assert [strip.line.parts[0][0] > 60 for strip in strips] == [True, True, False]


def test_a_label_stands_before_the_text_and_the_text_at_its_stop() -> None:
    form = replace(EXACT, indent_left=30, first_line=-30)
    found = only(document(said("isi", form, label="(1)", number=NumberRef(1, 0))))
    assert [(x, piece.text) for x, piece, _ in found.line.parts] == [(0, "(1)"), (30, "isi")]


# ---------------------------------------------------------------- the file


def elements(found: Document) -> list[Any]:
    """All structure elements of a document's file."""
    root: Any = PdfReader(io.BytesIO(Laid.whole(found).file())).root_object["/StructTreeRoot"]
    return list(_below(root["/K"]))


def _below(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _below(child)
    elif isinstance(node, dict) and node.get("/S"):
        yield node
        yield from _below(node["/K"])


def test_everything_on_a_page_belongs_to_the_structure_or_decorates_it() -> None:
    reader = PdfReader(io.BytesIO(Laid.whole(sample()).file()))
    root: Any = reader.root_object["/StructTreeRoot"]
    numbers: Any = root["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in reader.pages:
        drawn: bytes = page.get_contents().get_data()  # type: ignore[union-attr]
        owners = parents[page["/StructParents"]].get_object()
        assert drawn.count(b"/MCID") == len(owners)
        assert drawn.count(b"BDC") + drawn.count(b"BMC") == drawn.count(b"EMC")
        outside = drawn.replace(b"BDC", b"BMC").split(b"BMC")
        assert all(b"Tj" not in part.split(b"EMC")[-1] and b"TJ" not in part.split(b"EMC")[-1] for part in outside[:-1])
    kinds = {str(node["/S"]) for node in elements(sample())}
    assert {"/Document", "/Sect", "/H1", "/P", "/Table", "/TR", "/TH", "/TD", "/Link"} <= kinds
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]


def test_a_picture_says_what_it_shows() -> None:
    picture = Image(png(), "image/png", 40.0, 20.0, "Lambang kota")
    (figure,) = [node for node in elements(document(Paragraph("p", (picture,)))) if node["/S"] == "/Figure"]
    assert figure["/Alt"] == "Lambang kota"


def test_a_link_is_where_its_words_are() -> None:
    found = document(
        Paragraph("p", (Text("Lihat "), Link("https://a.id", (Text("di sini"),)), LineBreak(), Text("ya")))
    )
    reader = PdfReader(io.BytesIO(Laid.whole(found).file()))
    (note,) = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert note["/A"]["/URI"] == "https://a.id" and note["/Contents"] == "di sini"
    left, lower, right, upper = (float(side) for side in note["/Rect"])
    assert left == pytest.approx(30 + width("Lihat ") + 2.78, abs=0.2) and 165 < lower < upper <= 180 < right + 130
    bad = document(Paragraph("p", (Link("javascript:alert(1)", (Text("jahat"),)),)))
    assert "/Annots" not in PdfReader(io.BytesIO(Laid.whole(bad).file())).pages[0]


def test_headings_pass_over_no_level() -> None:
    levels = (1, 3, 3, 0, 5)
    found = document(*(said(f"judul {n}", replace(EXACT, outline_level=n)) for n in levels))
    kinds = [str(node["/S"]) for node in elements(found)]
    assert [kind for kind in kinds if kind[1] == "H"] == ["/H1", "/H2", "/H2", "/H1", "/H2"]


def listed(text: str, level: int, label: str) -> Paragraph:
    form = replace(EXACT, indent_left=20.0 * (level + 1), first_line=-20.0)
    return said(text, form, number=NumberRef(1, level), label=label)


def outline_of(node: Any) -> list[Any]:
    """A structure element as its kind and those below it."""
    kids = node.get("/K", [])
    below = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return [str(node["/S"]), *(outline_of(kid) for kid in below if isinstance(kid, dict) and "/S" in kid)]


def test_lists_are_tagged_with_their_labels_and_what_is_in_them() -> None:
    levels = {n: Level(format=form) for n, form in enumerate(("decimal", "lowerLetter"))}
    numbering = Numbering({1: levels}, {1: (1, {})})
    first = listed("satu", 0, "1."), listed("dua", 0, "2."), listed("dalam", 1, "a.")
    blocks = (*first, said("antara"), listed("lagi", 0, "3."))
    found = replace(document(*blocks), numbering=numbering)
    (whole, *rest) = [node for node in elements(found) if node["/S"] == "/L"]
    item = ["/LI", ["/Lbl"], ["/LBody"]]
    assert outline_of(whole) == ["/L", item, ["/LI", ["/Lbl"], ["/LBody", ["/L", item]]]]
    assert [node["/A"]["/ListNumbering"] for node in (whole, *rest)] == ["/Decimal", "/LowerAlpha", "/Decimal"]


def test_words_that_lead_somewhere_are_a_link_to_readers_too() -> None:
    link = Link("https://a.id", (Text("di sini"),))
    (found,) = [node for node in elements(document(Paragraph("p", (Text("Lihat "), link)))) if node["/S"] == "/Link"]
    kinds = [child.get_object()["/Type"] for child in found["/K"]]
    assert kinds == ["/MCR", "/OBJR"], "its words and where they can be pressed"


def test_a_file_is_for_archives_and_holds_the_answers_that_it_prints() -> None:
    found = replace(document(said("isi")), title="Judul & <naskah>", answers_json='{"a":"é"}')
    reader = PdfReader(io.BytesIO(Laid.whole(found).file()))
    root = reader.root_object
    metadata: Any = root["/Metadata"]
    xml = ElementTree.fromstring(metadata.get_data())
    said_ = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in xml.iter()}
    assert said_["conformance"] == "A"
    assert [e.text for e in xml.iter("{http://www.aiim.org/pdfa/ns/id/}part")] == ["3"]
    titles = [e.text for e in xml.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li") if e.attrib]
    assert "Judul & <naskah>" in titles and reader.metadata is not None and reader.metadata.title == "Judul & <naskah>"
    (intent,) = root["/OutputIntents"]  # type: ignore[misc]
    profile = ImageCms.ImageCmsProfile(io.BytesIO(intent["/DestOutputProfile"].get_data()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert reader.attachments == {"jawaban.json": ['{"a":"é"}'.encode()]}
    (attached,) = root["/AF"]  # type: ignore[misc]
    assert attached.get_object()["/AFRelationship"] == "/Source"


def test_a_file_without_a_title_is_called_after_its_first_heading() -> None:
    found = document(said("Pendahuluan", replace(EXACT, outline_level=0)))
    metadata = PdfReader(io.BytesIO(Laid.whole(found).file())).metadata
    assert metadata is not None and metadata.title == "Pendahuluan"


def test_a_letter_that_no_font_has_breaks_the_promise_to_archives() -> None:
    metadata: Any = PdfReader(io.BytesIO(Laid.whole(document(said("日"))).file())).root_object["/Metadata"]
    assert b"pdfaid" not in metadata.get_data()


def test_a_picture_without_a_description_decorates() -> None:
    plain = document(Paragraph("p", (Image(png(), "image/png", 40.0, 20.0),)))
    assert [node for node in elements(plain) if node["/S"] == "/Figure"] == []


def test_strips_say_when_they_cannot_be_parted() -> None:
    assert Strip(height=5.0).split(3.0) is None and Strip(height=5.0).least == 5.0
