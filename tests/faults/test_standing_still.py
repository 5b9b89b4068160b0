"""A database that stands still, through the whole site (F7): one request waits for it in vain, the others are told at
once to come later, reading goes on where it can, and all goes on by itself once it answers again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import make_url

from inovik_forms.settings import Settings
from inovik_forms.store import Store, breaker, engine, make_engine
from inovik_forms.store.patience import Patient
from inovik_forms.web.app import create_app
from tests.store.conftest import DATABASES

from .cluster import Cluster
from .office import Office

AT_ONCE = 0.3


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patient, "answer_seconds", 0.7)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.7)
    monkeypatch.setattr(breaker, "IN_VAIN", 0.5)
    monkeypatch.setattr(breaker, "PROBE_SECONDS", 0.1)


def browser(office: Office) -> tuple[FlaskClient, Store]:
    settings = Settings.from_env(office.settings)
    store = Store.open(settings)
    client = create_app(settings, store).test_client()
    for key, value in office.cookies.items():
        client.set_cookie(key, value)
    return client, store


def save(client: FlaskClient, office: Office, number: int) -> tuple[Any, float]:
    """The reply, and the seconds that it took."""
    body = {"changes": [{"id": f"ubah-{number}", "path": f"dasar/t{number}", "value": "x"}]}
    start = time.monotonic()
    headers = {"X-CSRFToken": office.token}
    reply = client.post(f"/isian/{office.responses[0]}/simpan?lembar=a", json=body, headers=headers)
    return reply, time.monotonic() - start


def goes_on(client: FlaskClient, office: Office, frozen: AbstractContextManager[None], read: int) -> None:
    """`read`: the status of a page while nothing can be written."""
    assert save(client, office, 0)[0].status_code == 200
    with frozen:
        reply, seconds = save(client, office, 1)
        assert reply.status_code == 503 and seconds > 0.5, "somebody finds out"
        for number in range(2, 6):
            reply, seconds = save(client, office, number)
            assert reply.status_code == 503 and seconds < AT_ONCE, seconds
            told = json.loads(reply.get_data())
            assert told["message"] == "Basis data belum menjawab. Dicoba lagi sendiri."
            assert reply.headers["Retry-After"] == "10" and "Inovik" in reply.headers, "ours, and no hotspot's"
        start = time.monotonic()
        assert client.get(f"/isian/{office.responses[0]}/bagian/dasar").status_code == read
        assert client.get("/sehat").status_code == read
        assert client.get("/luring").status_code == read
        assert time.monotonic() - start < 3 * AT_ONCE
    end = time.monotonic() + 10
    while save(client, office, 6)[0].status_code != 200:
        assert time.monotonic() < end, "nobody has to restart it"
        time.sleep(0.05)
    for number in range(1, 6):  # the telephone has kept them
        assert save(client, office, number)[0].status_code == 200


@pytest.mark.timeout(90)
@pytest.mark.skipif("postgresql" not in DATABASES, reason="no PostgreSQL here")
def test_F7_a_site_whose_postgresql_stands_still(tmp_path: Path) -> None:
    cluster = Cluster()
    try:
        with psycopg.connect(cluster.url, autocommit=True) as server:
            server.execute('CREATE DATABASE "inovik"')
        office = Office.made(tmp_path / "data", make_url(cluster.url).set(database="inovik").render_as_string())
        client, store = browser(office)
        goes_on(client, office, cluster.frozen(), 503)
        assert len(store.journal(office.responses[0])) == 7
        store.close()
    finally:
        cluster.stop()


def test_F7_a_site_whose_sqlite_another_program_holds(tmp_path: Path) -> None:
    office = Office.made(tmp_path / "data")
    client, store = browser(office)
    goes_on(client, office, held(office), 200)
    assert len(store.journal(office.responses[0])) == 7
    store.close()


@contextmanager
def held(office: Office) -> Iterator[None]:
    other = make_engine(office.database_url)
    with other.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        yield
        connection.rollback()
    other.dispose()
