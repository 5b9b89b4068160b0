"""Templates: a document whose tags have become nodes, checked against the questionnaire that will fill it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from inovik_forms.documents.clause_library import Clause
from inovik_forms.documents.genuine import ADDRESS, CODE
from inovik_forms.documents.read import read
from inovik_forms.documents.read_package import parse_xml
from inovik_forms.documents.tags import Tag, tokenise
from inovik_forms.documents.template_build import Builder
from inovik_forms.documents.template_check import check_names
from inovik_forms.documents.tree import Document, Text
from inovik_forms.documents.walk import furniture, paragraphs
from inovik_forms.problems import Problem, Refused, WordPlace, errors
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.words import gettext, mark

Clauses = Mapping[str, Clause]
"""The clauses that a template may name."""
NO_CLAUSES: Clauses = {}
_UNFILLED = re.compile(r"docProps/.*\.xml")
_UNPRINTABLE = {"smartart", "chart", "watermark", "equation"}
"""Content with text that neither PDF nor preview shows, or shows so that it says something else."""
_PERHAPS = mark("Mungkin maksud Anda «{name}»?")
_SET_ANCHOR = mark("Pasang [[TANDAI {name}]] di awal bagian yang dirujuk.")


@dataclass(frozen=True, eq=False)
class Template:
    """A parsed template. `document` holds tag nodes; `has_tags` is False for an ordinary Word file.

    `places`: id of an expression, or source of another tag → where messages point. `warnings`: what its reader noted.
    `clauses`: names of the shared clauses in it. `programs` is a cache that `fill` keeps: the template compiled for a
    questionnaire.
    """

    document: Document
    questionnaire: Questionnaire | None = None
    has_tags: bool = True
    warnings: tuple[Problem, ...] = ()
    places: Mapping[object, WordPlace] = field(default_factory=dict)
    clauses: tuple[str, ...] = ()
    programs: dict[int, object] = field(default_factory=dict)

    @property
    def is_issued(self) -> bool:
        """Whether it prints by which code one sees that it is genuine."""
        return any(name in place.quote for place in self.places.values() for name in (CODE, ADDRESS))


def parse(document: Document, clauses: Clauses = NO_CLAUSES) -> tuple[Template | None, list[Problem]]:
    """Turn the tags of a document into nodes. Returns None and every problem when a tag is wrong."""
    template, problems = _built(document, clauses)
    return (None if errors(problems) else template), problems


def _built(document: Document, clauses: Clauses) -> tuple[Template, list[Problem]]:
    """The template, to be used only when nothing is wrong with it."""
    builder = Builder(document, clauses=clauses)
    built = builder.build()
    problems = _in_order([*builder.problems, *_dead_references(builder, built), *unreachable(document)])
    used = tuple(builder.used)
    return Template(built, has_tags=builder.tags > 0, places=builder.places, clauses=used), problems


def check(template: Template, questionnaire: Questionnaire) -> list[Problem]:
    """Every name, type and repeat of the template that the questionnaire cannot supply, in order."""
    return _in_order(check_names(template.document, template.places, questionnaire))


def load(docx: bytes, name: str, questionnaire: Questionnaire | None, clauses: Clauses = NO_CLAUSES) -> Template:
    """Read, parse and check a template. Raises Refused with every problem that stands in the way."""
    template, problems = inspect(docx, name, questionnaire, clauses)
    if errors(problems) or template is None:
        raise Refused(problems)
    return replace(template, questionnaire=questionnaire, warnings=tuple(problems))


def inspect(
    docx: bytes, name: str, questionnaire: Questionnaire | None, clauses: Clauses = NO_CLAUSES
) -> tuple[Template | None, list[Problem]]:
    """Read, parse and check a template: everything that is wrong, tags and names alike. The template is to be used only
    without errors; None when the file cannot be read at all."""
    document, problems = read_strictly(docx, name)
    if document is None:
        return None, problems
    template, found = _built(document, clauses)
    if questionnaire is not None:
        found = _in_order([*found, *check(template, questionnaire)])
    return template, [*problems, *found]


def read_strictly(docx: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The document in a Word file, with what a template must not hold as errors."""
    document, problems = read(docx, name)
    return document, [replace(p, code=code, severity="error") if (code := _refused(p)) else p for p in problems]


def _refused(problem: Problem) -> str:
    """What a template is refused for though a reader of any Word file lets it pass."""
    if problem.code == "documents.tracked_change":
        return "template.tracked_change"
    is_lost = problem.code == "documents.unsupported" and problem.detail.get("kind") in _UNPRINTABLE
    return "template.unprintable" if is_lost else ""


def unreachable(document: Document) -> list[Problem]:
    """Tags in parts that nothing fills: the file's properties."""
    problems = []
    for part, data in document.package.items():
        if not _UNFILLED.fullmatch(part):
            continue
        pieces, faults = tokenise([Text("".join(str(text) for text in parse_xml(data).itertext()))])
        for written in (*(p.text for p in pieces if isinstance(p, Tag)), *(f.quote for f in faults)):
            detail = {"what": gettext("bagian «{part}»").format(part=part), "quote": written[:60]}
            problems.append(Problem("template.tag_in_opaque", WordPlace(part, quote=written[:80]), detail))
    return problems


def _dead_references(builder: Builder, document: Document) -> list[Problem]:
    """RUJUK to a name that no paragraph carries."""
    known = set(builder.anchors)
    for blocks in (document.body, *(f.blocks for f in furniture(document))):
        for paragraph in paragraphs(blocks):
            known.update(paragraph.bookmarks)
    problems = []
    for name, place in builder.references:
        if name not in known:
            near = get_close_matches(name, builder.anchors, 1, 0.6)
            suggestion = gettext(_PERHAPS if near else _SET_ANCHOR).format(name=near[0] if near else name)
            problems.append(Problem("template.no_anchor", place, {"name": name, "suggestion": suggestion}))
    return problems


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Body first, then the other parts; within a part by paragraph and offset."""

    def key(problem: Problem) -> tuple[bool, str, int, int]:
        where = problem.where
        if not isinstance(where, WordPlace):
            return (False, "", 0, 0)
        return ("document" not in where.part, where.part, where.paragraph, where.offset)

    return sorted(problems, key=key)
