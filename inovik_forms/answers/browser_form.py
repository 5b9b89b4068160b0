"""A plan as the browser's evaluator needs it (static/answers/form.js): names, kinds, rules, choices; no words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from inovik_forms.answers.plan import Plan
from inovik_forms.expressions.nodes import Call, Expression, Lookup, Node, children
from inovik_forms.expressions.to_json import to_json
from inovik_forms.questionnaires.model import Group, Item, Question, walk

_RULES = ("relevant", "required", "read_only", "constraint", "calculation", "choice_filter", "repeat_count")


def browser_form(plan: Plan) -> dict[str, Any]:
    """The whole form. `order`: the places of the items in the order of evaluation."""
    items = list(walk(plan.questionnaire.items))
    places = {item.path: place for place, item in enumerate(items)}
    return {
        "language": plan.default_language,
        "items": [browser_item(item) for item in items],
        "order": [places[path] for path in plan.order],
        "lists": browser_lists(items),
        "tables": browser_tables(plan, items),
    }


def browser_item(item: Item) -> dict[str, Any]:
    """One item; what says nothing is left out."""
    found: dict[str, Any] = {"path": item.path, "kind": _kind(item)}
    for name in _RULES:
        expression = getattr(item, name, None)
        if isinstance(expression, Expression) and expression.text != "false()":
            found[name] = True if expression.text == "true()" else to_json(expression.root)
    if isinstance(item, Question):
        default = item.default
        more: dict[str, Any] = {
            "default": to_json(default.root) if isinstance(default, Expression) else default,
            "choices": list_key(item),
            "choicesFrom": item.choices_from.rpartition("/")[2],
            "trigger": list(item.trigger),
            "parameters": _parameters(item),
        }
        found |= {name: value for name, value in more.items() if value}
    return found


def _parameters(question: Question) -> dict[str, str]:
    """Those that say what an answer may be: the ends of a range, the most words of a text."""
    if question.kind == "range":
        return dict(question.parameters)
    most = question.parameters.get("words", "") if question.kind == "text" else ""
    return {"words": str(int(most))} if most.isdecimal() else {}


def list_key(question: Question) -> str:
    """The name of a question's choice list; with "or other" it is a list of its own."""
    if question.choices is None:
        return ""
    return f"{question.choices.name} or_other" if question.or_other else question.choices.name


def browser_lists(items: Iterable[Item]) -> dict[str, Any]:
    """The choice lists of these items: name, label and the further columns of each choice."""
    return {
        list_key(item): [
            {"name": choice.name, "label": dict(choice.label), "row": dict(choice.columns)}
            for choice in item.choices.choices
        ]
        for item in items
        if isinstance(item, Question) and item.choices is not None
    }


def browser_tables(plan: Plan, items: Iterable[Item]) -> dict[str, Any]:
    """The tables that the expressions of these items look things up in."""
    names = {name for item in items for name in _tables_of(item)}
    return {name: [dict(row) for row in rows] for name in sorted(names) if (rows := plan.table(name)) is not None}


def _tables_of(item: Item) -> Iterator[str]:
    for name in (*_RULES, "default"):
        expression = getattr(item, name, None)
        if isinstance(expression, Expression):
            yield from _tables_in(expression.root)


def _tables_in(node: Node) -> Iterator[str]:
    if isinstance(node, Lookup):
        yield node.table
    if isinstance(node, Call) and node.name == "pulldata":
        yield str(getattr(node.arguments[0], "value", ""))
    for child in children(node):
        yield from _tables_in(child)


def _kind(item: Item) -> str:
    if isinstance(item, Question):
        return item.kind
    return "group" if isinstance(item, Group) else "repeat"
