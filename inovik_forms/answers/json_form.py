"""Answers as JSON, nested as the form nests: for the command line, the API and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.problems import Problem


def draft_from_json(plan: Plan, data: Mapping[str, Any]) -> tuple[Draft, list[Problem]]:
    """The draft of an ANSWERS.json and what in it has no place in the form (unknown names, wrong nesting).

    Instance keys are the positions ("1", "2", …). An absent question takes its default, null and "" mean blank.
    """
    raise NotImplementedError


def to_json(state: State) -> dict[str, Any]:
    """Nested as the form nests; what is not relevant is left out; numbers as numbers, select_multiple as lists."""
    raise NotImplementedError


def evaluate_report(state: State) -> dict[str, Any]:
    """{"items": [{"path", "relevant", "required", "read_only", "value", "valid", "problem"}…]} in document order."""
    raise NotImplementedError
