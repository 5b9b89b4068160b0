"""Autosave: small changes as JSON, each acknowledged; what is not acknowledged stays in the page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.records import Closed, LateAnswer, LateWhy
from inovik_forms.web import aside, canonical, entries, erasing, fields, late, live, unasked
from inovik_forms.web.access import response_for_device
from inovik_forms.web.auth import login_required
from inovik_forms.web.filling import Filling, keep, load
from inovik_forms.web.pieces import Arrivals
from inovik_forms.web.sections import form_path
from inovik_forms.web.services import account
from inovik_forms.web.theme import clock_time
from inovik_forms.web.wire import LONGEST_BODY, LONGEST_ID, MOST_CHANGES, Batch, Sent, json_reply, sent_change
from inovik_forms.words import gettext
from inovik_forms.workflow import may

bp = Blueprint("autosave", __name__)


@bp.post("/isian/<int:response_id>/simpan")
@login_required
def save(response_id: int) -> Any:
    """Keep the changes, valid or not; a receipt for each, and what the page should say now."""
    response = response_for_device(response_id)
    closed = late.reason(response)
    if not closed and not may(account(), "answer", response):
        return json_reply({"error": "tertutup", "message": late.only_read()}, 409)
    batch = _batch()
    if not isinstance(batch, Batch):
        return batch
    filling, version = load(response), late.version_of_page(response)
    try:
        if closed:
            return json_reply(_taken(filling, batch, closed, version))
        if version != response.version:
            return json_reply(_moved(filling, batch, version))
        before, arrivals = filling.seq, Arrivals(filling)
        changes = _kept(filling, batch.changes, arrivals)
        filling.save(changes)
    except Closed:
        return json_reply(_taken(filling, batch, "sent", version))
    reply = json_reply(_reply(filling, changes, batch, before, arrivals) | arrivals.told())
    keep(filling)
    return reply


def _batch() -> Batch | Response:
    """What was sent, or the refusal of it."""
    if not request.is_json or (request.content_length or 0) > LONGEST_BODY:
        return _refused(gettext("Permintaan ini bukan JSON."))
    try:
        batch = msgspec.json.decode(request.get_data(cache=False), type=Batch)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        return _refused(gettext("Permintaan ini tidak dapat dibaca. Muat ulang halaman."), str(error))
    if len(batch.changes) > MOST_CHANGES or any(not 0 < len(c.id) <= LONGEST_ID for c in batch.changes):
        return _refused(gettext("Terlalu banyak perubahan dalam satu permintaan."))
    return batch


def _kept(filling: Filling, sent: list[Sent], arrivals: Arrivals) -> list[Change]:
    added: dict[Path, int] = {}
    made = (_change(filling, one, arrivals) if one.kind == "set" else entries.made(filling, one, added) for one in sent)
    return aside.keeping(filling, [one for one in made if one])


def _change(filling: Filling, sent: Sent, arrivals: Arrivals) -> Change | None:
    """The change to keep; None for what is no question of this form or not for people to answer (A16)."""
    question = filling.question_at(sent.path) or _awaited(filling, sent)
    if question is None or question.kind not in fields.FIELDS:
        return None
    if question.is_computed or filling.is_read_only(question, sent.path):
        return None
    is_file = question.kind in FILE_KINDS
    value = arrivals.value(question, sent.path, sent.id, sent.value) if is_file else fields.keep(question, sent.value)
    if value is None:
        return None
    return sent_change(filling, sent, value)


def _awaited(filling: Filling, sent: Sent) -> Question | None:
    """The question of an answer in an entry that has not arrived yet, or that its own device has removed since."""
    if not (entries.may_come(filling, sent.path) or _is_own_removal(filling, sent)):
        return None
    found = filling.plan.item(form_path(sent.path))
    return found if isinstance(found, Question) else None


def _is_own_removal(filling: Filling, sent: Sent) -> bool:
    return (
        filling.draft.is_removed(sent.path)
        and entries.has_keys(filling, sent.path)
        and entries.removed_after(filling, sent)
    )


def _reply(filling: Filling, changes: list[Change], batch: Batch, before: int, arrivals: Arrivals) -> dict[str, Any]:
    """Receipts, the time, and for each changed question how it was understood and what is wrong with it. `before`: the
    number of the last change before these, unless somebody else's lie in between."""
    kept = {c.id for c in changes}
    left = _left(filling, [c for c in batch.changes if c.id not in kept], arrivals)
    cut = {c.path for c in batch.changes if canonical.is_too_long(c.value)}
    drawn = live.drawing(filling, [c.path for c in changes if c.kind == "set" and filling.question_at(c.path)])
    for path in cut & drawn["said"].keys():
        drawn["said"][path]["problem"] = canonical.too_long()
    for path in drawn["said"].keys() & filling.kept_out:
        drawn["said"][path]["problem"] = erasing.kept_out()
    return {
        "seq": filling.seq,
        "before": before if filling.is_whole else None,
        "time": clock_time(datetime.now(UTC)),
        **_receipts(batch, kept, left),
        "gone": [one for one in unasked.put_out_of_use(filling, changes) if one[0] not in drawn["shown"]],
        **drawn,
    }


