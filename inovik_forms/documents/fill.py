"""Fill a template with answers. The template is compiled once for a questionnaire; what holds no tag is passed on as
the same object, so that a writer may keep its text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from msgspec.structs import replace

from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.documents.fill_blocks import BlockCompiler
from inovik_forms.documents.fill_run import start
from inovik_forms.documents.fill_values import Step
from inovik_forms.documents.template import Template
from inovik_forms.documents.template_check import Names
from inovik_forms.documents.tree import Blank, Document
from inovik_forms.documents.walk import furniture, inlines, paragraphs
from inovik_forms.expressions.evaluate import to_text

_KEYS = re.compile(r"\[[^\]]*\]")
LANGUAGE = "id"
"""Documents are in Bahasa Indonesia wherever the questionnaire speaks it: the functions of the language do, too."""


def fill(
    template: Template,
    state: State,
    *,
    files: Callable[[str], bytes | None],
    original: int = 1,
    collection: Sequence[State] = (),
    shows_all: bool = False,
) -> Document:
    """The document that these answers make of the template, not yet resolved.

    `files`: bytes behind the value of an image answer. `original`: the number of the original, `naskah_asli`.
    `collection`: the states behind `[[ULANGI dokumen]]`, all of the template's questionnaire; none = this one alone.
    `shows_all`: paragraphs and tables that a condition keeps out stand in grey, for a preview. What cannot be computed
    is a blank, and stands in the document's `problems` with its place.
    """
    program, language = _program(template, state.plan)
    run = start(state, files, original, collection or (state,), language, (state.env.today, state.env.now))
    run.shows_all = shows_all
    body: list[Any] = []
    program(run, body)
    return replace(
        template.document,
        body=tuple(body),
        language=language,
        dropped=run.dropped,
        answers_json=_answers(run.sets),
        problems=tuple(run.problems.values()),
    )


def _answers(sets: Iterable[tuple[State, Iterable[str]]]) -> str:
    """The answers as they travel in the Word file, with the form that they belong to; a list when there are several
    sets. Only what is printed travels: the other party must not read more in the file than on its pages."""
    told = []
    for state, paths in sets:
        form, found = state.plan.questionnaire, {}
        for path in paths:
            value = state.frame(path).values.get(_KEYS.sub("", path), "")
            if not isinstance(value, list):
                found[path] = to_text(value)
        if found:
            told.append({"kuesioner": form.name, "versi": form.version, "jawaban": found})
    return json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False) if told else ""


def _program(template: Template, plan: Plan) -> tuple[Step, str]:
    """The template compiled for a plan, made once."""
    found = template.programs.get(id(plan))
    if found is None:
        questionnaire = plan.questionnaire
        known = LANGUAGE in questionnaire.languages or not questionnaire.default_language
        language = LANGUAGE if known else questionnaire.default_language
        compiler = BlockCompiler(plan, Names.of(questionnaire), language, template.places)
        compiler.prepare(template.document.body)
        found = template.programs[id(plan)] = (compiler.body(template.document.body), language, plan)
    program, language, _ = cast("tuple[Step, str, Plan]", found)
    return program, language


def blanks(document: Document) -> list[Blank]:
    """Every unanswered value in a filled document, in order, headers and footers first; each path once."""
    found: dict[str, Blank] = {}
    for blocks in (*(f.blocks for f in furniture(document)), document.body):
        for paragraph in paragraphs(blocks):
            for inline in inlines(paragraph.inlines):
                if isinstance(inline, Blank):
                    found.setdefault(inline.path, inline)
    return list(found.values())
