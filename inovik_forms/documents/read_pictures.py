"""Pictures and drawings of a run."""

from __future__ import annotations

import re

from inovik_forms.documents.read_boxes import EMU, cut, drawing_boxes, old_drawing, outermost
from inovik_forms.documents.read_context import Place
from inovik_forms.documents.read_xml import MC, Element, R, W, integer, local, points, raw
from inovik_forms.documents.tree import NAMESPACES, Drawing, Floating, Image, Opaque

_A = f"{{{NAMESPACES['a']}}}"
_WP = f"{{{NAMESPACES['wp']}}}"
_PIC = f"{{{NAMESPACES['pic']}}}"
_V = f"{{{NAMESPACES['v']}}}"
_O = f"{{{NAMESPACES['o']}}}"
_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp", "svg": "image/svg+xml",
}  # fmt: skip
_GRAPHICS = {"chart": "chart", "chartex": "chart", "diagram": "smartart", "wordprocessingInk": "ink"}


def text_inside(element: Element) -> str:
    """All w:t text below an element."""
    return "".join(t.text or "" for t in element.iter(W + "t"))


def read_drawing(element: Element, place: Place, whole: Element | None = None) -> Image | Drawing | Opaque:
    """A w:drawing as a picture or text boxes, or as opaque content with a warning. `whole`: the alternative that it
    came from."""
    frame = next((c for c in element if local(c) in ("inline", "anchor")), None)
    data = None if frame is None else frame.find(f".//{_A}graphicData")
    kind = "shape" if data is None else data.get("uri", "").rsplit("/", 1)[-1]
    if frame is not None and data is not None and kind == "picture":
        image = _picture(frame, data, place, raw(element if whole is None else whole))
        if image is not None:
            return image
        kind = "picture"
    elif element.find(f".//{W}txbxContent") is not None:
        drawing = None if frame is None or data is None else _boxes(frame, data, place, whole)
        if drawing is not None:
            return drawing
        kind = "textbox"
    else:
        kind = _GRAPHICS.get(kind, "shape")
    place.unsupported(kind)
    return Opaque(raw(element if whole is None else whole), text_inside(element), kind)


def _boxes(frame: Element, data: Element, place: Place, whole: Element | None) -> Drawing | None:
    """The text boxes of a frame; None when not all of its text can be read so."""
    extent = frame.find(f"{_WP}extent")
    if extent is None:
        return None
    width, height = (integer(extent.get("cx"), 0) or 0) / EMU, (integer(extent.get("cy"), 0) or 0) / EMU
    drawing = frame.getparent()
    boxes = drawing_boxes(data, width, height, place)
    if drawing is None or len(boxes) != len(outermost(drawing)):
        return None
    pieces = cut(drawing) if whole is None else cut(whole)
    if (len(pieces) - 1) % len(boxes):  # what older programs read is cut otherwise: it goes
        pieces = cut(drawing)
    floating = _floating(frame) if local(frame) == "anchor" else None
    return Drawing(width, height, boxes, floating, pieces)


def _picture(frame: Element, data: Element, place: Place, text: str) -> Image | None:
    blip = data.find(f"{_PIC}pic/{_PIC}blipFill/{_A}blip")
    extent = frame.find(f"{_WP}extent")
    relation = place.relations.get("" if blip is None else blip.get(f"{R}embed", ""))
    if relation is None or extent is None:
        return None
    media_type = _TYPES.get(relation.target.rsplit(".", 1)[-1].lower())
    content = place.context.package.get(relation.target)
    if media_type is None or content is None:
        return None
    about = frame.find(f"{_WP}docPr")
    alt = "" if about is None else about.get("descr") or about.get("title") or ""
    return Image(
        data=content,
        media_type=media_type,
        width=(integer(extent.get("cx"), 0) or 0) / EMU,
        height=(integer(extent.get("cy"), 0) or 0) / EMU,
        alt=alt,
        floating=_floating(frame) if local(frame) == "anchor" else None,
        raw=text,
        part=relation.target,
    )


def _floating(anchor: Element) -> Floating:
    horizontal, vertical = anchor.find(f"{_WP}positionH"), anchor.find(f"{_WP}positionV")
    wrap = next((local(c)[4:] for c in anchor if local(c).startswith("wrap")), "None")
    return Floating(
        align_h=_part(horizontal, "align"),
        align_v=_part(vertical, "align"),
        offset_h=(integer(_part(horizontal, "posOffset"), 0) or 0) / EMU,
        offset_v=(integer(_part(vertical, "posOffset"), 0) or 0) / EMU,
        relative_h="column" if horizontal is None else horizontal.get("relativeFrom", "column"),
        relative_v="paragraph" if vertical is None else vertical.get("relativeFrom", "paragraph"),
        wrap=wrap[:1].lower() + wrap[1:],
        behind=anchor.get("behindDoc") in ("1", "true"),
        clear=tuple((integer(anchor.get(f"dist{side}"), 0) or 0) / EMU for side in "LTRB"),  # type: ignore[arg-type]
    )


def _part(position: Element | None, name: str) -> str:
    found = None if position is None else position.find(f"{_WP}{name}")
    return "" if found is None else (found.text or "").strip()


def read_pict(element: Element, place: Place) -> Image | Drawing | Opaque:
    """An old VML picture or text box; watermarks and shapes are opaque, with a warning."""
    data = element.find(f".//{_V}imagedata")
    if data is not None and element.find(f".//{_O}OLEObject") is None:
        relation = place.relations.get(data.get(f"{R}id", ""))
        shape = data.getparent()
        style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", "" if shape is None else shape.get("style", "")))
        content = place.context.package.get(relation.target) if relation else None
        media_type = _TYPES.get(relation.target.rsplit(".", 1)[-1].lower()) if relation else None
        width, height = points(style.get("width"), 1), points(style.get("height"), 1)
        if relation and content is not None and media_type and width and height:
            alt = data.get(f"{_O}title", "")
            return Image(content, media_type, width, height, alt, raw=raw(element), part=relation.target)
    kind = "shape"
    if element.find(f".//{_V}textpath") is not None:
        kind = "watermark"
    elif element.find(f".//{W}txbxContent") is not None:
        if (drawing := old_drawing(element, place)) is not None:
            return drawing
        kind = "textbox"
    place.unsupported(kind)
    return Opaque(raw(element), text_inside(element), kind)


def read_alternative(element: Element, place: Place) -> Image | Drawing | Opaque | None:
    """An mc:AlternateContent: its choice when that is a drawing, else its fallback."""
    for branch in (*element.findall(MC + "Choice"), *element.findall(MC + "Fallback")):
        drawing, pict = branch.find(W + "drawing"), branch.find(W + "pict")
        if drawing is not None:
            return read_drawing(drawing, place, whole=element)
        if pict is not None:
            return read_pict(pict, place)
    return None
