"""A database server that is killed, frozen, cut off in the middle of a commit, or locked by somebody else (F6–F9)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from inovik_forms.store import Store, breaker, engine, make_engine
from inovik_forms.store.patience import Patient
from inovik_forms.store.records import NewJob, Unavailable
from tests.store.conftest import DATABASES

from .cluster import Cluster
from .conftest import LONG
from .office import Load, Office, Phone, Save, Site
from .oracle import judge, settled
from .relay import relayed
from .table import Table

pytestmark = pytest.mark.skipif("postgresql" not in DATABASES, reason="no PostgreSQL here")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    yield cluster
    cluster.stop()


@pytest.fixture
def office(cluster: Cluster, tmp_path: Path) -> Office:
    with psycopg.connect(cluster.url, autocommit=True) as server:
        server.execute('DROP DATABASE IF EXISTS "inovik" WITH (FORCE)')
        server.execute('CREATE DATABASE "inovik"')
    return Office.made(tmp_path / "data", make_url(cluster.url).set(database="inovik").render_as_string())


def test_the_database_restarts_under_load(
    cluster: Cluster, office: Office, serve: Callable[..., Site], table: Table
) -> None:
    site, store = serve(office, workers=2), office.store()
    web = site.web()
    phones = [Phone(office, site.port, number) for number in range(50 if LONG else 8)]
    times = 20 if LONG else 2
    with Load(phones) as load:
        for _ in range(times):
            load.until(50)
            cluster.restart()
        load.until(50)
    counted = sum((phone.statuses for phone in phones), start=phones[0].statuses.__class__())
    assert counted[503] and set(counted) == {200, 503}, counted
    assert site.web() == web, "nobody had to restart it"
    fault = f"database restarted (immediate) under load, {len(phones)} telephones"
    table.add(fault, office.database_url, times, settled(store, phones))
    store.close()


def changes(*saves: Save) -> list[engine.Any]:
    from datetime import UTC, datetime

    from inovik_forms.answers.values import Change

    return [Change(s.id, s.path, s.value, 0, datetime.now(UTC), "uji", "hp") for s in saves]


def test_cut_off_between_the_commit_and_its_answer(cluster: Cluster, office: Office, table: Table) -> None:
    """The site cannot know; it says "later", and the repeat finds what was stored. (The author goes over the line with
    the one statement that writes, and commits by itself.)"""
    phone, direct, times = Phone(office, 0), office.store(), 30 if LONG else 3
    committed: list[bool] = []

    def cut(from_server: bool, data: bytes) -> bool:
        if b"uji" in data and not from_server and len(committed) < times:
            committed.append(True)
            waiting.append(True)
        return from_server and bool(waiting) and bool(waiting.pop())

    waiting: list[bool] = []
    with relayed(cluster.port, cut) as port:
        plain = {"sslmode": "disable", "gssencmode": "disable"}
        url = make_url(office.database_url).set(port=port, query=plain)
        store = Store(make_engine(url.render_as_string()), office.folder / "files")
        for number in range(1, times + 1):
            save = phone.new()
            with pytest.raises(Unavailable):
                store.append(phone.response, changes(save))
            assert direct.draft(phone.response)[0] == number, "the database had it"
            (receipt,) = direct.append(phone.response, changes(save))
            assert receipt.seq == number
            save.seq = number
        store.close()
    fault = "connection to the database cut between COMMIT and its answer"
    table.add(fault, office.database_url, times, judge(direct, [phone]))
    direct.close()


def test_a_row_that_somebody_else_holds_is_waited_for_and_not_for_ever(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.3)
    phone, store = Phone(office, 0), office.store()
    save = phone.new()
    with psycopg.connect(office.database_url) as other:
        other.execute("SELECT 1 FROM response WHERE id = %s FOR UPDATE", [phone.response])
        start = time.monotonic()
        with pytest.raises(Unavailable):
            store.append(phone.response, changes(save))
        assert 0.25 < time.monotonic() - start < 5
    assert store.append(phone.response, changes(save))[0].seq == 1
    store.close()


@pytest.mark.timeout(60)
def test_F7_a_server_that_stands_still_is_not_waited_for_without_end(
    cluster: Cluster, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patient, "answer_seconds", 0.5)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 2.0)
    monkeypatch.setattr(breaker, "IN_VAIN", 60.0)  # each is to find out by itself; test_standing_still.py has the rest
    phone, store = Phone(office, 0), office.store()
    first, second = phone.new(), phone.new()
    assert store.append(phone.response, changes(first))[0].seq == 1
    with cluster.frozen():
        for _ in range(2):  # on a connection that was open, and on one that is to be opened
            with pytest.raises(Unavailable):
                store.append(phone.response, changes(second))
            with pytest.raises(Unavailable):
                store.city()
    assert store.append(phone.response, changes(second))[0].seq == 2, "nobody had to restart it"
    assert sorted(store.draft(phone.response)[1].values) == sorted({first.path, second.path})
    store.close()


def test_F8_a_deadlock_ends_and_the_server_begins_anew(office: Office) -> None:
    """Ours has the response and wants the job's key; the other has the key and wants the response."""
    phone, store = Phone(office, 0), office.store()
    save, job = phone.new(), NewJob("render", "kunci", {})
    ended: list[str] = []

    def append() -> None:
        try:
            store.append(phone.response, changes(save), [job])
            ended.append("stored")
        except Unavailable:
            ended.append("later")

    now = "now(), now()"
    with psycopg.connect(office.database_url) as other:
        other.execute(f"INSERT INTO job (kind, key, payload, not_before, created_at) VALUES ('a', 'kunci', '', {now})")
        ours = threading.Thread(target=append)
        ours.start()
        time.sleep(0.1)
        try:
            other.execute("UPDATE response SET name = 'lain' WHERE id = %s", [phone.response])
        except psycopg.errors.DeadlockDetected:
            other.rollback()
        else:
            other.commit()
        ours.join()
    assert ended == ["stored"], "whoever is broken off begins anew by himself"
    assert [entry.change.id for entry in store.journal(phone.response)] == [save.id]
    store.close()
