"""Answers that came when their response could not take them any more: kept, shown to people, and placed by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from inovik_forms.store import tables as t
from inovik_forms.store.base import Base
from inovik_forms.store.journal import erased_at
from inovik_forms.store.records import LateAnswer, LateState

_L, _C, _R = t.late.c, t.change.c, t.response.c


class Late(Base):
    """Nothing here is ever taken away: what was decided stays with its decision."""

    def keep_late(self, response_id: int, answers: Sequence[LateAnswer]) -> int:
        """Keep answers that wait for a person; how many of them are new. One that has arrived before, here or in the
        journal, is not kept again; nor one that waits already with the same words of the same person. One that was made
        before its answer was erased is not kept at all."""
        with self.db.writing() as connection:
            connection.execute(select(_R.id).where(_R.id == response_id).with_for_update())
            there = _there(connection, response_id, [answer.change_id for answer in answers])
            query = select(_L.path, _L.author, _L.value).where(_L.response == response_id, _L.state == "waiting")
            same = {tuple(row) for row in connection.execute(query)}
            erased = erased_at(connection, response_id)
            new = []
            for answer in answers:
                if answer.base < erased.get(answer.path, 0):
                    continue
                key = (answer.path, answer.author, answer.value)
                if answer.change_id not in there and key not in same:
                    same.add(key)
                    there.add(answer.change_id)
                    new.append({**_columns(answer), "response": response_id, "received_at": self.clock()})
            if new:
                connection.execute(insert(t.late), new)
        return len(new)

    def arrived(self, response_id: int, ids: Sequence[str]) -> set[str]:
        """Those of these changes that the journal has."""
        with self.db.reading() as connection:
            query = select(_C.id).where(_C.response == response_id, _C.id.in_(ids))
            return set(connection.execute(query).scalars())

    def late(self, response_id: int) -> list[LateAnswer]:
        """Every late answer of a response, in the order of arrival."""
        with self.db.reading() as connection:
            query = select(t.late).where(_L.response == response_id).order_by(_L.id)
            return [_late(row) for row in connection.execute(query)]

    def late_waiting(self) -> dict[int, int]:
        """Response → how many of its late answers wait for a person."""
        with self.db.reading() as connection:
            query = select(_L.response, func.count()).where(_L.state == "waiting").group_by(_L.response)
            return {row[0]: row[1] for row in connection.execute(query)}

    def decide_late(self, late_id: int, before: LateState, state: LateState, by: str, placed: str = "") -> bool:
        """Write down what a person decided; False when it is not in the state `before` any more."""
        row = {"state": state, "decided_by": by, "decided_at": self.clock(), "placed": placed}
        with self.db.writing() as connection:
            done = connection.execute(update(t.late).where(_L.id == late_id, _L.state == before).values(row))
            return done.rowcount == 1

    def has_answered(self, response_id: int, username: str) -> bool:
        """Whether the journal of a response has a change by this person."""
        with self.db.reading() as connection:
            query = select(_C.seq).where(_C.response == response_id, _C.author == username).limit(1)
            return connection.execute(query).scalar() is not None


def _there(connection: Connection, response_id: int, ids: Sequence[str]) -> set[str]:
    known = select(_C.id).where(_C.response == response_id, _C.id.in_(ids))
    waiting = select(_L.change_id).where(_L.response == response_id, _L.change_id.in_(ids))
    return {*connection.execute(known).scalars(), *connection.execute(waiting).scalars()}


_GIVEN = ("change_id", "path", "value", "label", "version", "base", "made_at", "author", "device", "why", "handed_by")


def _columns(answer: LateAnswer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in _GIVEN}


def _late(row: Any) -> LateAnswer:
    return LateAnswer(**{name: value for name, value in row._asdict().items() if name != "response"})
