"""The order in which the schema of WordprocessingML wants the children of its property elements.

Word calls a file damaged when they stand otherwise. Raw children come from the template in any order the template had;
children that we write ourselves are put where they belong.
"""

from __future__ import annotations

import re
from functools import lru_cache

ORDER: dict[str, tuple[str, ...]] = {
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
        "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct",
        "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
        "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
        "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    ),
    "rPr": (
        "ins", "del", "moveFrom", "moveTo", "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike",
        "dstrike", "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color",
        "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText",
        "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    ),
    "tblPr": (
        "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
        "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
        "tblDescription",
    ),
    "trPr": (
        "cnfStyle", "divId", "gridBefore", "gridAfter", "wBefore", "wAfter", "cantSplit", "trHeight", "tblHeader",
        "tblCellSpacing", "jc", "hidden",
    ),
    "tcPr": (
        "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection",
        "tcFitText", "vAlign", "hideMark",
    ),
    "sectPr": (
        "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
        "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection",
        "bidi", "rtlGutter", "docGrid", "printerSettings",
    ),
}  # fmt: skip

_PLACES = {kind: {name: i for i, name in enumerate(names)} for kind, names in ORDER.items()}
_TAG = re.compile(r"<(/?)([\w:.-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")


def children(raw: str) -> list[tuple[str, str]]:
    """(local name, XML text) of the elements that stand side by side in a text."""
    found: list[tuple[str, str]] = []
    depth = start = 0
    for tag in _TAG.finditer(raw):
        closing, name, _, empty = tag.groups()
        if depth == 0:
            start = tag.start()
        depth += -1 if closing else 0 if empty else 1
        if depth == 0:
            found.append((name.rsplit(":", 1)[-1], raw[start : tag.end()]))
    return found


@lru_cache(maxsize=8192)
def properties(kind: str, raw: str, *own: tuple[str, str]) -> str:
    """The property element `w:kind` with raw children and our own (name, XML), which replace raw ones of their name;
    '' when it would be empty. Elements unknown to the schema's table stand last."""
    ours = {name for name, xml in own if xml}
    kept = [(name, xml) for name, xml in children(raw) if name not in ours]
    everything = [*kept, *((name, xml) for name, xml in own if xml)]
    if not everything:
        return ""
    places = _PLACES[kind]
    everything.sort(key=lambda child: places.get(child[0], 999))
    return f"<w:{kind}>{''.join(xml for _, xml in everything)}</w:{kind}>"
