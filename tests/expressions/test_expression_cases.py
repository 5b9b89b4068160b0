"""The case files, by the server's evaluator and checker."""

import pytest
from expression_cases import CaseNames, load, run

from inovik_forms.expressions.check import check
from inovik_forms.expressions.evaluate import to_text
from inovik_forms.expressions.faults import ExpressionError, ExpressionProblem
from inovik_forms.expressions.parse import parse
from inovik_forms.problems import MESSAGES


@pytest.mark.parametrize("case", load("value"), ids=lambda case: case["id"])
def test_an_expression_gives_its_value(case):
    assert to_text(run(case)) == case["value"]


@pytest.mark.parametrize("case", load("raises"), ids=lambda case: case["id"])
def test_an_expression_without_a_result_says_why(case):
    with pytest.raises(ExpressionError) as caught:
        run(case)
    assert caught.value.code == case["raises"]
    assert MESSAGES[caught.value.code][0].format(**caught.value.detail)


@pytest.mark.parametrize("case", load("problems"), ids=lambda case: case["id"])
def test_a_wrong_expression_is_refused_with_its_place(case):
    found = problems_of(case)
    assert [f"{problem.code} {problem.span[0]}-{problem.span[1]}" for problem in found] == case["problems"]
    for problem in found:
        message, fix = MESSAGES[problem.code]
        assert message.format(**problem.detail)
        assert fix.format(**problem.detail)


@pytest.mark.parametrize("case", load("value"), ids=lambda case: case["id"])
def test_what_works_passes_the_check(case):
    serious = [problem.code for problem in problems_of(case) if problem.severity == "error"]
    assert set(serious) <= {"expressions.not_a_number", "expressions.many", "expressions.truth_text"}


def problems_of(case) -> list[ExpressionProblem]:
    """All problems of a case, from reading or from checking."""
    try:
        expression = parse(case["text"], bare_names=case.get("bare", False))
    except ExpressionError as refused:
        return [refused.problem]
    names, tables = CaseNames(case), case.get("tables", {})
    return check(
        expression, names, allow_current="current" in case, columns=case.get("choice", ()),
        condition=case.get("condition", False), many=names.is_many,
        tables=lambda name: tables[name][0].keys() if name in tables else None,
        choices=case.get("choices", {}).get,
    )  # fmt: skip
