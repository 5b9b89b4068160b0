"""Questionnaires on paper: what is asked, where it goes on, and that no question is cut by a page."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.documents import dump
from inovik_forms.documents.render import write
from inovik_forms.documents.tree import Document
from inovik_forms.documents.tree import Image as Picture
from inovik_forms.documents.walk import inlines, paragraphs
from inovik_forms.packs import content_dir
from inovik_forms.paper import answered, blank
from inovik_forms.paper.sheet import PAGE, plain
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Questionnaire

SHIPPED = sorted(content_dir("questionnaires").glob("*.md"))

FORM = """
| survey |
| | type | name | label | hint | required | relevant | appearance | parameters | calculation |
| | begin group | umum | Umum | | | | | | |
| | text | nama | Nama **resmi** layanan | Tanpa singkatan. | yes | | | | |
| | select_one yatidak | ada | Ada anggaran? | | yes | | | | |
| | decimal | jumlah | Jumlah | | | ${ada} = 'ya' | | satuan=rupiah | |
| | select_multiple sumber | asal | Asal | | | ${ada} = 'ya' | | | |
| | text | ulasan | Ulasan | | | | multiline | rows=3 | |
| | calculate | dua | | | | | | | 1 + 1 |
| | note | pesan | Anggarannya ${jumlah}. | | | ${ada} = 'ya' | | | |
| | range | nilai | Nilai | | | | | start=1 end=5 step=1 | |
| | end group | | | | | | | | |
| | begin repeat | pihak | Pihak | | | | | | |
| | text | siapa | Siapa | | | | | | |
| | integer | banyak | Banyaknya | | | | | | |
| | end repeat | | | | | | | | |
| | begin repeat | langkah | Langkah | | | | | | |
| | text | apa | Apa yang dilakukan | | | | multiline | | |
| | date | kapan | Kapan | | | | | | |
| | image | tanda | Tanda tangan | | | | signature | | |
| | end repeat | | | | | | | | |
| choices |
| | list_name | name | label |
| | yatidak | ya | Ya |
| | yatidak | tidak | Tidak |
| | sumber | a | APBD |
| | sumber | b | CSR |
| settings |
| | form_title | form_id |
| | Uji kertas | uji |
"""


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    return xlsform.load(FORM.encode(), "uji.md")


def printed(document: Document) -> list[str]:
    return [" ".join(line.split()) for line in dump.dump(document).splitlines() if line.strip()]


def test_every_question_has_a_number_and_a_place_for_its_answer(form: Questionnaire) -> None:
    text = "\n".join(printed(blank(form, "id")))
    assert re.findall(r"^\s*(\d+)\.\s+(\w+)", text, re.M)[:5] == [
        ("1", "Nama"), ("2", "Ada"), ("3", "Jumlah"), ("4", "Asal"), ("5", "Ulasan"),
    ]  # fmt: skip
    assert "Nama resmi layanan *" in text, "the marks of bold type are not printed, what is required is"
    assert "☐ APBD" in text and "☐ 1 ☐ 2 ☐ 3 ☐ 4 ☐ 5" in text and "rupiah" in text
    assert "dua" not in text and "Anggarannya" not in text, "nothing that is worked out, or comments on an answer"


def test_a_choice_that_skips_says_where_to_go_on(form: Questionnaire) -> None:
    text = "\n".join(printed(blank(form, "id")))
    assert "Tidak → lanjut ke nomor 5" in text
    assert "Ya →" not in text
    assert "hanya bila" not in text, "the jump says it all"


def test_a_condition_that_no_jump_can_say_stands_above_its_question() -> None:
    source = FORM.replace(
        "| ${ada} = 'ya' | | satuan=rupiah |", "| ${ada} = 'ya' and ${nama} != '' | | satuan=rupiah |"
    )
    text = "\n".join(printed(blank(xlsform.load(source.encode(), "uji.md"), "id")))
    assert text.count("Diisi hanya bila ") == 2, "that question and the one behind it, which no choice passes over now"
    assert "→ lanjut" not in text


def test_a_short_list_is_a_table_and_a_long_one_is_printed_twice(form: Questionnaire) -> None:
    document = blank(form, "id")
    text = "\n".join(printed(document))
    assert text.count("7. Siapa") == 1 and text.count("8. Banyaknya") == 1
    assert text.count("Apa yang dilakukan") == 2 and "Langkah: 2" in text
    assert text.count("salinan halaman ini") == 2


ROOM = 18
"""Points below a label: at least one line to write on."""


def label_heights(page: PageObject) -> list[float]:
    """How high above the page's foot each question's number stands."""
    found: list[float] = []

    def look(text: str, matrix: list[float], place: list[float], _font: object, _size: float) -> None:
        if re.match(r"\d+\.", text.strip()) and place[4] * matrix[0] + matrix[4] < PAGE.left + 1:
            found.append(place[5] * matrix[3] + matrix[5])

    page.extract_text(visitor_text=look)
    return found


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_no_page_cuts_a_question(file: Path) -> None:
    """Each question's label, hint, choices and lines are on one page: the paragraph that ends it is kept with it."""
    form = xlsform.load(file.read_bytes(), file.name)
    document = blank(form, "id")
    pages = PdfReader(io.BytesIO(write(document, "pdf").bytes)).pages
    assert len(pages) > 2
    heights = [height for page in pages for height in label_heights(page)]
    assert len(heights) >= 15 and min(heights) > PAGE.bottom + ROOM, "a label has its place to answer below it"
    text = "\n".join(printed(document))
    assert "${" not in text and "**" not in text
    numbers = [int(n) for n in re.findall(r"^(\d+)\. ", text, re.M)]
    assert numbers[0] == 1


