"""What the browser needs to show and hide questions at once: the expressions of one page, and the answers they read.

Only the page's own items and the calculations on their way are sent; everything else comes as known values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Path
from inovik_forms.expressions.check import references
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.to_json import to_json
from inovik_forms.questionnaires.model import Group, Item, Question, Repeat
from inovik_forms.web.sections import Scope, page_prefix
from inovik_forms.web.texts import placed

_made: WeakKeyDictionary[Plan, dict[str, PageLogic]] = WeakKeyDictionary()


class PageLogic:
    """The logic of one page: `items` (JSON-able, in document order) and `outside`, the questions it reads elsewhere."""

    def __init__(self, plan: Plan, scope: Scope) -> None:
        self.scope = scope
        inside = {line.path: line for line in scope.lines}
        items: dict[str, dict[str, Any]] = {}
        outside: dict[str, Question] = {}
        waiting: list[Item] = [*scope.lines]
        while waiting:
            item = waiting.pop(0)
            if item.path in items:
                continue
            entry, named = _entry(plan, item)
            items[item.path] = entry
            for other in named:
                if other.path in inside or other.path in items:
                    continue
                if isinstance(other, Question) and other.kind == "calculate" and other.calculation:
                    waiting.append(other)
                elif isinstance(other, Question):
                    outside[other.path] = other
        self.items = [items[path] for path in items if len(items[path]) > 2 or path in inside]
        self.outside = tuple(outside.values())
        self.is_needed = any(len(entry) > 3 for entry in self.items)

    def as_json(self, state: State, prefix: Path) -> dict[str, Any]:
        """The items with the values, as known now, of the questions elsewhere."""
        known: dict[str, Any] = {}
        for question in self.outside:
            values = _values(state, question, prefix)
            if values is not None:
                known[question.path] = values
        return {"items": self.items, "known": known, "names": self._names()}

    def _names(self) -> dict[str, str]:
        names = {entry["path"].rpartition("/")[2]: entry["path"] for entry in self.items}
        return names | {q.name: q.path for q in self.outside}


def _entry(plan: Plan, item: Item) -> tuple[dict[str, Any], list[Item]]:
    """One item as JSON: its expressions as lists; and the items that they name."""
    entry: dict[str, Any] = {"path": item.path, "kind": item.kind if isinstance(item, Question) else "group"}
    named: list[Item] = []
    expressions: dict[str, Expression | None] = {"relevant": item.relevant}
    if isinstance(item, Question):
        expressions |= {"calculation": item.calculation, "required": item.required}
    for key, expression in expressions.items():
        if expression is not None:
            entry[key] = to_json(expression.root)
            named += [found for ref in references(expression.root) if (found := plan.find(ref.name))]
    return entry, named


def _values(state: State, question: Question, prefix: Path) -> str | list[str] | None:
    """The value of a question elsewhere: one text, or a list when it stands in a repeat of which we see all."""
    path = placed(question.path, prefix)
    if page_prefix(path) or not _in_repeat(state.plan, question.path):
        try:
            return state.item(path).value
        except KeyError:
            return ""
    return [item.value for item in state.items if item.item is question and item.relevant]


def _in_repeat(plan: Plan, path: str) -> bool:
    from inovik_forms.web.sections import pages_of

    return any(path.startswith(repeat + "/") for repeat in pages_of(plan).instances)


def logic_of(plan: Plan, scopes: Iterable[Scope] | Scope) -> PageLogic:
    """The logic of a page, made once."""
    assert isinstance(scopes, Scope)
    made = _made.setdefault(plan, {})
    key = f"{scopes.container}|{scopes.items[0].path if scopes.items else ''}"
    if key not in made:
        made[key] = PageLogic(plan, scopes)
    return made[key]


__all__ = ["Group", "PageLogic", "Repeat", "logic_of"]
