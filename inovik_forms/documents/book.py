"""A book: many sets of answers in one document.

The DOCX is one package. The PDF is laid out in parts, one for each set of answers, so that a changed plan costs one
part; page numbers, which depend on all parts before, are laid over the finished pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from msgspec.structs import replace

from inovik_forms.answers.state import State
from inovik_forms.documents import fill, resolve, write_docx
from inovik_forms.documents.contents import has_contents, number_contents
from inovik_forms.documents.css_looks import looks_of
from inovik_forms.documents.template import Template
from inovik_forms.documents.tree import (
    Block,
    Branches,
    Cell,
    Document,
    NumberRef,
    Paragraph,
    Ref,
    Repetition,
    Row,
    SectionEnd,
    Table,
    Toc,
)

Files = Callable[[str], bytes | None]

COLLECTION = "dokumen"
_INSTANCE = re.compile(r"@d(\d+)")


class Cache(Protocol):
    """Keeps laid-out parts between two books: any mapping from text to bytes."""

    def get(self, key: str, /) -> bytes | None:
        """What was put under the key."""

    def __setitem__(self, key: str, value: bytes, /) -> None:
        """Keep it."""


def book(
    template: Template,
    states: Sequence[State],
    *,
    files: Files,
    form: Literal["docx", "pdf"] = "docx",
    cache: Cache | None = None,
) -> bytes:
    """The book of these answers, in their order. A template without `[[ULANGI dokumen]]` is repeated whole.

    `files`: bytes behind a file answer. `cache`: laid-out parts by hash of their content. Raises ValueError without
    answers.
    """
    return bind(gathered(template, states, files), form, cache)


def bind(document: Document, form: Literal["docx", "pdf"], cache: Cache | None = None) -> bytes:
    """The file of a gathered book."""
    if form == "docx" and not has_contents(document):
        return write_docx.write(document)
    from inovik_forms.documents import book_pdf  # loads WeasyPrint

    laid = book_pdf.lay_out(document, split(document), {} if cache is None else cache)
    if form == "docx":
        return write_docx.write(number_contents(document, laid.printed))
    return book_pdf.join(laid)


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
        if any(isinstance(inline, Ref) for inline in inlines):
            inlines = tuple(
                replace(inline, bookmark=self.bookmark(inline.bookmark)) if isinstance(inline, Ref) else inline
                for inline in inlines
            )
        marks = tuple(self.bookmark(name) for name in node.bookmarks)
        return replace(node, id=node.id + self.suffix, number=number, bookmarks=marks, inlines=inlines)

    def _row(self, row: Row) -> Row:
        return replace(row, id=row.id + self.suffix, cells=tuple(self._cell(cell) for cell in row.cells))

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, id=cell.id + self.suffix, blocks=tuple(self.blocks(cell.blocks)))


# ---------------------------------------------------------------- parts


@dataclass(slots=True)
class _Splitter:
    """Cuts a body where another set of answers begins on a new page."""

    document: Document
    parts: list[tuple[Block, ...]] = field(default_factory=list)
    current: list[Block] = field(default_factory=list)
    begun: bool = False  # the open section has pages in an earlier part

    def run(self) -> list[Document]:
        body = self.document.body
        closing = _closing(body)
        owner = ""
        for i, block in enumerate(body):
            mine = _INSTANCE.search(getattr(block, "id", ""))
            number = mine[0] if mine else ""
            last_end = isinstance(block, SectionEnd) and not mine
            if number != owner and not last_end and i and self._starts_page(i, closing[i]):
                self._close(closing[i])
            if not last_end:
                owner = number
            self.current.append(self._continued(block) if isinstance(block, SectionEnd) else block)
            if isinstance(block, SectionEnd):
                self.begun = False
        if self.current:
            self.parts.append(tuple(self.current))
        return [replace(self.document, body=part) for part in self.parts]

    def _starts_page(self, i: int, section: SectionEnd | None) -> bool:
        before, block = self.document.body[i - 1], self.document.body[i]
        if isinstance(before, SectionEnd):
            return section is None or section.kind != "continuous"
        if isinstance(before, Paragraph) and before.page_break:
            return True
        if not isinstance(block, Paragraph):
            return False
        return bool(looks_of(self.document).paragraph(block, "").para.page_break_before)

    def _close(self, section: SectionEnd | None) -> None:
        if self.current and not isinstance(self.current[-1], SectionEnd) and section is not None:
            self.current.append(self._continued(section))
            self.begun = True
        if self.current:
            self.parts.append(tuple(self.current))
        self.current = []

    def _continued(self, section: SectionEnd) -> SectionEnd:
        """A section that began in an earlier part has had its first page."""
        if not self.begun:
            return section
        return replace(section, kind="nextPage", page=replace(section.page, number_start=None, title_page=False))


def _closing(body: Sequence[Block]) -> list[SectionEnd | None]:
    """For each block the end of its section."""
    found: list[SectionEnd | None] = []
    end: SectionEnd | None = None
    for block in reversed(body):
        end = block if isinstance(block, SectionEnd) else end
        found.append(end)
    return found[::-1]


def split(document: Document) -> list[Document]:
    """The document in parts that can be laid out by themselves; whole when left and right pages differ."""
    return [document] if document.even_odd else _Splitter(document).run()
