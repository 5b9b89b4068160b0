"""What stands around every page: the city's name and logo, the menu, who is signed in. Worked out once where it can be,
since it comes with each page turned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, g, request, url_for

from inovik_forms import words
from inovik_forms.web import auth, theme
from inovik_forms.web.services import services
from inovik_forms.words import gettext, mark
from inovik_forms.workflow import Account, Action, Role, may

MENU: tuple[tuple[str, str, Action | None], ...] = (
    ("start.home", mark("Beranda"), None),
    ("coordinator.table", mark("Kemajuan"), "overview"),
    ("admin.accounts", mark("Akun"), "accounts"),
    ("admin.content", mark("Kuesioner"), "accounts"),
    ("number_register.overview", mark("Nomor"), "register"),
)
"""Endpoint, words, and what one must be allowed to do to see it."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that every page names."""

    home: str
    sign_in: str
    sign_out: str
    language: str
    shared: str
    waiting: str
    manifest: str


def install(app: Flask) -> None:
    look: dict[str, Any] = {}  # a pack is loaded before serving: worked out once a process

    @app.context_processor
    def frame() -> dict[str, Any]:
        if not look:
            look.update(_look())
        # Not looked up here: an error page must not ask a database that does not answer.
        person: Account | None = g.get("account")
        language = words.language()
        menu = _menu(person.role, language) if person else ()
        is_shared = auth.SHARED_COOKIE in request.cookies
        return {**look, "bersama": is_shared, "lang": language, "here": request.path, "person": person, "menu": menu}


def _look() -> dict[str, Any]:
    values = services().city
    return {
        "kota": values.get("kota.nama", ""),
        "pemerintah": values.get("kota.pemerintah", ""),
        "ada_logo": bool(values.get("kota.logo")),
        "alamat_logo": theme.logo_address(),
        "alamat_tema": theme.stylesheet_address(),
        "links": Links(
            url_for("start.home"),
            url_for("auth.sign_in"),
            url_for("auth.sign_out"),
            url_for("auth.language"),
            url_for("auth.shared"),
            url_for("offline.waiting"),
            url_for("install.manifest"),
        ),
    }


@cache
def _menu(role: Role, language: str) -> tuple[tuple[str, str], ...]:
    """(address, words in the present language, which is `language`) of what this role may open."""
    someone = Account(0, "", "", role)
    return tuple((url_for(end), gettext(text)) for end, text, action in MENU if action is None or may(someone, action))
