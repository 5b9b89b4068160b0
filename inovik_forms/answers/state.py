"""State: what holds for a draft today. Relevant, required, calculated, valid, which choices are offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inovik_forms.answers.frames import Frame
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.values import Path
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Choice, Item

__all__ = ["Frame", "ItemState", "SetAside", "State", "evaluate"]


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


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that a choice filter made impossible: blank in logic, kept in the draft."""

    path: str
    answer_path: Path
    value: str


class State:
    """The evaluated draft. `items` in document order, groups and repeat instances listed too."""

    plan: Plan
    root: Frame
    set_aside: list[SetAside]
    surplus: list[Path]
    """Instances beyond a repeat_count: kept in the draft, not part of the state."""

    @property
    def items(self) -> list[ItemState]:
        """Every item, in document order; made when first asked for."""
        raise NotImplementedError

    def item(self, answer_path: Path) -> ItemState:
        """The item of an answer path with keys. Raises KeyError."""
        raise NotImplementedError

    def choices(self, answer_path: Path) -> tuple[Choice, ...]:
        """The choices offered by a select question, after its filter. Raises KeyError."""
        raise NotImplementedError


def evaluate(plan: Plan, draft: Draft, *, today: date, now: datetime | None = None, language: str = "id") -> State:
    """The state of a draft. Never raises for what people typed."""
    raise NotImplementedError
