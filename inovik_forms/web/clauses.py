"""For the administrator: clauses that Word templates share, their versions, and the templates that print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.documents.clause_changes import Change, changes
from inovik_forms.documents.clause_check import Written, read_clause, wording
from inovik_forms.documents.clause_library import NAME, Clause
from inovik_forms.problems import Problem, Refused, errors
from inovik_forms.store.records import ClauseRecord, ClauseUse, ClauseVariant, Stale, UnknownRecord
from inovik_forms.web import canonical
from inovik_forms.web.access import needs
from inovik_forms.web.clause_form import Row, rows_for, rows_sent, variants_of
from inovik_forms.web.documents import MEDIA
from inovik_forms.web.files import attachment
from inovik_forms.web.services import signed_in, store
from inovik_forms.web.versions import Told, note_sent, published
from inovik_forms.web.word_drafts import effects, told
from inovik_forms.web.word_templates import refusal
from inovik_forms.words import gettext

bp = Blueprint("clauses", __name__, url_prefix="/pengaturan/klausul")

LONGEST_NAME = 60
LONGEST_TITLE = 120
TAKEN = frozenset({"baru"})
"""Addresses of pages of ours."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A template that prints the clause, what would change in it, and what stands in the way."""

    use: ClauseUse
    changes: list[Change]
    problems: list[Told]


@bp.get("")
@needs("publish")
def overview() -> Any:
    """Every clause, with its tag, variants, and how many templates print it."""
    rows = []
    for record in store().clause_records():
        uses = store().clause_uses(record.name)
        variants = store().clause_variants(record.name, record.version)
        rows.append((record, variants, uses, sum(use.version != record.version for use in uses)))
    return render_template("klausul.html", rows=rows)


@bp.get("/baru")
@needs("publish")
def new() -> Any:
    """For a clause that is not there yet."""
    return _new_page([Row(1), Row(2)])


@bp.post("/baru")
@needs("publish")
def begin() -> Any:
    """Checked as a next version is, and published as the first one."""
    title = canonical.line(request.form.get("judul", ""))[:LONGEST_TITLE]
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:LONGEST_NAME]
    rows = rows_sent(request.form, request.files, [])
    message = ""
    if not NAME.fullmatch(name):
        message = gettext("Tulis judul klausul dahulu, diawali huruf.")
    elif name in TAKEN or store().clause_versions(name):
        message = gettext(
            "Sudah ada klausul dengan judul seperti ini. Pilih judul lain, atau terbitkan versi berikutnya."
        )
    if message:
        return _new_page(rows, title=title, message=message, problems=[])
    variants, problems = variants_of(rows, name)
    problems += read_clause(name, _written(variants))[1] if variants or not problems else []
    if errors(problems):
        return _new_page(rows, title=title, problems=problems)
    try:
        store().publish_clause(name, variants, title, signed_in().username, base=0)
    except Stale:
        return _new_page(rows, title=title, message=gettext("Klausul ini baru saja dibuat orang lain."), problems=[])
    flash(gettext("Versi {n} diterbitkan.").format(n=1))
    return redirect(url_for("clauses.one", name=name), 303)


def _new_page(rows: list[Row], *, title: str = "", message: str = "", problems: list[Problem] | None = None) -> Any:
    page = render_template("klausul-baru.html", rows=rows, title=title, message=message, **refusal(problems))
    return page, 200 if problems is None else 422


# ---------------------------------------------------------------- one clause


@bp.get("/<name>")
@needs("publish")
def one(name: str) -> Any:
    """What is in force, which templates print it, the next version, what was."""
    history = _history_or_404(name)
    return _page(history, rows_for(store().clause_variants(name, history[0].version)))


@bp.post("/<name>/unggah")
@needs("publish")
def upload(name: str) -> Any:
    """The next version: every problem at once, or what it would change; published when that was asked for."""
    history = _history_or_404(name)
    base = canonical.whole_number(request.form.get("dasar", ""), 0)
    if not 1 <= base <= history[0].version:
        abort(400)
    rows = rows_sent(request.form, request.files, store().clause_variants(name, base))
    variants, problems = variants_of(rows, name)
    parsed, found = read_clause(name, _written(variants)) if variants or not problems else (None, [])
    problems += found
    if parsed is None or errors(problems):
        return _page(history, rows, problems=problems)
    if "terbit" not in request.form:
        return _page(history, rows, offered=parsed)
    title = canonical.line(request.form.get("judul", ""))[:LONGEST_TITLE] or history[0].title
    return _publish(history, rows, variants, title, note_sent(), base)


