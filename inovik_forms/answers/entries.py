"""Entries: per item what its line in the state needs, looked up once, when the plan is made."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from inovik_forms.answers.kinds import Check, check_of
from inovik_forms.answers.levels import Level
from inovik_forms.expressions.evaluate import Condition
from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.model import Item, Question, Repeat


class Compiler(Protocol):
    """What entries need of a plan."""

    def item(self, path: str) -> Item:
        """The item of a form path."""

    def condition(self, expression: Expression, item: Item, columns: tuple[str, ...] = ()) -> Condition:
        """The closure of an item's condition."""


class Entry(NamedTuple):
    """`required`, `read_only`: True, False, or a closure that says so. `read_only_around`: those of the groups around.

    A tuple, because `items.list_items` unpacks one for each line.
    """

    item: Item
    path: str
    suffix: str
    is_question: bool
    is_repeat: bool
    required: bool | Condition
    read_only: bool | Condition
    read_only_around: tuple[bool | Condition, ...]
    check: Check | None
    constraint: Condition | None


def entry_of(plan: Compiler, level: Level, item: Item) -> Entry:
    """The entry of an item of this level."""
    question = item if isinstance(item, Question) else None
    required = _rule(plan, item, question.required if question else None)
    read_only = _rule(plan, item, item.read_only) or (question is not None and question.kind == "note")
    # The rules of the groups around are compiled for the item's own place: that is where they will be asked.
    around = tuple(rule for outer in _around(plan, item) if (rule := _rule(plan, item, outer.read_only)))
    check = check_of(question) if question and not question.is_computed else None
    constraint = plan.condition(question.constraint, item) if question and question.constraint else None
    return Entry(
        item,
        item.path,
        level.suffix(item.path),
        question is not None,
        isinstance(item, Repeat),
        required,
        read_only,
        around,
        check,
        constraint,
    )


def _rule(plan: Compiler, item: Item, expression: Expression | None) -> bool | Condition:
    if expression is None or expression.text == "false()":
        return False
    return True if expression.text == "true()" else plan.condition(expression, item)


def _around(plan: Compiler, item: Item) -> list[Item]:
    """The groups and repeats around an item, innermost first."""
    found = []
    path = item.path.rpartition("/")[0]
    while path:
        found.append(plan.item(path))
        path = path.rpartition("/")[0]
    return found
