"""Labels of numbered paragraphs, by Word's algorithm."""

from __future__ import annotations

from collections.abc import Mapping

from inovik_forms.documents.tree import Document


def labels(document: Document) -> Mapping[str, str]:
    """Paragraph id → label ("Pasal 5", "(2)", "a.") for every numbered paragraph of a filled document."""
    raise NotImplementedError(document)
