"""The lines of a state: for each item whether it is relevant, required, read only and valid, and its value as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from inovik_forms.answers.entries import Entry
from inovik_forms.answers.frames import Frame
from inovik_forms.answers.kinds import SEVERAL
from inovik_forms.answers.values import Path
from inovik_forms.expressions.evaluate import Condition, Env, to_text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.problems import AnswerPlace, Problem
from inovik_forms.questionnaires.model import Item, Question, Text, text

if TYPE_CHECKING:
    from inovik_forms.answers.state import State

_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


class ItemState(Struct):
    """One line of the state: a struct of msgspec's, since there is one for every item of a form.

    `path` is for people (repeats 1-based), `answer_path` for the journal (keys). `value` is text as XForms stores it;
    '' for groups, instances, blanks and what is not relevant.
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


def root_item(state: State, entry: Entry) -> ItemState:
    """The line of one question or group outside every repeat; a page needs a few of them, not the whole list."""
    found: list[ItemState] = []
    _list_frame(state, state.root, "", True, found, (entry,))
    return found[0]


def _list_frame(
    state: State,
    frame: Frame,
    level: str,
    around: bool,
    found: list[ItemState],
    entries: Sequence[Entry] | None = None,
) -> None:
    """The lines of one frame, or those of some of its entries. This loop runs for every item of the form, hence its
    length and its local names."""
    hidden, values, place, prefix = frame.hidden, frame.values, frame.place, frame.path
    at_root = level == ""
    env, faults = state.env, state.faults
    env.frame = frame
    for entry in state.plan.entries[level] if entries is None else entries:
        item, path, suffix, is_question, is_repeat, required, read_only, outer, check, constraint = entry
        relevant = around and not (hidden and path in hidden)
        if is_repeat:
            _list_instances(state, frame, entry, relevant, found)
            env.frame = frame
            continue
        if at_root:
            spot = answer_path = path
        else:
            spot, answer_path = place + suffix, prefix + suffix
        if required is not True and required is not False:
            required = _holds(required, env)
        if read_only is not True and (read_only is not False or outer):
            read_only = _read_only(entry, env)
        shown = ""
        problem = None
        if relevant and is_question:
            value = values[path]
            shown = value if type(value) is str else _number_text(value)  # type: ignore[arg-type]  # a float
            if value == "":
                if required:
                    problem = _missing(state, item, spot, answer_path)
            elif check is not None and (wrong := check(value)) is not None:
                problem = Problem(wrong[0], AnswerPlace(spot), wrong[1])
            elif constraint is not None:
                env.current = value
                if not _holds(constraint, env) and not _holds_without_unread(constraint, state):
                    problem = _against_constraint(state, item, spot, answer_path)
            if faults and answer_path in faults:
                problem = faults[answer_path]
        found.append(ItemState(spot, answer_path, item, relevant, required, read_only, shown, problem is None, problem))


@lru_cache(maxsize=65536)
def _number_text(value: float) -> str:
    """Frames hold text and floats only; the same few numbers come again with every evaluation."""
    return to_text(value)


def _list_instances(state: State, frame: Frame, entry: Entry, relevant: bool, found: list[ItemState]) -> None:
    frames = frame.kept.get(entry.path) or frame.instances.get(entry.path, [])
    read_only = _read_only(entry, state.env)
    for inner in frames:
        found.append(ItemState(inner.place, inner.path, entry.item, relevant, False, read_only, "", True))
        _list_frame(state, inner, entry.path, relevant, found)


def _missing(state: State, item: Item, spot: str, answer_path: Path) -> Problem | None:
    if not isinstance(item, Question) or item.kind == "note":
        return None
    own = state.text(item.required_message, answer_path)
    return Problem("answers.required", AnswerPlace(spot), {"name": item.name}, own_message=own)


def _against_constraint(state: State, item: Item, spot: str, answer_path: Path) -> Problem | None:
    assert isinstance(item, Question)
    own = state.text(item.constraint_message, answer_path)
    return Problem("answers.constraint", AnswerPlace(spot), {"name": item.name}, own_message=own)


def _holds(rule: bool | Condition, env: Env) -> bool:
    """A rule that cannot be computed does not hold."""
    if rule is True or rule is False:
        return rule
    try:
        return rule(env)
    except ExpressionError:
        return False


def _holds_without_unread(constraint: Condition, state: State) -> bool:
    """Whether a constraint holds once what cannot be read is blank, as it is in ODK, which takes no such answer: an
    impossible start does not make the end come before it."""
    unread = state.unread
    for values, path, _ in unread:
        values[path] = ""
    try:
        return bool(unread) and _holds(constraint, state.env)
    finally:
        for values, path, typed in unread:
            values[path] = typed


def _read_only(entry: Entry, env: Env) -> bool:
    """By its own rule, or by one of the groups and repeats around it."""
    if entry.read_only is not False and _holds(entry.read_only, env):
        return True
    return any(_holds(rule, env) for rule in entry.read_only_around)


def fill_text(state: State, words: str, answer_path: Path, quoted: Callable[[str], str] = str) -> str:
    """Words with `${name}` replaced by the answer: the label of a choice, otherwise the stored text. `quoted`: what
    makes an answer fit into the words, where these are markup."""
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
        return quoted(shown(item, to_text(outer.values[item.path]), state.language, state.plan.default_language))

    return _REFERENCE.sub(answer, words)


def shown(question: Question, value: str, language: str, default_language: str) -> str:
    """A stored value as a person reads it: choices by their labels, several parted by commas."""
    if question.choices is None or not value:
        return value
    labels: dict[str, Text] = {choice.name: choice.label for choice in question.choices.choices}
    names = value.split() if question.kind in SEVERAL else [value]
    return ", ".join(text(labels.get(name, {}), language, default_language) or name for name in names)
