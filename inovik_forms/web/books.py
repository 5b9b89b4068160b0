"""The book of action plans: asked for by coordinators, made by the worker, with progress that a person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for

from inovik_forms import jobs
from inovik_forms.store.records import JobRecord, TemplateRecord, UnknownRecord
from inovik_forms.web import check, uploads
from inovik_forms.web.access import LARGEST_ID, needs
from inovik_forms.web.documents import MEDIA
from inovik_forms.web.files import attachment
from inovik_forms.web.filling import load
from inovik_forms.web.services import services, signed_in, store
from inovik_forms.words import gettext
from inovik_forms.workflow import Subject

bp = Blueprint("books", __name__, url_prefix="/buku")


@bp.post("")
@needs("overview")
def order() -> Any:
    """Ask for a book of the newest sent plan of each innovation. One that is being made for this person is shown
    instead of making a second (A46)."""
    found = [t for t in store().template_records() if t.name == request.form.get("naskah") and t.book]
    form = request.form.get("bentuk", "")
    if not found or form not in MEDIA:
        abort(400)
    plans = plans_for(found[0])
    if not plans:
        flash(gettext("Belum ada isian yang dikirim, jadi buku belum dapat dicetak."))
        return redirect(url_for("coordinator.table"), 303)
    running = _running()
    if running and running.payload.get("template") == found[0].name and running.payload.get("form") == form:
        return redirect(url_for("books.show", job_id=running.id), 303)
    job = jobs.request_book(store(), found[0].name, plans, form, signed_in().id)  # type: ignore[arg-type]
    session["buku"] = job
    return redirect(url_for("books.show", job_id=job), 303)


def plans_for(template: TemplateRecord) -> list[int]:
    """The newest sent response of each subject, by unit and title."""
    names = {u.code: u.name for u in store().units()}
    newest: dict[int, Any] = {}
    for response in sorted(store().responses_of(), key=lambda r: r.id):
        if response.questionnaire == template.questionnaire and response.status == "sent":
            newest[response.subject] = response
    return [r.id for r in sorted(newest.values(), key=lambda r: (names.get(r.unit, ""), r.title))]


def _running() -> JobRecord | None:
    number = session.get("buku")
    try:
        job = store().job(number) if isinstance(number, int) else None
    except UnknownRecord:
        return None
    return job if job and job.owner == signed_in().id and job.state in ("queued", "running") else None


def _job_or_404(job_id: int) -> JobRecord:
    """A book that this person asked for."""
    try:
        job = store().job(job_id) if job_id <= LARGEST_ID else None
    except UnknownRecord:
        job = None
    if job is None or job.kind != "book" or job.owner != signed_in().id:
        abort(404)
    return job


@bp.get("/<int:job_id>")
@needs("overview")
def show(job_id: int) -> Any:
    """How far the book is; looks again by itself."""
    job = _job_or_404(job_id)
    responses = job.payload.get("responses", ())
    notes = jobs.book_notes_of(store(), job) if job.state == "done" else []
    page = Response(
        render_template(
            "buku.html", job=job, plans=len(responses), of_book=[note.text for note in notes if not note.response],
            of_plans=plans_to_check(notes), absent=_absent(responses) if job.state == "done" else [],
        )
    )  # fmt: skip
    if job.state in ("queued", "running"):
        page.headers["Refresh"] = "2"
    return page


@dataclass(frozen=True, slots=True)
class PlanToCheck:
    """A plan of the book in which something is blank or wrong. `blanks`: question and where its answer is shown, ""
    for one that is filled in from the city's data."""

    title: str
    unit: str
    url: str
    blanks: list[tuple[str, str]]
    problems: list[str]


def plans_to_check(notes: list[jobs.BookNote]) -> list[PlanToCheck]:
    """What is to be looked at, plan by plan."""
    names = {u.code: u.name for u in store().units()}
    found = []
    for response_id in dict.fromkeys(note.response for note in notes if note.response):
        try:
            filling = load(store().response(response_id))
        except UnknownRecord:
            continue
        mine = [note for note in notes if note.response == response_id]
        blanks = [(n.text or n.path, check.place_of(filling, n.path)) for n in mine if n.path]
        url = url_for("check.overview", response_id=response_id)
        unit = names.get(filling.response.unit, "")
        problems = [n.text for n in mine if not n.path]
        found.append(PlanToCheck(filling.response.title, unit, url, blanks, problems))
    return found


def _absent(responses: Sequence[int]) -> list[Subject]:
    """Innovations that the book holds no plan of."""
    inside = {response.subject for response in store().responses_of() if response.id in set(responses)}
    return [subject for subject in store().subjects(kind="inovasi") if subject.id not in inside]


@bp.get("/<int:job_id>/unduh")
@needs("overview")
def download(job_id: int) -> Any:
    job = _job_or_404(job_id)
    data = store().output(job.result) if job.state == "done" else None
    if data is None:
        abort(404)
    form = job.payload["form"]
    title = f"{gettext('Buku rencana aksi')} {services().city.get('kota.nama', '')} {services().today().year}"
    return attachment(data, f"{uploads.safe_name(title)}.{form}", MEDIA[form])
