"""Drawings with text boxes, set: where each box stands, and the strips in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inovik_forms.documents.tree import Block, Box, Drawing
from inovik_forms.documents.typeset.strips import Strip, draw_all, total

if TYPE_CHECKING:
    from inovik_forms.documents.typeset.canvas import Canvas

Inside = Callable[[Sequence[Block], float], tuple[list[Strip], float]]
"""(blocks, width in points) → their strips, and the space below the last of them."""
_LEAST = 1.0  # points of a box that text is broken in, however narrow it is


@dataclass(slots=True, eq=False)
class _Filled:
    """A box with its text. `height`: what it takes; `text`: height of what is in it."""

    box: Box
    strips: list[Strip]
    height: float
    text: float


@dataclass(slots=True, eq=False)
class Panel:
    """A drawing that was set. It stands in a line or floats as a picture does; measures in points."""

    width: float
    height: float
    filled: list[_Filled]

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """With its upper left corner at (x, y)."""
        for filled in self.filled:
            _draw(canvas, filled, x + filled.box.x, y + filled.box.y)


def panel(node: Drawing, inside: Inside) -> Panel:
    """Set the texts of a drawing's boxes. One box that is as high as its text gives the drawing its height."""
    made = []
    for box in node.boxes:
        left, top, right, bottom = box.margins
        strips, below = inside(box.blocks, max(box.width - left - right, _LEAST))
        text = total(strips) + below
        made.append(_Filled(box, strips, text + top + bottom if box.grows else box.height, text))
    height = made[0].height if len(made) == 1 else node.height
    return Panel(node.width, height, made)


def _draw(canvas: Canvas, filled: _Filled, x: float, y: float) -> None:
    box, height = filled.box, filled.height
    left, top, _, bottom = box.margins
    if box.shade:
        canvas.fill(x, y, box.width, height, box.shade)
    if line := box.border:
        right, lower = x + box.width, y + height
        for ax, ay, bx, by in ((x, y, right, y), (x, lower, right, lower), (x, y, x, lower), (right, y, right, lower)):
            canvas.rule(ax, ay, bx, by, line)
    spare = max(height - top - bottom - filled.text, 0.0)
    shift = {"top": 0.0, "center": spare / 2, "bottom": spare}[box.align]
    draw_all(filled.strips, canvas, x + left, y + top + shift)
