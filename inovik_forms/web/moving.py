"""Moving a running response to another version of its questionnaire: first what that means, then the move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.answers import move
from inovik_forms.answers.journal import Draft, apply
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import ItemState
from inovik_forms.questionnaires.compare import compare
from inovik_forms.questionnaires.model import Question, Questionnaire, walk
from inovik_forms.store.records import Closed, Stale
from inovik_forms.web import canonical, differences
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.fields import PREFIX
from inovik_forms.web.filling import Filling, change, load, state_of
from inovik_forms.web.origin import device
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.web.texts import in_words
from inovik_forms.words import gettext, language
from inovik_forms.workflow import TRIAL, Response, may

bp = Blueprint("moving", __name__, url_prefix="/isian/<int:response_id>/versi")


@bp.get("")
@login_required
def preview(response_id: int) -> Any:
    """What is new, changed and left over, and what will have to be answered again."""
    response = _movable(response_id)
    filling = load(response)
    history = store().questionnaire_versions(response.questionnaire)
    target = _target(response, request.args.get("ke", ""), [v.version for v in history])
    aim = store().questionnaire(response.questionnaire, target)
    after = state_of(plan_of(aim), _moved(filling, aim))
    comparison = compare(filling.plan.questionnaire, aim)
    found = move.effects(filling.state, after, comparison)
    between = range(min(response.version, target) + 1, max(response.version, target) + 1)
    return render_template(
        "pindah-versi.html", response=response, filling=filling, target=target, history=history,
        notes=[v for v in history if v.note and v.version in between],
        changes=differences.shown(comparison, filling.plan.questionnaire, aim),
        left_over=_answers(filling, found.left_over), unfit=_answers(filling, found.unfit),
        missing=list(dict.fromkeys(differences.label(i.item, aim) for i in found.missing)),
    )  # fmt: skip


@bp.post("")
@login_required
def do_move(response_id: int) -> Any:
    """Move, if nothing has changed since the page was shown."""
    response = _movable(response_id)
    filling = load(response)
    versions = [v.version for v in store().questionnaire_versions(response.questionnaire)]
    target = _target(response, request.form.get("ke", ""), versions)
    aim = store().questionnaire(response.questionnaire, target)
    changes = [change(s.path, s.value, filling.seq, s.kind) for s in _steps(filling, aim)]
    try:
        if request.form.get("dasar") != str(filling.seq):
            raise Stale(filling.seq)
        moved = store().move_response(response_id, target, changes, signed_in().username, device(), filling.seq)
    except (Stale, Closed):
        flash(gettext("Jawaban berubah sejak halaman ini dibuka. Periksa sekali lagi."))
        return redirect(url_for("moving.preview", response_id=response_id, ke=target), 303)
    load(moved).pin()
    flash(
        gettext("Isian ini sekarang memakai versi {n}. Semua jawaban lama tersimpan, dan Anda dapat kembali.").format(
            n=target
        )
    )
    return redirect(url_for("responses.tasks", response_id=response_id), 303)


def left_behind(response: Response) -> str:
    """Somebody moved the response while a page of the version before was open: what stood in it, to compare."""
    posted = request.form.get("versi", "")
    old = next((left for _, left, _ in store().moves(response.id) if str(left) == posted), response.version)
    form = store().questionnaire(response.questionnaire, old)
    labels = {item.path: differences.label(item, form) for item in walk(form.items)}
    typed = [
        (labels[path], ", ".join(filter(None, request.form.getlist(name))))
        for name in request.form
        if (path := name.removeprefix(PREFIX)) in labels and any(request.form.getlist(name))
    ]
    return render_template("versi-berpindah.html", response=response, old=old, typed=typed)


def offered(response: Response) -> tuple[int, int]:
    """For the task list: the newer version there is, and the one that the response was on before; 0 = none."""
    if response.kind == TRIAL:
        return 0, 0
    newest = store().questionnaire_version(response.questionnaire)
    moves = store().moves(response.id)
    newer = newest if newest > response.version else 0
    before = moves[-1][1] if moves else 0
    return newer, before if before != newer else 0


def _movable(response_id: int) -> Response:
    response = response_or_404(response_id)
    if not may(account(), "answer", response) or response.kind == TRIAL:
        abort(404)
    return response


def _target(response: Response, wanted: str, versions: Sequence[int]) -> int:
    """The version asked for; else the newest, or from there the one before."""
    if not wanted:
        return next((v for v in versions if v != response.version), 0) or abort(404)
    number = canonical.whole_number(wanted, 0)
    if number not in versions or number == response.version:
        abort(404)
    return number


def _steps(filling: Filling, aim: Questionnaire) -> list[move.Step]:
    response = filling.response
    earlier = [
        move.Visit(store().questionnaire(response.questionnaire, left), store().draft_at(response.id, seq - 1))
        for seq, left, _ in store().moves(response.id)
    ]
    return move.steps(filling.draft, filling.plan.questionnaire, aim, earlier)


def _moved(filling: Filling, aim: Questionnaire) -> Draft:
    """A copy of the answers as they will be."""
    draft = Draft.from_snapshot(filling.draft.to_snapshot())
    for step in _steps(filling, aim):
        apply(draft, change(step.path, step.value, filling.seq, step.kind))
    return draft


def _answers(filling: Filling, items: Sequence[ItemState]) -> list[tuple[str, str]]:
    """Label and answer of items, whichever version they are of, as the answer reads now."""
    found = []
    for item in items:
        try:
            now = filling.state.item(item.answer_path)
        except KeyError:
            now = item  # it stands under another name now: its value comes with it
        value = now.value or item.value
        if isinstance(now.item, Question):
            shown = in_words(now.item, value, filling.state, item.answer_path, language())
            found.append((differences.label(now.item, filling.plan.questionnaire), shown or value))
    return found
