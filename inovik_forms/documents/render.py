"""One facade for all that is printed: a template and its answers in, one file out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from inovik_forms.answers.state import State
from inovik_forms.documents import dump, fill, pdf, read, resolve, write_docx, write_html
from inovik_forms.documents.contents import has_contents
from inovik_forms.documents.template import Template
from inovik_forms.documents.tree import Document
from inovik_forms.problems import FilePlace, Problem, Refused, errors, register
from inovik_forms.words import mark

Form = Literal["docx", "pdf", "html", "txt"]

register(
    {
        "render.letter_without_font": (
            mark("PDF tidak dapat menampilkan karakter {letters}."),
            mark("Ganti dengan karakter lain, atau unduh naskah dalam bentuk Word."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of the file, and what a reader should know about it."""

    bytes: bytes
    problems: tuple[Problem, ...] = ()


def render(
    template: Template, state: State, *, files: Callable[[str], bytes | None], original: int = 1, form: Form = "docx"
) -> Rendered:
    """Fill, resolve and write one document. `files`: value of a file answer → its bytes; `original`: which of two
    originals (1 or 2)."""
    document, problems = resolve.resolve(fill.fill(template, state, files=files, original=original))
    return write(document, form, problems)


def convert(docx: bytes, form: Form, *, name: str = "dokumen.docx") -> Rendered:
    """A Word file without tags in another form. Raises Refused when it cannot be read."""
    document, problems = read.read(docx, name)
    if document is None or errors(problems):
        raise Refused(problems)
    resolved, more = resolve.resolve(document)
    noted = [replace(p, severity="warning") for p in more]  # nobody promised that this file is a finished contract
    return write(resolved, form, [*problems, *noted])


def write(document: Document, form: Form, problems: Iterable[Problem] = ()) -> Rendered:
    """A resolved document in one form. "html" is a whole page for a browser, pictures included."""
    found = tuple(problems)
    if form == "txt":
        return Rendered(dump.dump(document).encode(), found)
    if form == "html":
        return Rendered(_page(document).encode(), found)
    if form == "docx":
        return Rendered(write_docx.write(with_pages(document)), found)
    return Rendered(pdf.pdf(document), (*found, *_letters(document)))


def _page(document: Document) -> str:
    """The preview as a page of its own."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}"><head><meta charset="utf-8"><title>'
        f"{escape(document.title)}</title></head>\n<body>{write_html.write(document)}</body></html>\n"
    )


def _letters(document: Document) -> list[Problem]:
    missing = pdf.missing_letters(dump.dump(document))
    if not missing:
        return []
    shown = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in missing[:10])
    return [Problem("render.letter_without_font", FilePlace(document.title), {"letters": shown}, "warning")]


def with_pages(document: Document) -> Document:
    """The document with the page numbers of our own layout in its tables of contents, until Word refreshes them."""
    return pdf.with_pages(document) if has_contents(document) else document
