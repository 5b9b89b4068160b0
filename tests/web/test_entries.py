"""Entries that a device adds, moves and removes by itself: in any order of arrival, with limits (F12, F13)."""

from __future__ import annotations

from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest

from inovik_forms.store.store import Store
from inovik_forms.web import entries

LIST = "rencana/kegiatan"
A, B = f"{LIST}[aaaaaaaa]", f"{LIST}[bbbbbbbb]"


def url(response_id: int, device: str = "hp") -> str:
    return f"/isian/{response_id}/simpan?bagian=rencana&lembar=butir&perangkat={device}"


def one(kind: str, path: str, value: str = "", nth: int = 0) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "path": path, "value": value, "nth": nth}


def named(path: str, name: str, nth: int = 0) -> dict[str, Any]:
    return one("set", f"{path}/kegiatan_nama", name, nth)


def keys(store: Store, response_id: int, repeat: str = LIST) -> list[str]:
    return store.draft(response_id)[1].instances.get(repeat, ["1"])


def test_F12_added_answered_moved_and_sent_twice(visit: Any, response_id: int, store: Store, kept: Any) -> None:
    ani = visit("ani")
    step = f"{A}/langkah[cccccccc]"
    body = {
        "changes": [
            one("add", A, "1", 1), named(A, "Pertama", 2), one("add", B, "aaaaaaaa", 3), named(B, "Kedua", 4),
            one("move", B, "", 5), one("add", step, "1", 6), one("remove", f"{LIST}[1]", "", 7),
        ]
    }  # fmt: skip
    first = ani.json(url(response_id), body)
    assert len(first["receipts"]) == 7 and first["ignored"] == []
    again = ani.json(url(response_id), body)
    assert len(again["receipts"]) == 7 and again["seq"] == first["seq"]
    assert keys(store, response_id) == ["bbbbbbbb", "aaaaaaaa"]
    assert keys(store, response_id, f"{A}/langkah") == ["1", "cccccccc"]
    assert kept() == {f"{A}/kegiatan_nama": "Pertama", f"{B}/kegiatan_nama": "Kedua"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_F13_whatever_arrives_first(
    visit: Any, response_id: int, store: Store, kept: Any, order: tuple[int, ...]
) -> None:
    """Added, answered and removed on one device: it is gone, and nobody is asked about the answer."""
    ani = visit("ani")
    made = [one("add", A, "1", 1), named(A, "Batal", 2), one("remove", A, "", 3)]
    for place in order:
        reply = ani.json(url(response_id), {"changes": [made[place]]})
        assert len(reply["receipts"]) == 1 and not reply["ignored"] and not reply["late"]
    assert keys(store, response_id) == ["1"] and store.late(response_id) == []


def test_F13_an_answer_waits_for_its_entry(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    ani.json(url(response_id), {"changes": [named(A, "Lebih dulu", 2)]})
    assert "Lebih dulu" not in ani.get(f"/isian/{response_id}/bagian/rencana").text
    ani.json(url(response_id), {"changes": [one("add", A, "1", 1)]})
    assert "Lebih dulu" in ani.get(f"/isian/{response_id}/bagian/rencana").text


def test_an_answer_in_an_entry_that_a_colleague_removed_is_kept_aside(
    visit: Any, response_id: int, store: Store
) -> None:
    ani = visit("ani")
    ani.json(url(response_id), {"changes": [one("add", A, "1", 1)]})
    ani.json(url(response_id, "laptop"), {"changes": [one("remove", A, "", 9)]})
    reply = ani.json(url(response_id), {"changes": [named(A, "Jangan hilang", 2)]})
    assert len(reply["late"]) == 1 and "butir daftarnya sudah dihapus" in reply["note"]
    assert [late.value for late in store.late(response_id)] == ["Jangan hilang"]


@pytest.mark.parametrize(
    "path",
    ["rencana[aaaaaaaa]", "dasar/nama[aaaaaaaa]", LIST, f"{LIST}[x]", f"{LIST}[]", f"{LIST}[aaaaaaaa", "[aaaaaaaa]",
     f"{LIST}[aaaaaaaa]/langkah/[bbbbbbbb]", f"{LIST}/langkah[aaaaaaaa]", f"{LIST}[{'a' * 99}]", ""],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["add", "remove", "move"])
def test_what_is_no_entry_is_ignored(visit: Any, response_id: int, store: Store, kind: str, path: str) -> None:
    reply = visit("ani").json(url(response_id), {"changes": [one(kind, path)]})
    assert len(reply["ignored"]) == 1 and store.journal(response_id) == []


def test_no_more_than_a_list_may_hold(
    visit: Any, response_id: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRIES", 2)
    visit("ani").json(url(response_id), {"changes": [one("add", f"{LIST}[1]")]})
    reply = visit("ani").json(url(response_id), {"changes": [one("add", A, "1"), one("add", B, "1")]})
    assert len(reply["ignored"]) == 1 and keys(store, response_id) == ["1", "aaaaaaaa"]


def test_a_blank_entry_keeps_nothing(visit: Any, response_id: int, store: Store) -> None:
    ani = visit("ani")
    before = store.journal(response_id)
    page = ani.get(f"/isian/{response_id}/butir-baru/{LIST}/langkah")
    place = f"{LIST}[{entries.PLACEHOLDER}0]/langkah[{entries.PLACEHOLDER}1]"
    assert f'data-awalan="{place}"' in page.html
    assert entries.PLACEHOLDER not in ani.get(f"/isian/{response_id}/bagian/rencana").html
    assert store.journal(response_id) == before
    ani.get(f"/isian/{response_id}/butir-baru/dasar", status=404)
    visit("budi").get(f"/isian/{response_id}/butir-baru/{LIST}", status=404)
