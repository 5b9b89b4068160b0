"""Tables as strips: a row is one, which may be parted between two pages line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inovik_forms.documents.grid import Placed, cell_borders, cell_margins, grid, indent
from inovik_forms.documents.tree import Block, Border, Paragraph, Row, Table, TableFormat
from inovik_forms.documents.typeset.nodes import Node
from inovik_forms.documents.typeset.strips import SetNote, Strip, beginning, draw_all, total
from inovik_forms.documents.typeset.words import Setting

if TYPE_CHECKING:
    from inovik_forms.documents.typeset.canvas import Canvas

_LEAST = 1.0  # points of a cell that text is broken in, however narrow the column is


Inside = Callable[[Sequence[Block], float, Node, str], tuple[list[Strip], float]]
"""(blocks, width in points, element, table style) → their strips, and the space below the last of them."""


@dataclass(slots=True, eq=False)
class Box:
    """A cell's part in one row. `x`, `width`: its place from the table's left edge; `left`, `top`, `bottom`: its
    margins; `rows`: of how many it is the first, 0 in those below; `reach`: height of all its rows, which stay on one
    page when it `is_whole`."""

    x: float
    width: float
    left: float
    top: float
    bottom: float
    strips: list[Strip]
    node: Node
    borders: dict[str, Border]
    shade: str
    align: str
    rows: int = 1
    reach: float = 0.0
    is_whole: bool = False

    @property
    def wants(self) -> float:
        """Height of what is in it, with its margins."""
        return self.top + total(self.strips) + self.bottom


@dataclass(slots=True, eq=False, kw_only=True)
class RowStrip(Strip):
    """One row, or what a page takes of it. `x`: the table's left edge, from the column's."""

    boxes: list[Box]
    x: float
    cant_split: bool

    @property
    def least(self) -> float:
        """Of the row, or of what its cells begin with."""
        if self.cant_split or any(box.rows != 1 for box in self.boxes):
            return self.height
        return max((box.top + beginning(box.strips) + box.bottom for box in self.boxes), default=self.height)

    def bookmarks(self) -> Iterator[str]:
        """All of its cells."""
        return (name for box in self.boxes for strip in box.strips for name in strip.bookmarks())

    def notes(self) -> Iterable[SetNote]:
        """All of its cells."""
        return (note for box in self.boxes for strip in box.strips for note in strip.notes())

    def split(self, room: float, *, by_force: bool = False) -> tuple[Strip, Strip] | None:
        """Each cell keeps what fits; None when one of them would begin with nothing."""
        is_whole = self.cant_split or any(box.rows != 1 for box in self.boxes) or self.least > room
        if is_whole and not by_force:
            return None
        upper, lower = [], []
        for box in self.boxes:
            here, there = _parted(box.strips, room - box.top - box.bottom, by_force)
            upper.append(_with(box, here))
            lower.append(_with(box, there))
        if not any(box.strips for box in lower) or not any(box.strips for box in upper):
            return None
        rest = RowStrip(
            height=max(box.wants for box in lower), boxes=lower, x=self.x, cant_split=self.cant_split, heads=self.heads
        )
        height = min(max(box.wants for box in upper), room)
        return RowStrip(height=height, boxes=upper, x=self.x, cant_split=self.cant_split, gap=self.gap), rest

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Colours, what is in the cells, lines."""
        left = x + self.x
        for box in self.boxes:
            if box.shade and not (box.is_whole and box.rows == 0):
                canvas.fill(left + box.x, y, box.width, box.reach if box.is_whole else self.height, box.shade)
        for box in self.boxes:
            if box.strips:
                draw_all(box.strips, canvas, left + box.x + box.left, y + self._top(box))
        for box in self.boxes:
            _rules(canvas, box, left + box.x, y, self.height)

    def _top(self, box: Box) -> float:
        spare = (box.reach or self.height) - box.wants
        if box.align == "top" or spare <= 0:
            return box.top
        return box.top + (spare if box.align == "bottom" else spare / 2)


