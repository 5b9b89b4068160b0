"""For those who look over the whole city: every unit × stage, and the book of action plans."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from inovik_forms.web.access import needs
from inovik_forms.web.services import store
from inovik_forms.web.start import programme
from inovik_forms.workflow import progress

bp = Blueprint("coordinator", __name__)

STATES = {"none": "", "draft": "sedang", "sent": "selesai"}


@bp.get("/kemajuan")
@needs("overview")
def table() -> Any:
    """Each unit's innovations with their stages; units without any are shown too: they are the ones to call."""
    stages = programme()
    responses = store().responses_of()
    by_unit: dict[str, list[Any]] = {}
    for subject in store().subjects(kind="inovasi"):
        mine = [r for r in responses if r.subject == subject.id]
        by_unit.setdefault(subject.unit, []).append((subject, progress(subject, mine, stages)))
    units = store().units()
    return render_template(
        "kemajuan.html", units=units, by_unit=by_unit, styles=STATES,
        stages=[s for s in stages if s.kind == "inovasi"], idle=[u for u in units if u.code not in by_unit],
        books=[t for t in store().template_records() if t.book],
        agreements=store().subjects(kind="kesepakatan"),
    )  # fmt: skip
