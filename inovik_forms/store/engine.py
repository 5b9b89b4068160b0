"""Opens the database: one SQLite file by default, PostgreSQL by address. Writers on SQLite queue in turn."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from inovik_forms.store.breaker import Breaker
from inovik_forms.store.prepared import DriverSession, Params, Prepared, Session
from inovik_forms.store.records import Unavailable
from inovik_forms.store.turn import Queue

try:  # a SQLite without the WAL-reset bug; there is no wheel of it for arm64
    from pysqlite3 import dbapi2 as _bundled

    SQLITE: ModuleType = _bundled
except ImportError:  # pragma: no cover - depends on the machine
    SQLITE = sqlite3

SAFE_WAL = (3, 51, 3)
"""Older ones can lose a commit when two processes reset the write-ahead log at once (sqlite.org, "WAL-reset bug")."""

BUSY_SECONDS = 10.0
"""How long a writer waits for its turn. Beyond this something hangs, and the person had better hear of it."""

SQLITE_BUSY = 5
POLL_SECONDS = 0.0003
"""Between two tries for the write lock that another process holds. SQLite itself would sleep 1, 2, 5, 10… ms, while a
transaction of ours takes less than one."""

POOL_SIZE = 8
"""Connections a process: as many as it has threads."""


REST_SECONDS = 5.0
"""A connection of PostgreSQL that was not used for so long is asked whether it is still there. One that goes sooner is
found out by its first statement, which is then read anew."""

BROKEN_OFF = ("40P01", "40001")
"""PostgreSQL has undone a transaction so that another one can go on: deadlock, or no order in which both could run."""
DEADLOCK_PAUSES = (0.0, 0.05, 0.2)
"""Seconds before each new try."""

T = TypeVar("T")


def make_engine(url: str) -> Engine:
    """An engine for a database address. SQLite: WAL where it is safe, every commit on disk before it is reported."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(url)
    name = address.drivername.replace("postgres", "postgresql").replace("postgresqlql", "postgresql")
    name = "postgresql+psycopg" if name == "postgresql" else name
    engine = create_engine(
        address.set(drivername=name),
        pool_size=POOL_SIZE,
        pool_pre_ping=True,
        paramstyle="format",  # places in order, for statements that run on the driver itself
        connect_args=_patience(address),
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkin", _as_the_pool_has_it)
    return engine


def _connect(_dialect: object, _record: object, places: Any, names: Any) -> Any:
    from inovik_forms.store.patience import Patient  # its driver takes a while to load, which SQLite does not need

    return Patient.connect(*places, **names)


def _as_the_pool_has_it(driver: Any, _record: object) -> None:
    """`Database` sets another way of committing on the connections that it keeps for itself."""
    if driver is not None and driver.autocommit and not driver.closed:
        driver.autocommit = False


def _patience(address: URL) -> dict[str, Any]:
    """PostgreSQL would wait for a lock, and for a server that does not answer, without end."""
    options = f"{address.query.get('options', '')} -c lock_timeout={int(BUSY_SECONDS * 1000)}"
    return {"options": options.strip(), "connect_timeout": max(2, int(BUSY_SECONDS))}


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


def _begin_writing(driver: Any) -> None:
    """BEGIN IMMEDIATE as soon as it is free. Raises the driver's OperationalError after BUSY_SECONDS."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            return
        except SQLITE.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(POLL_SECONDS)


def _impatient(driver: Any) -> None:
    """Let SQLite say at once that the lock is taken, for `_begin_writing`. Under the write-ahead log nothing else of a
    writer ever waits; under the old journal its commit waits for readers, so there SQLite's own waiting stays."""
    if wal_is_safe(SQLITE.sqlite_version_info):
        driver.execute("PRAGMA busy_timeout = 0")


class Database:
    """Transactions. Every method of the store opens exactly one, so nothing is reported before its commit.

    `reading` and `writing` give an SQLAlchemy connection; `rows` and `saving` do the same for prepared statements, at a
    tenth of the cost. On SQLite the writers of this process queue for the lock, so that only one stands in line with
    those of other processes."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._refusal: Any = engine.dialect.loaded_dbapi.OperationalError
        self._turn = Lock()
        self._queue = Queue(_queue_file(engine))
        self._readers: deque[tuple[Any, float]] = deque()  # connections, and when each was last in use
        self._writers: deque[tuple[Any, float]] = deque()
        self._breaker = Breaker(self._ask)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view. Raises Unavailable when the database does not answer."""
        with self._answering(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing; on disk when the block ends. Raises Unavailable when it cannot be done now."""
        with self._answering(writes=True), self._in_turn(), self._writer.begin() as connection:
            yield connection

    def rows(self, prepared: Prepared, params: Params, *, once: bool = False) -> Any:
        """What one statement finds, which is a transaction of its own. Raises Unavailable. A connection that has gone
        while it lay idle is replaced, unless the statement may be run but `once`."""
        try:
            return self._rows(prepared, params)
        except Unavailable as error:
            if once or not self._is_gone(error.__cause__):
                raise
        self._drop(self._readers)  # what has ended one connection has ended those beside it
        return self._rows(prepared, params)

    def _rows(self, prepared: Prepared, params: Params) -> Any:
        with self._answering(), self._driver(self._readers) as driver:
            return DriverSession(driver, self.engine.dialect).rows(prepared, params)

    @property
    def compares(self) -> bool:
        """Whether a save had better read, compare and write than lock: every statement is a journey. On SQLite it is
        none, and its writers come one by one."""
        return not self._is_sqlite

    def retried(self, work: Callable[[], T]) -> T:
        """A whole transaction, begun anew where the database has broken it off to end a deadlock. Raises Unavailable
        when that does not help."""
        for pause in DEADLOCK_PAUSES:
            try:
                return work()
            except Unavailable as error:
                if getattr(error.__cause__, "sqlstate", "") not in BROKEN_OFF:
                    raise
            time.sleep(pause)
        return work()

    @contextmanager
    def saving(self) -> Iterator[Session]:
        """`writing` for prepared statements."""
        if not self._is_sqlite:
            with self._answering(writes=True), self._driver(self._readers) as driver:
                driver.execute("BEGIN")
                yield DriverSession(driver, self.engine.dialect)
                driver.execute("COMMIT")
            return
        with self._answering(writes=True), self._in_turn(), self._driver(self._writers) as driver:
            _begin_writing(driver)
            try:
                yield DriverSession(driver, self.engine.dialect)
                driver.execute("COMMIT")
            except BaseException:
                if driver.in_transaction:
                    driver.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Give back every connection."""
        self._breaker.close()
        for kept in (self._readers, self._writers):
            self._drop(kept)
        self._queue.close()
        self.engine.dispose()

    def _drop(self, kept: deque[tuple[Any, float]]) -> None:
        while kept:
            kept.pop()[0].invalidate()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise Unavailable
        try:
            with self._queue.turn(BUSY_SECONDS):
                yield
        finally:
            self._turn.release()

    @contextmanager
    def _driver(self, kept: deque[tuple[Any, float]]) -> Iterator[Any]:
        """A connection of the driver, outside any transaction; they stay open, as many as threads ever needed one."""
        borrowed = self._borrowed(kept)
        try:
            yield borrowed.dbapi_connection
        except BaseException:
            borrowed.invalidate()  # whatever happened to it, nobody else gets it
            raise
        kept.append((borrowed, time.monotonic()))

    def _borrowed(self, kept: deque[tuple[Any, float]]) -> Any:
        while kept:
            with suppress(IndexError):  # another thread has taken it
                borrowed, used = kept.pop()
                if self._is_sqlite or time.monotonic() - used < REST_SECONDS or _still_answers(borrowed):
                    return borrowed
        borrowed = self.engine.raw_connection()
        if kept is self._writers:
            _impatient(borrowed.dbapi_connection)
        elif not self._is_sqlite:
            driver: Any = borrowed.dbapi_connection
            driver.autocommit = True
        return borrowed

    def _is_gone(self, error: BaseException | None) -> bool:
        """Whether the connection is what failed, not the statement."""
        if self._is_sqlite or not isinstance(error, self._refusal):
            return False
        state = getattr(error, "sqlstate", None)
        return not state or state.startswith(("57P", "08"))

    @contextmanager
    def _answering(self, *, writes: bool = False) -> Iterator[None]:
        # SQLite's readers wait for nobody, so that they go on while its writers rest.
        with nullcontext() if self._is_sqlite and not writes else self._breaker.guard():
            try:
                yield
            except (OperationalError, self._refusal, PoolTimeout) as error:
                raise Unavailable from error

    def _ask(self) -> None:
        """Whether a transaction could begin again; not by way of those that are refused. Raises Unavailable."""
        try:
            with self._in_turn(), (self._writer if self._is_sqlite else self.engine).connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except (OperationalError, self._refusal, PoolTimeout) as error:
            raise Unavailable from error


def _still_answers(borrowed: Any) -> bool:
    """Whether a connection that lay idle is there; one that is not is thrown away."""
    try:
        borrowed.dbapi_connection.execute("SELECT 1")
    except Exception:  # whatever its driver calls it
        borrowed.invalidate()
        return False
    return True


def _queue_file(engine: Engine) -> str:
    """The file beside a SQLite database in which its writers queue; '' where there is none."""
    name = engine.url.database
    is_file = engine.dialect.name == "sqlite" and name and name != ":memory:"
    return f"{name}-queue" if is_file else ""
