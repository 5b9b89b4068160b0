"""styles.xml and numbering.xml into typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from msgspec.structs import replace

from inovik_forms.documents.read_format import Theme, char_format, para_format, table_format
from inovik_forms.documents.read_xml import MC, Element, W, attribute, child, integer, switch, value
from inovik_forms.documents.symbols import plain_symbols
from inovik_forms.documents.tree import CharFormat, Level, Numbering, NumberRef, ParaFormat, Style


@dataclass(frozen=True, slots=True)
class Styles:
    """What styles.xml holds."""

    styles: Mapping[str, Style]
    default_style: str
    default_para: ParaFormat
    default_char: CharFormat
    language: str


def read_styles(root: Element | None, theme: Theme) -> Styles:
    """The styles of a document; an empty set where there is no such part."""
    if root is None:
        return Styles({}, "Normal", ParaFormat(), CharFormat(), "id")
    defaults = child(root, "docDefaults")
    rpr = child(child(defaults, "rPrDefault"), "rPr")
    ppr = child(child(defaults, "pPrDefault"), "pPr")
    styles: dict[str, Style] = {}
    default_style = "Normal"
    for element in root.findall(W + "style"):
        style = _style(element, theme)
        styles[style.id] = style
        if style.kind == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
            default_style = style.id
    language = attribute(child(rpr, "lang")).split("-")[0] or "id"
    return Styles(styles, default_style, para_format(ppr), char_format(rpr, theme), language)


def _style(element: Element, theme: Theme) -> Style:
    ppr = child(element, "pPr")
    number = child(ppr, "numPr")
    num_id = integer(value(number, "numId"))
    kind = attribute(element, "type", "paragraph")
    return Style(
        id=attribute(element, "styleId"),
        name=value(element, "name"),
        kind=cast(Any, kind),
        based_on=value(element, "basedOn"),
        para=para_format(ppr),
        char=char_format(child(element, "rPr"), theme),
        number=None if num_id is None else NumberRef(num_id, integer(value(number, "ilvl"), 0) or 0),
        table=table_format(child(element, "tblPr")) if kind == "table" else None,
    )


def read_numbering(root: Element | None, styles: Mapping[str, Style], theme: Theme) -> Numbering:
    """The lists of a document: abstract lists with the links to list styles followed, and their uses with overrides."""
    if root is None:
        return Numbering()
    abstract: dict[int, dict[int, Level]] = {}
    links: dict[int, str] = {}
    for element in root.findall(W + "abstractNum"):
        key = integer(attribute(element, "abstractNumId"), -1) or 0
        abstract[key] = _levels(element, theme)
        if value(element, "numStyleLink"):
            links[key] = value(element, "numStyleLink")
    nums: dict[int, tuple[int, Mapping[int, int | Level]]] = {}
    for element in root.findall(W + "num"):
        number = integer(attribute(element, "numId"), 0) or 0
        nums[number] = (integer(value(element, "abstractNumId"), -1) or 0, _overrides(element, theme))
    for key, style_id in links.items():
        style = styles.get(style_id)
        target = nums.get(style.number.num_id) if style and style.number else None
        if target and target[0] != key and target[0] in abstract:
            abstract[key] = abstract[target[0]]
    return Numbering(abstract, nums)


def _levels(element: Element, theme: Theme) -> dict[int, Level]:
    return {integer(attribute(lvl, "ilvl"), 0) or 0: _level(lvl, theme) for lvl in element.findall(W + "lvl")}


def _overrides(element: Element, theme: Theme) -> dict[int, int | Level]:
    """Level → its start, or the level that takes its place."""
    overrides: dict[int, int | Level] = {}
    for override in element.findall(W + "lvlOverride"):
        level = integer(attribute(override, "ilvl"), 0) or 0
        start = integer(value(override, "startOverride"))
        replaced = child(override, "lvl")
        if replaced is not None:
            own = _level(replaced, theme)
            overrides[level] = own if start is None else replace(own, start=start)
        elif start is not None:
            overrides[level] = start
    return overrides


def _level(lvl: Element, theme: Theme) -> Level:
    char = char_format(child(lvl, "rPr"), theme)
    text = value(lvl, "lvlText")
    plain = plain_symbols(text, char.font or "")
    if plain != text:
        char = replace(char, font=None)
    if child(lvl, "lvlPicBulletId") is not None:
        plain = "•"
    start = integer(value(lvl, "start"))
    return Level(
        start=0 if start is None else start,
        format=_number_format(lvl),
        text=plain,
        suffix=cast(Any, value(lvl, "suff") or "tab"),
        align=value(lvl, "lvlJc") or "left",
        restart=integer(value(lvl, "lvlRestart")),
        is_legal=bool(switch(lvl, "isLgl")),
        style=value(lvl, "pStyle"),
        para=para_format(child(lvl, "pPr")),
        char=char,
    )


def _number_format(lvl: Element) -> str:
    """ST_NumberFormat; Word wraps its newer ones in an alternative whose choice names a pattern ("001, 002, …")."""
    choice = lvl.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if choice is None:
        return value(lvl, "numFmt") or "decimal"
    pattern = attribute(choice, "format").split(",")[0].strip()
    return "decimalZero" if pattern == "01" else pattern or attribute(choice, "val")
