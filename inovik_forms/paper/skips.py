"""What conditions become on paper: "lanjut ke nomor 7" beside a choice where that says it all, else a line above the
question that tells whom it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import evaluate
from inovik_forms.expressions.check import references
from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.model import Item, Question

SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Skips:
    """`jumps`: (path of a question, choice) → path of the question to go on with, '' = the end. `told`: the questions
    whose condition the jumps say completely."""

    jumps: Mapping[tuple[str, str], str]
    told: frozenset[str]


def conditions(plan: Plan, item: Item) -> list[Expression]:
    """The conditions under which an item is asked: its own and those of the groups and repeats around it."""
    parts = item.path.split("/")
    around = [plan.item("/".join(parts[: end + 1])) for end in range(len(parts))]
    return [one.relevant for one in around if one.relevant is not None]


def skips(plan: Plan, questions: Sequence[Question]) -> Skips:
    """The jumps among questions, which come in the order of the paper. Those inside repeats are left to their lines."""
    jumps: dict[tuple[str, str], str] = {}
    told: set[str] = set()
    for place, question in enumerate(questions):
        if question.kind != "select_one" or question.choices is None or plan.repeats_around(question.path):
            continue
        run = list(_depending(plan, question, questions[place + 1 :]))
        if not run:
            continue
        rest = [q.path for q in questions[place + 1 + len(run) :]]
        hidden = {c.name: _hidden(plan, question, c.name, run) for c in question.choices.choices}
        for choice, gone in hidden.items():
            first = next((n for n, q in enumerate(run) if q.path not in gone), len(run))
            if first:
                jumps[question.path, choice] = run[first].path if first < len(run) else next(iter(rest), "")
            passed = {q.path for q in run[:first]}
            hidden[choice] = gone - passed  # what this choice hides beyond its jump
        told |= {q.path for q in run if not any(q.path in beyond for beyond in hidden.values())}
    return Skips(jumps, frozenset(told))


def _depending(plan: Plan, question: Question, after: Sequence[Question]) -> Iterator[Question]:
    """The questions right after one that are asked by its answer alone."""
    for following in after:
        named = {
            target.path
            for condition in conditions(plan, following)
            for reference in references(condition.root)
            if (target := plan.resolve(reference.name, following.path.rpartition("/")[0])) is not None
        }
        if named != {question.path} or plan.repeats_around(following.path):
            return
        yield following


def _hidden(plan: Plan, question: Question, choice: str, run: Sequence[Question]) -> set[str]:
    state = evaluate(plan, Draft({question.path: choice}), today=SOME_DAY)
    return {q.path for q in run if not state.item(q.path).relevant}
