"""What comes too late for its response: taken in (F14), shown, and placed by people (web/late_pages). Nothing that was
typed is refused into nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from flask import request

from inovik_forms.answers import move
from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.journal import Draft
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Question, walk
from inovik_forms.store.records import JournalEntry, LateAnswer, LateWhy, UnknownRecord
from inovik_forms.web import differences, fields, origin
from inovik_forms.web.filling import Filling
from inovik_forms.web.sections import form_path
from inovik_forms.web.services import account, services, signed_in, store
from inovik_forms.web.wire import Sent, made_at
from inovik_forms.words import gettext, mark, ngettext
from inovik_forms.workflow import Response, may, may_if_open

WHY: dict[LateWhy, str] = {
    "sent": mark("isian ini sudah dikirim"),
    "removed": mark("pertanyaannya tidak ada lagi di versi kuesioner yang sekarang dipakai"),
    "gone": mark("butir daftarnya sudah dihapus"),
    "locked": mark("jawaban itu tidak dapat diubah lagi"),
    "unit": mark("pengetiknya tidak lagi mengisi untuk perangkat daerah ini"),
    "file": mark("dimuat dari berkas"),
}


@dataclass
class Sorted:
    """What a device sends: `fit` for the version of now; `left`: what does not fit, by reason."""

    fit: list[Sent] = field(default_factory=list)
    left: dict[LateWhy, list[Sent]] = field(default_factory=dict)


def reason(response: Response) -> LateWhy | None:
    """Why a response does not take this person's answers any more; None: it does, or it never did."""
    person = account()
    if person is None or may(person, "answer", response):
        return None
    if may_if_open(person, "answer", response):
        return "sent"
    once = not may(person, "see", response) and store().has_answered(response.id, person.username)
    return "unit" if once else None


def only_read() -> str:
    """What is said to whoever may see a response, and has never answered in it."""
    return gettext("Anda boleh membaca isian ini, tetapi yang mengisinya adalah perangkat daerah lain.")


def note(kept: Iterable[LateAnswer]) -> str:
    """What the device is told of answers that arrived and wait; '' for none."""
    found = list(kept)
    if not found:
        return ""
    told = ngettext(
        "%(num)s jawaban diterima, menunggu ditempatkan", "%(num)s jawaban diterima, menunggu ditempatkan", len(found)
    )
    reasons = "; ".join(gettext(WHY[why]) for why in dict.fromkeys(answer.why for answer in found))
    return f"{told % {'num': len(found)}}: {reasons}."


def version_of_page(response: Response) -> int:
    """The version that the page was drawn for; that of now where it says none that there is."""
    return known_version(response, request.args.get("versi", ""))


def version_typed(response: Response) -> int:
    """The same of a page that is sent as a whole."""
    return known_version(response, request.form.get("versi", "") or str(response.version))


def known_version(response: Response, said: str) -> int:
    """The version that a device names; the response's own where there is no such version."""
    try:
        version = int(said) if len(said) < 10 else response.version
        if version != response.version:
            store().questionnaire(response.questionnaire, version)
    except (ValueError, UnknownRecord):
        return response.version
    return version


# ---------------------------------------------------------------- what fits


def sort_out(filling: Filling, changes: Iterable[Sent], version: int) -> Sorted:
    """The changes of a page of another version at their places of now, with their choices as they are named now."""
    found, new = Sorted(), filling.plan.questionnaire
    old = store().questionnaire(filling.response.questionnaire, version)
    entries = store().journal(filling.response.id)
    for sent in changes:
        if sent.kind != "set":
            found.fit.append(sent)
            continue
        brought = move.brought(Draft({sent.path: sent.value}), old, new)
        for path, value in brought.items():
            base = _base(entries, sent, path)
            found.fit.append(msgspec.structs.replace(sent, path=path, value=value, base=base))
        if not brought:
            found.left.setdefault("removed", []).append(sent)
    return found


