"""For the administrator: what a Word template does before it is published. Its mistakes as comments in the file itself,
what it asks about and prints, and what it would change in documents of answers that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from inovik_forms.answers.examples import example_draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.sentences import sentence
from inovik_forms.answers.state import State, evaluate
from inovik_forms.documents import fill, outline, resolve, write_html
from inovik_forms.documents import template as template_room
from inovik_forms.documents.clause_library import clause_at, clause_tags
from inovik_forms.documents.redline import Stretch, redline
from inovik_forms.documents.template import Template
from inovik_forms.documents.template_report import spoken
from inovik_forms.documents.tree import Document
from inovik_forms.documents.write_docx_notes import Note, with_notes
from inovik_forms.expressions.check import references
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.parse import parse
from inovik_forms.lint.notes import AUTHOR, SEVERITIES
from inovik_forms.problems import Problem, WordPlace, errors
from inovik_forms.questionnaires.model import Item, Question, Questionnaire, Repeat, walk
from inovik_forms.store.records import TemplateDraft, TemplateRecord, UnknownRecord
from inovik_forms.web.access import needs
from inovik_forms.web.differences import label
from inovik_forms.web.documents import MEDIA, SHEET_POLICY
from inovik_forms.web.files import attachment
from inovik_forms.web.filling import load
from inovik_forms.web.services import services, store
from inovik_forms.web.versions import Told
from inovik_forms.words import gettext, language
from inovik_forms.workflow import TRIAL

bp = Blueprint("word_drafts", __name__, url_prefix="/pengaturan/naskah/<name>")

TRIED = 3
"""Sets of answers that a draft is tried on: the newest ones, those that were sent first."""
MOST_STRETCHES = 60
"""Of changes shown for one set of answers; what is beyond is told as a number."""


# ---------------------------------------------------------------- on the template's page


@dataclass(frozen=True, slots=True)
class Effect:
    """What the draft changes in the document of one set of answers. `response`: its number, 0 for made-up answers;
    `more`: how many stretches are left out."""

    title: str
    response: int
    stretches: tuple[Stretch, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A draft as its page shows it. `effects` is empty where there is nothing to hold it against."""

    record: TemplateDraft
    problems: list[Told]
    mistakes: int
    effects: list[Effect]


def looked_at(draft: TemplateDraft, history: list[TemplateRecord]) -> LookedAt:
    """Its mistakes; without any, what it would change."""
    template, problems = _read(draft)
    mistakes = len(errors(problems))
    shown: list[Effect] = []
    if template is not None and not mistakes and history and not history[0].book:
        shown = effects(store().template(draft.name), template, draft.questionnaire)
    return LookedAt(draft, told(problems), mistakes, shown)


def told(problems: list[Problem]) -> list[Told]:
    """Problems for the page; what blocks comes first."""
    return [_told(problem) for problem in sorted(problems, key=lambda p: p.severity != "error")]


def _told(problem: Problem) -> Told:
    where = problem.where
    if not isinstance(where, WordPlace) or not (where.paragraph or clause_at(where)):
        return Told(problem.severity, gettext("Seluruh berkas"), None, "", ("", "", ""), problem.message, problem.fix)
    quote = _spot(where.quote, str(problem.detail.get("name", "")))
    return Told(problem.severity, spoken(where), None, "", quote, problem.message, problem.fix)


def _spot(quote: str, name: str) -> tuple[str, str, str]:
    """What stands before the name that a message is about, the name, and what follows."""
    before, found, after = quote.partition(name) if name else (quote, "", "")
    return before, found, after


def read(data: bytes, file_name: str, questionnaire: str) -> tuple[Template | None, list[Problem]]:
    """A Word file as a template of this questionnaire, with the clauses of today."""
    return template_room.inspect(data, file_name, store().questionnaire(questionnaire), store().library())


def _read(draft: TemplateDraft) -> tuple[Template | None, list[Problem]]:
    return read(_file_or_404(draft), draft.file_name, draft.questionnaire)


def _file_or_404(draft: TemplateDraft) -> bytes:
    try:
        return store().template_draft_file(draft.id)
    except UnknownRecord:  # replaced in this very moment
        abort(404)


def effects(now: Template, then: Template, questionnaire: str) -> list[Effect]:
    """What another version of a template changes in the documents of some answers."""
    found = []
    for title, number, state in _tried(questionnaire):
        changes = redline(_filled(now, state), _filled(then, state))
        shown, more = changes[:MOST_STRETCHES], changes[MOST_STRETCHES:]
        found.append(Effect(title, number, tuple(shown), len(more)))
    return found


def _tried(questionnaire: str) -> Iterator[tuple[str, int, State]]:
    """Sets of answers with what they are called; made-up ones where nobody has answered yet."""
    there = [r for r in store().responses_of() if r.questionnaire == questionnaire and r.kind != TRIAL]
    there.sort(key=lambda r: (r.status == "sent", r.updated_at), reverse=True)
    for response in there[:TRIED]:
        yield response.label, response.id, load(response).to_print()
    if not there:
        yield gettext("Jawaban contoh"), 0, _example(store().questionnaire(questionnaire))


def _example(form: Questionnaire) -> State:
    plan, today = plan_of(form), services().today()
    return evaluate(plan, example_draft(plan, today), today=today)


