"""Who has a response open, and whom its sections are assigned to."""

from __future__ import annotations

from inovik_forms.store import Store
from inovik_forms.store.records import Account, Response

from .conftest import Clock


def test_whoever_is_heard_of_is_here_for_a_minute(
    store: Store, account: Account, response: Response, clock: Clock
) -> None:
    other = store.add_account("ani", "Ani Contoh", "staff", "sandi-yang-panjang", "dinkes")
    store.be_present(response.id, account.id, "dasar", clock())
    clock.move(seconds=40)
    store.be_present(response.id, other.id, "", clock())
    assert [(p.name, p.place) for p in store.present(response.id, clock())] == [
        ("Ani Contoh", ""),
        ("Budi Contoh", "dasar"),
    ]
    clock.move(seconds=30)
    assert [p.name for p in store.present(response.id, clock())] == ["Ani Contoh"]
    assert store.present(response.id + 1, clock()) == []


def test_one_person_is_at_one_place_and_who_has_left_leaves_no_row(
    store: Store, account: Account, response: Response, clock: Clock
) -> None:
    store.be_present(response.id, account.id, "dasar", clock())
    store.be_present(response.id, account.id, "rencana", clock())
    assert [p.place for p in store.present(response.id, clock())] == ["rencana"]
    other = store.add_account("ani", "Ani Contoh", "staff", "sandi-yang-panjang", "dinkes")
    store.be_present(response.id, other.id, "", clock.move(minutes=5))
    clock.move(minutes=-5)
    assert [p.name for p in store.present(response.id, clock())] == ["Ani Contoh"]


def test_someone_switched_off_is_not_here(store: Store, account: Account, response: Response, clock: Clock) -> None:
    store.be_present(response.id, account.id, "dasar", clock())
    store.change_account(account.id, active=False)
    assert store.present(response.id, clock()) == []


def test_a_section_is_one_persons_until_it_is_given_to_another(
    store: Store, account: Account, response: Response, clock: Clock
) -> None:
    other = store.add_account("ani", "Ani Contoh", "staff", "sandi-yang-panjang", "dinkes")
    store.assign(response.id, "dasar", account.id, "koor", clock())
    store.assign(response.id, "rencana", account.id, "koor", clock.move(minutes=1))
    assert [a.section for a in store.assigned_to(account.id)] == ["rencana", "dasar"]
    store.assign(response.id, "dasar", other.id, "ani", clock.move(minutes=1))
    found = store.assignments(response.id)
    assert {section: (a.name, a.author) for section, a in found.items()} == {
        "dasar": ("Ani Contoh", "ani"),
        "rencana": ("Budi Contoh", "koor"),
    }
    store.assign(response.id, "rencana", None, "ani", clock())
    assert store.assigned_to(account.id) == []


def test_what_was_sent_waits_for_nobody(store: Store, account: Account, response: Response, clock: Clock) -> None:
    store.assign(response.id, "dasar", account.id, "koor", clock())
    store.mark_sent(response.id, "budi", clock(), response.seq)
    assert store.assigned_to(account.id) == []


def test_what_a_page_asks_by_itself_keeps_no_session_alive(store: Store, account: Account, clock: Clock) -> None:
    token = store.open_session(account.id, clock())
    for _ in range(11):
        assert store.session_account(token, clock.move(hours=1), touch=False)
    assert store.session_account(token, clock.move(hours=2), touch=False) is None
