"""Commands on files alone: check, evaluate, render, book, paper, export. No database, no settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

import click

from inovik_forms import paper as paper_room
from inovik_forms.answers.files import file_values
from inovik_forms.answers.json_form import draft_from_json, evaluate_report
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.cli.answer_file import read_answers
from inovik_forms.cli.report import OK, refuse, show, show_json
from inovik_forms.disk import write_whole
from inovik_forms.documents import book as book_room
from inovik_forms.documents import render as render_room
from inovik_forms.documents import template as template_room
from inovik_forms.documents.render import Form
from inovik_forms.documents.template import Clauses
from inovik_forms.packs import read as packs_read
from inovik_forms.problems import Problem, Refused, errors
from inovik_forms.questionnaires import media, xlsform
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.questionnaires.write_xlsx import xlsx_of
from inovik_forms.words import gettext, language, mark

FORM_ENDINGS = (".xlsx", ".md")
MOST_BYTES = 64 * 1024 * 1024  # of one input file; the largest real template has 3 MB


def _today(_context: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        refuse(
            mark("--today berisi “{value}”; tulis tanggal sebagai TAHUN-BULAN-HARI, misalnya 2026-11-24."), value=value
        )


def _path(_context: click.Context, _param: click.Parameter, value: Any) -> Any:
    """Every named input file must be there; all that are not are named at once."""
    paths = [Path(v) for v in value] if isinstance(value, tuple) else [Path(value)] if value else []
    missing = [str(p) for p in paths if not p.is_file()]
    if missing:
        refuse(mark("Berkas tidak ada: {names}"), names=", ".join(missing))
    return paths if isinstance(value, tuple) else paths[0] if paths else None


form_option = click.option("--form", metavar="FORM", callback=_path, help="Kuesioner XLSForm (.xlsx atau .md).")
json_option = click.option("--json", "as_json", is_flag=True, help="Keluaran untuk mesin.")
today_option = click.option("--today", callback=_today, metavar="TANGGAL", help="Anggap hari ini tanggal ini.")
clauses_option = click.option(
    "--clauses", metavar="KLAUSUL.yaml", callback=_path, help="Klausul untuk [[KLAUSUL …]], dengan berkas Word-nya."
)
output_option = click.option("-o", "--output", required=True, metavar="HASIL", help="Berkas hasil.")


# ---------------------------------------------------------------- reading


def read_bytes(file: Path) -> bytes:
    """A whole input file; a huge one is refused before it fills the memory."""
    if file.stat().st_size > MOST_BYTES:
        refuse(mark("Berkas {name} terlalu besar."), name=str(file))
    return file.read_bytes()


def read_form(file: Path) -> Questionnaire:
    """A questionnaire. Raises Refused, Stop for a wrong ending."""
    if file.suffix.lower() not in FORM_ENDINGS:
        refuse(mark("{name} bukan kuesioner: yang diterima berkas .xlsx atau .md."), name=str(file))
    return xlsform.load(read_bytes(file), file.name)


def read_clauses(file: Path | None) -> Clauses:
    """The clauses that templates may name. Raises Refused."""
    problems: list[Problem] = []
    found = packs_read.read_clauses(file, problems) if file else {}
    if errors(problems):
        raise Refused(problems)
    return {name: clause.clause for name, clause in found.items()}


def read_state(
    form: Questionnaire, file: Path | None, today: date | None, mark_files: str = ""
) -> tuple[State, list[Problem]]:
    """The answers' state, and what in the file has no place in the form. No file: nothing is answered. `mark_files` is
    put before the names of files, to tell apart those of several answers files."""
    plan = plan_of(form)
    draft, problems = draft_from_json(plan, read_answers(read_bytes(file), file.name) if file else {})
    if mark_files:
        draft.values.update({path: mark_files + value for path, value in file_values(draft, form).items()})
    now = datetime.now().astimezone()
    return evaluate(plan, draft, today=today or now.date(), now=None if today else now, language=language()), problems


def files_beside(answers: Path | None) -> Callable[[str], bytes | None]:
    """Reads the files that answers name, by path relative to the answers file, and never outside its folder."""
    return files_in(answers.parent if answers else Path())


def files_in(folder: Path) -> Callable[[str], bytes | None]:
    """Reads files by path relative to a folder, and never outside of it."""
    folder = folder.resolve()

    def read(value: str) -> bytes | None:
        file = (folder / value).resolve()
        return read_bytes(file) if file.is_relative_to(folder) and file.is_file() else None

    return read


def output_form(output: str, allowed: Sequence[str]) -> Form:
    """The form that an output file's ending asks for. Stops when it is not allowed, or has no folder."""
    ending = Path(output).suffix.lower().lstrip(".")
    if ending not in allowed:
        endings = ", ".join(f".{name}" for name in allowed)
        refuse(mark("Hasil {name} tidak dapat dibuat: akhiran yang diterima {endings}."), name=output, endings=endings)
    if not Path(output).absolute().parent.is_dir():
        refuse(mark("Folder untuk {name} tidak ada."), name=output)
    return cast("Form", ending)


