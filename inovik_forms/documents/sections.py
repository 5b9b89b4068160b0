"""The sections of a document: stretches of pages with one setup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inovik_forms.documents.tree import Block, Document, Furniture, PageSetup, Paragraph, SectionEnd


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of pages with one setup. `starts`: how its first page begins (nextPage, oddPage, evenPage), or
    continuous: on the page of the section before it, in other columns."""

    index: int
    blocks: tuple[Block, ...]
    page: PageSetup
    headers: Mapping[str, Furniture]
    footers: Mapping[str, Furniture]
    even_odd: bool
    starts: str

    @property
    def name(self) -> str:
        return f"s{self.index}"


def sections(document: Document) -> list[Section]:
    """The sections of a document. One that starts on the page of the section before it is joined to that
    one, unless its columns are others."""
    out: list[Section] = []
    blocks: list[Block] = []
    for block in document.body:
        if not isinstance(block, SectionEnd):
            blocks.append(block)
            continue
        if len(blocks) > 1 and _only_ends(blocks[-1]) and block is not document.body[-1]:
            blocks.pop()
        if out and block.kind == "continuous" and _columns(out[-1].page) == _columns(block.page):
            out[-1] = replace(out[-1], blocks=out[-1].blocks + tuple(blocks))
        else:
            page = block.page
            out.append(
                Section(len(out), tuple(blocks), page, block.headers, block.footers, document.even_odd, block.kind)
            )
        blocks = []
    if blocks or not out:
        if out:
            out[-1] = replace(out[-1], blocks=out[-1].blocks + tuple(blocks))
        else:
            out.append(Section(0, tuple(blocks), PageSetup(), {}, {}, document.even_odd, "nextPage"))
    return out


def _only_ends(block: Block) -> bool:
    """Whether a paragraph is there to end its section: Word and LibreOffice give it no line."""
    return isinstance(block, Paragraph) and not (block.inlines or block.label or block.bookmarks or block.page_break)


def _columns(page: PageSetup) -> tuple[float, ...]:
    """What the columns of a page are told by."""
    if page.columns == 1:
        return page.left, page.right, 1
    return page.left, page.right, page.columns, page.column_gap
