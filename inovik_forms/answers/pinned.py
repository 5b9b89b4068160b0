"""Values that are worked out once and then stay: they belong into the journal as soon as they exist.

XLSForm computes a dynamic default at first load or when its instance is added, and once(), random() and uuid() never
again. `evaluate` is pure and cannot remember; whoever keeps the journal appends what `pinned` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from inovik_forms.answers.frames import Frame
from inovik_forms.answers.levels import Level
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.steps import is_lasting
from inovik_forms.answers.values import Path
from inovik_forms.expressions.evaluate import to_text
from inovik_forms.questionnaires.model import Question


def pinned(state: State) -> dict[Path, str]:
    """Answer path → value of every question whose value must not change any more and is in no change yet.

    To be appended to the journal when a response begins, when an instance is added, and after every change. A dynamic
    default that came out blank is pinned as well: it has had its turn. `state.triggered` belongs into the journal with
    it (changes of kind "trigger").
    """
    found = dict(state.fresh)
    for level, questions in _lasting(state.plan):
        for frame in _frames(state, level):
            for question in questions:
                path = frame.path + level.suffix(question.path)
                value = to_text(frame.values[question.path])
                if value and path not in state.draft.values:
                    found[path] = value
    for path in state.triggered:
        value = _stored(state, path)
        if state.draft.values.get(path) != value:
            found[path] = value
    return found


def _stored(state: State, path: Path) -> str:
    frame = state.frame(path)
    return to_text(frame.values[_KEY.sub("", path)])


_KEY = re.compile(r"\[[^\]]*\]")


def _lasting(plan: Plan) -> list[tuple[Level, list[Question]]]:
    """Level → its questions with such values; looked for once a plan, since most forms have none."""
    found = _KNOWN.get(plan)
    if found is None:
        by_level = ((level, [q for q in level.questions if _lasts(q)]) for level in plan.levels.values())
        found = _KNOWN[plan] = [(level, questions) for level, questions in by_level if questions]
    return found


_KNOWN: WeakKeyDictionary[Plan, list[tuple[Level, list[Question]]]] = WeakKeyDictionary()


def _lasts(question: Question) -> bool:
    return question.calculation is not None and not question.trigger and is_lasting(question.calculation)


def _frames(state: State, level: Level) -> Iterator[Frame]:
    frames = [state.root]
    for repeat in level.repeats:
        frames = [inner for frame in frames for inner in frame.instances[repeat]]
    yield from frames
