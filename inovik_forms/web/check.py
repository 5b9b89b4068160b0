"""Check your answers, send, and what was sent: every answer in the order asked, with a link that leads back here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.state import ItemState
from inovik_forms.answers.validate import submission_problems
from inovik_forms.answers.values import Path
from inovik_forms.problems import AnswerPlace
from inovik_forms.questionnaires.model import Group, Question, Repeat
from inovik_forms.store.records import Stale
from inovik_forms.web import aside, carried, check_words, conflicts, documents, unasked
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.called import all_called, around, told_apart
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.filling import Filling, is_wrong, load
from inovik_forms.web.mixing import as_drawn
from inovik_forms.web.pages import address, file_view
from inovik_forms.web.place import title_of
from inovik_forms.web.sections import Section, page_prefix, top_name
from inovik_forms.web.services import account, every_stage, services, signed_in, store
from inovik_forms.web.texts import in_words, said
from inovik_forms.words import gettext, language
from inovik_forms.workflow import TRIAL, Response, may, next_step

bp = Blueprint("check", __name__, url_prefix="/isian/<int:response_id>")


FROM_HERE = {"dari": "periksa"}
"""In the query of links from this page: saving leads back (with `soal`: to this very answer)."""


@dataclass(slots=True)
class Row:
    """One question with its answer; or a heading (`what` "instance" or "group")."""

    what: str
    path: Path
    label: str
    value: str = ""
    problem: str = ""
    url: str = ""
    file: dict[str, str] | None = None
    about: str = ""
    """Where several are called the same: the groups and entries that this one stands in, for those who only hear it."""


@dataclass(slots=True)
class Part:
    """One section of the check page."""

    section: Section
    title: str
    rows: list[Row] = field(default_factory=list)
    unasked: list[unasked.Reason] = field(default_factory=list)


@bp.get("/periksa")
@login_required
def overview(response_id: int) -> Any:
    """Every answer; what stands between them and sending; what is kept but not sent."""
    response = response_or_404(response_id)
    filling = load(response)
    return answers_page(filling, tried=request.args.get("kirim") == "1")


def answers_page(filling: Filling, *, tried: bool) -> str:
    """The page with all answers. `tried`: sending was refused; now each thing that is missing is said, not only what
    is wrong, and then what was taken over and still has to be confirmed."""
    response = filling.response
    editable = may(account(), "answer", response)
    problems = submission_problems(filling.state) if editable else []
    taken = _taken(filling) if editable else []
    refused, unchecked = tried and bool(problems), tried and not problems and bool(taken)
    by_place = {item.path: item for item in filling.state.items}
    found = [
        (p, by_place[p.where.path]) for p in problems if isinstance(p.where, AnswerPlace) and p.where.path in by_place
    ]
    listed = [(i.answer_path, said(p), _url(filling, i)) for p, i in found if refused or is_wrong(i)]
    names = all_called(filling, (path for path, _, _ in listed))
    summary = [(names[path], words, url) for path, words, url in listed]
    templates = documents.records(response)
    return render_template(
        "periksa.html", filling=filling, response=response, editable=editable, refused=refused,
        parts=parts(filling, editable=editable, thorough=refused), complete=not problems,
        missing=[] if refused else _missing(filling, [i for _, i in found if not is_wrong(i)]),
        problems=summary, hidden=hidden_answers(filling), aside=_aside(filling), templates=templates,
        clashes=conflicts.places(filling) if editable else [], unchecked=unchecked,
        unasked=unasked.sections(filling, filling.shown_sections, FROM_HERE) if editable else [],
        taken=taken, said=check_words.sentences() if editable else {}, **_next(response),
        may_send=may(account(), "send", response), may_reopen=may(account(), "reopen", response),
        may_assign=not editable and response.kind != TRIAL and may(account(), "assign", response),
    )  # fmt: skip


def _next(response: Response) -> dict[str, Any]:
    """After sending: what comes next for the same innovation or agreement, and whether this person may begin it."""
    if response.status != "sent" or response.kind == TRIAL:
        return {"step": None}
    titles = {record.name: gettext(record.title) for record in store().questionnaire_records()}
    step = next_step(store().subject(response.subject), store().responses(response.subject), every_stage())
    if step and step.action == "start" and step.stage.questionnaire not in titles:
        step = None
    return {"step": step, "titles": titles, "may_start": may(account(), "start", response)}


def _taken(filling: Filling) -> list[tuple[str, str, str, str]]:
    """Label, value, where from, and address of each answer that was taken over and not confirmed."""
    found, waiting = [], carried.waiting(filling)
    names = all_called(filling, (item.answer_path for item in waiting))
    for item in waiting:
        assert isinstance(item.item, Question)
        value = in_words(item.item, item.value, filling.state, item.answer_path, language())
        source = carried.words_of(filling.draft.carried[item.answer_path])
        found.append((names[item.answer_path], value, source, _url(filling, item)))
    return found


def _missing(filling: Filling, items: list[ItemState]) -> list[tuple[str, str, int]]:
    """(title, address, how many) of each section in which something is still missing. The address comes back here."""
    found: dict[str, list[ItemState]] = {}
    for item in items:
        found.setdefault(filling.pages.section_of[top_name(item.answer_path)].slug, []).append(item)
    sections = [s for s in filling.pages.sections if s.slug in found]
    return [(title_of(filling, s), _first_of(filling, s.slug, found[s.slug]), len(found[s.slug])) for s in sections]


def _first_of(filling: Filling, slug: str, items: list[ItemState]) -> str:
    """Where a section's missing answers are given: its page says which they are, unless they stand on pages of their
    own."""
    if filling.pages.one or all(page_prefix(item.answer_path) for item in items):
        return _url(filling, items[0])
    return url_for("responses.section", response_id=filling.response.id, slug=slug, periksa="1", dari=FROM_HERE["dari"])


@bp.post("/kirim")
@login_required
def send(response_id: int) -> Any:
    """Send exactly what the person has seen; only here everything must be valid."""
    response = response_or_404(response_id)
    if response.status == "sent":
        return redirect(url_for("check.overview", response_id=response_id), 303)
    response = response_or_404(response_id, "send")
    filling = load(response)
    if submission_problems(filling.state):
        return _refused(response_id)
    seen = request.form.get("dasar", "")
    if seen != str(filling.seq):
        flash(gettext("Jawaban berubah sejak halaman ini dibuka. Periksa sekali lagi, lalu kirim."))
        return redirect(url_for("check.overview", response_id=response_id), 303)
    waiting = [item.answer_path for item in carried.waiting(filling)]
    if waiting and "diperiksa" not in request.form:
        return _refused(response_id)
    filling.save(carried.confirmed(filling, waiting))
    filling.end()
    try:
        store().mark_sent(response_id, signed_in().username, services().now(), filling.seq)
    except Stale:
        flash(gettext("Jawaban berubah sejak halaman ini dibuka. Periksa sekali lagi, lalu kirim."))
    return redirect(url_for("check.overview", response_id=response_id), 303)


def _refused(response_id: int) -> Any:
    """An address of its own: an answer to a POST asks to be sent again when one comes back to it or reloads it."""
    return redirect(url_for("check.overview", response_id=response_id, kirim="1"), 303)


@bp.post("/buka")
@login_required
def reopen(response_id: int) -> Any:
    """Open a sent response again, so that its unit can improve it."""
    response_or_404(response_id, "reopen")
    store().reopen(response_id, signed_in().username, services().now())
    flash(gettext("Isian dibuka kembali dan dapat diperbaiki oleh pengisinya."))
    return redirect(url_for("check.overview", response_id=response_id), 303)


def parts(filling: Filling, *, editable: bool, thorough: bool = False) -> list[Part]:
    """The answers that are sent, section by section."""
    found = {s.slug: Part(s, title_of(filling, s)) for s in filling.pages.sections}
    for item in filling.state.items:
        section = filling.pages.section_of.get(top_name(item.answer_path))
        if section is None or section.slug not in found or not item.relevant or item.answer_path == section.slug:
            continue  # the group that the section is stands above it
        row = _row(filling, item, editable=editable, thorough=thorough)
        if row:
            found[section.slug].rows.append(row)
    shown = [part for part in found.values() if part.rows]
    for part in shown if editable else ():
        part.unasked = unasked.of_section(filling, part.section, FROM_HERE)
    if editable:
        _tell_apart(filling, shown)
    return shown


def _tell_apart(filling: Filling, shown: list[Part]) -> None:
    """Links "Change" that would sound the same say where they stand."""
    rows = {row.path: row for part in shown for row in part.rows if row.url and row.what == "question"}
    about = told_apart({p: row.label for p, row in rows.items()}, lambda path: around(filling, path, entries=True))
    for path, row in rows.items():
        row.about = about[path]


def _row(filling: Filling, item: ItemState, *, editable: bool, thorough: bool) -> Row | None:
    what = item.item
    if isinstance(what, Group | Repeat):
        label = _label(filling, item)
        if item.answer_path.endswith("]"):
            position = item.path.rpartition("[")[2].rstrip("]")
            return Row("instance", item.answer_path, f"{label} {position}", url=_url(filling, item) if editable else "")
        return Row("group", item.answer_path, label) if isinstance(what, Group) else None
    if not check_words.is_listed(what):
        return None
    value = in_words(what, as_drawn(filling, item), filling.state, item.answer_path, language())
    row = Row("question", item.answer_path, _label(filling, item), value)
    if what.kind in FILE_KINDS:
        row.file = file_view(filling.response.id, item.value)
    if editable:
        row.problem = said(item.problem) if item.problem and (thorough or is_wrong(item)) else ""
        row.url = "" if item.read_only or what.is_computed else _url(filling, item)
    return row


def place_of(filling: Filling, path: Path) -> str:
    """Where the page of a response shows an answer; "" where it shows none."""
    try:
        item = filling.state.item(path)
    except KeyError:
        return ""
    row = _row(filling, item, editable=False, thorough=False) if item.relevant else None
    shown = row and top_name(item.answer_path) in filling.pages.section_of
    return url_for("check.overview", response_id=filling.response.id, _anchor=f"j.{row.path}") if row and shown else ""


def _label(filling: Filling, item: ItemState) -> str:
    return filling.state.text(item.item.label, item.answer_path) or item.item.name


def _url(filling: Filling, item: ItemState) -> str:
    return address(filling, item.answer_path, extra={**FROM_HERE, "soal": item.answer_path})


def hidden_answers(filling: Filling) -> int:
    """How many answers people typed that no question asks for any more: kept, not sent."""
    state = filling.state
    count = 0
    for item in state.items:
        question = item.item
        if isinstance(question, Question) and question.kind in FIELDS and not item.relevant:
            count += bool(filling.draft.values.get(item.answer_path))
    return count


def _aside(filling: Filling) -> list[tuple[str, str, str]]:
    """Answers that are no longer among the choices: label, the answer that was given, and where to choose anew."""
    found = aside.in_words_of(filling)
    names = all_called(filling, found)
    return [(names[path], given, _url(filling, filling.state.item(path))) for path, given in found.items()]
