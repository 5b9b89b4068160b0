"""Pictures, sounds and films in labels: what the reader keeps of them, and which files are missing."""

from pathlib import Path

import pytest

from inovik_forms.problems import Cell, errors
from inovik_forms.questionnaires import media
from inovik_forms.questionnaires.compare import compare
from inovik_forms.questionnaires.model import Question, Questionnaire, walk
from inovik_forms.questionnaires.xlsform import load, read

FORM = (Path(__file__).parents[1] / "cases" / "forms" / "ok-media-everywhere.md").read_text()


def form(text: str = FORM) -> Questionnaire:
    return load(text.encode(), "kuesioner.md")


def test_every_kind_of_row_keeps_its_files_by_language() -> None:
    items = {item.path: item for item in walk(form().items)}
    assert items["g"].media.image == {"id": "peta.png", "en": "map.png"}
    note = items["g/n"].media
    assert (note.big_image, note.audio, note.video) == ({"": "besar.webp"}, {"": "a.mp3"}, {"": "a.mp4"})
    assert items["r"].media.names == ("r.gif",)
    select = items["g/s"]
    assert isinstance(select, Question) and select.choices
    first, second = select.choices.choices
    assert (first.media.image, first.media.audio) == ({"": "satu dua.jpeg"}, {"en": "a.m4a"})
    assert not second.media
    assert not items["g"].extra and not items["g/n"].extra


def test_no_warning_says_that_media_are_not_shown() -> None:
    assert [p.code for p in read(FORM.encode(), "k.md")[1]] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../peta.png", "media_name"), ("gambar/peta.png", "media_name"), ("C:\\peta.png", "media_name"),
        (".png", "media_name"), ("jr://images/peta.png", "media_name"), ("a" * 100 + ".png", "media_name"),
        ("pe\u202eta.png", "media_name"), ("peta.SVG", "media_svg"), ("peta", "media_kind"), ("peta.mp3", "media_kind"),
        ("peta.png.html", "media_kind"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_refused_at_its_cell(name: str, code: str) -> None:
    questionnaire, problems = read(FORM.replace("peta.png", name).encode(), "k.md")
    (found,) = errors(problems)
    assert questionnaire is None
    assert (found.code, found.where) == (f"questionnaires.{code}", Cell("survey", 2, "E", name))
    assert name[:20] in found.message or code == "media_name"
    assert found.fix


def test_missing_files_are_named_once_each_in_order() -> None:
    lacking = media.missing(form(), {"map.png", "a.JPG", "a.mp3", "besar.webp", "a.mp4", "t.ogg", "r.gif"})
    assert [p.detail["file"] for p in lacking] == ["peta.png", "b.webm", "satu dua.jpeg", "a.m4a"]
    assert lacking[0].where == Cell("survey", 2, "", "peta.png")
    assert lacking[2].where == Cell("choices", 2, "", "satu dua.jpeg")
    assert "peta.png" in lacking[0].message and not media.missing(form(), media.named(form()))


def test_another_file_is_a_difference() -> None:
    changed = FORM.replace("peta.png", "denah.png").replace("satu dua.jpeg", "")
    found = [
        (p.new.path, d.aspect, d.before, d.after) for p in compare(form(), form(changed)).changed for d in p.differences
    ]
    assert found == [("g", "media", "peta.png", "denah.png"), ("g/s", "choice_media", "satu dua.jpeg", "")]


def test_names_are_spelled_as_those_of_uploads() -> None:
    questionnaire = form(FORM.replace("satu dua.jpeg", "satu   dua\u0301.jpeg"))
    assert "satu du\u00e1.jpeg" in media.named(questionnaire)
