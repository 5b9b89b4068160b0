"""Subjects and responses: a response is its journal; the snapshot beside it is a cache of the journal's fold."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from inovik_forms.answers import journal
from inovik_forms.answers.values import Change
from inovik_forms.store import tables as t
from inovik_forms.store.base import upsert
from inovik_forms.store.content import LAST_QUESTIONNAIRE
from inovik_forms.store.files import file_hash
from inovik_forms.store.journal import LOCKED_HEAD, SYSTEM, Journal
from inovik_forms.store.prepared import CoreSession, Prepared
from inovik_forms.store.records import (
    Response,
    Stale,
    Subject,
    SubjectKind,
    UnknownRecord,
)
from inovik_forms.workflow import TRIAL

_R, _S = t.response.c, t.subject.c

_RESPONSE = select(
    _R.id, _R.subject, _R.questionnaire, _R.version, _R.status, _R.seq, _R.updated_at, _R.updated_by,
    _S.unit, _S.kind, _S.title, _R.sent_seq, _R.sent_at, _R.name,
).join(t.subject, _S.id == _R.subject)  # fmt: skip
_RESPONSE_BY_ID = Prepared(_RESPONSE.where(_R.id == bindparam("id")))
_REPEAT_KEY = re.compile(r"\[[^\]/]+\]")


class Responses(Journal):
    """The store's part about subjects and their responses."""

    # ---- subjects

    def add_subject(self, kind: SubjectKind, unit: str, title: str, author: str) -> Subject:
        """A new innovation or agreement. Raises ValueError for an unknown unit."""
        with self.refusing_doubles(f"unit {unit}"), self.db.writing() as connection:
            key = self._add_subject(connection, kind, unit, title, author)
        return self.subject(key)

    def begin_subject(self, kind: SubjectKind, unit: str, title: str, author: str, since: datetime) -> Subject:
        """`add_subject`, unless this person has made one of the same name after `since`: the button was pressed twice.
        However often at the same instant, one is made. Raises ValueError for an unknown unit."""
        with self.refusing_doubles(f"unit {unit}"), self.db.writing() as connection:
            # SQLite's writers come one by one anyway; on PostgreSQL those of one person wait for each other here.
            connection.execute(select(t.account.c.id).where(t.account.c.username == author).with_for_update())
            same = (_S.kind == kind, _S.unit == (unit or None), _S.title == title, _S.created_by == author)
            key = connection.execute(select(_S.id).where(*same, _S.created_at > since).limit(1)).scalar()
            if key is None:
                key = self._add_subject(connection, kind, unit, title, author)
        return self.subject(key)

    def _add_subject(self, connection: Connection, kind: SubjectKind, unit: str, title: str, author: str) -> int:
        row = {"kind": kind, "unit": unit or None, "title": title, "created_by": author, "created_at": self.clock()}
        key: int = connection.execute(insert(t.subject).values(row).returning(_S.id)).scalar_one()
        return key

    def rename_subject(self, subject_id: int, title: str) -> None:
        """Give a subject another title."""
        with self.db.writing() as connection:
            connection.execute(update(t.subject).where(_S.id == subject_id).values(title=title))

    def name_response(self, response_id: int, name: str) -> None:
        """Keep what a response is called now."""
        with self.db.writing() as connection:
            connection.execute(update(t.response).where(_R.id == response_id).values(name=name))

    def subject(self, subject_id: int) -> Subject:
        """One subject. Raises UnknownRecord."""
        with self.db.reading() as connection:
            row = connection.execute(select(t.subject).where(_S.id == subject_id)).one_or_none()
        if row is None:
            raise UnknownRecord("subject", subject_id)
        return _subject(row)

    def subjects(self, unit: str | None = None, kind: SubjectKind | None = None) -> list[Subject]:
        """Subjects, the newest first; of one unit, of one kind."""
        query = select(t.subject).where(_S.kind != TRIAL).order_by(_S.id.desc())
        query = query.where(_S.unit == unit) if unit is not None else query
        query = query.where(_S.kind == kind) if kind is not None else query
        with self.db.reading() as connection:
            return [_subject(row) for row in connection.execute(query)]

    # ---- responses

    def start_response(
        self,
        subject_id: int,
        questionnaire: str,
        author: str,
        prefill: Mapping[str, str] | None = None,
        sources: Mapping[str, str] | None = None,
    ) -> Response:
        """A new response, pinned to the newest version of its questionnaire. `prefill`: answer path → value; they
        become the journal's first changes, by author "sistem". `sources`: answer path → where its value was taken from,
        until a person confirms it. Raises UnknownRecord."""
        with self.db.writing() as connection:
            key = self._start(connection, subject_id, questionnaire, author, prefill or {}, sources=sources)
        return self.response(key)

    def begin_response(
        self,
        subject_id: int,
        questionnaire: str,
        author: str,
        prefill: Mapping[str, str],
        *,
        repeatable: bool,
        sources: Mapping[str, str] | None = None,
    ) -> tuple[Response, bool]:
        """`start_response`, unless there is one that is still a draft, or any at all where one is enough; whether it is
        new. However many ask at the same instant, one is made. Raises UnknownRecord."""
        with self.db.writing() as connection:
            key, is_new = self._begin(connection, subject_id, questionnaire, author, prefill, repeatable, sources)
        return self.response(key), is_new

    def _begin(
        self,
        connection: Connection,
        subject_id: int,
        questionnaire: str,
        author: str,
        prefill: Mapping[str, str],
        repeatable: bool,
        sources: Mapping[str, str] | None,
        version: int | None = None,
    ) -> tuple[int, bool]:
        # SQLite's writers come one by one anyway; on PostgreSQL those of one subject wait for each other here.
        connection.execute(select(_S.id).where(_S.id == subject_id).with_for_update())
        mine = select(_R.id, _R.status).where(_R.subject == subject_id, _R.questionnaire == questionnaire)
        last = connection.execute(mine.order_by(_R.id.desc()).limit(1)).one_or_none()
        if last is not None and (last.status == "draft" or not repeatable):
            return last.id, False
        return self._start(connection, subject_id, questionnaire, author, prefill, version, sources), True

    def _start(
        self,
        connection: Connection,
        subject_id: int,
        questionnaire: str,
        author: str,
        prefill: Mapping[str, str],
        version: int | None = None,
        sources: Mapping[str, str] | None = None,
    ) -> int:
        now = self.clock()
        version = version or connection.execute(LAST_QUESTIONNAIRE, {"name": questionnaire}).scalar_one()
        if version is None:
            raise UnknownRecord("questionnaire", questionnaire)
        row = {
            "subject": subject_id, "questionnaire": questionnaire, "version": version, "seq": 0,
            "created_at": now, "updated_at": now, "updated_by": author,
        }  # fmt: skip
        key: int = connection.execute(insert(t.response).values(row).returning(_R.id)).scalar_one()
        changes = list(prefill_changes(prefill, now, sources or {}))
        if changes:
            self._append(CoreSession(connection), key, changes, updated_by=author)
        known = connection.execute(select(t.file.c.sha256).where(t.file.c.sha256.in_(_hashes(changes)))).scalars()
        for sha256 in known.all():
            upsert(connection, t.file_owner, {"sha256": sha256, "response": key}, keys=("sha256", "response"))
        return key

    def response(self, response_id: int) -> Response:
        """One response. Raises UnknownRecord."""
        rows = self.db.rows(_RESPONSE_BY_ID, {"id": response_id})
        if not rows:
            raise UnknownRecord("response", response_id)
        return _response(rows[0])

    def responses(self, subject_id: int) -> list[Response]:
        """The responses of a subject, in the order they were started."""
        return self._responses(_RESPONSE.where(_R.subject == subject_id).order_by(_R.id))

    def responses_of(self, unit: str | None = None) -> list[Response]:
        """The responses of a unit (None: of all), the last changed first."""
        query = _RESPONSE.where(_S.kind != TRIAL).order_by(_R.updated_at.desc(), _R.id.desc())
        return self._responses(query if unit is None else query.where(_S.unit == unit))

    def last_sent(self, questionnaire: str, unit: str) -> Response | None:
        """The response to a questionnaire that a unit has sent last, or None."""
        mine = _RESPONSE.where(_R.questionnaire == questionnaire, _S.unit == unit, _R.sent_at.is_not(None))
        return next(iter(self._responses(mine.order_by(_R.sent_at.desc(), _R.id.desc()).limit(1))), None)

    def _responses(self, query: Select[Any]) -> list[Response]:
        with self.db.reading() as connection:
            return [_response(row) for row in connection.execute(query)]

    # ---- sending

    def mark_sent(self, response_id: int, author: str, now: datetime, seq: int) -> Response:
        """Mark as sent exactly what the caller has checked, number `seq`. Sending twice is harmless. Raises Stale when
        the response has moved on since."""
        with self.db.writing() as connection:
            head = connection.execute(LOCKED_HEAD, {"id": response_id}).one_or_none()
            if head is None:
                raise UnknownRecord("response", response_id)
            if head.seq != seq:
                raise Stale(head.seq)
            if head.status == "draft":
                change = {"status": "sent", "sent_seq": seq, "sent_at": now, "updated_at": now, "updated_by": author}
                connection.execute(update(t.response).where(_R.id == response_id).values(change))
                _log(connection, response_id, "sent", seq, author, now)
        return self.response(response_id)

    def reopen(self, response_id: int, author: str, now: datetime) -> Response:
        """Open a sent response again; what was sent stays readable through `draft_at(id, sent_seq)`."""
        with self.db.writing() as connection:
            head = connection.execute(LOCKED_HEAD, {"id": response_id}).one_or_none()
            if head is not None and head.status == "sent":
                change = {"status": "draft", "updated_at": now, "updated_by": author}
                connection.execute(update(t.response).where(_R.id == response_id).values(change))
                _log(connection, response_id, "reopened", head.seq, author, now)
        return self.response(response_id)


