"""Responses that a device began: each number makes one, also when the server dies in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from inovik_forms.store import Store
from inovik_forms.store.begun import Begin
from inovik_forms.store.records import Account, Response
from inovik_forms.workflow import Subject

from .conftest import Clock


def test_one_number_is_one_response_however_many_ask(
    store: Store, account: Account, response: Response, clock: Clock
) -> None:
    subject = store.add_subject("inovasi", account.unit, "Perahu", account.username)
    said = Begin(2**52 + 1, subject, response.questionnaire, response.version, clock())

    def begin(_: int) -> tuple[int, bool]:
        made, is_unfinished = store.begin_on_device(said, account.username, {"x": "1"}, {}, repeatable=True)
        return made.id, is_unfinished

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(begin, range(8)))
    assert len({number for number, _ in found}) == 1
    assert all(is_unfinished for _, is_unfinished in found), "until all it begins with is there"
    (number, _), *_ = found
    store.begun_whole(said.draft)
    assert begin(0) == (number, False)
    known = store.begun_as(said.draft)
    assert known is not None and (known.response, known.seq) == (number, 1)
    assert store.begun_as(said.draft + 1) is None


def test_something_new_is_made_once_with_it(store: Store, account: Account, response: Response, clock: Clock) -> None:
    about = Subject(0, "inovasi", account.unit, "Baru di laut", clock())
    said = Begin(2**52 + 2, about, response.questionnaire, response.version, clock())
    made = {store.begin_on_device(said, account.username, {}, {}, repeatable=True)[0].id for _ in range(3)}
    assert len(made) == 1
    assert [s.title for s in store.subjects()].count("Baru di laut") == 1
