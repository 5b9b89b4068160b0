"""Guided filling: the task list, one section a page, one page for each instance of a repeat.

A page is one form. Its buttons say what happens after saving (`aksi`): go on, go back, add to a list, remove… Each of
them first saves whatever stands in the page, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.datastructures import MultiDict

from inovik_forms.answers.journal import split_instance
from inovik_forms.answers.values import Change, Path
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Question, Repeat
from inovik_forms.store.records import Closed
from inovik_forms.web import logic, uploads
from inovik_forms.web.access import response_or_404
from inovik_forms.web.fields import FIELDS, UploadField, field_name
from inovik_forms.web.filling import STATES, Filling, change, copied_instance, is_wrong, keep, load, new_key
from inovik_forms.web.pages import Line, PageView, address
from inovik_forms.web.sections import Scope, Section, form_path, page_prefix
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.web.texts import in_language
from inovik_forms.words import gettext, language
from inovik_forms.workflow import may

bp = Blueprint("responses", __name__, url_prefix="/isian/<int:response_id>")


@dataclass
class Page:
    """A page being filled in: a section (`prefix` '') or one repeat instance."""

    filling: Filling
    scope: Scope
    section: Section
    prefix: Path = ""
    typed: MultiDict[str, str] | None = None
    refused: dict[Path, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.at()

    def at(self, **args: str) -> str:
        """This page's own address."""
        keep = {"dari": "periksa"} if came_from_check() else {}
        if self.prefix:
            return url_for(
                "responses.instance", response_id=self.filling.response.id, path=self.prefix, **(keep | args)
            )
        return url_for(
            "responses.section", response_id=self.filling.response.id, slug=self.section.slug, **(keep | args)
        )

    def at_repeat(self, repeat: Path, **args: str) -> str:
        return self.at(_anchor="q." + form_path(repeat), **args)


def came_from_check() -> bool:
    return request.values.get("dari") == "periksa"


# ---------------------------------------------------------------- pages


@bp.get("")
@login_required
def tasks(response_id: int) -> Any:
    """The task list: each section with its state."""
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        return redirect(url_for("check.overview", response_id=response_id))
    filling = load(response)
    progress = filling.progress()
    first_open = next((p for p in progress if p.state != "done"), None)
    titles = {p.section.slug: title_of(filling, p.section) for p in progress}
    return render_template(
        "tugas.html", filling=filling, progress=progress, states=STATES, first_open=first_open, titles=titles,
        subject=response, done=sum(p.state == "done" for p in progress), begun=any(p.answered for p in progress),
        templates=[t for t in store().template_records(response.questionnaire) if not t.book],
    )  # fmt: skip


@bp.route("/bagian/<slug>", methods=["GET", "POST"])
@login_required
def section(response_id: int, slug: str) -> Any:
    return _page(response_id, lambda filling: _section_page(filling, slug))


@bp.route("/butir/<path:path>", methods=["GET", "POST"])
@login_required
def instance(response_id: int, path: str) -> Any:
    return _page(response_id, lambda filling: _instance_page(filling, path))


def _page(response_id: int, find: Callable[[Filling], Page]) -> Any:
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        if request.method == "GET":
            return redirect(url_for("check.overview", response_id=response_id))
        return render_template("sudah-dikirim.html", response=response), 409
    page = find(load(response))
    if request.method == "GET":
        return show(page)
    return _save(page)


def _section_page(filling: Filling, slug: str) -> Page:
    section = filling.pages.section(slug)
    if section is None:
        abort(404)
    return Page(filling, section.scope, section)


def _instance_page(filling: Filling, path: Path) -> Page:
    scope = filling.pages.instances.get(form_path(path))
    if scope is None or filling.frame(path) is None:
        abort(404)
    return Page(filling, scope, filling.pages.section_of[path.partition("/")[0].partition("[")[0]], path)


def _again(find: Callable[..., Page]) -> Callable[..., Any]:
    """A page shown again with what was typed and could not be saved."""

    def shown(response_id: int, typed: MultiDict[str, str], **arguments: Any) -> Any:
        response = response_or_404(response_id)
        if not may(account(), "answer", response):
            return render_template("sudah-dikirim.html", response=response)
        page = find(load(response), **arguments)
        page.typed = typed
        return show(page)

    return shown


