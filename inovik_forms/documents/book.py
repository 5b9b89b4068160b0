"""A book: many sets of answers in one document, which is then printed like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from msgspec.structs import replace

from inovik_forms.answers.state import State
from inovik_forms.documents import fill, pdf, resolve, write_docx
from inovik_forms.documents.contents import has_contents
from inovik_forms.documents.template import Template
from inovik_forms.documents.tree import (
    Block,
    Branches,
    Cell,
    Document,
    Inline,
    NumberRef,
    Paragraph,
    Ref,
    Repetition,
    Row,
    SectionEnd,
    Table,
    Toc,
)
from inovik_forms.documents.walk import stories, with_stories

Files = Callable[[str], bytes | None]

COLLECTION = "dokumen"


def book(template: Template, states: Sequence[State], *, files: Files, form: Literal["docx", "pdf"] = "docx") -> bytes:
    """The book of these answers, in their order. A template without `[[ULANGI dokumen]]` is repeated whole. `files`:
    bytes behind a file answer. Raises ValueError without answers."""
    return bind(gathered(template, states, files), form)


def bind(document: Document, form: Literal["docx", "pdf"]) -> bytes:
    """The file of a gathered book."""
    if form == "pdf":
        return pdf.pdf(document)
    return write_docx.write(pdf.with_pages(document) if has_contents(document) else document)


# ---------------------------------------------------------------- one document


def gathered(template: Template, states: Sequence[State], files: Files) -> Document:
    """The whole book as one resolved document, whose `problems` tell all that is wrong with it; ids of what belongs to
    set n hold "@dn". Raises ValueError without answers."""
    if not states:
        raise ValueError("a book needs at least one set of answers")
    if repeats_collection(template.document.body):
        document, problems = resolve.resolve(fill.fill(template, states[0], files=files, collection=states))
        return replace(document, problems=tuple(problems))
    made = [resolve.resolve(fill.fill(template, state, files=files)) for state in states]
    parts = [document for document, _ in made]
    problems = [problem for _, found in made for problem in found]
    body = [block for n, part in enumerate(parts, 1) for block in _Renamed(f"@d{n}").blocks(part.body)]
    answers = "[" + ",".join(part.answers_json for part in parts if part.answers_json) + "]"
    return replace(
        parts[0], body=tuple(body), answers_json=answers if len(answers) > 2 else "", problems=tuple(problems)
    )


def repeats_collection(items: Iterable[Any]) -> bool:
    """Whether `[[ULANGI dokumen]]` stands anywhere in these blocks or rows."""
    for item in items:
        if isinstance(item, Repetition):
            if item.name == COLLECTION or repeats_collection((*item.body, *item.empty)):
                return True
        elif isinstance(item, Branches):
            if any(repeats_collection(body) for _, body in item.branches):
                return True
        elif isinstance(item, Table):
            if repeats_collection(item.rows):
                return True
        elif isinstance(item, Row):
            if any(repeats_collection(cell.blocks) for cell in item.cells):
                return True
        elif isinstance(item, Paragraph) and repeats_collection(item.inlines):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Renamed:
    """Copies of blocks whose ids, bookmarks and lists are their own."""

    suffix: str

    def blocks(self, blocks: Iterable[Block]) -> list[Block]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Table):
            rows = tuple(self._row(row) for row in block.rows if isinstance(row, Row))
            return replace(block, id=block.id + self.suffix, rows=rows)
        if isinstance(block, Toc):
            entries = tuple(replace(entry, bookmark=self.bookmark(entry.bookmark)) for entry in block.entries)
            return replace(block, id=block.id + self.suffix, entries=entries)
        if isinstance(block, SectionEnd):
            return replace(block, id=block.id + self.suffix)
        return block

    def bookmark(self, name: str) -> str:
        """Word takes 40 letters."""
        return name[: 40 - len(self.suffix)] + self.suffix.replace("@", "_") if name else ""

    def _paragraph(self, node: Paragraph) -> Paragraph:
        number = node.number
        if number is not None:
            number = NumberRef(number.num_id, number.level, f"{self.suffix}{number.restart}")
        inlines = node.inlines
        if any(isinstance(inline, Ref) or stories(inline) for inline in inlines):
            inlines = tuple(self._inline(inline) for inline in inlines)
        marks = tuple(self.bookmark(name) for name in node.bookmarks)
        return replace(node, id=node.id + self.suffix, number=number, bookmarks=marks, inlines=inlines)

    def _inline(self, inline: Inline) -> Inline:
        if isinstance(inline, Ref):
            return replace(inline, bookmark=self.bookmark(inline.bookmark))
        return with_stories(inline, lambda blocks: tuple(self.blocks(blocks)))

    def _row(self, row: Row) -> Row:
        return replace(row, id=row.id + self.suffix, cells=tuple(self._cell(cell) for cell in row.cells))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, id=cell.id + self.suffix, blocks=tuple(self.blocks(cell.blocks)))
