"""Documents of a response: preview with its blanks, DOCX and PDF out of the worker's cache."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Literal

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from markupsafe import Markup

from inovik_forms import jobs
from inovik_forms.documents import fill, resolve, write_html
from inovik_forms.documents.tree import Document
from inovik_forms.questionnaires.model import Question
from inovik_forms.store.records import TemplateRecord, UnknownRecord
from inovik_forms.web import findings, number_giving, uploads
from inovik_forms.web.access import response_or_404
from inovik_forms.web.auth import login_required
from inovik_forms.web.conflicts import name_of
from inovik_forms.web.files import attachment
from inovik_forms.web.filling import Filling, load
from inovik_forms.web.pages import address
from inovik_forms.web.services import account, signed_in, store
from inovik_forms.words import gettext
from inovik_forms.workflow import TRIAL, may
from inovik_forms.workflow import Response as Answers

bp = Blueprint("documents", __name__, url_prefix="/dokumen/<int:response_id>/<name>")

SHEET_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data: 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)
"""The sheet brings its own styles and pictures, runs nothing, and may only lead its frame's owner to a question."""
BESIDE_POLICY = f"{SHEET_POLICY} allow-same-origin"
"""Beside the questions the page writes into the frame as answers come (static/later/beside.js); nothing runs in it."""
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
Form = Literal["docx", "pdf"]
EXAMPLE_CODE = "contoh"


@dataclass(frozen=True, slots=True)
class BlankLine:
    """An unanswered value: what to answer, and where."""

    label: str
    url: str
    count: int = 1


def records(response: Answers) -> list[TemplateRecord]:
    """The templates that print this kind of response; none for what is only tried out."""
    if response.kind == TRIAL:
        return []
    return [t for t in store().template_records(response.questionnaire) if not t.book]


def record_or_404(name: str, response: Answers) -> TemplateRecord:
    """The template, if it prints this kind of response."""
    found = [t for t in records(response) if t.name == name]
    if not found:
        abort(404)
    return found[0]


def original_or_404(response: Answers, text: str | None) -> int:
    number = 1 if not text else int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
    if number not in jobs.originals_of(response.kind):
        abort(404)
    return number


@bp.get("")
@login_required
def preview(response_id: int, name: str) -> Any:
    """The document beside the list of what is still blank; a click leads to the question."""
    response = response_or_404(response_id)
    record = record_or_404(name, response)
    original = original_or_404(response, request.args.get("asli"))
    filling = load(response)
    document, problems = resolve.resolve(filled(name, filling, original))
    report = findings.report_of(document, filling.state, twin_of(filling, response, name, original))
    return render_template(
        "pratinjau.html", report=report, findings=findings.shown(report), response=response, record=record,
        original=original, originals=jobs.originals_of(response.kind), blanks=blank_lines(filling, document),
        shows_all="semua" in request.args,
        editable=may(account(), "answer", response), problems=problems, numbers=number_giving.lines(filling),
        name_of=name_of,
    )  # fmt: skip


@bp.get("/lembar")
@login_required
def sheet(response_id: int, name: str) -> Response:
    """The document itself as a page of its own, for the frame of the preview. `samping`: for the one beside the
    questions, which shows it again after each answer and so without findings; `semua`: what conditions keep out stands
    in grey."""
    response = response_or_404(response_id)
    record = record_or_404(name, response)
    original = original_or_404(response, request.args.get("asli"))
    filling = load(response)
    shows_all = "semua" in request.args
    document, _ = resolve.resolve(filled(name, filling, original, shows_all=shows_all))
    html, beside = _linked(filling, write_html.write(document)), "samping" in request.args
    if not beside and not shows_all:  # what is greyed is not on the paper: nothing is wrong with it
        report = findings.report_of(document, filling.state, twin_of(filling, response, name, original))
        html = findings.marked(html, report.findings)
    page = render_template("lembar.html", title=record.title, sheet=Markup(html))  # noqa: S704  # our writer escapes
    policy = BESIDE_POLICY if beside else SHEET_POLICY
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": policy})


def twin_of(filling: Filling, response: Answers, name: str, original: int) -> Document | None:
    """The other original, resolved, where there are two."""
    others = [n for n in jobs.originals_of(response.kind) if n != original]
    return resolve.resolve(filled(name, filling, others[0]))[0] if others else None


@bp.get("/catatan-<int:original>.docx")
@login_required
def noted(response_id: int, name: str, original: int) -> Response:
    """A copy with the findings as Word comments, made at once: nobody waits for it ahead of the click."""
    response = response_or_404(response_id)
    record = record_or_404(name, response)
    original_or_404(response, str(original))
    filling = load(response)
    document, _ = resolve.resolve(filled(name, filling, original))
    data = findings.noted_file(document, filling.state, twin_of(filling, response, name, original))
    title = " - ".join([file_title(record, response, original), gettext("dengan catatan")])
    return attachment(data, f"{title}.docx", MEDIA["docx"])


