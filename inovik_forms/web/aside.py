"""Answers that a choice filter made impossible: kept in the journal, shown with what was answered, back as soon as they
fit again."""

from __future__ import annotations

from copy import deepcopy

from inovik_forms.answers.journal import apply
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Question
from inovik_forms.web.filling import Filling, state_of
from inovik_forms.web.sections import form_path
from inovik_forms.web.texts import in_words
from inovik_forms.words import language


def keeping(filling: Filling, changes: list[Change], *, page: bool = False) -> list[Change]:
    """The changes without those that only repeat that an answer is not offered any more. A field cannot show such an
    answer and posts less than is kept; taken at its word, it would be lost for good. `page`: they come from a whole
    page as it was drawn, not from somebody who touched just these fields."""
    doubtful = [one for one in changes if _says_less(filling, one)]
    if not doubtful:
        return changes
    draft = deepcopy(filling.draft)
    for one in changes:
        if one not in doubtful:
            apply(draft, one)
    states = [state_of(filling.plan, draft), *([filling.state] if page else [])]
    return [one for one in changes if not (one in doubtful and any(_as_shown(state, one) for state in states))]


def _as_shown(state: State, change: Change) -> bool:
    """Whether the change says no more than what a page shows of an answer that was set aside."""
    gone = {found.answer_path for found in state.set_aside}
    return change.path in gone and state.item(change.path).value == change.value


def _says_less(filling: Filling, change: Change) -> bool:
    if change.kind != "set" or change.value is None:
        return False
    question = filling.plan.question(form_path(change.path))
    if not (question.choice_filter or question.choices_from):
        return False
    kept, said = set(filling.stored(change.path).split()), set(change.value.split())
    return said < kept


def in_words_of(filling: Filling) -> dict[Path, str]:
    """Answer path → what was answered, as a person reads it."""
    state = filling.state
    found = {}
    for gone in state.set_aside:
        question = state.item(gone.answer_path).item
        if isinstance(question, Question):
            found[gone.answer_path] = in_words(question, gone.value, state, gone.answer_path, language())
    return found
