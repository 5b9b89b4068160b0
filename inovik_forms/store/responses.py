"""Subjects and responses: a response is its journal; the snapshot beside it is a cache of the journal's fold."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Select, bindparam, insert, select, union_all, update

from inovik_forms.answers import journal
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.values import Change
from inovik_forms.store import chain
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, upsert
from inovik_forms.store.content import LAST_QUESTIONNAIRE
from inovik_forms.store.files import file_hash
from inovik_forms.store.prepared import CoreSession, Prepared, Session
from inovik_forms.store.queue import put_job
from inovik_forms.store.records import (
    Closed,
    Conflict,
    JournalEntry,
    NewJob,
    Receipt,
    Response,
    Stale,
    Subject,
    SubjectKind,
    UnknownRecord,
)
from inovik_forms.workflow import TRIAL

SYSTEM = "sistem"
"""Author and device of the changes that prefill a new response."""

_R, _S, _C = t.response.c, t.subject.c, t.change.c

_RESPONSE = select(
    _R.id, _R.subject, _R.questionnaire, _R.version, _R.status, _R.seq, _R.updated_at, _R.updated_by,
    _S.unit, _S.kind, _S.title, _R.sent_seq, _R.sent_at, _R.name,
).join(t.subject, _S.id == _R.subject)  # fmt: skip
_RESPONSE_BY_ID = Prepared(_RESPONSE.where(_R.id == bindparam("id")))
_HEAD = select(_R.seq, _R.snapshot, _R.status, _R.digest).where(_R.id == bindparam("id"))
_LOCKED_HEAD = _HEAD.with_for_update()
_READ_HEAD, _TAKE_HEAD = Prepared(_HEAD), Prepared(_LOCKED_HEAD)
_SAVE_HEAD = Prepared(
    update(t.response).where(_R.id == bindparam("key")), ("seq", "snapshot", "digest", "updated_at", "updated_by")
)
_UNSEEN = Prepared(
    select(_C.seq)
    .where(_C.response == bindparam("response"), _C.path == bindparam("path"), _C.seq > bindparam("base"))
    .where(_C.device != bindparam("device"), _C.value.is_distinct_from(bindparam("value")))
    .order_by(_C.seq.desc())
    .limit(1)
)
AT_ONCE = 50
"""Changes looked up or inserted by one statement."""
_REPEAT_KEY = re.compile(r"\[[^\]/]+\]")


class Responses(Base):
    """The store's part about answers. `append` is the one way in which an answer changes."""

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
            # SQLite's writers come one by one anyway; on PostgreSQL those of one subject wait for each other here.
            connection.execute(select(_S.id).where(_S.id == subject_id).with_for_update())
            mine = select(_R.id, _R.status).where(_R.subject == subject_id, _R.questionnaire == questionnaire)
            last = connection.execute(mine.order_by(_R.id.desc()).limit(1)).one_or_none()
            if last is not None and (last.status == "draft" or not repeatable):
                key, is_new = last.id, False
            else:
                key, is_new = self._start(connection, subject_id, questionnaire, author, prefill, sources=sources), True
        return self.response(key), is_new

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

    # ---- the journal

    def append(self, response_id: int, changes: Sequence[Change], jobs: Sequence[NewJob] = ()) -> list[Receipt]:
        """Store changes, and enqueue `jobs`, in one transaction; a receipt for each change. A change whose id is there
        already is answered with its first receipt and changes nothing. Raises UnknownRecord; Closed when the response
        was sent and the batch holds anything new."""
        with self.db.saving() as session:
            receipts, news = self._append(session, response_id, changes)
            if news:
                for job in jobs:
                    put_job(session, job, self.clock())
        return receipts

    def _append(
        self, session: Session, response_id: int, changes: Sequence[Change], updated_by: str = ""
    ) -> tuple[list[Receipt], bool]:
        found = session.rows(_TAKE_HEAD, {"id": response_id})
        if not found:
            raise UnknownRecord("response", response_id)
        head = found[0]
        now, seq, draft, receipts = self.clock(), head.seq, _draft(head.snapshot), []
        digest = head.digest
        known = _known(session, response_id, changes)
        rows: list[dict[str, Any]] = []
        by_path: dict[str, list[dict[str, Any]]] = {}
        for change in changes:
            over = 0
            if change.id not in known:
                seq += 1
                known[change.id] = seq
                same = by_path.setdefault(change.path, [])
                over = _unseen_here(same, change) or _unseen(session, response_id, head.seq, change)
                rows.append(_row(response_id, seq, change, now, over, digest))
                digest = rows[-1]["digest"]
                same.append(rows[-1])
                journal.apply(draft, change)
            receipts.append(Receipt(change.id, known[change.id], over))
        if rows:
            _insert(session, rows)
        if seq == head.seq:
            return receipts, False
        if head.status != "draft":
            raise Closed(response_id)
        row = {
            "key": response_id, "seq": seq, "snapshot": msgspec.json.encode(draft.to_snapshot()).decode(),
            "digest": digest, "updated_at": now, "updated_by": updated_by or changes[-1].author,
        }  # fmt: skip
        session.run(_SAVE_HEAD, row)
        return receipts, True

    def draft(self, response_id: int) -> tuple[int, Draft]:
        """The response's present number and its answers. Raises UnknownRecord."""
        found = self.db.rows(_READ_HEAD, {"id": response_id})
        if not found:
            raise UnknownRecord("response", response_id)
        return found[0].seq, _draft(found[0].snapshot)

    def draft_at(self, response_id: int, seq: int) -> Draft:
        """The answers as they were at a number, from the journal."""
        return journal.fold(entry.change for entry in self.journal(response_id) if entry.seq <= seq)

    def journal(self, response_id: int) -> list[JournalEntry]:
        """Every change, in the server's order."""
        with self.db.reading() as connection:
            query = select(t.change).where(_C.response == response_id).order_by(_C.seq)
            return [entry_of(row) for row in connection.execute(query)]

    def paths_by_people(self, response_id: int) -> set[str]:
        """What was answered, added or removed by a person; not what was filled in beforehand."""
        with self.db.reading() as connection:
            query = select(_C.path).where(_C.response == response_id, _C.author != SYSTEM).distinct()
            return set(connection.execute(query).scalars())

    def conflicts(self, response_id: int) -> list[Conflict]:
        """The open ones, by path: a change replaced another device's value unseen, and nobody has since set that path
        knowing both."""
        with self.db.reading() as connection:
            paths = select(_C.path).where(_C.response == response_id, _C.over > 0)
            query = select(t.change).where(_C.response == response_id, _C.path.in_(paths)).order_by(_C.seq)
            entries = [entry_of(row) for row in connection.execute(query)]
        by_seq = {entry.seq: entry for entry in entries}
        open_ones: dict[str, Conflict] = {}
        for entry in entries:
            path = entry.change.path
            if entry.over in by_seq:
                open_ones[path] = Conflict(path, entry, by_seq[entry.over])
            elif path in open_ones and entry.change.base >= open_ones[path].newer.seq:
                del open_ones[path]
        return list(open_ones.values())

    # ---- sending

    def mark_sent(self, response_id: int, author: str, now: datetime, seq: int) -> Response:
        """Mark as sent exactly what the caller has checked, number `seq`. Sending twice is harmless. Raises Stale when
        the response has moved on since."""
        with self.db.writing() as connection:
            head = connection.execute(_LOCKED_HEAD, {"id": response_id}).one_or_none()
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
            head = connection.execute(_LOCKED_HEAD, {"id": response_id}).one_or_none()
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


