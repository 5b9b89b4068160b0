"""A store on each database. PostgreSQL: INOVIK_TEST_POSTGRES_URL, or what `pg_virtualenv` sets. Without either its
tests are left out, unless INOVIK_TEST_POSTGRES=required, as `make test` asks: then they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from inovik_forms.store import Store, make_engine, migrate
from inovik_forms.store.records import Account, Response, Unit
from inovik_forms.store.tables import metadata

FORM = b"""| survey |
| | type | name | label |
| | text | nama | Nama |
| | begin repeat | kegiatan | Kegiatan |
| | text | langkah | Langkah |
| | end repeat | | |
| settings |
| | form_title | form_id |
| | Uji | uji |
"""


def postgres_url() -> str | None:
    if os.environ.get("INOVIK_TEST_POSTGRES_URL"):
        return os.environ["INOVIK_TEST_POSTGRES_URL"]
    if os.environ.get("PGPORT") and os.environ.get("PGUSER"):
        env = os.environ
        host = env.get("PGHOST", "localhost")
        password = env.get("PGPASSWORD", "")
        return f"postgresql://{env['PGUSER']}:{password}@{host}:{env['PGPORT']}/{env.get('PGDATABASE', 'postgres')}"
    return None


REQUIRED = os.environ.get("INOVIK_TEST_POSTGRES") == "required"
DATABASES = ["sqlite", *(["postgresql"] if postgres_url() or REQUIRED else [])]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "kosong.db"
    engine = make_engine(f"sqlite:///{file}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine]:
    """A migrated database of this test process's own."""
    url = postgres_url()
    assert url, "INOVIK_TEST_POSTGRES=required, but neither INOVIK_TEST_POSTGRES_URL nor PGPORT is set"
    name = f"inovik_uji_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    engine = make_engine(make_url(url).set(database=name).render_as_string(hide_password=False))
    migrate(engine)
    yield engine
    engine.dispose()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty, migrated database."""
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
        with engine.begin() as connection:
            names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        yield engine
        return
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "uji.db")
    engine = make_engine(f"sqlite:///{tmp_path / 'uji.db'}")
    yield engine
    engine.dispose()


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **spans: float) -> datetime:
        self.now += timedelta(**spans)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(engine: Engine, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(engine, tmp_path / "berkas", clock)
    store.put_units([Unit("dinkes", "Dinas Kesehatan"), Unit("dishub", "Dinas Perhubungan")])
    yield store
    store.close()


@pytest.fixture
def account(store: Store) -> Account:
    return store.add_account("Budi", "Budi Contoh", "staff", "sandi-yang-panjang", "dinkes")


@pytest.fixture
def response(store: Store) -> Response:
    store.publish_questionnaire("uji", FORM, "uji.md")
    subject = store.add_subject("inovasi", "dinkes", "Judul", "budi")
    return store.start_response(subject.id, "uji", "budi")
