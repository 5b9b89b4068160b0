"""Autosave: small changes as JSON, each acknowledged; what is not acknowledged stays in the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Item, Question, Repeat
from inovik_forms.store.records import Closed, LateAnswer, LateWhy
from inovik_forms.web import aside, canonical, erasing, fields, late, live, origin, texts, unasked
from inovik_forms.web.access import response_for_device
from inovik_forms.web.auth import login_required
from inovik_forms.web.echoes import echo
from inovik_forms.web.filling import Filling, change, is_wrong, keep, load
from inovik_forms.web.mixing import mixed
from inovik_forms.web.pieces import Arrivals
from inovik_forms.web.sections import Scope, form_path
from inovik_forms.web.services import account
from inovik_forms.web.texts import in_language
from inovik_forms.web.theme import clock_time
from inovik_forms.web.wire import LONGEST_BODY, LONGEST_ID, MOST_CHANGES, Batch, Sent, made_at
from inovik_forms.words import gettext, language
from inovik_forms.workflow import may

bp = Blueprint("autosave", __name__)


@bp.post("/isian/<int:response_id>/simpan")
@login_required
def save(response_id: int) -> Any:
    """Keep the changes, valid or not; a receipt for each, and what the page should say now."""
    response = response_for_device(response_id)
    closed = late.reason(response)
    if not closed and not may(account(), "answer", response):
        only_read = gettext("Anda boleh membaca isian ini, tetapi yang mengisinya adalah perangkat daerah lain.")
        return _json({"error": "tertutup", "message": only_read}, 409)
    batch = _batch()
    if not isinstance(batch, Batch):
        return batch
    filling, version = load(response), late.version_of_page(response)
    try:
        if closed:
            return _json(_taken(filling, batch, closed, version))
        if version != response.version:
            return _json(_moved(filling, batch, version))
        before, arrivals = filling.seq, Arrivals(filling)
        changes = _kept(filling, batch.changes, arrivals)
        filling.save(changes)
    except Closed:
        return _json(_taken(filling, batch, "sent", version))
    reply = _json(_reply(filling, changes, batch, before) | arrivals.told())
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
    return aside.keeping(filling, [made for one in sent if (made := _change(filling, one, arrivals))])


def _change(filling: Filling, sent: Sent, arrivals: Arrivals) -> Change | None:
    """The change to keep; None for what is no question of this form or not for people to answer (A16)."""
    question = _question(filling, sent.path)
    if question is None or question.kind not in fields.FIELDS:
        return None
    if question.is_computed or (question.read_only and filling.state.item(sent.path).read_only):
        return None
    is_file = question.kind in FILE_KINDS
    value = arrivals.value(question, sent.path, sent.id, sent.value) if is_file else fields.keep(question, sent.value)
    if value is None:
        return None
    made = change(sent.path, value, min(max(sent.base, 0), filling.seq), key=sent.id)
    return replace(made, nth=origin.clamped(sent.nth), made_at=made_at(sent) or made.made_at)


def _question(filling: Filling, path: Path) -> Question | None:
    try:
        found = filling.state.item(path).item
    except KeyError:
        return None
    return found if isinstance(found, Question) else None


def _reply(filling: Filling, changes: list[Change], batch: Batch, before: int) -> dict[str, Any]:
    """Receipts, the time, and for each changed question how it was understood and what is wrong with it. `before`: the
    number of the last change before these, unless somebody else's lie in between."""
    kept = {c.id for c in changes}
    left = _left(filling, [c for c in batch.changes if c.id not in kept])
    cut = {c.path for c in batch.changes if canonical.is_too_long(c.value)}
    state = filling.state
    said: dict[str, dict[str, Any]] = {}
    for path in dict.fromkeys(c.path for c in changes):
        item = state.item(path)
        question = item.item
        assert isinstance(question, Question)
        if question.kind in FILE_KINDS:
            continue
        value = filling.stored(path)
        problem = texts.said(item.problem) if item.problem and is_wrong(item) else ""
        problem = canonical.too_long() if path in cut else problem
        problem = erasing.kept_out() if path in filling.kept_out else problem
        said[path] = {"echo": echo(question, value), "problem": problem, "shown": fields.shown(question, value)}
    return {
        "seq": filling.seq,
        "before": before if filling.is_whole else None,
        "time": clock_time(datetime.now(UTC)),
        **_receipts(batch, kept, left),
        "said": said,
        "choices": _choices(filling, changes),
        "shown": (shown := _shown(filling)),
        "lines": live.lines(filling, shown, {form_path(c.path) for c in changes}),
        "gone": [one for one in unasked.put_out_of_use(filling, changes) if one[0] not in shown],
        "unasked": _unasked(filling),
    }