def need_docx(file: Path) -> None:
    """Stops unless the file is called a Word file."""
    if file.suffix.lower() != ".docx":
        refuse(mark("{name} bukan naskah Word: yang diterima berkas .docx."), name=str(file))


# ---------------------------------------------------------------- commands


@click.command()
@click.argument("file", metavar="FORM|TEMPLATE.docx", callback=_path)
@form_option
@clauses_option
@json_option
def check(file: Path, form: Path | None, clauses: Path | None, as_json: bool) -> int:
    """Periksa kuesioner atau templat Word; sebutkan semua kesalahan beserta tempat dan cara memperbaikinya."""
    if file.suffix.lower() == ".docx":
        problems = check_template(file, form, clauses)
    elif file.suffix.lower() in FORM_ENDINGS:
        if form:
            refuse(mark("--form hanya untuk memeriksa templat Word (.docx)."))
        problems = check_form(file)
    else:
        refuse(mark("{name} tidak dapat diperiksa: yang diterima berkas .xlsx, .md, atau .docx."), name=str(file))
    code = show(problems, file=str(file), as_json=as_json)
    if code == OK and not as_json:
        found = gettext("tidak ada kesalahan.") if not problems else gettext("dapat dipakai.")
        click.echo(f"{file}: {found}")
    return code


def check_form(file: Path) -> list[Problem]:
    """All problems of a questionnaire. Files that it names are looked for in the folder media/ beside it; without such
    a folder they come later, with the draft, and only a warning says which."""
    form, problems = xlsform.read(read_bytes(file), file.name)
    folder = file.parent / media.FOLDER
    lacking = media.missing(form, {entry.name for entry in folder.glob("*")}) if form else []
    return problems + (lacking if folder.is_dir() else [replace(p, severity="warning") for p in lacking])


def check_template(file: Path, form: Path | None, clauses: Path | None) -> list[Problem]:
    """All problems of a template, of its tags and, with a form, of the names in them."""
    questionnaire = read_form(form) if form else None
    return template_room.inspect(read_bytes(file), file.name, questionnaire, read_clauses(clauses))[1]


@click.command(name="evaluate")
@click.argument("form", metavar="FORM", callback=_path)
@click.argument("answers", metavar="ANSWERS.json", callback=_path)
@today_option
@click.option("--json", "as_json", is_flag=True, help="Selalu demikian; diterima supaya semua perintah seragam.")
def evaluate_command(form: Path, answers: Path, today: date | None, as_json: bool) -> int:
    """Hitung keadaan jawaban: yang relevan, wajib, terhitung, dan sah, dalam urutan kuesioner (JSON)."""
    state, problems = read_state(read_form(form), answers, today)
    show_json(evaluate_report(state, problems))
    return show([*problems, *state.problems], file=str(answers))


