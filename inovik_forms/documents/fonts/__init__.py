"""The fonts that we ship, and which of them stands in for a font that a Word file names.

`FAMILIES` maps a name as Word writes it, in lower case, to (shipped family, height of a single line in ems as Word has
it, generic family). The shipped ones have the same letter widths as the named ones, save TeX Gyre Bonum.
"""

from __future__ import annotations

from functools import cache

from inovik_forms.documents.fonts.metrics import ASCII_WIDTHS

_SANS = ("Liberation Sans", 1.149, "sans-serif")
_SERIF = ("Liberation Serif", 1.149, "serif")
_CARLITO = ("Carlito", 1.2207, "sans-serif")
_CALADEA = ("Caladea", 1.172, "serif")
_BONUM = ("TeX Gyre Bonum", 1.172, "serif")
_SYMBOLS = ("DejaVu Sans", 1.164, "sans-serif")

FAMILIES = {
    "arial": _SANS,
    "helvetica": _SANS,
    "liberation sans": _SANS,
    "arial narrow": _SANS,
    "tahoma": ("Liberation Sans", 1.207, "sans-serif"),
    "verdana": ("DejaVu Sans", 1.215, "sans-serif"),
    "segoe ui": ("Liberation Sans", 1.33, "sans-serif"),
    "times new roman": _SERIF,
    "times": _SERIF,
    "liberation serif": _SERIF,
    "garamond": ("Liberation Serif", 1.125, "serif"),
    "georgia": ("Liberation Serif", 1.136, "serif"),
    "calibri": _CARLITO,
    "calibri light": _CARLITO,
    "carlito": _CARLITO,
    "aptos": ("Carlito", 1.28, "sans-serif"),
    "cambria": _CALADEA,
    "caladea": _CALADEA,
    "bookman old style": _BONUM,
    "bookman": _BONUM,
    "tex gyre bonum": _BONUM,
    "symbol": _SYMBOLS,
    "wingdings": _SYMBOLS,
    "segoe ui symbol": _SYMBOLS,
    "ms gothic": _SYMBOLS,
    "dejavu sans": _SYMBOLS,
}
DEFAULT = "times new roman"


def family(name: str | None) -> tuple[str, float, str]:
    """(shipped family, single line in ems, generic family) for a font's name; serif for an unknown one."""
    return FAMILIES.get((name or DEFAULT).lower(), _SERIF)


@cache
def _widths(family_name: str, bold: bool, italic: bool) -> dict[str, int]:
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
    rows = ASCII_WIDTHS[family_name]
    widths = rows.get(style[bold, italic]) or rows["Regular"]
    return {chr(32 + i): width for i, width in enumerate(widths)}


def text_width(text: str, name: str | None, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width of a text in points, without kerning; letters beyond ASCII count as an "n"."""
    widths = _widths(family(name)[0], bold, italic)
    other = widths["n"]
    return sum(widths.get(letter, other) for letter in text) * size / 1000
