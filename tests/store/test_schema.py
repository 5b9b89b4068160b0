"""The schema, its migrations, and how the databases are opened."""

from __future__ import annotations

import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect
from sqlalchemy.exc import StatementError

from inovik_forms.store import Store, make_engine, migrate
from inovik_forms.store.engine import wal_is_safe
from inovik_forms.store.migrate import HEAD, MIGRATIONS
from inovik_forms.store.records import Response
from inovik_forms.store.tables import city_value, metadata, throttle


def test_migrations_build_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_head_is_known_without_alembic() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_a_second_migration_does_nothing(engine: Engine) -> None:
    assert migrate(engine) is False


def test_a_broken_off_migration_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'baru.db'}")
    from alembic.operations import Operations

    create, made = Operations.create_table, []

    def dies(self: Operations, name: str, *columns: object, **options: object) -> object:
        made.append(name)
        if len(made) == 5:
            raise KeyboardInterrupt
        return create(self, name, *columns, **options)

    monkeypatch.setattr("alembic.op.create_table", lambda *a, **k: dies(_operations(), *a, **k))
    with pytest.raises(KeyboardInterrupt):
        migrate(engine)
    assert inspect(engine).get_table_names() == []
    monkeypatch.undo()
    assert migrate(engine) is True
    assert set(metadata.tables) < set(inspect(engine).get_table_names())
    engine.dispose()


def _operations():  # type: ignore[no-untyped-def]
    from alembic import op

    return op._proxy


def test_every_commit_on_sqlite_is_on_disk(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        ask = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()  # noqa: E731
        assert ask("synchronous") == 2
        assert ask("foreign_keys") == 1
        assert ask("journal_mode") in {"wal", "delete"}
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "safe"), [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((4, 0, 0), True)]
)
def test_the_write_ahead_log_needs_a_sqlite_without_its_bug(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_writer_waits_for_the_one_before(store: Store) -> None:
    order: list[str] = []
    inside = threading.Event()

    def long_one() -> None:
        with store.db.writing() as connection:
            connection.execute(insert(city_value).values(name="a", value="1"))
            inside.set()
            time.sleep(0.3)
            order.append("first")

    thread = threading.Thread(target=long_one)
    thread.start()
    inside.wait(5)
    store.put_city({"a": "2"})
    order.append("second")
    thread.join()
    assert order == ["first", "second"]
    assert store.city() == {"a": "2"}


def test_a_failed_transaction_leaves_nothing(store: Store, response: Response) -> None:
    with pytest.raises(ZeroDivisionError), store.db.writing() as connection:
        connection.execute(insert(city_value).values(name="a", value="1"))
        raise ZeroDivisionError
    assert store.city() == {}


def test_datetimes_need_a_zone_and_come_back_aware(store: Store, response: Response) -> None:
    assert response.updated_at == store.clock()
    assert response.updated_at.tzinfo is not None
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(StatementError), store.db.writing() as connection:
        connection.execute(insert(throttle).values(key="a", failures=1, last_at=naive))


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
    ],
)
def test_every_spelling_of_postgresql_is_understood(url: str, driver: str) -> None:
    assert make_engine(url).url.drivername == driver
