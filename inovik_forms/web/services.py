"""What a request needs from outside: settings, store, the city's clock; and who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from time import monotonic
from zoneinfo import ZoneInfo

from flask import current_app, g, request

from inovik_forms import jobs, packs
from inovik_forms.settings import Settings
from inovik_forms.store.store import Store
from inovik_forms.workflow import Account, Programme, others

TEMPLATES_SECONDS = 60.0
SESSION_COOKIE = "inovik_sesi"
LONGEST_TOKEN = 200  # letters
BY_ITSELF = frozenset({"news.news"})
"""Endpoints that a page asks although nobody does anything."""


@dataclass
class Services:
    """Settings and store of this application, with what a process may keep: the city's values."""

    settings: Settings
    store: Store
    _city: dict[str, str] = field(default_factory=dict)
    _templates: dict[str, tuple[float, list[str]]] = field(default_factory=dict)

    @property
    def city(self) -> dict[str, str]:
        """The pack's values by name; read once a process, since a pack is loaded before serving."""
        if not self._city:
            self._city = self.store.city()
        return self._city

    def templates_of(self, questionnaire: str) -> list[str]:
        """The documents to have ready for this questionnaire; looked up once a minute, not at every key."""
        made, names = self._templates.get(questionnaire, (0.0, []))
        if not made or monotonic() - made > TEMPLATES_SECONDS:
            names = jobs.templates_of(self.store, questionnaire)
            self._templates[questionnaire] = (monotonic(), names)
        return names

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.city.get("kota.zona_waktu") or "Asia/Jakarta")

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        """The date in the city."""
        return self.now().astimezone(self.zone).date()


def services() -> Services:
    return current_app.extensions["inovik"]


def store() -> Store:
    return services().store


def programme() -> Programme:
    """The stages of this city."""
    return packs.programme(store())


def every_stage() -> Programme:
    """… and, apart from them, the published questionnaires that none of them asks for."""
    stages = programme()
    return stages + others(stages, [(record.name, record.title) for record in store().questionnaire_records()])


def account() -> Account | None:
    """Who is asking; None = nobody signed in. Looked up once a request."""
    try:
        return g.account
    except AttributeError:
        token = request.cookies.get(SESSION_COOKIE, "")
        is_token = 0 < len(token) <= LONGEST_TOKEN
        touch = request.endpoint not in BY_ITSELF
        g.account = store().session_account(token, services().now(), touch=touch) if is_token else None
        return g.account


def signed_in() -> Account:
    """Who is asking, on pages that only signed-in people reach."""
    person = account()
    assert person is not None
    return person