def prefill_changes(values: Mapping[str, str], now: datetime, sources: Mapping[str, str]) -> Iterator[Change]:
    """The changes that put values at answer paths, with an `add` before the first value of each repeat instance, and
    behind those that a person has to confirm where they come from."""
    added: set[str] = set()
    for path, value in values.items():
        for found in _REPEAT_KEY.finditer(path):
            instance = path[: found.end()]
            if instance not in added:
                added.add(instance)
                yield Change(str(uuid.uuid4()), instance, None, 0, now, SYSTEM, SYSTEM, "add")
        yield Change(str(uuid.uuid4()), path, value, 0, now, SYSTEM, SYSTEM)
        if path in sources:
            yield Change(str(uuid.uuid4()), path + journal.ASIDE, sources[path], 0, now, SYSTEM, SYSTEM, "carried")


def _log(connection: Connection, response_id: int, kind: str, seq: int, author: str, now: datetime) -> None:
    row = {"response": response_id, "kind": kind, "seq": seq, "author": author, "at": now}
    connection.execute(insert(t.event).values(row))


def _subject(row: Any) -> Subject:
    return Subject(row.id, cast("SubjectKind", row.kind), row.unit or "", row.title, row.created_at, row.created_by)


def _response(row: Any) -> Response:
    return Response(**row._asdict() | {"unit": row.unit or ""})


def _hashes(changes: Sequence[Change]) -> list[str]:
    found = (file_hash(change.value or "") for change in changes)
    return [sha256 for sha256 in found if sha256]
