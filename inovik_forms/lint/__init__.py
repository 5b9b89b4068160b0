"""Lint of a finished document: what would embarrass its signers, each with place, quotation and fix.

Works on any resolved document, ours or one that came back from negotiation. Rules are pure functions over its lines
(`paper.Paper`); what they know of law and language is data (`facts.Facts`).
"""

from __future__ import annotations

from inovik_forms.documents.tree import Document
from inovik_forms.lint import words  # noqa: F401  # registers the messages
from inovik_forms.lint.facts import Facts, facts_from, merged
from inovik_forms.lint.model import Finding, Found, Phase, Record, Report, Rule
from inovik_forms.lint.paper import Paper
from inovik_forms.lint.table import RULES
from inovik_forms.problems import Problem, WordPlace

__all__ = ["RULES", "Facts", "Finding", "Phase", "Record", "Report", "Rule", "facts_from", "lint", "merged"]

_QUOTE = 160


def lint(document: Document, facts: Facts, record: Record | None = None, *, phase: Phase = "sign") -> Report:
    """All findings in a resolved document, in its order. In the phase "draft" the rules that only block signing are
    silent."""
    paper = Paper(document, facts, record or Record())
    findings: list[Finding] = []
    unchecked: list[Rule] = []
    if not paper.body:
        return Report((), ())
    for rule in RULES:
        if (rule.phase == "sign" and phase == "draft") or (rule.agreement and paper.instrument is None):
            continue
        if rule.needs and all(getattr(paper.record, name) is None for name in rule.needs):
            unchecked.append(rule)
            continue
        findings += [_finding(paper, rule, found) for found in rule.check(paper)]
    return Report(tuple(sorted(findings, key=lambda f: (f.order, f.start, f.rule.id))), tuple(unchecked))


def _finding(paper: Paper, rule: Rule, found: Found) -> Finding:
    line = found.line
    start, end = (found.start, found.end) if found.end > found.start else (0, len(line.text))
    quote = found.quote or line.text[start:end].replace("\n", " ").replace("\t", " ").strip()
    if not quote or (found.end <= found.start and not found.quote):
        quote = " ".join(f"{line.label if not line.start else ''} {line.text}".split())
    source = line.paragraph.source
    where = WordPlace(source.part, paper.place(line), source.paragraph, start, _short(quote))
    code = f"lint.{rule.id}.{found.variant}" if found.variant else f"lint.{rule.id}"
    problem = Problem(code, where, found.detail, found.severity or rule.severity)
    return Finding(rule, problem, line.paragraph.id, source.part, source.paragraph, start, end, line.at)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
