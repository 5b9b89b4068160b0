"""Notes and text boxes in the preview: notes at the end of their section, boxes before their paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inovik_forms.documents import css
from inovik_forms.documents.tree import Box, Drawing, Inline, Paragraph
from inovik_forms.documents.walk import inlines
from inovik_forms.documents.write_html_inlines import Context

Flow = Callable[..., str]
_BESIDE = ("square", "tight", "through")


def notes(ctx: Context, flow: Flow) -> str:
    """The notes met since the last call, below a line."""
    found, ctx.notes = ctx.notes, []
    if not found:
        return ""
    line = ctx.sheet.name("n", "width:33%;border-top:0.5pt solid;margin-top:12pt")
    out = [f'<aside><div class="{line}"></div>\n']
    for note in found:
        ctx.note = note.label
        out.append(flow(ctx, note.blocks))
    return "".join([*out, "</aside>\n"])


def boxes(ctx: Context, paragraph: Paragraph, flow: Flow) -> str:
    """The text boxes that hang on a paragraph."""
    return "".join(_drawing(ctx, node, flow) for node in _drawings(paragraph.inlines))


def _drawings(nodes: Iterable[Inline]) -> list[Drawing]:
    return [node for node in inlines(nodes) if isinstance(node, Drawing)]


def _drawing(ctx: Context, node: Drawing, flow: Flow) -> str:
    place = node.floating
    where = "margin:0 auto 0 0"
    if place is not None and place.align_h == "center":
        where = "margin:0 auto"
    elif place is not None and place.align_h == "right":
        where = "margin:0 0 0 auto"
    if place is not None and place.wrap in _BESIDE:
        side = "right" if place.align_h == "right" else "left"
        where = f"float:{side};margin:0 7pt"
    return "".join(_box(ctx, box, where, flow) for box in node.boxes)


def _box(ctx: Context, box: Box, where: str, flow: Flow) -> str:
    left, top, right, bottom = (css.points(margin) for margin in box.margins)
    look = f"{where};box-sizing:border-box;width:{css.points(box.width)};max-width:100%;"
    look += f"min-height:{css.points(0 if box.grows else box.height)};padding:{top} {right} {bottom} {left}"
    if box.shade:
        look += f";background:#{box.shade}"
    if box.border is not None:
        look += f";border:{css.points(box.border.width)} solid #{box.border.color}"
    return f'<div class="{ctx.sheet.name("k", look)}">\n{flow(ctx, box.blocks)}</div>\n'