SHOWN_AGAIN: Mapping[str, Callable[..., Any]] = {
    "responses.section": _again(lambda filling, slug: _section_page(filling, slug)),
    "responses.instance": _again(lambda filling, path: _instance_page(filling, path)),
}
"""Endpoint → how its page is shown again after a sign-in in between."""


# ---------------------------------------------------------------- showing


def show(page: Page) -> str:
    """One page of questions. With `periksa` everything that is missing is said, not only what is wrong."""
    filling = page.filling
    thorough = request.args.get("periksa") == "1" or came_from_check()
    view = PageView(filling, page.scope, page.prefix, thorough=thorough)
    lines = view.lines(view.form(page.typed), page.refused)
    wrong = [line for line in lines if line.problem and line.relevant]
    summary = wrong if page.refused or "salah" in request.args or request.args.get("periksa") == "1" else []
    browser_logic = logic.logic_of(filling.plan, page.scope)
    shown = filling.shown_sections()
    before, after = filling.pages.neighbours(page.section, shown)
    address_of_sections = url_for("responses.section", response_id=filling.response.id, slug="")
    return render_template(
        "bagian.html", page=page, sections_url=address_of_sections, filling=filling, lines=lines, summary=summary, before=before, after=after,
        heading=_heading(page, view), title=title_of(filling, page.section), number=_number(page.section, shown),
        count=len(shown), parent=_parent(page), from_check=came_from_check(), undo=_undo(page),
        new="baru" in request.args, typed_again=page.typed is not None and not page.refused,
        logic=browser_logic.as_json(filling.state, page.prefix) if browser_logic.is_needed else None,
        contents=[(s.slug, title_of(filling, s)) for s in shown],
        set_aside=_set_aside(page), any_required=any(line.required and line.relevant for line in lines),
        section_hint=view.hint(page.section), fixed=bool(page.prefix) and repeat_of(filling, page.prefix).repeat_count is not None,
    )  # fmt: skip


def title_of(filling: Filling, section: Section) -> str:
    return section.title(language(), filling.default_language)


def _number(section: Section, shown: list[Section]) -> int:
    return shown.index(section) + 1 if section in shown else 0


def _heading(page: Page, view: PageView) -> str:
    """The section's title, or which instance this is: "Kegiatan 2"."""
    if not page.prefix:
        return title_of(page.filling, page.section)
    frame = page.filling.frame(page.prefix)
    repeat = repeat_of(page.filling, page.prefix)
    name = in_language(repeat.label, language(), page.filling.plan) or repeat.name
    return f"{name} {frame.position if frame else ''}".strip()


def repeat_of(filling: Filling, instance: Path) -> Repeat:
    """The repeat that an instance belongs to."""
    wanted = form_path(instance)
    parent = page_prefix(instance[: instance.rfind("[")])
    scopes = [filling.pages.instances[form_path(parent)]] if parent else [s.scope for s in filling.pages.sections]
    return next(r for scope in scopes for r in scope.repeats if r.path == wanted)


def _parent(page: Page) -> str:
    """Where a repeat instance's page leads back to: the list that it stands in."""
    if not page.prefix:
        return url_for("responses.tasks", response_id=page.filling.response.id)
    return _list_of(page)


def _list_of(page: Page, **args: str) -> str:
    repeat = page.prefix[: page.prefix.rfind("[")]
    upper = page_prefix(repeat)
    keep = {"dari": "periksa"} if came_from_check() else {}
    anchor = "q." + form_path(repeat)
    number = page.filling.response.id
    if upper:
        return url_for("responses.instance", response_id=number, path=upper, _anchor=anchor, **(keep | args))
    slug = page.section.slug
    return url_for("responses.section", response_id=number, slug=slug, _anchor=anchor, **(keep | args))


def _undo(page: Page) -> dict[str, str] | None:
    """An instance that was just removed from a list of this page, and after which one it stood."""
    gone = request.args.get("dihapus", "")
    return {"path": gone, "after": request.args.get("sesudah", "")} if gone in page.filling.draft.removed else None


def _set_aside(page: Page) -> list[str]:
    """Labels of this page's questions whose answer is no longer among the choices."""
    mine = {page.scope.answer_path(q, page.prefix): q for q in page.scope.questions}
    gone = [mine[a.answer_path] for a in page.filling.state.set_aside if a.answer_path in mine]
    return [in_language(q.label, language(), page.filling.plan) for q in gone]


