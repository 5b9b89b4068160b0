"""One facade for all that is printed: a template and its answers in, one file out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from inovik_forms.problems import Problem

Form = Literal["docx", "pdf", "html", "txt"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of the file, and what a reader should know about it."""

    bytes: bytes
    problems: tuple[Problem, ...] = ()


def render(
    template: Any, state: Any, *, files: Callable[[str], bytes | None], original: int = 1, form: Form = "docx"
) -> Rendered:
    """Fill, resolve and write one document."""
    raise ValueError(template, state, files, original, form)


def convert(docx: bytes, form: Form, *, name: str = "dokumen.docx") -> Rendered:
    """A Word file without tags in another form."""
    raise ValueError(docx, form, name)
