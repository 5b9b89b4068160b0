"""A database that stands still makes one wait, not everybody (F7)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inovik_forms.store import Store, breaker, engine, make_engine, migrate
from inovik_forms.store.breaker import Breaker, Resting
from inovik_forms.store.records import Unavailable


def fails(waits: float, cause: Exception | None = None) -> Callable[[Breaker], None]:
    def work(one: Breaker) -> None:
        with one.guard():
            time.sleep(waits)
            raise Unavailable from cause

    return work


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "IN_VAIN", 0.05)
    monkeypatch.setattr(breaker, "PROBE_SECONDS", 0.05)


def test_after_a_wait_in_vain_nobody_waits_until_it_answers() -> None:
    is_silent = [True]

    def probe() -> None:
        if is_silent[0]:
            raise Unavailable

    one = Breaker(probe)
    with pytest.raises(Unavailable):
        fails(0.1)(one)
    for _ in range(3):
        start = time.monotonic()
        with pytest.raises(Unavailable) as refused, one.guard():
            raise AssertionError("tried")
        assert time.monotonic() - start < 0.05 and isinstance(refused.value.__cause__, Resting)
    is_silent[0] = False
    until_it_goes(one)
    one.close()


def until_it_goes(one: Breaker) -> None:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            with one.guard():
                return
        except Unavailable:
            time.sleep(0.01)
    raise AssertionError("it rests for ever")


class Locked(Exception):
    sqlstate = "55P03"


@pytest.mark.parametrize("work", [fails(0), fails(0.1, Locked())], ids=["refused at once", "one row held by another"])
def test_a_server_that_says_something_does_not_stand_still(work: Callable[[Breaker], None]) -> None:
    one = Breaker(lambda: None)
    for _ in range(2):
        with pytest.raises(Unavailable) as refused:
            work(one)
        assert not isinstance(refused.value.__cause__, Resting)


def test_a_probe_that_fails_in_another_way_has_an_answer() -> None:
    def probe() -> None:
        raise ValueError

    one = Breaker(probe)
    with pytest.raises(Unavailable):
        fails(0.1)(one)
    until_it_goes(one)
    one.close()


def test_F7_writers_rest_while_another_program_holds_sqlite_and_readers_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    url = f"sqlite:///{tmp_path / 'a.db'}"
    store = Store(make_engine(url), tmp_path)
    migrate(store.db.engine)
    store.put_city({"kota.nama": "x"})
    with make_engine(url).connect() as other:
        other.exec_driver_sql("SELECT 1")
        other.exec_driver_sql("COMMIT")
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            store.put_city({"kota.nama": "y"})
        start = time.monotonic()
        for _ in range(5):
            with pytest.raises(Unavailable):
                store.put_city({"kota.nama": "y"})
        assert time.monotonic() - start < 0.15
        assert store.city() == {"kota.nama": "x"}
        other.exec_driver_sql("ROLLBACK")
    end = time.monotonic() + 5
    while store.city() == {"kota.nama": "x"}:
        assert time.monotonic() < end
        try:
            store.put_city({"kota.nama": "z"})
        except Unavailable:
            time.sleep(0.02)
    store.close()
