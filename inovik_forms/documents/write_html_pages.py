"""Headers and footers in the preview, which has no pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inovik_forms.documents.sections import Section
from inovik_forms.documents.tree import Block, Furniture, Paragraph, Table
from inovik_forms.documents.write_html_inlines import Context

Flow = Callable[..., str]


def shown_header(ctx: Context, section: Section, flow: Flow) -> str:
    """The header that the first page shows, for the preview; only where it begins."""
    return _shown(ctx, "header", section, section.headers, flow) if section.index == 0 else ""


def shown_footer(ctx: Context, section: Section, flow: Flow) -> str:
    """… and its footer, below what stands in the first section."""
    return _shown(ctx, "footer", section, section.footers, flow) if section.index == 0 else ""


def _shown(ctx: Context, tag: str, section: Section, parts: Mapping[str, Furniture], flow: Flow) -> str:
    part = parts.get("first" if section.page.title_page else "default")
    if part is None or not any(_has_content(block) for block in part.blocks):
        return ""
    return f"<{tag}>{flow(ctx, part.blocks, '', True)}</{tag}>\n"


def _has_content(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Paragraph) and bool(block.inlines))
