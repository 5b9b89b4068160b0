"""A letterhead by itself, to look at while it is being set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.documents import fill, resolve, template
from inovik_forms.documents.letterhead import letterhead_of
from inovik_forms.documents.tree import Document
from inovik_forms.questionnaires.model import Questionnaire

NOTHING_ASKED = Questionnaire("kop", "Kop", "", (), "", ())


@cache
def _alone(kind: str) -> template.Template:
    made, problems = template.parse(letterhead_of(kind).variants[0].document)
    if made is None:
        raise ValueError([problem.message for problem in problems])
    return made


def sample(kind: str, values: Mapping[str, str], files: Callable[[str], bytes | None], today: date) -> Document:
    """The letterhead of this kind ("unit", "jabatan") with these values of the reserved names, resolved."""
    state = evaluate(plan_of(NOTHING_ASKED), Draft(), today=today)
    state.beside = values
    return resolve.resolve(fill.fill(_alone(kind), state, files=files))[0]
