"""What a paragraph's style means for the content: is it a heading, of which level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from inovik_forms.documents.numbering import level_of
from inovik_forms.documents.tree import Document, Numbering, NumberRef, Paragraph, Style

CLAUSE_WORDS = ("Pasal", "PASAL", "BAB", "Bagian")
"""What the label of a numbered heading begins with."""


def chain(styles: Mapping[str, Style], style_id: str) -> Iterator[Style]:
    """A style and those that it is based on, nearest first; stops at an unknown one and at a circle."""
    seen: set[str] = set()
    while style_id in styles and style_id not in seen:
        seen.add(style_id)
        yield styles[style_id]
        style_id = styles[style_id].based_on


def style_number(styles: Mapping[str, Style], numbering: Numbering, style_id: str) -> NumberRef | None:
    """The list that a style carries, itself or from the one it is based on, at the level that names the style."""
    found = next((s.number for s in chain(styles, style_id) if s.number is not None), None)
    if found is None or found.num_id == 0:
        return None
    abstract, _ = numbering.nums.get(found.num_id, (-1, {}))
    linked = (n for n, level in numbering.abstract.get(abstract, {}).items() if level.style == style_id)
    return NumberRef(found.num_id, next(linked, found.level))


def outline_level(document: Document, paragraph: Paragraph) -> int | None:
    """0 for a heading of the first level … 8; None for body text. The paragraph's own setting wins over its style's."""
    found = paragraph.format.outline_level
    if found is None:
        found = _of_style(document.styles, paragraph.style or document.default_style)
    return found if found is not None and found < 9 else None


def outline_levels(document: Document, paragraphs: Iterable[Paragraph]) -> dict[str, int]:
    """Paragraph id → level of every heading among these. Each style is looked at once."""
    of_style: dict[str, int | None] = {}
    levels = {}
    for paragraph in paragraphs:
        found = paragraph.format.outline_level
        if found is None:
            style = paragraph.style or document.default_style
            if style not in of_style:
                of_style[style] = _of_style(document.styles, style)
            found = of_style[style]
        if found is not None and found < 9:
            levels[paragraph.id] = found
    return levels


def _of_style(styles: Mapping[str, Style], style: str) -> int | None:
    levels = (s.para.outline_level for s in chain(styles, style))
    return next((level for level in levels if level is not None), None)


def is_heading(document: Document, paragraph: Paragraph) -> bool:
    """Would a reader look for this paragraph as a heading: one of the outline, or a numbered Pasal or BAB?"""
    if outline_level(document, paragraph) is not None:
        return True
    level = level_of(document.numbering, paragraph.number) if paragraph.number else None
    return level is not None and level.text.startswith(CLAUSE_WORDS)
