"""Pictures of labels on paper; sounds and films by their names."""

from __future__ import annotations

import io
from datetime import date

from PIL import Image
from pypdf import PdfReader

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.documents import dump
from inovik_forms.documents.render import write
from inovik_forms.documents.tree import Document
from inovik_forms.documents.tree import Image as Picture
from inovik_forms.documents.walk import inlines, paragraphs
from inovik_forms.paper import answered, blank
from inovik_forms.paper.options import CHOICE_HEIGHT
from inovik_forms.paper.sheet import INNER
from inovik_forms.questionnaires import xlsform

FORM = """| survey |
| | type | name | label::I (id) | label::E (en) | image::I (id) | image::E (en) | big-image | audio | video |
| | begin_group | a | Bagian | Part | denah.png | | | | |
| | note | n | Dengarkan | Listen | | | | suara.mp3 | |
| | text | t | Tempat | Place | peta.png | map.png | besar.png | | |
| | text | u | | | kecil.png | | | | |
| | text | v | Hilang | Lost | hilang.png | | | | film.mp4 |
| | select_one l | w | Pilih | Choose | | | | | |
| | end_group | | | | | | | | |
| | begin_repeat | r | Daftar | List | denah.png | | | | |
| | text | x | Isi | Content | kecil.png | | | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::I (id) | image | audio |
| | l | satu | Satu | kecil.png | |
| | l | dua | | tinggi.png | |
| | l | tiga | Tiga | | tiga.mp3 |
| | l | empat | Empat | | |
| settings |
| | form_title | form_id | default_language |
| | Uji | uji | I (id) |
"""
SIZES = {"denah.png": (1200, 400), "map.png": (90, 30), "besar.png": (300, 100), "kecil.png": (40, 20),
         "tinggi.png": (100, 900)}  # fmt: skip


def files(name: str) -> bytes | None:
    if name not in SIZES:
        return None
    out = io.BytesIO()
    Image.new("RGB", SIZES[name], "khaki").save(out, "PNG")
    return out.getvalue()


def made(language: str = "id") -> Document:
    return blank(xlsform.load(FORM.encode(), "uji.md"), language, files)


def shown(document: Document) -> list[tuple[str, float, float]]:
    found = (i for paragraph in paragraphs(document.body) for i in inlines(paragraph.inlines))
    return [(i.alt, i.width, i.height) for i in found if isinstance(i, Picture)]


def test_each_label_has_its_picture_within_its_place() -> None:
    alts = ["Bagian", "Tempat", "u", "Satu", "dua", "Daftar", "Isi", "Isi"]
    pictures = shown(made())
    assert [alt for alt, _, _ in pictures] == alts, "a list with pictures is no table, but printed twice"
    assert pictures[1][1:] == (225, 75), "the large one where there are two"
    (_, width, height) = pictures[4]
    assert height == CHOICE_HEIGHT and width < INNER / 3
    assert len(PdfReader(io.BytesIO(write(made(), "pdf").bytes)).pages[0].images) == 4, "one file stands there once"


def test_answers_stand_with_the_pictures_of_what_was_asked_and_chosen() -> None:
    form = xlsform.load(FORM.replace("select_one l | w", "rank l | w").encode(), "uji.md")
    draft = Draft({"a/t": "Pasar", "a/w": "dua empat satu", "r[k1]/x": "1", "r[k2]/x": "2"}, {"r": ["k1", "k2"]})
    document = answered(evaluate(plan_of(form), draft, today=date(2026, 11, 27)), lambda _: None, (), files)
    alts = ["Bagian", "Tempat", "u", "dua", "Satu", "Daftar", "Isi", "Isi"]
    assert [alt for alt, _, _ in shown(document)] == alts, "a list's own picture stands there once"
    lines = [" ".join(line.split()) for line in dump.dump(document).splitlines()]
    assert any("1." in line and "2. Empat" in line and "3. Satu" in line for line in lines), lines
    write(document, "pdf")


def test_what_paper_cannot_show_is_named() -> None:
    text = dump.dump(made())
    for line in ("Rekaman suara: suara.mp3", "Gambar: hilang.png", "Video: film.mp4", "Rekaman suara: tiga.mp3"):
        assert text.count(line) == 1
    assert "Gambar: peta.png" not in text, "its large one is there"
    assert [line.split() for line in text.splitlines() if line.strip().startswith("2.")] == [["2."]], "no made-up label"


def test_without_files_the_names_stand_there() -> None:
    document = blank(xlsform.load(FORM.encode(), "uji.md"), "id")
    assert not shown(document) and "Gambar: denah.png" in dump.dump(document)
