"""Clauses that templates share: each a few small Word files, one of which an answer chooses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inovik_forms.documents.tree import Block, Document, Paragraph, SectionEnd, Table
from inovik_forms.documents.walk import paragraphs, plain_text
from inovik_forms.expressions.nodes import Expression
from inovik_forms.problems import WordPlace

NAME = re.compile(r"[A-Za-z_][\w.\-]*")
"""What clauses and variants may be called, so that a tag can name them."""
_TAG = re.compile(rf"\[\[\s*KLAUSUL\s+({NAME.pattern})")
_PART = "klausul:"


@dataclass(frozen=True, eq=False)
class Variant:
    """One wording. `condition`: when it is the one; None = whenever no variant before it was. `trimmed`: whether empty
    lines at its end are a slip of its author."""

    name: str
    condition: Expression | None
    document: Document
    trimmed: bool = True


@dataclass(frozen=True, eq=False)
class Clause:
    """`[[KLAUSUL name]]` prints the first variant whose condition holds, and nothing when none does."""

    name: str
    variants: tuple[Variant, ...]


def part_of(clause: str, variant: str) -> str:
    """Stands for a package part in places that lie in a clause."""
    return f"{_PART}{clause}/{variant}"


def clause_at(where: WordPlace) -> tuple[str, str] | None:
    """Clause and variant that a place lies in; None for a place in the template itself."""
    if not where.part.startswith(_PART):
        return None
    clause, _, variant = where.part.removeprefix(_PART).partition("/")
    return clause, variant


def clause_tags(document: Document) -> dict[str, int]:
    """Clause → the paragraph, as messages count it, of its first tag in a template."""
    found: dict[str, int] = {}
    for paragraph in paragraphs(document.body):
        tag = _TAG.search(plain_text(paragraph.inlines))
        if tag:
            found.setdefault(tag[1], paragraph.source.paragraph)
    return found


def content(document: Document, *, trimmed: bool = True) -> tuple[Block, ...]:
    """What a clause's file puts into a template: its body without page set-up and without empty lines at its end, but
    for the one that parts a table from the next."""
    blocks = [block for block in document.body if not isinstance(block, SectionEnd)]
    while trimmed and blocks and _is_empty(blocks[-1]) and not isinstance(blocks[-2:][0], Table):
        blocks.pop()
    return tuple(blocks)


def _is_empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.inlines and not block.page_break
