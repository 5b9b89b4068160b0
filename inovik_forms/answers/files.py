"""File and image answers: in the application "<sha256 hex>/<file name>", on the command line a path."""

from __future__ import annotations

import re

from inovik_forms.answers.journal import Draft
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Question, Questionnaire, walk

FILE_KINDS = frozenset({"image", "file", "audio", "video"})
_KEY = re.compile(r"\[[^\]]*\]")


def file_values(draft: Draft, questionnaire: Questionnaire) -> dict[Path, str]:
    """Answer path → value of the answered file and image questions."""
    paths = {q.path for q in walk(questionnaire.items) if isinstance(q, Question) and q.kind in FILE_KINDS}
    return {path: value for path, value in draft.values.items() if value and _KEY.sub("", path) in paths}