_BLANK = re.compile(r'(<a class="blank[^"]*" data-path=")([^"]*)(" href=")[^"]*"')
_VALUE = re.compile(r'<span((?: class="[^"]*")?) data-path="([^"]*)">([^<]*)</span>')


def _linked(filling: Filling, html: str) -> str:
    """Each blank and each answer of the sheet leads to its question, out of the frame; for readers nowhere."""
    addresses: dict[str, str] = {}

    def url(path: str) -> str:
        if path not in addresses:
            addresses[path] = escape(_question_url(filling, unescape(path)))
        return addresses[path]

    def blank(found: re.Match[str]) -> str:
        return f'{found[1]}{found[2]}{found[3]}{url(found[2])}" target="_top"' if url(found[2]) else found[0]

    def value(found: re.Match[str]) -> str:
        if not url(found[2]):
            return found[0]
        return f'<a{found[1]} data-path="{found[2]}" href="{url(found[2])}" target="_top">{found[3]}</a>'

    return _VALUE.sub(value, _BLANK.sub(blank, html))


def filled(name: str, filling: Filling, original: int, *, shows_all: bool = False) -> Document:
    """The template filled with the answers and the letterhead as they are now; a code on it is an example's, since this
    paper is not issued."""
    template, state = store().template(name), filling.to_print()
    if template.is_issued:
        jobs.put_code(store(), state, EXAMPLE_CODE)
    return fill.fill(template, state, files=store().file, original=original, shows_all=shows_all)


def blank_lines(filling: Filling, document: Document) -> list[BlankLine]:
    """What is blank, each question once, with the address of its question where this person may answer it."""
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for blank in fill.blanks(document):
        counts[blank.path] = counts.get(blank.path, 0) + 1
        labels.setdefault(blank.path, blank.label)
    return [_blank_line(filling, path, labels[path], count) for path, count in counts.items()]


def _blank_line(filling: Filling, path: str, label: str, count: int) -> BlankLine:
    try:
        item = filling.state.item(path)
    except KeyError:
        return BlankLine(label or path, "", count)
    words = filling.state.text(item.item.label, path) or label or item.item.name
    return BlankLine(words, _question_url(filling, path), count)


def _question_url(filling: Filling, path: str) -> str:
    """Where this person may answer what stands at a path; '' where that is nowhere."""
    try:
        item = filling.state.item(path)
    except KeyError:
        return ""
    asked = isinstance(item.item, Question) and item.relevant and may(account(), "answer", filling.response)
    return address(filling, path) if asked else ""


@bp.get("/naskah-<int:original>.<any(docx, pdf):form>")
@login_required
def download(response_id: int, name: str, original: int, form: Form) -> Any:
    """The finished file; when the worker has not made it yet, a page that waits for it."""
    response = response_or_404(response_id)
    record = record_or_404(name, response)
    original_or_404(response, str(original))
    data = jobs.document(store(), response_id, name, form, original)
    if data is None:
        job = jobs.request_document(store(), response_id, name, signed_in().id, original)
        return redirect(
            url_for("documents.wait", response_id=response_id, name=name, original=original, form=form, job_id=job)
        )
    return attachment(data, f"{file_title(record, response, original)}.{form}", MEDIA[form])


@bp.get("/naskah-<int:original>.<any(docx, pdf):form>/siap/<int:job_id>")
@login_required
def wait(response_id: int, name: str, original: int, form: Form, job_id: int) -> Any:
    """Looks again each second (a header does it, so that it works without JavaScript) and then gives the file."""
    response = response_or_404(response_id)
    record = record_or_404(name, response)
    original_or_404(response, str(original))
    try:
        job = store().job(job_id)
    except UnknownRecord:
        abort(404)
    if job.kind != "render" or job.payload.get("response") != response_id:
        abort(404)
    target = url_for("documents.download", response_id=response_id, name=name, original=original, form=form)
    back = url_for("documents.preview", response_id=response_id, name=record.name)
    page = Response(render_template("siapkan.html", job=job, form=form, target=target, back=back))
    if job.state in ("queued", "running"):
        page.headers["Refresh"] = "1"
    elif job.state == "done":
        page.headers["Refresh"] = f"0; url={target}"
    return page


def file_title(record: TemplateRecord, response: Answers, original: int) -> str:
    """The name of the downloaded file: what it is, whose, and which original."""
    parts = [gettext(record.title), response.title]
    if len(jobs.originals_of(response.kind)) > 1:
        parts.append(gettext("naskah asli {number}").format(number=original))
    return " - ".join(uploads.safe_name(part) for part in parts)
