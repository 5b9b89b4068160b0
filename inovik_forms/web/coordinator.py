"""For those who look over the whole city: every unit × stage, and the book of action plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from inovik_forms.web.access import needs
from inovik_forms.web.services import programme, store
from inovik_forms.workflow import Progress, Response, Stage, Subject, progress, stage_of

bp = Blueprint("coordinator", __name__)

STATES = {"none": "", "draft": "sedang", "sent": "selesai"}


@bp.get("/kemajuan")
@needs("overview")
def table() -> Any:
    """Each unit's innovations with their stages; units without any are shown too: they are the ones to call."""
    stages = programme()
    by_unit: dict[str, list[Any]] = {}
    for subject, steps in _innovations(store().responses_of()):
        by_unit.setdefault(subject.unit, []).append((subject, steps))
    units = store().units()
    return render_template(
        "kemajuan.html", units=units, by_unit=by_unit, styles=STATES,
        stages=[s for s in stages if s.kind == "inovasi"], idle=[u for u in units if u.code not in by_unit],
        books=[t for t in store().template_records() if t.book],
        late=sum(store().late_waiting().values()), agreements=store().subjects(kind="kesepakatan"),
    )  # fmt: skip


def _innovations(responses: list[Response]) -> list[tuple[Subject, list[Progress]]]:
    """Every innovation with its stages."""
    stages = programme()
    by_subject: dict[int, list[Response]] = {}
    for response in responses:
        by_subject.setdefault(response.subject, []).append(response)
    return [(s, progress(s, by_subject.get(s.id, []), stages)) for s in store().subjects(kind="inovasi")]


LATEST = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole city at a glance. `stages`: (stage, innovations that have sent it, that are filling it in); `latest`:
    (response, its stage, its unit's name) of what was sent last."""

    subjects: int
    started: int
    idle: int
    plans: int
    stages: list[tuple[Stage, int, int]]
    latest: list[tuple[Response, Stage, str]]


def overview() -> Overview:
    """For the start page of those who look over everything."""
    responses = store().responses_of()
    innovations = _innovations(responses)
    states = [(step.stage.code, step.state) for _, steps in innovations for step in steps]
    stages = [s for s in programme() if s.kind == "inovasi" and s.questionnaire]
    names = {unit.code: unit.name for unit in store().units()}
    started = {subject.unit for subject, _ in innovations if subject.unit}
    sent = sorted((r for r in responses if r.status == "sent" and r.sent_at), key=lambda r: r.sent_at, reverse=True)  # type: ignore[arg-type,return-value]
    latest = [(r, s, names.get(r.unit, "")) for r in sent[:LATEST] if (s := stage_of(programme(), r.questionnaire))]
    return Overview(
        len(innovations), len(started), len(names.keys() - started), sum(r.questionnaire == "desain" for r in sent),
        [(s, states.count((s.code, "sent")), states.count((s.code, "draft"))) for s in stages], latest,
    )  # fmt: skip
