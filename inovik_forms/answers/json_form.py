"""Answers as JSON, nested as the form nests: for the command line, the API and exports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from inovik_forms.answers.frames import Frame
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.kinds import SEVERAL
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import MAX_INSTANCES, ItemState, State
from inovik_forms.answers.triggers import AS_IT_IS
from inovik_forms.expressions.evaluate import to_text
from inovik_forms.expressions.nodes import Value
from inovik_forms.problems import AnswerPlace, Problem, errors
from inovik_forms.questionnaires.model import Group, Item, Question, Repeat

MAX_TOTAL_INSTANCES = 10_000


def draft_from_json(plan: Plan, data: Mapping[str, Any]) -> tuple[Draft, list[Problem]]:
    """The draft of an ANSWERS.json and what in it has no place in the form (unknown names, wrong nesting).

    Instance keys are the positions ("1", "2", …). An absent question takes its default, null and "" mean blank; an
    absent repeat begins with one blank instance, as on the screen; an empty list is no instance.
    """
    reader = _Reader()
    if isinstance(data, Mapping):
        reader.read(plan.questionnaire.items, data, "", "")
    else:
        reader.problems.append(Problem("answers.shape_group", AnswerPlace(""), {"name": plan.questionnaire.name}))
    return reader.draft, reader.problems


class _Reader:
    def __init__(self) -> None:
        self.draft = Draft()
        self.problems: list[Problem] = []
        self._instances = 0

    def read(self, items: tuple[Item, ...], data: Mapping[str, Any], prefix: str, place: str) -> None:
        """Read an object that holds the answers of these items; `prefix` and `place` end with "/" or are ''."""
        by_name = {item.name: item for item in items}
        for name, value in data.items():
            item = by_name.get(name)
            if item is None:
                self._unknown(str(name), by_name, place)
            elif isinstance(item, Question):
                self._question(item, value, prefix + name, place + name)
            elif isinstance(item, Group):
                self._group(item, value, prefix + name, place + name)
            else:
                self._repeat(item, value, prefix + name, place + name)

    def _unknown(self, name: str, by_name: Mapping[str, Item], place: str) -> None:
        close = get_close_matches(name, by_name, 1, 0.7)
        code = "answers.unknown_name_like" if close else "answers.unknown_name"
        detail = {"name": name, "close": close[0] if close else ""}
        self.problems.append(Problem(code, AnswerPlace(place + name), detail, "warning"))

    def _question(self, question: Question, value: Any, path: str, place: str) -> None:
        text = _stored(question, value)
        if text is None:
            several = question.kind in SEVERAL
            code = "answers.shape_choices" if several else "answers.shape_value"
            self.problems.append(Problem(code, AnswerPlace(place), {"name": question.name}))
            text = json.dumps(value, ensure_ascii=False)  # kept as it came, to be shown beside the problem
        self.draft.values[path] = text
        if question.trigger:
            self.draft.triggers[path] = AS_IT_IS

    def _group(self, group: Group, value: Any, path: str, place: str) -> None:
        if isinstance(value, Mapping):
            self.read(group.items, value, f"{path}/", f"{place}/")
        elif value is not None:
            self.problems.append(Problem("answers.shape_group", AnswerPlace(place), {"name": group.name}))

    def _repeat(self, repeat: Repeat, value: Any, path: str, place: str) -> None:
        if value is None:
            value = []
        if not isinstance(value, list):
            self.problems.append(Problem("answers.shape_repeat", AnswerPlace(place), {"name": repeat.name}))
            return
        keys = self.draft.instances[path] = []
        for position, instance in enumerate(value, 1):
            self._instances += 1
            if position > MAX_INSTANCES or self._instances > MAX_TOTAL_INSTANCES:
                detail = {"name": repeat.name, "limit": MAX_INSTANCES}
                self.problems.append(Problem("answers.too_many", AnswerPlace(place), detail))
                return
            keys.append(str(position))
            here = f"{place}[{position}]"
            if isinstance(instance, Mapping):
                self.read(repeat.items, instance, f"{path}[{position}]/", f"{here}/")
            else:
                self.problems.append(Problem("answers.shape_repeat", AnswerPlace(here), {"name": repeat.name}))


def _stored(question: Question, value: Any) -> str | None:
    """A JSON value as XForms stores it; None when it is no single value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        if question.kind == "acknowledge":
            return "OK" if value else ""
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value) if value.bit_length() < 4096 else "inf"
    if isinstance(value, float):
        return to_text(value)
    several = isinstance(value, list) and question.kind in SEVERAL
    if several and all(isinstance(part, str | int) and not isinstance(part, bool) for part in value):
        return " ".join(str(part) for part in value)
    return None


def to_json(state: State) -> dict[str, Any]:
    """Nested as the form nests; what is not relevant is left out; numbers as numbers, select_multiple as lists."""
    return _object(state.plan.questionnaire.items, state.root)


def _object(items: tuple[Item, ...], frame: Frame) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if item.path in frame.hidden:
            continue
        if isinstance(item, Question):
            if item.kind != "note":
                found[item.name] = _json_value(item, frame.values[item.path])
        elif isinstance(item, Group):
            found[item.name] = _object(item.items, frame)
        else:
            found[item.name] = [_object(item.items, inner) for inner in frame.instances[item.path]]
    return found


def _json_value(question: Question, value: Value) -> Any:
    if question.kind in SEVERAL:
        return str(value).split()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if value != "" else None


def evaluate_report(state: State, problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """{"items": [{"path", "relevant", "required", "read_only", "value", "valid", "problem"}…]} in document order.

    `problem` is the sentence that a person reads, null when the item is valid. `problems`: what `draft_from_json` said;
    an answer of a wrong shape is not valid, even where its text would be.
    """
    misshapen = {problem.where.path: problem for problem in errors(problems) if isinstance(problem.where, AnswerPlace)}

    def wrong(item: ItemState) -> Problem | None:
        return misshapen.get(item.path, item.problem) if item.relevant else item.problem

    return {
        "items": [
            {
                "path": item.path,
                "relevant": item.relevant,
                "required": item.required,
                "read_only": item.read_only,
                "value": item.value,
                "valid": problem is None,
                "problem": problem.message if problem else None,
            }
            for item in state.items
            for problem in (wrong(item),)
        ]
    }
