"""Page numbers in tables of contents: known only once the pages are laid out."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from inovik_forms.documents.tree import Block, Document, Toc


def has_contents(document: Document) -> bool:
    """Whether a table of contents with entries stands in the document."""
    return any(isinstance(block, Toc) and block.entries for block in document.body)


def number_contents(document: Document, pages: Mapping[str, str]) -> Document:
    """The document with page numbers in its tables of contents. `pages`: bookmark → number as printed."""

    def numbered(block: Block) -> Block:
        if not isinstance(block, Toc):
            return block
        entries = tuple(replace(entry, page=pages.get(entry.bookmark, entry.page)) for entry in block.entries)
        return replace(block, entries=entries)

    return replace(document, body=tuple(numbered(block) for block in document.body))
