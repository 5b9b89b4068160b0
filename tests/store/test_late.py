"""Late answers: kept once, in order, and never taken away (F14); on both databases."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from inovik_forms.answers.values import Change
from inovik_forms.store import Store
from inovik_forms.store.records import LateAnswer, Response


def late(store: Store, value: str, key: str = "", path: str = "nama") -> LateAnswer:
    return LateAnswer(key or str(uuid.uuid4()), path, value, "Nama", 1, 0, store.clock(), "budi", "hp", "sent")


def test_an_answer_is_kept_once_however_often_it_comes(store: Store, response: Response) -> None:
    one = late(store, "Siti")
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: store.keep_late(response.id, [one]), range(12)))
    assert sorted(kept) == [0] * 11 + [1]
    assert store.keep_late(response.id, [late(store, "Siti")]) == 0, "the same words, under another id"
    assert store.keep_late(response.id, [late(store, "Siti Aminah"), late(store, "Siti", path="lain")]) == 2
    assert [answer.value for answer in store.late(response.id)] == ["Siti", "Siti Aminah", "Siti"]
    assert store.late_waiting() == {response.id: 3}


def test_what_the_journal_has_does_not_wait(store: Store, response: Response) -> None:
    store.append(response.id, [Change("satu", "nama", "Siti", 0, store.clock(), "budi", "hp")])
    assert store.arrived(response.id, ["satu", "dua"]) == {"satu"}
    assert store.keep_late(response.id, [late(store, "Siti", "satu"), late(store, "Ani", "dua")]) == 1
    assert store.has_answered(response.id, "budi") and not store.has_answered(response.id, "ani")


def test_it_is_decided_once_and_stays_with_the_decision(store: Store, response: Response) -> None:
    store.keep_late(response.id, [late(store, "Siti")])
    (answer,) = store.late(response.id)
    assert answer.received_at == store.clock() and answer.decided_at is None
    assert store.decide_late(answer.id, "waiting", "dismissed", "koor")
    assert not store.decide_late(answer.id, "waiting", "placed", "budi", "nama"), "somebody was faster"
    (decided,) = store.late(response.id)
    assert (decided.state, decided.decided_by, decided.decided_at) == ("dismissed", "koor", store.clock())
    assert store.late_waiting() == {}
    assert store.decide_late(answer.id, "dismissed", "waiting", "koor")
    assert store.keep_late(response.id, [late(store, "Siti")]) == 0
