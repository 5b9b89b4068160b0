"""Saving a page of questions: what was typed becomes changes, then the pressed button says what happens.

Each button first saves whatever stands in the page; its own change (a new instance, a removal…) goes into the same
transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from inovik_forms.answers.journal import split_instance
from inovik_forms.answers.values import Change, Path
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Question, Repeat
from inovik_forms.store.records import Closed
from inovik_forms.web import aside, canonical, carried, conflicts, erasing, late, origin, unasked, uploads
from inovik_forms.web.auth import TURNING
from inovik_forms.web.fields import FIELDS, PREFIX, UploadField, field_name
from inovik_forms.web.filling import change, copied_instance, is_wrong, keep, new_key
from inovik_forms.web.looks import longest_side
from inovik_forms.web.place import Page, brought_back, came_from_check, list_of, page_at, parent_of, turned
from inovik_forms.web.sections import form_path
from inovik_forms.web.services import store
from inovik_forms.words import gettext

ADDRESS = "Inovik-Address"
"""Response header: where the reply belongs."""


def save(page: Page, show: Callable[[Page], str]) -> Any:
    """Keep what the page holds, then do what the button says."""
    action, _, wanted = request.form.get("aksi", "lanjut").partition(" ")
    hidden_before = _hidden(page) if "js" not in request.form else set()
    changes = aside.keeping(page.filling, typed_changes(page, request.form), page=True)
    changes += uploaded(page)
    act = ACTIONS.get(action)
    if act is None:
        abort(400)
    try:
        destination = act(page, wanted, changes)
        page.filling.save(changes)
        erasing.tell(page.filling)
        if page.refused:
            page.typed = request.form
            return show(page), 422
        target = destination or AFTERWARDS.get(action, _onward)(page, hidden_before)
    except Closed:
        kept = late.take_typed(page.filling, changes)
        refused = page.refused.values()
        return render_template("sudah-dikirim.html", response=page.filling.response, late=kept, refused=refused), 409
    unasked.tell(page.filling, changes, target)
    if TURNING in request.headers:
        return _turned(page, target, show)
    keep(page.filling)
    return redirect(target, 303)


def _turned(page: Page, target: str, show: Callable[[Page], str]) -> Response:
    """The page that comes next at once, for a browser that turns pages by itself: it saves a whole round trip, which
    between islands takes a second. Where something else comes next, only its address is told."""
    following = page_at(page.filling, target)
    if following and (following.prefix, following.name) == (page.prefix, page.name):
        # An answer of this page that was on its way by itself may arrive after this: it is no other device's.
        following.former = request.form.get("lembar", "")
    answer = Response(show(following), mimetype="text/html") if following else Response(status=204)
    answer.headers[ADDRESS] = target
    if following is None:
        keep(page.filling)
    return answer


def base_of(form: Mapping[str, str], seq: int) -> int:
    """The number of the last change that the page had seen."""
    return min(canonical.whole_number(form.get("dasar", ""), seq, digits=9), seq)


def typed_changes(page: Page, form: MultiDict[str, str]) -> list[Change]:
    """One change for each question whose answer in the page differs from the kept one."""
    filling, base = page.filling, base_of(form, page.filling.seq)
    bound = page.scope.form.bind(form)
    nths, waiting = origin.counts(), origin.on_their_way()
    changes = []
    for question in page.scope.questions:
        if question.kind not in FIELDS or question.is_computed:
            continue
        answer = bound[field_name(question)]
        path = page.scope.answer_path(question, page.prefix)
        if any(map(canonical.is_too_long, answer.raw_data or ())):
            page.refused[path] = canonical.too_long()
        is_new = path in waiting or answer.differs(filling.stored(path))
        if is_new and not filling.is_read_only(question, path):
            made = change(path, answer.data, base)
            changes.append(replace(made, nth=nths.get(path, made.nth)))
    return conflicts.touched(filling, changes, base) if changes and base < filling.seq else changes


def uploaded(page: Page) -> list[Change]:
    """Changes for the files that came with the page; those refused are said at their question. `dikosongkan`: drawings
    that were wiped, of which no request of their own has arrived (static/widgets/signature.js)."""
    found: list[Change] = []
    if not page.scope.has_uploads:
        return found
    emptied = request.form.getlist("dikosongkan")
    for question in page.scope.questions:
        sent = request.files.get(field_name(question))
        path = page.scope.answer_path(question, page.prefix)
        if FIELDS.get(question.kind, _none)(question) is not UploadField or page.filling.is_read_only(question, path):
            continue
        if not sent or not sent.filename:
            if path in emptied and page.filling.stored(path):
                found.append(change(path, "", page.filling.seq))
            continue
        data = sent.read(uploads.LARGEST_FILE + 1)
        checked = uploads.check(data, sent.filename, question.kind, path, longest_side(question))
        if isinstance(checked, Problem):
            page.refused[path] = f"{checked.message} {checked.fix}".strip()
        else:
            if checked.is_still:
                still = gettext("Gambar “{name}” bergerak, dan hanya gambar pertamanya yang disimpan.")
                flash(still.format(name=checked.name))
            value = store().put_file(checked.data, checked.name, checked.media_type, page.filling.response.id)
            found.append(change(path, value, page.filling.seq))
    return found


def _none(_: Question) -> None:
    return None


def _hidden(page: Page) -> set[Path]:
    """Questions of this page that are not asked now."""
    paths = (page.scope.answer_path(q, page.prefix) for q in page.scope.questions)
    return {path for path in paths if not page.filling.state.item(path).relevant}


def _held(page: Page, hidden_before: set[Path]) -> str | None:
    """Where this page asks for attention before one may leave it: at what is wrong, what has appeared, or what another
    device has answered; None = nowhere."""
    filling = page.filling
    paths = [page.scope.answer_path(q, page.prefix) for q in page.scope.questions]
    states = [filling.state.item(path) for path in paths]
    if any(is_wrong(item) for item in states):
        return page.at(salah="1")
    if "js" not in request.form:
        new = [s for s in states if s.relevant and s.answer_path in hidden_before and s.item.kind in FIELDS]  # type: ignore[union-attr]
        if new:
            return page.at(baru="1", _anchor=PREFIX + form_path(new[0].answer_path))
    surprise = conflicts.new_on(page, base_of(request.form, filling.seq))
    if surprise:
        return page.at(_anchor=PREFIX + form_path(surprise))
    return None


def _onward(page: Page, hidden_before: set[Path]) -> str:
    """Where "save and go on" leads: to what needs attention here, else to the next page."""
    held = _held(page, hidden_before)
    if held:
        return held
    overview = partial(url_for, "check.overview", response_id=page.filling.response.id)
    if came_from_check():
        return overview(_anchor="j." + _row(page))
    after = turned(page, 1)
    if after is None and page.prefix:
        return list_of(page)
    return after or overview()


def _backward(page: Page, _hidden_before: set[Path]) -> str:
    """Where "back" leads, as things are after saving: an answer of this page may have taken an earlier one away."""
    return turned(page, -1) or parent_of(page)


def _to_another(page: Page, hidden_before: set[Path]) -> str:
    """Where "save and add another" leads: to what needs attention here, else to a new instance of the same list."""
    held = _held(page, hidden_before)
    if held:
        return held
    changes: list[Change] = []
    target = _added(page, page.prefix[: page.prefix.rfind("[")], changes)
    page.filling.save(changes)
    return target


AFTERWARDS: Mapping[str, Callable[[Page, set[Path]], str]] = {"kembali": _backward, "tambah-lagi": _to_another}
"""Button → where it leads, of those that know it only after saving; all others lead onward."""


def _row(page: Page) -> str:
    """Where the check page shows the answer that one came to change; else where it shows what this page asks."""
    changed = request.values.get("soal", "")
    own = any(page.scope.answer_path(q, page.prefix) == changed for q in page.scope.questions)
    if own and page.filling.state.item(changed).relevant:
        return changed
    first = next((q for q in page.scope.questions if q.kind in FIELDS), None) if page.scope.name else None
    return page.scope.answer_path(first, page.prefix) if first else page.prefix or page.section.slug


# ---------------------------------------------------------------- what the buttons do

Act = Callable[[Page, str, list[Change]], str | None]
"""Adds its own changes to those of the page; returns where to go, None = onward."""


def _go_on(page: Page, target: str, changes: list[Change]) -> str | None:
    """Onward, or back: where to is known only after saving."""
    return None


def _stay(page: Page, target: str, changes: list[Change]) -> str:
    flash(gettext("Jawaban Anda tersimpan."))
    return url_for("responses.tasks", response_id=page.filling.response.id)


def _add(page: Page, target: str, changes: list[Change]) -> str:
    """A new instance at the end of a list, opened at once."""
    _own_repeat(page, target)
    return _added(page, target, changes)


def _added(page: Page, repeat: Path, changes: list[Change]) -> str:
    """The address of a new instance. A button pressed twice makes one: its key comes from the page that was pressed,
    and another is drawn only when something was answered under that key, or it was removed."""
    draft, mark = page.filling.draft, request.form.get("lembar", "")
    path = f"{repeat}[{sha256((mark + repeat).encode()).hexdigest()[:8] if mark else new_key()}]"
    if path in draft.removed or any(value and p.startswith(path + "/") for p, value in draft.values.items()):
        path = f"{repeat}[{new_key()}]"
    changes.append(change(path, None, page.filling.seq, "add"))
    return _instance_url(page, path)


def _add_another(page: Page, target: str, changes: list[Change]) -> str | None:
    """Only from an instance's page; the new one comes after saving, when nothing here is wrong (`_to_another`)."""
    if not page.prefix:
        abort(400)
    return None


