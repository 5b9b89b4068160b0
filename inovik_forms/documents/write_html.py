"""Write a resolved document as HTML, for the browser's preview and for print.

The same boxes serve both: labels and references are literal text, formatting is one class for each distinct look. The
output is also well-formed XML, which the PDF writer relies on.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence, Set
from functools import partial
from hashlib import sha256
from html import escape

from msgspec.structs import replace

from inovik_forms.documents import css
from inovik_forms.documents.css_looks import Look, Sheet, looks_of
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    Block,
    CharFormat,
    Document,
    Image,
    Inline,
    Link,
    ParaFormat,
    Paragraph,
    Ref,
    Table,
    Text,
    Toc,
)
from inovik_forms.documents.write_html_contents import toc_entry, toc_line
from inovik_forms.documents.write_html_inlines import Context, Counted, Mode, clean, inlines, label
from inovik_forms.documents.write_html_pages import page_rules, sections, shown_furniture
from inovik_forms.documents.write_html_tables import table

Picture = Callable[[Image], str]

# Only what our boxes need; the browser's own look of headings is taken back at the lowest weight.
_RESET = (
    ":where({root}) :is(p,h1,h2,h3,h4,h5,h6){{margin:0;font-size:inherit;font-weight:inherit}}"
    ":where({root}) table{{border-collapse:collapse;border-spacing:0}}"
    ":where({root}) td{{padding:0;vertical-align:top;overflow-wrap:break-word}}"
    ":where({root}) a{{color:inherit;text-decoration:none}}"
    ":where({root}) img{{vertical-align:baseline}}"
)

# Every page of ours has a name, and so WeasyPrint takes every break for a forced one, at which it keeps margins.
_PRINT_RESET = ":where(body) :is(p,h1,h2,h3,h4,h5,h6,table){margin-break:discard}"

_TEXTS = re.compile(r">([^<]+)")
_LONG_WORD = 40  # characters; one of them may be wider than a line


def image_name(image: Image) -> str:
    """The name of a picture by its content: sha256 in hexadecimal."""
    return sha256(image.data).hexdigest()


def data_url(image: Image) -> str:
    """A picture as a data: URL."""
    return f"data:{image.media_type};base64,{b64encode(image.data).decode()}"


def write(document: Document, *, mode: Mode, picture: Picture = data_url) -> str:
    """The document as HTML text. "preview": a fragment, `<style>` and `<div class="naskah">`, every class of it
    prefixed; "print": a whole page with `@page` rules. `picture` gives the URL of an image.

    Raises TypeError when the document still holds tags."""
    rules, body = write_parts(document, mode=mode, picture=picture)
    if mode == "preview":
        return f'<style>{rules}</style>\n<div class="naskah" lang="{escape(document.language)}">{body}</div>\n'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}"><head><meta charset="utf-8"/>'
        f"<title>{clean(document.title)}</title><style>{rules}</style></head>\n<body>{body}</body></html>\n"
    )


def write_parts(
    document: Document,
    *,
    mode: Mode,
    picture: Picture,
    count: str = "",
    counted: Counted = "shown",
    elsewhere: Set[str] = frozenset(),
) -> tuple[str, str]:
    """(style rules, body) of a document. `count`, `counted`, `elsewhere`: see `Context`."""
    looks = looks_of(document)
    sheet = Sheet("naskah-" if mode == "preview" else "")
    parts = sections(document)
    targets = _targets(document) | elsewhere
    ctx = Context(looks, sheet, mode, targets, picture, count=count, counted=counted, elsewhere=elsewhere)
    body: list[str] = []
    page_css: list[str] = []
    for section in parts:
        ctx.number_format = section.page.number_format
        ctx.text_width = section.page.width - section.page.left - section.page.right
        if mode == "print":
            at_page, running = page_rules(ctx, section, flow)
            page_css.append(at_page)
            body.append(f'<div class="{section.name}">{running}{flow(ctx, section.blocks)}</div>\n')
        else:
            body.append(f"<section>{shown_furniture(ctx, section, flow)}{flow(ctx, section.blocks)}</section>\n")
    root = ".naskah" if mode == "preview" else "body"
    base = looks.base
    own = css.character(base.char, None, preview=mode == "preview")
    wrap = "overflow-wrap:break-word;" if _has_long_word(body) else ""  # looked for, since it costs time
    rules = [
        _RESET.format(root=root) + (_PRINT_RESET if mode == "print" else ""),
        f"{root}{{{wrap}{own};{';'.join(css.text_block(base.para, base.char))}}}",
        *page_css,
    ]
    rules.append(_class_rules(sheet))
    return "\n".join(rules), "".join(body)


def _has_long_word(body: Iterable[str]) -> bool:
    return any(len(word) > _LONG_WORD for part in body for text in _TEXTS.findall(part) for word in text.split())


def _class_rules(sheet: Sheet) -> str:
    """The classes; a page counter's content belongs to its ::before."""
    out = []
    for name, declarations in sheet.rules.items():
        if declarations.startswith("counter("):
            out.append(f".{name}::before{{content:{declarations}}}")
        elif declarations.startswith("content:"):
            out.append(f".{name}::after{{{declarations}}}")
        else:
            out.append(f".{name}{{{declarations}}}")
    return "\n".join(out)


