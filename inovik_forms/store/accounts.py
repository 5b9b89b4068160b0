"""Units, accounts, passwords, sessions and the growing delay after wrong passwords."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import bindparam, delete, insert, select, update

from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, upsert
from inovik_forms.store.prepared import Prepared
from inovik_forms.store.records import Account, Role, TooSoon, Unavailable, Unit, UnknownRecord

SESSION_IDLE = timedelta(hours=12)  # a working day with its breaks; an office machine left alone overnight signs out
SESSION_LIFE = timedelta(days=30)  # even a session in daily use ends
SESSION_TOUCH = timedelta(minutes=5)  # how exactly "last seen" is kept: a write for each page would be waste

CLOCK_ERROR = timedelta(days=2)  # a session from further ahead is of a wrong clock, and would outlive every limit

FREE_FAILURES_ACCOUNT = 4  # typing errors
FREE_FAILURES_NETWORK = 20  # a whole office behind one address
LONGEST_DELAY = 30.0  # seconds: slows a guesser to 2,900 tries a day and never shuts the owner out
FORGET_AFTER = timedelta(minutes=30)

_HASHER = PasswordHasher()  # the library's defaults follow RFC 9106

_ACCOUNT = (
    t.account.c.id, t.account.c.username, t.account.c.name, t.account.c.role, t.account.c.unit,
    t.account.c.language, t.account.c.active, t.account.c.created_at.label("since"),
)  # fmt: skip
_BY_ID = select(*_ACCOUNT).where(t.account.c.id == bindparam("id"))
_BY_USERNAME = select(*_ACCOUNT, t.account.c.password_hash).where(t.account.c.username == bindparam("username"))
_BY_TOKEN = Prepared(
    select(*_ACCOUNT, t.session.c.created_at, t.session.c.seen_at)
    .join(t.session, t.session.c.account == t.account.c.id)
    .where(t.session.c.token_hash == bindparam("token_hash"))
)


def delay_after(failures: int, free: int) -> float:
    """Seconds to wait after so many failures: none for the free ones, then 1, 2, 4… up to the longest."""
    return 0.0 if failures <= free else min(LONGEST_DELAY, 2.0 ** (failures - free - 1))


@cache
def _dummy_hash() -> str:
    """What an unknown name is checked against, so that it costs the same as a known one."""
    return _HASHER.hash(secrets.token_hex(16))


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _account(row: Any) -> Account:
    role = cast("Role", row.role)
    return Account(row.id, row.username, row.name, role, row.unit or "", row.language, row.active, row.since)


class Accounts(Base):
    """The store's part about people."""

    # ---- units

    def units(self) -> list[Unit]:
        """Every unit, by name."""
        with self.db.reading() as connection:
            return [Unit(*row) for row in connection.execute(select(t.unit).order_by(t.unit.c.name))]

    def unit(self, code: str) -> Unit:
        """One unit. Raises UnknownRecord."""
        with self.db.reading() as connection:
            row = connection.execute(select(t.unit).where(t.unit.c.code == code)).one_or_none()
        if row is None:
            raise UnknownRecord("unit", code)
        return Unit(*row)

    def put_units(self, units: list[Unit]) -> None:
        """Add units, or renew those whose code is known."""
        with self.db.writing() as connection:
            for unit in units:
                values = {name: getattr(unit, name) for name in Unit.__dataclass_fields__}
                upsert(connection, t.unit, values, keys=("code",))

    # ---- the city

    def city(self) -> dict[str, str]:
        """The city's own values by name ("kota.nama"…), for prefilled questions, pages and letterheads."""
        with self.db.reading() as connection:
            return {row.name: row.value for row in connection.execute(select(t.city_value))}

    def put_city(self, values: Mapping[str, str]) -> None:
        """Add or renew the city's values."""
        with self.db.writing() as connection:
            for name, value in values.items():
                upsert(connection, t.city_value, {"name": name, "value": value}, keys=("name",))

    # ---- accounts

    def accounts(self) -> list[Account]:
        """Every account, by name."""
        with self.db.reading() as connection:
            return [_account(row) for row in connection.execute(select(*_ACCOUNT).order_by(t.account.c.name))]

    def account(self, account_id: int) -> Account:
        """One account. Raises UnknownRecord."""
        with self.db.reading() as connection:
            row = connection.execute(_BY_ID, {"id": account_id}).one_or_none()
        if row is None:
            raise UnknownRecord("account", account_id)
        return _account(row)

    def account_by_username(self, username: str) -> Account | None:
        """The account of a sign-in name (case does not matter), or None."""
        with self.db.reading() as connection:
            row = connection.execute(_BY_USERNAME, {"username": username.strip().lower()}).one_or_none()
        return _account(row) if row else None

    def add_account(
        self, username: str, name: str, role: Role, password: str, unit: str = "", language: str = "id"
    ) -> Account:
        """A new account. Raises ValueError when the sign-in name is taken or the unit unknown."""
        row = {
            "username": username.strip().lower(), "name": name, "role": role, "unit": unit or None,
            "language": language, "active": True, "password_hash": _HASHER.hash(password), "created_at": self.clock(),
        }  # fmt: skip
        with self.refusing_doubles(f"account {username} / unit {unit}"), self.db.writing() as connection:
            result = connection.execute(insert(t.account).values(row).returning(t.account.c.id))
            return Account(result.scalar_one(), row["username"], name, role, unit, language, True, row["created_at"])  # type: ignore[arg-type]

    def change_account(
        self,
        account_id: int,
        *,
        role: Role | None = None,
        unit: str | None = None,
        active: bool | None = None,
        language: str | None = None,
    ) -> None:
        """Change what is given. A change of role, of unit, or a switching off ends every session of the account."""
        values: dict[str, object] = {"role": role, "active": active, "language": language}
        values = {name: value for name, value in values.items() if value is not None}
        if unit is not None:
            values["unit"] = unit or None
        if not values:
            return
        with self.db.writing() as connection:
            connection.execute(update(t.account).where(t.account.c.id == account_id).values(values))
            if values.keys() - {"language"}:
                connection.execute(delete(t.session).where(t.session.c.account == account_id))

    def set_password(self, account_id: int, password: str) -> None:
        """A new password; every session of the account ends."""
        hashed = _HASHER.hash(password)
        with self.db.writing() as connection:
            connection.execute(update(t.account).where(t.account.c.id == account_id).values(password_hash=hashed))
            connection.execute(delete(t.session).where(t.session.c.account == account_id))

    # ---- signing in

    def check_password(self, username: str, password: str, network: str = "") -> Account | None:
        """The account when name and password fit and it is active, else None. Raises TooSoon after too many failures
        of this account or this network (an attempt that comes too soon is not counted)."""
        username = username.strip().lower()
        keys = {f"account:{username}": FREE_FAILURES_ACCOUNT}
        if network:
            keys[f"network:{network}"] = FREE_FAILURES_NETWORK
        self._count_attempt(keys)  # before the check, so that a hundred guesses at once count as a hundred
        with self.db.reading() as connection:
            row = connection.execute(_BY_USERNAME, {"username": username}).one_or_none()
        fits = _fits(row.password_hash if row else _dummy_hash(), password)
        if row is None or not fits or not row.active:
            return None
        with self.db.writing() as connection:
            connection.execute(delete(t.throttle).where(t.throttle.c.key == f"account:{username}"))
            one_less = update(t.throttle).where(t.throttle.c.key == f"network:{network}")
            connection.execute(one_less.values(failures=t.throttle.c.failures - 1))
        return _account(row)

    def _count_attempt(self, keys: Mapping[str, int]) -> None:
        """Count an attempt against each key (key → free failures). Too early: raises TooSoon, counts nothing."""
        now = self.clock()
        with self.db.writing() as connection:
            connection.execute(delete(t.throttle).where(t.throttle.c.last_at < now - FORGET_AFTER))
            rows = connection.execute(select(t.throttle).where(t.throttle.c.key.in_(keys))).all()
            past = [r for r in rows if r.last_at <= now]  # a clock set back shuts nobody out until it has caught up
            waits = [delay_after(r.failures, keys[r.key]) - (now - r.last_at).total_seconds() for r in past]
            if waits and max(waits) > 0:
                raise TooSoon(max(waits))
            for key in sorted(keys):
                again = {"failures": t.throttle.c.failures + 1, "last_at": now}
                upsert(connection, t.throttle, {"key": key, "failures": 1, "last_at": now}, keys=("key",), renew=again)

    # ---- sessions

    def open_session(self, account_id: int, now: datetime) -> str:
        """A new session's token (256 random bits); only its hash is kept."""
        token = secrets.token_urlsafe(32)
        with self.db.writing() as connection:
            connection.execute(delete(t.session).where(t.session.c.created_at < now - SESSION_LIFE))
            row = {"token_hash": _token_hash(token), "account": account_id, "created_at": now, "seen_at": now}
            connection.execute(insert(t.session).values(row))
        return token

    def session_account(self, token: str, now: datetime, *, touch: bool = True) -> Account | None:
        """Whose session this is: None when unknown, closed, expired, or the account is switched off. `touch`: somebody
        does something; what a page asks by itself keeps no session alive."""
        key = _token_hash(token)
        row = next(iter(self.db.rows(_BY_TOKEN, {"token_hash": key})), None)
        if row is None or not row.active:
            return None
        is_from_ahead = row.seen_at - now > CLOCK_ERROR
        if now - row.seen_at > SESSION_IDLE or now - row.created_at > SESSION_LIFE or is_from_ahead:
            self.close_session(token)
            return None
        if touch and now - row.seen_at > SESSION_TOUCH:
            # While nothing can be written, people go on reading.
            with suppress(Unavailable), self.db.writing() as connection:
                connection.execute(update(t.session).where(t.session.c.token_hash == key).values(seen_at=now))
        return _account(row)

    def close_session(self, token: str) -> None:
        """Sign out: the token is dead at once."""
        with self.db.writing() as connection:
            connection.execute(delete(t.session).where(t.session.c.token_hash == _token_hash(token)))

    def close_sessions_of(self, account_id: int) -> None:
        """Sign out everywhere."""
        with self.db.writing() as connection:
            connection.execute(delete(t.session).where(t.session.c.account == account_id))


def _fits(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