def _parted(strips: Sequence[Strip], room: float, by_force: bool) -> tuple[list[Strip], list[Strip]]:
    """Those that fit into the room, not leaving behind what is glued, and the rest."""
    used, good = 0.0, 0
    for i, strip in enumerate(strips):
        if by_force or not strip.glued:
            good = i
        used += strip.gap + strip.height
        if used > room + 0.02:
            return list(strips[:good]), list(strips[good:])
    return list(strips), []


def _with(box: Box, strips: list[Strip]) -> Box:
    return Box(
        box.x, box.width, box.left, box.top, box.bottom, strips, box.node, box.borders, box.shade, box.align, box.rows
    )  # fmt: skip


def _rules(canvas: Canvas, box: Box, x: float, y: float, height: float) -> None:
    right, bottom = x + box.width, y + height
    for side, line in box.borders.items():
        if side == "top":
            canvas.rule(x, y, right, y, line)
        elif side == "bottom":
            canvas.rule(x, bottom, right, bottom, line)
        elif side == "left":
            canvas.rule(x, y, x, bottom, line)
        else:
            canvas.rule(right, y, right, bottom, line)


# ---------------------------------------------------------------- making them


@dataclass(slots=True)
class _Table:
    """What all rows of a table share. `edges`: x of the grid's lines."""

    setting: Setting
    node: Table
    form: TableFormat
    edges: list[float]
    places: list[list[Placed]]
    tag: Node
    inside: Inside
    heads: int
    open: dict[int, tuple[Placed, Box, int]] = field(default_factory=dict)


def rows(setting: Setting, node: Table, width: float, parent: Node, inside: Inside) -> list[Strip]:
    """A table as strips. Rows marked as head stand first and are shown again on every page."""
    lines = [row for row in node.rows if isinstance(row, Row)]
    if len(lines) != len(node.rows):
        raise TypeError("a table still holds tags in a document that should be filled")
    form = setting.looks.table(node.style, node.format)
    places = grid(lines)
    heads = next((i for i, row in enumerate(lines) if not row.header), len(lines))
    edges = _edges(node, form, width, places)
    table = _Table(setting, node, form, edges, places, parent.child("Table"), inside, heads)
    x = _left(setting, form, width, edges[-1])
    boxes = [_boxes(table, i, len(lines)) for i in range(len(lines))]
    heights = _heights(lines, boxes)
    out = [
        RowStrip(height=heights[i], boxes=boxes[i], x=x, cant_split=row.cant_split or row.height_rule == "exact")
        for i, row in enumerate(lines)
    ]
    _glue(table, lines, out, heights)
    return list(out)


def _edges(node: Table, form: TableFormat, width: float, places: Sequence[Sequence[Placed]]) -> list[float]:
    columns = list(node.columns)
    if not columns:
        count = max((p.column + p.cell.colspan for line in places for p in line), default=1)
        columns = [width / count] * count
    whole = sum(columns)
    wanted = width * form.width_percent / 100 if form.width_percent else whole
    edges = [0.0]
    for column in columns:
        edges.append(edges[-1] + (column * wanted / whole if whole else 0.0))
    return edges


def _left(setting: Setting, form: TableFormat, width: float, own: float) -> float:
    if form.align == "center":
        return (width - own) / 2
    if form.align == "right":
        return width - own
    return indent(form, setting.looks.modern)


def _boxes(table: _Table, index: int, count: int) -> list[Box]:
    """The cells of a row from left to right, with the parts of those that began above."""
    row = table.tag.child("TR")
    out: list[Box] = []
    for column, (place, first, left) in sorted(table.open.items()):
        out.append(_box(table, place, index, count, first.node, [], 0))
        if left > 1:
            table.open[column] = (place, first, left - 1)
        else:
            del table.open[column]
    for place in table.places[index]:
        kind = "TH" if index < table.heads else "TD"
        spans = f"/ColSpan {place.cell.colspan}" if place.cell.colspan > 1 else ""
        spans += f"/RowSpan {place.rows}" if place.rows > 1 else ""
        scope = "/Scope/Column" if kind == "TH" else ""
        attributes = f"<</O/Table{scope}{spans}>>" if scope or spans else ""
        tag = row.child(kind, attributes=attributes)
        strips, below = _content(table, place, tag)
        box = _box(table, place, index, count, tag, strips, place.rows)
        box.bottom += below
        out.append(box)
        if place.rows > 1:
            table.open[place.column] = (place, box, place.rows - 1)
    return sorted(out, key=lambda box: box.x)


