"""What stands between a draft and its submission."""

from __future__ import annotations

from inovik_forms.answers.state import State
from inovik_forms.problems import Problem


def submission_problems(state: State) -> list[Problem]:
    """One problem for each item that is not valid, in document order, then those of the whole; empty: may be sent."""
    return [*(item.problem for item in state.items if item.problem is not None), *state.problems]
