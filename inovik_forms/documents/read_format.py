"""Formatting elements (w:rPr, w:pPr, w:tblPr, w:tcPr) into typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from inovik_forms.documents.read_xml import (
    Element,
    attribute,
    child,
    color,
    integer,
    local,
    points,
    switch,
    value,
)
from inovik_forms.documents.tree import Border, CellFormat, CharFormat, ParaFormat, TableFormat, TabStop

_HIGHLIGHT = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip
_ALIGN = {"start": "left", "end": "right", "distribute": "both", "justify": "both"}
_SIDES = {"start": "left", "end": "right"}


@dataclass(slots=True)
class Theme:
    """Names of a theme's fonts: "minorHAnsi" → "Calibri"."""

    fonts: Mapping[str, str] = field(default_factory=dict)


def char_format(rpr: Element | None, theme: Theme) -> CharFormat:
    """A w:rPr as typed values."""
    if rpr is None or len(rpr) == 0:
        return CharFormat()
    shade = color(attribute(child(rpr, "shd"), "fill"))
    if attribute(child(rpr, "shd"), "fill") == "auto":
        shade = None
    highlight = _HIGHLIGHT.get(value(rpr, "highlight"))
    position: Any = value(rpr, "vertAlign") or None
    underline = child(rpr, "u")
    return CharFormat(
        font=_font(child(rpr, "rFonts"), theme),
        size=points(value(rpr, "sz"), 2),
        bold=switch(rpr, "b"),
        italic=switch(rpr, "i"),
        underline=None if underline is None else attribute(underline, "val", "single"),
        strike=switch(rpr, "strike"),
        caps=switch(rpr, "caps"),
        small_caps=switch(rpr, "smallCaps"),
        hidden=switch(rpr, "vanish"),
        color=color(value(rpr, "color")),
        shade=highlight or shade,
        position=position,
        style=value(rpr, "rStyle") or None,
    )


def _font(fonts: Element | None, theme: Theme) -> str | None:
    if fonts is None:
        return None
    for name in ("ascii", "hAnsi"):
        themed = theme.fonts.get(attribute(fonts, f"{name}Theme"))
        if themed or attribute(fonts, name):
            return themed or attribute(fonts, name)
    return None


def para_format(ppr: Element | None) -> ParaFormat:
    """A w:pPr as typed values (style, list and section apart)."""
    if ppr is None or len(ppr) == 0:
        return ParaFormat()
    indent, spacing = child(ppr, "ind"), child(ppr, "spacing")
    align = value(ppr, "jc")
    hanging = points(attribute(indent, "hanging"))
    rule = attribute(spacing, "lineRule", "auto") if attribute(spacing, "line") else None
    line = points(attribute(spacing, "line"), 240 if rule == "auto" else 20)
    fill = attribute(child(ppr, "shd"), "fill")
    return ParaFormat(
        align=cast(
            Any, _ALIGN.get(align, align) if align in _ALIGN or align in ("left", "center", "right", "both") else None
        ),
        indent_left=_first(indent, "left", "start"),
        indent_right=_first(indent, "right", "end"),
        first_line=-hanging if hanging is not None else points(attribute(indent, "firstLine")),
        space_before=_spacing(spacing, "before"),
        space_after=_spacing(spacing, "after"),
        line=line,
        line_rule=cast(Any, rule),
        keep_next=switch(ppr, "keepNext"),
        keep_lines=switch(ppr, "keepLines"),
        page_break_before=switch(ppr, "pageBreakBefore"),
        widow_control=switch(ppr, "widowControl"),
        contextual_spacing=switch(ppr, "contextualSpacing"),
        no_hyphens=switch(ppr, "suppressAutoHyphens"),
        outline_level=integer(value(ppr, "outlineLvl")),
        tabs=_tabs(child(ppr, "tabs")),
        borders=borders(child(ppr, "pBdr")),
        shade=None if fill in ("", "auto") else color(fill),
    )


def _first(element: Element | None, *names: str) -> float | None:
    return next((points(attribute(element, n)) for n in names if attribute(element, n)), None)


