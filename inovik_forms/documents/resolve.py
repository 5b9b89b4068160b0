"""Resolve a filled document: labels, references, entries of the table of contents, clauses without content.

Numbers stay live in Word; what is computed here is literal in the preview and the PDF, and the cached result in Word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from inovik_forms.documents.clauses import Item, items
from inovik_forms.documents.numbering import format_number, labels
from inovik_forms.documents.references import References
from inovik_forms.documents.styles import outline_levels
from inovik_forms.documents.tree import (
    Block,
    Cell,
    Document,
    Furniture,
    Link,
    Note,
    NoteNumbers,
    Paragraph,
    ReferTo,
    Row,
    SectionEnd,
    Table,
    Toc,
    TocEntry,
)
from inovik_forms.documents.walk import furniture, holds_stories, paragraphs, plain_text, with_stories
from inovik_forms.problems import Problem, WordPlace

_TOP = ("bab", "bagian", "pasal")


def resolve(document: Document) -> tuple[Document, list[Problem]]:
    """The document with labels, references and contents literal, and what is wrong (values that could not be computed,
    dead references, clauses without content). Blocks that nothing changes stay the same objects."""
    body = paragraphs(document.body)
    label_of = labels(document, body)
    headings = outline_levels(document, body)
    found, inside = items((p, label_of.get(p.id, ""), p.id in headings) for p in body)
    references = References(document, body, found, inside)
    writer = _Writer(document, body, label_of, headings, references)
    writer.entries = _entries(document, body, headings, label_of, references) if _tocs(document.body) else []
    resolved = writer.document()
    return resolved, [*document.problems, *references.problems, *_empty_clauses(document.body, found, inside)]


def _tocs(blocks: Sequence[Block]) -> bool:
    return any(isinstance(b, Toc) for b in blocks)


def _entries(
    document: Document,
    body: Sequence[Paragraph],
    headings: Mapping[str, int],
    label_of: Mapping[str, str],
    references: References,
) -> list[tuple[TocEntry, str]]:
    """Every heading as an entry, with its style's name; the tables of contents choose by level and style."""
    named = {name for block in document.body if isinstance(block, Toc) for name in _named_styles(block)}
    entries = []
    for paragraph in body:
        style = document.styles.get(paragraph.style)
        name = style.name if style else ""
        text = " ".join(f"{label_of.get(paragraph.id, '')} {plain_text(paragraph.inlines)}".split())
        if text and (paragraph.id in headings or name in named):
            level = headings.get(paragraph.id, -1) + 1
            entries.append((TocEntry(level, text, references.bookmark(paragraph, "_Toc")), name))
    return entries


def _named_styles(toc: Toc) -> dict[str, int]:
    """Style name → level, from the \\t switch of a table of contents."""
    found = re.search(r'\\t\s+"([^"]*)"', toc.instruction)
    parts = re.split(r"[;,]", found[1]) if found else []
    return {
        name.strip(): int(level)
        for name, level in zip(parts[::2], parts[1::2], strict=False)
        if level.strip().isdigit()
    }


