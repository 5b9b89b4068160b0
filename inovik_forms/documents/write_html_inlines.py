"""Inline content as HTML: text, labels of lists, tab stops, pictures, page numbers.

What is equal to its paragraph gets no element of its own: fewer boxes, faster pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from html import escape

from inovik_forms.documents import css, fonts
from inovik_forms.documents.css_looks import Look, Looks, Sheet, over_char
from inovik_forms.documents.tab_stops import next_stop
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    CharFormat,
    Drawing,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Opaque,
    PageCount,
    PageNumber,
    Paragraph,
    Ref,
    Tab,
    Text,
)
from inovik_forms.documents.walk import is_harmless

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Text as HTML and XML: escaped, without control characters, several spaces kept."""
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", text)
    if "  " in text:
        text = text.replace("  ", "\u00a0 ")
    return escape(text, quote=False)


@dataclass(slots=True)
class Context:
    """What all parts of one output share. `targets`: bookmarks that some link leads to. `picture`: image → its URL.
    `notes`: those met in the section so far; `note`: number of the one that is being written."""

    looks: Looks
    sheet: Sheet
    targets: Set[str]
    picture: Callable[[Image], str]
    paragraph_classes: dict[tuple[object, ...], str] = field(default_factory=dict)
    span_classes: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    note: str = ""


def span_class(ctx: Context, own: CharFormat, base: CharFormat) -> str:
    """The class of text formatted as `own` in a paragraph of `base`; '' when it looks the same."""
    key = (id(own), id(base))
    found = ctx.span_classes.get(key)
    if found is None:
        full = ctx.looks.character(base, own)
        found = "" if full == base else ctx.sheet.name("t", css.character(full, base))
        ctx.span_classes[key] = found
    return found


def _span(classes: str, inner: str, attributes: str = "") -> str:
    if not classes and not attributes:
        return inner
    named = f' class="{classes}"' if classes else ""
    return f"<span{named}{attributes}>{inner}</span>"


def inline(ctx: Context, node: Inline, base: CharFormat) -> str:
    """One inline as HTML."""
    match node:
        case Text():
            return _text(ctx, node, base)
        case LineBreak():
            return "<br/>"
        case Blank():
            return _blank(ctx, node, base)
        case Ref():
            inner = _span(span_class(ctx, node.format, base), clean(node.text))
            return f'<a href="#{escape(node.bookmark)}">{inner}</a>' if node.bookmark in ctx.targets else inner
        case Image():
            return _image(ctx, node)
        case PageNumber():
            return _span(span_class(ctx, node.format, base), "1")
        case PageCount():
            return _span(span_class(ctx, node.format, base), "1")
        case Link():
            inner = "".join(inline(ctx, child, base) for child in node.inlines)
            if node.url.startswith("#"):
                return f'<a href="{escape(node.url)}">{inner}</a>' if node.url[1:] in ctx.targets else inner
            return f'<a href="{escape(node.url)}">{inner}</a>' if is_harmless(node.url) else inner
        case Note():
            ctx.notes.append(node)
            return _span(span_class(ctx, node.format, base), clean(node.label))
        case NoteMark():
            return _span(span_class(ctx, node.format, base), clean(ctx.note))
        case Drawing():
            return ""  # its boxes stand before the paragraph
        case Opaque():
            return clean(node.text)
        case Tab():
            return " "
        case _:
            raise TypeError(f"{type(node).__name__} is left in a document that should be filled and resolved")


def _text(ctx: Context, node: Text, base: CharFormat) -> str:
    if node.format.hidden:
        return ""
    inner = clean(node.text)
    named = span_class(ctx, node.format, base)
    if node.path:
        return _span(named, inner, f' data-path="{escape(node.path)}"')
    return _span(named, inner) if named else inner


def _blank(ctx: Context, node: Blank, base: CharFormat) -> str:
    named = span_class(ctx, node.format, base)
    path = escape(node.path)
    title = f' title="{escape(node.label)}"' if node.label else ""
    return f'<a class="blank{" " + named if named else ""}" data-path="{path}" href="#{path}"{title}>{BLANK_TEXT}</a>'


def _image(ctx: Context, node: Image) -> str:
    declarations = f"width:{css.points(node.width)};height:{css.points(node.height)}"
    place = node.floating
    if place is not None and place.wrap in ("square", "tight", "through") and place.align_h in ("left", "right", ""):
        declarations += f";float:{'right' if place.align_h == 'right' else 'left'}"
    elif place is not None and place.wrap == "topAndBottom":
        declarations += ";display:block" + (";margin:0 auto" if place.align_h == "center" else "")
    elif place is not None:
        declarations += ";position:absolute;" + _placed(place.align_h, place.offset_h, node.width)
        declarations += f";margin-top:{css.points(place.offset_v if place.relative_v == 'paragraph' else 0)}"
        declarations += ";z-index:-1" if place.behind else ""
    named = ctx.sheet.name("i", declarations)
    path = f' data-path="{escape(node.path)}"' if node.path else ""
    return f'<img class="{named}" src="{escape(ctx.picture(node))}" alt="{escape(node.alt)}"{path}/>'