def _spacing(spacing: Element | None, side: str) -> float | None:
    """Space before or after; Word's automatic spacing is 14 points."""
    if attribute(spacing, f"{side}Autospacing") in ("1", "true", "on"):
        return 14.0
    return points(attribute(spacing, side))


def _tabs(tabs: Element | None) -> tuple[TabStop, ...]:
    if tabs is None:
        return ()
    found = []
    for tab in tabs:
        kind = attribute(tab, "val", "left")
        leader = attribute(tab, "leader")
        if kind != "num":
            kind = _SIDES.get(kind, kind)
            leader = "dot" if leader == "middleDot" else "" if leader == "none" else leader
            found.append(TabStop(points(attribute(tab, "pos")) or 0.0, cast(Any, kind), leader))
    return tuple(found)


def borders(element: Element | None) -> dict[str, Border] | None:
    """The sides of a w:pBdr, w:tblBorders or w:tcBorders."""
    if element is None:
        return None
    sides = {}
    for side in element:
        name = _SIDES.get(local(side), local(side))
        style = attribute(side, "val", "none")
        width = points(attribute(side, "sz"), 8)
        sides[name] = Border(
            style="none" if style == "nil" else style,
            width=0.5 if width is None else width,
            color=color(attribute(side, "color")) or "000000",
            space=points(attribute(side, "space"), 1) or 0.0,
        )
    return sides


def margins(element: Element | None) -> dict[str, float] | None:
    """Cell margins, side → points."""
    if element is None:
        return None
    return {
        _SIDES.get(local(side), local(side)): points(attribute(side, "w")) or 0.0
        for side in element
        if attribute(side, "type", "dxa") == "dxa"
    }


def table_format(tblpr: Element | None) -> TableFormat:
    """A w:tblPr as typed values."""
    if tblpr is None:
        return TableFormat()
    width = child(tblpr, "tblW")
    percent = _percent(width)
    fill = attribute(child(tblpr, "shd"), "fill")
    layout = attribute(child(tblpr, "tblLayout"), "type")
    align = value(tblpr, "jc")
    is_points = attribute(width, "type") == "dxa" and (points(attribute(width, "w")) or 0) > 0
    return TableFormat(
        borders=borders(child(tblpr, "tblBorders")),
        align=_ALIGN.get(align, align) or None,
        indent=points(attribute(child(tblpr, "tblInd"), "w")),
        width=points(attribute(width, "w")) if is_points else None,
        width_percent=percent,
        margins=margins(child(tblpr, "tblCellMar")),
        fixed=None if not layout else layout == "fixed",
        shade=None if fill in ("", "auto") else color(fill),
    )


def _percent(width: Element | None) -> float | None:
    """A width in percent: "50%", or fiftieths of a percent."""
    if attribute(width, "type") != "pct":
        return None
    text = attribute(width, "w")
    return float(text[:-1]) if text.endswith("%") else (integer(text, 0) or 0) / 50 or None


def cell_format(tcpr: Element | None) -> CellFormat:
    """A w:tcPr as typed values (widths and merges apart)."""
    if tcpr is None:
        return CellFormat()
    fill = attribute(child(tcpr, "shd"), "fill")
    vertical = value(tcpr, "vAlign")
    return CellFormat(
        borders=borders(child(tcpr, "tcBorders")),
        shade=None if fill in ("", "auto") else color(fill),
        vertical_align=cast(Any, vertical if vertical in ("top", "center", "bottom") else None),
        margins=margins(child(tcpr, "tcMar")),
        no_wrap=bool(switch(tcpr, "noWrap")),
        text_direction=value(tcpr, "textDirection"),
    )


def read_theme(root: Element | None) -> Theme:
    """The Latin fonts of a theme."""
    if root is None:
        return Theme()
    fonts = {}
    for kind in ("major", "minor"):
        latin = root.find(f".//{{*}}{kind}Font/{{*}}latin")
        if latin is not None and latin.get("typeface"):
            for suffix in ("HAnsi", "Ascii"):
                fonts[f"{kind}{suffix}"] = str(latin.get("typeface"))
    return Theme(fonts)
