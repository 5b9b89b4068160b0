"""The PDF of a resolved document, set in the fonts that we ship, with nothing from outside."""

from __future__ import annotations

import unicodedata

from inovik_forms.documents.tree import Document
from inovik_forms.documents.typeset.document import Laid
from inovik_forms.documents.typeset.faces import shown_letters


def pdf(document: Document) -> bytes:
    """The same bytes for the same document. Raises TypeError when it holds tags."""
    return Laid.whole(document).file()


def with_pages(document: Document) -> Document:
    """The document with the page numbers of our layout in its tables of contents."""
    return Laid.whole(document).document


def missing_letters(text: str) -> list[str]:
    """The characters of a text that the PDF could not show, each once, in order."""
    unusual = dict.fromkeys(letter for letter in text if ord(letter) > 0xFF)
    return [letter for letter in unusual if ord(letter) not in shown_letters() and not _invisible(letter)]


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Mn", "Zl", "Zp")
