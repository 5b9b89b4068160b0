"""Write a resolved document as a Word file."""

from __future__ import annotations

from inovik_forms.documents.tree import Document


def write(document: Document) -> bytes:
    """The Word file of a resolved document; the same bytes for the same document."""
    raise ValueError(document.title)
