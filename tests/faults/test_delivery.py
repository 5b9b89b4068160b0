"""Sent twice, answered in vain, in disorder: each save counts once, the last one typed stands (F9, F12, F13)."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import BOTH, LONG
from .office import Load, Office, Phone, Save, Site
from .oracle import judge, settled
from .relay import relayed
from .table import Table


def test_the_answer_is_lost_on_its_way(office: Office, serve: Callable[..., Site], table: Table) -> None:
    """Stored, and the telephone does not know: sent again, it gets the receipt of the first time."""
    site, store = serve(office), office.store()
    phone, times = Phone(office, site.port), 50 if LONG else 3
    for number in range(times):
        save = phone.new()
        with relayed(site.port, lambda from_server, _: from_server) as port:
            phone.port = port
            assert phone.send(save) == 0
            phone.port = site.port
        assert store.draft(phone.response)[0] == number + 1, "it was stored"
        for _ in range(2):
            assert phone.send(save) == 200 and save.seq == number + 1
    table.add("answer lost on its way to the telephone", office.database_url, times, settled(store, [phone]))
    store.close()


def test_connections_break_now_and_then(office: Office, serve: Callable[..., Site], table: Table) -> None:
    """In both directions, at any place, while several save."""
    site, store = serve(office, workers=2), office.store()
    passed = iter(range(1_000_000))
    breaks = 100 if LONG else 10
    broken = iter(range(breaks))
    cut = lambda _from_server, _data: next(passed) % 7 == 6 and next(broken, None) is not None  # noqa: E731
    with relayed(site.port, cut) as port:
        phones = [Phone(office, port, number) for number in range(4)]
        with Load(phones) as load:
            load.until(breaks * 3)
        for phone in phones:
            phone.port = site.port
    assert sum(phone.statuses[0] for phone in phones) >= breaks * 0.9
    table.add("connection to the telephone cut", office.database_url, breaks, settled(store, phones))
    store.close()


@BOTH
def test_one_save_twenty_times_at_once(office: Office, serve: Callable[..., Site], table: Table) -> None:
    site, store = serve(office, workers=2), office.store()
    phone, rounds = Phone(office, site.port), 20 if LONG else 2
    with ThreadPoolExecutor(20) as threads:
        for number in range(1, rounds + 1):
            save = phone.new()
            assert list(threads.map(lambda s=save: phone.post(s)[0] if s else 0, [save] * 20)) == [200] * 20
            assert store.draft(phone.response)[0] == number
            save.seq = number
    table.add("one save 20 times at once", office.database_url, 20 * rounds, settled(store, [phone]))
    store.close()


def test_an_early_request_that_comes_late_changes_nothing(office: Office, serve: Callable[..., Site]) -> None:
    """A page sends again what it has no receipt for, in the order in which it was typed (static/saving.js). So a copy
    of the first value that was held up somewhere finds its receipt there, and the last one typed stands."""
    site, store = serve(office), office.store()
    phone = Phone(office, site.port)
    first, second = (Save(f"ketikan-{n}", phone.response, "dasar/t0", f"nilai {n}") for n in (1, 2))
    phone.saves += [first, second]
    assert phone.send(first, second) == 200  # what the page sends next, the first one being without a receipt
    assert phone.send(first) == 200  # … which now arrives
    assert store.draft(phone.response)[1].values["dasar/t0"] == "nilai 2"
    assert store.draft(phone.response)[0] == 2
    verdict = judge(store, [phone])
    assert (verdict.lost, verdict.doubled) == (0, 0)
    store.close()


@pytest.mark.parametrize("cut_at", [1, 300] if LONG else [300])
def test_half_a_request_stores_nothing(sqlite_office: Office, serve: Callable[..., Site], cut_at: int) -> None:
    site, store = serve(sqlite_office), sqlite_office.store()
    phone = Phone(sqlite_office, site.port)
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    connection.putrequest("POST", f"/isian/{phone.response}/simpan")
    for name, value in (
        ("Content-Type", "application/json"), ("X-CSRFToken", phone.token),
        ("Cookie", "; ".join(map("=".join, phone.cookies.items()))),
        ("Content-Length", "1000"),
    ):  # fmt: skip
        connection.putheader(name, value)
    connection.endheaders((b'{"changes": [{"id": "a", "path": "dasar/t0", "value": "' + b"x" * 400)[:cut_at])
    connection.close()
    assert phone.send(phone.new()) == 200
    assert [entry.change.id for entry in store.journal(phone.response)] == [phone.saves[0].id]
    store.close()
