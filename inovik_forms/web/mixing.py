"""Choices in an order of their own for each response (`parameters: randomize=true`), the same whenever they are drawn.

Only what a person sees is mixed: what is kept of an answer, documents and paper have the order of the choices sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from inovik_forms.answers.shuffle import LARGEST, seed_of, shuffled
from inovik_forms.answers.state import ItemState
from inovik_forms.answers.values import Path
from inovik_forms.expressions.evaluate import to_text
from inovik_forms.questionnaires.choices import OTHER
from inovik_forms.questionnaires.model import Choice, Question
from inovik_forms.web.filling import Filling


def mixed(filling: Filling, question: Question, path: Path, choices: Sequence[Choice]) -> Sequence[Choice]:
    """The choices as this response has them; "other", which or_other adds, stays the last. `path`: the answer's."""
    if not question.is_mixed:
        return choices
    own = [choice for choice in choices if not (question.or_other and choice.name == OTHER)]
    last = [choice for choice in choices if choice not in own]
    return [*shuffled(own, _seed(filling, question, path)), *last]


def as_drawn(filling: Filling, item: ItemState) -> str:
    """An answer with its choices in the order in which they were offered; where the order is the answer, as it is."""
    question = item.item
    if not isinstance(question, Question) or question.kind != "select_multiple" or not question.is_mixed:
        return item.value
    offered = mixed(filling, question, item.answer_path, filling.state.choices(item.answer_path))
    place = {choice.name: number for number, choice in enumerate(offered)}
    return " ".join(sorted(item.value.split(), key=lambda name: place.get(name, len(place))))


def _seed(filling: Filling, question: Question, path: Path) -> int:
    """What the author gave: a number, or the answer to `${name}`. While there is none, a number of this response and
    question."""
    given = question.parameters.get("seed", "")
    if given.startswith("${"):
        given = _answer(filling, question, path, given[2:-1].strip())
    if given:
        return seed_of(given)
    mark = f"{filling.response.id} {path}"
    return int.from_bytes(sha256(mark.encode()).digest()[:8], "big") % LARGEST


def _answer(filling: Filling, question: Question, path: Path, name: str) -> str:
    source = filling.plan.resolve(name, question.path.rpartition("/")[0])
    frame = filling.state.frame(path)
    while source is not None and source.path not in frame.values and frame.parent is not None:
        frame = frame.parent
    return to_text(frame.values.get(source.path, "")) if source is not None else ""
