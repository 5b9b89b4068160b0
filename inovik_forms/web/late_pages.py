"""Late answers before people: what came too late for a response, to be placed, used, or set aside; and for those who
look over everything, where some wait, and the file of a device whose owner cannot send it any more."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.answers import move
from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.values import Path
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Question, Questionnaire, walk
from inovik_forms.store.files import file_hash
from inovik_forms.store.records import Closed, LateAnswer, UnknownRecord
from inovik_forms.web import begun, conflicts, late, origin, uploads
from inovik_forms.web.access import LARGEST_ID, needs, response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.called import all_called
from inovik_forms.web.filling import Filling, change, is_for_people, load
from inovik_forms.web.looks import longest_side
from inovik_forms.web.owner import device_account
from inovik_forms.web.pages import file_view
from inovik_forms.web.sections import form_path
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.web.texts import in_words
from inovik_forms.web.wire import LONGEST_ID, Sent
from inovik_forms.words import gettext, language, ngettext
from inovik_forms.workflow import Account, Response, may

bp = Blueprint("late", __name__)

FORMAT = "inovik-antrean-1"
"""Of the file that a device writes (static/waiting.js)."""
MOST_RECORDS = 5000


@dataclass(frozen=True, slots=True)
class Shown:
    """A late answer in words. `home`: the answer path at which it would stand now ('' = nowhere); `now`: what stands
    there; `places`: where it can be put; `file`, `file_now`: where these are files (web/pages)."""

    answer: LateAnswer
    words: str
    who: str
    why: str
    handed_by: str
    decided_by: str
    home: Path
    now: str
    placed: str
    places: Mapping[Path, str]
    file: Mapping[str, str] | None
    file_now: Mapping[str, str] | None


@bp.get("/isian/<int:response_id>/terlambat")
@login_required
def overview(response_id: int) -> Any:
    """Those that wait, and those that somebody has decided on."""
    response = response_or_404(response_id)
    filling = load(response)
    places = _places(filling)
    found = [_shown(filling, answer, places) for answer in store().late(response_id)]
    return render_template(
        "terlambat.html", response=response, filling=filling,
        waiting=[one for one in found if one.answer.state == "waiting"],
        decided=[one for one in found if one.answer.state != "waiting"],
        may_answer=may(account(), "answer", response), may_decide=_may_decide(response),
        may_reopen=may(account(), "reopen", response),
    )  # fmt: skip


@bp.post("/isian/<int:response_id>/terlambat")
@login_required
def decide(response_id: int) -> Any:
    """Put an answer at a place, set it aside, or take it up again. However often a button is pressed, once."""
    response = response_or_404(response_id)
    if not _may_decide(response):
        abort(404)
    found = {str(answer.id): answer for answer in store().late(response_id)}
    answer, action = found.get(request.form.get("nomor", "")), request.form.get("aksi", "")
    if answer is None or action not in ("pakai", "abaikan", "kembalikan"):
        abort(400)
    if action == "pakai":
        _place(response, answer, request.form.get("soal", ""))
    else:
        before, state = ("waiting", "dismissed") if action == "abaikan" else ("dismissed", "waiting")
        _tell(store().decide_late(answer.id, before, state, signed_in().username))  # type: ignore[arg-type]
    return redirect(url_for("late.overview", response_id=response_id), 303)


def _place(response: Response, answer: LateAnswer, path: Path) -> None:
    if not may(account(), "answer", response):
        abort(404)
    filling = load(response)
    if path not in _fitting(filling, answer, _places(filling)):
        flash(gettext("Pilih dahulu pertanyaan untuk jawaban itu."))
        return
    if answer.state != "waiting":
        _tell(False)
        return
    question = filling.plan.question(form_path(path))
    try:
        filling.save([change(path, _value_for(filling, answer, question), filling.seq)])
    except Closed:
        flash(gettext("Isian ini sudah dikirim dan tidak dapat diubah."))
        return
    _tell(store().decide_late(answer.id, "waiting", "placed", signed_in().username, path))


def _tell(done: bool) -> None:
    flash(gettext("Tercatat.") if done else gettext("Jawaban itu sudah ditangani orang lain. Periksa sekali lagi."))


def _may_decide(response: Response) -> bool:
    return may(account(), "answer", response) or may(account(), "reopen", response)


# ---------------------------------------------------------------- in words


def _places(filling: Filling) -> dict[Path, str]:
    """Answer path → name of each question that a person can answer now."""
    items = [i for i in filling.state.items if i.relevant and is_for_people(i)]
    paths = [i.answer_path for i in items if isinstance(i.item, Question) and late.is_for_people(i.item)]
    return all_called(filling, paths)


def _fitting(filling: Filling, answer: LateAnswer, places: Mapping[Path, str]) -> dict[Path, str]:
    """Those of these places that take this answer: what was typed goes where one types, a photo where photos go."""
    asked = _asked(_form(filling, answer), answer.path)
    is_file = asked is not None and asked.kind in FILE_KINDS
    media_type = store().file_type(answer.value) if is_file and answer.value else ""

    def fits(path: Path) -> bool:
        kind = filling.plan.question(form_path(path)).kind
        if not is_file or kind not in FILE_KINDS:
            return is_file == (kind in FILE_KINDS)
        return not media_type or uploads.suits(kind, media_type)

    return {path: name for path, name in places.items() if fits(path)}


def _form(filling: Filling, answer: LateAnswer) -> Questionnaire:
    return store().questionnaire(filling.response.questionnaire, answer.version)


def _asked(form: Questionnaire, path: Path) -> Question | None:
    own = form_path(path)
    return next((item for item in walk(form.items) if item.path == own and isinstance(item, Question)), None)


def _home(filling: Filling, answer: LateAnswer) -> dict[Path, str]:
    """The place of an answer in the version of now, and its value as it is named there; empty where there is none."""
    if answer.version == filling.response.version:
        return {answer.path: answer.value}
    return move.brought(Draft({answer.path: answer.value}), _form(filling, answer), filling.plan.questionnaire)


def _value_for(filling: Filling, answer: LateAnswer, question: Question) -> str:
    """As it was given, where the question is the same or of the same kind, and files; else as it reads."""
    if question.kind in FILE_KINDS:
        return answer.value
    home = {form_path(path): value for path, value in _home(filling, answer).items()}
    if question.path in home:
        return home[question.path]
    asked = _asked(_form(filling, answer), answer.path)
    same = asked is not None and asked.kind == question.kind and not asked.choices
    return answer.value if same else _words(filling, answer)


def _words(filling: Filling, answer: LateAnswer) -> str:
    asked = _asked(_form(filling, answer), answer.path)
    return in_words(asked, answer.value, filling.state, answer.path, language()) if asked else answer.value


def _shown(filling: Filling, answer: LateAnswer, places: Mapping[Path, str]) -> Shown:
    fitting = _fitting(filling, answer, places)
    home = next((path for path in _home(filling, answer) if path in fitting), "")
    now, file_now = "", None
    if home:
        question = filling.plan.question(form_path(home))
        now = in_words(question, filling.stored(home), filling.state, home, language())
        file_now = file_view(filling.response.id, filling.stored(home)) if question.kind in FILE_KINDS else None
    return Shown(
        answer, _words(filling, answer), conflicts.name_of(answer.author), gettext(late.WHY[answer.why]),
        conflicts.name_of(answer.handed_by) if answer.handed_by else "",
        conflicts.name_of(answer.decided_by) if answer.decided_by else "", home, now,
        places.get(answer.placed, answer.placed), fitting, file_view(filling.response.id, answer.value), file_now,
    )  # fmt: skip


def waiting_in(response_id: int) -> int:
    """How many late answers of a response wait; for the pages that lead to it."""
    return sum(answer.state == "waiting" for answer in store().late(response_id))


# ---------------------------------------------------------------- over all responses


@bp.get("/terlambat")
@needs("overview")
def inbox() -> Any:
    """Where answers wait, and a form for the file of a device."""
    return _inbox("")


def _inbox(problem: str) -> str:
    counts = store().late_waiting()
    units = {unit.code: unit.name for unit in store().units()}
    found = [(r, counts[r.id], units.get(r.unit, "")) for r in store().responses_of() if r.id in counts]
    return render_template("terlambat-semua.html", found=found, problem=problem)


LONGEST_NUMBER = 16
"""Digits of a response's number, also of one that a device has given (web/begun)."""


