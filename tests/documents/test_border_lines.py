"""A border of several lines: how wide each is, and that the PDF draws them where LibreOffice does."""

from __future__ import annotations

import io

import pypdf
import pytest

from inovik_forms.documents.border_lines import breadth, lines_of
from inovik_forms.documents.render import convert
from inovik_forms.documents.tree import Border
from tests.documents.word_files import word_file


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        ("single", (2,)), ("dotted", (2,)), ("double", (2, 2, 2)), ("triple", (2, 2, 2, 2, 2)),
        ("thickThinSmallGap", (2, 0.75, 0.75)), ("thinThickSmallGap", (0.75, 0.75, 2)),
        ("thickThinMediumGap", (2, 1, 1)), ("thinThickLargeGap", (0.75, 2, 1.5)),
        ("thinThickThinSmallGap", (0.75, 0.75, 2, 0.75, 0.75)),
    ],
)  # fmt: skip
def test_the_lines_of_a_border(style: str, lines: tuple[float, ...]) -> None:
    assert lines_of(Border(style, 2)) == lines and breadth(Border(style, 2)) == sum(lines)


def drawn(style: str) -> list[tuple[float, float]]:
    """(height on the page, width) of each line below a paragraph, from above."""
    below = f'<w:pBdr><w:bottom w:val="{style}" w:sz="12" w:space="2" w:color="000000"/></w:pBdr>'
    data = convert(word_file(f"<w:p><w:pPr>{below}</w:pPr><w:r><w:t>Kop</w:t></w:r></w:p>"), "pdf").bytes
    content = pypdf.PdfReader(io.BytesIO(data)).pages[0].get_contents()
    assert content is not None
    found, width = [], 0.0
    for operands, operator in content.operations:
        if operator == b"w":
            width = float(operands[0])
        if operator == b"m":
            height = float(operands[1])
        if operator == b"S":
            found.append((height, width))
    return sorted(found, reverse=True)


def test_a_thick_and_a_thin_line_below_a_letterhead() -> None:
    (above, thick), (below, thin) = drawn("thickThinSmallGap")
    assert (thick, thin) == (1.5, 0.75)
    assert above - below == pytest.approx(1.5 / 2 + 0.75 + 0.75 / 2, abs=0.02)
    assert [width for _, width in drawn("single")] == [1.5]
