"""Templates: a document whose tags have become nodes."""

from __future__ import annotations

from dataclasses import dataclass

from inovik_forms.documents.tree import Document
from inovik_forms.problems import Problem
from inovik_forms.questionnaires.model import Questionnaire


@dataclass(frozen=True, eq=False)
class Template:
    """A parsed template. `document` holds tag nodes; `has_tags` is False for an ordinary Word file."""

    document: Document
    questionnaire: Questionnaire | None = None
    has_tags: bool = True
    warnings: tuple[Problem, ...] = ()


def parse(document: Document) -> tuple[Template | None, list[Problem]]:
    """Turn the tags of a document into nodes. Returns None and every problem when a tag is wrong."""
    raise NotImplementedError(document)


def check(template: Template, questionnaire: Questionnaire) -> list[Problem]:
    """Every name, type and reference of the template that the questionnaire cannot supply."""
    raise NotImplementedError(template, questionnaire)


def load(docx: bytes, name: str, questionnaire: Questionnaire | None) -> Template:
    """Read, parse and check a template. Raises Refused with every problem."""
    raise NotImplementedError(docx, name, questionnaire)
