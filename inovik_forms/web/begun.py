"""Responses that a device began by itself, without a network (static/later/drafts.js).

The device gives each a number beyond all of ours. It says first that it began one (`begin`), then sends its answers as
of any other response; addresses with its number go on working. Where the same was begun elsewhere meanwhile, its
answers go there: other questions side by side, the same one as a conflict that a person decides.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Flask, Response, abort, g, redirect, request

from inovik_forms import packs
from inovik_forms.store.begun import Begin
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import canonical
from inovik_forms.web.access import LARGEST_ID
from inovik_forms.web.auth import login_required
from inovik_forms.web.filling import load
from inovik_forms.web.services import account, every_stage, services, signed_in, store
from inovik_forms.web.start import LONGEST_TITLE, title_problem
from inovik_forms.web.theme import clock_time
from inovik_forms.web.wire import LATEST, LONGEST_BODY, LONGEST_ID, json_reply
from inovik_forms.words import gettext
from inovik_forms.workflow import Account, Subject, SubjectKind, may, stage_of
from inovik_forms.workflow import Response as Answers

bp = Blueprint("begun", __name__)

HIGHEST = 2**53
"""Beyond it a browser cannot count."""


class What(msgspec.Struct, forbid_unknown_fields=True):
    """What was begun: `subject` 0 = about something new, of this kind and title, for this unit ('' = one's own);
    `last`: from the last response that was sent."""

    draft: str
    questionnaire: str
    version: int
    subject: int = 0
    kind: SubjectKind = "inovasi"
    title: str = ""
    unit: str = ""
    last: bool = False


class SentBegin(msgspec.Struct):
    """One beginning as the device sends it; it travels like any change (web/wire). `value`: a What, as JSON."""

    id: str
    value: str
    at: int = 0
    kind: Literal["begin"] = "begin"


class Batch(msgspec.Struct):
    """A request: beginnings in the order they were made."""

    changes: list[SentBegin]


# ---------------------------------------------------------------- its addresses


def install(app: Flask) -> None:
    """Let the addresses that a device made work like ours."""
    app.url_value_preprocessor(_arrived)


def _arrived(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """In place of a device's number, ours. Whoever looks at a page goes on at its own address."""
    draft = (values or {}).get("response_id", 0)
    if values is None or not LARGEST_ID < draft < HIGHEST or account() is None:
        return
    found = store().begun_as(draft)
    if found is None:
        return
    if request.method == "GET":
        parts = urlsplit(request.full_path.rstrip("?"))
        abort(redirect(parts._replace(path=parts.path.replace(str(draft), str(found.response), 1)).geturl(), 302))
    values["response_id"] = found.response
    g.seen = max(found.seq, 0)


# ---------------------------------------------------------------- arriving


@bp.post("/isian/mulai")
@login_required
def begin() -> Any:
    """Make the responses that a device has begun; a receipt for each, or the reason why not (`refused`), which the
    device keeps with all that was answered in it."""
    if not request.is_json or (request.content_length or 0) > LONGEST_BODY:
        return _unreadable()
    try:
        batch = msgspec.json.decode(request.get_data(cache=False), type=Batch)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return _unreadable()
    receipts, refused, begun, notes = [], {}, {}, []
    for sent in batch.changes:
        made = _made(sent) if 0 < len(sent.id) <= LONGEST_ID else gettext("Permintaan ini tidak dapat dibaca.")
        if isinstance(made, str):
            refused[sent.id] = made
            continue
        receipts.append({"id": sent.id})
        begun[sent.id] = made[0].id
        notes.append(made[1])
    return json_reply({
        "seq": 0, "time": clock_time(datetime.now(UTC)), "receipts": receipts, "ignored": list(refused), "late": [],
        "refused": refused, "unfit": "", "begun": begun, "note": " ".join(filter(None, notes)),
    })  # fmt: skip


def _unreadable() -> Response:
    return json_reply({"error": "permintaan", "message": gettext("Permintaan ini tidak dapat dibaca.")}, 400)


def _made(sent: SentBegin) -> tuple[Answers, str] | str:
    """The response, and what to tell of it; or why it cannot be made."""
    person = signed_in()
    said = _said(sent, person)
    if isinstance(said, str):
        return said
    if not may(person, "start", said.subject):
        return _not_yours()
    known = store().begun_as(said.draft)
    if known and not may(person, "see", store().response(known.response)):
        return _not_yours()
    response, is_new = _begun(said, person)
    return response, "" if known or is_new else _joined(response)


def taken_in(sent: SentBegin, person: Account) -> Answers | None:
    """The response that the file of another person's device says was begun there; None where it cannot be made. Whoever
    loads it may see what it is about."""
    said = _said(sent, person)
    if isinstance(said, str) or not may(account(), "see", said.subject):
        return None
    response, _ = _begun(said, person)
    return response if may(account(), "see", response) else None


def _begun(said: Begin, person: Account) -> tuple[Answers, bool]:
    """The response, made if need be; whether it is new."""
    stage = stage_of(every_stage(), said.questionnaire)
    first = packs.prefill(store(), said.subject, person, said.questionnaire, services().today(), from_last=said.last)
    response, is_unfinished = store().begin_on_device(
        said, person.username, first.values, first.sources, repeatable=bool(stage and stage.repeatable)
    )
    if is_unfinished:
        load(response).begin(said.at.astimezone(services().zone), person.username)
        store().begun_whole(said.draft)
    return response, is_unfinished


def _said(sent: SentBegin, person: Account) -> Begin | str:
    """What is to be begun; or why it cannot be."""
    try:
        what = msgspec.json.decode(sent.value, type=What)
        draft = int(what.draft)
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError):
        return gettext("Permintaan ini tidak dapat dibaca.")
    stage = stage_of(every_stage(), what.questionnaire)
    subject = _subject(what, person)
    if isinstance(subject, str):
        return subject
    if not LARGEST_ID < draft < HIGHEST or not what.questionnaire or stage is None or stage.kind != subject.kind:
        return gettext("Kuesioner ini tidak dipakai lagi. Jawaban tetap tersimpan di perangkat ini.")
    try:
        store().questionnaire(what.questionnaire, max(what.version, 1))
    except UnknownRecord:
        return gettext("Kuesioner ini tidak dipakai lagi. Jawaban tetap tersimpan di perangkat ini.")
    now = services().now()
    at = min(datetime.fromtimestamp(sent.at / 1000, UTC), now) if 0 < sent.at < LATEST else now
    return Begin(draft, subject, what.questionnaire, max(what.version, 1), at, what.last)


