"""Triggers: a calculation that runs only when one of the named questions changes, and keeps what is typed meanwhile.

`evaluate` is pure and cannot see a change happen. So the journal holds, beside the value, what the triggers were when
it was worked out: the *basis*. As long as the triggers say the same, what is stored stays, calculated or typed; as soon
as they differ, the calculation runs, and `pinned` names value and basis for the journal. Every fold of the same journal
therefore gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from inovik_forms.answers.frames import Frame
from inovik_forms.expressions.evaluate import Env, Run, to_text
from inovik_forms.expressions.nodes import Value

AS_IT_IS = "*"
"""A basis for answers that come whole (a file of answers): the value belongs to whatever the triggers say."""


def triggered(
    path: str, suffix: str, run: Run, store: Callable[[Value], Value], triggers: Sequence[tuple[Run, Value]]
) -> Callable[[Env, Frame, Any], None]:
    """The step of a question with triggers: (what a trigger says, what it says before anybody answered)."""
    untouched = [value for _, value in triggers]

    def step(env: Env, frame: Frame, state: Any) -> None:
        if path in frame.hidden:
            return
        said = [trigger(env) for trigger, _ in triggers]
        answer_path = frame.path + suffix
        before = state.draft.triggers.get(answer_path)
        if before is None and all(map(_is_at_rest, said, untouched)):
            return
        basis = basis_of(said)
        if before == basis:
            return
        state.triggered[answer_path] = basis
        if before != AS_IT_IS:
            env.current = frame.values[path]
            frame.values[path] = store(run(env))

    return step


def basis_of(said: Sequence[Value]) -> str:
    """The values of the triggers as one text."""
    texts = [[to_text(one) for one in value] if isinstance(value, list) else to_text(value) for value in said]
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def _is_at_rest(value: Value, untouched: Value) -> bool:
    if isinstance(value, list):
        return all(one == untouched for one in value)
    return value == untouched
