"""The start page says what is to be done now; the page of one innovation or agreement shows how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import Form, SelectField, StringField

from inovik_forms import packs
from inovik_forms.answers.plan import plan_of
from inovik_forms.web import canonical, coordinator
from inovik_forms.web.access import subject_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.filling import load
from inovik_forms.web.sections import pages_of
from inovik_forms.web.services import account, every_stage, services, signed_in, store
from inovik_forms.words import gettext, language
from inovik_forms.workflow import ROLES, Subject, SubjectKind, may, next_step, next_steps, progress, stage_of

bp = Blueprint("start", __name__)

LONGEST_TITLE = 200
SHORTEST_TITLE = 3
PRESSED_TWICE = timedelta(seconds=30)


class NewForm(Form):
    """A new innovation or agreement."""

    judul = StringField()
    unit = SelectField(validate_choice=False)


@bp.get("/")
@login_required
def home() -> Any:
    """What to do next, by role."""
    person = signed_in()
    works = may(person, "start")
    subjects = [s for s in subjects_of_mine() if may(person, "see", s)] if works else []
    responses = store().responses_of(person.unit if person.role == "staff" else None) if works else []
    every = every_stage() if works else ()
    stages = tuple(stage for stage in every if not stage.apart)
    return render_template(
        "beranda.html", person=person, role=ROLES[person.role], works=works, kind=kind_of_mine(),
        steps=next_steps(person, subjects, responses, every),
        rows=[(s, progress(s, responses, stages)) for s in subjects],
        titles=_titles() if works else {}, unit=_unit_name(person.unit),
        mine=_assigned() if works else [],
        overview=coordinator.overview() if may(person, "overview") else None,
    )  # fmt: skip


def _assigned() -> list[tuple[str, str, str]]:
    """(address, section, response) of each section that is this person's to fill in, as far as he may."""
    found = []
    for given in store().assigned_to(signed_in().id):
        response = store().response(given.response)
        questionnaire = store().questionnaire(response.questionnaire, response.version)
        section = pages_of(plan_of(questionnaire)).section(given.section)
        if section and may(account(), "answer", response):
            title = section.title(language(), questionnaire.default_language)
            found.append(
                (url_for("responses.section", response_id=response.id, slug=section.slug), title, response.label)
            )
    return found


def kind_of_mine() -> SubjectKind:
    """What this person works on."""
    return "kesepakatan" if signed_in().role == "legal" else "inovasi"


def subjects_of_mine() -> list[Subject]:
    """What this person's start page lists, the newest first."""
    person = signed_in()
    return store().subjects(person.unit if person.role == "staff" else None, kind_of_mine())


def _titles() -> dict[str, str]:
    """The published questionnaires: name → what people call it."""
    return {record.name: gettext(record.title) for record in store().questionnaire_records()}


def _unit_name(code: str) -> str:
    return store().unit(code).name if code else ""


@bp.route("/baru/<kind>", methods=["GET", "POST"])
@login_required
def new(kind: str) -> Any:
    """Begin an innovation (staff) or an agreement (legal staff) and its first questionnaire."""
    person = signed_in()
    draft = _new_subject(kind, person.unit)
    if draft is None or not may(person, "start", draft):
        abort(404)
    units = [(u.code, u.name) for u in store().units()]
    form = NewForm(request.values)  # from the address, where the network was away when it was sent
    form.unit.choices = [("", ""), *units]
    problem = ""
    if request.method == "POST":
        title = _title(form.judul.data)
        unit = person.unit if person.role == "staff" else form.unit.data or ""
        problem = title_problem(title)
        if problem:
            pass
        elif unit and unit not in dict(units):
            problem = gettext("Pilih perangkat daerah dari daftar.")
        else:
            since = services().now() - PRESSED_TWICE
            subject = store().begin_subject(draft.kind, unit, title, person.username, since)
            return redirect(url_for("start.subject", subject_id=subject.id), 303)
    return render_template(
        "baru.html",
        form=form,
        kind=kind,
        problem=problem,
        choose_unit=person.role != "staff",
        shortest=SHORTEST_TITLE,
        longest=LONGEST_TITLE,
    ), 422 if problem else 200


