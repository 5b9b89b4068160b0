"""An answer taken out for good, because the law says so. A tombstone stays: that there was an answer, who gave it and
when, who had it erased, when and why; and the journal's chain still holds (`store/chain`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select, update

from inovik_forms.answers import journal
from inovik_forms.answers.values import Change, Path
from inovik_forms.store import chain
from inovik_forms.store import tables as t
from inovik_forms.store.files import UPLOADS, Files, file_hash
from inovik_forms.store.journal import LOCKED_HEAD, Journal, entry_of, row_of
from inovik_forms.store.pieces import Pieces
from inovik_forms.store.records import UnknownRecord

LEAST_TOLD = 4
"""Letters of a value from which on the same value elsewhere is told: shorter ones are the same by chance."""

_R, _C, _L = t.response.c, t.change.c, t.late.c


@dataclass(frozen=True, slots=True)
class Copy:
    """Where the same value stands too; it is told, and not erased with the answer."""

    response: int
    path: Path
    now: bool


@dataclass(frozen=True)
class Erasure:
    """What goes. `changes`: their numbers; `late`: how many answers that came too late; `triggers`: notes of what it
    made other answers be worked out from; `files`: names of uploads. `copies`: what stays and should be looked at.
    `seq`: the tombstone's number, 0 = a dry run."""

    response: int
    paths: tuple[Path, ...]
    changes: tuple[int, ...] = ()
    late: int = 0
    triggers: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    seq: int = 0


@dataclass
class _Found:
    """`late`: what came when the response could not take it any more (`store/late`)."""

    rows: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    late: list[Any] = field(default_factory=list)

    @property
    def values(self) -> set[str]:
        return {row.value for row in (*self.rows, *self.late) if row.value}


class Erasing(Journal, Files, Pieces):
    """The store's part about the right to be forgotten."""

    def erasure(self, response_id: int, paths: Sequence[Path]) -> Erasure:
        """What `erase` would take out. Raises UnknownRecord."""
        with self.db.reading() as connection:
            if connection.execute(select(_R.id).where(_R.id == response_id)).first() is None:
                raise UnknownRecord("response", response_id)
            return _told(connection, response_id, paths, _found(connection, response_id, paths))

    def erase(self, response_id: int, paths: Sequence[Path], *, reason: str, author: str) -> Erasure:
        """Take the answers out of the journal, the snapshot and, where nothing else names them, their files. What was
        made from them (documents, books) is the caller's: `jobs.forget`. Raises UnknownRecord; ValueError when there
        is nothing to take out."""
        with self.db.writing() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what is free is overwritten
            head = connection.execute(LOCKED_HEAD, {"id": response_id}).one_or_none()
            if head is None:
                raise UnknownRecord("response", response_id)
            found = _found(connection, response_id, paths)
            told = _told(connection, response_id, paths, found)
            if not found.values:
                raise ValueError(f"nothing to erase at {', '.join(paths)}")
            for row in (*found.rows, *found.notes):
                _empty(connection, row)
            numbers = [row.id for row in found.late]
            connection.execute(update(t.late).where(_L.id.in_(numbers)).values(value=""))
            decided = {"state": "dismissed", "decided_by": author, "decided_at": self.clock()}
            waiting = update(t.late).where(_L.id.in_(numbers), _L.state == "waiting")
            connection.execute(waiting.values(decided))
            seq = self._tombstones(connection, response_id, head, paths, reason, author)
            gone = [sha256 for value in found.values if (sha256 := file_hash(value))]
            unused = [sha256 for sha256 in gone if _disown(connection, response_id, sha256)]
        for sha256 in unused:
            self._place(sha256, UPLOADS).unlink(missing_ok=True)
            self.drop_outputs(f"kecil:{sha256}", ())
        if gone:
            self.drop_pieces_of(response_id)  # as the device sent it, with where it was taken
        self._overwrite()
        return replace(told, seq=seq)

    def _tombstones(
        self, connection: Connection, response_id: int, head: Any, paths: Sequence[Path], reason: str, author: str
    ) -> int:
        """One more change for each path, and the snapshot as the journal now says."""
        now, seq, digest = self.clock(), head.seq, head.digest
        for path in paths:
            change = Change(str(uuid.uuid4()), path, reason, seq, now, author, author, journal.ERASED)
            seq += 1
            row = row_of(response_id, seq, change, now, 0, digest)
            digest = row["digest"]
            connection.execute(insert(t.change).values(row))
        rows = connection.execute(select(t.change).where(_C.response == response_id).order_by(_C.seq))
        snapshot = journal.fold(entry_of(row).change for row in rows).to_snapshot()
        values = {
            "seq": seq, "digest": digest, "snapshot": msgspec.json.encode(snapshot).decode(), "name": "",
            "updated_at": now, "updated_by": author,
        }  # fmt: skip
        connection.execute(update(t.response).where(_R.id == response_id).values(values))
        return int(seq)

    def _overwrite(self) -> None:
        """The database's own remains, as far as it lets go of them at once."""
        if self.db.engine.dialect.name == "sqlite":
            with self.db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _found(connection: Connection, response_id: int, paths: Sequence[Path]) -> _Found:
    """The changes that hold a value of these paths, and the notes on triggers that repeat one."""
    here = select(t.change).where(_C.response == response_id, _C.value.is_not(None), _C.value != "").order_by(_C.seq)
    kinds = ("set", journal.OVERTAKEN)
    rows = list(connection.execute(here.where(_C.path.in_(paths), _C.kind.in_(kinds))))
    late = select(t.late).where(_L.response == response_id, or_(_L.path.in_(paths), _L.placed.in_(paths)))
    found = _Found(rows, late=list(connection.execute(late.where(_L.value != ""))))
    notes = connection.execute(here.where(_C.kind == "trigger")) if found.values else ()
    found.notes = [row for row in notes if any(value in row.value for value in found.values)]
    return found


