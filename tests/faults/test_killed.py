"""SIGKILL at each system call of one save, at random under load, and SIGTERM under load (F1, F35)."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator

from .conftest import BOTH, KILLS, LONG
from .office import LONG_TEXT, Load, Office, Phone, Save, Site
from .oracle import judge, settled
from .strace import SYNC, Strace, is_alive
from .table import Table

CALLS = {"sqlite": ("pwrite64", SYNC, "flock", "writev"), "postgresql": ("sendto", "recvfrom", "writev")}
"""What a save does: write and sync the log of the database (or talk to its server), then answer the telephone."""


def points(database_url: str) -> Iterator[tuple[str, int]]:
    """(system call, which one of a thread): in the long run from the first on without end, else a few."""
    for call in CALLS["postgresql" if database_url.startswith("postgres") else "sqlite"]:
        yield from ((call, number) for number in (range(1, 1000) if LONG else (1,)))


def killed_at(site: Site, phone: Phone, save: Save, call: str, number: int) -> bool:
    """Whether the web process died in this save."""
    (web,) = site.web()
    with Strace.injecting([web], call, f"signal=KILL:when={number}"):
        status = phone.send(save)
        end = time.monotonic() + (0.2 if status == 200 else 5)
        while is_alive(web) and time.monotonic() < end:
            time.sleep(0.01)
    return not is_alive(web)


@BOTH
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
    assert tried >= 2
    table.add("kill at each system call of a save", office.database_url, tried, settled(store, [phone]))
    sound(office)
    store.close()


def sound(office: Office) -> None:
    if office.database_url.startswith("sqlite"):
        store = office.store()
        with store.db.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        store.close()


def test_killed_while_the_log_is_folded_into_the_database(
    sqlite_office: Office, serve: Callable[..., Site], table: Table
) -> None:
    """Long answers, so that SQLite moves its log into the database file on the way; killed later and later."""
    site, store = serve(sqlite_office), sqlite_office.store()
    phone = Phone(sqlite_office, site.port)
    tried = 0
    for number in range(40, 4000, 180) if LONG else (900,):
        (web,) = site.web()
        with Strace.injecting([web], "pwrite64", f"signal=KILL:when={number}"):
            for _ in range(25):
                saves = [phone.new(LONG_TEXT) for _ in range(20)]
                if phone.send(*saves) != 200:
                    break
        tried += 1
        site.until_it_answers()
        verdict = judge(store, [phone])
        assert not verdict.lost and not verdict.doubled, (number, verdict)
        assert phone.send(*saves) == 200
        phone.response = sqlite_office.responses[tried % len(sqlite_office.responses)]
    sound(sqlite_office)
    table.add("kill while SQLite folds its log", sqlite_office.database_url, tried, judge(store, [phone]))
    store.close()


def test_killed_at_random_under_load(office: Office, serve: Callable[..., Site], table: Table) -> None:
    site, store, chance = serve(office, workers=2), office.store(), random.Random(7)
    phones = [Phone(office, site.port, number) for number in range(8)]
    kills = KILLS or 2
    with Load(phones) as load:
        for number in range(kills):
            load.until(chance.randrange(1, 60))
            if number % 2:
                site.kill()
                site = serve(office, workers=2, port=site.port)
            else:
                os.kill(chance.choice(site.web()), signal.SIGKILL)
        load.until(20)
    sound(office)
    table.add("kill at random under load, 8 telephones", office.database_url, kills, settled(store, phones))
    store.close()


def test_asked_to_stop_under_load(office: Office, serve: Callable[..., Site], table: Table) -> None:
    """A new release: what is under way is finished, and the rest waits on the telephone for the next server."""
    site, store = serve(office, workers=2), office.store()
    phones = [Phone(office, site.port, number) for number in range(8)]
    stops = 10 if LONG else 1
    with Load(phones) as load:
        for _ in range(stops):
            load.until(50)
            assert site.stop() == 0
            site = serve(office, workers=2, port=site.port)
        load.until(50)
    table.add("SIGTERM under load, 8 telephones", office.database_url, stops, settled(store, phones))
    store.close()
