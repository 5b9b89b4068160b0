"""What makes an answer wrong: one violation an item, the author's own words first."""

from typing import Any

import pytest

from inovik_forms.answers.validate import submission_problems
from inovik_forms.problems import AnswerPlace

from .forms import items, plan, state, values

CHOICES = "list_name | name | label\nl | x | X\nl | y | Y"


@pytest.mark.parametrize(
    ("kind", "parameters", "answer", "valid"),
    [
        ("integer", "", "12", True),
        ("integer", "", 12.0, True),
        ("integer", "", "-3", True),
        ("integer", "", "abc", False),
        ("integer", "", "1.5", False),
        ("integer", "", "1e3", False),
        ("integer", "", "NaN", False),
        ("integer", "", "Infinity", False),
        ("integer", "", "+1", False),
        ("integer", "", "1.000.000", False),
        ("integer", "", "199001012015031001", False),
        ("integer", "", "-" + "9" * 500, False),
        ("decimal", "", "9" * 399, False),
        ("decimal", "", "2.5", True),
        ("decimal", "", "2,5", False),
        ("date", "", "2026-02-28", True),
        ("date", "", "2026-02-30", False),
        ("date", "", "20260228", False),
        ("date", "", "28-02-2026", False),
        ("time", "", "08:30", True),
        ("time", "", "08:30:00.000+09:00", True),
        ("time", "", "25:00", False),
        ("time", "", "8.30", False),
        ("select_one l", "", "x", True),
        ("select_one l", "", "z", False),
        ("select_one l", "", "x y", False),
        ("select_multiple l", "", ["x", "y"], True),
        ("select_multiple l", "", ["x", "z"], False),
        ("acknowledge", "", True, True),
        ("acknowledge", "", "OK", True),
        ("acknowledge", "", "ya", False),
        ("range", "start=0 end=1 step=0.1", 0.3, True),
        ("range", "start=0 end=1 step=0.1", 0.35, False),
        ("range", "start=0 end=1 step=0.1", 1.1, False),
        ("range", "start=10 end=1 step=3", 7, True),
        ("range", "start=10 end=1 step=3", 8, False),
        ("range", "", "x", False),
        ("text", "", "apa saja", True),
        ("image", "", "foto.jpg", True),
    ],
)
def test_each_kind_takes_its_own_values(kind: str, parameters: str, answer: Any, valid: bool) -> None:
    form = plan(f"type | name | label | parameters\n{kind} | a | A | {parameters}", CHOICES)
    item = items(form, {"a": answer})["a"]
    assert item.valid is valid
    assert (item.problem is None) is valid
    if item.problem:
        assert item.problem.message
        assert item.problem.where == AnswerPlace("a")
        assert item.value


FORM = plan(
    """
    type | name | label | required | required_message | constraint | constraint_message | relevant
    integer | a | A | yes | Isi A dahulu. | . < 10 | A kurang dari 10, bukan ${b}. |
    text | b | B | yes | | string-length(.) > 2 | |
    integer | c | C | yes | Isi C. | . < ${a} | | ${b} = 'tiga'
    acknowledge | d | Setuju | yes | | | |
    note | e | Catatan | yes | | | |
    """
)


def test_the_author_s_own_words_come_first() -> None:
    found = items(FORM, {"a": 12, "b": "tig"})
    assert found["a"].problem is not None
    assert found["a"].problem.message == "A kurang dari 10, bukan tig."
    found = items(FORM, {})
    assert found["a"].problem is not None
    assert found["a"].problem.message == "Isi A dahulu."
    assert found["b"].problem is not None
    assert found["b"].problem.message == "Pertanyaan ini wajib dijawab."


def test_a_constraint_is_not_asked_of_a_blank_or_of_what_is_not_relevant() -> None:
    found = items(FORM, {"a": "", "b": "x", "c": 99})
    assert found["a"].problem is not None
    assert found["a"].problem.code == "answers.required"
    assert found["c"].valid
    assert not found["c"].relevant
    assert found["c"].required
    assert found["b"].problem is not None
    assert found["b"].problem.code == "answers.constraint"


def test_a_later_change_may_make_an_earlier_answer_wrong() -> None:
    assert items(FORM, {"a": 9, "b": "tiga", "c": 8})["c"].valid
    assert not items(FORM, {"a": 7, "b": "tiga", "c": 8})["c"].valid


def test_a_value_of_the_wrong_kind_is_told_before_the_constraint() -> None:
    item = items(FORM, {"a": "seratus"})["a"]
    assert item.problem is not None
    assert item.problem.code == "answers.integer"
    assert item.value == "seratus"


DATES = plan(
    """
    type | name | label | constraint
    date | mulai | Mulai |
    time | jam | Jam |
    integer | batas | Batas |
    date | selesai | Selesai | ${mulai} = '' or . >= ${mulai}
    time | tutup | Tutup | ${jam} = '' or . > ${jam}
    begin_repeat | r | R |
    integer | n | N | ${batas} = '' or . <= ${batas}
    date | d | D | . >= ${mulai}
    end_repeat | | |
    """
)


def test_what_cannot_be_read_is_blank_for_the_constraints_of_others() -> None:
    wrong = {"mulai": "2026-02-31", "jam": "25:00", "batas": "lima"}
    told = {"selesai": "2026-01-01", "tutup": "08:00", "r": [{"n": 7, "d": "2026-01-01"}]}
    found = items(DATES, {**wrong, **told})
    assert [path for path, item in found.items() if not item.valid] == ["mulai", "jam", "batas", "r[1]/d"]
    assert found["mulai"].value == "2026-02-31", "what was typed is still there"
    right = {"mulai": "2026-02-28", "jam": "09:00", "batas": 5}
    found = items(DATES, {**right, **told})
    assert [path for path, item in found.items() if not item.valid] == ["selesai", "tutup", "r[1]/n", "r[1]/d"]


def test_submission_lists_one_problem_an_item_in_document_order() -> None:
    places = [problem.where for problem in submission_problems(state(FORM, {"a": 12}))]
    assert places == [AnswerPlace("a"), AnswerPlace("b"), AnswerPlace("d")]
    assert submission_problems(state(FORM, {"a": 9, "b": "tiga", "c": 1, "d": True})) == []


def test_numbers_are_written_as_xforms_writes_them() -> None:
    form = plan(
        "type | name | label | calculation\ndecimal | a | A |\ncalculate | b | | ${a} div 3\ncalculate | c | | ${a} = 6"
    )
    assert values(form, {"a": 6.0}) == {"a": "6", "b": "2", "c": "true"}
    assert values(form, {"a": "2.50"})["a"] == "2.5"
