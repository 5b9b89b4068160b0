"""What the journal asks of its tables when changes come: what stands beside them, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, literal_column, select, union_all, update

from inovik_forms.answers.values import DEVICE_LETTERS
from inovik_forms.store import tables as t
from inovik_forms.store.prepared import Prepared
from inovik_forms.store.queue import job_after

_R, _C = t.response.c, t.change.c

KNOWN, SAME, LATER, UNSEEN = range(4)
"""What is found beside a change: itself; itself under another id; one that its device made later; another device's."""


@cache
def beside(count: int) -> Prepared:
    """The response's row with what stands beside so many changes, each looked up by itself: for a list of ids, SQLite
    would read the whole journal instead."""
    head = (_R.seq, _R.snapshot, _R.status, _R.digest)
    mine = _R.id == bindparam("response")
    if not count:
        nothing: Iterator[Any] = (literal_column("NULL").label(name) for name in ("n", "what", "found"))
        return Prepared(select(*head, *nothing).where(mine))
    beside = union_all(*(query for n in range(count) for query in _beside_one(n))).subquery("beside")
    joined = t.response.outerjoin(beside, beside.c.found.is_not(None))
    return Prepared(select(*head, beside.c.n, beside.c.what, beside.c.found).select_from(joined).where(mine))


def _beside_one(n: int) -> list[Select[Any]]:
    def found(what: int, *where: Any) -> Select[Any]:
        told: tuple[Any, ...] = (literal_column(str(n)).label("n"), literal_column(str(what)).label("what"))
        return select(*told, func.max(_C.seq).label("found")).where(_C.response == bindparam("response"), *where)

    path, device = _C.path == bindparam(f"path{n}"), func.substr(_C.device, 1, DEVICE_LETTERS)
    own, nth = bindparam(f"device{n}", type_=_C.device.type), bindparam(f"nth{n}", type_=_C.nth.type)
    other_value = _C.value.is_distinct_from(bindparam(f"value{n}"))
    counted = (path, nth > 0, _C.kind == bindparam(f"kind{n}"), device == own)
    return [
        found(KNOWN, _C.id == bindparam(f"id{n}")),
        found(SAME, *counted, _C.nth == nth, ~other_value),
        found(LATER, *counted, _C.nth >= nth),
        found(UNSEEN, path, _C.seq > bindparam(f"base{n}"), _C.kind == "set", device != own, other_value),
    ]


@cache
def inserted(count: int) -> Prepared:
    rows = [{c.name: bindparam(f"{c.name}{n}", type_=c.type) for c in _C} for n in range(count)]
    return Prepared(insert(t.change).values(rows))


@cache
def written(count: int, jobs: int) -> Prepared:
    """PostgreSQL: all of a save as one statement, which writes nothing and gives no row unless the response is still
    what was read."""
    renewed: dict[str, Any] = {c: bindparam(c) for c in ("seq", "snapshot", "digest", "updated_at", "updated_by")}
    same = (_R.id == bindparam("key"), _R.seq == bindparam("was"), _R.digest == bindparam("was_digest"))
    head = update(t.response).where(*same, _R.status == "draft").values(renewed).returning(_R.id).cte("head")
    rows = [
        select(*(bindparam(f"{c.name}{n}", type_=c.type).label(c.name) for c in _C)).select_from(head)
        for n in range(count)
    ]
    kept = insert(t.change).from_select([c.name for c in _C], union_all(*rows) if count > 1 else rows[0]).cte("kept")
    put = [job_after(head, n).cte(f"job{n}") for n in range(jobs)]
    return Prepared(select(head.c.id).add_cte(kept, *put))