def _subject(what: What, person: Account) -> Subject | str:
    """What it is about; what is wrong with it."""
    if what.subject:
        try:
            return store().subject(what.subject if 0 < what.subject <= LARGEST_ID else 0)
        except UnknownRecord:
            return gettext("Inovasi atau kesepakatan ini tidak ada lagi. Jawaban tetap tersimpan di perangkat ini.")
    title = " ".join(canonical.clean(what.title).split())
    unit = person.unit if person.role == "staff" else what.unit
    if unit and unit not in {known.code for known in store().units()}:
        return gettext("Pilih perangkat daerah dari daftar.")
    return title_problem(title[: LONGEST_TITLE + 1]) or Subject(0, what.kind, unit, title, services().now())


def _not_yours() -> str:
    return gettext(
        "Anda tidak mengisi untuk perangkat daerah ini (lagi), jadi isian ini tidak dapat dibuat. "
        "Jawaban tetap tersimpan di perangkat ini; simpan ke berkas dan serahkan kepada koordinator."
    )


def _joined(response: Answers) -> str:
    """The same was begun elsewhere meanwhile."""
    if response.status == "draft":
        told = gettext("Isian “{title}” sudah dimulai di tempat lain; jawaban Anda ditambahkan ke isian itu.")
    else:
        told = gettext("Isian “{title}” sudah dikirim dari tempat lain; jawaban Anda menunggu ditempatkan di sana.")
    return told.format(title=response.label)
