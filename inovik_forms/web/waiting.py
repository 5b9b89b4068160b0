"""The page that shows what a browser has on its device and has not sent yet."""

from __future__ import annotations

from flask import Blueprint, render_template

from inovik_forms.web.auth import login_required

bp = Blueprint("waiting", __name__)


@bp.get("/antrean")
@login_required
def page() -> str:
    """Drawn by the browser (static/waiting.js): the server does not know it."""
    return render_template("antrean.html")
