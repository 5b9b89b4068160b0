"""Answers as JSON: in, out, and what does not fit."""

from typing import Any

import pytest

from inovik_forms.answers.json_form import draft_from_json, evaluate_report, to_json
from inovik_forms.answers.state import evaluate
from inovik_forms.problems import AnswerPlace

from .forms import TODAY, plan, state

FORM = plan(
    """
    type | name | label | calculation
    text | nama | Nama |
    begin_group | g | G |
    integer | n | N |
    select_multiple l | m | M |
    end_group | | |
    begin_repeat | r | R |
    decimal | d | D |
    begin_repeat | s | S |
    date | t | T |
    end_repeat | | |
    end_repeat | | |
    acknowledge | ok | Setuju |
    note | catatan | Catatan |
    calculate | jumlah | | sum(${d})
    """,
    "list_name | name | label\nl | x | X\nl | y | Y",
)
ANSWERS = {
    "nama": "Ambon",
    "g": {"n": 3, "m": ["x", "y"]},
    "r": [{"d": 1.5, "s": [{"t": "2026-01-31"}]}, {"d": 2, "s": []}],
    "ok": True,
}


def test_answers_nest_as_the_form_nests() -> None:
    draft, problems = draft_from_json(FORM, ANSWERS)
    assert problems == []
    assert draft.values == {
        "nama": "Ambon",
        "g/n": "3",
        "g/m": "x y",
        "r[1]/d": "1.5",
        "r[1]/s[1]/t": "2026-01-31",
        "r[2]/d": "2",
        "ok": "OK",
    }
    assert draft.instances == {"r": ["1", "2"], "r[1]/s": ["1"], "r[2]/s": []}


def test_what_goes_in_comes_out_with_the_calculations() -> None:
    assert to_json(state(FORM, ANSWERS)) == {**ANSWERS, "ok": "OK", "jumlah": 3.5} | {"jumlah": "3.5"}
    assert to_json(state(FORM, to_json(state(FORM, ANSWERS)))) == to_json(state(FORM, ANSWERS))


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ({"nana": "x"}, "unknown_name_like", "nana"),
        ({"zzz": "x"}, "unknown_name", "zzz"),
        ({"g": {"nama": "x"}}, "unknown_name", "g/nama"),
        ({"g": 3}, "shape_group", "g"),
        ({"r": {"d": 1}}, "shape_repeat", "r"),
        ({"r": [3]}, "shape_repeat", "r[1]"),
        ({"nama": {"x": 1}}, "shape_value", "nama"),
        ({"nama": ["x"]}, "shape_value", "nama"),
        ({"g": {"m": [["x"]]}}, "shape_choices", "g/m"),
        ({"r": [{}] * 1001}, "too_many", "r"),
        ([1], "shape_group", ""),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(data: Any, code: str, path: str) -> None:
    _, problems = draft_from_json(FORM, data)
    assert [(problem.code, problem.where) for problem in problems] == [(f"answers.{code}", AnswerPlace(path))]
    assert problems[0].message
    assert problems[0].fix


def test_a_number_of_ten_thousand_digits_is_no_crash() -> None:
    draft, problems = draft_from_json(FORM, {"g": {"n": 10**10000}})
    assert not problems
    assert draft.values["g/n"] == "inf"


@pytest.mark.parametrize(
    ("data", "path", "value"),
    [
        ({"nama": ["x"]}, "nama", '["x"]'),
        ({"nama": {"a": "b"}}, "nama", '{"a": "b"}'),
        ({"g": {"n": [3]}}, "g/n", "[3]"),
        ({"g": 3}, "g", ""),
        ({"r": [3]}, "r[1]", ""),
    ],
)
def test_an_answer_of_a_wrong_shape_is_kept_and_not_valid(data: Any, path: str, value: str) -> None:
    draft, problems = draft_from_json(FORM, data)
    report = evaluate_report(evaluate(FORM, draft, today=TODAY), problems)
    (item,) = (item for item in report["items"] if item["path"] == path)
    assert (item["value"], item["valid"]) == (value, False)
    assert item["problem"] == problems[0].message
