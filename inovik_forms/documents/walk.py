"""Walks over a document's blocks that do not care about their nesting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from inovik_forms.documents.tree import (
    Block,
    Branches,
    Document,
    Drawing,
    Furniture,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Ref,
    ReferTo,
    Repetition,
    Row,
    RowLike,
    SectionEnd,
    Tab,
    Table,
    Toc,
)


def paragraphs(blocks: Iterable[Block]) -> list[Paragraph]:
    """Every paragraph in order, those in cells, notes, text boxes, branches and repeats too; headers and footers
    apart."""
    found: list[Paragraph] = []
    _gather(blocks, found)
    return found


def _gather(blocks: Iterable[Block], found: list[Paragraph]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
            if not _HOLDERS.isdisjoint(map(type, block.inlines)):
                for inline in inlines(block.inlines):
                    for story in stories(inline):
                        _gather(story, found)
        elif isinstance(block, Table):
            for row in rows(block.rows):
                for cell in row.cells:
                    _gather(cell.blocks, found)
        elif isinstance(block, Branches):
            for _, inside in block.branches:
                _gather(inside, found)
        elif isinstance(block, Repetition):
            _gather(block.body, found)
            _gather(block.empty, found)


_APART: frozenset[type] = frozenset((Note, Drawing))
_HOLDERS = _APART | {Link, Branches, Repetition}


def stories(inline: object) -> tuple[tuple[Block, ...], ...]:
    """The texts of their own that hang on an inline: of a note, of each box of a drawing."""
    if type(inline) is Note:
        return (inline.blocks,)
    if type(inline) is Drawing:
        return tuple(box.blocks for box in inline.boxes)
    return ()


def holds_stories(inlines: Iterable[object]) -> bool:
    """Whether a note or a drawing stands among them."""
    return not _APART.isdisjoint(map(type, inlines))


def with_stories(inline: Inline, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Inline:
    """A note or drawing with its texts changed; the same object where nothing changes."""
    if isinstance(inline, Note):
        blocks = change(inline.blocks)
        return inline if blocks is inline.blocks else replace(inline, blocks=blocks)
    if isinstance(inline, Drawing):
        made = [change(box.blocks) for box in inline.boxes]
        if all(blocks is box.blocks for blocks, box in zip(made, inline.boxes, strict=True)):
            return inline
        boxes = tuple(replace(box, blocks=blocks) for blocks, box in zip(made, inline.boxes, strict=True))
        return replace(inline, boxes=boxes)
    return inline


def rows(items: Iterable[RowLike]) -> Iterator[Row]:
    """Every row in order, those in branches and repeats too."""
    for item in items:
        if isinstance(item, Row):
            yield item
        elif isinstance(item, Branches):
            for _, inside in item.branches:
                yield from rows(inside)
        else:
            yield from rows(item.body)
            yield from rows(item.empty)


def sections(blocks: Iterable[Block]) -> Iterator[SectionEnd]:
    """Every section end in order, those in branches and repeats too."""
    for block in blocks:
        if isinstance(block, SectionEnd):
            yield block
        elif isinstance(block, Branches):
            for _, inside in block.branches:
                yield from sections(inside)
        elif isinstance(block, Repetition):
            yield from sections(block.body)
            yield from sections(block.empty)


def furniture(document: Document) -> list[Furniture]:
    """Each header and footer once, in the order of the sections."""
    found: dict[int, Furniture] = {}
    for section in sections(document.body):
        for item in (*section.headers.values(), *section.footers.values()):
            found.setdefault(id(item), item)
    return list(found.values())


def inlines(items: Iterable[Inline]) -> Iterator[Inline]:
    """Every inline in order, those in links, branches and repeats too."""
    for item in items:
        yield item
        if isinstance(item, Link):
            yield from inlines(item.inlines)
        elif isinstance(item, Branches):
            for _, inside in item.branches:
                yield from inlines(inside)
        elif isinstance(item, Repetition):
            yield from inlines(item.body)
            yield from inlines(item.empty)


def plain_text(inlines: Iterable[Inline]) -> str:
    """The letters of a run of inlines: tabs and line breaks as such, everything else by its text."""
    parts = []
    for inline in inlines:
        if isinstance(inline, Tab):
            parts.append("\t")
        elif isinstance(inline, LineBreak):
            parts.append("\n")
        elif isinstance(inline, Link):
            parts.append(plain_text(inline.inlines))
        elif isinstance(inline, ReferTo):
            parts.append(inline.cached)
        else:
            parts.append(getattr(inline, "text", ""))
    return "".join(parts)


def targets(blocks: Iterable[Block]) -> Iterator[str]:
    """The bookmarks that links of a resolved document lead to."""
    for block in blocks:
        if isinstance(block, Toc):
            yield from (entry.bookmark for entry in block.entries)
    for paragraph in paragraphs(blocks):
        yield from _targets(paragraph.inlines)


_HARMLESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)


def is_harmless(url: str) -> bool:
    """Whether an address outside of the document may be a link."""
    return _HARMLESS.match(url) is not None


def _targets(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        if type(node) is Ref:
            yield node.bookmark
        elif type(node) is Link:
            if node.url.startswith("#"):
                yield node.url[1:]
            yield from _targets(node.inlines)
