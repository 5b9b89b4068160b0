"""Without a network: the service worker, the empty page that it shows, and the page of what has not been sent yet.

The worker keeps the public shell only. What belongs to people lies in IndexedDB under their account (static/device.js).
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, render_template, url_for

from inovik_forms import packs
from inovik_forms.web import theme
from inovik_forms.web.auth import login_required

bp = Blueprint("offline", __name__)

WORKER = Path(__file__).parent / "worker" / "sw.js"


@bp.get("/antrean")
@login_required
def waiting() -> str:
    """Drawn by the browser (static/waiting.js): the server does not know it."""
    return render_template("antrean.html")


@bp.get("/luring")
def empty() -> str:
    """The page that a browser shows where ours does not come; the same for everybody."""
    return render_template("luring.html")


@bp.get("/sw.js")
def worker() -> Response:
    """The service worker, which browsers look at again each time somebody comes."""
    shell = theme.shell()
    addresses = json.dumps([url_for("offline.empty"), *shell])
    head = f"const SHELL = {addresses};\nconst STAMP = {json.dumps(_stamp(shell))};\n"
    answer = Response(head + WORKER.read_text(), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@cache
def _stamp(shell: tuple[str, ...]) -> str:
    """Another one for each change of the worker, of the shell or of the empty page."""
    empty = (packs.content_dir("templates") / "luring.html").read_text()
    return sha256("\n".join([WORKER.read_text(), empty, *shell]).encode()).hexdigest()[:8]
