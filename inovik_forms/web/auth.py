"""Signing in and out, over the store's own session rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response
from wtforms import Form, PasswordField, StringField

from inovik_forms import words
from inovik_forms.store.records import TooSoon
from inovik_forms.web import resume
from inovik_forms.web.owner import HEADER, device_account, is_for_this_account
from inovik_forms.web.security import own_path
from inovik_forms.web.services import SESSION_COOKIE, account, services, store
from inovik_forms.words import gettext
from inovik_forms.workflow import Account

bp = Blueprint("auth", __name__)

LANGUAGE_COOKIE = "inovik_bahasa"
SHARED_COOKIE = "inovik_bersama"
"""Set where several people use this browser: what one has on the device is wiped when she signs out."""
LONGEST_PASSWORD = 1000
"""Letters; more is not a password but a try to keep the server busy with hashing."""
TURNING = "Inovik-Turn"
"""Request header of a browser that shows the reply itself (static/turn.js); others are redirected."""
MONTH, YEAR = 30 * 24 * 3600, 365 * 24 * 3600


class SignInForm(Form):
    """Name and password. The password is never put back into the page."""

    nama = StringField()
    sandi = PasswordField()


def install(app: Flask) -> None:
    @app.before_request
    def choose_language() -> None:
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        words.use_language(chosen or words.SOURCE_LANGUAGE)  # also when the database cannot say who this is
        person = None if request.endpoint in PUBLIC else account()
        if person and not chosen:
            words.use_language(person.language)


_SMALL_THINGS = ("stylesheet", "logo", "health", "static", "part")
PUBLIC = frozenset(
    {*(f"theme.{name}" for name in _SMALL_THINGS), "offline.empty", "offline.worker", "install.icon", None}
)
"""Endpoints that look nobody up."""


def login_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view for people who are signed in; others are asked to."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if account() and is_for_this_account() else ask_to_sign_in()

    return guarded


def ask_to_sign_in() -> Any:
    """The page or JSON for someone who is not signed in (any more). What he typed travels through the sign-in."""
    if request.is_json or TURNING in request.headers or request.accept_mimetypes.best == "application/json":
        if account():
            other = gettext("Sekarang orang lain yang masuk di peramban ini. Ketikan Anda tetap di halaman ini.")
            return jsonify(error="akun-lain", message=other), 401
        message = gettext("Sesi Anda berakhir. Masuk lagi; ketikan Anda tetap di halaman ini.")
        return jsonify(error="masuk", message=message), 401
    if request.method == "POST":
        return _page(SignInForm(), resume.carried(request), expired=True), 401
    target = own_path(request.full_path.removesuffix("?"))
    return redirect(url_for("auth.sign_in", lanjut=target if target != "/" else None))


@bp.route("/masuk", methods=["GET", "POST"])
def sign_in() -> Any:
    """Name and password; afterwards the page that was asked for, or the one that was being filled in."""
    if request.is_json:
        return _sign_in_here()
    carried = resume.read(request)
    if request.method == "GET":
        return redirect(url_for("start.home")) if account() else _page(SignInForm(), carried)
    form = SignInForm(request.form)
    found, failure = _checked(form.nama.data or "", form.sandi.data or "")
    if found is None:
        return _page(form, carried, failure=failure), 401
    token = _open_session(found)
    answer = resume.again(carried) if carried.fields else redirect(carried.target or url_for("start.home"), 303)
    _set_cookie(answer, SESSION_COOKIE, token, MONTH)
    _say_shared(answer, "bersama" in request.form)
    return answer


def _sign_in_here() -> Any:
    """From a page whose session has ended (static/later/signin.js): the same person goes on with it. Another one is
    refused, for what waits on that page is not hers to send."""
    sent = request.get_json(silent=True)
    name, password = (sent.get("nama"), sent.get("sandi")) if isinstance(sent, dict) else ("", "")
    found, failure = _checked(str(name or ""), str(password or ""))
    if found is None:
        return jsonify(error="sandi", message=failure), 401
    if request.headers.get(HEADER) != device_account(found):
        other = gettext("Itu akun lain. Di halaman ini hanya orang yang mengisinya dapat melanjutkan.")
        return jsonify(error="akun-lain", message=other), 403
    token = _open_session(found)
    answer = jsonify(page_token=generate_csrf())
    _set_cookie(answer, SESSION_COOKIE, token, MONTH)
    return answer


def _checked(name: str, password: str) -> tuple[Account | None, str]:
    """Whose name and password these are; nobody, and why not."""
    try:
        known = password if len(password) <= LONGEST_PASSWORD else ""
        found = store().check_password(name, known, request.remote_addr or "")
    except TooSoon as too_soon:
        wait = gettext("Terlalu banyak percobaan. Tunggu {seconds} detik, lalu coba lagi.")
        return None, wait.format(seconds=max(1, round(too_soon.seconds + 0.5)))
    return found, gettext("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")


def _open_session(found: Account) -> str:
    """A new session row and a new page token; the old ones are worth nothing any more."""
    old = request.cookies.get(SESSION_COOKIE)
    if old:
        store().close_session(old)
    session.clear()
    g.pop("csrf_token", None)
    token = store().open_session(found.id, services().now())
    g.account = found
    words.use_language(request.cookies.get(LANGUAGE_COOKIE) or found.language)
    return token


def _page(form: SignInForm, carried: resume.Carried, *, failure: str = "", expired: bool = False) -> str:
    return render_template(
        "masuk.html", form=form, failure=failure, expired=expired, target=carried.target,
        carried=json.dumps(carried.fields, ensure_ascii=False) if carried.fields else "",
    )  # fmt: skip


@bp.post("/keluar")
@login_required
def sign_out() -> Response:
    store().close_session(request.cookies.get(SESSION_COOKIE, ""))
    session.clear()
    answer = redirect(url_for("auth.sign_in"), 303)
    answer.delete_cookie(SESSION_COOKIE)
    flash(gettext("Anda sudah keluar."))
    return answer


@bp.post("/ponsel-bersama")
@login_required
def shared() -> Response:
    """Whether several people use this browser."""
    answer = redirect(own_path(request.form.get("lanjut")) or url_for("start.home"), 303)
    _say_shared(answer, request.form.get("bersama") == "1")
    return answer


def _say_shared(answer: Response, whether: bool) -> None:
    if whether:
        _set_cookie(answer, SHARED_COOKIE, "1", YEAR)
    else:
        answer.delete_cookie(SHARED_COOKIE)


@bp.post("/bahasa")
def language() -> Response:
    """Bahasa Indonesia or English, for this browser; and for the account where someone is signed in."""
    code = request.form.get("bahasa", "")
    answer = redirect(own_path(request.form.get("lanjut")) or url_for("start.home"), 303)
    if code in words.LANGUAGES:
        _set_cookie(answer, LANGUAGE_COOKIE, code, YEAR)
        person = account()
        if person:
            store().change_account(person.id, language=code)
    return answer


def _set_cookie(answer: Response, name: str, value: str, age: int) -> None:
    secure = services().settings.base_url.startswith("https://")
    answer.set_cookie(name, value, max_age=age, httponly=True, samesite="Lax", secure=secure)
