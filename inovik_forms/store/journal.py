"""A response's journal: the one way in which an answer changes, and what is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, func, insert, literal_column, select, union_all, update

from inovik_forms.answers import journal
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.values import Change
from inovik_forms.store import chain
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base
from inovik_forms.store.prepared import Prepared, Session
from inovik_forms.store.queue import put_job
from inovik_forms.store.records import Closed, Conflict, JournalEntry, NewJob, Receipt, UnknownRecord

SYSTEM = "sistem"
"""Author and device of the changes that prefill a new response."""

DEVICE_LETTERS = 16
"""Of `Change.device`, those that name the device; behind them may stand which page of it."""

AT_ONCE = 50
"""Changes looked up or inserted by one statement."""

_R, _C = t.response.c, t.change.c

_SINCE = Prepared(
    select(t.change).where(_C.response == bindparam("response"), _C.seq > bindparam("since")).order_by(_C.seq)
)
_HEAD = select(_R.seq, _R.snapshot, _R.status, _R.digest).where(_R.id == bindparam("id"))
LOCKED_HEAD = _HEAD.with_for_update()
_READ_HEAD, _TAKE_HEAD = Prepared(_HEAD), Prepared(LOCKED_HEAD)
_SAVE_HEAD = Prepared(
    update(t.response).where(_R.id == bindparam("key")), ("seq", "snapshot", "digest", "updated_at", "updated_by")
)
_KNOWN, _SAME, _LATER, _UNSEEN = range(4)


_ERASED = select(_C.path, _C.seq).where(_C.response == bindparam("response"), _C.kind == journal.ERASED)
_ERASURES = Prepared(_ERASED.order_by(_C.seq))


class Journal(Base):
    """`append` is the one way in which an answer changes."""

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
        head, now = found[0], self.clock()
        seen = _look(session, response_id, changes)
        draft, batch = _draft(head.snapshot), _Batch(response_id, head.seq, head.digest, now)
        erased = _erased(session, response_id) if draft.erased else {}
        receipts: list[Receipt] = []
        for change in changes:
            if change.id in seen.known:
                receipts.append(Receipt(change.id, seen.known[change.id], effect="repeated"))
                continue
            if change.path in erased and change.kind == "set" and change.base < erased[change.path]:
                receipts.append(Receipt(change.id, erased[change.path], effect="erased"))
                continue
            made, over = batch.judge(change, seen)
            seen.known[change.id] = batch.add(made, over)
            journal.apply(draft, made)
            in_vain = made.kind == journal.OVERTAKEN
            receipts.append(Receipt(change.id, batch.seq, over, "overtaken" if in_vain else "changed"))
        if not batch.rows:
            return receipts, False
        if head.status != "draft":
            raise Closed(response_id)
        _insert(session, batch.rows)
        row = {
            "key": response_id, "seq": batch.seq, "snapshot": msgspec.json.encode(draft.to_snapshot()).decode(),
            "digest": batch.digest, "updated_at": now, "updated_by": updated_by or changes[-1].author,
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

    def journal_since(self, response_id: int, seq: int) -> list[JournalEntry]:
        """The changes behind this number, in the server's order."""
        rows = self.db.rows(_SINCE, {"response": response_id, "since": seq})
        return [entry_of(row) for row in rows]

    def paths_by_people(self, response_id: int) -> set[str]:
        """What was answered, added or removed by a person; not what was filled in beforehand."""
        with self.db.reading() as connection:
            query = select(_C.path).where(_C.response == response_id, _C.author != SYSTEM).distinct()
            return set(connection.execute(query).scalars())

    def conflicts(self, response_id: int) -> list[Conflict]:
        """The open ones, by path: a change replaced another device's value unseen, and nobody has since set that path
        knowing both."""
        mine = (_C.response == response_id, _C.kind.in_(("set", journal.ERASED)))
        with self.db.reading() as connection:
            paths = select(_C.path).where(*mine, _C.over > 0)
            query = select(t.change).where(*mine, _C.path.in_(paths)).order_by(_C.seq)
            entries = [entry_of(row) for row in connection.execute(query)]
        by_seq = {entry.seq: entry for entry in entries}
        open_ones: dict[str, Conflict] = {}
        for entry in entries:
            path = entry.change.path
            if entry.change.kind == journal.ERASED:
                open_ones.pop(path, None)
            elif entry.over in by_seq:
                open_ones[path] = Conflict(path, entry, by_seq[entry.over])
            elif path in open_ones and entry.change.base >= open_ones[path].newer.seq:
                del open_ones[path]
            elif path in open_ones:  # typed on in another tab of the same device, without a look at both
                open_ones[path] = Conflict(path, entry, open_ones[path].older)
        return list(open_ones.values())


@dataclass
class _Seen:
    """What the journal has beside some changes, by their ids, as numbers. `known`: where they are already, or
    under another id: an answer goes by itself, and again with its page. `later`: what their device has made of the same
    answer after them, and what has arrived before them. `unseen`: the other device's change that they would replace
    without having seen it."""

    known: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)


