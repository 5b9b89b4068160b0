"""Several people on one response: who has it open now, and whom its sections are assigned to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, upsert
from inovik_forms.store.prepared import Prepared

PRESENT = timedelta(seconds=60)
"""Whoever has not been heard of for so long is not here any more."""

_P, _A, _S, _ACC = t.presence.c, t.assignment.c, t.subject.c, t.account.c
_PRESENT = Prepared(
    select(_P.account, _ACC.name, _P.place, _P.seen_at)
    .join(t.account, _ACC.id == _P.account)
    .where(_P.response == bindparam("response"), _P.seen_at > bindparam("since", type_=_P.seen_at.type), _ACC.active)
    .order_by(_ACC.name, _ACC.id)
)
_ASSIGNED = select(_A.response, _A.section, _A.account, _ACC.name, _A.author, _A.at).join(
    t.account, _ACC.id == _A.account
)
_ASSIGNED_IN = Prepared(_ASSIGNED.where(_A.response == bindparam("response")))


@dataclass(frozen=True, slots=True)
class Present:
    """Someone who has a response open. `place`: the slug of the section in front of him, '' = the list of sections."""

    account: int
    name: str
    place: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """A section (by its slug) that somebody is to fill in. `author`: the sign-in name of whoever said so."""

    response: int
    section: str
    account: int
    name: str
    author: str
    at: datetime


class Together(Base):
    """The store's part about colleagues."""

    # ---- who is here

    def present(self, response_id: int, now: datetime) -> Sequence[Present]:
        """Who has this response open, by name."""
        rows = self.db.rows(_PRESENT, {"response": response_id, "since": now - PRESENT})
        return [Present(*row) for row in rows]

    def be_present(self, response_id: int, account_id: int, place: str, now: datetime) -> None:
        """This person has the response open at this place. Those who have left, wherever it was, are forgotten."""
        row = {"response": response_id, "account": account_id, "place": place, "seen_at": now}
        with self.db.writing() as connection:
            connection.execute(delete(t.presence).where(_P.seen_at < now - PRESENT))
            upsert(connection, t.presence, row, keys=("response", "account"))

    # ---- who is to do what

    def assignments(self, response_id: int) -> dict[str, Assignment]:
        """By section, those of a response."""
        return {row.section: Assignment(*row) for row in self.db.rows(_ASSIGNED_IN, {"response": response_id})}

    def assigned_to(self, account_id: int) -> list[Assignment]:
        """What is this person's to fill in, of responses that are still drafts; the latest first."""
        query = _ASSIGNED.join(t.response, t.response.c.id == _A.response)
        query = query.where(_A.account == account_id, t.response.c.status == "draft").order_by(_A.at.desc(), _A.section)
        with self.db.reading() as connection:
            return [Assignment(*row) for row in connection.execute(query)]

    def assign(self, response_id: int, section: str, account_id: int | None, author: str, now: datetime) -> None:
        """This section is this person's to fill in; None: nobody's in particular."""
        key = {"response": response_id, "section": section}
        with self.db.writing() as connection:
            if account_id is None:
                mine = (_A.response == response_id, _A.section == section)
                connection.execute(delete(t.assignment).where(*mine))
            else:
                row = {**key, "account": account_id, "author": author, "at": now}
                upsert(connection, t.assignment, row, keys=("response", "section"))
