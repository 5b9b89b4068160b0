"""Small forms for the tests of answers: rows of a survey table, and what `evaluate` says about some answers."""

from dataclasses import replace
from datetime import date
from typing import Any

from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import Plan, plan_of
from inovik_forms.answers.state import ItemState, State, evaluate
from inovik_forms.questionnaires.model import Item, Question
from inovik_forms.questionnaires.xlsform import load

TODAY = date(2026, 11, 24)


def plan(survey: str, choices: str = "") -> Plan:
    """A plan of table rows, cells parted by "|": the first line is the head; choices likewise."""
    tables = f"| survey |\n{_table(survey)}" + (f"| choices |\n{_table(choices)}" if choices else "")
    return plan_of(load(tables.encode(), "uji.md"))


def changed(form: Plan, fields: dict[str, dict[str, Any]], **of_the_form: Any) -> Plan:
    """The same form with other fields of the questions at these paths."""

    def of(item: Item) -> Item:
        if isinstance(item, Question):
            return replace(item, **fields.get(item.path, {}))
        return replace(item, items=tuple(of(inner) for inner in item.items))

    whole = form.questionnaire
    return Plan(replace(whole, items=tuple(of(item) for item in whole.items), **of_the_form))


def _table(lines: str) -> str:
    return "".join(f"| | {line.strip()} |\n" for line in lines.strip().splitlines())


def state(form: Plan, answers: dict[str, Any], language: str = "id") -> State:
    """The state of answers as JSON; they must fit the form."""
    draft, problems = draft_from_json(form, answers)
    assert not problems, [problem.message for problem in problems]
    return evaluate(form, draft, today=TODAY, language=language)


def items(form: Plan, answers: dict[str, Any]) -> dict[str, ItemState]:
    """The lines of the state by their path for people."""
    return {item.path: item for item in state(form, answers).items}


def values(form: Plan, answers: dict[str, Any]) -> dict[str, str]:
    """The values of the relevant questions."""
    return {path: item.value for path, item in items(form, answers).items() if item.relevant}
