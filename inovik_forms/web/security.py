"""Headers, CSRF and `next`: the rules every page keeps."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

csrf = CSRFProtect()

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OURS = "Inovik"
"""Response header by which a browser knows that it was we who answered, and no hotspot's sign-in page."""
HEADERS = {
    OURS: "1",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(self)",
}
TWO_YEARS = 2 * 365 * 24 * 3600


FORM_LIMIT = 1024 * 1024
"""Bytes of one page's typed answers: fifty times what the longest section needs."""
MEGABYTE = 1024 * 1024
FILE_LIMITS = {
    "responses.section": 12 * MEGABYTE,  # a phone's photo and a scanned decree, one page's worth
    "responses.instance": 12 * MEGABYTE,
    "late.load_file": 64 * MEGABYTE,  # what a device keeps, its photos as letters
    "versions.upload": 24 * MEGABYTE,  # the largest workbook that is read, and tables beside it
    "word_templates.upload": 24 * MEGABYTE,  # a Word file with its pictures
    "word_templates.begin": 24 * MEGABYTE,
    "clauses.upload": 24 * MEGABYTE,  # a small Word file for each variant
    "clauses.begin": 24 * MEGABYTE,
    "letterheads.change": 12 * MEGABYTE,
    "media.add": 64 * MEGABYTE,  # several pictures and recordings of a draft at once
}
"""Bytes of one request, for the endpoints whose requests may bring files along."""


def install(app: Flask) -> None:
    @app.before_request
    def limit_body() -> None:
        """Before anything reads the form: Werkzeug takes an urlencoded body whole, however many fields it has."""
        has_files = request.mimetype == "multipart/form-data"
        request.max_content_length = FILE_LIMITS.get(request.endpoint or "", FORM_LIMIT) if has_files else FORM_LIMIT

    csrf.init_app(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        """A view may set its own policy (a file, a preview); everything else gets the strict one."""
        headers = response.headers
        present = {name.lower() for name, _ in headers}
        for name, value in HEADERS.items():
            if name.lower() not in present:
                headers.add(name, value)
        if "cache-control" not in present:
            headers.add("Cache-Control", "no-store")
            response.vary.add("Cookie")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
        return response


def own_path(target: str | None) -> str:
    """The path if it is an address of ours that can be read; else ''. Never another site, scheme or host."""
    if not target or not target.startswith("/") or len(target) > 2000 or not target.isprintable():
        return ""
    path, _, query = target.partition("?")
    if path.startswith("//") or "\\" in target or "#" in target:
        return ""
    try:
        endpoint, _ = current_app.url_map.bind(request.host).match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return "" if endpoint.startswith(("auth.", "theme.")) else path + (f"?{query}" if query else "")
