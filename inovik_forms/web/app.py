"""The application: one factory, which puts the pages, the session, the languages and the headers together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from inovik_forms import packs, words
from inovik_forms.settings import Settings
from inovik_forms.store.store import Store
from inovik_forms.web import (
    access,
    admin,
    assigning,
    auth,
    autosave,
    begun,
    blanks,
    books,
    check,
    clauses,
    coordinator,
    documents,
    errors,
    files,
    frame,
    genuine,
    history,
    install,
    late_pages,
    letterheads,
    media,
    moving,
    news,
    number_giving,
    number_patterns,
    number_register,
    offline,
    owner,
    packing,
    paper,
    pieces,
    responses,
    security,
    sessions,
    start,
    templating,
    texts,
    theme,
    trials,
    versions,
    whole,
    word_drafts,
    word_templates,
)
from inovik_forms.web.services import Services

STATIC = Path(__file__).parent / "static"
FORM_PARTS = 2_000


def create_app(settings: Settings, store: Store, *, overrides: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI application over an open store. `overrides`: Flask settings, for tests."""
    app = Flask(__name__, static_folder=None, template_folder=str(packs.content_dir("templates")))
    app.jinja_environment = templating.Environment
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        SESSION_COOKIE_NAME="inovik_halaman",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        MAX_CONTENT_LENGTH=security.FORM_LIMIT,  # more only where files come along (web/security.py)
        MAX_FORM_MEMORY_SIZE=security.FORM_LIMIT,
        MAX_FORM_PARTS=FORM_PARTS,
        TEMPLATES_AUTO_RELOAD=False,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session: one lifetime, no second way to expire
        WTF_CSRF_SSL_STRICT=False,  # the Referer is not always sent; SameSite and the token stand without it
        WTF_CSRF_FIELD_NAME="csrf_token",
    )
    app.config.update(overrides or {})
    app.extensions["inovik"] = Services(settings, store)
    _jinja(app)
    packing.install(app)  # first, so that it sees a response last
    auth.install(app)  # before security: a refusal of the page's token already speaks the language asked for
    security.install(app)
    sessions.install(app)
    theme.install(app, STATIC)
    frame.install(app)
    begun.install(app)
    for module in (auth, start, responses, autosave, pieces, check, files, documents, paper, books, moving, history):
        app.register_blueprint(module.bp)
    for module in (coordinator, admin, versions, trials, theme, offline, install):
        app.register_blueprint(module.bp)
    app.register_blueprint(news.bp)
    app.register_blueprint(assigning.bp)
    app.register_blueprint(media.bp)
    app.register_blueprint(late_pages.bp)
    app.register_blueprint(whole.bp)
    app.register_blueprint(begun.bp)
    app.register_blueprint(blanks.bp)
    app.register_blueprint(word_templates.bp)
    app.register_blueprint(word_drafts.bp)
    app.register_blueprint(genuine.bp)
    for module in (number_giving, number_register, number_patterns, letterheads):
        app.register_blueprint(module.bp)
    app.register_blueprint(clauses.bp)
    errors.install(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    return app


def _jinja(app: Flask) -> None:
    templating.install(app)
    environment = app.jinja_env
    environment.filters["rich"] = texts.rich
    # A title from a pack may hold "%", which `_(…)` would take for a placeholder.
    environment.filters["translated"] = words.gettext
    environment.globals["reopens"] = access.reopens
    environment.globals["device_account"] = owner.device_account
    environment.globals["late_waiting"] = late_pages.waiting_in
    environment.globals["zona"] = theme.zone_name
    environment.globals["waktu"] = theme.clock_time
    environment.globals["tanggal_waktu"] = theme.day_and_time
