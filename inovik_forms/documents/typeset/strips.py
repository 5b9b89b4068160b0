"""Strips: what pages are filled with. A line of a paragraph is one, a row of a table is one (`tables`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inovik_forms.documents.border_lines import breadth
from inovik_forms.documents.tree import Border, Image, NoteKind
from inovik_forms.documents.typeset.lines import Line
from inovik_forms.documents.typeset.nodes import Node

if TYPE_CHECKING:
    from inovik_forms.documents.typeset.canvas import Canvas
    from inovik_forms.documents.typeset.panels import Panel


@dataclass(slots=True, eq=False, kw_only=True)
class Strip:
    """`gap`: points above it, which are dropped where a page just happens to begin, unless `keeps_gap`. `glued`: on the
    page of the one before it. `breaks`: a page begins with it. `heads`: what is shown again above it when a page
    begins with it. `to_column`: with `breaks`, the next column is enough."""

    height: float
    gap: float = 0.0
    glued: bool = False
    breaks: bool = False
    keeps_gap: bool = False
    heads: Sequence[Strip] = ()
    to_column: bool = False

    @property
    def least(self) -> float:
        """How much of it a page must have room for."""
        return self.height

    def bookmarks(self) -> Iterator[str]:
        """Those that begin here and that links lead to."""
        return iter(())

    def notes(self) -> Iterable[SetNote]:
        """Those that it refers to."""
        return ()

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """With its upper left corner at (x, y), in points from the page's."""
        raise NotImplementedError

    def split(self, room: float, *, by_force: bool = False) -> tuple[Strip, Strip] | None:
        """What fits into so many points, and the rest; None when it cannot be parted there. `by_force`: even what
        should stay together, because no page has room for it."""
        return None


@dataclass(slots=True, eq=False)
class SetNote:
    """A note, set."""

    kind: NoteKind
    strips: list[Strip]


@dataclass(frozen=True, slots=True)
class SignSpot:
    """Room for a signature: what it is called, its width and height in points, the element that it belongs to."""

    title: str
    width: float
    height: float
    node: Node


@dataclass(slots=True, eq=False)
class Frame:
    """Lines and colour around a paragraph. `left`, `right`: its edges from the column's left edge. `joined`: the one
    above has the same, so the gap between them belongs to it."""

    borders: dict[str, Border]
    shade: str
    left: float
    right: float
    joined: bool = False

    @property
    def above(self) -> float:
        """Points that it needs above its first line."""
        return _needs(self.borders.get("top"))

    @property
    def below(self) -> float:
        """… and below its last one."""
        return _needs(self.borders.get("bottom"))


def _needs(border: Border | None) -> float:
    return breadth(border) + border.space if border is not None else 0.0


@dataclass(slots=True, eq=False)
class Placed:
    """A floating picture: where it stands. `x`: from the column's left edge, or from the page's when `on_page_h`; `y`:
    from its paragraph's top, or from the page's when `on_page_v`."""

    image: Image | Panel
    x: float
    y: float
    on_page_h: bool = False
    on_page_v: bool = False


@dataclass(slots=True, eq=False, kw_only=True)
class LineStrip(Strip):
    """A line of a paragraph. `names`: bookmarks that begin here; `heading`: (level from 1, text) of the outline."""

    line: Line
    node: Node
    frame: Frame | None = None
    is_first: bool = False
    is_last: bool = False
    names: Sequence[str] = ()
    heading: tuple[int, str] | None = None
    pictures: Sequence[Placed] = ()
    told: Sequence[SetNote] = ()
    sign: SignSpot | None = None
    label: Node | None = None

    def notes(self) -> Iterable[SetNote]:
        """The line's own."""
        return self.told

    @property
    def least(self) -> float:
        """Without the space below it that only parts it from a next line."""
        return self.height - self.line.height + self.line.solid

    def bookmarks(self) -> Iterator[str]:
        """The paragraph's own."""
        return iter(self.names)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """The frame's part, the pictures that hang here, the letters."""
        for name in self.names:
            canvas.place(name, y)
        if self.heading is not None:
            canvas.heading(*self.heading, y)
        if self.frame is not None:
            self._draw_frame(canvas, x, y)
        if self.sign is not None:
            canvas.sign(self.sign, x, y)
        for placed in self.pictures:
            left = placed.x if placed.on_page_h else x + placed.x
            top = placed.y if placed.on_page_v else y + placed.y
            canvas.thing(self.node, placed.image, left, top)
        above = self.frame.above if self.frame is not None and self.is_first else 0.0
        parts, foot, top = self.line.parts, y + above + self.line.ascent, y + above
        if self.label is not None:
            count = self.line.label
            canvas.letters(self.label, parts[:count], x, foot, top, self.line.height)
            parts = parts[count:]
        if parts:
            canvas.letters(self.node, parts, x, foot, top, self.line.height)

    def _draw_frame(self, canvas: Canvas, x: float, y: float) -> None:
        frame = self.frame
        assert frame is not None
        top = y - self.gap if frame.joined and self.is_first else y
        bottom = y + self.height
        left, right = x + frame.left, x + frame.right
        if frame.shade:
            canvas.fill(left, top, right - left, bottom - top, frame.shade)
        for side, line in frame.borders.items():
            if side == "left":
                canvas.rule(left - line.space, top, left - line.space, bottom, line)
            elif side == "right":
                canvas.rule(right + line.space, top, right + line.space, bottom, line)
            elif side == "top" and self.is_first:
                canvas.rule(left, top + line.width / 2, right, top + line.width / 2, line)
            elif side == "bottom" and self.is_last:
                canvas.rule(left, bottom - line.width / 2, right, bottom - line.width / 2, line)


@dataclass(slots=True, eq=False, kw_only=True)
class PictureStrip(Strip):
    """A picture with text above and below it only. `x`: from the column's left edge."""

    image: Image | Panel
    node: Node
    x: float

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """The picture."""
        canvas.thing(self.node, self.image, x + self.x, y)


@dataclass(slots=True, eq=False, kw_only=True)
class RuleStrip(Strip):
    """The line above notes: so many points wide, in the middle of the strip."""

    width: float

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """The line."""
        canvas.rule(x, y + self.height / 2, x + self.width, y + self.height / 2, _HAIR)


_HAIR = Border("single", 0.5)


def total(strips: Sequence[Strip]) -> float:
    """Height of strips one below the other, with their gaps."""
    return sum(strip.gap + strip.height for strip in strips)


def beginning(strips: Sequence[Strip]) -> float:
    """Height of what must stand together at the beginning of strips."""
    height = 0.0
    for at, strip in enumerate(strips):
        if at and not strip.glued:
            break
        height += strip.gap + strip.height
    return height


def draw_all(strips: Sequence[Strip], canvas: Canvas, x: float, y: float) -> float:
    """Draw strips one below the other; where the last one ends."""
    for strip in strips:
        y += strip.gap
        strip.draw(canvas, x, y)
        y += strip.height
    return y
