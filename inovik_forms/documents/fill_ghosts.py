"""What a condition keeps out of a document, for a preview that shows it greyed: words without numbers, references and
anchors, so that nothing else counts or refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    CharFormat,
    Link,
    Paragraph,
    ReferTo,
    Row,
    Table,
    Text,
)

GREY = "8A949C"


def ghosts(blocks: Iterable[Any], suffix: str) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in grey; ends of sections and contents are left out. `suffix`: for their ids."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(block, suffix)
        elif isinstance(block, Table):
            rows = [_row(row, suffix) for row in block.rows if isinstance(row, Row)]
            yield replace(block, id=block.id + suffix, rows=tuple(rows))


def _row(row: Row, suffix: str) -> Row:
    cells = [replace(c, id=c.id + suffix, blocks=tuple(ghosts(c.blocks, suffix))) for c in row.cells]
    return replace(row, id=row.id + suffix, cells=tuple(cells))


def _paragraph(paragraph: Paragraph, suffix: str) -> Paragraph:
    return replace(
        paragraph, id=paragraph.id + suffix, inlines=tuple(_inlines(paragraph.inlines)), number=None, bookmarks=(),
        anchors=(), page_break=False, mark=_grey(paragraph.mark),
    )  # fmt: skip


def _inlines(inlines: Iterable[Any]) -> Iterator[Text]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield replace(inline, format=_grey(inline.format), path="")
        elif isinstance(inline, Blank):
            yield Text(BLANK_TEXT, _grey(inline.format))
        elif isinstance(inline, ReferTo):
            yield Text("…", _grey(inline.format))
        elif isinstance(inline, Link):
            yield from _inlines(inline.inlines)


def _grey(look: CharFormat) -> CharFormat:
    return replace(look, color=GREY, shade=None)