def _left(filling: Filling, sent: list[Sent]) -> list[LateAnswer]:
    """Those that cannot be kept at their places any more: kept for a person to place."""
    found: list[LateAnswer] = []
    for one in sent:
        why = late.why_not(filling, one.path)
        if why:
            found += late.take(filling, [one], why, filling.response.version, late.here())[1]
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
    known, kept = late.take(filling, batch.changes, why, version, late.here())
    told = _receipts(batch, {sent.id for sent in known}, kept)
    told["late"] = [sent.id for sent in known]
    return _bare(0 if why == "unit" else filling.seq) | told


def _moved(filling: Filling, batch: Batch, version: int) -> dict[str, Any]:
    """The reply to a page of another version: what has a place now is kept there."""
    found = late.sort_out(filling, batch.changes, version)
    arrivals = Arrivals(filling)
    changes = _kept(filling, found.fit, arrivals)
    kept = {c.id for c in changes}
    unplaced = [sent for sent in found.fit if sent.id not in kept]
    filling.save(changes)
    waiting = _left(filling, unplaced)
    for why, sent in found.left.items():
        waiting += late.take(filling, sent, why, version, late.here())[1]
    told = _receipts(batch, kept, waiting)
    moved = gettext("Isian ini sudah pindah ke versi lain dari kuesionernya; muat ulang untuk melihatnya.")
    return _bare(filling.seq) | told | arrivals.told() | {"note": " ".join(filter(None, [told["note"], moved]))}


def _bare(seq: int) -> dict[str, Any]:
    """A reply that says nothing of what the page shows."""
    nothing: dict[str, Any] = {"said": {}, "choices": {}, "shown": {}, "lines": {}, "gone": [], "unasked": None}
    return {"seq": seq, "before": None, "time": clock_time(datetime.now(UTC)), **nothing}


def _shown(filling: Filling) -> dict[Path, bool]:
    """For each line of the page that asks: whether it is shown now."""
    found = _scope(filling)
    if found is None:
        return {}
    instance, scope = found
    return {
        scope.answer_path(line, instance): filling.is_asked(line, instance)
        if isinstance(line, Repeat)
        else filling.state.item(scope.answer_path(line, instance)).relevant
        for line in scope.lines
    }


def _unasked(filling: Filling) -> str:
    """What the page that asks does not ask now, and why, as HTML."""
    found = _scope(filling)
    if found is None:
        return ""
    instance, scope = found
    return str(unasked.html(filling, unasked.hidden_on(filling, scope, instance), scope, instance))


def _scope(filling: Filling) -> tuple[Path, Scope] | None:
    """The instance ('' for none) and the page that asks, as its address says."""
    pages, butir = filling.pages, request.args.get("butir", "")
    section = pages.find(request.args.get("bagian", ""))
    found = pages.find_instance(butir) if butir else section and ("", section[1])
    return found if found and filling.frame(found[0]) is not None else None


def _choices(filling: Filling, changes: list[Change]) -> dict[Path, list[list[str]]]:
    """The choices offered now by the questions whose filter names something that has just changed."""
    changed = {form_path(c.path) for c in changes}
    touched = filling.plan.touched_by(changed)
    offered: dict[Path, list[list[str]]] = {}
    filtered = {path for path in touched if _is_filtered(filling.plan.item(path))}
    for item in filling.state.items if filtered else ():  # to list all items takes longer than to save
        question = item.item
        if isinstance(question, Question) and question.path in filtered:
            labels = [
                [c.name, in_language(c.label, language(), filling.plan) or c.name]
                for c in mixed(filling, question, item.answer_path, filling.state.choices(item.answer_path))
            ]
            offered[item.answer_path] = labels
    return offered


def _is_filtered(item: Item) -> bool:
    return isinstance(item, Question) and item.choice_filter is not None


def _refused(message: str, reason: str = "") -> Response:
    """`reason`: for whoever writes the client; in English."""
    return _json({"error": "permintaan", "message": message, "reason": reason}, 400)


def _json(data: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(data), status, mimetype="application/json")
