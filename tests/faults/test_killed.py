"""SIGKILL at each system call of one save, at random under load, and SIGTERM under load (F1, F35)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from .conftest import LONG
from .office import Office, Phone, Save, Site, judge, settled
from .strace import Strace, is_alive
from .table import Table

CALLS = {"sqlite": ("pwrite64", "fdatasync", "flock", "writev"), "postgresql": ("sendto", "recvfrom", "writev")}
"""What a save does: write and sync the log of the database (or talk to its server), then answer the telephone."""


def points(database_url: str) -> Iterator[tuple[str, int]]:
    """(system call, which one of a thread): in the long run from the first on without end, else a few."""
    for call in CALLS["postgresql" if database_url.startswith("postgres") else "sqlite"]:
        yield from ((call, number) for number in (range(1, 1000) if LONG else (1, 3)))


def killed_at(site: Site, phone: Phone, save: Save, call: str, number: int) -> bool:
    """Whether the web process died in this save."""
    (web,) = site.web()
    with Strace.injecting([web], call, f"signal=KILL:when={number}"):
        status = phone.send(save)
        end = time.monotonic() + (0.2 if status == 200 else 5)
        while is_alive(web) and time.monotonic() < end:
            time.sleep(0.01)
    return not is_alive(web)


def test_killed_at_each_system_call(office: Office, serve: Callable[..., Site], table: Table) -> None:
    site = serve(office)
    phone, store = Phone(office, site.port), office.store()
    assert phone.send(phone.new()) == 200  # warm
    tried, ended = 0, set[str]()
    for call, number in points(office.database_url):
        if call in ended:
            continue
        save = phone.new()
        if killed_at(site, phone, save, call, number):
            tried += 1
            site.until_it_answers()
        else:
            ended.add(call)
        verdict = judge(store, [phone])
        assert not verdict.lost and not verdict.doubled, (call, number, verdict)
        assert phone.send(save) == 200, "it starts again by itself"
    assert tried > 3
    table.add("kill at each system call of a save", office.database_url, tried, settled(store, [phone]))
    sound(office)
    store.close()


def sound(office: Office) -> None:
    if office.database_url.startswith("sqlite"):
        store = office.store()
        with store.db.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        store.close()
