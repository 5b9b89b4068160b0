"""What a response carries beside its answers: what its triggers said, and the response that was sent before it."""

from __future__ import annotations

from datetime import timedelta

from inovik_forms.answers.journal import ASIDE, fold
from inovik_forms.store import Store
from inovik_forms.store.records import Response

from .test_journal import change


def test_what_is_no_answer_is_kept_and_never_in_the_way_of_one(store: Store, response: Response) -> None:
    store.append(response.id, [change(store, "nama", "Siti", device="hp")])
    kept = [change(store, "nama" + ASIDE, '["1"]', 1, "sistem", "trigger"),
            change(store, "nama" + ASIDE, "Budi", 1, "sistem", "saved")]  # fmt: skip
    store.append(response.id, kept)
    seq, draft = store.draft(response.id)
    assert (seq, draft.values, draft.triggers, draft.last_saved) == (
        3, {"nama": "Siti"}, {"nama": '["1"]'}, {"nama": "Budi"},
    )  # fmt: skip
    assert fold(entry.change for entry in store.journal(response.id)) == draft
    late = store.append(response.id, [change(store, "nama", "Siti A.", 1, "laptop")])
    assert late[0].over == 0 and store.conflicts(response.id) == []


def test_the_response_that_a_unit_sent_last(store: Store, response: Response) -> None:
    unit, name = response.unit, response.questionnaire
    assert store.last_sent(name, unit) is None
    store.append(response.id, [change(store, "nama", "Siti")])
    store.mark_sent(response.id, "budi", store.clock(), 1)
    later = store.start_response(response.subject, name, "budi", {})
    assert store.last_sent(name, unit) == store.response(response.id), "one that is still a draft does not count"
    store.mark_sent(later.id, "budi", store.clock() + timedelta(hours=1), 0)
    assert store.last_sent(name, unit) == store.response(later.id)
    assert store.last_sent("lain", unit) is None and store.last_sent(name, "tak_ada") is None
