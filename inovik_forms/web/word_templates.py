"""For the administrator: a Word template's next version, checked whole before it is published, and its history."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.documents import template as template_room
from inovik_forms.documents.template_report import spoken
from inovik_forms.problems import Problem, Refused, WordPlace, errors
from inovik_forms.store.records import TemplateRecord, UnknownRecord
from inovik_forms.web import canonical, uploads
from inovik_forms.web.access import needs
from inovik_forms.web.documents import MEDIA
from inovik_forms.web.files import attachment
from inovik_forms.web.services import store
from inovik_forms.web.versions import Told
from inovik_forms.web.word_fields import fields_of
from inovik_forms.words import gettext, mark

bp = Blueprint("word_templates", __name__, url_prefix="/pengaturan/naskah")

LONGEST_NAME = 60
TAKEN = frozenset({"baru", "isian"})
"""Addresses of pages of ours."""
FORMS_TOLD = (
    (mark("Hanya dicetak bila jawabannya begitu"), "[[JIKA nama = 'ya']] … [[SELAIN ITU]] … [[AKHIR]]"),
    (mark("Untuk setiap butir sebuah daftar"), "[[ULANGI daftar]] … [[AKHIR]]"),
    (mark("Angka dengan kata"), "{{ terbilang(nama) }}"),
    (mark("Uang"), "{{ rupiah(nama) }}"),
    (mark("Tanggal"), "{{ tanggal(nama) }}"),
    (mark("Menamai sebuah pasal, dan merujuknya"), "[[TANDAI pasal_satu]] … {{ RUJUK pasal_satu }}"),
)


@bp.get("/isian/<form>")
@needs("publish")
def fields(form: str) -> Any:
    """Every answer of a questionnaire with its tag, and the tags that are not answers."""
    if form not in store().questionnaire_names():
        abort(404)
    questionnaire = store().questionnaire(form)
    return render_template(
        "naskah-medan.html", form=questionnaire, parts=fields_of(questionnaire),
        forms=[(gettext(about), tag) for about, tag in FORMS_TOLD],
    )  # fmt: skip


@bp.get("/baru")
@needs("publish")
def new() -> Any:
    """For a template that is not there yet."""
    return _new_page()


@bp.post("/baru")
@needs("publish")
def begin() -> Any:
    """Checked as a next version is, and published as the first one."""
    title = canonical.line(request.form.get("judul", ""))
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_NAME]
    form, sent = request.form.get("kuesioner", ""), request.files.get("berkas")
    message = ""
    if not name:
        message = gettext("Tulis judul naskah dahulu.")
    elif name in TAKEN or store().template_versions(name):
        message = gettext("Sudah ada naskah dengan judul seperti ini. Pilih judul lain, atau unggah versi berikutnya.")
    elif form not in store().questionnaire_names():
        message = gettext("Pilih kuesioner yang jawabannya dipakai.")
    elif not sent or not sent.filename:
        message = gettext("Pilih berkas Word (.docx) dahulu.")
    if message or not sent:
        return _new_page(title=title, chosen=form, message=message, problems=[])
    try:
        store().publish_template(name, sent.read(), form, title)
    except Refused as refused:
        file_name = uploads.safe_name(sent.filename or "") or "naskah.docx"
        return _new_page(title=title, chosen=form, file_name=file_name, problems=list(refused.problems))
    flash(gettext("Versi {n} diterbitkan.").format(n=1))
    return redirect(url_for("word_templates.one", name=name), 303)


def _new_page(
    *, title: str = "", chosen: str = "", message: str = "", file_name: str = "", problems: list[Problem] | None = None
) -> Any:
    page = render_template(
        "naskah-baru.html", forms=store().questionnaire_records(), title=title, chosen=chosen, message=message,
        file_name=file_name, **_refusal(problems),
    )  # fmt: skip
    return page, 200 if problems is None else 422


@bp.get("/<name>")
@needs("publish")
def one(name: str) -> Any:
    """What is in force, the upload of the next version, what was."""
    return _page(_history_or_404(name))


@bp.post("/<name>/unggah")
@needs("publish")
def upload(name: str) -> Any:
    """A Word file: every problem at once, and published only when there is none and that was asked for."""
    history = _history_or_404(name)
    sent = request.files.get("berkas")
    if not sent or not sent.filename:
        return _page(history, message=gettext("Pilih berkas Word (.docx) dahulu."), problems=[])
    file_name, data = uploads.safe_name(sent.filename) or "naskah.docx", sent.read()
    form = store().questionnaire(history[0].questionnaire)
    problems = template_room.inspect(data, file_name, form)[1]
    if errors(problems):
        return _page(history, file_name=file_name, problems=problems)
    if "terbit" not in request.form:
        flash(gettext("Berkas “{name}” tanpa kesalahan. Belum diterbitkan.").format(name=file_name))
        return redirect(url_for("word_templates.one", name=name), 303)
    return _publish(history, data, file_name)


@bp.post("/<name>/pulihkan/<int:version>")
@needs("publish")
def restore(name: str, version: int) -> Any:
    """An earlier version becomes the newest again, as a version of its own, if it still fits the questionnaire."""
    history = _history_or_404(name)
    data = _file_or_404(name, version)
    return _publish(history, data, gettext("versi {n}").format(n=version))


@bp.get("/<name>/<int:version>/unduh")
@needs("publish")
def download(name: str, version: int) -> Any:
    """The Word file as it was published."""
    return attachment(_file_or_404(name, version), f"{name}-v{version}.docx", MEDIA["docx"])


def _publish(history: list[TemplateRecord], data: bytes, file_name: str) -> Any:
    last = history[0]
    try:
        version = store().publish_template(last.name, data, last.questionnaire)
    except Refused as refused:
        return _page(history, file_name=file_name, problems=list(refused.problems))
    same = gettext("Isinya sama dengan versi {n} yang berlaku; tidak ada yang berubah.")
    words = same if version == last.version else gettext("Versi {n} diterbitkan.")
    flash(words.format(n=version))
    return redirect(url_for("word_templates.one", name=last.name), 303)


def _page(
    history: list[TemplateRecord], *, message: str = "", file_name: str = "", problems: list[Problem] | None = None
) -> Any:
    page = render_template(
        "naskah.html", history=history, message=message, file_name=file_name, **_refusal(problems),
        form=store().questionnaire(history[0].questionnaire),
    )  # fmt: skip
    return page, 200 if problems is None else 422


def _refusal(problems: list[Problem] | None) -> dict[str, Any]:
    rows = [_told(p) for p in sorted(problems or [], key=lambda p: p.severity != "error")]
    return {"refused": problems is not None, "problems": rows, "count": len(errors(problems or []))}


def _told(problem: Problem) -> Told:
    where = problem.where
    if not isinstance(where, WordPlace) or not where.paragraph:
        return Told(problem.severity, gettext("Seluruh berkas"), None, "", ("", "", ""), problem.message, problem.fix)
    return Told(problem.severity, spoken(where), None, "", (where.quote, "", ""), problem.message, problem.fix)


def _history_or_404(name: str) -> list[TemplateRecord]:
    return store().template_versions(name) or abort(404)


def _file_or_404(name: str, version: int) -> bytes:
    try:
        return store().template_file(name, version)[0]
    except UnknownRecord:
        abort(404)
