"""Choices side by side, each with its box to tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inovik_forms.documents.tree import Cell
from inovik_forms.paper.pictures import Pictures
from inovik_forms.paper.sheet import INNER, NUMBER_WIDTH, Sheet
from inovik_forms.questionnaires.model import Choice

PICTURE_COLUMNS = 3
"""Choices with pictures side by side."""
CHOICE_HEIGHT = 85.0
"""Points of a choice's picture (3 cm)."""
_PADDING = 12.0


def columns(sheet: Sheet, texts: Sequence[str], count: int) -> None:
    """Side by side in one row, which no page may cut."""
    width, height = INNER / count, -(-len(texts) // count)
    piles = [texts[start : start + height] for start in range(0, len(texts), height)]
    cells = [
        sheet.cell([sheet.paragraph(words, "Cell") for words in pile], width, boxed=False)
        for pile in (*piles, *[[""]] * (count - len(piles)))
    ]
    sheet.table([sheet.row(cells)], [width] * count, indent=NUMBER_WIDTH, boxed=False)


def pictured(sheet: Sheet, pictures: Pictures, choices: Iterable[tuple[Choice, str, str]]) -> None:
    """(choice, what stands there, what its picture is called) each with what is seen or heard with it, side by side; no
    page cuts a row of them."""
    width = INNER / PICTURE_COLUMNS
    cells = [_cell(sheet, pictures, *one, width) for one in choices]
    cells += [sheet.cell("", width, boxed=False) for _ in range(-len(cells) % PICTURE_COLUMNS)]
    rows = [sheet.row(cells[start : start + PICTURE_COLUMNS]) for start in range(0, len(cells), PICTURE_COLUMNS)]
    sheet.table(rows, [width] * PICTURE_COLUMNS, indent=NUMBER_WIDTH, boxed=False)


def _cell(sheet: Sheet, pictures: Pictures, choice: Choice, words: str, alt: str, width: float) -> Cell:
    image, named = pictures.of(choice.media, alt, width - _PADDING, CHOICE_HEIGHT)
    blocks = [sheet.paragraph(words, "Cell")]
    if image is not None:
        blocks.append(sheet.paragraph((image,), "Cell"))
    return sheet.cell([*blocks, *(sheet.paragraph(line, "Small") for line in named)], width, boxed=False)
