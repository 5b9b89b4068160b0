"""A full disk while saving: a plain "later", nothing half done, and it goes on once there is room (F4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import LONG
from .office import Load, Office, Phone, Site
from .oracle import Verdict, judge, settled
from .strace import SYNC, Strace
from .table import Table

FAILURES = [("pwrite64", "ENOSPC"), (SYNC, "ENOSPC"), (SYNC, "EIO"), ("pwrite64", "EDQUOT")]


@pytest.mark.parametrize("call, error", FAILURES if LONG else FAILURES[:2])
def test_a_full_disk_at_each_write_of_a_save(
    sqlite_office: Office, serve: Callable[..., Site], table: Table, call: str, error: str
) -> None:
    site, store = serve(sqlite_office), sqlite_office.store()
    phone, tried = Phone(sqlite_office, site.port), 0
    assert phone.send(phone.new()) == 200
    for number in range(1, 100 if LONG else 2):
        save = phone.new()
        with Strace.injecting(site.web(), call, f"error={error}:when={number}+"):
            status = phone.send(save)
        verdict = judge(store, [phone])
        assert not verdict.lost and not verdict.doubled
        if status == 200:
            break
        tried += 1
        assert status == 503, "later, and not: never"
        assert phone.send(save) == 200, "there is room again"
    assert tried and all("Dicoba lagi" in said for said in phone.messages), phone.messages
    table.add("disk full at each write of a save", sqlite_office.database_url, tried, settled(store, [phone]))
    store.close()


def test_a_full_disk_under_load(sqlite_office: Office, serve: Callable[..., Site], table: Table) -> None:
    site, store = serve(sqlite_office, workers=2), sqlite_office.store()
    phones = [Phone(sqlite_office, site.port, number) for number in range(4)]
    times, found = (20 if LONG else 1), Verdict(0, 0, 0)
    with Load(phones) as load:
        for _ in range(times):
            load.until(20)
            with Strace.injecting(site.web(), "pwrite64", "error=ENOSPC:when=5+3"):
                load.stop.wait(0.5)
        load.until(20)
    assert sum(phone.statuses[503] for phone in phones) >= times
    assert not sum(phone.statuses[500] for phone in phones)
    found = settled(store, phones)
    table.add("disk full again and again under load", sqlite_office.database_url, times, found)
    store.close()
