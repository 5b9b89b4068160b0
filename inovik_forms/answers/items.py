"""The lines of a state: for each item whether it is relevant, required, read only and valid, and its value as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inovik_forms.answers.entries import Entry
from inovik_forms.answers.frames import Frame
from inovik_forms.answers.values import Path
from inovik_forms.expressions.evaluate import Env, Run, to_boolean, to_text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Value
from inovik_forms.problems import AnswerPlace, Problem
from inovik_forms.questionnaires.model import Item, Question, Text, text

if TYPE_CHECKING:
    from inovik_forms.answers.state import State

_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


@dataclass(slots=True)
class ItemState:
    """One line of the state. `path` is for people (repeats 1-based), `answer_path` for the journal (keys).

    `value` is text as XForms stores it; '' for groups, instances, blanks and what is not relevant.
    """

    path: str
    answer_path: Path
    item: Item
    relevant: bool
    required: bool
    read_only: bool
    value: str
    valid: bool
    problem: Problem | None = None


def list_items(state: State) -> list[ItemState]:
    """All lines in document order."""
    found: list[ItemState] = []
    _list_frame(state, state.root, "", True, found)
    return found


def _list_frame(state: State, frame: Frame, level: str, relevant: bool, found: list[ItemState]) -> None:
    hidden, values, place, prefix = frame.hidden, frame.values, frame.place, frame.path
    same = place == prefix
    env = state.env
    env.frame = frame
    for entry in state.plan.entries[level]:
        path = entry.path
        holds = relevant and path not in hidden
        if entry.is_repeat:
            _list_instances(state, frame, entry, holds, found)
            env.frame = frame
            continue
        spot = place + entry.suffix
        answer_path = spot if same else prefix + entry.suffix
        if entry.plain:
            value = ""
            if entry.is_question and holds:
                kept = values[path]
                value = kept if type(kept) is str else to_text(kept)
            fault = state.faults.get(answer_path) if state.faults and holds else None
            found.append(
                ItemState(
                    spot, answer_path, entry.item, holds, False, bool(entry.read_only), value, fault is None, fault
                )
            )
        else:
            found.append(_judged(state, entry, spot, answer_path, holds, values[path] if entry.is_question else ""))


def _list_instances(state: State, frame: Frame, entry: Entry, relevant: bool, found: list[ItemState]) -> None:
    frames = frame.kept.get(entry.path) or frame.instances.get(entry.path, [])
    for inner in frames:
        state.env.frame = inner
        read_only = _read_only(entry, state.env)
        found.append(ItemState(inner.place, inner.path, entry.item, relevant, False, read_only, "", True))
        _list_frame(state, inner, entry.path, relevant, found)


def _judged(state: State, entry: Entry, spot: str, answer_path: Path, holds: bool, value: Value) -> ItemState:
    env = state.env
    required = _holds(entry.required, env)
    read_only = _read_only(entry, env)
    if not holds:
        return ItemState(spot, answer_path, entry.item, False, required, read_only, "", True)
    problem = state.faults.get(answer_path) or _fault(state, entry, spot, answer_path, value, required)
    shown = value if type(value) is str else to_text(value)
    return ItemState(spot, answer_path, entry.item, True, required, read_only, shown, problem is None, problem)


def _fault(state: State, entry: Entry, spot: str, answer_path: Path, value: Value, required: bool) -> Problem | None:
    """The one violation of an item: a value of the wrong kind, then the constraint, then a missing answer."""
    question = entry.item
    if not isinstance(question, Question):
        return None
    if value == "":
        if not required or question.kind == "note":
            return None
        own = state.text(question.required_message, answer_path)
        return Problem("answers.required", AnswerPlace(spot), {"name": question.name}, own_message=own)
    if entry.check is not None:
        wrong = entry.check(value)
        if wrong is not None:
            return Problem(wrong[0], AnswerPlace(spot), wrong[1])
    if entry.constraint is not None:
        env = state.env
        env.current = value
        if not _holds(entry.constraint, env):
            own = state.text(question.constraint_message, answer_path)
            return Problem("answers.constraint", AnswerPlace(spot), {"name": question.name}, own_message=own)
    return None


def _holds(rule: bool | Run, env: Env) -> bool:
    """A rule that cannot be computed does not hold."""
    if isinstance(rule, bool):
        return rule
    try:
        return to_boolean(rule(env))
    except ExpressionError:
        return False


def _read_only(entry: Entry, env: Env) -> bool:
    if entry.read_only is True or (entry.read_only and _holds(entry.read_only, env)):
        return True
    return any(_holds(rule, env) for rule in entry.read_only_around)


def fill_text(state: State, words: str, answer_path: Path) -> str:
    """Words with `${name}` replaced by the answer: the label of a choice, otherwise the stored text."""
    frame = state.frame(answer_path)

    def answer(match: re.Match[str]) -> str:
        item = state.plan.find(match[1])
        if not isinstance(item, Question):
            return ""
        outer: Frame | None = frame
        while outer is not None and item.path not in outer.values:
            outer = outer.parent
        if outer is None:
            return ""
        return shown(item, to_text(outer.values[item.path]), state.language, state.plan.default_language)

    return _REFERENCE.sub(answer, words)


def shown(question: Question, value: str, language: str, default_language: str) -> str:
    """A stored value as a person reads it: choices by their labels, several parted by commas."""
    if question.choices is None or not value:
        return value
    labels: dict[str, Text] = {choice.name: choice.label for choice in question.choices.choices}
    names = value.split() if question.kind == "select_multiple" else [value]
    return ", ".join(text(labels.get(name, {}), language, default_language) or name for name in names)
