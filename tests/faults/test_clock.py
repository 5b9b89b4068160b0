"""The server's clock jumps: the order is that of arrival, nobody is shut out, no session is endless (F32)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inovik_forms.store.accounts import FREE_FAILURES_ACCOUNT
from inovik_forms.store.records import TooSoon

from .conftest import LONG
from .office import PASSWORD, PERSON, Load, Office, Phone, Site
from .oracle import settled
from .table import Table

SHIFTS = ("-1d", "+11h", "-1d", "+1h", "-1h") if LONG else ("+11h",)


def at_another_time(shift: str) -> dict[str, str]:
    """The environment of a site for which it is earlier or later."""
    library = next(Path("/usr/lib").glob("**/faketime/libfaketime.so.1"), None)
    assert library, "faketime is missing (apt-get install faketime)"
    return {"LD_PRELOAD": str(library), "FAKETIME": shift}


def test_a_server_that_starts_again_at_another_time(office: Office, serve: Callable[..., Site], table: Table) -> None:
    """Tonight, and then now again; sessions go on, and each journal is in the order of its numbers."""
    store = office.store()
    phones = [Phone(office, 0, number) for number in range(4)]
    for environ in (*map(at_another_time, SHIFTS), {}):
        site = serve(office, environ=environ)
        for phone in phones:
            phone.port = site.port
        with Load(phones) as load:
            load.until(20)
        assert set(sum((p.statuses for p in phones), start=phones[0].statuses.__class__())) == {200}
        if environ:
            assert site.stop() == 0
    times = [entry.received_at for entry in store.journal(phones[0].response)]
    assert times != sorted(times), "the clock did jump"
    table.add("clock of the server set back and forth", office.database_url, len(SHIFTS), settled(store, phones))
    store.close()


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_clock_set_back_shuts_nobody_out(sqlite_office: Office) -> None:
    """After typing errors before the jump there is a wait of a second, not of a day."""
    store, clock = sqlite_office.store(), Clock()
    store.clock = clock
    for _ in range(FREE_FAILURES_ACCOUNT + 1):
        assert store.check_password(PERSON, "salah") is None
    with pytest.raises(TooSoon):
        store.check_password(PERSON, PASSWORD)
    clock.now -= timedelta(days=1)
    assert store.check_password(PERSON, PASSWORD)
    store.close()


def test_a_clock_set_back_does_not_free_a_guesser(sqlite_office: Office) -> None:
    store, clock = sqlite_office.store(), Clock()
    store.clock = clock
    for _ in range(FREE_FAILURES_ACCOUNT + 1):
        store.check_password(PERSON, "salah")
    clock.now -= timedelta(days=1)
    assert store.check_password(PERSON, "salah") is None
    with pytest.raises(TooSoon):
        store.check_password(PERSON, "salah")
    store.close()


def test_a_session_begun_a_year_ahead_is_not_endless(sqlite_office: Office) -> None:
    store, now = sqlite_office.store(), datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    account = store.account_by_username(PERSON)
    assert account
    token = store.open_session(account.id, now + timedelta(days=365))
    assert store.session_account(token, now) is None
    assert store.session_account(token, now + timedelta(days=365)) is None, "it was closed"
    store.close()


@pytest.mark.parametrize("hours", [-1, -25])
def test_a_clock_set_back_ends_no_session_in_use(sqlite_office: Office, hours: int) -> None:
    """Someone who was here a moment ago goes on, also when the clock was a day ahead until then."""
    store, now = sqlite_office.store(), datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    account = store.account_by_username(PERSON)
    assert account
    token = store.open_session(account.id, now)
    assert store.session_account(token, now + timedelta(hours=hours))
    store.close()