def _base(entries: Sequence[JournalEntry], sent: Sent, path: Path) -> int:
    """What counts as seen of an answer whose place has moved: its copy there too, unless somebody had changed it before
    without the device's knowing."""
    moves = {entry.received_at for entry in entries if entry.change.kind == "version" and entry.seq > sent.base}
    sets = [e for e in entries if e.seq > sent.base and e.change.kind == "set" and e.received_at not in moves]
    if any(e.change.path == sent.path and e.change.maker != origin.maker() for e in sets):
        return sent.base
    copies = (e.seq for e in entries if e.received_at in moves and e.change.path == path and e.change.kind == "set")
    return max(sent.base, *copies, 0)


def why_not(filling: Filling, path: Path) -> LateWhy | None:
    """Why an answer that a person may have given cannot be kept at its place; None: no person can have given it."""
    try:
        question = filling.plan.question(form_path(path))
    except KeyError:
        return None
    if not is_for_people(question):
        return None
    try:
        return "locked" if filling.state.item(path).read_only else None
    except KeyError:
        return "gone" if filling.draft.is_removed(path) else None


def is_for_people(question: Question) -> bool:
    """Whether people give the answer."""
    return question.kind in fields.FIELDS and not question.is_computed


# ---------------------------------------------------------------- keeping


@dataclass(frozen=True)
class Sender:
    """Whose answers they are, and from where. `handed_by`: who loaded them from a file."""

    username: str
    device: str
    handed_by: str = ""


def here() -> Sender:
    return Sender(signed_in().username, origin.device())


FileValue = Callable[[Question, Path, str, str], str | None]
"""Question, answer path, id of the change and what it sent ("<digest>/<name>") → the answer that the file becomes; None
where it does not become one (so far)."""


def take(
    filling: Filling, changes: Iterable[Sent], why: LateWhy, version: int, sender: Sender, file_value: FileValue
) -> tuple[list[Sent], list[LateAnswer]]:
    """Which of these changes are answers that people gave, and those that are kept now: not what the journal has
    already, nor what says the same as the answer that stands."""
    response = filling.response
    form = store().questionnaire(response.questionnaire, version)
    questions = {item.path: item for item in walk(form.items) if isinstance(item, Question) and is_for_people(item)}
    known = [sent for sent in changes if form_path(sent.path) in questions]
    there = store().arrived(response.id, [sent.id for sent in known])
    taken, found = [], []
    for sent in known:
        question = questions[form_path(sent.path)]
        is_file = question.kind in FILE_KINDS and sent.id not in there
        value = file_value(question, sent.path, sent.id, sent.value) if is_file else fields.keep(question, sent.value)
        if value is None:
            continue
        taken.append(sent)
        answer = _answer(sent, value, differences.label(question, form), why, version, sender)
        stands = version == response.version and answer.value == _now(filling, answer.path)
        if sent.id not in there and not stands:
            found.append(answer)
    if found:
        store().keep_late(response.id, found)
    return taken, found


def take_typed(filling: Filling, changes: Iterable[Change]) -> int:
    """The same of a page that came as a whole after its response was sent; how many are kept."""
    plan, kept = filling.plan, []
    for made in changes:
        question = plan.question(form_path(made.path)) if made.kind == "set" else None
        if question is not None and is_for_people(question):
            label = differences.label(question, plan.questionnaire)
            kept.append(LateAnswer(
                made.id, made.path, made.value or "", label, filling.response.version, made.base, made.made_at,
                made.author, made.device, "sent",
            ))  # fmt: skip
    if kept:
        store().keep_late(filling.response.id, kept)
    return len(kept)


def _answer(sent: Sent, value: str, label: str, why: LateWhy, version: int, sender: Sender) -> LateAnswer:
    return LateAnswer(
        sent.id, sent.path, value, label, version,
        max(0, min(sent.base, 2**31 - 1)), made_at(sent) or services().now(), sender.username, sender.device, why,
        sender.handed_by,
    )  # fmt: skip


def _now(filling: Filling, path: Path) -> Any:
    try:
        return filling.stored(path)
    except KeyError:
        return None
