"""Versions of questionnaires in the store: drafts, history, trials, and moving a response. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from inovik_forms.answers.values import Change
from inovik_forms.store import Store
from inovik_forms.store import tables as t
from inovik_forms.store.records import Closed, Response, Stale, UnknownRecord

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)


def form(label: str) -> bytes:
    return f"| survey |\n| | type | name | label |\n| | text | nama | {label} |\n".encode()


def test_history_says_who_published_what_and_a_stale_stamp_is_refused(store: Store) -> None:
    assert store.publish_questionnaire("q", form("A"), "q.md", author="admin", note="pertama", base=0) == 1
    assert store.publish_questionnaire("q", form("B"), "q.md", author="admin", note="kedua", base=1) == 2
    with pytest.raises(Stale) as refused:
        store.publish_questionnaire("q", form("C"), "q.md", author="lain", base=1)
    assert refused.value.seq == 2
    history = store.questionnaire_versions("q")
    assert [(v.version, v.author, v.note) for v in history] == [(2, "admin", "kedua"), (1, "admin", "pertama")]
    assert store.questionnaire("q", 1).items[0].label == {"": "A"}


def test_a_draft_stands_in_for_a_version_until_another_takes_its_place(store: Store) -> None:
    store.publish_questionnaire("q", form("A"), "q.md")
    first = store.put_form_draft("q", form("B"), "q.xlsx", "Q", "admin")
    assert (first.base, first.author) == (1, "admin")
    assert store.questionnaire("q", first.version).items[0].label == {"": "B"}
    assert store.questionnaire("q").items[0].label == {"": "A"}
    second = store.put_form_draft("q", form("C"), "q.xlsx", "Q", "admin")
    assert second.id > first.id
    assert store.form_draft("q") == second
    with pytest.raises(UnknownRecord):
        store.questionnaire_file("q", first.version)
    store.drop_form_draft("q")
    assert store.form_draft("q") is None
    third = store.put_form_draft("q", form("D"), "q.xlsx", "Q", "admin")
    assert third.id > second.id  # never given twice: a cache of another process may still hold the earlier ones


def test_a_trial_counts_nowhere_and_leaves_nothing(store: Store) -> None:
    store.publish_questionnaire("q", form("A"), "q.md")
    draft = store.put_form_draft("q", form("B"), "q.md", "Q", "admin")
    trial = store.start_trial("q", draft.version, "admin", {"nama": "Contoh"})
    assert (trial.kind, trial.version) == ("percobaan", draft.version)
    assert store.draft(trial.id)[1].values == {"nama": "Contoh"}
    assert trial.id not in {r.id for r in store.responses_of()}
    assert trial.subject not in {s.id for s in store.subjects()}
    again = store.start_trial("q", draft.version, "admin", {})
    assert store.response(trial.id).questionnaire == ""
    other = store.start_trial("q", 1, "lain", {})
    assert store.response(again.id)
    store.drop_form_draft("q")
    with store.db.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(t.change).where(t.change.c.response == trial.id))
        assert kept.scalar_one() == 0
    assert [store.response(gone.id).questionnaire for gone in (again, other)] == ["", ""]


def move(response: Response) -> Change:
    return Change(f"m{response.seq}", "nama_lengkap", "Sari", response.seq, NOW, "ani", "t")


def test_a_move_is_one_transaction_and_stands_in_the_journal(store: Store, response: Response) -> None:
    name = response.questionnaire
    store.publish_questionnaire(name, form("B"), "q.md")
    moved = store.move_response(response.id, 2, [move(response)], "ani", "t", response.seq)
    assert (moved.version, moved.seq) == (2, response.seq + 2)
    assert store.draft(response.id)[1].values["nama_lengkap"] == "Sari"
    assert store.moves(response.id) == [(response.seq + 1, 1, 2)]
    assert store.version_at(moved, response.seq) == 1
    assert store.version_at(moved, moved.seq) == 2
    assert store.draft(response.id)[1].to_snapshot() == store.draft_at(response.id, moved.seq).to_snapshot()
    with pytest.raises(Stale):
        store.move_response(response.id, 1, [], "ani", "t", response.seq)
    assert store.response(response.id).version == 2
    store.mark_sent(response.id, "ani", NOW, moved.seq)
    with pytest.raises(Closed):
        store.move_response(response.id, 1, [], "ani", "t", moved.seq)


def test_the_mark_of_a_carried_value_ends_when_it_is_changed_or_confirmed(store: Store, response: Response) -> None:
    def change(n: int, path: str, value: str, kind: str = "set") -> Change:
        return Change(f"c{n}", path, value, 0, NOW, "ani", "t", kind)  # type: ignore[arg-type]

    marks = [change(1, "nama#", "diagnosa 2026-11-12", "carried"), change(2, "umur#", "diagnosa 2026-11-12", "carried")]
    store.append(response.id, [change(3, "nama", "A"), change(4, "umur", "4"), *marks])
    assert set(store.draft(response.id)[1].carried) == {"nama", "umur"}
    store.append(response.id, [change(5, "nama", "B")])
    assert set(store.draft(response.id)[1].carried) == {"umur"}
    store.append(response.id, [change(6, "umur#", "", "carried")])
    seq, draft = store.draft(response.id)
    assert draft.carried == {}
    assert store.draft_at(response.id, seq - 1).carried == {"umur": "diagnosa 2026-11-12"}