def _filled(template: Template, state: State) -> Document:
    return resolve.resolve(fill.fill(template, state, files=store().file))[0]


# ---------------------------------------------------------------- beside it


@bp.get("/rancangan/catatan.docx")
@needs("publish")
def noted(name: str) -> Response:
    """The uploaded file with a comment at each place that is wrong."""
    draft = _draft_or_404(name)
    uploaded = _file_or_404(draft)
    document, _ = template_room.read_strictly(uploaded, draft.file_name)
    if document is None:  # such a file is not kept as a draft
        abort(404)
    tags, (_, problems) = clause_tags(document), read(uploaded, draft.file_name, draft.questionnaire)
    data = with_notes(uploaded, [_note(problem, document.main_part, tags) for problem in problems], AUTHOR)
    stem = draft.file_name.removesuffix(".docx")
    return attachment(data, f"{stem} - {gettext('dengan catatan')}.docx", MEDIA["docx"])


def _note(problem: Problem, main: str, tags: Mapping[str, int]) -> Note:
    """What is said of a clause stands at its tag, what is said of a header or of the whole file at the first paragraph:
    Word has no comments elsewhere. `main`: the part with the body; `tags`: clause → paragraph of its tag."""
    where = problem.where
    lines = [f"{gettext(SEVERITIES[problem.severity])}: {problem.message}", *filter(None, [problem.fix])]
    if isinstance(where, WordPlace) and where.paragraph and where.part == main:
        return Note(where.paragraph, where.quote, where.offset, lines)
    clause = clause_at(where) if isinstance(where, WordPlace) else None
    place = ""
    if isinstance(where, WordPlace) and where.quote:
        place = f"{spoken(where) if clause else where.part}: “{where.quote}”"
    return Note(tags.get(clause[0], 1) if clause else 1, "", 0, [*filter(None, [place]), *lines])


@bp.get("/rancangan/unduh")
@needs("publish")
def download(name: str) -> Response:
    """The draft as it was uploaded."""
    draft = _draft_or_404(name)
    return attachment(_file_or_404(draft), draft.file_name, MEDIA["docx"])


@bp.get("/rancangan/lembar")
@needs("publish")
def sheet(name: str) -> Response:
    """The document that the draft makes of a set of answers (`isian`: its number; 0 = made-up ones)."""
    draft = _draft_or_404(name)
    template, problems = _read(draft)
    if template is None or errors(problems):
        abort(404)
    number = request.args.get("isian", "0")
    state = next((state for _, key, state in _tried(draft.questionnaire) if str(key) == number), None)
    if state is None:
        state = _example(store().questionnaire(draft.questionnaire))
    html = write_html.write(_filled(template, state))
    page = render_template("lembar.html", title=draft.title, sheet=Markup(html))  # noqa: S704  # our writer escapes
    return Response(page, mimetype="text/html", headers={"Content-Security-Policy": SHEET_POLICY})


def _draft_or_404(name: str) -> TemplateDraft:
    return store().template_draft(name) or abort(404)


# ---------------------------------------------------------------- what is in it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the outline. `kind`: heading, if, else or repeat; `words`: a condition as a sentence, or what a list is
    called; `text`: the beginning of what is printed."""

    kind: str
    depth: int
    words: str
    text: str


@bp.get("/isi")
@needs("publish")
def contents(name: str) -> Any:
    """Conditions and lists under their headings, and which questions are printed or asked about: of the draft where
    it has no mistakes, else of the version in force."""
    history, draft = store().template_versions(name), store().template_draft(name)
    template, problems = _read(draft) if draft else (None, [])
    if template is None or errors(problems):
        template, draft = (store().template(name) if history else abort(404)), None
    questionnaire = draft.questionnaire if draft else history[0].questionnaire
    form = store().questionnaire(questionnaire)
    entries = outline.outline(template.document)
    used = outline.names(entries)
    questions = [i for i in walk(form.items) if isinstance(i, Repeat) or (isinstance(i, Question) and i.kind != "note")]
    return render_template(
        "naskah-isi.html", name=name, title=draft.title if draft else history[0].title, draft=draft, form=form,
        version=history[0].version if history else 0, lines=_lines(entries, form),
        used=[label(i, form) for i in questions if i.name in used],
        unused=[label(i, form) for i in questions if i.name not in used],
    )  # fmt: skip


def _lines(entries: list[outline.Entry], form: Questionnaire) -> list[Line]:
    items: dict[str, Item] = {item.name: item for item in walk(form.items)}
    found = []
    for entry in entries:
        if entry.kind == "value":
            continue
        words = ""
        if entry.expression is not None:
            words = sentence(_asking(entry.expression), form, language())
        elif entry.kind == "repeat":
            words = label(items[entry.text], form) if entry.text in items else entry.text
        found.append(Line(entry.kind, min(entry.depth, 3), words, "" if entry.kind == "repeat" else entry.text))
    return found


def _asking(expression: Expression) -> Expression:
    """With its questions named as questionnaires name them, where a bare name is a column of a table."""
    text = expression.text
    for reference in sorted(references(expression.root), key=lambda r: r.span, reverse=True):
        if reference.bare:
            start, end = reference.span
            text = f"{text[:start]}${{{reference.name}}}{text[end:]}"
    return parse(text)
