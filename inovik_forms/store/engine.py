"""Opens the database: one SQLite file by default, PostgreSQL by address. Writers on SQLite queue in turn."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from inovik_forms.store.records import Unavailable

try:  # a SQLite without the WAL-reset bug; there is no wheel of it for arm64
    from pysqlite3 import dbapi2 as _bundled

    SQLITE: ModuleType = _bundled
except ImportError:  # pragma: no cover - depends on the machine
    SQLITE = sqlite3

SAFE_WAL = (3, 51, 3)
"""Older ones can lose a commit when two processes reset the write-ahead log at once (sqlite.org, "WAL-reset bug")."""

BUSY_SECONDS = 10.0
"""How long a writer waits for its turn. Beyond this something hangs, and the person had better hear of it."""

POOL_SIZE = 8
"""Connections a process: as many as it has threads."""


def make_engine(url: str) -> Engine:
    """An engine for a database address. SQLite: WAL where it is safe, every commit on disk before it is reported."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(url)
    name = address.drivername.replace("postgres", "postgresql").replace("postgresqlql", "postgresql")
    name = "postgresql+psycopg" if name == "postgresql" else name
    return create_engine(address.set(drivername=name), pool_size=POOL_SIZE, pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        module=SQLITE,
        pool_size=POOL_SIZE,
        # No implicit BEGIN from the driver: it would begin late and read-only, and commit around DDL.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite may use the write-ahead log with several processes."""
    return version >= SAFE_WAL


def _pragmas(connection: Any, _record: object) -> None:
    journal = "WAL" if wal_is_safe(SQLITE.sqlite_version_info) else "DELETE"
    cursor = connection.cursor()
    for pragma in (
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
        "cache_size = -16000",  # KiB
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes the write lock at once: asking for it in mid-transaction fails instead of waiting."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """Transactions. Every method of the store opens exactly one, so nothing is reported before its commit."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view. Raises Unavailable when the database does not answer."""
        with _answering(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing; on disk when the block ends. Raises Unavailable when it cannot be done now."""
        with _answering(), self._writer.begin() as connection:
            yield connection


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise Unavailable from error
