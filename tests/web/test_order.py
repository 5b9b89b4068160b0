"""Pages of one device: the later typed wins (F13), by its own counting and never by its clock (F15)."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from inovik_forms.store.store import Store

from .test_conflicts import opened

NAME = "dasar/nama"


def at(response_id: int, device: str = "hp", mark: str = "satu") -> str:
    return f"/isian/{response_id}/simpan?bagian=dasar&lembar={mark}&perangkat={device}"


def typed(value: str, nth: int, base: int = 0, at: int = 0) -> dict[str, Any]:
    return {"changes": [{"id": str(uuid4()), "path": NAME, "value": value, "base": base, "nth": nth, "at": at}]}


def counted(*nths: tuple[int, bool], press: int = 99) -> dict[str, str]:
    """What static/page.js tells with a page: that it was typed, and whether it is on its way."""
    return {"perangkat": "hp", "js": "1", "urutan": json.dumps({"": [press, False], **dict.fromkeys([NAME], nths[0])})}


def test_F13_edits_that_arrive_in_disorder(visit: Any, response_id: int, kept: Any, store: Store) -> None:
    ani = visit("ani")
    for nth in (3, 1, 2):
        reply = ani.json(at(response_id), typed(f"ke-{nth}", nth))
        assert len(reply["receipts"]) == 1 and reply["said"][NAME]["shown"] == "ke-3"
    assert kept()[NAME] == "ke-3" and store.conflicts(response_id) == []
    history = ani.get(f"/isian/{response_id}/riwayat").text
    assert "ke-1" in history and "tiba belakangan" in history


def test_F15_a_clock_that_jumps_decides_nothing(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    year = 365 * 24 * 3600 * 1000
    ani.json(at(response_id), typed("kemudian", 2, at=1_700_000_000_000 - year))
    ani.json(at(response_id), typed("dulu", 1, at=1_700_000_000_000))
    assert kept()[NAME] == "kemudian"


def test_two_tabs_of_one_device(visit: Any, response_id: int, kept: Any, store: Store) -> None:
    ani, url = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    stale = opened(ani, url)
    ani.json(at(response_id, mark="satu"), typed("Tab satu", 1))
    ani.json(at(response_id, mark="dua"), typed("Tab dua", 2))
    assert kept()[NAME] == "Tab dua" and store.conflicts(response_id) == []
    ani.post(url, stale | {"q.dasar/pengguna": "7"} | counted((0, False)))
    assert kept() == {NAME: "Tab dua", "dasar/pengguna": "7"}, "a page that only stood open brings nothing old back"
    first = stale | {f"q.{NAME}": "Tab satu", "lembar": "satu"}
    ani.post(url, first | counted((1, False)))
    assert kept()[NAME] == "Tab dua", "what that page holds was typed before"
    assert len([e for e in store.journal(response_id) if e.change.path == NAME]) == 2
    ani.post(url, first | {f"q.{NAME}": "Tab satu lagi"} | counted((5, True)))
    assert kept()[NAME] == "Tab satu lagi" and store.conflicts(response_id) == []


@pytest.mark.parametrize("other", ["device", "person"])
def test_two_devices_and_two_persons_still_choose(visit: Any, response_id: int, store: Store, other: str) -> None:
    store.add_account("cici", "Cici", "staff", "kata-sandi-lain-lagi", "dinas-a")
    visit("ani").json(at(response_id), typed("Satu", 1))
    if other == "device":
        visit("ani").json(at(response_id, device="laptop"), typed("Dua", 2))
    else:
        visit("cici").json(at(response_id), typed("Dua", 2))
    (conflict,) = store.conflicts(response_id)
    assert (conflict.newer.change.value, conflict.older.change.value) == ("Dua", "Satu")


def test_F13_typed_back_while_the_other_was_on_its_way(visit: Any, response_id: int, kept: Any) -> None:
    """What stood before was typed again, so the page differs in nothing from what is kept; it counts all the same."""
    ani, url = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    ani.json(at(response_id), typed("Asli", 1))
    ani.post(url, opened(ani, url) | counted((3, True)))
    ani.json(at(response_id), typed("Sebentar saja", 2))
    assert kept()[NAME] == "Asli"


def test_F13_an_answer_that_was_emptied_by_a_button_stays_empty(visit: Any, response_id: int, kept: Any) -> None:
    ani, url = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    ani.json(at(response_id), typed("Asli", 1))
    ani.post(url, opened(ani, url) | counted((1, False), press=5) | {"aksi": f"kosongkan {NAME}"})
    ani.json(at(response_id), typed("Masih di jalan", 4))
    assert kept()[NAME] == ""


@pytest.mark.parametrize(
    "told", ["{", "[]", '{"dasar/nama": 3}', '{"dasar/nama": [1e400, true]}', '{"dasar/nama": [-1, true]}', "9" * 9999]
)
def test_a_broken_count_is_none(visit: Any, response_id: int, kept: Any, told: str) -> None:
    """A30"""
    ani, url = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    ani.post(url, opened(ani, url) | {f"q.{NAME}": "Ada", "perangkat": "hp", "urutan": told})
    assert kept()[NAME] == "Ada"


def test_a_repeat_that_comes_late_is_answered_with_what_stands(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    first = typed("Pertama", 1)
    ani.json(at(response_id), first)
    ani.json(at(response_id), typed("Kedua", 2))
    reply = ani.json(at(response_id), first)
    assert reply["said"][NAME]["shown"] == "Kedua" and kept()[NAME] == "Kedua"