class _Record(msgspec.Struct):
    """An answer as a device keeps it (static/device.js); what else it says is no matter here."""

    response: str
    path: str
    value: str
    id: str
    to: str = ""
    base: int = 0
    at: int = 0
    nth: int = 0
    kind: str = "set"


class _File(msgspec.Struct):
    format: str
    account: str
    records: list[_Record]
    files: dict[str, str] = {}
    """Digest → the bytes of a photo or file, in base64."""


@bp.post("/terlambat")
@needs("overview")
def load_file() -> Any:
    """Take the answers of a device in for its owner, whose account may be switched off: all wait for a person."""
    sent = request.files.get("berkas")
    try:
        found = msgspec.json.decode(sent.read() if sent else b"", type=_File)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        found = None
    if found is None or found.format != FORMAT or len(found.records) > MOST_RECORDS:
        return _inbox(gettext("Itu bukan berkas jawaban. Pilih berkas yang disimpan lewat “Simpan ke berkas”.")), 422
    person = next((one for one in store().accounts() if device_account(one) == found.account), None)
    if person is None:
        return _inbox(gettext("Akun yang mengetik jawaban itu tidak ada di sini. Tidak ada yang dimuat.")), 422
    kept, foreign, unread = _take_in(found, person)
    told = ngettext("%(num)s jawaban dari berkas diterima", "%(num)s jawaban dari berkas diterima", kept)
    flash(f"{told % {'num': kept}}: {person.name}.")
    if foreign:
        told = ngettext(
            "%(num)s jawaban tidak ada isiannya di sini.", "%(num)s jawaban tidak ada isiannya di sini.", foreign
        )
        flash(told % {"num": foreign})
    if unread:
        told = ngettext(
            "%(num)s foto atau berkas di dalamnya tidak dapat dibaca atau tidak ada.",
            "%(num)s foto atau berkas di dalamnya tidak dapat dibaca atau tidak ada.", unread,
        )  # fmt: skip
        flash(told % {"num": unread})
    return redirect(url_for("late.inbox"), 303)


