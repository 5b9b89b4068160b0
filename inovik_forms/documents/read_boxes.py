"""Text boxes of a drawing: new ones (DrawingML), alone or in a group, and old ones (VML)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from inovik_forms.documents.read_context import Place
from inovik_forms.documents.read_xml import Element, W, color, integer, local, points, raw
from inovik_forms.documents.tree import NAMESPACES, Border, Box, Drawing, Floating
from inovik_forms.words import gettext

EMU = 12700.0
_A = f"{{{NAMESPACES['a']}}}"
_WPS = f"{{{NAMESPACES['wps']}}}"
_V = f"{{{NAMESPACES['v']}}}"
_TEXT = f"{W}txbxContent"
_ALIGN = {"t": "top", "ctr": "center", "b": "bottom", "top": "top", "middle": "center", "bottom": "bottom"}
_RELATIVE = {"text": "paragraph", "margin": "margin", "page": "page", "char": "character", "line": "line"}
_NAMED = {"white": "FFFFFF", "black": "000000", "red": "FF0000", "blue": "0000FF", "yellow": "FFFF00"} | {
    "green": "008000",
    "silver": "C0C0C0",
    "gray": "808080",
}


def outermost(element: Element) -> list[Element]:
    """The texts of boxes below an element, those inside other boxes left out."""
    return [found for found in element.iter(_TEXT) if not any(local(a) == "txbxContent" for a in found.iterancestors())]


def cut(whole: Element) -> tuple[str, ...]:
    """A drawing as XML text, cut where the texts of its boxes go."""
    rest, out = raw(whole), []
    for found in outermost(whole):
        before, _, rest = rest.partition(raw(found))
        out.append(before)
    return (*out, rest)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Measures of a group as points of the whole drawing: x = dx + fx · value."""

    dx: float = 0.0
    dy: float = 0.0
    fx: float = 1 / EMU
    fy: float = 1 / EMU


def drawing_boxes(data: Element, width: float, height: float, place: Place) -> tuple[Box, ...]:
    """The boxes in an a:graphicData of these measures (points)."""
    top = next((e for e in data if local(e) in ("wsp", "wgp", "wpc")), None)
    if top is None:
        return ()
    if local(top) == "wsp":
        return tuple(_box(top, (0.0, 0.0, width, height), place, 0))
    found: list[Box] = []
    for shape, scale in _shapes(top, _group(top, _Scale(), (width, height))):
        spot = _spot(child_of(shape, "spPr"))
        if spot is not None:
            x, y, w, h = spot
            at = (scale.dx + x * scale.fx, scale.dy + y * scale.fy, w * scale.fx, h * scale.fy)
            found += _box(shape, at, place, len(found))
    return tuple(found)


def child_of(element: Element, name: str) -> Element | None:
    """The first child with this name, of whatever namespace."""
    return next((e for e in element if local(e) == name), None)


def _shapes(group: Element, scale: _Scale) -> Iterator[tuple[Element, _Scale]]:
    for element in group:
        if local(element) == "wsp":
            yield element, scale
        elif local(element) in ("grpSp", "wgp"):
            yield from _shapes(element, _group(element, scale, None))


def _group(group: Element, outer: _Scale, size: tuple[float, float] | None) -> _Scale:
    """How measures inside a group count; `size`: of the whole drawing, when it is all of it."""
    properties = child_of(group, "grpSpPr")
    form = None if properties is None else properties.find(f"{_A}xfrm")
    own, inner = _spot(properties), _pair(form, "chOff", "x", "y")
    extent = _pair(form, "chExt", "cx", "cy")
    if own is None or not all(extent):
        return outer
    x, y, w, h = own
    left, top, wide, high = outer.dx + x * outer.fx, outer.dy + y * outer.fy, w * outer.fx, h * outer.fy
    if size is not None:
        left, top, wide, high = 0.0, 0.0, *size
    fx, fy = wide / extent[0], high / extent[1]
    return _Scale(left - inner[0] * fx, top - inner[1] * fy, fx, fy)


def _pair(form: Element | None, name: str, first: str, second: str) -> tuple[int, int]:
    found = None if form is None else form.find(f"{_A}{name}")
    return (0, 0) if found is None else (integer(found.get(first), 0) or 0, integer(found.get(second), 0) or 0)


def _spot(properties: Element | None) -> tuple[int, int, int, int] | None:
    form = None if properties is None else properties.find(f"{_A}xfrm")
    return None if form is None else (*_pair(form, "off", "x", "y"), *_pair(form, "ext", "cx", "cy"))


