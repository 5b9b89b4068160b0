"""The store: every method opens exactly one transaction, takes and returns our own values, and caches nothing that
another process could change."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from inovik_forms.store import tables as t
from inovik_forms.store.accounts import Accounts
from inovik_forms.store.base import Clock, upsert, utc_now
from inovik_forms.store.begun import Begun
from inovik_forms.store.engine import Database, make_engine
from inovik_forms.store.erase import Erasing
from inovik_forms.store.issued import IssuedPapers
from inovik_forms.store.late import Late
from inovik_forms.store.letterheads import Letterheads
from inovik_forms.store.numbers import Numbers
from inovik_forms.store.queue import Queue
from inovik_forms.store.renewing import Renewing
from inovik_forms.store.together import Together
from inovik_forms.store.versions import Versions
from inovik_forms.store.word_drafts import WordDrafts

LOADED = "sistem.paket"
"""Named last when a pack is loaded: an interrupted loading is taken up again."""


class Place(Protocol):
    """Where a store lies; `settings.Settings` is one."""

    @property
    def database_url(self) -> str: ...
    @property
    def files_dir(self) -> Path: ...
    @property
    def base_url(self) -> str: ...


class Store(
    Accounts, Renewing, Begun, Versions, Late, Queue, Erasing, Together, WordDrafts, Numbers, Letterheads, IssuedPapers
):
    """`engine`: from `make_engine`, with the tables there (`migrate`). `clock` says the server's time, aware.
    `address`: of the site, for what is printed; '' where there is none."""

    def __init__(self, engine: Engine, files_dir: Path, clock: Clock = utc_now, address: str = "") -> None:
        self.db = Database(engine)
        self.address = address
        self.files_dir = files_dir
        self.clock = clock
        self._questionnaires = {}
        self._templates = {}
        self._media = {}
        self._clauses = {}

    @classmethod
    def open(cls, place: Place, clock: Clock = utc_now) -> Store:
        """The store of an installation. Touches neither disk nor network until it is used."""
        return cls(make_engine(place.database_url), place.files_dir, clock, place.base_url)

    def close(self) -> None:
        """Give back every connection (before a fork, and at the end)."""
        self.db.close()

    def is_empty(self) -> bool:
        """Whether no pack was ever loaded to its end."""
        return LOADED not in self.city()

    def remember(self, name: str, value: str) -> None:
        """Keep one of the installation's own values beside the city's; the name begins with "sistem."."""
        with self.db.writing() as connection:
            upsert(connection, t.city_value, {"name": name, "value": value}, keys=("name",))