def _open(page: Page, target: str, changes: list[Change]) -> str:
    """What was typed counts first: it may say how many instances there are, so that this one is there only now, or
    not any more."""
    page.filling.save(changes)
    changes.clear()
    repeat, key = _split(target)
    if key in _keys(page, repeat):
        return _instance_url(page, target)
    if _repeat(page, repeat).repeat_count is None:
        abort(400)
    return page.at_repeat(repeat)


def _remove(page: Page, target: str, changes: list[Change]) -> str:
    keys, place = _position(page, target)
    changes.append(change(target, None, page.filling.seq, "remove"))
    repeat, _ = split_instance(target)
    return page.at_repeat(repeat, dihapus=target, sesudah=keys[place - 1] if place else "")


def _undo_remove(page: Page, target: str, changes: list[Change]) -> str:
    """Bring a removed instance back at its place, under a new key (a removed key stays removed)."""
    draft, seq = page.filling.draft, page.filling.seq
    if target not in draft.removed:
        abort(400)
    repeat, _ = split_instance(target)
    _own_repeat(page, repeat)
    copy = brought_back(target)
    if split_instance(copy)[1] not in draft.instances.get(repeat, ()):  # pressed once already
        changes.extend(copied_instance(draft, target, copy, request.form.get("sesudah", ""), seq))
    return page.at_repeat(repeat)


