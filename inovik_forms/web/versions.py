"""For the administrator: a questionnaire from the upload of its file to its publishing, and its history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from inovik_forms.problems import Cell, FilePlace, Problem, Refused, errors
from inovik_forms.questionnaires import media, xlsform
from inovik_forms.questionnaires.bring import with_tables
from inovik_forms.questionnaires.compare import Comparison, compare
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.questionnaires.write_xlsx import xlsx_of
from inovik_forms.store.records import MediaFile, QuestionnaireDraft, Stale, UnknownRecord
from inovik_forms.web import canonical, differences, uploads
from inovik_forms.web.access import needs
from inovik_forms.web.files import attachment
from inovik_forms.web.services import signed_in, store
from inovik_forms.words import gettext

bp = Blueprint("versions", __name__, url_prefix="/pengaturan/kuesioner")

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
LONGEST_NOTE = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Told(NamedTuple):
    """A problem as the page's table shows it."""

    severity: str
    sheet: str
    row: int | None
    column: str
    quote: tuple[str, str, str]
    message: str
    fix: str


def told(problems: list[Problem]) -> list[Told]:
    """Problems for the page; what blocks comes first."""
    return [_told(problem) for problem in sorted(problems, key=lambda p: p.severity != "error")]


def _told(problem: Problem) -> Told:
    where = problem.where
    cell = where if isinstance(where, Cell) else Cell(where.name if isinstance(where, FilePlace) else "")
    quote = _marked(cell.quote)
    return Told(problem.severity, cell.sheet, cell.row, cell.column, quote, problem.message, problem.fix)


def _marked(quote: str) -> tuple[str, str, str]:
    """What stands before the spot that `^^^` points at, the spot, and what follows."""
    text, _, line = quote.rpartition("\n")
    if not text or set(line) - set(" ^") or "^" not in line:
        return quote, "", ""
    start, end = line.index("^"), len(line.rstrip())
    return text[:start], text[start:end], text[end:]


# ---------------------------------------------------------------- uploading


@bp.post("/unggah")
@needs("publish")
def upload() -> Any:
    """A questionnaire's file: every problem at once, or a draft. `nama` says which questionnaire it is the next version
    of; '' = the one that the file names."""
    name = request.form.get("nama", "")
    sent = request.files.get("berkas")
    if not sent or not sent.filename:
        return _refused(name, "", gettext("Pilih berkas kuesioner (.xlsx atau .md) dahulu."), [])
    file_name = uploads.safe_name(sent.filename) or "kuesioner"
    beside = {uploads.safe_name(f.filename): f.read() for f in request.files.getlist("tabel") if f.filename}
    data, wrong = with_tables(sent.read(), file_name, beside)
    form, problems = xlsform.read(data, file_name)
    problems = [*wrong, *problems]
    if form is None or wrong:
        return _refused(name, file_name, "", problems)
    if name and form.name != name and form.name in store().questionnaire_names():
        message = gettext("Berkas ini kuesioner “{other}”, bukan “{name}”. Unggah di halaman kuesionernya sendiri.")
        return _refused(name, file_name, message.format(other=form.name, name=name), problems)
    name = name or form.name
    if not NAME.fullmatch(name):
        message = gettext(
            "Berkas ini tidak menyebut nama kuesioner. Isi kolom form_id pada lembar settings, misalnya “diagnosa”."
        )
        return _refused("", file_name, message, problems)
    store().put_form_draft(name, data, file_name, form.title, signed_in().username)
    flash(gettext("Berkas terbaca tanpa kesalahan dan menjadi rancangan. Coba dahulu, lalu terbitkan."))
    return redirect(url_for("versions.one", name=name), 303)


def _refused(name: str, file_name: str, message: str, problems: list[Problem]) -> Any:
    page = render_template(
        "versi-ditolak.html", name=name, file_name=file_name, message=message, problems=told(problems),
        count=len(errors(problems)),
    )  # fmt: skip
    return page, 422


# ---------------------------------------------------------------- one questionnaire


@bp.get("/<name>")
@needs("publish")
def one(name: str) -> Any:
    """A questionnaire: what waits to be published, what is in force, what was."""
    return page(name)


def page(
    name: str, *, beaten: bool = False, unfit: bool = False, lacking: bool = False, files: list[Told] | None = None
) -> Any:
    """`beaten`: publishing was refused since somebody else has published; `unfit`: since documents would break;
    `lacking`: since files of labels are missing. `files`: what was wrong with files that were just uploaded."""
    draft, history = store().form_draft(name), store().questionnaire_versions(name)
    if draft is None and not history:
        abort(404)
    names = {a.username: a.name for a in store().accounts()}
    form = store().questionnaire(name, draft.version) if draft else None
    newest = store().questionnaire(name, history[0].version) if history else None
    return render_template(
        "versi.html", name=name, draft=draft, history=history, people=names, beaten=beaten, unfit=unfit,
        title=history[0].title if history else draft.title,  # type: ignore[union-attr]
        warnings=_warnings(draft) if draft else [],
        broken=_broken(name, form) if form else [],
        changes=differences.shown(compare(newest, form), newest, form) if newest and form else None,
        published=history[0].version if history else 0,
        meanwhile=_meanwhile(draft, name, names) if beaten else None, restored=request.args.get("pulih", ""),
        shown=_shown(draft, form) if draft and form else [], refused=files, lacking=lacking,
    ), 409 if beaten or unfit or lacking else 200 if files is None else 422  # fmt: skip