def _placed(align: str, offset: float, width: float) -> str:
    if align == "center":
        return f"left:50%;margin-left:{css.points(-width / 2)}"
    if align == "right":
        return "right:0"
    return f"left:{css.points(offset)}"


# ---------------------------------------------------------------- labels and tab stops


def _width(ctx: Context, nodes: Sequence[Inline], base: CharFormat) -> float:
    """Width of inlines on one line, in points."""
    total = 0.0
    for node in nodes:
        if isinstance(node, Image):
            total += node.width if node.floating is None else 0
        elif isinstance(node, Link):
            total += _width(ctx, node.inlines, base)
        elif isinstance(node, (Text, Ref, Blank, PageNumber, PageCount)):
            char = ctx.looks.character(base, node.format)
            total += line_width(_plain(ctx, node), char)
    return total


def _plain(ctx: Context, node: Text | Ref | Blank | PageNumber | PageCount) -> str:
    if isinstance(node, (Text, Ref)):
        return node.text
    if isinstance(node, Blank):
        return BLANK_TEXT * 2  # an ellipsis is about two letters wide
    return "00"


def line_width(text: str, char: CharFormat) -> float:
    shown = text.upper() if char.caps else text
    size = char.size or css.DEFAULT_SIZE
    return fonts.text_width(shown, char.font, size, bold=bool(char.bold), italic=bool(char.italic))


def label(ctx: Context, node: Paragraph, look: Look) -> tuple[str, float]:
    """The label of a numbered paragraph with what follows it, and the place where the text begins (points from the left
    margin)."""
    level = ctx.looks.level(node.number) if node.number else None
    char = ctx.looks.character(look.char, node.mark)
    if level is not None:
        char = over_char(char, level.char)
    declarations = "" if char == look.char else css.character(char, look.char)
    text = node.label
    start = (look.para.indent_left or 0.0) + (look.para.first_line or 0.0)
    end = start + line_width(text, char)
    suffix = level.suffix if level is not None else "tab"
    if suffix == "tab":
        stop = next_stop(look.para, ctx.looks.default_tab, end).position
        joint = ";" if declarations else ""
        declarations += f"{joint}display:inline-block;text-indent:0;text-align:left;width:{css.points(stop - start)}"
        end = stop
    named = ctx.sheet.name("l", declarations)
    inner = clean(text) + (" " if suffix == "space" else "")
    if not named:
        named = "label"
    return _span(named, inner), end


def inlines(ctx: Context, nodes: Sequence[Inline], look: Look, start: float) -> str:
    """The inlines of a paragraph. `start`: where the first of them stands, in points from the left margin."""
    base = look.char
    if not any(type(node) is Tab for node in nodes):
        return "".join([inline(ctx, node, base) for node in nodes])
    out: list[str] = []
    line: list[Inline] = []
    for node in nodes:
        if isinstance(node, LineBreak):
            out.append(_tabbed_line(ctx, line, look, start) + "<br/>")
            line, start = [], look.para.indent_left or 0.0
        else:
            line.append(node)
    out.append(_tabbed_line(ctx, line, look, start))
    return "".join(out)


def _tabbed_line(ctx: Context, nodes: Sequence[Inline], look: Look, position: float) -> str:
    """One line with tabs: what stands before a tab becomes a box that reaches to the stop."""
    pieces: list[list[Inline]] = [[]]
    for node in nodes:
        if isinstance(node, Tab):
            pieces.append([])
        else:
            pieces[-1].append(node)
    out: list[str] = []
    for i, piece in enumerate(pieces[:-1]):
        inner = "".join(inline(ctx, node, look.char) for node in piece)
        width = _width(ctx, piece, look.char)
        stop = next_stop(look.para, ctx.looks.default_tab, position + width)
        end = stop.position
        if stop.kind in ("right", "center", "decimal"):
            following = _width(ctx, pieces[i + 1], look.char)
            end = max(stop.position - (following / 2 if stop.kind == "center" else following), position + width)
        out.append(_box(ctx, inner, width, end - position, stop.leader))
        position = end
    out.append("".join(inline(ctx, node, look.char) for node in pieces[-1]))
    return "".join(out)


def _box(ctx: Context, inner: str, filled: float, width: float, leader: str) -> str:
    """A piece of a line in a box of a given width; a leader fills what the piece leaves."""
    shape = "display:inline-block;text-indent:0;text-align:left;white-space:pre;width:"
    if not leader:
        return _span(ctx.sheet.name("b", shape + css.points(width)), inner)
    line = {"dot": "dotted", "hyphen": "dashed"}.get(leader, "solid")
    gap = f"{shape}{css.points(width - filled)};height:1em;border-bottom:0.75pt {line}"
    return inner + _span(ctx.sheet.name("b", gap), "")
