"""Small helpers over WordprocessingML elements: names, measures, raw text of an element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from inovik_forms.documents.tree import NAMESPACES

Element = etree._Element
W = f"{{{NAMESPACES['w']}}}"
R = f"{{{NAMESPACES['r']}}}"
MC = f"{{{NAMESPACES['mc']}}}"
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {"http://www.w3.org/XML/1998/namespace": "xml"}
_MEASURE = re.compile(r"^(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi)?$")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_DROPPED_ATTRIBUTES = ("rsid", "paraId", "textId")


def local(element: Element) -> str:
    """The element's name without namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def child(element: Element | None, name: str) -> Element | None:
    """The first child w:NAME."""
    return None if element is None else element.find(W + name)


def attribute(element: Element | None, name: str = "val", default: str = "") -> str:
    """The attribute w:NAME."""
    return default if element is None else (element.get(W + name) or default)


def value(element: Element | None, name: str) -> str:
    """The w:val of the child w:NAME, or ''."""
    return attribute(child(element, name))


def switch(element: Element | None, name: str) -> bool | None:
    """An on/off property: None when it is not there."""
    found = child(element, name)
    return None if found is None else attribute(found, "val", "1").lower() not in ("0", "false", "off")


def points(text: str | None, per_point: float = 20.0) -> float | None:
    """A measure in points. A bare number counts `per_point` to a point (20 = twips, 2 = half points, 8 = borders)."""
    match = _MEASURE.match((text or "").strip())
    if not match:
        return None
    number = float(match[1])
    return number * _UNITS[match[2]] if match[2] else number / per_point


def integer(text: str | None, default: int | None = None) -> int | None:
    """A whole number, or the default where there is none."""
    try:
        return int(text or "")
    except ValueError:
        return default


def color(text: str | None) -> str | None:
    """RRGGBB; "auto" is black; None when it is not a colour."""
    if not text:
        return None
    if text.lower() == "auto":
        return "000000"
    return text.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", text) else None


def _name(tag: str, nsmap: dict[str | None, str]) -> tuple[str, str]:
    """Prefixed name of a tag or attribute, and the declaration that it needs ('' for the known prefixes)."""
    if not tag.startswith("{"):
        return tag, ""
    uri, name = tag[1:].split("}", 1)
    if uri in _PREFIXES:
        return f"{_PREFIXES[uri]}:{name}", ""
    prefix = next((p for p, u in nsmap.items() if u == uri and p and p not in NAMESPACES), "ns0")
    return f"{prefix}:{name}", f' xmlns:{prefix}="{escape(uri)}"'


def raw(element: Element) -> str:
    """The element as XML text with the prefixes of `tree.NAMESPACES`, revision ids left out."""
    if not isinstance(element.tag, str):
        return ""
    name, declared = _name(element.tag, element.nsmap)
    declarations = {declared} if declared else set()
    attributes = []
    for key, text in element.attrib.items():
        attribute_name, extra = _name(str(key), element.nsmap)
        if attribute_name.split(":")[-1].startswith(_DROPPED_ATTRIBUTES):
            continue
        if extra:
            declarations.add(extra)
        attributes.append(f" {attribute_name}={quoteattr(str(text))}")
    if name == "mc:Choice":  # its prefixes are meant by name and must stay known here
        for prefix in element.get("Requires", "").split():
            if prefix not in NAMESPACES and prefix in element.nsmap:
                declarations.add(f' xmlns:{prefix}="{escape(element.nsmap[prefix])}"')
    opening = name + "".join(sorted(declarations)) + "".join(attributes)
    inside = escape(element.text or "") + "".join(raw(c) + escape(c.tail or "") for c in element)
    return f"<{opening}>{inside}</{name}>" if inside else f"<{opening}/>"


def raw_children(element: Element | None, without: Iterable[str] = ()) -> str:
    """The children of an element as XML text, without those w:NAMEs."""
    if element is None:
        return ""
    skipped = {W + name for name in without}
    return "".join(raw(c) for c in element if c.tag not in skipped)
