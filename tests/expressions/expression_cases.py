"""The cases of tests/cases/expressions, and plain bindings for them: answers as nested JSON, repeats as lists.

A case: `text`, `value` (as XForms text) or `raises` (a code at run time) or `problems` ("code start-end" without the
room's name, of parse and check); `answers`; `at` [[repeat, place], …] where the expression stands; `current` (`.`);
`bare` names; `choice` (the row of a choice filter); `labels` {question: {choice: label}}; `tables`; `kinds`; `choices`;
`names`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from inovik_forms.expressions.evaluate import Env, Run, compile_expression
from inovik_forms.expressions.nodes import Parent, Reference, Value
from inovik_forms.expressions.parse import parse
from inovik_forms.expressions.surroundings import Table

FOLDER = Path(__file__).parents[1] / "cases" / "expressions"
TODAY = date(2026, 11, 24)
NOW = datetime.fromisoformat("2026-11-24T09:30:05.250+09:00")

Case = dict[str, Any]
Answers = dict[str, Any]


def load(key: str) -> list[Case]:
    """All cases that have the key."""
    found = [(file.stem, case) for file in sorted(FOLDER.glob("*.json")) for case in json.loads(file.read_text())]
    return [case | {"id": f"{stem} {n}: {case['title']}"} for n, (stem, case) in enumerate(found) if key in case]


def frames(case: Case) -> list[Answers]:
    """The answers in which the expression stands, from the root inwards."""
    found = [case.get("answers", {})]
    for repeat, place in case.get("at", []):
        found.append(found[-1][repeat][place - 1])
    return found


def values_of(name: str, answers: Answers) -> Iterator[Value]:
    """All values of a name in the repeats below."""
    for value in answers.values():
        for row in value if isinstance(value, list) else []:
            if name in row:
                yield _value(row[name])
            else:
                yield from values_of(name, row)


def value_of(name: str, case: Case) -> Value:
    """What a name stands for, seen from where the expression stands."""
    standing = frames(case)
    for frame in reversed(standing):
        if name in frame:
            return _value(frame[name])
        if found := list(values_of(name, frame)):
            return found
    return []


def position_of(where: Parent | Reference, case: Case) -> int:
    """The place of the instance around what position() names, on the plain answers."""
    at = case.get("at", [])
    if isinstance(where, Parent):
        return at[-where.up][1]
    standing = frames(case)
    depth = next((n for n, frame in enumerate(standing) if where.name in frame), 0)
    depth += any(repeat == where.name for repeat, _ in at)
    return at[depth - 1][1] if depth else 1


def _value(answer: Any) -> Value:
    if isinstance(answer, list):
        return ["x"] * len(answer)
    return float(answer) if isinstance(answer, int | float) else answer


def indexed(name: str, case: Case, pairs: list[tuple[str, float]]) -> Value:
    """`indexed-repeat` on the plain answers."""
    answers = case.get("answers", {})
    for repeat, place in pairs:
        rows = answers[repeat]
        if place > len(rows):
            return ""
        answers = rows[int(place) - 1]
    return _value(answers[name])


@dataclass
class CaseBindings:
    """Implements `surroundings.Bindings` for a case."""

    case: Case

    def reference(self, ref: Reference) -> Run:
        value = self.case["last_saved"].get(ref.name, "") if ref.last_saved else value_of(ref.name, self.case)
        return lambda env: value

    def choice_label(self, ref: Reference) -> Callable[[Env, str], str]:
        labels = self.case.get("labels", {}).get(ref.name, {})
        return lambda env, choice: labels.get(choice, "")

    def position(self, where: Parent | Reference) -> Callable[[Env], float]:
        place = position_of(where, self.case)
        return lambda env: float(place)

    def indexed(self, field: Reference, pairs: tuple[tuple[Reference, Callable[[Env], float]], ...]) -> Run:
        return lambda env: indexed(field.name, self.case, [(repeat.name, index(env)) for repeat, index in pairs])

    def table(self, name: str) -> Table | None:
        return self.case.get("tables", {}).get(name)


@dataclass
class CaseNames:
    """Implements `check.Names` for a case: every name in the answers, with kinds from `kinds` or by the value."""

    case: Case

    def __post_init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.collect(self.case.get("answers", {}))
        self.kinds |= self.case.get("kinds", {}) | dict.fromkeys(self.case.get("names", ()), "text")

    def collect(self, answers: Answers) -> None:
        for name, value in answers.items():
            self.kinds[name] = "repeat" if isinstance(value, list) else "text"
            for row in value if isinstance(value, list) else []:
                self.collect(row)

    def kind_of(self, name: str) -> str | None:
        return self.kinds.get(name)

    def all_names(self) -> list[str]:
        return list(self.kinds)

    def is_many(self, name: str) -> bool:
        return not any(name in frame for frame in frames(self.case)) and name not in self.case.get("kinds", {})


def run(case: Case) -> Value:
    """The case's expression, evaluated by the server's evaluator."""
    expression = parse(case["text"], bare_names=case.get("bare", False))
    compiled = compile_expression(expression, CaseBindings(case), columns=case.get("choice", ()))
    return compiled(env_of(case))


def env_of(case: Case) -> Env:
    """The surroundings of a case."""
    current = case.get("current", "")
    return Env(
        frame=None, today=TODAY, now=NOW, current=float(current) if isinstance(current, int) else current,
        language=case.get("language", "id"), choice=case.get("choice"), random=lambda: 0.5,
    )  # fmt: skip
