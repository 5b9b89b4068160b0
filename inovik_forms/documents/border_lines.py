"""The lines that a border of Word is made of.

Widths as LibreOffice reads them (editeng's `ConvertBorderWidthFromWord`): with a small gap the width is the thick
line's, with a medium one the lines and the gap go by it, with a large one only the gap.
"""

from __future__ import annotations

from inovik_forms.documents.tree import Border

_THIN, _THICK = 0.75, 1.5  # points


def lines_of(border: Border) -> tuple[float, ...]:
    """Widths in points, from above or from the left: a line, a gap, a line …; one line for all other styles."""
    width = border.width
    half = width / 2
    two = {"SmallGap": (width, _THIN, _THIN), "MediumGap": (width, half, half), "LargeGap": (_THICK, width, _THIN)}
    for gap, lines in two.items():
        if border.style == f"thickThin{gap}":
            return lines
        if border.style == f"thinThick{gap}":
            return lines[::-1]
        if border.style == f"thinThickThin{gap}":
            return (*lines[::-1], *lines[1:])
    return {"double": (width,) * 3, "triple": (width,) * 5}.get(border.style, (width,))


def breadth(border: Border) -> float:
    """Points across all lines and gaps."""
    return sum(lines_of(border))
