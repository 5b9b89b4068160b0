"""Guided filling: the task list, one section or one question a page, and the pages of each instance of a repeat.

A page is one form. Its buttons say what happens after saving (`aksi`): go on, go back, add to a list, remove… Each of
them first saves whatever stands in the page, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from inovik_forms.answers.journal import split_instance
from inovik_forms.questionnaires.model import Group, Repeat
from inovik_forms.web import conflicts, documents, entries, late, logic, moving, saving, unasked
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.filling import STATES, Filling, keep, load
from inovik_forms.web.lines import Line
from inovik_forms.web.pages import PageView
from inovik_forms.web.pictures import Shown
from inovik_forms.web.place import (
    Page,
    Step,
    brought_back,
    came_from_check,
    instance_page,
    list_of,
    opened,
    parent_of,
    repeat_of,
    section_page,
    step_of,
    title_of,
    turned,
)
from inovik_forms.web.sections import Section
from inovik_forms.web.services import account, store
from inovik_forms.web.texts import in_language
from inovik_forms.words import gettext, language
from inovik_forms.workflow import Response, may

bp = Blueprint("responses", __name__, url_prefix="/isian/<int:response_id>")


# ---------------------------------------------------------------- pages


@bp.get("")
@login_required
def tasks(response_id: int) -> Any:
    """The task list: each section with its state."""
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        return redirect(url_for("check.overview", response_id=response_id))
    newer, moved = moving.offered(response)
    return task_list(
        load(response), newer=newer, moved=moved, given=store().assignments(response_id),
        templates=documents.records(response),
    )  # fmt: skip


def task_list(filling: Filling, **around: Any) -> str:
    """`around`: what else stands on it, of newer versions, people and documents."""
    progress = filling.progress()
    conflicts.mark(filling, progress)
    first_open = next((p for p in progress if p.state != "done"), None)
    titles = {p.section.slug: title_of(filling, p.section) for p in progress}
    return render_template(
        "tugas.html", filling=filling, progress=progress, states=STATES, first_open=first_open, titles=titles,
        subject=filling.response, done=sum(p.state == "done" for p in progress), begun=any(p.begun for p in progress),
        unasked=unasked.sections(filling, filling.shown_sections), **around,
    )  # fmt: skip


@bp.route("/bagian/<path:slug>", methods=["GET", "POST"])
@login_required
def section(response_id: int, slug: str) -> Any:
    return _page(response_id, lambda filling: section_page(filling, slug))


@bp.route("/butir/<path:path>", methods=["GET", "POST"])
@login_required
def instance(response_id: int, path: str) -> Any:
    return _page(response_id, lambda filling: instance_page(filling, path))


@bp.get("/butir-baru/<path:repeat>")
@login_required
def blank_entry(response_id: int, repeat: str) -> Any:
    """A blank entry of a list, for devices that add some without a network (static/entries.js)."""
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        abort(404)
    page = entries.blank(load(response), repeat)
    return show(page, repeat_of(page.filling, page.prefix))


def _page(response_id: int, find: Callable[[Filling], Page]) -> Any:
    response = response_or_404(response_id)
    if not may(account(), "answer", response):
        if request.method == "GET":
            return redirect(url_for("check.overview", response_id=response_id))
        return _too_late(response, find), 409
    if request.method == "POST" and request.form.get("versi", str(response.version)) != str(response.version):
        return moving.left_behind(response), 409
    page = find(load(response))
    if request.method == "GET":
        return show(page if "rak" in request.args else opened(page))  # a device has those not asked now, too
    return saving.save(page, show)


def _too_late(response: Response, find: Callable[[Filling], Page]) -> str:
    """A page that is sent after its response was: what was typed in it waits for a person."""
    kept, refused = 0, list[str]()
    if late.reason(response) == "sent" and late.version_typed(response) == response.version:
        page = find(load(response))
        changes = saving.typed_changes(page, request.form) + saving.uploaded(page)
        kept, refused = late.take_typed(page.filling, changes), list(page.refused.values())
    return render_template("sudah-dikirim.html", response=response, late=kept, refused=refused)


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
    "responses.section": _again(lambda filling, slug: section_page(filling, slug)),
    "responses.instance": _again(lambda filling, path: instance_page(filling, path)),
}
"""Endpoint → how its page is shown again after a sign-in in between."""


# ---------------------------------------------------------------- showing


def show(page: Page, blank: Repeat | None = None) -> str:
    """One page of questions. With `periksa` everything that is missing is said, not only what is wrong.
    `blank`: the list of which this is the blank entry, with what a device needs to draw one in it."""
    filling = page.filling
    thorough = page.args.get("periksa") == "1" or came_from_check()
    view = PageView(filling, page.scope, page.prefix, thorough=thorough)
    lines = view.lines(view.form(page.typed), page.refused)
    clashes = conflicts.show(filling, lines)
    wrong = [line for line in lines if line.problem and line.relevant]
    summary = wrong if page.refused or "salah" in page.args or page.args.get("periksa") == "1" else []
    browser_logic = logic.logic_of(filling.plan, page.scope)
    shown = filling.shown_sections
    after = (turned(page, 1) or (page.prefix and list_of(page))) if summary else None
    step = step_of(page)
    fixed = bool(page.prefix) and repeat_of(filling, page.prefix).repeat_count is not None
    html = render_template(
        "bagian.html", page=page, filling=filling, lines=lines, summary=summary, after=after,
        heading=_heading(page, step), step=step, hints=_hints(page, view, step), pictures=_pictures(page, view, step),
        title=title_of(filling, page.section), number=_number(page.section, shown),
        given=None if page.prefix else store().assignments(filling.response.id).get(page.section.slug),
        count=len(shown), parent=parent_of(page), from_check=came_from_check(), undo=_undo(page),
        new="baru" in page.args, typed_again=page.typed is not None and not page.refused,
        logic=browser_logic.as_json(filling.state, page.prefix) if browser_logic.is_needed else None,
        contents=_contents(filling, shown, page.section),
        set_aside=[line for line in lines if line.aside and line.widget != "rank"],
        any_required=any(line.required and line.relevant for line in lines),
        fixed=fixed, blank=_list_line(page, blank), clashes=clashes, unasked=_unasked(page, lines),
        beside=(turned(page, -1), turned(page, 1)) if step else (), papers=documents.records(filling.response),
    )  # fmt: skip
    keep(filling)
    return html


def _list_line(page: Page, repeat: Repeat | None) -> dict[str, str] | None:
    if repeat is None:
        return None
    label = in_language(repeat.label, language(), page.filling.plan) or repeat.name
    parts = (f"{repeat.path}/{part.name}" for part in page.whole.parts)
    pages = [url_for("responses.blank_entry", response_id=page.filling.response.id, repeat=name) for name in parts]
    return {"path": page.prefix[: page.prefix.rfind("[")], "label": label, "pages": " ".join(pages)}


def _contents(filling: Filling, shown: list[Section], here: Section) -> Markup:
    """Links to the sections. Made here, because a template takes ten times as long, at every page."""
    start = escape(url_for("responses.section", response_id=filling.response.id, slug=""))
    marks = {here: ' aria-current="page"'}
    links = (
        f'<li><a href="{start}{escape(s.slug)}"{marks.get(s, "")}>{escape(title_of(filling, s))}</a></li>'
        for s in shown
    )
    return Markup("".join(links))  # noqa: S704 - every part is escaped


def _number(section: Section, shown: list[Section]) -> int:
    return shown.index(section) + 1 if section in shown else 0


def _heading(page: Page, step: Step | None) -> str:
    """The section's title, or which instance this is: "Kegiatan 2"; and which question of it, if it asks one."""
    plan = page.filling.plan
    title = title_of(page.filling, page.section)
    if page.prefix:
        frame = page.filling.frame(page.prefix)
        repeat = repeat_of(page.filling, page.prefix)
        name = in_language(repeat.label, language(), plan) or repeat.name
        title = f"{name} {frame.position if frame else ''}".strip()
    if step is None:
        return title
    groups = (in_language(group.label, language(), plan) for group in page.scope.around)
    place = " › ".join([title, *filter(None, groups)])
    if not step.number:
        return place
    return gettext("Pertanyaan {n} dari {m} · {place}").format(n=step.number, m=step.count, place=place)