def _known(session: Session, response_id: int, changes: Sequence[Change]) -> dict[str, int]:
    """The numbers of those changes that are there already, by id. The response's row is locked, so no other
    transaction adds one meanwhile; the unique constraint stands behind it."""
    known: dict[str, int] = {}
    for start in range(0, len(changes), AT_ONCE):
        ids = {f"id{n}": change.id for n, change in enumerate(changes[start : start + AT_ONCE])}
        rows = session.rows(_receipts(len(ids)), {"response": response_id, **ids})
        known |= {row.id: row.seq for row in rows}
    return known


@cache
def _receipts(count: int) -> Prepared:
    """Looks up so many ids, each by itself: for a list of them, SQLite would read the whole journal instead."""
    mine = select(_C.id, _C.seq).where(_C.response == bindparam("response"))
    return Prepared(union_all(*(mine.where(_C.id == bindparam(f"id{n}")) for n in range(count))))


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Several rows a statement: the driver lets other threads in at each one, and takes its time to come back."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        session.run(_inserted(len(some)), {f"{name}{n}": v for n, row in enumerate(some) for name, v in row.items()})


@cache
def _inserted(count: int) -> Prepared:
    rows = [{c.name: bindparam(f"{c.name}{n}", type_=c.type) for c in _C} for n in range(count)]
    return Prepared(insert(t.change).values(rows))


def _unseen(session: Session, response_id: int, seq: int, change: Change) -> int:
    """The number of another device's change of this path that this one replaces unseen; 0 = none."""
    if change.kind != "set" or change.base >= seq:
        return 0
    key = {"response": response_id, "path": change.path, "base": change.base}
    key |= {"device": change.device, "value": change.value}
    found = session.rows(_UNSEEN, key)
    return found[0].seq if found else 0


def _unseen_here(earlier: list[dict[str, Any]], change: Change) -> int:
    """The same among the earlier changes of this path in one batch."""
    if change.kind != "set":
        return 0
    found = (r["seq"] for r in reversed(earlier) if r["device"] != change.device and r["value"] != change.value)
    return next(found, 0)


def _row(response_id: int, seq: int, change: Change, now: datetime, over: int, before: str) -> dict[str, Any]:
    """`before`: the digest of the change before this one."""
    row: dict[str, Any] = {
        "response": response_id, "seq": seq, "id": change.id, "path": change.path, "kind": change.kind,
        "value": change.value, "base": change.base, "made_at": change.made_at, "received_at": now,
        "author": change.author, "device": change.device, "over": over, "salt": chain.new_salt(), "erased": "",
    }  # fmt: skip
    return {**row, "digest": chain.link(before, row)}


def _log(connection: Connection, response_id: int, kind: str, seq: int, author: str, now: datetime) -> None:
    row = {"response": response_id, "kind": kind, "seq": seq, "author": author, "at": now}
    connection.execute(insert(t.event).values(row))


def _draft(snapshot: str) -> Draft:
    return Draft.from_snapshot(msgspec.json.decode(snapshot)) if snapshot else Draft()


def _subject(row: Any) -> Subject:
    return Subject(row.id, cast("SubjectKind", row.kind), row.unit or "", row.title, row.created_at, row.created_by)


def _response(row: Any) -> Response:
    return Response(**row._asdict() | {"unit": row.unit or ""})


def entry_of(row: Any) -> JournalEntry:
    """A row of the journal's table as our value."""
    change = Change(row.id, row.path, row.value, row.base, row.made_at, row.author, row.device, row.kind)
    return JournalEntry(row.seq, change, row.received_at, row.over)


def _hashes(changes: Sequence[Change]) -> list[str]:
    found = (file_hash(change.value or "") for change in changes)
    return [sha256 for sha256 in found if sha256]