# ---------------------------------------------------------------- saving


def _save(page: Page) -> Any:
    """Keep what the page holds, then do what the button says."""
    action, _, wanted = request.form.get("aksi", "lanjut").partition(" ")
    hidden_before = _hidden(page) if "js" not in request.form else set()
    changes = typed_changes(page, request.form)
    changes += _uploaded(page, changes)
    act = ACTIONS.get(action)
    if act is None:
        abort(400)
    try:
        destination = act(page, wanted, changes)
        page.filling.save(changes)
    except Closed:
        return render_template("sudah-dikirim.html", response=page.filling.response), 409
    if page.refused:
        page.typed = request.form
        return show(page), 422
    target = destination or _onward(page, hidden_before)
    keep(page.filling)
    return redirect(target, 303)


def base_of(form: Mapping[str, str], seq: int) -> int:
    """The number of the last change that the page had seen."""
    base = form.get("dasar", "")
    return min(int(base), seq) if base.isdigit() and len(base) < 10 else seq


def typed_changes(page: Page, form: MultiDict[str, str]) -> list[Change]:
    """One change for each question whose answer in the page differs from the kept one."""
    filling, base = page.filling, base_of(form, page.filling.seq)
    bound = page.scope.form.bind(form)
    changes = []
    for question in page.scope.questions:
        if question.kind not in FIELDS or question.calculation is not None:
            continue
        answer = bound[field_name(question)]
        path = page.scope.answer_path(question, page.prefix)
        if answer.posted and answer.data != filling.stored(path) and not _is_read_only(filling, question, path):
            changes.append(change(path, answer.data, base))
    return changes


def _is_read_only(filling: Filling, question: Question, path: Path) -> bool:
    return question.read_only is not None and filling.state.item(path).read_only


def _uploaded(page: Page, changes: list[Change]) -> list[Change]:
    """Changes for the files that came with the page; those refused are said at their question."""
    found = []
    if not page.scope.has_uploads:
        return found
    for question in page.scope.questions:
        sent = request.files.get(field_name(question))
        path = page.scope.answer_path(question, page.prefix)
        if not sent or not sent.filename or FIELDS.get(question.kind, _none)(question) is not UploadField:
            continue
        checked = uploads.check(sent.read(uploads.LARGEST_FILE + 1), sent.filename, question.kind, path)
        if isinstance(checked, Problem):
            page.refused[path] = f"{checked.message} {checked.fix}".strip()
        else:
            value = store().put_file(checked.data, checked.name, checked.media_type, page.filling.response.id)
            found.append(change(path, value, page.filling.seq))
    return found


def _none(_: Question) -> None:
    return None


def _hidden(page: Page) -> set[Path]:
    """Questions of this page that are not asked now."""
    paths = (page.scope.answer_path(q, page.prefix) for q in page.scope.questions)
    return {path for path in paths if not page.filling.state.item(path).relevant}


def _onward(page: Page, hidden_before: set[Path]) -> str:
    """Where "save and go on" leads: to what needs attention here, else to the next section."""
    filling = page.filling
    paths = [page.scope.answer_path(q, page.prefix) for q in page.scope.questions]
    states = [filling.state.item(path) for path in paths]
    if any(is_wrong(item) for item in states):
        return page.at(salah="1")
    if "js" not in request.form:
        new = [s for s in states if s.relevant and s.answer_path in hidden_before and s.item.kind in FIELDS]  # type: ignore[union-attr]
        if new:
            return page.at(baru="1", _anchor="q." + form_path(new[0].answer_path))
    if came_from_check():
        return url_for("check.overview", response_id=filling.response.id, _anchor="j." + (page.prefix or page.section.slug))
    if page.prefix:
        return _list_of(page)
    _, after = filling.pages.neighbours(page.section, filling.shown_sections())
    if after is None:
        return url_for("check.overview", response_id=filling.response.id)
    return url_for("responses.section", response_id=filling.response.id, slug=after.slug)


# ---------------------------------------------------------------- what the buttons do

Act = Callable[[Page, str, list[Change]], str | None]
"""Adds its own changes to those of the page; returns where to go, None = onward."""


