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
from inovik_forms.store.records import Closed
from inovik_forms.web import aside, canonical, fields, live, origin, texts, unasked
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.echoes import echo
from inovik_forms.web.filling import Filling, change, is_wrong, keep, load
from inovik_forms.web.mixing import mixed
from inovik_forms.web.pieces import Arrivals
from inovik_forms.web.sections import Scope, form_path
from inovik_forms.web.services import account
from inovik_forms.web.texts import in_language
from inovik_forms.web.theme import clock_time
from inovik_forms.words import gettext, language
from inovik_forms.workflow import may

bp = Blueprint("autosave", __name__)

MOST_CHANGES = 500
"""In one request; a page of the longest section, several times over."""
LONGEST_BODY = 512 * 1024
LONGEST_ID = 64
LATEST = 4_102_444_800_000
"""ms since 1970: the year 2100. A clock beyond it says nothing."""


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """One change as the browser sends it. `at`: ms since 1970 when it was made, by the device's clock; 0 = unknown.
    `nth`: by the device's own counting (static/order.js); 0 = not counted."""

    id: str
    path: str
    value: str
    base: int = 0
    at: int = 0
    nth: int = 0


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """A request: changes in the order they were made."""

    changes: list[Sent]


@bp.post("/isian/<int:response_id>/simpan")
@login_required
def save(response_id: int) -> Any:
    """Keep the changes, valid or not; a receipt for each, and what the page should say now."""
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        return _json({"error": "tertutup", "message": gettext("Isian ini sudah dikirim dan tidak dapat diubah.")}, 409)
    if request.args.get("versi", str(response.version)) != str(response.version):
        moved = gettext("Isian ini baru saja pindah ke versi lain. Tekan “Simpan dan lanjutkan” untuk melihatnya.")
        return _json({"error": "tertutup", "message": moved}, 409)
    if not request.is_json or (request.content_length or 0) > LONGEST_BODY:
        return _refused(gettext("Permintaan ini bukan JSON."))
    try:
        batch = msgspec.json.decode(request.get_data(cache=False), type=Batch)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        return _refused(gettext("Permintaan ini tidak dapat dibaca. Muat ulang halaman."), str(error))
    if len(batch.changes) > MOST_CHANGES or any(not 0 < len(c.id) <= LONGEST_ID for c in batch.changes):
        return _refused(gettext("Terlalu banyak perubahan dalam satu permintaan."))
    filling = load(response)
    before = filling.seq
    arrivals = Arrivals(filling)
    changes = aside.keeping(filling, [made for sent in batch.changes if (made := _change(filling, sent, arrivals))])
    try:
        filling.save(changes)
    except Closed:
        return _json({"error": "tertutup", "message": gettext("Isian ini sudah dikirim dan tidak dapat diubah.")}, 409)
    reply = _json(_reply(filling, changes, batch, before) | {"refused": arrivals.refused, "wanted": arrivals.wanted})
    keep(filling)
    return reply


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
    made = replace(made, nth=origin.clamped(sent.nth))
    # Kept as the device says; what counts for order and deadlines is when it arrived.
    return replace(made, made_at=datetime.fromtimestamp(sent.at / 1000, UTC)) if 0 < sent.at < LATEST else made


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
        said[path] = {"echo": echo(question, value), "problem": problem, "shown": fields.shown(question, value)}
    return {
        "seq": filling.seq,
        "before": before if filling.is_whole else None,
        "time": clock_time(datetime.now(UTC)),
        "receipts": [{"id": c.id} for c in changes],
        "ignored": [c.id for c in batch.changes if c.id not in kept],
        "unfit": gettext("Pertanyaan ini tidak ada lagi di isian, atau tidak dapat diubah."),
        "said": said,
        "choices": _choices(filling, changes),
        "shown": (shown := _shown(filling)),
        "lines": live.lines(filling, shown, {form_path(c.path) for c in changes}),
        "gone": [one for one in unasked.put_out_of_use(filling, changes) if one[0] not in shown],
        "unasked": _unasked(filling),
    }


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