def _left(filling: Filling, sent: list[Sent], arrivals: Arrivals) -> list[LateAnswer]:
    """Those that cannot be kept at their places any more: kept for a person to place."""
    found: list[LateAnswer] = []
    for one in sent:
        why = late.why_not(filling, one.path)
        if why:
            found += late.take(filling, [one], why, filling.response.version, late.here(), arrivals.value)[1]
    return found


def _receipts(batch: Batch, kept: set[str], waiting: list[LateAnswer]) -> dict[str, Any]:
    """`waiting`: arrived, to be placed by a person, which the device is told (`note`)."""
    late_ids = [answer.change_id for answer in waiting]
    arrived = {*kept, *late_ids}
    return {
        "receipts": [{"id": c.id} for c in batch.changes if c.id in arrived],
        "ignored": [c.id for c in batch.changes if c.id not in arrived],
        "unfit": gettext("Pertanyaan ini tidak ada lagi di isian, atau tidak dapat diubah."),
        "late": late_ids,
        "note": late.note(waiting),
    }


def _taken(filling: Filling, batch: Batch, why: LateWhy, version: int) -> dict[str, Any]:
    """The reply where the response takes nothing any more: all that people answered is kept for one to place."""
    arrivals = Arrivals(filling)
    known, kept = late.take(filling, batch.changes, why, version, late.here(), arrivals.value)
    told = _receipts(batch, {sent.id for sent in known}, kept)
    told["late"] = [sent.id for sent in known]
    return _bare(0 if why == "unit" else filling.seq) | told | arrivals.told()


def _moved(filling: Filling, batch: Batch, version: int) -> dict[str, Any]:
    """The reply to a page of another version: what has a place now is kept there."""
    found = late.sort_out(filling, batch.changes, version)
    arrivals = Arrivals(filling)
    changes = _kept(filling, found.fit, arrivals)
    kept = {c.id for c in changes}
    unplaced = [sent for sent in found.fit if sent.id not in kept]
    filling.save(changes)
    waiting = _left(filling, unplaced, arrivals)
    for why, sent in found.left.items():
        waiting += late.take(filling, sent, why, version, late.here(), arrivals.value)[1]
    told = _receipts(batch, kept, waiting)
    moved = gettext("Isian ini sudah pindah ke versi lain dari kuesionernya; muat ulang untuk melihatnya.")
    return _bare(filling.seq) | told | arrivals.told() | {"note": " ".join(filter(None, [told["note"], moved]))}


def _bare(seq: int) -> dict[str, Any]:
    """A reply that says nothing of what the page shows."""
    nothing: dict[str, Any] = {"said": {}, "choices": {}, "shown": {}, "lines": {}, "gone": [], "unasked": None}
    return {"seq": seq, "before": None, "time": clock_time(datetime.now(UTC)), **nothing}


def _refused(message: str, reason: str = "") -> Response:
    """`reason`: for whoever writes the client; in English."""
    return json_reply({"error": "permintaan", "message": message, "reason": reason}, 400)
