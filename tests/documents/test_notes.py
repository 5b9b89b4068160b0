"""Footnotes and endnotes: read, filled, written to Word, shown at the foot of the page that refers to them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from inovik_forms.documents import pdf, write_docx, write_html
from inovik_forms.documents.dump import dump
from inovik_forms.documents.resolve import resolve
from inovik_forms.documents.template import inspect
from inovik_forms.documents.tree import Document, Note
from inovik_forms.documents.walk import inlines, paragraphs, plain_text
from tests.content.test_pages import placed, share_at_its_place
from tests.documents.test_typeset import elements
from tests.documents.word_files import (
    DECLARED,
    STYLES,
    filled,
    form,
    office_pdf,
    opened,
    paragraph,
    pdf_pages,
    relation,
    word_file,
)

RAISED = (
    '<w:style w:type="character" w:styleId="Mark"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="NoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>'
)
MARK = '<w:rPr><w:rStyle w:val="Mark"/></w:rPr>'
A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'
WORDS = "Perangkat daerah menyampaikan laporan kemajuan setiap triwulan kepada wali kota melalui badan riset. "


def reference(identity: int, kind: str = "footnote") -> str:
    return f'<w:r>{MARK}<w:{kind}Reference w:id="{identity}"/></w:r>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def note_file(body: str, *notes: str, kind: str = "footnote", settings: str = "") -> bytes:
    """A Word file whose notes have these texts, ids from 1; `settings`: what stands in w:footnotePr."""
    lines = "".join(
        f'<w:{kind} w:type="{line}" w:id="{n}"><w:p><w:r><w:{line}/></w:r></w:p></w:{kind}>'
        for n, line in enumerate(("separator", "continuationSeparator"), -1)
    )
    texts = "".join(
        f'<w:{kind} w:id="{n}">'
        + paragraph(
            style="NoteText",
            inside=f'<w:r>{MARK}<w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r>',
        )
        + f"</w:{kind}>"
        for n, text in enumerate(notes, 1)
    )
    parts = {
        f"word/{kind}s.xml": f"<w:{kind}s {DECLARED}>{lines}{texts}</w:{kind}s>",
        "word/settings.xml": f"<w:settings {DECLARED}><w:{kind}Pr>{settings}</w:{kind}Pr></w:settings>",
    }
    known = relation("rNotes", f"{kind}s", f"{kind}s.xml") + relation("rSettings", "settings", "settings.xml")
    return word_file(body, styles=STYLES + RAISED, relations=known, parts=parts, section=A4)


def resolved(data: bytes) -> Document:
    return resolve(opened(data))[0]


def notes(document: Document) -> list[Note]:
    return [i for p in paragraphs(document.body) for i in inlines(p.inlines) if isinstance(i, Note)]


def long_file() -> bytes:
    """Three pages with a note in every fourth paragraph."""
    body = "".join(paragraph(WORDS * 3, inside=reference(n // 4 + 1) if n % 4 == 0 else "") for n in range(40))
    return note_file(body, *(f"Catatan ke-{n}: {WORDS * (1 + n % 3)}" for n in range(1, 11)))


def test_a_note_is_read_with_its_number_and_text() -> None:
    document = resolved(note_file(paragraph("a", inside=reference(2)) + paragraph("b", inside=reference(1)), "x", "y"))
    assert [(n.label, plain_text(n.blocks[0].inlines)) for n in notes(document)] == [("1", " y"), ("2", " x")]  # type: ignore[union-attr]
    assert "a [catatan kaki: y]" in dump(document)


def test_numbers_follow_the_format_and_start_of_the_file() -> None:
    settings = '<w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/>'
    body = paragraph("a", inside=reference(1)) + paragraph("b", inside=reference(2))
    assert [n.label for n in notes(resolved(note_file(body, "x", "y", settings=settings)))] == ["c", "d"]


def test_tags_in_notes_are_filled_and_checked() -> None:
    questionnaire = form("text nama")
    data = note_file(paragraph("a", inside=reference(1)), "oleh {{ nama }}[[JIKA nama = 'x']] lain[[AKHIR]]")
    made = resolve(filled(data, questionnaire, {"nama": "Ana"}))[0]
    assert plain_text(notes(made)[0].blocks[0].inlines).strip() == "oleh Ana"  # type: ignore[union-attr]
    with zipfile.ZipFile(io.BytesIO(write_docx.write(made))) as package:
        text = "".join(etree.fromstring(package.read("word/footnotes.xml")).itertext())
    assert text == " oleh Ana"


def test_a_note_in_a_repeat_has_a_number_for_each() -> None:
    body = paragraph("[[ULANGI b]]") + paragraph("{{ n }}", inside=reference(1)) + paragraph("[[AKHIR]]")
    questionnaire = form("begin_repeat b\ntext n\nend_repeat")
    made = resolve(filled(note_file(body, "lihat {{ n }}"), questionnaire, {"b": [{"n": "x"}, {"n": "y"}]}))[0]
    assert [(n.label, plain_text(n.blocks[0].inlines)) for n in notes(made)] == [("1", " lihat x"), ("2", " lihat y")]  # type: ignore[union-attr]
    again = resolved(write_docx.write(made))
    assert [plain_text(n.blocks[0].inlines) for n in notes(again)] == [" lihat x", " lihat y"]  # type: ignore[union-attr]


def test_unknown_names_in_notes_are_named_with_their_place() -> None:
    data = note_file(paragraph("a", inside=reference(1)), "oleh {{ nmaa }}")
    _, problems = inspect(data, "uji.docx", form("text nama"))
    assert [p.where.part for p in problems if p.severity == "error"] == ["word/footnotes.xml"]  # type: ignore[union-attr]


def test_notes_stand_at_the_foot_of_the_page_that_refers_to_them(tmp_path: Path) -> None:
    made = pdf_pages(pdf.pdf(resolved(long_file())), tmp_path)
    for n in range(1, 11):
        told = [at for at, page in enumerate(made) if f"Catatan ke-{n}:" in page]
        assert len(told) == 1
    for page in made:
        first = page.find("Catatan ke-")
        assert first < 0 or "Perangkat" in page[:first]


def test_a_note_longer_than_its_page_goes_on_at_the_next_foot(tmp_path: Path) -> None:
    data = note_file(paragraph("a", inside=reference(1)) + paragraph("b"), WORDS * 90)
    made = pdf_pages(pdf.pdf(resolved(data)), tmp_path)
    assert len(made) >= 2
    assert " ".join(made).count("Perangkat daerah") == 90


def test_endnotes_stand_behind_the_text(tmp_path: Path) -> None:
    data = note_file(paragraph("a", inside=reference(1, "endnote")) + paragraph("akhir"), "kelak", kind="endnote")
    made = pdf_pages(pdf.pdf(resolved(data)), tmp_path)[0]
    assert made.replace(" ", "") == "aiakhirikelak"


def test_notes_are_shown_in_the_preview() -> None:
    html = write_html.write(resolved(note_file(paragraph("a", inside=reference(1)), "tampak")))
    assert html.index("<aside>") < html.index("tampak") < html.index("</aside>")
    etree.fromstring(f"<x>{html}</x>")


def test_a_note_is_tagged_as_one_with_a_name_of_its_own() -> None:
    found = elements(resolved(note_file(paragraph("a", inside=reference(1) + reference(2)), "x", "y")))
    assert [node["/ID"] for node in found if node["/S"] == "/Note"] == ["n000000", "n000001"]


@pytest.mark.office
def test_words_stand_where_libreoffice_puts_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = long_file()
    ours, office = pdf.pdf(resolved(data)), office_pdf(data, tmp_path)
    share = share_at_its_place(ours, office, tmp_path)
    with capsys.disabled():
        print(f"\nfootnotes: {share:.1%} of the words within 5 mm")
    assert len({w[1] for w in placed(ours, tmp_path)}) == len({w[1] for w in placed(office, tmp_path)})
    assert share >= 0.95