def _targets(document: Document) -> set[str]:
    """Bookmarks that links of the document lead to."""
    found: set[str] = set()

    def look_at(nodes: Iterable[Inline]) -> None:
        for node in nodes:
            if type(node) is Ref:
                found.add(node.bookmark)
            elif type(node) is Link:
                if node.url.startswith("#"):
                    found.add(node.url[1:])
                look_at(node.inlines)

    def walk(blocks: Iterable[Block]) -> None:
        for block in blocks:
            if type(block) is Paragraph:
                look_at(block.inlines)
            elif type(block) is Table:
                for row in block.rows:
                    for cell in row.cells:  # type: ignore[union-attr]
                        walk(cell.blocks)
            elif type(block) is Toc:
                found.update(entry.bookmark for entry in block.entries)

    walk(document.body)
    return found


# ---------------------------------------------------------------- blocks


def flow(ctx: Context, blocks: Sequence[Block], table_style: str = "", in_cell: bool = False) -> str:
    """Blocks one below the other. The gap to the block above is written as the upper margin."""
    out: list[str] = []
    pending = 0.0
    last = len(blocks) - 1
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            look = ctx.looks.paragraph(block, table_style)
            before, after = spaces(ctx, blocks, i, look.para)
            below = after if in_cell and i == last else 0.0
            look = _joined_borders(ctx, blocks, i, look, table_style)
            first = not in_cell and (i == 0 or _breaks_page(blocks[i - 1]))
            out.append(paragraph(ctx, block, look, ctx.looks.gap(pending, before), below, first=first))
            pending = after
        elif isinstance(block, Table):
            out.append(table(ctx, block, pending, flow))
            pending = 0.0
        elif isinstance(block, Toc):
            for entry in block.entries:
                node, look = toc_line(ctx, entry)
                above = ctx.looks.gap(pending, look.para.space_before or 0.0)
                named = paragraph_class(ctx, node, look, above, 0.0, empty=False)
                out.append(f'<p class="{named}">{toc_entry(ctx, entry, look)}</p>\n')
                pending = look.para.space_after or 0.0
        else:
            raise TypeError(f"{type(block).__name__} is left in a document that should be filled and resolved")
    return "".join(out)


