"""HTML of a document, as the preview shows it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from inovik_forms.documents import css
from inovik_forms.documents.css_looks import Sheet, looks_of
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Border,
    CharFormat,
    Document,
    Floating,
    Image,
    Link,
    Opaque,
    PageSetup,
    ParaFormat,
    Paragraph,
    SectionEnd,
    Style,
    Tab,
    TabStop,
    Text,
    Value,
)
from inovik_forms.documents.write_html import write
from inovik_forms.expressions.parse import parse

from .samples import sample
from .word_files import png


def small(*inlines: object, **settings: object) -> Document:
    """A document of one paragraph."""
    body = (Paragraph("p", tuple(inlines), **settings), SectionEnd("s", PageSetup()))  # type: ignore[arg-type]
    return Document(body, default_char=CharFormat("Arial", 11.0))


def rule(html: str, text: str) -> str:
    """The declarations of the class of the innermost element that holds a text."""
    named = re.findall(r'class="([^"]+)"[^>]*>(?=[^<]*' + re.escape(text) + ")", html)[-1]
    return re.search(r"\." + named + r"\{([^}]*)\}", html)[1]  # type: ignore[index]


def test_the_preview_is_a_fragment_whose_classes_and_rules_are_its_own() -> None:
    html = write(sample())
    assert html.startswith("<style>") and html.rstrip().endswith("</div>")
    fragment = ElementTree.fromstring(f"<x>{html}</x>")
    classes = {name for element in fragment.iter() for name in element.get("class", "").split()}
    assert classes <= {name for name in classes if name.startswith("naskah")} | {"blank", "label"}
    assert "@page" not in html and "<script" not in html


def test_blanks_and_values_say_which_answer_they_print() -> None:
    fragment = ElementTree.fromstring(f"<x>{write(sample())}</x>")
    blank = next(e for e in fragment.iter("a") if "blank" in e.get("class", "").split())
    assert (blank.get("data-path"), blank.get("href"), blank.text) == ("catatan", "#catatan", BLANK_TEXT)
    values = {e.get("data-path"): e.text for e in fragment.iter("span") if e.get("data-path")}
    assert values["judul"] == "Kerja <Sama> & Inovasi"


def test_everything_is_escaped() -> None:
    evil = '</style><script>alert(1)</script>" onload="x'
    document = replace(sample(judul=evil, nama=evil), title=evil, language='id"><b>')
    named = replace(document.styles["Normal"], char=CharFormat(font='A"}</style><b>'))
    document = replace(document, styles={**document.styles, "Normal": named})
    html = write(document)
    assert "<script" not in html and html.count("</style>") == 1 and "<b>" not in html
    ElementTree.fromstring(f"<x>{html}</x>")


def test_the_same_document_gives_the_same_text_whatever_was_written_before() -> None:
    first = write(sample())
    write(sample(nama="lain"))
    looks_of(sample())._paragraphs.clear()
    assert write(sample()) == first


def test_labels_are_literal_text() -> None:
    html = write(sample())
    assert "Pasal 1" in html and "(2)" in html
    assert "inline-block" in rule(html, "(2)")


def test_a_reference_is_a_link_to_its_clause() -> None:
    root = ElementTree.fromstring(f"<x>{write(sample())}</x>")
    link = next(a for a in root.iter("a") if a.text == "Pasal\u00a01")
    assert any(e.get("id") == link.get("href", "")[1:] for e in root.iter())


def test_only_harmless_links_are_links() -> None:
    bad = write(small(Link("javascript:alert(1)", (Text("jahat"),)), Link("https://a.id", (Text("baik"),))))
    assert "javascript" not in bad and '<a href="https://a.id">baik</a>' in bad


def test_a_table_has_merged_cells_a_repeated_head_and_widths() -> None:
    root = ElementTree.fromstring(f"<x>{write(sample())}</x>")
    table = next(root.iter("table"))
    assert ["".join(e.itertext()).strip() for e in table.find("thead").iter("td")] == ["Kegiatan", "Nilai"]  # type: ignore
    spans = {"".join(e.itertext()).strip(): (e.get("rowspan"), e.get("colspan")) for e in table.iter("td")}
    assert spans["Gabung"] == ("2", None) and spans["Lebar"] == (None, "2")
    assert len(list(table.iter("col"))) == 2
    html = write(sample())
    assert "table-layout:fixed;width:300pt" in html and "width:150pt" in html
    assert "background-color:#D9D9D9" in html and "border-top:0.5pt solid #000000" in html


def test_the_larger_of_space_after_and_before_stands_between_two_paragraphs() -> None:
    """As Word lays out, unless the file asks for the sum; LibreOffice agrees on both."""
    first = Paragraph("a", (Text("satu"),), format=ParaFormat(space_after=6))
    second = Paragraph("b", (Text("dua"),), format=ParaFormat(space_before=4))
    document = replace(small(), body=(first, second, sample().body[-1]))
    assert "margin:6pt 0 0 0" in rule(write(document), "dua")
    for value, margin in (("", "10pt"), (' w:val="0"', "6pt"), (' w:val="1"', "10pt")):
        settings = f"<w:compat><w:doNotUseHTMLParagraphAutoSpacing{value}/></w:compat>".encode()
        asked = replace(document, package={**document.package, "word/settings.xml": settings})
        assert f"margin:{margin} 0 0 0" in rule(write(asked), "dua"), value


def test_equal_neighbours_leave_out_contextual_space() -> None:
    form = ParaFormat(space_after=6, space_before=6, contextual_spacing=True)
    pair = tuple(Paragraph(name, (Text(name),), "L", form) for name in ("satu", "dua"))
    styles = {"L": Style("L", "L", "paragraph")}
    html = write(replace(small(), styles=styles, body=(*pair, sample().body[-1])))
    assert "margin:6pt 0 0 0" in rule(html, "satu") and "margin" not in html[html.index("</style>") :]
    assert html.count("margin:6pt 0 0 0") == 1


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (CharFormat(bold=True), "font-weight:bold"),
        (CharFormat(italic=True, underline="single"), "font-style:italic;text-decoration:underline"),
        (CharFormat(strike=True, underline="double"), "text-decoration:underline double line-through"),
        (CharFormat(caps=True), "text-transform:uppercase"),
        (CharFormat(small_caps=True), "font-variant:small-caps"),
        (CharFormat(color="FF0000", shade="FFFF00"), "color:#FF0000;background-color:#FFFF00"),
        (CharFormat(size=8.5), "font-size:8.5pt"),
        (CharFormat(position="superscript"), "vertical-align:super;line-height:0;font-size:7.15pt"),
        (CharFormat(font="Calibri"), 'font-family:"Calibri","Carlito",sans-serif'),
    ],
)
def test_a_stretch_of_text_says_only_how_it_differs(form: CharFormat, wanted: str) -> None:
    assert rule(write(small(Text("biasa "), Text("lain", form))), "lain") == wanted


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (ParaFormat(align="both"), "text-align:justify"),
        (ParaFormat(indent_left=36, first_line=-18), "margin:0 0 0 36pt;text-indent:-18pt"),
        (ParaFormat(line=1.5), "line-height:1.7235"),
        (ParaFormat(line=20, line_rule="exact"), "line-height:20pt"),
        (ParaFormat(borders={"bottom": Border("dotted", 1.0)}), "border-bottom:1pt dotted #000000"),
        (ParaFormat(borders={"top": Border("double", 1.0, space=2)}), "border-top:3pt double #000000;padding-top:2pt"),
        (ParaFormat(shade="EEEEEE"), "background-color:#EEEEEE"),
    ],
)  # fmt: skip
def test_a_paragraph_says_only_how_it_differs(form: ParaFormat, wanted: str) -> None:
    assert rule(write(small(Text("isi"), format=form)), "isi") == wanted


def test_text_before_a_tab_reaches_to_the_stop() -> None:
    stops = ParaFormat(tabs=(TabStop(100.0), TabStop(400.0, "right", "dot")))
    html = write(small(Text("Nama"), Tab(), Text(": Ani"), Tab(), Text("7"), format=stops))
    assert "width:100pt" in rule(html, "Nama")
    assert "border-bottom:0.75pt dotted" in html


def test_an_empty_paragraph_is_as_high_as_its_mark() -> None:
    html = write(small(mark=CharFormat(size=20.0)))
    assert "height:22.98pt" in html


def test_hidden_text_is_not_shown_and_spaces_are_kept() -> None:
    html = write(small(Text("ra", CharFormat(hidden=True)), Text("a  b")))
    assert ">ra" not in html and "a\u00a0 b" in html


def test_pictures_are_placed_in_line_or_where_they_float() -> None:
    def shown(place: Floating | None) -> str:
        return write(small(Image(png(), "image/png", 40.0, 20.0, 'tanda "x"', floating=place)))

    assert "data:image/png;base64," in shown(None) and "tanda &quot;x&quot;" in shown(None)
    assert "float:right" in shown(Floating(align_h="right", wrap="square"))
    assert "position:absolute;left:10pt" in shown(Floating(offset_h=10.0))


def test_what_word_alone_can_draw_shows_its_text() -> None:
    assert "teks kotak" in write(small(Opaque("<w:pict/>", "teks kotak", "textbox")))


def test_a_document_with_tags_is_refused() -> None:
    with pytest.raises(TypeError, match="filled"):
        write(small(Value(parse("1"))))


def test_two_texts_with_one_checksum_get_two_classes() -> None:
    sheet = Sheet()
    sheet.rules[Sheet().name("p", "a:b")] = "c:d"
    assert sheet.name("p", "a:b") == Sheet().name("p", "a:b") + "x"


def test_lengths_are_short() -> None:
    assert [css.points(n) for n in (0, 12, 12.5, 12.345, -3.1)] == ["0", "12pt", "12.5pt", "12.35pt", "-3.1pt"]
