"""The space around paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from inovik_forms.documents.tree import Block, ParaFormat, Paragraph


def spaces(blocks: Sequence[Block], i: int, para: ParaFormat) -> tuple[float, float]:
    """Space before and after paragraph `i`: none between equal styles when it says so."""
    before, after = para.space_before or 0.0, para.space_after or 0.0
    if para.contextual_spacing:
        style = blocks[i].style  # type: ignore[union-attr]
        for step in (-1, 1):
            beside = blocks[i + step] if 0 <= i + step < len(blocks) else None
            if isinstance(beside, Paragraph) and beside.style == style:
                before, after = (0.0, after) if step < 0 else (before, 0.0)
    return before, after
