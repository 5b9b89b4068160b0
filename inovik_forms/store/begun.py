"""Responses that a device began by itself, without a network, under a number of its own: each is made once, however
often and from however many tabs the device says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from inovik_forms.store import tables as t
from inovik_forms.store.journal import SYSTEM
from inovik_forms.store.prepared import Prepared
from inovik_forms.store.records import Response
from inovik_forms.store.responses import Responses
from inovik_forms.workflow import Subject

_B, _C = t.begun.c, t.change.c
_BY_DRAFT = Prepared(select(_B.response, _B.seq).where(_B.draft == bindparam("draft")))


@dataclass(frozen=True, slots=True)
class Begin:
    """What a device says that it began. `draft`: its number there; `subject`: about what (id 0: about something new, of
    this kind, unit and title); `version`: of the questionnaire that it has; `at`: when, by its clock; `last`: from
    the last response that was sent."""

    draft: int
    subject: Subject
    questionnaire: str
    version: int
    at: datetime
    last: bool = False


@dataclass(frozen=True, slots=True)
class BegunAs:
    """`response`: what the server calls it; `seq`: the changes that it began with, which its device has seen or may
    overrule; -1 = they are not all there yet."""

    response: int
    seq: int


class Begun(Responses):
    """The store's part about them."""

    def begin_on_device(
        self, said: Begin, author: str, prefill: Mapping[str, str], sources: Mapping[str, str], *, repeatable: bool
    ) -> tuple[Response, bool]:
        """The response of a device's draft; whether the changes that it begins with are to be made still. Where there
        is a draft of the same already (or any response at all, and one is enough), it becomes that one."""
        with self.refusing_doubles(f"draft {said.draft}"), self.db.writing() as connection:
            # SQLite's writers come one by one anyway; on PostgreSQL those of one person wait for each other here.
            connection.execute(select(t.account.c.id).where(t.account.c.username == author).with_for_update())
            found = connection.execute(select(_B.response, _B.seq).where(_B.draft == said.draft)).one_or_none()
            key, seq = (found.response, found.seq) if found else (0, -1)
            if found is None:
                what = said.subject
                subject = what.id or self._add_subject(connection, what.kind, what.unit, what.title, author)
                key, is_new = self._begin(
                    connection, subject, said.questionnaire, author, prefill, repeatable, sources, said.version
                )
                seq = -1 if is_new else _before_people(connection, key)
                row = {"draft": said.draft, "response": key, "seq": seq, "author": author, "at": said.at}
                connection.execute(insert(t.begun).values(row))
        return self.response(key), seq < 0

    def begun_whole(self, draft: int) -> None:
        """The changes that a device's draft begins with are all there now."""
        with self.db.writing() as connection:
            key = connection.execute(select(_B.response).where(_B.draft == draft)).scalar_one()
            seq = _before_people(connection, key)
            connection.execute(update(t.begun).where(_B.draft == draft, _B.seq < 0).values(seq=seq))

    def begun_as(self, draft: int) -> BegunAs | None:
        """What became of a device's draft; None: it has not arrived."""
        rows = self.db.rows(_BY_DRAFT, {"draft": draft})
        return BegunAs(rows[0].response, rows[0].seq) if rows else None


def _before_people(connection: Connection, response_id: int) -> int:
    """The number of the last change before the first one of a person."""
    mine = (_C.response == response_id, _C.author != SYSTEM)
    first = connection.execute(select(func.min(_C.seq)).where(*mine)).scalar_one()
    last = connection.execute(select(func.max(_C.seq)).where(_C.response == response_id)).scalar_one()
    return first - 1 if first is not None else last or 0
