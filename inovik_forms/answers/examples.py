"""Example answers for trying a questionnaire out: made from kinds, choices and conditions; they hold where they can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from inovik_forms.answers.items import ItemState
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State, evaluate
from inovik_forms.expressions.check import references
from inovik_forms.expressions.nodes import Expression, Literal, Node, children
from inovik_forms.questionnaires.model import Item, Question

ROUNDS = 8
"""Each answer may open further questions; deeper chains than this stay open."""
MOST_TRIES = 300
"""Evaluations spent on opening one question, and on making one answer valid: a second at worst."""
DEEPEST = 3
NOT_TYPED = frozenset({"note", "calculate", "hidden", "image", "file", "audio", "video"})
TEXTS = (
    "Contoh jawaban", "Contoh", "081234567890", "contoh@contoh.go.id", "https://contoh.go.id", "198501012010011001",
    "2026", "A", "A1", "contoh jawaban beberapa kata saja",
    *(("Contoh jawaban yang cukup panjang. " * n).strip() for n in (5, 12, 30)),
)  # fmt: skip
"""Phone, e-mail, address, staff number, year: what the rules of texts ask for; then ever longer ones."""
_KEY = re.compile(r"\[[^\]]*\]")


def example_draft(plan: Plan, today: date, target: str = "") -> Draft:
    """Answers to every question that is asked, valid where one of the tries was. `target`: form path of an item that
    should be asked; the answers that its condition looks at are chosen so, where that is possible."""
    draft = Draft()
    _fill(plan, draft, today)
    if target and _open(plan, draft, today, target, DEEPEST):
        _fill(plan, draft, today)
    return draft


def place_of(state: State, form_path: str) -> str:
    """The answer path of the first item at a form path; '' when it stands in a repeat without instances."""
    return next((i.answer_path for i in state.items if _KEY.sub("", i.answer_path) == form_path), "")


# ---------------------------------------------------------------- filling in


def _fill(plan: Plan, draft: Draft, today: date) -> None:
    for _ in range(ROUNDS):
        state = evaluate(plan, draft, today=today)
        blank = [i for i in state.items if _is_open(i) and not i.value and i.answer_path not in draft.values]
        for item in blank:
            draft.values[item.answer_path] = next(_candidates(state, item, today), "")
        wrong = [i for i in evaluate(plan, draft, today=today).items if _is_open(i) and not i.valid and i.value]
        for item in wrong:
            _mend(plan, draft, today, item)
        if not blank:
            return


def _is_open(item: ItemState) -> bool:
    question = item.item
    if not isinstance(question, Question) or question.kind in NOT_TYPED:
        return False
    return item.relevant and not item.read_only and not question.is_computed


def _mend(plan: Plan, draft: Draft, today: date, item: ItemState) -> None:
    """The first candidate that is valid; when none is, the first one."""
    state, before = evaluate(plan, draft, today=today), draft.values[item.answer_path]
    for value in list(_candidates(state, item, today))[:MOST_TRIES]:
        draft.values[item.answer_path] = value
        if evaluate(plan, draft, today=today).item(item.answer_path).valid:
            return
    draft.values[item.answer_path] = before


def _candidates(state: State, item: ItemState, today: date) -> Iterator[str]:
    """Values to try for a question, the likeliest first."""
    question = item.item
    assert isinstance(question, Question)
    written = list(_literals(question.constraint))
    match question.kind:
        case "select_one" | "select_multiple" | "rank":
            names = [choice.name for choice in state.choices(item.answer_path)]
            yield from _chosen(question.kind, names)
        case "integer" | "decimal" | "range":
            yield from dict.fromkeys((*_numbers(question, written), "1", "10", "100", "0", "2026"))
        case "date":
            days = [today, *(today + timedelta(days=n) for n in (1, 30, 365, -30, -365))]
            yield from [day.isoformat() for day in days] + [v for v in written if isinstance(v, str)]
        case "time":
            yield from ("09:00", "16:00")
        case "acknowledge":
            yield "OK"
        case _:
            yield from (*TEXTS, *(v for v in written if isinstance(v, str)))


def _chosen(kind: str, names: list[str]) -> Iterator[str]:
    if kind == "rank":
        yield " ".join(names)
        return
    yield from sorted(names, key=lambda name: name == "other")
    if kind == "select_multiple":
        yield from (" ".join(names[:n]) for n in range(2, len(names) + 1))


def _numbers(question: Question, written: list[str | float]) -> Iterator[str]:
    if question.kind == "range":
        yield question.parameters.get("start", "1")
        yield question.parameters.get("end", "10")
    for value in written:
        if isinstance(value, float) and value.is_integer():
            yield from (str(int(value)), str(int(value) + 1), str(int(value) - 1))


def _literals(expression: Expression | None) -> Iterator[str | float]:
    if expression is not None:
        yield from _written(expression.root)


def _written(node: Node) -> Iterator[str | float]:
    if isinstance(node, Literal):
        yield node.value
    for child in children(node):
        yield from _written(child)


# ---------------------------------------------------------------- opening a question


def _open(plan: Plan, draft: Draft, today: date, target: str, depth: int) -> bool:
    """Choose answers so that the target is asked; whether it is now."""
    if _is_asked(plan, draft, today, target):
        return True
    rules = [i for i in _around(plan, target) if i.relevant is not None]
    sources = list(dict.fromkeys(path for rule in rules for path in _looked_at(plan, rule, DEEPEST)))
    if depth:
        for source in sources:
            _open(plan, draft, today, source, depth - 1)
        _fill(plan, draft, today)
    state = evaluate(plan, draft, today=today)
    asked = [i for path in sources if (place := place_of(state, path)) and _is_open(i := state.item(place))]
    words = [str(v) if isinstance(v, str) else f"{v:g}" for rule in rules for v in _literals(rule.relevant)]
    options = {i.answer_path: _options(state, i, today, words) for i in asked}
    singles = [{path: value} for path, values in options.items() for value in values]
    several = [dict(zip(options, values, strict=True)) for values in _combined(list(options.values()))]
    for attempt in (singles + several)[:MOST_TRIES]:
        before = {path: draft.values.get(path, "") for path in attempt}
        draft.values.update(attempt)
        if _is_asked(plan, draft, today, target):
            return True
        draft.values.update(before)
    return False


def _options(state: State, item: ItemState, today: date, words: list[str]) -> list[str]:
    """What to try for an answer that a condition looks at: what the condition names first, and a blank."""
    candidates = list(dict.fromkeys(_candidates(state, item, today)))
    named = [v for v in candidates if v in words]
    numbers = [w for w in words if w.lstrip("-").replace(".", "", 1).isdigit()]
    near = [f"{float(w) + d:g}" for w in numbers for d in (0, 1, -1)]
    is_number = isinstance(item.item, Question) and item.item.kind in ("integer", "decimal", "range")
    near += [str(n) for n in range(21)]
    return list(dict.fromkeys([*(near if is_number else ()), *named, *candidates, ""]))[:60]


def _combined(options: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every combination of a few questions' first options."""
    return product(*(values[:6] for values in options[:4])) if 1 < len(options) <= 4 else iter(())


def _is_asked(plan: Plan, draft: Draft, today: date, target: str) -> bool:
    state = evaluate(plan, draft, today=today)
    place = place_of(state, target)
    return bool(place) and state.item(place).relevant


def _around(plan: Plan, path: str) -> Iterator[Item]:
    while path:
        yield plan.item(path)
        path = path.rpartition("/")[0]


def _looked_at(plan: Plan, item: Item, depth: int) -> Iterator[str]:
    """Form paths of the questions that people answer and that an item's condition looks at, through calculations."""
    calculation = item.calculation if isinstance(item, Question) else None
    for expression in (item.relevant, calculation):
        for reference in references(expression.root) if expression else ():
            found = plan.resolve(reference.name, item.path.rpartition("/")[0])
            if isinstance(found, Question) and not found.is_computed:
                yield found.path
            elif found is not None and depth:
                yield from _looked_at(plan, found, depth - 1)
