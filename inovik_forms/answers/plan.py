"""Plan: a questionnaire compiled once for evaluation (order of the steps, closures, resolved names)."""

from __future__ import annotations

from inovik_forms.expressions.evaluate import Bindings
from inovik_forms.questionnaires.model import Item, Question, Questionnaire


class Plan:
    """A questionnaire made ready for `state.evaluate`; immutable, shared by all responses of this version.

    `order`: form paths in the order of evaluation. `dependents`: form path → the paths whose expressions name it.
    """

    questionnaire: Questionnaire
    order: tuple[str, ...]
    dependents: dict[str, frozenset[str]]

    def question(self, path: str) -> Question:
        """The question of a form path ("kegiatan/nama"). Raises KeyError."""
        raise NotImplementedError

    def find(self, name: str) -> Item | None:
        """The item of this name, wherever it stands; None when there is none, or more than one."""
        raise NotImplementedError

    def bindings(self, repeats: tuple[str, ...] = ()) -> Bindings:
        """Names for expressions that stand inside these repeats (form paths, outermost first); () = the root."""
        raise NotImplementedError


def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire, made once for each object."""
    raise NotImplementedError
