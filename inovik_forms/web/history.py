"""What happened to the answers of a response: who gave which, when, instead of what; and an earlier one given again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.journal import ERASED, OVERTAKEN
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Item, Question
from inovik_forms.store.journal import SYSTEM
from inovik_forms.store.records import Closed, JournalEntry
from inovik_forms.web import conflicts, erasing
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.called import around, told_apart
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.filling import Filling, change, load
from inovik_forms.web.pages import file_view
from inovik_forms.web.sections import form_path
from inovik_forms.web.services import account, store
from inovik_forms.web.texts import in_language, in_words
from inovik_forms.words import gettext, language, mark
from inovik_forms.workflow import may

bp = Blueprint("history", __name__, url_prefix="/isian/<int:response_id>/riwayat")

PAGE = 100
"""Changes on one page."""
LATE = timedelta(minutes=2)
"""Behind the time at which it was typed, an answer counts as one that waited on its device."""
KINDS = {"add": mark("ditambahkan"), "remove": mark("dihapus"), "move": mark("dipindahkan")}
"""What happened to an entry of a list. Other kinds than these and "set" are the system's own notes."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change in words. `what`: of an entry of a list, what happened to it. `before`, `after`: the value in words;
    `files`: links to those values that are files. `typed_at`: when it was given, where it arrived much later.
    `restorable`: its value may be given again now. `overtaken`: it came after one that was typed later, and was never
    in use. `gone`: whether either value was erased; `reason`: why, where this is the erasure itself."""

    seq: int
    path: Path
    label: str
    who: str
    at: datetime
    what: str = ""
    before: str = ""
    after: str = ""
    files: tuple[dict[str, str] | None, dict[str, str] | None] = (None, None)
    typed_at: datetime | None = None
    restorable: bool = False
    overtaken: bool = False
    gone: tuple[bool, bool] = (False, False)
    reason: str = ""


@bp.get("")
@login_required
def overview(response_id: int) -> Any:
    """All changes, newest first, or those of one answer (`soal`)."""
    filling, path = load(response_or_404(response_id)), request.args.get("soal", "")
    return _page(filling, path, erasing.form_of(filling, path))


def _page(filling: Filling, path: Path, form: erasing.Form | None) -> str:
    before = request.args.get("sebelum", "")
    made = changes(filling, store().journal(filling.response.id))
    found = [one for one in made if path in ("", one.entry.change.path)]
    if before.isdecimal():
        found = [one for one in found if one.entry.seq < int(before)]
    events = [_event(filling, one) for one in found[:PAGE]]
    return render_template(
        "riwayat.html", filling=filling, response=filling.response, path=path, events=_told_apart(filling, events),
        label=_label(filling, path) if path else "", older=found[PAGE - 1].entry.seq if len(found) > PAGE else 0,
        erasing=form,
    )  # fmt: skip


@bp.post("/hapus")
@login_required
def erase(response_id: int) -> Any:
    """Take all values of one answer out for good, or say what is missing."""
    filling, path = load(response_or_404(response_id, "erase")), request.form.get("soal", "")
    form = erasing.form_of(filling, path, request.form)
    if form is None:
        flash(gettext("Tidak ada lagi yang dapat dihapus di sini."))
    elif form.problems:
        return _page(filling, path, form), 422
    else:
        erasing.erase(response_id, path, form.reason)
        flash(gettext("Jawaban itu sudah dihapus."))
    return redirect(url_for("history.overview", response_id=response_id, soal=path), 303)


@bp.post("")
@login_required
def restore(response_id: int) -> Any:
    """Give the value of an earlier change again, as an answer of now: the history only grows."""
    filling = load(response_or_404(response_id, "answer"))
    seq = request.form.get("nomor", "")
    found = next((made for made in changes(filling, store().journal(response_id)) if str(made.entry.seq) == seq), None)
    event = _event(filling, found) if found else None
    if found is None or event is None or not event.restorable:
        abort(400)
    value = found.entry.change.value
    try:
        filling.save([change(event.path, value, filling.seq)])
    except Closed:
        return render_template("sudah-dikirim.html", response=filling.response), 409
    flash(gettext("Jawaban lama dipakai lagi: {label}").format(label=event.label))
    return redirect(url_for("history.overview", response_id=response_id, soal=request.form.get("soal") or None), 303)


def _told_apart(filling: Filling, events: list[Event]) -> list[Event]:
    """Answers that are called the same, with the groups that they stand in."""
    about = told_apart({event.path: event.label for event in events}, lambda path: around(filling, path))
    return [replace(e, label=f"{e.label} ({about[e.path]})") if about[e.path] else e for e in events]


class Made(NamedTuple):
    """A change and the value before it. `was_erased`: that value is not known any more."""

    entry: JournalEntry
    old: str
    was_erased: bool


def changes(filling: Filling, entries: list[JournalEntry]) -> list[Made]:
    """The changes that people made, and answers filled in for them, each with the value before it; newest first, and no
    note of the system's own."""
    before: dict[Path, JournalEntry] = {}
    found: list[Made] = []
    for entry in entries:
        made, last = entry.change, before.get(entry.change.path)
        old = (last.change.value or "") if last and last.change.kind == "set" else ""
        one = Made(entry, old, last is not None and last.is_erased)
        if made.kind in ("set", ERASED):
            before[made.path] = entry
        in_vain = made.kind == OVERTAKEN and not made.path.endswith("]")
        is_new = old != (made.value or "") or entry.is_erased or one.was_erased
        is_answer = in_vain or (made.kind == "set" and is_new)
        if made.kind in KINDS or made.kind == ERASED or (is_answer and _is_shown(filling, made.path)):
            found.append(one)
    return found[::-1]


