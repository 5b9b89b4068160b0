"""What every part of the store needs: the database, the folder of files, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from inovik_forms.store.engine import Database

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The server's clock, the only one that rules."""
    return datetime.now(UTC)


class Base:
    """`files_dir` holds uploads and rendered documents by content hash."""

    db: Database
    files_dir: Path
    clock: Clock

    @contextmanager
    def refusing_doubles(self, what: str) -> Iterator[None]:
        """Turns a broken constraint into ValueError, naming what was asked."""
        try:
            yield
        except IntegrityError as error:
            raise ValueError(what) from error


def insert_for(dialect: str, table: Table) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT; both databases spell it alike, SQLAlchemy does not."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)


def upsert(
    connection: Connection,
    table: Table,
    values: Mapping[str, Any],
    *,
    keys: tuple[str, ...],
    renew: Mapping[str, Any] | None = None,
) -> None:
    """Insert a row, or renew the one with these keys (with the values, or with `renew`; an empty one: leave it)."""
    statement = insert_for(connection.dialect.name, table).values(values)
    change = {name: value for name, value in values.items() if name not in keys} if renew is None else renew
    if change:
        connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=change))
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=list(keys)))


def newest_rows(table: Table, *columns: Any) -> Any:
    """Of a table of versions, the newest of each name, by title."""
    newest = select(table.c.name, func.max(table.c.version).label("version")).group_by(table.c.name).subquery()
    same = partial(table.join, newest, (table.c.name == newest.c.name) & (table.c.version == newest.c.version))
    return select(*columns).select_from(same()).order_by(table.c.title, table.c.name)
