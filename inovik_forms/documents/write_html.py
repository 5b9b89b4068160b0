"""Write a resolved document as HTML, for the browser's preview and for print."""

from __future__ import annotations

from typing import Literal

from inovik_forms.documents.tree import Document


def write(document: Document, *, mode: Literal["print", "preview"]) -> str:
    """The document as HTML text."""
    raise ValueError(document.title, mode)
