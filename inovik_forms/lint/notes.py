"""Findings as comments in a copy of the Word file that was read."""

from __future__ import annotations

from inovik_forms.documents.tree import Document
from inovik_forms.documents.walk import paragraphs
from inovik_forms.documents.write_docx_notes import Note, with_notes
from inovik_forms.lint.model import Finding, Report
from inovik_forms.lint.paper import line_text
from inovik_forms.words import gettext, mark

AUTHOR = "Inovik Forms"
SEVERITIES = {"error": mark("Kesalahan"), "warning": mark("Peringatan"), "info": mark("Keterangan")}


def annotated(docx: bytes, document: Document, report: Report) -> bytes:
    """The file with a comment at each quotation; what is found in a header or footer stands at the first paragraph.
    `document`: as it was read from these very bytes."""
    texts = {p.id: line_text(p.inlines) for p in paragraphs(document.body)}
    notes = [_note(finding, texts, document.main_part) for finding in report.findings]
    return with_notes(docx, notes, AUTHOR)


def _note(finding: Finding, texts: dict[str, str], main: str) -> Note:
    lines = comment_lines(finding)
    if finding.part != main or not finding.paragraph:
        where = finding.problem.where
        place = f"{getattr(where, 'heading', '')}: “{getattr(where, 'quote', '')}”"
        return Note(1, "", 0, [place, *lines])
    quote = texts.get(finding.block, "")[finding.start : finding.end]
    return Note(finding.paragraph, quote, finding.start, lines)


def comment_lines(finding: Finding) -> list[str]:
    """Rule and severity with what is wrong; then what to do."""
    severity = gettext(SEVERITIES[finding.problem.severity])
    return [f"{severity} {finding.rule.id}: {finding.problem.message}", *filter(None, [finding.problem.fix])]