def _is_shown(filling: Filling, path: Path) -> bool:
    """Not what is worked out or kept in hidden questions; what is no question any more is."""
    question = _item(filling, path)
    return question is None or (isinstance(question, Question) and question.kind in FIELDS)


def _event(filling: Filling, one: Made) -> Event:
    """A change in words."""
    entry, old = one.entry, one.old
    made, new = entry.change, entry.change.value or ""
    label, who = _label(filling, made.path), conflicts.name_of(made.author)
    if made.kind in KINDS:
        return Event(entry.seq, made.path, label, who, entry.received_at, what=gettext(KINDS[made.kind]))
    if made.kind == ERASED:
        what = gettext("dihapus menurut hukum")
        return Event(entry.seq, made.path, label, who, entry.received_at, what=what, reason=new)
    question = _item(filling, made.path)
    late = entry.received_at - made.made_at > LATE and made.author != SYSTEM
    event: dict[str, Any] = {"before": old, "after": new}
    if isinstance(question, Question):
        event = {
            "before": in_words(question, old, filling.state, made.path, language()),
            "after": in_words(question, new, filling.state, made.path, language()),
        }
        if question.kind in FILE_KINDS:
            event["files"] = tuple(file_view(filling.response.id, value) if value else None for value in (old, new))
    return Event(
        entry.seq, made.path, label, who, entry.received_at, typed_at=made.made_at if late else None,
        overtaken=made.kind == OVERTAKEN, gone=(one.was_erased, entry.is_erased),
        restorable=not entry.is_erased and may(account(), "answer", filling.response)
        and _is_open(filling, made.path, new), **event,
    )  # fmt: skip


def _is_open(filling: Filling, path: Path, value: str) -> bool:
    """Whether this answer may be given another value now, and has another one."""
    try:
        item = filling.state.item(path)
    except KeyError:  # its entry is not there any more, or its question
        return False
    question = item.item
    return (
        isinstance(question, Question) and question.kind in FIELDS and not question.is_computed
        and not item.read_only and (filling.stored(path) or "") != value
    )  # fmt: skip


def _item(filling: Filling, path: Path) -> Item | None:
    try:
        return filling.plan.item(form_path(path))
    except KeyError:
        return None


def _label(filling: Filling, path: Path) -> str:
    """With the entries that it stands in, by their present numbers: "Kegiatan 2 › Biaya"; without one for an entry that
    is gone."""
    ends = [place + 1 for place, letter in enumerate(path) if letter == "]"]
    around = [path[:end] for end in ends if end < len(path)]
    return " › ".join(_own_label(filling, one) for one in [*around, path])


def _own_label(filling: Filling, path: Path) -> str:
    item = _item(filling, path)
    if item is None:
        return path
    label = in_language(item.label, language(), filling.plan) or item.name
    try:
        state = filling.state.item(path)
    except KeyError:
        return label + " " + gettext("(sudah dihapus)") if path.endswith("]") else label
    label = filling.state.text(item.label, path) or label
    return f"{label} {state.path.rpartition('[')[2].rstrip(']')}" if path.endswith("]") else label
