"""What a device made last counts, whatever of it arrives last (F13); two tabs of it never collide."""

from __future__ import annotations

import uuid
from itertools import permutations

import pytest

from inovik_forms.answers import journal
from inovik_forms.answers.values import Change
from inovik_forms.store import Store
from inovik_forms.store.health import examine
from inovik_forms.store.records import Response

PHONE, LAPTOP = "a" * 16, "b" * 16
TAB, OTHER_TAB = f"{PHONE}00000001", f"{PHONE}00000002"


def made(store: Store, value: str, nth: int, base: int = 0, device: str = TAB, kind: str = "set") -> Change:
    path = "nama" if kind == "set" else "kegiatan[a]"
    return Change(str(uuid.uuid4()), path, value, base, store.clock(), "budi", device, kind, nth)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("together", [False, True])
def test_F13_the_last_one_made_stands(store: Store, response: Response, order: tuple[int, ...], together: bool) -> None:
    edits = [made(store, f"ketikan {n}", 100 + n) for n in range(3)]
    arriving = [edits[n] for n in order]
    for batch in [arriving] if together else [[one] for one in arriving]:
        receipts = store.append(response.id, batch)
        assert [receipt.id for receipt in receipts] == [one.id for one in batch], "each is acknowledged"
    assert store.draft(response.id)[1].values == {"nama": "ketikan 2"}
    entries = store.journal(response.id)
    assert [entry.change.value for entry in entries] == [one.value for one in arriving], "nothing is lost"
    assert journal.fold(entry.change for entry in entries) == store.draft(response.id)[1]
    assert examine(store, store.files_dir.parent).problems == []
    assert store.conflicts(response.id) == []


def test_F13_one_that_was_overtaken_says_so(store: Store, response: Response) -> None:
    late, last = made(store, "dulu", 1), made(store, "kemudian", 2)
    store.append(response.id, [last])
    (receipt,) = store.append(response.id, [late])
    assert receipt.effect == "overtaken" and receipt.over == 0
    assert store.journal(response.id)[-1].change.kind == journal.OVERTAKEN
    (again,) = store.append(response.id, [late])
    assert (again.seq, again.effect) == (2, "repeated")


def test_F13_an_early_one_does_not_come_back_over_a_colleague(store: Store, response: Response) -> None:
    store.append(response.id, [made(store, "kemudian", 2)])
    store.append(response.id, [made(store, "rekan", 9, base=1, device=LAPTOP)])
    store.append(response.id, [made(store, "dulu", 1)])
    assert store.draft(response.id)[1].values == {"nama": "rekan"} and store.conflicts(response.id) == []


def test_an_answer_that_comes_by_itself_and_with_its_page_counts_once(store: Store, response: Response) -> None:
    store.append(response.id, [made(store, "sama", 5)])
    (receipt,) = store.append(response.id, [made(store, "sama", 5)])
    assert (receipt.seq, receipt.effect) == (1, "repeated")
    (other,) = store.append(response.id, [made(store, "lain", 5, device=OTHER_TAB)])
    assert other.effect == "overtaken", "two tabs in one thousandth of a second: kept, too"
    assert len(store.journal(response.id)) == 2


def test_two_tabs_of_one_device_do_not_collide_and_two_devices_do(store: Store, response: Response) -> None:
    store.append(response.id, [made(store, "tab satu", 1, device=TAB)])
    store.append(response.id, [made(store, "tab dua", 2, device=OTHER_TAB)])
    assert store.conflicts(response.id) == [] and store.draft(response.id)[1].values == {"nama": "tab dua"}
    store.append(response.id, [made(store, "laptop", 3, device=LAPTOP)])
    (conflict,) = store.conflicts(response.id)
    assert (conflict.newer.change.value, conflict.older.change.value) == ("laptop", "tab dua")


def test_typing_on_in_another_tab_leaves_the_question_open_with_what_stands(store: Store, response: Response) -> None:
    store.append(response.id, [made(store, "laptop", 1, device=LAPTOP)])
    store.append(response.id, [made(store, "tab satu", 1, device=TAB)])
    store.append(response.id, [made(store, "tab dua", 2, base=1, device=OTHER_TAB)])
    (conflict,) = store.conflicts(response.id)
    assert (conflict.newer.change.value, conflict.older.change.value) == ("tab dua", "laptop")


def test_without_a_count_the_order_of_arrival_stands(store: Store, response: Response) -> None:
    store.append(response.id, [made(store, "satu", 7)])
    store.append(response.id, [made(store, "dua", 0)])
    assert store.draft(response.id)[1].values == {"nama": "dua"}


def test_F13_moves_of_an_entry_and_deleting_before_creating(store: Store, response: Response) -> None:
    for key in "abc":
        store.append(response.id, [Change(key, f"kegiatan[{key}]", None, 0, store.clock(), "budi", TAB, "add", 1)])
    store.append(response.id, [made(store, "c", 5, kind="move")])
    store.append(response.id, [made(store, "", 4, kind="move")])
    assert store.draft(response.id)[1].instances == {"kegiatan": ["1", "b", "c", "a"]}
    gone = Change("hapus", "kegiatan[d]", None, 0, store.clock(), "budi", TAB, "remove", 9)
    there = Change("tambah", "kegiatan[d]", None, 0, store.clock(), "budi", TAB, "add", 8)
    store.append(response.id, [gone])
    store.append(response.id, [there])
    assert store.draft(response.id)[1].instances == {"kegiatan": ["1", "b", "c", "a"]}