def _go_on(page: Page, target: str, changes: list[Change]) -> str | None:
    return None


def _stay(page: Page, target: str, changes: list[Change]) -> str:
    flash(gettext("Jawaban Anda tersimpan."))
    return url_for("responses.tasks", response_id=page.filling.response.id)


def _go_back(page: Page, target: str, changes: list[Change]) -> str:
    before, _ = page.filling.pages.neighbours(page.section, page.filling.shown_sections())
    if page.prefix or before is None:
        return _parent(page)
    return url_for("responses.section", response_id=page.filling.response.id, slug=before.slug)


def _add(page: Page, target: str, changes: list[Change]) -> str:
    """A new instance at the end of a list, opened at once. An untouched first one is opened instead of a second."""
    _own_repeat(page, target)
    path = f"{target}[{new_key()}]"
    changes.append(change(path, None, page.filling.seq, "add"))
    return _instance_url(page, path)


def _add_another(page: Page, target: str, changes: list[Change]) -> str:
    """From an instance's page: save it and open a new one of the same list."""
    if not page.prefix:
        abort(400)
    path = f"{page.prefix[: page.prefix.rfind('[')]}[{new_key()}]"
    changes.append(change(path, None, page.filling.seq, "add"))
    return _instance_url(page, path)


def _open(page: Page, target: str, changes: list[Change]) -> str:
    _position(page, target)
    return _instance_url(page, target)


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
    copy = copied_instance(draft, target, f"{repeat}[{new_key()}]", request.form.get("sesudah", ""), seq)
    changes.extend(copy)
    return page.at_repeat(repeat)


def _move(step: int) -> Act:
    def move(page: Page, target: str, changes: list[Change]) -> str:
        keys, place = _position(page, target)
        repeat, key = split_instance(target)
        new = place + step
        if 0 <= new < len(keys):
            others = [k for k in keys if k != key]
            changes.append(change(target, others[new - 1] if new else "", page.filling.seq, "move"))
        return page.at_repeat(repeat)

    return move


def _keep_here(page: Page, target: str, changes: list[Change]) -> str:
    """Save and come back to this very question: a file was chosen."""
    return page.at(_anchor="q." + target)


def _clear(page: Page, target: str, changes: list[Change]) -> str:
    """Empty one answer: a choice that cannot be unchosen otherwise, or a file."""
    paths = {page.scope.answer_path(q, page.prefix): q for q in page.scope.questions}
    if target not in paths or _is_read_only(page.filling, paths[target], target):
        abort(400)
    changes[:] = [c for c in changes if c.path != target]
    changes.append(change(target, "", page.filling.seq))
    return page.at(_anchor="q." + form_path(target))


def _own_repeat(page: Page, repeat: Path) -> None:
    """Only lists of this page, and only those whose length is free."""
    own = {page.scope.answer_path(r, page.prefix): r for r in page.scope.repeats}
    if repeat not in own or own[repeat].repeat_count is not None:
        abort(400)


def _position(page: Page, target: Path) -> tuple[list[str], int]:
    """The keys of the list that an instance stands in, and its place among them."""
    try:
        repeat, key = split_instance(target)
    except ValueError:
        abort(400)
    own = {page.scope.answer_path(r, page.prefix): r for r in page.scope.repeats}
    frame = page.filling.frame(page.prefix)
    if repeat not in own or frame is None:
        abort(400)
    keys = [f.key for f in frame.instances.get(own[repeat].path, [])]
    if key not in keys:
        abort(400)
    return keys, keys.index(key)


def _instance_url(page: Page, path: Path) -> str:
    keep = {"dari": "periksa"} if came_from_check() else {}
    return url_for("responses.instance", response_id=page.filling.response.id, path=path, **keep)


ACTIONS: Mapping[str, Act] = {
    "lanjut": _go_on,
    "simpan": _stay,
    "kembali": _go_back,
    "tambah": _add,
    "tambah-lagi": _add_another,
    "ubah": _open,
    "hapus": _remove,
    "urung": _undo_remove,
    "naik": _move(-1),
    "turun": _move(1),
    "kosongkan": _clear,
    "tetap": _keep_here,
}

__all__ = ["Line", "address", "bp", "signed_in"]