def _breaks_page(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.page_break


def spaces(ctx: Context, blocks: Sequence[Block], i: int, para: ParaFormat) -> tuple[float, float]:
    """Space before and after paragraph `i`: none between equal styles when it says so."""
    before, after = para.space_before or 0.0, para.space_after or 0.0
    if para.contextual_spacing:
        style = blocks[i].style  # type: ignore[union-attr]
        for step in (-1, 1):
            beside = blocks[i + step] if 0 <= i + step < len(blocks) else None
            if isinstance(beside, Paragraph) and beside.style == style:
                before, after = (0.0, after) if step < 0 else (before, 0.0)
    return before, after


def _joined_borders(ctx: Context, blocks: Sequence[Block], i: int, look: Look, table_style: str) -> Look:
    """Neighbours with the same borders share one frame."""
    if not look.para.borders:
        return look
    lines = dict(look.para.borders)
    for step, side in ((-1, "top"), (1, "bottom")):
        beside = blocks[i + step] if 0 <= i + step < len(blocks) else None
        if isinstance(beside, Paragraph) and ctx.looks.paragraph(beside, table_style).para.borders == look.para.borders:
            lines.pop(side, None)
            if step > 0 and "between" in lines:
                lines["bottom"] = lines["between"]
    return Look(replace(look.para, borders=lines), look.char)


def paragraph(ctx: Context, node: Paragraph, look: Look, above: float, below: float, *, first: bool = False) -> str:
    """One paragraph. `first`: of a section, or behind a page break: there Word keeps the space above, which it drops
    where a page just happens to begin."""
    start = (look.para.indent_left or 0.0) + (look.para.first_line or 0.0)
    before = ""
    if node.label:
        before, start = label(ctx, node, look)
    inner = before + inlines(ctx, node.inlines, look, start)
    named = paragraph_class(ctx, node, look, above, below, empty=not inner, first=first)
    return f"{_open(ctx, node, look, named)}{inner}</{_tag(look)}>\n"


def _tag(look: Look) -> str:
    level = look.para.outline_level
    return f"h{level + 1}" if level is not None and level < 6 else "p"


def _open(ctx: Context, node: Paragraph, look: Look, named: str) -> str:
    """The start tag. A place that links lead to gets an id, a heading its title for the PDF's outline."""
    tag = _tag(look)
    out = f"<{tag}"
    if named:
        out += f' class="{named}"'
    wanted = next((name for name in node.bookmarks if name in ctx.targets), "")
    if wanted:  # an element has one id; references use the first
        out += f' id="{escape(wanted)}"'
    if ctx.preview:
        return f'{out} data-blok="{escape(node.id)}">'
    if tag != "p":
        out += f' data-judul="{escape(" ".join(f"{node.label} {plain_text(node.inlines)}".split()))}"'
    return out + ">"


def plain_text(nodes: Iterable[Inline]) -> str:
    """The letters of inlines."""
    out = []
    for node in nodes:
        if isinstance(node, Link):
            out.append(plain_text(node.inlines))
        elif isinstance(node, (Text, Ref)):
            out.append(node.text)
        elif isinstance(node, Blank):
            out.append(BLANK_TEXT)
        else:
            out.append(" ")
    return "".join(out)


def paragraph_class(
    ctx: Context, node: Paragraph, look: Look, above: float, below: float, *, empty: bool, first: bool = False
) -> str:
    """The class of a paragraph's box."""
    mark = ctx.looks.character(look.char, node.mark) if empty else None
    kept = bool(above) and not ctx.preview and (first or bool(look.para.page_break_before))
    if look.para.borders:  # made for this paragraph from its neighbours
        return ctx.sheet.name("p", _paragraph(ctx, node, look, above, below, mark, kept))
    key = (id(look), above, below, node.page_break, id(mark), kept)
    found = ctx.paragraph_classes.get(key)
    if found is None:
        make = partial(_paragraph, ctx, node, look, above, below, mark, kept)
        declarations = ctx.looks.declared(("paragraph", *key, ctx.preview), (look, mark), make)
        found = ctx.paragraph_classes[key] = ctx.sheet.name("p", declarations)
    return found


def _paragraph(
    ctx: Context, node: Paragraph, look: Look, above: float, below: float, mark: CharFormat | None, kept: bool
) -> str:
    """Declarations of a paragraph, without those that the whole page is set in. `mark`: of an empty paragraph; `kept`:
    its upper margin stays at the top of a page."""
    base = ctx.looks.base
    out = [css.character(look.char, base.char, preview=ctx.preview)]
    out += css.paragraph(look.para, look.char, above=above, below=below)
    usual = css.text_block(base.para, base.char)
    out = [text for text in out if text and text not in usual]
    if mark is not None:
        out.append(f"height:{css.points(0 if node.page_break else css.line_height(look.para, mark))}")
    if node.page_break:
        out.append("break-after:page")
    if kept:
        out.append("margin-break:keep")
    level = look.para.outline_level
    if level is not None and level < 6 and not ctx.preview:
        out.append(f"bookmark-level:{level + 1}")
    return ";".join(out)
