"""Offices on each database, sites that end with their test, and the table that `make faults` writes.

INOVIK_FAULTS: how many random kills; `make test` leaves it unset and gets a small selection of everything."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from tests.store.conftest import DATABASES, postgres_url

from .office import Office, Site
from .table import Table

KILLS = int(os.environ.get("INOVIK_FAULTS", "0"))
LONG = KILLS > 0
BOTH = pytest.mark.parametrize("database", DATABASES, indirect=True)
"""On each database in the small selection, too, which runs the rest on SQLite alone."""


@pytest.fixture(params=DATABASES if LONG else ["sqlite"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database; '' for SQLite in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    server, name = postgres_url(), f"inovik_gangguan_{uuid.uuid4().hex[:12]}"
    assert server, "INOVIK_TEST_POSTGRES=required, but neither INOVIK_TEST_POSTGRES_URL nor PGPORT is set"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def office(tmp_path: Path, database: str) -> Office:
    return Office.made(tmp_path / "data", database)


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Office:
    return Office.made(tmp_path / "data")


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Starts sites, and sees to it that none outlives its test."""
    sites: list[Site] = []

    def start(office: Office, **options: Any) -> Site:
        sites.append(Site(office, **options))
        return sites[-1]

    yield start
    for site in sites:
        site.kill()


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """What was tried and what was lost; written down where INOVIK_FAULTS_TABLE says."""
    table = Table()
    yield table
    if file := os.environ.get("INOVIK_FAULTS_TABLE"):
        table.write(Path(file))
