"""Tables as HTML: widths, merged cells, repeated heads, borders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from inovik_forms.documents import css
from inovik_forms.documents.grid import Placed, cell_borders, cell_margins, grid, indent
from inovik_forms.documents.tree import Cell, Row, Table, TableFormat
from inovik_forms.documents.write_html_inlines import Context

Flow = Callable[..., str]


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
    aligned = {"center": "auto", "right": "0"}.get(form.align or "")
    start = css.points(indent(form, ctx.looks.modern)) if aligned is None else "auto"
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
        key = (id(cell.format), sides)
        named = classes.get(key)
        if named is None:
            kept = (cell.format, form)
            declarations = ctx.looks.declared(("cell", *key, id(form)), kept, partial(_cell, cell, form, sides))
            named = classes[key] = ctx.sheet.name("d", declarations)
        cells.append(f'<td class="{named}"{span}>{flow(ctx, cell.blocks, style, True)}</td>')
    named = ctx.sheet.name("r", f"height:{css.points(row.height)}" if row.height else "")
    return f"<tr{f' class={chr(34)}{named}{chr(34)}' if named else ''}>{''.join(cells)}</tr>\n"


def _cell(cell: Cell, form: TableFormat, sides: tuple[bool, bool, bool, bool]) -> str:
    """Declarations of a cell."""
    margins = cell_margins(form, cell)
    lines = cell_borders(cell, form, sides)
    out = [css.border(side, line) for side, line in lines.items()]
    for side, line in lines.items():  # CSS adds half the line to the margin, Word does not
        margins[side] = max(margins[side] - line.width / 2, 0.0)
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