def _told(connection: Connection, response_id: int, paths: Sequence[Path], found: _Found) -> Erasure:
    changes, notes = (tuple(row.seq for row in rows) for rows in (found.rows, found.notes))
    files = [value.partition("/")[2] for value in sorted(found.values) if file_hash(value)]
    copies = _copies(connection, response_id, paths, found.values)
    return Erasure(response_id, tuple(paths), changes, len(found.late), notes, tuple(files), tuple(copies))


def _copies(connection: Connection, response_id: int, paths: Sequence[Path], values: set[str]) -> list[Copy]:
    """Equal values elsewhere in this response, and in those of the same subject and unit, which may have taken it
    over. `now`: it is the answer of now, not only an earlier one."""
    wanted = [value for value in values if len(value) >= LEAST_TOLD]
    if not wanted:
        return []
    subject = t.subject
    mine = select(subject.c.id, subject.c.unit).join(t.response, _R.subject == subject.c.id).where(_R.id == response_id)
    own = connection.execute(mine).one()
    near = [subject.c.id == own.id, *([subject.c.unit == own.unit] if own.unit else [])]
    query = (
        select(_C.response, _C.path, _C.value, _R.snapshot)
        .join(t.response, _R.id == _C.response)
        .join(subject, subject.c.id == _R.subject)
        .where(_C.value.in_(wanted), or_(*near))
        .order_by(_C.response, _C.path)
    )
    found: dict[tuple[int, Path], bool] = {}
    for row in connection.execute(query):
        path = row.path.removesuffix(journal.ASIDE)
        if row.response == response_id and path in paths:
            continue
        values_now = msgspec.json.decode(row.snapshot or "{}").get("values", {})
        key = row.response, path
        found[key] = found.get(key, False) or values_now.get(path) == row.value
    return [Copy(response, path, now) for (response, path), now in found.items()]


def _empty(connection: Connection, row: Any) -> None:
    """The digest stands for the value from now on; without its salt nobody can guess what it was."""
    one = (_C.response == row.response, _C.seq == row.seq)
    digest = chain.value_digest(row.salt, row.value)
    connection.execute(update(t.change).where(*one).values(value=None, salt="", erased=digest))


def _disown(connection: Connection, response_id: int, sha256: str) -> bool:
    """The response has this file no more; whether nobody has it."""
    named = select(_C.seq).where(_C.value.like(f"{sha256}/%"))
    if connection.execute(named.where(_C.response == response_id).limit(1)).first() is not None:
        return False
    mine = (t.file_owner.c.sha256 == sha256, t.file_owner.c.response == response_id)
    connection.execute(delete(t.file_owner).where(*mine))
    if connection.execute(select(_L.id).where(_L.value.like(f"{sha256}/%")).limit(1)).first() is not None:
        return False  # it came late for another question, and waits for a person
    others = (
        select(t.file_owner.c.response).where(t.file_owner.c.sha256 == sha256),
        named,
        select(t.media.c.name).where(t.media.c.sha256 == sha256),
    )
    if any(connection.execute(query.limit(1)).first() is not None for query in others):
        return False
    connection.execute(delete(t.file).where(t.file.c.sha256 == sha256))
    return True
