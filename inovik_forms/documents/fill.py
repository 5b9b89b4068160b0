"""Fill a template with answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inovik_forms.answers.state import State
from inovik_forms.documents.template import Template
from inovik_forms.documents.tree import Blank, Document


def fill(
    template: Template,
    state: State,
    *,
    files: Callable[[str], bytes | None],
    original: int = 1,
    collection: Sequence[State] = (),
) -> Document:
    """The document that these answers make of the template. `collection`: the states behind `[[ULANGI dokumen]]`."""
    raise NotImplementedError(template, state, files, original, collection)


def blanks(document: Document) -> list[Blank]:
    """Every unanswered value in a filled document, in order, headers first."""
    raise NotImplementedError(document)
