"""What paragraphs one below the other share: the space between them, and lines around them."""

from __future__ import annotations

from collections.abc import Sequence

from inovik_forms.documents.css_looks import Looks
from inovik_forms.documents.tree import Block, Borders, ParaFormat, Paragraph


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


def joined_borders(
    looks: Looks, blocks: Sequence[Block], i: int, borders: Borders, table_style: str
) -> tuple[Borders, bool]:
    """The lines of paragraph `i`, which has these borders, when neighbours with the same ones share one frame with it;
    and whether the one above does."""
    lines, is_joined = dict(borders), False
    for step, side in ((-1, "top"), (1, "bottom")):
        beside = blocks[i + step] if 0 <= i + step < len(blocks) else None
        if isinstance(beside, Paragraph) and looks.paragraph(beside, table_style).para.borders == borders:
            lines.pop(side, None)
            is_joined = is_joined or step < 0
            if step > 0 and "between" in lines:
                lines["bottom"] = lines["between"]
    return lines, is_joined