@bp.post("/<name>/pulihkan/<int:version>")
@needs("publish")
def restore(name: str, version: int) -> Any:
    """An earlier version becomes the newest again, as a version of its own."""
    history = _history_or_404(name)
    variants = _variants_or_404(name, version)
    note = gettext("Memulihkan versi {n}").format(n=version)
    title = next(r.title for r in history if r.version == version)
    return _publish(history, rows_for(variants), variants, title, note, history[0].version)


@bp.post("/<name>/naskah")
@needs("publish")
def renew(name: str) -> Any:
    """Publish all templates that print an older version anew with the newest: all or none."""
    history = _history_or_404(name)
    rows = rows_for(store().clause_variants(name, history[0].version))
    try:
        note = gettext("Klausul “{title}” versi {n}").format(title=history[0].title, n=history[0].version)
        done = store().renew_templates(name, author=signed_in().username, note=note)
    except Refused as refused:
        return _page(history, rows, problems=list(refused.problems), is_of_templates=True)
    except Stale:
        flash(gettext("Ada naskah yang baru saja diterbitkan orang lain. Periksa daftarnya, lalu coba lagi."))
        return redirect(url_for("clauses.one", name=name), 303)
    flash(gettext("{n} naskah diterbitkan dengan versi {v}.").format(n=len(done), v=history[0].version))
    return redirect(url_for("clauses.one", name=name), 303)


@bp.get("/<name>/naskah/<template>")
@needs("publish")
def effect(name: str, template: str) -> Any:
    """What the newest version would change in documents of a template that prints an older one."""
    now = _history_or_404(name)[0]
    use = next((u for u in store().clause_uses(name) if u.template.name == template and u.version != now.version), None)
    if use is None or use.template.book:
        abort(404)
    try:
        then = store().renewed(name, use)
    except Refused:
        abort(404)
    rows = effects(store().template(template, use.template.version), then, use.template.questionnaire)
    return render_template("klausul-akibat.html", now=now, use=use, rows=rows)


@bp.get("/<name>/<int:version>/unduh/<variant>")
@needs("publish")
def download(name: str, version: int, variant: str) -> Any:
    """A variant's Word file as it was published."""
    found = next((v for v in _variants_or_404(name, version) if v.name == variant), None)
    if found is None:
        abort(404)
    return attachment(found.data, f"{name}-{variant}-v{version}.docx", MEDIA["docx"])


def _publish(
    history: list[ClauseRecord], rows: list[Row], variants: list[ClauseVariant], title: str, note: str, base: int
) -> Any:
    last = history[0]
    try:
        version = store().publish_clause(last.name, variants, title, signed_in().username, note, base=base)
    except Refused as refused:
        return _page(history, rows, problems=list(refused.problems))
    except Stale:
        return _page(_history_or_404(last.name), rows, is_beaten=True)
    flash(published(version, last.version))
    return redirect(url_for("clauses.one", name=last.name), 303)


def _page(
    history: list[ClauseRecord],
    rows: list[Row],
    *,
    problems: list[Problem] | None = None,
    offered: Clause | None = None,
    is_beaten: bool = False,
    is_of_templates: bool = False,
) -> Any:
    """`offered`: a next version that was checked and not published; `is_beaten`: it was not taken since somebody else
    has published; `is_of_templates`: the problems are those of templates that print the clause."""
    now = history[0]
    in_force = store().clause(now.name, now.version)
    page = render_template(
        "klausul-satu.html", history=history, now=now, rows=rows, is_beaten=is_beaten, message="",
        is_of_templates=is_of_templates, people={a.username: a.name for a in store().accounts()},
        shown=list(zip(store().clause_variants(now.name, now.version), wording(in_force).values(), strict=True)),
        touched=_touched(now, offered or in_force), offered=offered,
        offered_changes=changes(in_force, offered) if offered else [], **refusal(problems),
        names=store().clause_variant_names(now.name),
    )  # fmt: skip
    return page, 200 if problems is None and not is_beaten else 422


def _touched(now: ClauseRecord, wanted: Clause) -> list[Touched]:
    """Each template that prints the clause, against the wanted version of it."""
    found = []
    for use in store().clause_uses(now.name):
        printed = store().clause(now.name, use.version)
        differs = [] if printed is wanted else changes(printed, wanted)
        problems = [] if printed is wanted else store().renewal_problems(now.name, use, wanted)
        found.append(Touched(use, differs, told(problems)))
    return found


def _written(variants: list[ClauseVariant]) -> list[Written]:
    return [Written(v.name, v.condition, v.data) for v in variants]


def _history_or_404(name: str) -> list[ClauseRecord]:
    return store().clause_versions(name) or abort(404)


def _variants_or_404(name: str, version: int) -> list[ClauseVariant]:
    try:
        return store().clause_variants(name, version)
    except UnknownRecord:
        abort(404)
