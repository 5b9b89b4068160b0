"""Steps: the closures that `state.evaluate` runs one after another, each for one item in one frame.

What can be decided when the plan is made is decided here, so that a step is a few dictionary look-ups and the
compiled expression.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inovik_forms.answers.frames import Frame
from inovik_forms.answers.kinds import NUMBERS, SEVERAL, typed
from inovik_forms.answers.levels import Level
from inovik_forms.answers.offers import Offers, choice_row
from inovik_forms.expressions.evaluate import Condition, Env, Run, to_text
from inovik_forms.expressions.nodes import Call, Expression, Node, Value, children
from inovik_forms.questionnaires.model import Question, Repeat

Step = Callable[[Env, Frame, Any], None]
"""(environment, frame, the state under construction)"""


def relevance(path: str, condition: Condition) -> Step:
    """A question that is not relevant reads blank."""

    def step(env: Env, frame: Frame, _state: Any) -> None:
        if not condition(env):
            frame.hidden.add(path)
            frame.values[path] = ""

    return step


_LASTING = frozenset({"once", "random", "uuid"})


def is_lasting(expression: Expression) -> bool:
    """Is the result to stay as it first was: once(), or something that would be another with every evaluation?"""
    return _calls(expression.root, _LASTING)


def _calls(node: Node, names: frozenset[str]) -> bool:
    if isinstance(node, Call) and node.name in names:
        return True
    return any(_calls(child, names) for child in children(node))


def calculation(question: Question, run: Run) -> Step:
    """The result takes the place of whatever was stored; `.` is what was stored (for once and coalesce)."""
    path = question.path
    store = storing(question.kind)
    if question.calculation and _calls(question.calculation.root, _LASTING - {"once"}):
        return _first_only(path, run, store)

    def step(env: Env, frame: Frame, _state: Any) -> None:
        values = frame.values
        if frame.hidden and path in frame.hidden:
            return
        env.current = values[path]
        value = run(env)
        values[path] = value if type(value) is str and store is to_text else store(value)

    return step


def _first_only(path: str, run: Run, store: Callable[[Value], Value]) -> Step:
    """random() and uuid() are volatile: what was stored stays (XLSForm recomputes them at no change)."""

    def step(env: Env, frame: Frame, _state: Any) -> None:
        if path not in frame.hidden and frame.values[path] == "":
            env.current = ""
            frame.values[path] = store(run(env))

    return step


def dynamic_default(question: Question, run: Run, suffix: str) -> Step:
    """A default that is an expression stands until the first answer, blank or not, is in the draft. That happens at
    once (`pinned`): when the response or its instance begins, for a hidden question when it is first asked."""
    path = question.path
    store = storing(question.kind)

    def step(env: Env, frame: Frame, state: Any) -> None:
        answer_path = frame.path + suffix
        if path not in frame.hidden and answer_path not in state.draft.values:
            frame.values[path] = value = store(run(env))
            state.fresh[answer_path] = to_text(value)

    return step


def storing(kind: str) -> Callable[[Value], Value]:
    """How a result becomes the value of a question of this kind: text, or a number that is not NaN."""
    if kind not in NUMBERS:
        return to_text

    def as_number(value: Value) -> Value:
        if type(value) is float and value == value:
            return value
        return typed(kind, to_text(value))

    return as_number


def choice_filter(question: Question, run: Condition, suffix: str) -> Step:
    """Answers that the filter no longer offers are set aside: blank in logic, kept in the draft."""
    path = question.path
    multiple = question.kind in SEVERAL
    rows: dict[str, list[dict[str, str]]] = {}
    for choice in question.choices.choices if question.choices else ():
        rows.setdefault(choice.name, []).append(choice_row(choice, question))

    def offered(env: Env, name: str) -> bool:
        if name not in rows:
            return True  # no choice at all: that is an error to be shown, not an answer to be set aside
        for row in rows[name]:
            env.choice = row
            if run(env):
                return True
        return False

    def step(env: Env, frame: Frame, state: Any) -> None:
        value = frame.values[path]
        if not value:
            return
        env.current = value
        names = str(value).split() if multiple else [str(value)]
        kept = [name for name in names if offered(env, name)]
        env.choice = None
        _keep(frame, path, suffix, names, kept, state)

    return step


def choices_of_repeat(offers: Offers, suffix: str) -> Step:
    """Answers whose instance is gone, or which the filter no longer offers, are set aside."""
    path = offers.question.path
    multiple = offers.question.kind in SEVERAL

    def step(env: Env, frame: Frame, state: Any) -> None:
        value = to_text(frame.values[path])
        if value:
            env.current = value
            offered = {choice.name for choice in offers.offered(env)}
            names = [value] if not multiple or value in offered else value.split()
            _keep(frame, path, suffix, names, [name for name in names if name in offered], state)

    return step


def _keep(frame: Frame, path: str, suffix: str, names: list[str], kept: list[str], state: Any) -> None:
    """Leave of the answer what is still offered."""
    if len(kept) < len(names):
        gone = " ".join(name for name in names if name not in kept)
        state.put_aside(frame, suffix, gone)
        frame.values[path] = " ".join(kept)


def group_relevance(path: str, condition: Condition, level: Level) -> Step:
    """A group that is not relevant takes all that it holds with it."""
    inside = level.inside[path]
    paths = frozenset(item.path for item in inside) | {path}
    blanks: dict[str, Value] = {item.path: "" for item in inside if isinstance(item, Question)}
    repeats = [item.path for item in inside if isinstance(item, Repeat)]

    def step(env: Env, frame: Frame, _state: Any) -> None:
        if not condition(env):
            frame.hidden |= paths
            frame.values.update(blanks)
            for repeat in repeats:
                hide_repeat(frame, repeat)

    return step


def repeat_relevance(path: str, condition: Condition) -> Step:
    """A repeat that is not relevant has no instances for logic; they are kept to be listed."""

    def step(env: Env, frame: Frame, _state: Any) -> None:
        if path not in frame.hidden and not condition(env):
            frame.hidden.add(path)
            hide_repeat(frame, path)

    return step


def hide_repeat(frame: Frame, path: str) -> None:
    """Put a repeat's instances away from logic."""
    frames = frame.instances.get(path)
    if frames:
        frame.kept[path] = frames
        frame.instances[path] = []


def guarded(path: str, step: Step) -> Step:
    """A step that is passed over where a group around the question is not relevant."""

    def guarded_step(env: Env, frame: Frame, state: Any) -> None:
        if not (frame.hidden and path in frame.hidden):
            step(env, frame, state)

    return guarded_step


def repeat_count(repeat: Repeat, run: Run) -> Step:
    """Blank or no number: as many as there are; else that many, surplus ones from the end put away."""
    path = repeat.path

    def step(env: Env, frame: Frame, state: Any) -> None:
        if path in frame.hidden:
            return
        wanted = run(env)
        if isinstance(wanted, list):
            wanted = wanted[0] if wanted else ""
        number = typed("decimal", wanted) if isinstance(wanted, str) else wanted
        if not isinstance(number, int | float) or number != number:
            return
        state.set_instances(frame, repeat, max(0.0, float(number)))

    return step