def _take_in(file: _File, person: Account) -> tuple[int, int, int]:
    """How many are kept, how many name no response or question that there is, and how many are files that cannot be
    read."""
    groups: dict[tuple[str, str], list[_Record]] = {}
    for record in file.records:
        if record.kind == "begin":
            begun.taken_in(begun.SentBegin(record.id, record.value, record.at), person)
            continue
        groups.setdefault((record.response, record.to), []).append(record)
    kept = foreign = unread = 0
    for (number, to), own in groups.items():
        filling = _filling(number)
        if filling is None:
            foreign += len(own)
            continue
        args = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
        device = origin.named(person.username, args.get("perangkat", ""), args.get("lembar", ""))
        sender = late.Sender(person.username, device, signed_in().username)
        version = late.known_version(filling.response, args.get("versi", ""))
        sent = [Sent(r.id, r.path, r.value, r.base, r.at, r.nth) for r in own if 0 < len(r.id) <= LONGEST_ID]
        enclosed = _Enclosed(file.files, filling.response.id)
        known, found = late.take(filling, sent, "file", version, sender, enclosed.value)
        kept += len(found)
        unread += enclosed.unread
        foreign += len(own) - len(known) - enclosed.unread
    return kept, foreign, unread


@dataclass
class _Enclosed:
    """The photos and files in the file of a device, for one response. `unread`: how many of them were no use."""

    letters: Mapping[str, str]
    response: int
    unread: int = 0

    def value(self, question: Question, path: Path, _change: str, sent: str) -> str | None:
        """late.FileValue"""
        if not sent:
            return ""
        digest = file_hash(sent) or ""
        data = _bytes(self.letters.get(digest, ""))
        sound = sha256(data).hexdigest() == digest
        checked = uploads.check(data, sent.partition("/")[2], question.kind, path, longest_side(question))
        if not sound or isinstance(checked, Problem):
            self.unread += 1
            return None
        return store().put_file(checked.data, checked.name, checked.media_type, self.response)


def _bytes(letters: str) -> bytes:
    try:
        return b64decode(letters, validate=True)
    except ValueError:
        return b""


def _filling(number: str) -> Filling | None:
    """The response of this number, if this person may see it."""
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    own = int(number)
    found = store().begun_as(own) if own > LARGEST_ID else None
    try:
        response = store().response(found.response if found else min(own, LARGEST_ID))
    except UnknownRecord:
        return None
    return load(response) if may(account(), "see", response) else None
