"""For the administrator: a Word template's next version, a draft before it is published, and its history."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.problems import Problem, Refused, errors
from inovik_forms.store.records import Stale, TemplateDraft, TemplateRecord, UnknownRecord
from inovik_forms.web import canonical, uploads, word_drafts
from inovik_forms.web.access import needs
from inovik_forms.web.documents import MEDIA
from inovik_forms.web.files import attachment
from inovik_forms.web.services import signed_in, store
from inovik_forms.web.versions import note_sent, published
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
    (mark("Kop perangkat daerah pemilik naskah, atau kop kepala daerah"), "[[KOP]] … [[KOP JABATAN]]"),
    (mark("Menamai sebuah pasal, dan merujuknya"), "[[TANDAI pasal_satu]] … {{ RUJUK pasal_satu }}"),
    (mark("Klausul bersama, sendirian dalam paragrafnya"), "[[KLAUSUL nama]]"),
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
        forms=[(gettext(about), tag) for about, tag in FORMS_TOLD], clauses=store().clause_records(),
    )  # fmt: skip


@bp.get("/baru")
@needs("publish")
def new() -> Any:
    """For a template that is not there yet."""
    return _new_page()


@bp.post("/baru")
@needs("publish")
def begin() -> Any:
    """Kept as a draft, as a next version is."""
    title = canonical.line(request.form.get("judul", ""))
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_NAME]
    form, sent = request.form.get("kuesioner", ""), request.files.get("berkas")
    message = ""
    if not name:
        message = gettext("Tulis judul naskah dahulu.")
    elif name in TAKEN or store().template_versions(name) or store().template_draft(name):
        message = gettext("Sudah ada naskah dengan judul seperti ini. Pilih judul lain, atau unggah versi berikutnya.")
    elif form not in store().questionnaire_names():
        message = gettext("Pilih kuesioner yang jawabannya dipakai.")
    elif not sent or not sent.filename:
        message = gettext("Pilih berkas Word (.docx) dahulu.")
    if message or not sent:
        return _new_page(title=title, chosen=form, message=message, problems=[])
    file_name, data = uploads.safe_name(sent.filename or "") or "naskah.docx", sent.read()
    problems = _keep(name, data, form, title, file_name)
    if problems:
        return _new_page(title=title, chosen=form, file_name=file_name, problems=problems)
    return redirect(url_for("word_templates.one", name=name), 303)


def _new_page(
    *, title: str = "", chosen: str = "", message: str = "", file_name: str = "", problems: list[Problem] | None = None
) -> Any:
    page = render_template(
        "naskah-baru.html", forms=store().questionnaire_records(), title=title, chosen=chosen, message=message,
        file_name=file_name, **refusal(problems),
    )  # fmt: skip
    return page, 200 if problems is None else 422


def _keep(name: str, data: bytes, form: str, title: str, file_name: str) -> list[Problem]:
    """The file as the draft, even with mistakes; what is wrong with one that is no Word file, which is not kept."""
    template, problems = word_drafts.read(data, file_name, form)
    if template is None:
        return problems
    store().put_template_draft(
        name, data, questionnaire=form, title=title, file_name=file_name, author=signed_in().username
    )
    return []


@bp.get("/<name>")
@needs("publish")
def one(name: str) -> Any:
    """What waits to be published, what is in force, the upload of the next version, what was."""
    return _page(name)


@bp.post("/<name>/unggah")
@needs("publish")
def upload(name: str) -> Any:
    """A Word file becomes the draft: every problem at once, and what it would change."""
    history, draft = _there_or_404(name)
    sent = request.files.get("berkas")
    if not sent or not sent.filename:
        return _page(name, message=gettext("Pilih berkas Word (.docx) dahulu."), problems=[])
    file_name, data = uploads.safe_name(sent.filename) or "naskah.docx", sent.read()
    known = history[0] if history else draft
    assert known is not None
    problems = _keep(name, data, known.questionnaire, known.title, file_name)
    return _page(name, file_name=file_name, problems=problems) if problems else _to(name)


@bp.post("/<name>/terbit")
@needs("publish")
def publish(name: str) -> Any:
    """The draft becomes the next version, unless it has mistakes or somebody has published in between."""
    draft = store().template_draft(name)
    if draft is None or str(draft.id) != request.form.get("rancangan", ""):
        flash(gettext("Rancangan ini sudah diganti atau diterbitkan. Periksa yang sekarang."))
        return _to(name)
    try:
        version = store().publish_template(
            name, store().template_draft_file(draft.id), draft.questionnaire, draft.title, author=signed_in().username,
            note=note_sent(), base=canonical.whole_number(request.form.get("dasar", ""), draft.base),
        )  # fmt: skip
    except Refused:
        return _page(name, status=422)
    except Stale:
        return _page(name, beaten=True, status=409)
    store().drop_template_draft(name)
    flash(published(version, draft.base))
    return _to(name)


@bp.post("/<name>/buang")
@needs("publish")
def drop(name: str) -> Any:
    """Throw the draft away; what is in force stays."""
    store().drop_template_draft(name)
    flash(gettext("Rancangan dibuang."))
    return _to(name) if store().template_versions(name) else redirect(url_for("admin.content"), 303)


@bp.post("/<name>/pulihkan/<int:version>")
@needs("publish")
def restore(name: str, version: int) -> Any:
    """An earlier version becomes a draft again: publishing it gives a new version, and the history stays whole."""
    history, _ = _there_or_404(name)
    data = _file_or_404(name, version)
    problems = _keep(name, data, history[0].questionnaire, history[0].title, f"{name}-v{version}.docx")
    if problems:
        return _page(name, file_name=gettext("versi {n}").format(n=version), problems=problems)
    flash(gettext("Versi {n} menjadi rancangan. Periksa, lalu terbitkan sebagai versi baru.").format(n=version))
    return redirect(url_for("word_templates.one", name=name, pulih=version), 303)


@bp.get("/<name>/<int:version>/unduh")
@needs("publish")
def download(name: str, version: int) -> Any:
    """The Word file as it was published."""
    return attachment(_file_or_404(name, version), f"{name}-v{version}.docx", MEDIA["docx"])


def _to(name: str) -> Any:
    return redirect(url_for("word_templates.one", name=name), 303)


def _page(
    name: str, *, message: str = "", file_name: str = "", problems: list[Problem] | None = None,
    beaten: bool = False, status: int = 200,
) -> Any:  # fmt: skip
    """`problems`: of a file that was not kept; `beaten`: publishing was refused since somebody else has published."""
    history, draft = _there_or_404(name)
    known = history[0] if history else draft
    assert known is not None
    page = render_template(
        "naskah.html", name=name, title=known.title, history=history, message=message, file_name=file_name,
        **refusal(problems), form=store().questionnaire(known.questionnaire),
        draft=word_drafts.looked_at(draft, history) if draft else None, beaten=beaten,
        people={a.username: a.name for a in store().accounts()}, restored=request.args.get("pulih", ""),
        unpublished=status == 422, newest=store().clause_pins(),
        pins=store().template_pins(name, history[0].version) if history else {},
    )  # fmt: skip
    return page, status if problems is None else 422


def refusal(problems: list[Problem] | None) -> dict[str, Any]:
    """What a page says about files that were not taken; None: nothing was refused."""
    count = len(errors(problems or []))
    return {"refused": problems is not None, "problems": word_drafts.told(problems or []), "count": count}


def _there_or_404(name: str) -> tuple[list[TemplateRecord], TemplateDraft | None]:
    history, draft = store().template_versions(name), store().template_draft(name)
    return (history, draft) if history or draft else abort(404)


def _file_or_404(name: str, version: int) -> bytes:
    try:
        return store().template_file(name, version)[0]
    except UnknownRecord:
        abort(404)
