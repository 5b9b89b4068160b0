"""`[[KOP]]` and `[[KOP JABATAN]]`: the look of a letterhead is a Word file of ours, put into a template as a clause is;
what it says are values that no question asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from inovik_forms.answers.state import State
from inovik_forms.documents.clause_library import Clause, Variant
from inovik_forms.documents.read import read
from inovik_forms.letterheads import from_plain
from inovik_forms.questionnaires.model import Question, walk

FOLDER = Path(__file__).parent / "letterheads"
EMBLEM_HEIGHT = 71.0
"""Points (2.5 cm) that an emblem may be high, however wide its cell is."""


@cache
def letterhead_of(kind: str) -> Clause:
    """The letterhead of this kind ("unit", "jabatan") as a clause."""
    file = FOLDER / f"{kind}.docx"
    document, _ = read(file.read_bytes(), file.name)
    if document is None:
        raise ValueError(f"{file.name} cannot be read")
    return Clause("KOP", (Variant(kind, None, document, trimmed=False),))


def values_of(state: State) -> Mapping[str, str]:
    """What the reserved names print beside these answers: what came with them, else what the answers themselves know of
    city and unit (hidden questions that take it over), as on the command line."""
    if state.beside is None:
        asked = [q for q in walk(state.plan.questionnaire.items) if isinstance(q, Question) and q.prefill]
        known = {q.prefill: state.root.values.get(q.path, "") for q in asked}
        state.beside = from_plain({name: value for name, value in known.items() if isinstance(value, str)})
    return state.beside
