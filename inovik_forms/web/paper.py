"""Questionnaires on paper: the blank form for those who fill in by hand, and the answers for the file, as PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, url_for

from inovik_forms import jobs
from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import uploads
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.files import attachment
from inovik_forms.web.services import signed_in, store
from inovik_forms.web.theme import day_and_time
from inovik_forms.words import gettext, language
from inovik_forms.workflow import TRIAL

bp = Blueprint("paper", __name__)

PDF = "application/pdf"


@bp.get("/kuesioner/<name>/kosong.pdf")
@login_required
def blank(name: str) -> Any:
    """The newest version of a questionnaire, blank."""
    record = next((r for r in store().questionnaire_records() if r.name == name), None)
    if record is None:
        abort(404)
    key = jobs.blank_key(name, record.version, language())
    title = gettext("{title} - formulir kosong").format(title=gettext(record.title))
    return _given(key, title) or _made(key, questionnaire=name, version=record.version)


@bp.get("/isian/<int:response_id>/jawaban.pdf")
@login_required
def answered(response_id: int) -> Any:
    """The answers of a response as they are now."""
    response = response_or_404(response_id)
    record = next((r for r in store().questionnaire_records() if r.name == response.questionnaire), None)
    if record is None or response.kind == TRIAL:
        abort(404)
    key = jobs.answered_key(response_id, response.seq, language())
    found = _given(key, f"{gettext(record.title)} - {response.title}")
    if found is not None:
        return found
    unit = next((u.name for u in store().units() if u.code == response.unit), "")
    facts = [
        (gettext("Perihal"), response.title),
        *([(gettext("Perangkat daerah"), unit)] if unit else []),
        (gettext("Keadaan"), gettext("dikirim") if response.status == "sent" else gettext("belum dikirim")),
        (gettext("Terakhir diubah"), day_and_time(response.updated_at)),
    ]
    return _made(key, response=response_id, facts=facts)


def _given(key: str, title: str) -> Response | None:
    data = store().output(key)
    return attachment(data, f"{uploads.safe_name(title)}.pdf", PDF) if data is not None else None


def _made(key: str, **what: Any) -> Any:
    """On to the page that waits for the worker."""
    job = jobs.request_paper(store(), key, signed_in().id, language(), **what)
    return redirect(url_for("paper.wait", job_id=job))


@bp.get("/kertas/<int:job_id>")
@login_required
def wait(job_id: int) -> Any:
    """Looks again each second and then gives the file. Only for the person who asked, or who asked for the same."""
    try:
        job = store().job(job_id)
    except UnknownRecord:
        abort(404)
    if job.kind != "paper":
        abort(404)
    payload = job.payload
    if "response" in payload:
        response_or_404(payload["response"])
        target = url_for("paper.answered", response_id=payload["response"])
        back = url_for("check.overview", response_id=payload["response"])
    else:
        target, back = url_for("paper.blank", name=payload["questionnaire"]), url_for("start.home")
    page = Response(render_template("siapkan.html", job=job, form="pdf", target=target, back=back))
    if job.state in ("queued", "running"):
        page.headers["Refresh"] = "1"
    elif job.state == "done":
        page.headers["Refresh"] = f"0; url={target}"
    return page
