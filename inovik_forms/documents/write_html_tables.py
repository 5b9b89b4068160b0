"""Tables as HTML: widths, merged cells, repeated heads, borders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from inovik_forms.documents import css
from inovik_forms.documents.css_looks import Look
from inovik_forms.documents.tree import Block, Border, Cell, Paragraph, Row, Table, TableFormat
from inovik_forms.documents.write_html_inlines import Context, inlines

Flow = Callable[..., str]

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


def table(ctx: Context, node: Table, above: float, flow: Flow) -> str:
    """One table. Rows marked as head stand first and are repeated on every page."""
    rows = [row for row in node.rows if isinstance(row, Row)]
    if len(rows) != len(node.rows):
        raise TypeError("a table still holds tags in a document that should be filled")
    form = ctx.looks.table(node.style, node.format)
    places = grid(rows)
    heads = next((i for i, row in enumerate(rows) if not row.header), len(rows))
    width = len(node.columns) or max((p.column + p.cell.colspan for line in places for p in line), default=0)
    classes: dict[tuple[object, ...], str] = {}
    lines = [
        _row(ctx, row, i, places[i], _Edges(len(rows), width), form, node.style, flow, classes)
        for i, row in enumerate(rows)
    ]
    columns = "".join(f'<col class="{ctx.sheet.name("c", f"width:{w}")}"/>' for w in _columns(node, form))
    head = f"<thead>{''.join(lines[:heads])}</thead>" if 0 < heads < len(rows) else ""
    body = "".join(lines[heads:] if head else lines)
    named = ctx.sheet.name("w", _box(ctx, node, form, above))
    return f'<table class="{named}"><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>\n'


def _columns(node: Table, form: TableFormat) -> list[str]:
    total = sum(node.columns)
    if form.width_percent and total:
        return [f"{width * 100 / total:.3g}%" for width in node.columns]
    return [css.points(width) for width in node.columns]


def _box(ctx: Context, node: Table, form: TableFormat, above: float) -> str:
    """Declarations of the table's own box."""
    total = sum(node.columns)
    out = ["table-layout:fixed"] if total else []
    if form.width_percent:
        out.append(f"width:{form.width_percent:g}%")
    elif total:
        out.append(f"width:{css.points(total)}")
    left = form.indent or 0.0
    if not ctx.looks.modern:  # older files: the text of the first cell, not its border, stands at the margin
        left -= _margins(form, None)["left"]
    aligned = {"center": "auto", "right": "0"}.get(form.align or "")
    start = css.points(left) if aligned is None else "auto"
    out.append(f"margin:{css.points(above)} {aligned or '0'} 0 {start}")
    return ";".join(out)


@dataclass(frozen=True, slots=True)
class _Edges:
    rows: int
    columns: int


def _row(
    ctx: Context, row: Row, index: int, places: Sequence[Placed], size: _Edges, form: TableFormat, style: str,
    flow: Flow, classes: dict[tuple[object, ...], str],
) -> str:  # fmt: skip
    cells = []
    for place in places:
        cell = place.cell
        span = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        span += f' rowspan="{place.rows}"' if place.rows > 1 else ""
        sides = (
            index == 0,
            place.column + cell.colspan >= size.columns,
            index + place.rows >= size.rows,
            place.column == 0,
        )
        own, inner = _content(ctx, cell, style, flow)
        key = (id(cell.format), sides, id(own))
        named = classes.get(key)
        if named is None:
            kept = (cell.format, own, form)
            whole = ("cell", *key, id(form), ctx.preview)
            declarations = ctx.looks.declared(whole, kept, partial(_cell, ctx, cell, form, sides, own))
            named = classes[key] = ctx.sheet.name("d", declarations)
        cells.append(f'<td class="{named}"{span}>{inner}</td>')
    rules = []
    if row.height:
        rules.append(f"height:{css.points(row.height)}")
    if row.cant_split:
        rules.append("break-inside:avoid")
    if _keeps_next(ctx, row, style):
        rules.append("break-after:avoid")
    named = ctx.sheet.name("r", ";".join(rules))
    return f"<tr{f' class={chr(34)}{named}{chr(34)}' if named else ''}>{''.join(cells)}</tr>\n"


def _keeps_next(ctx: Context, row: Row, style: str) -> bool:
    """A row stays with the next one when its first paragraph does."""
    first = row.cells[0].blocks[0] if row.cells and row.cells[0].blocks else None
    return isinstance(first, Paragraph) and bool(ctx.looks.paragraph(first, style).para.keep_next)


def _content(ctx: Context, cell: Cell, style: str, flow: Flow) -> tuple[Look | None, str]:
    """What a cell holds. A single plain paragraph is set straight into the cell: one box less."""
    blocks: tuple[Block, ...] = cell.blocks
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        node = blocks[0]
        look = ctx.looks.paragraph(node, style)
        para = look.para
        boxed = node.label or para.borders or para.shade or para.page_break_before or node.page_break
        boxed = boxed or para.outline_level is not None or any(name in ctx.targets for name in node.bookmarks)
        if node.inlines and not boxed and not ctx.preview:
            start = (para.indent_left or 0.0) + (para.first_line or 0.0)
            inner = inlines(ctx, node.inlines, look, start)
            if inner:
                return look, inner
    return None, flow(ctx, blocks, style, True)


def _margins(form: TableFormat, cell: Cell | None) -> Mapping[str, float]:
    own = cell.format.margins if cell is not None and cell.format.margins else {}
    return {**DEFAULT_MARGINS, **(form.margins or {}), **own}


def _cell(ctx: Context, cell: Cell, form: TableFormat, sides: tuple[bool, bool, bool, bool], own: Look | None) -> str:
    """Declarations of a cell; with those of its only paragraph when that has no box of its own."""
    margins = dict(_margins(form, cell))
    lines = cell_borders(cell, form, sides)
    out = [css.border(side, line) for side, line in lines.items()]
    for side, line in lines.items():  # CSS adds half the line to the margin, Word does not
        margins[side] = max(margins[side] - line.width / 2, 0.0)
    if own is not None:
        para = own.para
        out.append(css.character(own.char, ctx.looks.base.char, preview=ctx.preview))
        out += css.text_block(para, own.char)
        margins["top"] += para.space_before or 0.0
        margins["bottom"] += para.space_after or 0.0
        margins["left"] += para.indent_left or 0.0
        margins["right"] += para.indent_right or 0.0
        if para.first_line:
            out.append(f"text-indent:{css.points(para.first_line)}")
    out.append("padding:" + " ".join(css.points(margins[side]) for side in ("top", "right", "bottom", "left")))
    align = cell.format.vertical_align
    if align in ("center", "bottom"):
        out.append(f"vertical-align:{'middle' if align == 'center' else 'bottom'}")
    shade = cell.format.shade or form.shade
    if shade:
        out.append(f"background-color:#{shade}")
    if cell.format.no_wrap:
        out.append("white-space:nowrap")
    return ";".join(text for text in out if text)


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