def _box(shape: Element, at: tuple[float, float, float, float], place: Place, number: int) -> Iterator[Box]:
    text = next(iter(shape.findall(f"{_WPS}txbx/{_TEXT}")), None)
    if text is None:
        place.unsupported("shape")
        return
    body, look = shape.find(f"{_WPS}bodyPr"), child_of(shape, "spPr")
    if body is not None and body.get("vert", "horz") != "horz":
        place.report("direction", "warning", what=gettext("Tulisan tegak di kotak teks"))
    margins = [7.2, 3.6, 7.2, 3.6]
    for i, name in enumerate(("lIns", "tIns", "rIns", "bIns")):
        own = integer(None if body is None else body.get(name))
        margins[i] = margins[i] if own is None else own / EMU
    yield _made(
        at, text, place, number, margins,
        border=_line(look, shape), shade=_fill(look) or "",
        align="t" if body is None else body.get("anchor", "t"),
        grows=body is not None and body.find(f"{_A}spAutoFit") is not None,
    )  # fmt: skip


def _made(
    at: tuple[float, float, float, float], text: Element, place: Place, number: int, margins: Sequence[float], *,
    border: Border | None, shade: str, align: str, grows: bool,
) -> Box:  # fmt: skip
    assert place.inside is not None
    blocks = place.inside(text, f"k{number + 1}")
    edges = cast(tuple[float, float, float, float], tuple(margins))
    return Box(*at, blocks, edges, border, shade, cast(Any, _ALIGN.get(align, "top")), grows)


def _line(look: Element | None, shape: Element) -> Border | None:
    line = None if look is None else look.find(f"{_A}ln")
    if line is None:
        style = child_of(shape, "style")
        drawn = None if style is None else style.find(f"{_A}lnRef")
        return Border("single", 0.75) if drawn is not None and drawn.get("idx", "0") != "0" else None
    if line.find(f"{_A}noFill") is not None:
        return None
    width = (integer(line.get("w"), 9525) or 0) / EMU
    return Border("single", width, _fill(line) or "000000") if line.find(f"{_A}solidFill") is not None else None


def _fill(holder: Element | None) -> str | None:
    found = None if holder is None else holder.find(f"{_A}solidFill/{_A}srgbClr")
    return None if found is None else color(found.get("val"))


# ---------------------------------------------------------------- VML


def old_drawing(pict: Element, place: Place) -> Drawing | None:
    """The text box in a w:pict; None when there is none that can be read."""
    shape = next((e for e in pict.iter() if e.find(f"{_V}textbox/{_TEXT}") is not None), None)
    if shape is None or len(outermost(pict)) != 1:
        return None
    style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", shape.get("style", "")))
    width, height = points(style.get("width"), 1), points(style.get("height"), 1)
    if not width:
        return None
    box = shape.find(f"{_V}textbox")
    text = None if box is None else box.find(_TEXT)
    if box is None or text is None:
        return None
    margins = [7.2, 3.6, 7.2, 3.6]
    for i, inset in enumerate(box.get("inset", "").split(",")[:4]):
        own = points(inset.strip(), 1) if inset.strip() else None
        margins[i] = margins[i] if own is None else own
    made = _made(
        (0.0, 0.0, width, height or 0.0), text, place, 0, margins,
        border=_old_line(shape), shade=_old_color(shape.get("fillcolor")) if _is_on(shape, "filled") else "",
        align=style.get("v-text-anchor", "top"), grows="mso-fit-shape-to-text:t" in box.get("style", ""),
    )  # fmt: skip
    return Drawing(width, height or 0.0, (made,), _old_floating(pict, style), cut(pict))


def _is_on(shape: Element, name: str) -> bool:
    return shape.get(name, "t").lower() not in ("f", "false", "0")


def _old_line(shape: Element) -> Border | None:
    width = points(shape.get("strokeweight"), 1)
    if not _is_on(shape, "stroked"):
        return None
    return Border("single", 0.75 if width is None else width, _old_color(shape.get("strokecolor")) or "000000")


def _old_color(text: str | None) -> str:
    word = (text or "").split(" ")[0].lower()
    short = re.fullmatch("#([0-9a-f])([0-9a-f])([0-9a-f])", word)
    if short:
        return "".join(digit * 2 for digit in short.groups()).upper()
    return _NAMED.get(word) or color(word.lstrip("#")) or ""


def _old_floating(pict: Element, style: dict[str, str]) -> Floating | None:
    if style.get("position") != "absolute":
        return None
    wrap = next((e.get("type", "none") for e in pict.iter() if local(e) == "wrap"), "none")
    across, down = style.get("mso-position-horizontal", ""), style.get("mso-position-vertical", "")
    return Floating(
        align_h=across if across in ("left", "center", "right") else "",
        align_v=down if down in ("top", "center", "bottom") else "",
        offset_h=points(style.get("margin-left"), 1) or 0.0,
        offset_v=points(style.get("margin-top"), 1) or 0.0,
        relative_h=_RELATIVE.get(style.get("mso-position-horizontal-relative", ""), "column").replace(
            "paragraph", "column"
        ),
        relative_v=_RELATIVE.get(style.get("mso-position-vertical-relative", ""), "paragraph"),
        wrap=wrap,
        behind=style.get("z-index", "0").strip().startswith("-"),
    )