@dataclass
class _Writer:
    """Writes the resolved blocks."""

    source: Document
    body: Sequence[Paragraph]
    labels: Mapping[str, str]
    headings: Mapping[str, int]
    references: References
    entries: list[tuple[TocEntry, str]] = field(default_factory=list)
    _furniture: dict[int, Furniture] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)  # kind of note → how many so far

    def document(self) -> Document:
        """The resolved document. References are resolved before bookmarks are set, since they ask for them."""
        self._ready = {
            p.id: self._inlines(p)
            for story in (self.body, *(paragraphs(f.blocks) for f in furniture(self.source)))
            for p in story
            if _refers(p.inlines)
        }
        return replace(self.source, body=self._blocks(self.source.body))

    def _inlines(self, paragraph: Paragraph) -> tuple[Any, ...]:
        result: list[Any] = []
        for inline in paragraph.inlines:
            if isinstance(inline, ReferTo):
                result += self.references.resolved(inline, paragraph)
            elif isinstance(inline, Link) and _refers(inline.inlines):
                inside = [
                    r
                    for i in inline.inlines
                    for r in (self.references.resolved(i, paragraph) if isinstance(i, ReferTo) else [i])
                ]
                result.append(Link(inline.url, tuple(inside)))
            else:
                result.append(inline)
        return tuple(result)

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        written = tuple(self._block(b) for b in blocks)
        return blocks if all(a is b for a, b in zip(written, blocks, strict=True)) else written

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Table):
            rows = tuple(self._row(r) if isinstance(r, Row) else r for r in block.rows)
            return block if all(a is b for a, b in zip(rows, block.rows, strict=True)) else replace(block, rows=rows)
        if isinstance(block, Toc):
            return replace(block, entries=self._chosen(block))
        if isinstance(block, SectionEnd):
            return self._section(block)
        return block

    def _paragraph(self, p: Paragraph) -> Paragraph:
        label = self.labels.get(p.id, "")
        bookmarks = self.references.bookmarks.get(p.id, ())
        inlines = self._ready.get(p.id, p.inlines)
        if holds_stories(inlines):
            inlines = tuple(self._apart(i) for i in inlines)
        if inlines is p.inlines and not bookmarks and label == p.label:
            return p
        names = p.bookmarks if not bookmarks else (*p.bookmarks, *(b for b in bookmarks if b not in p.bookmarks))
        return Paragraph(
            p.id, inlines, p.style, p.format, p.mark, p.number, p.number_inherited, label, names, p.anchors,
            p.page_break, p.raw_ppr, p.raw_mark, p.source, p.to_column,
        )  # fmt: skip

    def _apart(self, inline: Any) -> Any:
        """A note with its number, the texts of notes and boxes resolved."""
        if isinstance(inline, Note) and not inline.is_marked:
            numbers = self.source.notes.get(inline.kind, NoteNumbers())
            count = self._counts[inline.kind] = self._counts.get(inline.kind, numbers.start - 1) + 1
            inline = replace(inline, label=format_number(count, numbers.format))
        return with_stories(inline, self._blocks)

    def _row(self, row: Row) -> Row:
        cells = tuple(self._cell(c) for c in row.cells)
        return row if all(a is b for a, b in zip(cells, row.cells, strict=True)) else replace(row, cells=cells)

    def _cell(self, cell: Cell) -> Cell:
        blocks = self._blocks(cell.blocks)
        return cell if blocks is cell.blocks else replace(cell, blocks=blocks)

    def _section(self, section: SectionEnd) -> SectionEnd:
        for kind, numbers in self.source.notes.items():
            if numbers.restart == "eachSect":
                self._counts.pop(kind, None)
        headers = {kind: self._story(f) for kind, f in section.headers.items()}
        footers = {kind: self._story(f) for kind, f in section.footers.items()}
        same = all(headers[k] is section.headers[k] for k in headers) and all(
            footers[k] is section.footers[k] for k in footers
        )
        return section if same else replace(section, headers=headers, footers=footers)

    def _story(self, item: Furniture) -> Furniture:
        if id(item) not in self._furniture:
            blocks = self._blocks(item.blocks)
            self._furniture[id(item)] = item if blocks is item.blocks else Furniture(item.part, blocks)
        return self._furniture[id(item)]

    def _chosen(self, toc: Toc) -> tuple[TocEntry, ...]:
        """The entries of one table of contents: by level, and by the styles that its \\t switch names."""
        styles = _named_styles(toc)
        low, high = toc.levels
        chosen = []
        for entry, style in self.entries:
            level = styles.get(style, entry.level)
            if style in styles or low <= level <= high:
                chosen.append(replace(entry, level=level))
        return tuple(chosen)


def _refers(inlines: Sequence[Any]) -> bool:
    for inline in inlines:
        if isinstance(inline, ReferTo) or (isinstance(inline, Link) and _refers(inline.inlines)):
            return True
    return False


def _empty_clauses(blocks: Sequence[Block], found: Mapping[str, Item], inside: Mapping[str, Item]) -> list[Problem]:
    """Every Pasal with nothing between its heading and the next one."""
    problems = []
    open_clause: Paragraph | None = None
    for block in (*blocks, None):
        item = found.get(block.id) if isinstance(block, Paragraph) else None
        ends = block is None or (item is not None and item.kind in _TOP) or isinstance(block, SectionEnd)
        if ends:
            if open_clause is not None:
                problems.append(_empty(open_clause, found[open_clause.id].label))
            open_clause = block if isinstance(block, Paragraph) and item and item.kind == "pasal" else None
        elif open_clause is not None and _is_content(block):
            open_clause = None
    return problems


def _is_content(block: Block | None) -> bool:
    """Anything but an empty paragraph or a title in capitals."""
    if not isinstance(block, Paragraph):
        return True
    text = plain_text(block.inlines).strip()
    is_title = block.number is None and text.isupper() and len(text) < 120
    return bool(block.inlines) and not is_title and (bool(text) or any(not hasattr(i, "text") for i in block.inlines))


def _empty(paragraph: Paragraph, label: str) -> Problem:
    title = " ".join(plain_text(paragraph.inlines).split())
    clause = f"{label} ({title})" if title else label
    where = WordPlace(paragraph.source.part, label, paragraph.source.paragraph, 0, title[:80])
    return Problem("resolve.empty_clause", where, {"clause": clause})