def _shown(draft: QuestionnaireDraft, form: Questionnaire) -> list[tuple[str, MediaFile | None]]:
    """Every file that the draft's labels name, with what there is under that name."""
    there = store().media(draft.name, draft.version)
    return [(named, there.get(named)) for named in media.named(form)]


def _warnings(draft: QuestionnaireDraft) -> list[Told]:
    data, file_name = store().questionnaire_file(draft.name, draft.version)
    return told([p for p in xlsform.read(data, file_name)[1] if p.severity == "warning"])


def _broken(name: str, form: Questionnaire) -> list[tuple[str, list[str]]]:
    """Title and complaints of each Word template that does not fit the questionnaire any more."""
    found = []
    for record in store().template_records(name):
        problems = store().template_problems(record.name, form)
        if problems:
            found.append((record.title, [p.message for p in problems[:10]]))
    return found


def _meanwhile(draft: QuestionnaireDraft | None, name: str, people: dict[str, str]) -> Any:
    """What somebody else has published since the draft was uploaded: who, when, and what it changed."""
    if draft is None:
        return None
    record = store().questionnaire_versions(name)[0]
    after = store().questionnaire(name, record.version)
    before = store().questionnaire(name, draft.base) if draft.base else None
    comparison = compare(before, after) if before else Comparison((), (), ())
    return record, people.get(record.author, record.author), differences.shown(comparison, before or after, after)


@bp.post("/<name>/terbit")
@needs("publish")
def publish(name: str) -> Any:
    """The draft becomes the next version, unless somebody has published in between."""
    draft = store().form_draft(name)
    if draft is None or str(draft.id) != request.form.get("rancangan", ""):
        return replaced(name)
    data, file_name = store().questionnaire_file(name, draft.version)
    form, files = store().questionnaire(name, draft.version), store().media(name, draft.version)
    if media.missing(form, files):
        return page(name, lacking=True)
    if _broken(name, form) and "tetap" not in request.form:
        return page(name, unfit=True)
    stamp = canonical.whole_number(request.form.get("dasar", ""), draft.base)
    try:
        version = _publish(name, data, file_name, stamp, files)
    except Stale:
        return page(name, beaten=True)
    store().drop_form_draft(name)
    flash(gettext("Versi {n} diterbitkan. Isian yang sedang berjalan tetap pada versinya.").format(n=version))
    return redirect(url_for("versions.one", name=name), 303)


def replaced(name: str) -> Any:
    """To the page as it is now, for who acts on a draft that is not there any more."""
    flash(gettext("Rancangan ini sudah diganti atau diterbitkan. Periksa yang sekarang."))
    return redirect(url_for("versions.one", name=name), 303)


def _publish(name: str, data: bytes, file_name: str, base: int, files: Mapping[str, MediaFile]) -> int:
    author = signed_in().username
    return store().publish_questionnaire(name, data, file_name, author=author, note=note_sent(), base=base, media=files)


def note_sent() -> str:
    """Why a version is published, as typed in the form."""
    return canonical.clean(request.form.get("catatan", "")).strip()[:LONGEST_NOTE]


def published(version: int, last: int) -> str:
    """What is said of publishing when `last` was the newest version: what says the same has no version of its own."""
    same = gettext("Isinya sama dengan versi {n} yang berlaku; tidak ada yang berubah.")
    return (same if version == last else gettext("Versi {n} diterbitkan.")).format(n=version)


@bp.post("/<name>/buang")
@needs("publish")
def drop(name: str) -> Any:
    """Throw the draft away; what is in force stays."""
    store().drop_form_draft(name)
    flash(gettext("Rancangan dibuang."))
    there = store().questionnaire_versions(name)
    return redirect(url_for("versions.one", name=name) if there else url_for("admin.content"), 303)


@bp.post("/<name>/pulihkan/<int:version>")
@needs("publish")
def restore(name: str, version: int) -> Any:
    """An earlier version becomes a draft again: publishing it gives a new version, and the history stays whole."""
    try:
        data, file_name = store().questionnaire_file(name, version)
    except UnknownRecord:
        abort(404)
    title = store().questionnaire(name, version).title
    store().put_form_draft(name, data, file_name, title, signed_in().username, media_of=version)
    flash(gettext("Versi {n} menjadi rancangan. Periksa, lalu terbitkan sebagai versi baru.").format(n=version))
    return redirect(url_for("versions.one", name=name, pulih=version), 303)


@bp.get("/<name>/<int(signed=True):version>/unduh/<form>")
@needs("publish")
def download(name: str, version: int, form: str) -> Any:
    """The file as it was uploaded ("asli"), or as a spreadsheet ("xlsx")."""
    try:
        data, file_name = store().questionnaire_file(name, version)
    except UnknownRecord:
        abort(404)
    stem = f"{name}-v{version}" if version > 0 else f"{name}-rancangan"
    if form == "xlsx":
        try:
            return attachment(xlsx_of(data, file_name), f"{stem}.xlsx", XLSX)
        except Refused:
            abort(404)
    if form != "asli":
        abort(404)
    is_sheet = data.startswith(b"PK")
    return attachment(data, f"{stem}.{'xlsx' if is_sheet else 'md'}", XLSX if is_sheet else "text/markdown")
