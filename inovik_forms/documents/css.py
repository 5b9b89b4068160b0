"""Formatting as CSS declarations. Pure translation: Word's typed formats in, text out. Lengths are points."""

from __future__ import annotations

from collections.abc import Mapping

from inovik_forms.documents import fonts
from inovik_forms.documents.border_lines import breadth, lines_of
from inovik_forms.documents.tree import Border, CharFormat, ParaFormat

_BORDER_STYLES = {
    "dotted": "dotted",
    "dashed": "dashed",
    "dashSmallGap": "dashed",
    "thick": "solid",
}
_ALIGN = {"center": "center", "right": "right", "both": "justify"}
DEFAULT_SIZE = 10.0  # Word's own, when nothing says otherwise
RAISED = 0.65  # size of raised and lowered letters


def points(length: float) -> str:
    """A length as CSS text with at most two decimals."""
    if length == int(length):
        return f"{int(length)}pt" if length else "0"
    return f"{length:.2f}".rstrip("0").rstrip(".") + "pt"


def single_line(char: CharFormat) -> float:
    """Height of one line of single spacing in points."""
    return fonts.family(char.font)[1] * (char.size or DEFAULT_SIZE)


def line_height(para: ParaFormat, char: CharFormat) -> float:
    """Height of one line of a paragraph in points, as Word sets it."""
    single = single_line(char)
    if para.line is None:
        return single
    if para.line_rule == "exact":
        return para.line
    if para.line_rule == "atLeast":
        return max(para.line, single)
    return para.line * single


def character(char: CharFormat, base: CharFormat | None) -> str:
    """Declarations that turn text formatted as `base` into `char`; all of them when there is no base."""
    out: list[str] = []
    old = base or CharFormat()
    if base is None or char.font != old.font:
        out.append(_font(char.font))
    size, raised = char.size or DEFAULT_SIZE, char.position in ("superscript", "subscript")
    if raised:
        out.append(f"vertical-align:{'super' if char.position == 'superscript' else 'sub'};line-height:0")
        size *= RAISED
    if base is None or size != (old.size or DEFAULT_SIZE):
        out.append(f"font-size:{points(size)}")
    if bool(char.bold) != bool(old.bold):
        out.append(f"font-weight:{'bold' if char.bold else 'normal'}")
    if bool(char.italic) != bool(old.italic):
        out.append(f"font-style:{'italic' if char.italic else 'normal'}")
    if bool(char.caps) != bool(old.caps):
        out.append(f"text-transform:{'uppercase' if char.caps else 'none'}")
    if bool(char.small_caps) != bool(old.small_caps):
        out.append(f"font-variant:{'small-caps' if char.small_caps else 'normal'}")
    color, old_color = char.color or "000000", old.color or "000000"
    if color != old_color:
        out.append(f"color:#{color}")
    lines = _lines(char)
    if lines != _lines(old):
        out.append(f"text-decoration:{lines or 'none'}")
    if char.shade and char.shade != old.shade:
        out.append(f"background-color:#{char.shade}")
    return ";".join(out)


def _font(name: str | None) -> str:
    shipped, _, generic = fonts.family(name)
    named = f'"{_clean(name)}",' if name else ""
    return f'font-family:{named}"{shipped}",{generic}'


def _clean(name: str) -> str:
    """A font's name safe inside CSS quotes: it comes from an uploaded file."""
    return "".join(letter for letter in name if letter.isalnum() or letter in " -_")


def _lines(char: CharFormat) -> str:
    lines = []
    if char.underline and char.underline != "none":
        style = {"double": " double", "dotted": " dotted", "dash": " dashed", "wave": " wavy"}.get(char.underline, "")
        lines.append("underline" + style)
    if char.strike:
        lines.append("line-through")
    return " ".join(lines)


def border(side: str, line: Border) -> str:
    """One border; an absent style removes it."""
    if line.style in ("none", "nil") or line.width <= 0:
        return f"border-{side}:none"
    color = line.color if len(line.color) == 6 else "000000"
    style = "double" if len(lines_of(line)) > 1 else _BORDER_STYLES.get(line.style, "solid")
    return f"border-{side}:{points(max(breadth(line), 0.5))} {style} #{color}"


def borders(lines: Mapping[str, Border], *, padded: bool = False) -> list[str]:
    """Borders of the four sides; `padded` adds the distance to the text."""
    out = []
    for side in ("top", "right", "bottom", "left"):
        line = lines.get(side)
        if line is not None and line.style not in ("none", "nil"):
            out.append(border(side, line))
            if padded and line.space:
                out.append(f"padding-{side}:{points(line.space)}")
    return out


def text_block(para: ParaFormat, char: CharFormat) -> list[str]:
    """What a paragraph and a cell that holds just one share: alignment and height of lines. Left and the height that
    the document starts with are written too, because a document may start otherwise."""
    out = [f"text-align:{_ALIGN.get(para.align or 'left', 'left')}"]
    height, size = line_height(para, char), char.size or DEFAULT_SIZE
    if para.line_rule in ("exact", "atLeast"):
        out.append(f"line-height:{points(height)}")
    else:
        out.append(f"line-height:{round(height / size, 4):g}")
    return out


def paragraph(para: ParaFormat, char: CharFormat, *, above: float, below: float) -> list[str]:
    """Declarations of a paragraph's box. `above` and `below` are the margins (Word adds the space after one paragraph
    to the space before the next, so the caller has done that sum)."""
    out = text_block(para, char)
    left, right = para.indent_left or 0.0, para.indent_right or 0.0
    if above or below or left or right:
        out.append(f"margin:{points(above)} {points(right)} {points(below)} {points(left)}")
    if para.first_line:
        out.append(f"text-indent:{points(para.first_line)}")
    if para.borders:
        out += borders(para.borders, padded=True)
    if para.shade:
        out.append(f"background-color:#{para.shade}")
    return out
