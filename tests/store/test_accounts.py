"""Passwords, delays, sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from inovik_forms.store import Store
from inovik_forms.store import accounts as room
from inovik_forms.store.records import Account, TooSoon, Unit, UnknownRecord
from inovik_forms.store.tables import session

from .conftest import Clock

RIGHT, WRONG = "sandi-yang-panjang", "salah"


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with small costs: the tests count calls, not time."""
    monkeypatch.setattr(room, "_HASHER", room.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    room._dummy_hash.cache_clear()


def test_the_right_password_opens(store: Store, account: Account) -> None:
    assert store.check_password(" BUDI ", RIGHT) == account
    assert store.check_password("budi", WRONG) is None
    assert store.account_by_username("Budi") == account == store.account(account.id)


def test_an_unknown_name_costs_one_check_as_a_known_one(
    store: Store, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fits = room._fits
    monkeypatch.setattr(room, "_fits", lambda hashed, password: calls.append(hashed) or fits(hashed, password))
    assert store.check_password("budi", WRONG) is None
    assert store.check_password("siapa", WRONG) is None
    store.change_account(account.id, active=False)
    assert store.check_password("budi", RIGHT) is None
    assert len(calls) == 3


def test_the_delay_grows_and_ends(store: Store, account: Account, clock: Clock) -> None:
    for _ in range(room.FREE_FAILURES_ACCOUNT + 1):
        assert store.check_password("budi", WRONG) is None
    waits = []
    for _ in range(7):
        with pytest.raises(TooSoon) as early:
            store.check_password("budi", RIGHT)
        waits.append(early.value.seconds)
        clock.move(seconds=early.value.seconds)
        assert store.check_password("budi", WRONG) is None
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    clock.move(seconds=30)
    assert store.check_password("budi", RIGHT) == account, "the owner is never locked out"
    assert store.check_password("budi", RIGHT) == account, "and success forgets the failures"


def test_the_delay_is_shared_by_every_process(store: Store, account: Account, clock: Clock) -> None:
    other = Store(store.db.engine, store.files_dir, clock)
    for number in range(room.FREE_FAILURES_ACCOUNT + 1):
        (store, other)[number % 2].check_password("budi", WRONG)
    for process in (store, other):
        with pytest.raises(TooSoon):
            process.check_password("budi", RIGHT)
    other.close()


def test_one_password_against_many_names_is_slowed_by_network(store: Store, account: Account, clock: Clock) -> None:
    for number in range(room.FREE_FAILURES_NETWORK + 1):
        store.check_password(f"nama{number}", WRONG, "203.0.113.7")
    with pytest.raises(TooSoon):
        store.check_password("budi", RIGHT, "203.0.113.7")
    assert store.check_password("budi", RIGHT, "198.51.100.1") == account


def test_signing_in_rightly_all_day_never_slows_an_office(store: Store, account: Account) -> None:
    for _ in range(room.FREE_FAILURES_NETWORK + 5):
        assert store.check_password("budi", RIGHT, "203.0.113.7") == account


def test_failures_are_forgotten_after_a_while(store: Store, account: Account, clock: Clock) -> None:
    for _ in range(room.FREE_FAILURES_ACCOUNT + 1):
        store.check_password("budi", WRONG)
    clock.move(seconds=room.FORGET_AFTER.total_seconds() + 1)
    assert store.check_password("budi", WRONG) is None
    assert store.check_password("budi", RIGHT) == account


# ---------------------------------------------------------------- sessions


def test_only_the_hash_of_a_token_is_kept(store: Store, account: Account, clock: Clock) -> None:
    token = store.open_session(account.id, clock.now)
    assert len(token) >= 43
    with store.db.reading() as connection:
        (kept,) = connection.execute(select(session.c.token_hash)).scalars()
    assert token not in kept
    assert store.session_account(token, clock.now) == account
    assert store.session_account(kept, clock.now) is None


@pytest.mark.parametrize(
    "end",
    [
        lambda store, account, token: store.close_session(token),
        lambda store, account, token: store.close_sessions_of(account.id),
        lambda store, account, token: store.set_password(account.id, "sandi-baru-sekali"),
        lambda store, account, token: store.change_account(account.id, role="legal"),
        lambda store, account, token: store.change_account(account.id, unit="dishub"),
        lambda store, account, token: store.change_account(account.id, active=False),
        lambda store, account, token: store.clock.move(seconds=room.SESSION_IDLE.total_seconds() + 1),
    ],
    ids=["sign out", "everywhere", "new password", "other role", "other unit", "switched off", "left alone"],
)
def test_a_session_ends_at_once(store: Store, account: Account, clock: Clock, end: object) -> None:
    token = store.open_session(account.id, clock.now)
    assert store.session_account(token, clock.now) == account
    end(store, account, token)  # type: ignore[operator]
    assert store.session_account(token, clock.now) is None


def test_a_session_in_use_lives_on_but_not_for_ever(store: Store, account: Account, clock: Clock) -> None:
    token = store.open_session(account.id, clock.now)
    begun = clock.now
    while clock.now - begun < room.SESSION_LIFE - timedelta(hours=10):
        assert store.session_account(token, clock.move(hours=8)) == account
    assert store.session_account(token, clock.move(hours=11)) is None


def test_a_change_of_language_keeps_the_session(store: Store, account: Account, clock: Clock) -> None:
    token = store.open_session(account.id, clock.now)
    store.change_account(account.id, language="en")
    found = store.session_account(token, clock.now)
    assert found and found.language == "en"


# ---------------------------------------------------------------- units and accounts


def test_names_are_unique_whatever_their_case(store: Store, account: Account) -> None:
    with pytest.raises(ValueError, match="bUDI"):
        store.add_account("bUDI", "Lain", "legal", RIGHT)
    with pytest.raises(ValueError, match="entah"):
        store.add_account("ani", "Ani", "staff", RIGHT, "entah")
    assert [a.username for a in store.accounts()] == ["budi"]


def test_units_are_renewed_by_code(store: Store) -> None:
    store.put_units([Unit("dinkes", "Dinas Kesehatan Kota", "dinas", "Jalan", "0911", "Kepala Dinas")])
    assert store.unit("dinkes") == Unit("dinkes", "Dinas Kesehatan Kota", "dinas", "Jalan", "0911", "Kepala Dinas")
    assert [u.code for u in store.units()] == ["dinkes", "dishub"]
    with pytest.raises(UnknownRecord):
        store.unit("entah")


def test_the_city_is_names_and_values(store: Store) -> None:
    store.put_city({"kota.nama": "Kota A", "kota.telepon": "0911"})
    store.put_city({"kota.nama": "Kota B"})
    assert store.city() == {"kota.nama": "Kota B", "kota.telepon": "0911"}
    assert store.is_empty()
    store.remember("sistem.paket", "kota-b")
    assert not store.is_empty()