@click.command()
@click.argument("template", metavar="TEMPLATE.docx", callback=_path)
@click.argument("answers", metavar="[ANSWERS.json]", required=False, callback=_path)
@form_option
@output_option
@today_option
@clauses_option
@click.option("--original", type=click.IntRange(1, 2), default=1, metavar="1|2", help="Naskah asli yang mana.")
@json_option
def render(
    template: Path,
    answers: Path | None,
    form: Path | None,
    output: str,
    today: date | None,
    clauses: Path | None,
    original: int,
    as_json: bool,
) -> int:
    """Isi templat Word dengan jawaban, atau ubah naskah Word biasa, menjadi .docx, .pdf, .html, atau .txt."""
    need_docx(template)
    target = output_form(output, get_args(Form))
    problems: list[Problem] = []
    if answers and not form:
        refuse(mark("ANSWERS.json perlu kuesionernya: tambahkan --form FORM."))
    if form:
        questionnaire = read_form(form)
        loaded = template_room.load(read_bytes(template), template.name, questionnaire, read_clauses(clauses))
        state, problems = read_state(questionnaire, answers, today)
        if errors(problems):
            return show(problems, file=str(answers), as_json=as_json)
        made = render_room.render(loaded, state, files=files_beside(answers), original=original, form=target)
    else:
        made = render_room.convert(read_bytes(template), target, name=template.name)
    problems += made.problems
    write_whole(Path(output), made.bytes)
    return show(problems, file=str(template), as_json=as_json)


@click.command()
@click.argument("template", metavar="TEMPLATE.docx", callback=_path)
@click.argument("answers", metavar="ANSWERS.json…", nargs=-1, required=True, callback=_path)
@click.option("--form", metavar="FORM", required=True, callback=_path, help="Kuesioner XLSForm (.xlsx atau .md).")
@output_option
@today_option
@clauses_option
@json_option
def book(
    template: Path,
    answers: list[Path],
    form: Path,
    output: str,
    today: date | None,
    clauses: Path | None,
    as_json: bool,
) -> int:
    """Susun satu buku (.docx atau .pdf) dari banyak jawaban, dalam urutan berkas yang disebut."""
    need_docx(template)
    target = cast("Literal['docx', 'pdf']", output_form(output, ("docx", "pdf")))
    questionnaire = read_form(form)
    loaded = template_room.load(read_bytes(template), template.name, questionnaire, read_clauses(clauses))
    states, problems = [], []
    readers = [files_beside(file) for file in answers]

    def files(value: str) -> bytes | None:
        number, _, name = value.partition("/")
        return readers[int(number)](name) if name and number.isdigit() else None

    for number, file in enumerate(answers):
        try:
            state, found = read_state(questionnaire, file, today, f"{number}/")
            states.append(state)
            problems += found
        except Refused as refused:
            problems += refused.problems
    if errors(problems):
        return show(problems, as_json=as_json)
    gathered = book_room.gathered(loaded, states, files)
    write_whole(Path(output), book_room.bind(gathered, target))
    return show([*problems, *gathered.problems], as_json=as_json)


@click.command()
@click.argument("form", metavar="FORM", callback=_path)
@click.argument("answers", metavar="[ANSWERS.json]", required=False, callback=_path)
@output_option
@today_option
@json_option
def paper(form: Path, answers: Path | None, output: str, today: date | None, as_json: bool) -> int:
    """Cetak kuesioner di kertas: formulir kosong, atau dengan jawabannya (.pdf)."""
    output_form(output, ("pdf",))
    questionnaire = read_form(form)
    problems: list[Problem] = []
    shown = files_in(form.parent / media.FOLDER)
    if answers is None:
        document = paper_room.blank(questionnaire, language(), shown)
    else:
        state, problems = read_state(questionnaire, answers, today)
        if errors(problems):
            return show(problems, file=str(answers), as_json=as_json)
        document = paper_room.answered(state, files_beside(answers), shown=shown)
    write_whole(Path(output), render_room.write(document, "pdf").bytes)
    return show(problems, file=str(form), as_json=as_json)


@click.command()
@click.argument("form", metavar="FORM", callback=_path)
@output_option
@json_option
def export(form: Path, output: str, as_json: bool) -> int:
    """Jadikan kuesioner lembar kerja (.xlsx) untuk disunting, tanpa mengubah isinya."""
    if Path(output).suffix.lower() != ".xlsx":
        refuse(mark("Hasil {name} tidak dapat dibuat: akhiran yang diterima {endings}."), name=output, endings=".xlsx")
    write_whole(Path(output), xlsx_of(read_bytes(form), form.name))
    return show([], file=str(form), as_json=as_json)
