"""Flask's session cookie and Flask-WTF's page token, read and signed once instead of at every page."""

from __future__ import annotations

from time import monotonic
from typing import Any

from flask import Flask, Request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

KEPT_SECONDS = 60.0
"""How long a cookie that was verified is believed; its own life is a month."""
MOST = 4096
TOKEN = "csrf_token"  # noqa: S105 - a name


class Sessions(SecureCookieSessionInterface):
    """Flask's own. A cookie that holds nothing but the page token, as nearly all do, is verified once a minute."""

    def __init__(self) -> None:
        self._verified: dict[str, tuple[float, str]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of this request; a new one when there is none, or one that we did not sign."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        found = self._verified.get(cookie)
        if found and monotonic() - found[0] < KEPT_SECONDS:
            return self.session_class({TOKEN: found[1]})
        opened = super().open_session(app, request)
        if opened is not None and opened.keys() == {TOKEN}:
            if len(self._verified) >= MOST:
                self._verified.clear()
            self._verified[cookie] = (monotonic(), opened[TOKEN])
        return opened


def install(app: Flask) -> None:
    """After Flask-WTF's protection, whose `csrf_token()` in templates this one replaces."""
    app.session_interface = Sessions()
    signed: dict[str, str] = {}

    def page_token() -> Any:
        """The session's token, signed. It may be the same on every page, since it lives as long as the session."""
        token = signed.get(session.get(TOKEN, ""))
        if token is None:
            token = generate_csrf()
            if len(signed) >= MOST:
                signed.clear()
            signed[session[TOKEN]] = token
        return token

    app.jinja_env.globals["csrf_token"] = page_token
