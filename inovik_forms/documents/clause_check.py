"""Is a clause fit to be put into templates? Its Word files and conditions, each with all that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inovik_forms.documents import clause_words as clause_words  # registers the messages
from inovik_forms.documents.clause_library import NAME, Clause, Variant, content, part_of
from inovik_forms.documents.outline import outline
from inovik_forms.documents.template import read_strictly, unreachable
from inovik_forms.documents.template_build import Builder
from inovik_forms.documents.template_check import pointed
from inovik_forms.documents.tree import Document, Inline
from inovik_forms.documents.walk import furniture, paragraphs, plain_text, sections
from inovik_forms.expressions.check import check
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.parse import parse
from inovik_forms.problems import FilePlace, Problem, WordPlace, errors


@dataclass(frozen=True, slots=True)
class Written:
    """A variant as an administrator gives it: name, condition as typed ('' = otherwise), Word file."""

    name: str
    condition: str
    docx: bytes


def read_clause(name: str, variants: Sequence[Written]) -> tuple[Clause | None, list[Problem]]:
    """The clause, None where something stands in its way, and every problem; each with the variant as its place."""
    problems = _of_names(name, variants)
    found = []
    for written in variants:
        where = part_of(name, written.name)
        condition, wrong = _condition(written.condition, where)
        document, more = _document(written, where)
        problems += [*wrong, *more]
        if document is not None:
            found.append(Variant(written.name, condition, document))
    return (None if errors(problems) else Clause(name, tuple(found))), problems


def _of_names(name: str, variants: Sequence[Written]) -> list[Problem]:
    """Names that a tag cannot say, that are given twice, and variants that are never reached."""
    if not variants:
        return [Problem("clause.no_variant", FilePlace(name))]
    problems = []
    for own, count in Counter(v.name for v in variants).items():
        where, detail = WordPlace(part_of(name, own)), {"name": own}
        if not NAME.fullmatch(own):
            problems.append(Problem("clause.name", where, detail))
        elif count > 1:
            problems.append(Problem("clause.twice", where, detail))
    always = next((n for n, v in enumerate(variants) if not v.condition.strip()), len(variants))
    for late in variants[always + 1 :]:
        detail = {"name": late.name, "other": variants[always].name}
        problems.append(Problem("clause.unreachable", WordPlace(part_of(name, late.name)), detail))
    return problems


def _condition(text: str, part: str) -> tuple[Expression | None, list[Problem]]:
    if not text.strip():
        return None, []
    try:
        condition = parse(text.strip(), bare_names=True)
        return condition, _of_functions(condition, WordPlace(part, quote=text), condition=True)
    except ExpressionError as error:
        where = WordPlace(part, quote=text)
        told = Problem(error.code, where, dict(error.detail))
        detail = {"text": text.strip(), "reason": told.message, "suggestion": told.fix}
        return None, [Problem("clause.condition", where, detail)]


def _document(written: Written, part: str) -> tuple[Document | None, list[Problem]]:
    """The file's document, and what is wrong with it by itself."""
    document, problems = read_strictly(written.docx, f"{written.name}.docx")
    if document is None:
        return None, [_within(p, part) for p in problems]
    builder = Builder(document)
    entries = outline(builder.build_clause(part))
    told = [(e.expression, e.kind == "if") for e in entries if e.expression is not None]
    problems = [*problems, *builder.problems, *unreachable(document)]
    for expression, is_condition in told:
        problems += _of_functions(expression, builder.places[id(expression)], condition=is_condition)
    if not any(p.inlines for p in paragraphs(content(document))):
        problems.append(Problem("clause.empty", WordPlace(part)))
    if len(list(sections(document.body))) > 1:
        problems.append(Problem("clause.sections", WordPlace(part)))
    if any(_words(p.inlines) for f in furniture(document) for p in paragraphs(f.blocks)):
        problems.append(Problem("clause.furniture", WordPlace(part), severity="warning"))
    return document, [_within(p, part) for p in problems]


class _AnyName:
    """Which answers there are says the questionnaire of the template that prints the clause."""

    def kind_of(self, name: str) -> str | None:
        return "calculate"

    def all_names(self) -> Iterable[str]:
        return ()


def _of_functions(expression: Expression, where: WordPlace, *, condition: bool) -> list[Problem]:
    """What is wrong with an expression whatever is answered: its functions and their arguments."""
    faults = check(expression, _AnyName(), allow_current=False, condition=condition)
    return [
        Problem(fault.code, pointed(where, expression, fault.span), fault.detail)
        for fault in faults
        if fault.severity == "error" and fault.code != "expressions.not_a_repeat"
    ]


def _words(inlines: Iterable[Inline]) -> str:
    return plain_text(inlines).strip()


def _within(problem: Problem, part: str) -> Problem:
    """The problem with the variant as its place."""
    where = problem.where
    placed = replace(where, part=part) if isinstance(where, WordPlace) else WordPlace(part)
    return replace(problem, where=placed)


def wording(clause: Clause) -> dict[str, list[str]]:
    """Variant → its paragraphs as they are written, tags too: what is compared between versions."""
    return {
        v.name: [line for p in paragraphs(content(v.document)) if (line := _words(p.inlines))] for v in clause.variants
    }
