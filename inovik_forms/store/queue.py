"""The table of jobs: a claim is a lease that a dead worker loses, and its number keeps a slow one from writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, delete, func, or_, select, text, update

from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, insert_for
from inovik_forms.store.prepared import Prepared, Session
from inovik_forms.store.records import JobRecord, LostLease, NewJob, UnknownRecord

LEASE = timedelta(seconds=30)  # a worker that has not been heard of for so long is taken for dead
GAVE_UP = "proses-berhenti"
"""The error of a job whose worker died each time, and so could not give a number."""

MOST_ATTEMPTS = 3  # a job that kills its worker each time must not stop the queue

_J = t.job.c
_COLUMNS = (
    _J.id, _J.kind, _J.key, _J.payload, _J.state, _J.attempts, _J.lease, _J.done, _J.total, _J.owner, _J.result,
    _J.error, _J.created_at,
)  # fmt: skip
_DEAD = and_(_J.state == "running", _J.beat < bindparam("dead_since"))
_READY = and_(
    or_(and_(_J.state == "queued", _J.not_before <= bindparam("now")), _DEAD),
    _J.kind.in_(bindparam("kinds", expanding=True)),
)
_ANY_READY = select(_J.id).where(_READY).limit(1)
_NEXT = select(_J.id).where(_READY).order_by(_J.urgent.desc(), _J.id).limit(1).with_for_update(skip_locked=True)
_CLAIM = (
    update(t.job)
    .where(_J.id == _NEXT.scalar_subquery())
    .values(state="running", beat=bindparam("now"), lease=_J.lease + 1, attempts=_J.attempts + 1, done=0)
    .returning(*_COLUMNS)
)
_GIVE_UP = (
    update(t.job)
    .where(_DEAD, _J.attempts >= MOST_ATTEMPTS)
    .values(state="failed", error=bindparam("reason"), lease=_J.lease + 1)
)


_PUT_COLUMNS = ("kind", "key", "payload", "state", "urgent", "owner", "created_at", "not_before")


def _renewing(dialect: str, statement: Any) -> Any:
    """… or renews the job of this key that still waits."""
    new = statement.excluded
    least, most = (func.min, func.max) if dialect == "sqlite" else (func.least, func.greatest)
    renewed = {
        "payload": new.payload,
        "urgent": most(_J.urgent, new.urgent),
        "owner": func.coalesce(new.owner, _J.owner),
        "not_before": least(_J.not_before, new.not_before),
    }
    return statement.on_conflict_do_update(
        index_elements=["key"], index_where=text("state = 'queued'"), set_=renewed
    ).returning(_J.id)


def _put(dialect: str) -> Any:
    values: dict[str, Any] = {name: bindparam(name) for name in _PUT_COLUMNS}
    return _renewing(dialect, insert_for(dialect, t.job).values(values))


_PUT = Prepared(_put)


def job_after(head: Any, number: int) -> Any:
    """PostgreSQL: `put_job` as part of a statement, for each row of `head`. Its values are named "kind_job0"…"""
    values: Any = [bindparam(f"{name}_job{number}", type_=_J[name].type).label(name) for name in _PUT_COLUMNS]
    found = select(*values).select_from(head)
    return _renewing("postgresql", insert_for("postgresql", t.job).from_select(list(_PUT_COLUMNS), found))


def job_row(job: NewJob, now: datetime) -> dict[str, Any]:
    """What `put_job` writes."""
    return {
        "kind": job.kind, "key": job.key, "payload": msgspec.json.encode(dict(job.payload)).decode(),
        "state": "queued", "urgent": int(job.urgent), "owner": job.owner, "created_at": now,
        "not_before": now + timedelta(seconds=job.delay),
    }  # fmt: skip


def put_job(session: Session, job: NewJob, now: datetime) -> int:
    """Enqueue in the caller's transaction; the id. A job with this key that still waits is renewed: it takes the new
    payload, and comes at the earlier of both times."""
    return int(session.rows(_PUT, job_row(job, now))[0].id)


class Queue(Base):
    """The store's part about long work."""

    def enqueue(
        self,
        kind: str,
        payload: Mapping[str, Any],
        key: str,
        *,
        owner: int | None = None,
        urgent: bool = False,
        delay: float = 0.0,
    ) -> int:
        """Ask for work; the job's id. A second request with the key of a job that still waits joins it."""
        with self.db.saving() as session:
            return put_job(session, NewJob(kind, key, payload, owner, urgent, delay), self.clock())

    def claim(self, now: datetime, kinds: Sequence[str] = ("render", "book")) -> JobRecord | None:
        """Take the next job of these kinds: one that waits, or one whose worker died. None when there is nothing to
        do. A job that was left dead too often is marked as failed instead."""
        wanted = {"now": now, "dead_since": now - LEASE, "kinds": list(kinds)}
        with self.db.reading() as connection:  # an idle worker takes no write lock
            if connection.execute(_ANY_READY, wanted).first() is None:
                return None
        with self.db.writing() as connection:
            connection.execute(_GIVE_UP, {"dead_since": wanted["dead_since"], "reason": GAVE_UP})
            row = connection.execute(_CLAIM, wanted).one_or_none()
        return _job(row) if row else None

    def beat(self, job: JobRecord, now: datetime, done: int | None = None, total: int | None = None) -> None:
        """Sign of life, with progress. Raises LostLease when another worker has the job."""
        values: dict[str, Any] = {"beat": now}
        values |= {"done": done} if done is not None else {}
        values |= {"total": total} if total is not None else {}
        self._write(job, values)

    def finish(self, job: JobRecord, result: str = "") -> None:
        """Done; `result` is the key of an output or ''. Raises LostLease."""
        self._write(job, {"state": "done", "result": result, "done": _J.total, "error": ""})

    def fail(self, job: JobRecord, error: str, *, again: bool = False) -> None:
        """Failed for good, or `again`: back into the queue as long as attempts remain. `error` is the number under
        which the log tells more. Raises LostLease."""
        # A job queued meanwhile under the same key does the work anyway.
        twin = select(_J.id).where(_J.key == job.key, _J.state == "queued")
        with self.db.reading() as connection:
            again = again and job.attempts < MOST_ATTEMPTS and connection.execute(twin).first() is None
        self._write(job, {"state": "queued" if again else "failed", "error": error})

    def drop_old_jobs(self, before: datetime) -> None:
        """Forget the jobs that ended and were asked for before a time."""
        with self.db.writing() as connection:
            connection.execute(delete(t.job).where(_J.state.in_(["done", "failed"]), _J.created_at < before))

    def job(self, job_id: int) -> JobRecord:
        """One job. Raises UnknownRecord."""
        with self.db.reading() as connection:
            row = connection.execute(select(*_COLUMNS).where(_J.id == job_id)).one_or_none()
        if row is None:
            raise UnknownRecord("job", job_id)
        return _job(row)

    def _write(self, job: JobRecord, values: Mapping[str, Any]) -> None:
        mine = update(t.job).where(_J.id == job.id, _J.lease == job.lease, _J.state == "running")
        with self.db.writing() as connection:
            if connection.execute(mine.values(values)).rowcount != 1:
                raise LostLease(job.id)


def _job(row: Any) -> JobRecord:
    fields = dict(row._mapping) | {"payload": msgspec.json.decode(row.payload)}
    return JobRecord(**fields)
