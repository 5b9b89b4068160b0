"""The journal: nothing that was acknowledged is lost, doubled, or quietly replaced."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inovik_forms.answers import journal
from inovik_forms.answers.values import Change
from inovik_forms.store import Store
from inovik_forms.store.records import Account, Closed, NewJob, Receipt, Response, Stale, UnknownRecord

from .conftest import FORM


def change(store: Store, path: str, value: str | None, base: int = 0, device: str = "hp", kind: str = "set") -> Change:
    return Change(str(uuid.uuid4()), path, value, base, store.clock(), "budi", device, kind)  # type: ignore[arg-type]


def test_each_change_gets_a_receipt_with_its_number(store: Store, response: Response) -> None:
    changes = [change(store, "nama", "Siti"), change(store, "nama", "Siti A.", 1)]
    assert store.append(response.id, changes) == [Receipt(changes[0].id, 1), Receipt(changes[1].id, 2)]
    assert store.draft(response.id)[0] == 2
    assert store.draft(response.id)[1].values == {"nama": "Siti A."}


def test_a_repeated_change_is_answered_with_its_first_receipt(store: Store, response: Response) -> None:
    first = change(store, "nama", "Siti")
    store.append(response.id, [first])
    store.append(response.id, [change(store, "nama", "Budi", 1)])
    again = store.append(response.id, [first, change(store, "nama", "Ani", 2)])
    assert [receipt.seq for receipt in again] == [1, 3]
    assert [entry.change.value for entry in store.journal(response.id)] == ["Siti", "Budi", "Ani"]


def test_a_questionnaire_begun_by_many_at_once_is_one_draft(store: Store, response: Response) -> None:
    store.publish_questionnaire("dua", FORM, "dua.md")

    def begin(_: int) -> tuple[Response, bool]:
        return store.begin_response(response.subject, "dua", "budi", {"nama": "Siti"}, repeatable=True)

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(begin, range(16)))
    assert len({made.id for made, _ in begun}) == 1 and sum(is_new for _, is_new in begun) == 1
    assert [r.questionnaire for r in store.responses(response.subject)] == ["uji", "dua"]


@pytest.mark.parametrize("unit", ["dinkes", ""])
def test_an_innovation_begun_by_many_presses_at_once_is_one(store: Store, account: Account, unit: str) -> None:
    before = store.clock() - timedelta(seconds=30)

    def begin(_: int) -> int:
        return store.begin_subject("inovasi", unit, "Perahu baca", account.username, before).id

    with ThreadPoolExecutor(8) as pool:
        begun = set(pool.map(begin, range(16)))
    assert len(begun) == 1 and [s.title for s in store.subjects()].count("Perahu baca") == 1
    assert store.begin_subject("inovasi", unit, "Perahu baca", "ani", before).id not in begun, "somebody else's"
    assert store.begin_subject("inovasi", unit, "Perahu baca", account.username, store.clock()).id not in begun, "later"


def test_the_next_one_begins_when_the_last_was_sent_and_the_stage_repeats(store: Store, response: Response) -> None:
    store.mark_sent(response.id, "budi", store.clock(), 0)
    again = {"subject_id": response.subject, "questionnaire": "uji", "author": "budi", "prefill": {}}
    assert store.begin_response(**again, repeatable=False)[0].id == response.id
    following, is_new = store.begin_response(**again, repeatable=True)
    assert is_new and following.id != response.id


def test_a_change_twice_in_one_batch_counts_once(store: Store, response: Response) -> None:
    one = change(store, "nama", "Siti")
    assert [receipt.seq for receipt in store.append(response.id, [one, one])] == [1, 1]
    assert len(store.journal(response.id)) == 1


def test_the_same_id_in_another_response_is_another_change(store: Store, response: Response) -> None:
    other = store.start_response(response.subject, "uji", "budi")
    one = change(store, "nama", "Siti")
    store.append(response.id, [one, change(store, "nama", "B")])
    assert store.append(other.id, [one]) == [Receipt(one.id, 1)]


def test_twenty_copies_sent_at_once_become_one_record(store: Store, response: Response) -> None:
    one = change(store, "nama", "Siti")
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: store.append(response.id, [one]), range(20)))
    assert receipts == [[Receipt(one.id, 1)]] * 20
    assert len(store.journal(response.id)) == 1


def test_writers_at_once_queue_in_turn_and_lose_nothing(store: Store, response: Response) -> None:
    batches = [[change(store, f"nama{w}", str(n)) for n in range(12)] for w in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda batch: [store.append(response.id, [c]) for c in batch], batches))
    entries = store.journal(response.id)
    assert [entry.seq for entry in entries] == list(range(1, 73))
    assert store.draft(response.id) == (72, journal.fold(entry.change for entry in entries))
    assert store.draft(response.id)[1].values == {f"nama{w}": "11" for w in range(6)}


PATHS = st.sampled_from(["nama", "kegiatan[a]/langkah", "kegiatan[b]/langkah"])
SETS = st.tuples(st.just("set"), PATHS, st.text("xyz", max_size=3))
MOVES = st.tuples(
    st.sampled_from(["add", "remove", "move"]),
    st.sampled_from(["kegiatan[a]", "kegiatan[b]", "kegiatan[1]"]),
    st.sampled_from([None, "", "a", "1"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(SETS, MOVES), max_size=12))
def test_the_snapshot_is_the_fold_of_the_journal(
    store: Store, response: Response, steps: list[tuple[str, str, str | None]]
) -> None:
    fresh = store.start_response(response.subject, "uji", "budi")
    for kind, path, value in steps:
        store.append(fresh.id, [change(store, path, value, kind=kind)])
    seq, draft = store.draft(fresh.id)
    assert seq == len(steps)
    assert draft == journal.fold(entry.change for entry in store.journal(fresh.id)) == store.draft_at(fresh.id, seq)


def test_journal_entries_come_back_as_they_went_in(store: Store, response: Response) -> None:
    sent = [change(store, "kegiatan[k1]", None, kind="add"), change(store, "kegiatan[k1]/langkah", "a\nb “c” 😀", 3)]
    store.append(response.id, sent)
    assert [entry.change for entry in store.journal(response.id)] == sent
    assert store.journal(response.id)[0].received_at == store.clock()


# ---------------------------------------------------------------- conflicts


def test_two_devices_with_two_values_are_a_conflict_and_the_newer_stands(store: Store, response: Response) -> None:
    store.append(response.id, [change(store, "nama", "dari hp", 0, "hp")])
    store.append(response.id, [change(store, "nama", "dari laptop", 0, "laptop")])
    (found,) = store.conflicts(response.id)
    assert (found.path, found.newer.change.value, found.older.change.value) == ("nama", "dari laptop", "dari hp")
    assert store.draft(response.id)[1].values["nama"] == "dari laptop"


@pytest.mark.parametrize(
    ("value", "base", "device", "why"),
    [
        ("lain", 1, "laptop", "the first value was seen"),
        ("satu", 0, "laptop", "both wrote the same"),
        ("lain", 0, "hp", "one's own device cannot be surprised"),
    ],
)
def test_no_conflict(store: Store, response: Response, value: str, base: int, device: str, why: str) -> None:
    store.append(response.id, [change(store, "nama", "satu", 0, "hp")])
    store.append(response.id, [change(store, "nama", value, base, device)])
    assert store.conflicts(response.id) == [], why


def test_different_questions_merge_without_conflict(store: Store, response: Response) -> None:
    store.append(response.id, [change(store, "nama", "satu", 0, "hp")])
    store.append(response.id, [change(store, "kegiatan[1]/langkah", "dua", 0, "laptop")])
    assert store.conflicts(response.id) == []
    assert store.draft(response.id)[1].values == {"nama": "satu", "kegiatan[1]/langkah": "dua"}


def test_choosing_ends_a_conflict(store: Store, response: Response) -> None:
    store.append(response.id, [change(store, "nama", "satu", 0, "hp"), change(store, "nama", "dua", 0, "laptop")])
    assert len(store.conflicts(response.id)) == 1
    store.append(response.id, [change(store, "nama", "satu", 2, "hp")])
    assert store.conflicts(response.id) == []


# ---------------------------------------------------------------- sending


def test_what_was_sent_stays_closed_and_readable(store: Store, response: Response, clock: object) -> None:
    last = change(store, "nama", "Siti")
    store.append(response.id, [last])
    sent = store.mark_sent(response.id, "budi", store.clock(), 1)
    assert (sent.status, sent.sent_seq, sent.sent_at) == ("sent", 1, store.clock())
    with pytest.raises(Closed):
        store.append(response.id, [change(store, "nama", "terlambat", 1)])
    assert store.append(response.id, [last]) == [Receipt(last.id, 1)], "a lost acknowledgement can still be fetched"
    assert len(store.journal(response.id)) == 1
    assert store.mark_sent(response.id, "budi", store.clock(), 1) == sent, "sending twice is harmless"


def test_sending_needs_the_number_that_was_checked(store: Store, response: Response) -> None:
    store.append(response.id, [change(store, "nama", "Siti")])
    with pytest.raises(Stale) as stale:
        store.mark_sent(response.id, "budi", store.clock(), 0)
    assert stale.value.seq == 1
    assert store.response(response.id).status == "draft"


def test_a_reopened_response_goes_on_and_keeps_what_was_sent(store: Store, response: Response) -> None:
    store.append(response.id, [change(store, "nama", "Siti")])
    store.mark_sent(response.id, "budi", store.clock(), 1)
    assert store.reopen(response.id, "koordinator", store.clock()).status == "draft"
    store.append(response.id, [change(store, "nama", "Siti Aminah", 1)])
    assert store.draft_at(response.id, store.response(response.id).sent_seq).values == {"nama": "Siti"}
    assert store.draft(response.id)[1].values == {"nama": "Siti Aminah"}


def test_prefilled_values_are_changes_of_the_system(store: Store, response: Response) -> None:
    values = {"nama": "Dinas", "kegiatan[1]/langkah": "a", "kegiatan[k2]/langkah": "b"}
    fresh = store.start_response(response.subject, "uji", "budi", values)
    assert store.draft(fresh.id)[1].values == values
    assert store.draft(fresh.id)[1].instances == {"kegiatan": ["1", "k2"]}
    assert {entry.change.author for entry in store.journal(fresh.id)} == {"sistem"}
    assert fresh.seq == 5


def test_jobs_are_enqueued_with_the_change_or_not_at_all(store: Store, response: Response) -> None:
    one = change(store, "nama", "Siti")
    job = NewJob("render", "kunci", {"response": response.id})
    store.append(response.id, [one], [job])
    first = store.claim(store.clock())
    assert first and first.payload == {"response": response.id}
    store.append(response.id, [one], [job])
    assert store.claim(store.clock()) is None, "a repeat changes nothing, so there is nothing to render"


def test_unknown_responses_are_said(store: Store) -> None:
    for ask in (store.response, store.draft, lambda number: store.append(number, [change(store, "a", "b")])):
        with pytest.raises(UnknownRecord):
            ask(99)
    with pytest.raises(UnknownRecord):
        store.start_response(1, "tidak-ada", "budi")


def test_a_long_batch_comes_back_as_it_was_made(store: Store, response: Response, clock: Any) -> None:
    """More changes than one statement takes, made at times of another zone."""
    east = timezone(timedelta(hours=9))
    made = [change(store, f"n{n}", f"isi {n}") for n in range(123)]
    made = [replace(one, made_at=(clock.now + timedelta(seconds=n)).astimezone(east)) for n, one in enumerate(made)]
    receipts = store.append(response.id, made)
    assert [receipt.seq for receipt in receipts] == list(range(1, 124))
    assert [entry.change for entry in store.journal(response.id)] == made
    assert {entry.received_at for entry in store.journal(response.id)} == {clock.now}
    assert store.append(response.id, made) == receipts
    assert store.draft(response.id)[0] == 123
