"""For anybody who holds a paper with our code: whether it is genuine, and whether there is a newer one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template

from inovik_forms.store.records import Issued
from inovik_forms.web.documents import EXAMPLE_CODE
from inovik_forms.web.services import store

bp = Blueprint("genuine", __name__, url_prefix="/asli")


@bp.get("/<code>")
def paper(code: str) -> Any:
    """What is said of a paper is what stands on it; of the answers behind it only whether they have changed."""
    found = None if code == EXAMPLE_CODE else store().issued(code.strip().lower())
    page = make_response(
        render_template("asli.html", is_example=code == EXAMPLE_CODE, issued=found, **(_told(found) if found else {})),
        200 if found or code == EXAMPLE_CODE else 404,
    )
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _told(issued: Issued) -> dict[str, Any]:
    response = store().response(issued.response)
    units = {unit.code: unit.name for unit in store().units()}
    record = next(iter(store().template_versions(issued.template)))  # never taken away
    is_changed = issued.seq != response.seq
    return {
        "title": record.title, "about": response.title, "unit": units.get(response.unit, ""),
        "newer": is_changed or issued.version != record.version,
        "changed_at": response.updated_at if is_changed else record.published_at,
    }  # fmt: skip