def _span(table: _Table, place: Placed) -> tuple[float, float]:
    last = len(table.edges) - 1
    return table.edges[min(place.column, last)], table.edges[min(place.column + place.cell.colspan, last)]


def _content(table: _Table, place: Placed, tag: Node) -> tuple[list[Strip], float]:
    """The strips in a cell, and the space below the last of them."""
    margins = cell_margins(table.form, place.cell)
    left, right = _span(table, place)
    room = max(right - left - margins["left"] - margins["right"], _LEAST)
    return table.inside(place.cell.blocks, room, tag, table.node.style)


def _box(table: _Table, place: Placed, index: int, count: int, tag: Node, strips: list[Strip], rows: int) -> Box:
    cell = place.cell
    left, right = _span(table, place)
    last_row = index + 1 >= count if rows in (0, 1) else index + rows >= count
    is_right = place.column + cell.colspan >= len(table.edges) - 1
    lines = cell_borders(cell, table.form, (index == 0, is_right, last_row, place.column == 0))
    if rows == 0:
        lines.pop("top", None)
    if rows > 1 or (rows == 0 and table.open[place.column][2] > 1):
        lines.pop("bottom", None)
    margins = cell_margins(table.form, cell)
    above = margins["top"] + (lines["top"].width if "top" in lines else 0.0)
    shade = cell.format.shade or table.form.shade or ""
    align = cell.format.vertical_align or "top"
    return Box(
        left, right - left, margins["left"], above, margins["bottom"], strips, tag, lines, shade, align, rows
    )  # fmt: skip


def _heights(lines: Sequence[Row], boxes: Sequence[Sequence[Box]]) -> list[float]:
    """Of each row: as high as its highest cell; the last row of a merged cell makes up for what that still needs."""
    heights = []
    waiting: list[tuple[int, float]] = []  # (last row, height still needed) of merged cells
    for i, row in enumerate(lines):
        own = max((box.wants for box in boxes[i] if box.rows == 1), default=0.0)
        waiting += [(i + box.rows - 1, box.wants) for box in boxes[i] if box.rows > 1]
        due = max((need for last, need in waiting if last == i), default=0.0)
        height = max(own, due, row.height or 0.0)
        if row.height_rule == "exact" and row.height:
            height = row.height
        heights.append(height)
        waiting = [(last, need - height) for last, need in waiting if last > i]
    for i, some in enumerate(boxes):
        for box in some:
            if box.rows > 1:
                box.reach = sum(heights[i : i + box.rows])
    return heights


def _glue(table: _Table, lines: Sequence[Row], out: Sequence[RowStrip], heights: Sequence[float]) -> None:
    """What stays together: heads with the first row, rows that say so, merged cells whose text needs several rows."""
    has_heads = 0 < table.heads < len(lines)
    for i in range(1, len(lines)):
        strip = out[i]
        strip.glued = (has_heads and i <= table.heads) or _keeps_next(table, lines[i - 1])
        if has_heads and i >= table.heads:
            strip.heads = out[: table.heads]
    for i, strip in enumerate(out):
        for box in strip.boxes:
            if box.rows > 1 and (box.wants > heights[i] or box.align != "top"):
                box.is_whole = True
                for below in out[i + 1 : i + box.rows]:
                    below.glued = True
                    for part in below.boxes:
                        part.is_whole = part.is_whole or part.node is box.node


def _keeps_next(table: _Table, row: Row) -> bool:
    """A row stays with the next one when its first paragraph does."""
    first = row.cells[0].blocks[0] if row.cells and row.cells[0].blocks else None
    return isinstance(first, Paragraph) and bool(table.setting.looks.paragraph(first, table.node.style).para.keep_next)
