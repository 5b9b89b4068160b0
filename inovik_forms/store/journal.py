"""A response's journal: the one way in which an answer changes, and what is read from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from inovik_forms.answers import journal
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.values import Change, maker
from inovik_forms.store import chain
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base
from inovik_forms.store.beside import beside, inserted, written
from inovik_forms.store.prepared import Params, Prepared, Session
from inovik_forms.store.queue import job_row, put_job
from inovik_forms.store.records import Closed, Conflict, JournalEntry, NewJob, Receipt, UnknownRecord

SYSTEM = "sistem"
"""Author and device of the changes that prefill a new response."""

TRIES = 5
"""How often a save is tried that reads and compares; beyond that its response is locked."""

AT_ONCE = 50
"""Changes looked up or inserted by one statement."""

_R, _C = t.response.c, t.change.c

_SINCE = Prepared(
    select(t.change).where(_C.response == bindparam("response"), _C.seq > bindparam("since")).order_by(_C.seq)
)
_HEAD = select(_R.seq, _R.snapshot, _R.status, _R.digest).where(_R.id == bindparam("id"))
LOCKED_HEAD = _HEAD.with_for_update()
_READ_HEAD = Prepared(_HEAD)
_LOCK = Prepared(select(_R.id).where(_R.id == bindparam("id")).with_for_update())
_SAVE_HEAD = Prepared(
    update(t.response).where(_R.id == bindparam("key")), ("seq", "snapshot", "digest", "updated_at", "updated_by")
)


_ERASED = select(_C.path, _C.seq).where(_C.response == bindparam("response"), _C.kind == journal.ERASED)
_ERASURES = Prepared(_ERASED.order_by(_C.seq))


class Journal(Base):
    """`append` is the one way in which an answer changes."""

    def append(self, response_id: int, changes: Sequence[Change], jobs: Sequence[NewJob] = ()) -> list[Receipt]:
        """Store changes, and enqueue `jobs`, in one transaction; a receipt for each change. A change whose id is there
        already is answered with its first receipt and changes nothing. Raises UnknownRecord; Closed when the response
        was sent and the batch holds anything new."""
        if self.db.compares and len(changes) <= AT_ONCE:
            for _ in range(TRIES):
                receipts = self._append_if_unchanged(response_id, changes, jobs)
                if receipts is not None:
                    return receipts
        return self.db.retried(lambda: self._append_locked(response_id, changes, jobs))

    def _append_if_unchanged(
        self, response_id: int, changes: Sequence[Change], jobs: Sequence[NewJob]
    ) -> list[Receipt] | None:
        """Two statements, each a transaction of its own, where a lock would take seven journeys: what is there is read,
        and all is written if that is still what is there. None: somebody else has written meanwhile."""
        head, seen = _taken(self.db.rows, response_id, changes)
        batch = _batch(response_id, head, seen, changes, self.clock())
        if batch.rows:
            row = {f"{name}{n}": value for n, row in enumerate(batch.rows) for name, value in row.items()}
            row |= {f"{name}_job{n}": v for n, job in enumerate(jobs) for name, v in job_row(job, batch.now).items()}
            row |= {"was": head.seq, "was_digest": head.digest, **batch.head(changes[-1].author)}
            if not self.db.retried(lambda: self.db.rows(written(len(batch.rows), len(jobs)), row, once=True)):
                return None
        return batch.receipts

    def _append_locked(self, response_id: int, changes: Sequence[Change], jobs: Sequence[NewJob]) -> list[Receipt]:
        with self.db.saving() as session:
            receipts, news = self._append(session, response_id, changes)
            if news:
                for job in jobs:
                    put_job(session, job, self.clock())
        return receipts

    def _append(
        self, session: Session, response_id: int, changes: Sequence[Change], updated_by: str = ""
    ) -> tuple[list[Receipt], bool]:
        if session.dialect.name != "sqlite":  # whose writers come one by one anyway
            session.rows(_LOCK, {"id": response_id})
        head, seen = _taken(session.rows, response_id, changes)
        batch = _batch(response_id, head, seen, changes, self.clock())
        if batch.rows:
            _insert(session, batch.rows)
            session.run(_SAVE_HEAD, batch.head(updated_by or changes[-1].author))
        return batch.receipts, bool(batch.rows)

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
    without having seen it. `erased`: answer path → where it was erased last.
    `draft`: the answers before them."""

    known: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    draft: Draft = field(default_factory=Draft)