def _move(step: int) -> Act:
    def move(page: Page, target: str, changes: list[Change]) -> str:
        _, place = _position(page, target)
        return _put(page, target, place + step, changes)

    return move


def _move_to(page: Page, target: str, changes: list[Change]) -> str:
    """Dragged to a place in its list: `target` is the place, from 0, and the instance."""
    place, _, instance = target.partition(" ")
    if not place.isdecimal() or len(place) > 4:
        abort(400)
    return _put(page, instance, int(place), changes)


def _put(page: Page, instance: Path, place: int, changes: list[Change]) -> str:
    keys, now = _position(page, instance)
    _, key = split_instance(instance)
    if 0 <= place < len(keys) and place != now:
        others = [k for k in keys if k != key]
        changes.append(change(instance, others[place - 1] if place else "", page.filling.seq, "move"))
    return page.at(_anchor=PREFIX + instance)  # it is in hand still: the next press moves it further


def _keep_here(page: Page, target: str, changes: list[Change]) -> str:
    """Save and come back to this very question: a file was chosen."""
    return page.at(_anchor=PREFIX + target)


def _clear(page: Page, target: str, changes: list[Change]) -> str:
    """Empty one answer: a choice that cannot be unchosen otherwise, or a file."""
    paths = {page.scope.answer_path(q, page.prefix): q for q in page.scope.questions}
    if target not in paths or page.filling.is_read_only(paths[target], target):
        abort(400)
    changes[:] = [c for c in changes if c.path != target]
    changes.append(change(target, "", page.filling.seq))
    return page.at(_anchor=PREFIX + form_path(target))


