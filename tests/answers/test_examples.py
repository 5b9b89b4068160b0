"""Example answers: every question asked has one, they hold where they can, and any question can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from inovik_forms.answers.examples import NOT_TYPED, example_draft, place_of
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Question, walk
from tests.answers.forms import TODAY, plan

SHIPPED = sorted((Path(__file__).parents[2] / "questionnaires").glob("*.md"))


def reached(form, target: str) -> bool:  # type: ignore[no-untyped-def]
    state = evaluate(form, example_draft(form, TODAY, target), today=TODAY)
    place = place_of(state, target)
    return bool(place) and state.item(place).relevant


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_examples_for_the_shipped_questionnaires_hold(file: Path) -> None:
    form = plan_of(xlsform.load(file.read_bytes(), file.name))
    state = evaluate(form, example_draft(form, TODAY), today=TODAY)
    asked = [i for i in state.items if isinstance(i.item, Question) and i.relevant and i.item.kind not in NOT_TYPED]
    blank = [i.path for i in asked if i.required and not i.value]
    assert blank == []
    wrong = [i for i in asked if not i.valid and not i.item.is_computed]
    assert [(i.path, i.value) for i in wrong] == []


@pytest.mark.parametrize(
    ("relevant", "target"),
    [
        ("${jalur} = 'kota'", True),
        ("selected(${banyak}, 'b')", True),
        ("${umur} > 60", True),
        ("${umur} >= 17 and ${jalur} = 'dinas' and selected(${banyak}, 'b')", True),
        ("${dua} = 14", True),
        ("${jalur} = ''", True),
        ("1 = 2", False),
    ],
)
def test_a_question_behind_a_condition_is_reached(relevant: str, target: bool) -> None:
    form = plan(
        f"""type | name | label | relevant | calculation | constraint
        select_one j | jalur | Jalur | | |
        select_multiple b | banyak | Banyak | | |
        integer | umur | Umur | | | . > 5
        calculate | dua | | | ${{umur}} * 2 |
        text | akhir | Akhir | {relevant} | |""",
        "list_name | name | label\nj | dinas | Dinas\nj | kota | Kota\nb | a | A\nb | b | B",
    )
    assert reached(form, "akhir") is target


def test_questions_of_the_shipped_questionnaires_are_reached() -> None:
    form = plan_of(xlsform.load(SHIPPED[0].read_bytes(), SHIPPED[0].name))
    every = [q for q in walk(form.questionnaire.items) if isinstance(q, Question)]
    questions = [q for q in every if q.relevant and not q.is_computed]
    assert questions
    missed = [q.path for q in questions[:40] if not reached(form, q.path)]
    assert missed == []