@dataclass
class _Batch:
    """The rows of some changes, each linked to the one before it; `draft`: the answers after them."""

    response: int
    seq: int
    digest: str
    draft: Draft
    now: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)
    by_path: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)

    def head(self, author: str) -> dict[str, Any]:
        """What the response's row says after it."""
        snapshot = msgspec.json.encode(self.draft.to_snapshot()).decode()
        return {
            "key": self.response, "seq": self.seq, "snapshot": snapshot, "digest": self.digest,
            "updated_at": self.now, "updated_by": author,
        }  # fmt: skip

    def judge(self, change: Change, seen: _Seen) -> tuple[Change, int]:
        """The change as it is kept, and the number of the one that it replaces unseen."""
        earlier = self.by_path.get(change.path, ())
        own = change.maker
        later_here = change.nth and any(
            r["nth"] >= change.nth and r["kind"] == change.kind and maker(r["device"]) == own for r in earlier
        )
        if change.kind in ORDERED and (change.id in seen.later or later_here):
            return replace(change, kind=journal.OVERTAKEN), 0
        if change.kind != "set":
            return change, 0
        here = (
            r["seq"] for r in reversed(earlier)
            if r["kind"] == "set" and maker(r["device"]) != own and r["value"] != change.value
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


def _batch(response_id: int, head: Any, seen: _Seen, changes: Sequence[Change], now: datetime) -> _Batch:
    """What becomes of these changes. Raises Closed."""
    batch = _Batch(response_id, head.seq, head.digest, seen.draft, now)
    for change in changes:
        if change.id in seen.known:
            batch.receipts.append(Receipt(change.id, seen.known[change.id], effect="repeated"))
            continue
        if change.kind == "set" and change.base < seen.erased.get(change.path, 0):
            batch.receipts.append(Receipt(change.id, seen.erased[change.path], effect="erased"))
            continue
        made, over = batch.judge(change, seen)
        seen.known[change.id] = batch.add(made, over)
        journal.apply(batch.draft, made)
        in_vain = made.kind == journal.OVERTAKEN
        batch.receipts.append(Receipt(change.id, batch.seq, over, "overtaken" if in_vain else "changed"))
    if batch.rows and head.status != "draft":
        raise Closed(response_id)
    return batch


Rows = Callable[[Prepared, Params], Sequence[Any]]


def _taken(rows: Rows, response_id: int, changes: Sequence[Change]) -> tuple[Any, _Seen]:
    """The response's row, and what its journal has beside the changes. Raises UnknownRecord. Nobody else may add any
    until they are stored: the row is locked, or what is written asks for it to be the same."""
    seen, head = _Seen(), None
    for start in range(0, max(1, len(changes)), AT_ONCE):
        some = changes[start : start + AT_ONCE]
        params: dict[str, Any] = {"response": response_id}
        for n, change in enumerate(some):
            params |= {
                f"id{n}": change.id, f"path{n}": change.path, f"kind{n}": change.kind, f"value{n}": change.value,
                f"device{n}": change.maker, f"base{n}": change.base, f"nth{n}": change.nth,
            }  # fmt: skip
        found = rows(beside(len(some)), params)
        head = head or next(iter(found), None)
        for row in found:
            if row.found is not None:
                (seen.known, seen.known, seen.later, seen.unseen)[row.what][some[row.n].id] = row.found
    if head is None:
        raise UnknownRecord("response", response_id)
    seen.draft = _draft(head.snapshot)
    seen.erased = _erased(rows, response_id) if seen.draft.erased else {}
    return head, seen


def _erased(rows: Rows, response_id: int) -> dict[str, int]:
    """Answer path → where it was erased last."""
    return {row.path: row.seq for row in rows(_ERASURES, {"response": response_id})}


def erased_at(connection: Connection, response_id: int) -> dict[str, int]:
    """The same, on a connection."""
    return {row.path: row.seq for row in connection.execute(_ERASED.order_by(_C.seq), {"response": response_id})}


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Several rows a statement: the driver lets other threads in at each one, and takes its time to come back."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        session.run(inserted(len(some)), {f"{name}{n}": v for n, row in enumerate(some) for name, v in row.items()})


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
