"""Resolve a filled document: labels, references, entries of the table of contents."""

from __future__ import annotations

from inovik_forms.documents.tree import Document
from inovik_forms.problems import Problem


def resolve(document: Document) -> tuple[Document, list[Problem]]:
    """The document with labels, references and contents literal, and what is wrong with them (dead references, empty
    clauses)."""
    raise NotImplementedError(document)
