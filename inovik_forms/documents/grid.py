"""The grid of a table: which cell stands where, and the lines around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inovik_forms.documents.tree import Border, Cell, Row, TableFormat

DEFAULT_MARGINS = {"top": 0.0, "left": 5.4, "bottom": 0.0, "right": 5.4}


@dataclass(slots=True)
class Placed:
    """A cell in the grid."""

    cell: Cell
    column: int
    rows: int = 1


def grid(rows: Sequence[Row]) -> list[list[Placed]]:
    """The cells that show, row by row, with the number of rows that each one covers."""
    open_cells: dict[int, Placed] = {}
    out: list[list[Placed]] = []
    for row in rows:
        column, line = 0, []
        for cell in row.cells:
            above = open_cells.get(column)
            if cell.merge == "continue" and above is not None:
                above.rows += 1
            else:
                placed = Placed(cell, column)
                line.append(placed)
                open_cells.pop(column, None)
                if cell.merge == "restart":
                    open_cells[column] = placed
            column += cell.colspan
        out.append(line)
    return out


def cell_margins(form: TableFormat, cell: Cell | None = None) -> dict[str, float]:
    """Points kept free inside a cell, by side: its own, else the table's; without a cell the table's."""
    own = cell.format.margins if cell is not None and cell.format.margins else {}
    return {**DEFAULT_MARGINS, **(form.margins or {}), **own}


def indent(form: TableFormat, modern: bool) -> float:
    """Points from the margin to a table's left edge. `modern`: not as in older files, where the text of the first cell
    stands at the margin instead of its border."""
    return (form.indent or 0.0) - (0.0 if modern else cell_margins(form)["left"])


def cell_borders(cell: Cell, form: TableFormat, sides: tuple[bool, bool, bool, bool]) -> dict[str, Border]:
    """The lines around a cell: its own, else the table's outer or inner ones. `sides`: top, right, bottom, left are at
    the table's edge."""
    lines = form.borders or {}
    own = cell.format.borders or {}
    out: dict[str, Border] = {}
    for side, at_edge in zip(("top", "right", "bottom", "left"), sides, strict=True):
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        line = own.get(side) or lines.get(side if at_edge else inner)
        if line is not None and line.style not in ("none", "nil"):
            out[side] = line
    return out
