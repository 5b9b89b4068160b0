"""Headers and footers in the preview, which has no pages."""

from __future__ import annotations

from collections.abc import Callable

from inovik_forms.documents.sections import Section
from inovik_forms.documents.tree import Block, Paragraph, Table
from inovik_forms.documents.write_html_inlines import Context

Flow = Callable[..., str]


def shown_furniture(ctx: Context, section: Section, flow: Flow) -> str:
    """The header and the footer that the first page shows, for the preview; only where they begin."""
    kind = "first" if section.page.title_page else "default"
    out = []
    for tag, furniture in (("header", section.headers), ("footer", section.footers)):
        part = furniture.get(kind)
        if part is not None and section.index == 0 and any(_has_content(block) for block in part.blocks):
            out.append(f"<{tag}>{flow(ctx, part.blocks, '', True)}</{tag}>\n")
    return "".join(out)


def _has_content(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Paragraph) and bool(block.inlines))