def _new_subject(kind: str, unit: str) -> Subject | None:
    """The subject about to be made, to ask for permission."""
    if kind not in ("inovasi", "kesepakatan"):
        return None
    return Subject(0, kind, unit, "", services().now())  # type: ignore[arg-type]


@bp.get("/perihal/<int:subject_id>")
@login_required
def subject(subject_id: int) -> Any:
    """One innovation or agreement: its stages, each with its answers and its documents."""
    return _subject_page(subject_or_404(subject_id))


def _subject_page(what: Subject, *, problem: str = "", title: str = "") -> str:
    """`problem`, `title`: a new name that was refused, and why."""
    responses = store().responses(what.id)
    every = every_stage()
    stages = progress(what, responses, every)
    titles = _titles()
    templates = [t for t in store().template_records() if not t.book]
    documents = {
        s.stage.questionnaire: [t for t in templates if t.questionnaire == s.stage.questionnaire] for s in stages
    }
    return render_template(
        "perihal.html", problem=problem, title=title or what.title,
        what=what, stages=stages, unit=_unit_name(what.unit), published=set(titles), titles=titles,
        may_start=may(account(), "start", what), documents=documents, next=next_step(what, responses, every),
        earlier={p.stage.code: [r for r in responses if p.response and r.questionnaire == p.stage.questionnaire][:-1]
                 for p in stages},
    )  # fmt: skip


@bp.post("/perihal/<int:subject_id>/nama")
@login_required
def rename(subject_id: int) -> Any:
    """Another name for an innovation or agreement; answers and documents keep what was answered."""
    what = subject_or_404(subject_id, "start")
    title = _title(request.form.get("judul"))
    problem = title_problem(title)
    if problem:
        return _subject_page(what, problem=problem, title=title), 422
    store().rename_subject(subject_id, title)
    flash(gettext("Nama diganti."))
    return redirect(url_for("start.subject", subject_id=subject_id), 303)


def _title(typed: str | None) -> str:
    return canonical.line(typed or "")


def title_problem(title: str) -> str:
    if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        return ""
    if len(title) > LONGEST_TITLE:
        said = gettext("Nama ini {count} huruf; paling banyak {most} huruf. Persingkat namanya.")
        return said.format(count=len(title), most=LONGEST_TITLE)
    return gettext("Tulis nama sepanjang {least} sampai {most} huruf.").format(least=SHORTEST_TITLE, most=LONGEST_TITLE)


@bp.post("/perihal/<int:subject_id>/mulai")
@login_required
def begin(subject_id: int) -> Any:
    """Start a questionnaire; one that is being filled in already is opened instead of begun twice."""
    what = subject_or_404(subject_id, "start")
    name = request.values.get("kuesioner", "")
    stage = stage_of(every_stage(), name)
    if not name or stage is None or stage.kind != what.kind:
        abort(404)
    mine = [r for r in store().responses(subject_id) if r.questionnaire == name]
    if mine and (mine[-1].status == "draft" or not stage.repeatable):
        return redirect(url_for("responses.tasks", response_id=mine[-1].id), 303)
    person = signed_in()
    from_last = request.form.get("awal") == "terakhir"
    first = packs.prefill(store(), what, person, name, services().today(), from_last=from_last)
    response, is_new = store().begin_response(
        subject_id, name, person.username, first.values, repeatable=stage.repeatable, sources=first.sources
    )
    if is_new:
        load(response).begin()
    if is_new and first.values:
        flash(gettext("Data yang sudah diketahui telah diisikan. Periksa dan perbaiki bila perlu."))
    return redirect(url_for("responses.tasks", response_id=response.id), 303)