def _choose(page: Page, target: str, changes: list[Change]) -> str:
    """Of two values for one answer, take this one: `target` is the number of its change, and the answer's path."""
    seq, _, path = target.partition(" ")
    if path not in {page.scope.answer_path(q, page.prefix) for q in page.scope.questions} or not seq.isdigit():
        abort(400)
    chosen = conflicts.value_of(page.filling, path, int(seq))
    if chosen is None:
        flash(gettext("Pilihan untuk jawaban ini sudah dibuat. Periksa sekali lagi."))
    else:
        changes[:] = [c for c in changes if c.path != path]
        changes.append(change(path, chosen, base_of(request.form, page.filling.seq)))
    return page.at(_anchor=PREFIX + form_path(path))


def _own_repeat(page: Page, repeat: Path) -> None:
    """Only lists of this page, and only those whose length is free."""
    if _repeat(page, repeat).repeat_count is not None:
        abort(400)


def _position(page: Page, target: Path) -> tuple[list[str], int]:
    """The keys of the list that an instance stands in, and its place among them."""
    repeat, key = _split(target)
    keys = _keys(page, repeat)
    if key not in keys:
        abort(400)
    return keys, keys.index(key)


def _split(target: Path) -> tuple[Path, str]:
    try:
        return split_instance(target)
    except ValueError:
        abort(400)


def _keys(page: Page, repeat: Path) -> list[str]:
    """The keys of a list of this page, in order."""
    frame = page.filling.frame(page.prefix)
    if frame is None:
        abort(400)
    return [f.key for f in frame.instances.get(_repeat(page, repeat).path, [])]


def _repeat(page: Page, path: Path) -> Repeat:
    """The repeat of this page that has this answer path."""
    own = {page.scope.answer_path(r, page.prefix): r for r in page.scope.repeats}
    if path not in own:
        abort(400)
    return own[path]


def _instance_url(page: Page, path: Path) -> str:
    """An instance in parts is gone through to its end, and then leads back to its list, wherever one came from."""
    whole = page.filling.pages.instances[form_path(path)]
    origin: dict[str, Any] = {"dari": "periksa"} if came_from_check() and not whole.parts else {}
    return url_for("responses.instance", response_id=page.filling.response.id, path=path, **origin)


def _confirm(page: Page, target: str, changes: list[Change]) -> str | None:
    """What was taken over is right: one answer (then the page stays), or all of this page."""
    paths = [page.scope.answer_path(q, page.prefix) for q in page.scope.questions]
    if target and target not in paths:
        abort(400)
    changed = {c.path for c in changes}
    changes.extend(carried.confirmed(page.filling, [target] if target else paths, changed))
    return page.at(_anchor=PREFIX + form_path(target)) if target else None


ACTIONS: Mapping[str, Act] = {
    "lanjut": _go_on,
    "simpan": _stay,
    "kembali": _go_on,
    "tambah": _add,
    "tambah-lagi": _add_another,
    "ubah": _open,
    "hapus": _remove,
    "urung": _undo_remove,
    "naik": _move(-1),
    "turun": _move(1),
    "pindah": _move_to,
    "kosongkan": _clear,
    "tetap": _keep_here,
    "pilih": _choose,
    "benar": _confirm,
}
