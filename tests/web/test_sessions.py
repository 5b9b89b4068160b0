"""The page's session: verified once a minute, forgotten when it should be, and never believed when it is not ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from inovik_forms.web import sessions


def test_a_cookie_that_we_did_not_sign_is_worth_nothing(app: Flask) -> None:
    client = app.test_client()
    client.get("/masuk")
    cookie = client.get_cookie("inovik_halaman")
    assert cookie
    forged = cookie.value[:-3] + ("abc" if not cookie.value.endswith("abc") else "xyz")
    for value in (forged, "", "bukan.kue.kami"):
        other = app.test_client()
        other.set_cookie("inovik_halaman", value)
        answer = other.get("/masuk")
        assert answer.status_code == 200
        assert "inovik_halaman=" in answer.headers["Set-Cookie"], "a session of its own"


def test_a_verified_cookie_is_not_verified_again_within_a_minute(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = counted(monkeypatch)
    client = app.test_client()
    for _ in range(4):
        client.get("/masuk")
    assert len(checks) == 2, "without a cookie, and the first time with it"
    monkeypatch.setattr(sessions, "KEPT_SECONDS", -1.0)
    client.get("/masuk")
    assert len(checks) == 3


def test_messages_of_one_person_are_not_kept_for_the_next_request(app: Flask) -> None:
    client = app.test_client()
    client.get("/masuk")
    with client.session_transaction() as session:
        session["_flashes"] = [("message", "Sekali saja")]
    assert "Sekali saja" in client.get("/masuk").text
    assert "Sekali saja" not in client.get("/masuk").text


def test_the_page_token_belongs_to_the_session(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    texts = [client.get("/masuk").text for client in (first, first, second)]
    tokens = [text.split('name="csrf_token" value="')[1].split('"')[0] for text in texts]
    assert tokens[0] == tokens[1] != tokens[2]
    form = {"csrf_token": tokens[2], "bahasa": "en"}
    assert first.post("/bahasa", data=form).status_code == 401, "another's token does not open this session"
    assert second.post("/bahasa", data=form).status_code == 303


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every time Flask itself reads a session cookie."""
    seen: list[Any] = []
    whole: Callable[..., Any] = sessions.SecureCookieSessionInterface.open_session

    def open_session(*args: Any) -> Any:
        seen.append(args)
        return whole(*args)

    monkeypatch.setattr(sessions.SecureCookieSessionInterface, "open_session", open_session)
    return seen
