"""Metadata: what a questionnaire asks of the surroundings instead of a person, at the beginning and at the sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Path
from inovik_forms.expressions.evaluate import to_text

METADATA = frozenset({"start", "end", "today", "username", "deviceid", "email", "phonenumber"})
"""Kinds that nobody is asked, named as in XLSForm."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who fills in, when, and on which device. `now` is aware; its date is `today`."""

    now: datetime
    username: str = ""
    device: str = ""
    email: str = ""
    phone: str = ""


def at_start(plan: Plan, around: Surroundings) -> dict[Path, str]:
    """The first values of a response: once, when it begins. They come before calculations and dynamic defaults."""
    said = {
        "start": _moment(around.now), "today": around.now.date().isoformat(), "username": around.username,
        "deviceid": around.device, "email": around.email, "phonenumber": around.phone,
    }  # fmt: skip
    return {q.path: said[q.kind] for q in plan.levels[""].questions if said.get(q.kind)}


def at_sending(plan: Plan, around: Surroundings) -> dict[Path, str]:
    """What is set anew with every sending: its moment."""
    return {q.path: _moment(around.now) for q in plan.levels[""].questions if str(q.kind) == "end"}


def last_saved(plan: Plan, earlier: State) -> dict[str, str]:
    """Form path → answer, for what the form names as `${last-saved#name}`. `earlier`: the response that was sent last,
    may be of another version of the form; of the instances of a repeat the first counts."""
    found = {path: _answer_in(earlier, path) for path in sorted(plan.last_saved)}
    return {path: value for path, value in found.items() if value}


def _answer_in(state: State, path: str) -> str:
    frame = state.root
    try:
        for repeat in state.plan.repeats_around(path):
            frame = frame.instances[repeat][0]
    except (KeyError, IndexError):
        return ""
    return to_text(frame.values.get(path, ""))


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds")
