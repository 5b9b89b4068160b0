"""Read a Word file into a document."""

from __future__ import annotations

from inovik_forms.documents.tree import Document
from inovik_forms.problems import Problem


def read(docx: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The document in a .docx file, tags still plain text, with every problem; None when an error refuses the file."""
    raise NotImplementedError(docx, name)
