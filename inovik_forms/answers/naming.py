"""What a response is called in lists: the setting `instance_name` of its questionnaire, worked out from its answers."""

from __future__ import annotations

from inovik_forms.answers.state import State
from inovik_forms.expressions.evaluate import to_text
from inovik_forms.expressions.faults import ExpressionError

LONGEST_NAME = 200
"""Letters; what is longer ends in an ellipsis."""


def name_of(state: State) -> str:
    """One line; '' where the questionnaire gives none, or it cannot be worked out."""
    run = state.plan.instance_name
    if run is None:
        return ""
    state.env.frame = state.frame("")
    try:
        name = " ".join(to_text(run(state.env)).split())
    except ExpressionError:
        return ""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
