"""Findings of the lint beside a document's preview: the list, the marks in the sheet, the copy with notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape, unescape

from inovik_forms.answers.state import State
from inovik_forms.documents import read, resolve, write_docx
from inovik_forms.documents.render import with_pages
from inovik_forms.documents.tree import BLANK_TEXT, Document
from inovik_forms.lint import Facts, Finding, Record, Report, lint
from inovik_forms.lint.notes import SEVERITIES, annotated
from inovik_forms.numbers import Pattern, expression, written
from inovik_forms.packs.facts import FACTS_FILE, load_facts
from inovik_forms.problems import WordPlace
from inovik_forms.web.services import services, store
from inovik_forms.words import gettext

_BLOCK = re.compile(r'<(?:p|h[1-6])\b[^>]* data-blok="([^"]*)">')
_CLASSES = {"error": "salah", "warning": "hati", "info": "info"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in the list: its number is the one of its mark in the sheet."""

    number: int
    severity: str
    kind: str
    rule: str
    place: str
    quote: str
    message: str
    fix: str
    before_signing: bool


def facts() -> Facts:
    """The facts of this site: those shipped, its own file in the data folder over them, and the patterns of its
    register of numbers."""
    known = load_facts(services().settings.data_dir / FACTS_FILE)
    return replace(known, numbers=(*known.numbers, *map(_number_fact, store().number_patterns())))


def _number_fact(pattern: Pattern) -> tuple[re.Pattern[str], re.Pattern[str], str]:
    """Whose numbers they are, how they are written, an example."""
    who, form = re.compile(re.escape(pattern.institution), re.IGNORECASE), re.compile(expression(pattern))
    return who, form, written(pattern, pattern.first, services().today(), "UNIT")


def report_of(document: Document, state: State, twin: Document | None) -> Report:
    """What the lint says of a resolved document of these answers."""
    known = facts()
    return lint(document, known, _record(known, state, twin))


def _record(known: Facts, state: State, twin: Document | None) -> Record:
    answers = {item.item.name: item.value for item in state.items if item.relevant}
    stamped = answers.get(known.stamp_question)
    notes = tuple(str(answers[name]) for name in known.note_questions if answers.get(name))
    return Record(stamped=None if stamped is None else stamped == known.stamp_answer, internal=notes, twin=twin)


def shown(report: Report) -> list[Shown]:
    """The findings as the page lists them, the worst first; what is unanswered has a list of its own."""
    rank = list(_CLASSES)
    rows = [_row(number, finding) for number, finding in enumerate(report.findings, 1) if not _is_blank(finding)]
    return sorted(rows, key=lambda row: rank.index(row.severity))


def _is_blank(finding: Finding) -> bool:
    return finding.rule.id == "L01" and finding.problem.detail.get("quote") == BLANK_TEXT


def _row(number: int, finding: Finding) -> Shown:
    where = finding.problem.where
    place, quote = (where.heading, where.quote) if isinstance(where, WordPlace) else ("", "")
    severity = finding.problem.severity
    return Shown(
        number, severity, gettext(SEVERITIES[severity]), finding.rule.id, place, quote, finding.problem.message,
        finding.problem.fix, finding.rule.phase == "sign",
    )  # fmt: skip


def marked(html: str, findings: Sequence[Finding]) -> str:
    """The sheet with a note above each paragraph that has findings; the list leads to it."""
    at: dict[str, list[str]] = {}
    for number, finding in enumerate(findings, 1):
        if not _is_blank(finding):
            at.setdefault(finding.block, []).append(_mark(_row(number, finding)))
    seen: set[str] = set()

    def note(found: re.Match[str]) -> str:
        block = unescape(found[1])
        if block in seen:  # a header is drawn again in each section
            return found[0]
        seen.add(block)
        return "".join(at.get(block, ())) + found[0]

    return _BLOCK.sub(note, html)


def _mark(row: Shown) -> str:
    head = f"{escape(row.kind)} {row.number}"
    return (
        f'<div class="temuan {_CLASSES[row.severity]}" id="temuan-{row.number}"><b>{head}</b> '
        f"{escape(row.message)}</div>"
    )


def noted_file(document: Document, state: State, twin: Document | None) -> bytes:
    """The Word file of a resolved document, with its findings as comments."""
    docx = write_docx.write(with_pages(document))
    written, _ = read.read(docx, "naskah.docx")
    if written is None:
        raise ValueError("our own file cannot be read back")
    again, _ = resolve.resolve(written)
    return annotated(docx, again, report_of(again, state, twin))
