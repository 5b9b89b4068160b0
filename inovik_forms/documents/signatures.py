"""Where a document is signed: the space between an office and a name in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inovik_forms.documents.grid import grid
from inovik_forms.documents.tree import Block, Paragraph, Row, Table
from inovik_forms.documents.walk import plain_text

_LEAST = 2  # empty lines that are a space to sign in


@dataclass(frozen=True, slots=True)
class Signature:
    """`office` as it stands above the space, `name` below it; `spaces`: ids of the empty paragraphs between them."""

    office: str
    name: str
    spaces: tuple[str, ...]


def signatures(blocks: Iterable[Block]) -> list[Signature]:
    """Every space to sign in, in order: in a column of a table, empty lines below a line that ends with a comma and
    above a name."""
    return [found for block in blocks if isinstance(block, Table) for found in _of_table(block)]


def _of_table(table: Table) -> Iterator[Signature]:
    lines = [row for row in table.rows if isinstance(row, Row)]
    columns: dict[int, list[tuple[str, str]]] = {}
    for places in grid(lines):
        for place in places:
            column = columns.setdefault(place.column, [])
            for paragraph in place.cell.blocks:
                if isinstance(paragraph, Paragraph):
                    text = "" if not paragraph.inlines else " ".join(plain_text(paragraph.inlines).split()) or "\0"
                    column.append((paragraph.id, text))
    for _, column in sorted(columns.items()):
        yield from _of_column(column)


def _of_column(lines: list[tuple[str, str]]) -> Iterator[Signature]:
    """`lines`: id and text of each paragraph of a column."""
    office, spaces = "", []
    for identity, text in lines:
        if not text and office:
            spaces.append(identity)
            continue
        if text and len(spaces) >= _LEAST:
            yield Signature(office.rstrip(", "), text.strip("\0"), tuple(spaces))
        office, spaces = text if text.endswith(",") else "", []
