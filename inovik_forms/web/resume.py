"""Nothing typed is lost when a session or page token has run out: it travels through the sign-in and is shown again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from flask import Request, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from inovik_forms.web.security import own_path

OWN_FIELDS = frozenset({"csrf_token", "nama_pengguna", "sandi", "bawa", "lanjut"})
"""Fields of the frame, which are not something a person typed into his form."""


@dataclass(frozen=True)
class Carried:
    """The address to go on with, and the fields that were posted to it: [[name, value], …]."""

    target: str = ""
    fields: list[list[str]] = field(default_factory=list)


def carried(posted: Request) -> Carried:
    """What a refused POST brought along; nothing, where another site sent it: nobody has typed that here."""
    if posted.headers.get("Sec-Fetch-Site") == "cross-site":
        return Carried()
    pairs = [[name, value] for name, value in posted.form.items(multi=True) if name not in OWN_FIELDS]
    return Carried(posted.path, pairs)


def read(incoming: Request) -> Carried:
    """What the sign-in page carries: from the address on GET, from hidden fields on POST."""
    if incoming.method == "GET":
        return Carried(own_path(incoming.args.get("lanjut")))
    target = incoming.form.get("lanjut", "")
    fields = _fields(incoming.form.get("bawa", ""))
    return Carried(target if fields and _view(target) else own_path(target), fields)


def _fields(text: str) -> list[list[str]]:
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    good = isinstance(found, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair) for pair in found
    )
    return found if good else []


def _view(target: str) -> tuple[str, dict[str, Any]] | None:
    """The endpoint and arguments of an address that takes POST."""
    if not target.startswith("/") or target.startswith("//"):
        return None
    try:
        return current_app.url_map.bind(request.host).match(target, method="POST")  # type: ignore[return-value]
    except (HTTPException, RequestRedirect):
        return None


def again(what: Carried) -> Any:
    """The page that was being filled in, with what was typed and not yet saved; else a page that offers to send the
    fields again."""
    from inovik_forms.web import responses

    found = _view(what.target)
    if found is None:
        return redirect(url_for("start.home"))
    endpoint, arguments = found
    typed = MultiDict((name, value) for name, value in what.fields)
    if endpoint in responses.SHOWN_AGAIN:
        return make_response(responses.SHOWN_AGAIN[endpoint](typed=typed, **arguments))
    return make_response(render_template("lanjutkan.html", target=what.target, fields=what.fields))