def test_the_answers_in_the_order_asked(form: Questionnaire) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(picture, "PNG")
    draft = Draft(
        {
            "umum/nama": "Perpustakaan keliling", "umum/ada": "ya", "umum/jumlah": "1500000", "umum/asal": "a b",
            "umum/ulasan": "Baris satu\nBaris dua", "pihak[k1]/siapa": "Nelayan", "langkah[m1]/kapan": "2026-11-24",
            "langkah[m1]/tanda": "tanda.png",
        },
        {"pihak": ["k1"], "langkah": ["m1"]},
    )  # fmt: skip
    state = evaluate(plan_of(form), draft, today=date(2026, 11, 26))
    document = answered(state, {"tanda.png": picture.getvalue()}.get, [("Perihal", "Armada baca")])
    text = "\n".join(printed(document))
    wanted = ["Perihal: Armada baca", "Perpustakaan keliling", "1.500.000", "APBD dan CSR", "Baris satu", "Baris dua",
              "Nelayan", "24 November 2026"]  # fmt: skip
    assert [words for words in wanted if words in text] == wanted
    assert text.count("Tidak dijawab.") == 3, "the score, the number of people, and what is done"
    found = [n for p in paragraphs(document.body) for n in inlines(p.inlines) if isinstance(n, Picture)]
    assert [(image.width, image.height) for image in found] == [(142.0, 47.33)], "as wide as one by hand"


def test_what_is_not_asked_is_not_printed(form: Questionnaire) -> None:
    draft = Draft({"umum/ada": "tidak", "umum/jumlah": "1500000"})
    text = "\n".join(printed(answered(evaluate(plan_of(form), draft, today=date(2026, 11, 26)), lambda _: None)))
    assert "Jumlah" not in text and "1.500.000" not in text


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Nama **resmi**", "Nama resmi"),
        ("lihat [panduan](https://contoh.id/p)", "lihat panduan (https://contoh.id/p)"),
        ("_miring_ dan *miring*", "miring dan miring"),
        ("2 * 3 * 4 dan nama_berkas_ini", "2 * 3 * 4 dan nama_berkas_ini"),
    ],
)
def test_labels_without_their_marks(label: str, shown: str) -> None:
    assert plain(label) == shown