@dataclass
class _Batch:
    """The rows of some changes, each linked to the one before it."""

    response: int
    seq: int
    digest: str
    now: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)
    by_path: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def judge(self, change: Change, seen: _Seen) -> tuple[Change, int]:
        """The change as it is kept, and the number of the one that it replaces unseen."""
        earlier = self.by_path.get(change.path, ())
        own = _device(change.device)
        later_here = change.nth and any(
            r["nth"] >= change.nth and r["kind"] == change.kind and _device(r["device"]) == own for r in earlier
        )
        if change.kind in ORDERED and (change.id in seen.later or later_here):
            return replace(change, kind=journal.OVERTAKEN), 0
        if change.kind != "set":
            return change, 0
        here = (
            r["seq"] for r in reversed(earlier)
            if r["kind"] == "set" and _device(r["device"]) != own and r["value"] != change.value
        )  # fmt: skip
        return change, next(here, 0) or seen.unseen.get(change.id, 0)

    def add(self, change: Change, over: int) -> int:
        """Its number."""
        self.seq += 1
        row = row_of(self.response, self.seq, change, self.now, over, self.digest)
        self.digest = row["digest"]
        self.rows.append(row)
        self.by_path.setdefault(change.path, []).append(row)
        return self.seq


ORDERED = ("set", "move")
"""Kinds of which the last one made counts, so that one that comes too late changes nothing."""


def _device(name: str) -> str:
    return name[:DEVICE_LETTERS]


def _look(session: Session, response_id: int, changes: Sequence[Change]) -> _Seen:
    """The response's row is locked, so no other transaction adds one meanwhile; the unique constraint stands behind."""
    seen = _Seen()
    for start in range(0, len(changes), AT_ONCE):
        some = changes[start : start + AT_ONCE]
        params: dict[str, Any] = {"response": response_id}
        for n, change in enumerate(some):
            params |= {
                f"id{n}": change.id, f"path{n}": change.path, f"kind{n}": change.kind, f"value{n}": change.value,
                f"device{n}": _device(change.device), f"base{n}": change.base, f"nth{n}": change.nth,
            }  # fmt: skip
        for row in session.rows(_beside(len(some)), params):
            if row.seq is not None:
                (seen.known, seen.known, seen.later, seen.unseen)[row.what][some[row.n].id] = row.seq
    return seen


def _erased(session: Session, response_id: int) -> dict[str, int]:
    """Answer path → where it was erased last."""
    return {row.path: row.seq for row in session.rows(_ERASURES, {"response": response_id})}


def erased_at(connection: Connection, response_id: int) -> dict[str, int]:
    """The same, on a connection."""
    return {row.path: row.seq for row in connection.execute(_ERASED.order_by(_C.seq), {"response": response_id})}


@cache
def _beside(count: int) -> Prepared:
    """Looks up so many changes, each by itself: for a list of ids, SQLite would read the whole journal instead."""
    return Prepared(union_all(*(query for n in range(count) for query in _beside_one(n))))


def _beside_one(n: int) -> list[Select[Any]]:
    def found(what: int, *where: Any) -> Select[Any]:
        told: tuple[Any, ...] = (literal_column(str(n)).label("n"), literal_column(str(what)).label("what"))
        return select(*told, func.max(_C.seq).label("seq")).where(_C.response == bindparam("response"), *where)

    path, device = _C.path == bindparam(f"path{n}"), func.substr(_C.device, 1, DEVICE_LETTERS)
    own, nth = bindparam(f"device{n}", type_=_C.device.type), bindparam(f"nth{n}", type_=_C.nth.type)
    other_value = _C.value.is_distinct_from(bindparam(f"value{n}"))
    counted = (path, nth > 0, _C.kind == bindparam(f"kind{n}"), device == own)
    return [
        found(_KNOWN, _C.id == bindparam(f"id{n}")),
        found(_SAME, *counted, _C.nth == nth, ~other_value),
        found(_LATER, *counted, _C.nth >= nth),
        found(_UNSEEN, path, _C.seq > bindparam(f"base{n}"), _C.kind == "set", device != own, other_value),
    ]


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Several rows a statement: the driver lets other threads in at each one, and takes its time to come back."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        session.run(_inserted(len(some)), {f"{name}{n}": v for n, row in enumerate(some) for name, v in row.items()})


@cache
def _inserted(count: int) -> Prepared:
    rows = [{c.name: bindparam(f"{c.name}{n}", type_=c.type) for c in _C} for n in range(count)]
    return Prepared(insert(t.change).values(rows))


def row_of(response_id: int, seq: int, change: Change, now: datetime, over: int, before: str) -> dict[str, Any]:
    """`before`: the digest of the change before this one."""
    row: dict[str, Any] = {
        "response": response_id, "seq": seq, "id": change.id, "path": change.path, "kind": change.kind,
        "value": change.value, "base": change.base, "made_at": change.made_at, "received_at": now,
        "author": change.author, "device": change.device, "over": over, "nth": change.nth,
        "salt": chain.new_salt(), "erased": "",
    }  # fmt: skip
    return {**row, "digest": chain.link(before, row)}


def _draft(snapshot: str) -> Draft:
    return Draft.from_snapshot(msgspec.json.decode(snapshot)) if snapshot else Draft()


def entry_of(row: Any) -> JournalEntry:
    """A row of the journal's table as our value."""
    change = Change(row.id, row.path, row.value, row.base, row.made_at, row.author, row.device, row.kind, row.nth)
    return JournalEntry(row.seq, change, row.received_at, row.over, bool(row.erased))