def _hints(page: Page, view: PageView, step: Step | None) -> list[Markup]:
    """The hints of the section and the groups that begin here."""
    return [hint for group in _begun(page, step) if (hint := view.hint(group))]


def _pictures(page: Page, view: PageView, step: Step | None) -> list[Shown]:
    """What is seen or heard with their titles."""
    return [shown for group in _begun(page, step) if (shown := view.picture(group))]


def _begun(page: Page, step: Step | None) -> list[Group]:
    groups = step.opens if step else (page.section.group,) if not page.prefix else ()
    return [group for group in groups if isinstance(group, Group)]


def _unasked(page: Page, lines: list[Line]) -> Markup:
    """What this page does not ask now, and why."""
    hidden = [line.path for line in lines if not line.relevant]
    return unasked.html(page.filling, hidden, page.scope, page.prefix) if hidden else Markup("")


def _undo(page: Page) -> dict[str, str] | None:
    """An instance that was just removed from a list of this page, and after which one it stood."""
    gone = page.args.get("dihapus", "")
    draft = page.filling.draft
    if gone not in draft.removed or brought_back(gone) in draft.removed:
        return None
    repeat, key = split_instance(brought_back(gone))
    is_back = key in draft.instances.get(repeat, ())
    return None if is_back else {"path": gone, "after": page.args.get("sesudah", "")}
