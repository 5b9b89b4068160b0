"""Pages: numbers, headers, fonts, and nothing from outside."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace
from pypdf import PdfReader

from inovik_forms.documents import pdf
from inovik_forms.documents.fonts import FAMILIES
from inovik_forms.documents.fonts.metrics import ASCII_WIDTHS
from inovik_forms.documents.page_numbers import written
from inovik_forms.documents.tree import (
    Document,
    Furniture,
    Image,
    PageCount,
    PageNumber,
    PageSetup,
    Paragraph,
    SectionEnd,
    Text,
)
from inovik_forms.documents.typeset.faces import FOLDER as FONT_DIR

from .samples import sample
from .word_files import png

_STYLES = {"Regular": "Regular", "Bold": "Bold", "Italic": "Italic", "Bold Italic": "BoldItalic", "Book": "Regular"}


def texts(data: bytes) -> list[str]:
    """The text of each page, white space made even."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def numbered(*setups: PageSetup, pages: int = 2, even_odd: bool = False) -> Document:
    """Sections of some pages whose footer is "n/total"."""
    foot = Furniture("f", (Paragraph("f", (Text("hal "), PageNumber(), Text("/"), PageCount())),))
    body: list[object] = []
    for n, setup in enumerate(setups):
        body += [Paragraph(f"{n}.{i}", (Text(f"isi {n}.{i}"),), page_break=i < pages - 1) for i in range(pages)]
        body.append(SectionEnd(f"s{n}", setup, footers={"default": foot}))
    return Document(tuple(body), even_odd=even_odd)  # type: ignore[arg-type]


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    code = "import sys; from tests.documents.samples import sample; from inovik_forms.documents.pdf import pdf;"
    code += "sys.stdout.buffer.write(pdf(sample()))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=100)
    assert other.stdout == pdf.pdf(sample())


def test_the_text_is_there_with_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(pdf.pdf(replace(sample(), title="Judul <naskah>"))))
    assert reader.metadata is not None and reader.metadata.title == "Judul <naskah>"
    assert reader.root_object["/Lang"] == "id"
    first, last = texts(pdf.pdf(sample()))
    assert "Ayat kedua sebagaimana dimaksud dalam Pasal 1:" in first
    assert "Rp1.500.000,00" in last


def test_headers_and_page_numbers_of_two_sections() -> None:
    first, last = texts(pdf.pdf(sample()))
    assert "Pemerintah Kota Siti “Nur” Aminah" in first and "Halaman" not in first
    assert "Kepala yang tetap" in last and "Halaman 4" in last and "Pemerintah Kota" not in last
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf.pdf(sample()))).pages]
    assert [round(box.width) for box in boxes] == [595, 842]


def test_page_numbers_begin_anew_and_are_written_as_the_section_says() -> None:
    document = numbered(PageSetup(number_format="lowerRoman"), PageSetup(number_start=9), PageSetup(), pages=2)
    found = [re.search(r"hal (\S+)", text)[1] for text in texts(pdf.pdf(document))]  # type: ignore[index]
    assert found == ["i/6", "ii/6", "9/6", "10/6", "11/6", "12/6"]


def test_left_pages_show_their_own_header() -> None:
    ends = {kind: Furniture(kind, (Paragraph(kind, (Text(f"kepala {kind}"),)),)) for kind in ("default", "even")}
    document = numbered(PageSetup(), pages=3, even_odd=True)
    body = (*document.body[:-1], SectionEnd("s", PageSetup(), headers=ends))
    heads = [" ".join(text.split()[:2]) for text in texts(pdf.pdf(replace(document, body=body)))]
    assert heads == ["kepala default", "kepala even", "kepala default"]


def test_the_contents_have_the_page_numbers_as_printed() -> None:
    first = texts(pdf.pdf(sample()))[0]
    contents = first.split("Inovasi", 1)[1].split("Pasal 1")[0].split()
    assert contents[-3:] == ["iii", "Lampiran", "4"]


def test_the_outline_has_the_headings() -> None:
    outline = PdfReader(io.BytesIO(pdf.pdf(sample()))).outline
    assert [entry["/Title"] for entry in outline] == ["Kerja <Sama> & Inovasi", "Lampiran"]


def test_only_our_fonts_are_embedded() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in PdfReader(io.BytesIO(pdf.pdf(sample()))).pages
        for font in page["/Resources"]["/Font"].get_object().values()  # type: ignore[index]
    }
    assert fonts and all(name.startswith("Liberation") for name in fonts)


def test_a_picture_is_embedded() -> None:
    document = Document((Paragraph("p", (Image(png(), "image/png", 40.0, 20.0),)), SectionEnd("s", PageSetup())))
    page = PdfReader(io.BytesIO(pdf.pdf(document))).pages[0]
    assert [image.image.size for image in page.images if image.image] == [(40, 20)]


def test_letters_that_no_font_has_are_named() -> None:
    assert pdf.missing_letters("Ya ✓ ☐ ≤ … “kutip” – ₹") == []
    assert pdf.missing_letters("a 日本 日") == ["日", "本"]


def test_every_named_font_is_stood_in_for_by_one_we_ship_with_its_licence() -> None:
    shipped = set()
    for file in (*FONT_DIR.glob("*.ttf"), *FONT_DIR.glob("*.otf")):
        with TTFont(file, lazy=True) as font:
            shipped.add(font["name"].getDebugName(1))
    assert {family for family, _, _ in FAMILIES.values()} <= shipped
    licences = {file.stem.replace("-", " ") for file in (FONT_DIR / "licences").iterdir()}
    assert all(any(family.startswith(name) for name in licences) for family in shipped)


def test_the_table_of_letter_widths_says_what_the_fonts_say() -> None:
    seen = 0
    for file in (*FONT_DIR.glob("*.ttf"), *FONT_DIR.glob("*.otf")):
        with TTFont(file, lazy=True) as font:
            family, style = font["name"].getDebugName(1).strip(), font["name"].getDebugName(2)
            letters, widths, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
            found = tuple(round(widths[letters[code]][0] * 1000 / em) for code in range(32, 127))
            assert ASCII_WIDTHS[family][_STYLES[style]] == found, file.name
            seen += 1
    assert seen == sum(len(styles) for styles in ASCII_WIDTHS.values())


@pytest.mark.parametrize(
    ("number", "form", "wanted"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (0, "lowerRoman", "0"),
        (12, "decimal", "12"),
    ],
)
def test_page_numbers_as_word_writes_them(number: int, form: str, wanted: str) -> None:
    assert written(number, form) == wanted


def test_a_word_of_thousands_of_letters_is_broken_where_the_line_ends_and_read_back_whole() -> None:
    word = "".join(chr(97 + n % 26) for n in range(1500))
    document = replace(sample(), body=(Paragraph("p", (Text(f"Awal {word} akhir"),)), sample().body[-1]))
    text = "".join(texts(pdf.pdf(document)))
    assert word in re.sub(r"\s+", "", text)
