"""Write a resolved document as HTML, for the browser's preview.

Labels and references are literal text, formatting is one class for each distinct look. The output is also well-formed
XML.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import partial
from html import escape

from msgspec.structs import replace

from inovik_forms.documents import css
from inovik_forms.documents.css_looks import Look, Sheet, looks_of
from inovik_forms.documents.paragraph_neighbours import joined_borders, spaces
from inovik_forms.documents.sections import Section, sections
from inovik_forms.documents.tree import (
    Block,
    CharFormat,
    Document,
    Image,
    Paragraph,
    Table,
    Toc,
)
from inovik_forms.documents.walk import holds_stories, targets
from inovik_forms.documents.write_html_contents import toc_entry, toc_line
from inovik_forms.documents.write_html_inlines import Context, inlines, label
from inovik_forms.documents.write_html_pages import shown_footer, shown_header
from inovik_forms.documents.write_html_stories import boxes, notes
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


def data_url(image: Image) -> str:
    """A picture as a data: URL."""
    return f"data:{image.media_type};base64,{b64encode(image.data).decode()}"


def write(document: Document, *, picture: Picture = data_url) -> str:
    """The document as a fragment of HTML: `<style>` and `<div class="naskah">`, every class of it prefixed. `picture`
    gives the URL of an image. Raises TypeError when the document still holds tags."""
    looks = looks_of(document)
    ctx = Context(looks, Sheet("naskah-"), frozenset(targets(document.body)), picture)
    body = [
        f"<section{_columns(ctx, section)}>{shown_header(ctx, section, flow)}{flow(ctx, section.blocks)}"
        f"{notes(ctx, flow)}{shown_footer(ctx, section, flow)}</section>\n"
        for section in sections(document)
    ]
    base = looks.base
    own = css.character(base.char, None)
    hyphens = "hyphens:auto;" if document.hyphenate else ""
    rules = [
        _RESET.format(root=".naskah"),
        f".naskah{{overflow-wrap:break-word;{own};{hyphens}{';'.join(css.text_block(base.para, base.char))}}}",
        _class_rules(ctx.sheet),
    ]
    styles = "\n".join(rules)
    text = "".join(body)
    return f'<style>{styles}</style>\n<div class="naskah" lang="{escape(document.language)}">{text}</div>\n'


def _columns(ctx: Context, section: Section) -> str:
    page = section.page
    if page.columns == 1:
        return ""
    line = ";column-rule:0.5pt solid" if page.column_line else ""
    name = ctx.sheet.name("s", f"column-count:{page.columns};column-gap:{css.points(page.column_gap)}{line}")
    return f' class="{name}"'


def _class_rules(sheet: Sheet) -> str:
    return "\n".join(f".{name}{{{declarations}}}" for name, declarations in sheet.rules.items())


# ---------------------------------------------------------------- blocks


def flow(ctx: Context, blocks: Sequence[Block], table_style: str = "", in_cell: bool = False) -> str:
    """Blocks one below the other. The gap to the block above is written as the upper margin."""
    out: list[str] = []
    pending = 0.0
    last = len(blocks) - 1
    for i, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            look = ctx.looks.paragraph(block, table_style)
            before, after = spaces(blocks, i, look.para)
            below = after if in_cell and i == last else 0.0
            if look.para.borders:
                lines, _ = joined_borders(ctx.looks, blocks, i, look.para.borders, table_style)
                look = Look(replace(look.para, borders=lines), look.char)
            out.append(paragraph(ctx, block, look, ctx.looks.gap(pending, before), below))
            pending = after
            if holds_stories(block.inlines):
                out.insert(-1, boxes(ctx, block, flow))
        elif isinstance(block, Table):
            out.append(table(ctx, block, pending, flow))
            pending = 0.0
        elif isinstance(block, Toc):
            for entry in block.entries:
                node, look = toc_line(ctx, entry)
                above = ctx.looks.gap(pending, look.para.space_before or 0.0)
                named = paragraph_class(ctx, node, look, above, 0.0, empty=False)
                out.append(f'<p class="{named}">{toc_entry(entry)}</p>\n')
                pending = look.para.space_after or 0.0
        else:
            raise TypeError(f"{type(block).__name__} is left in a document that should be filled and resolved")
    return "".join(out)


def paragraph(ctx: Context, node: Paragraph, look: Look, above: float, below: float) -> str:
    """One paragraph."""
    start = (look.para.indent_left or 0.0) + (look.para.first_line or 0.0)
    before = ""
    if node.label:
        before, start = label(ctx, node, look)
    inner = before + inlines(ctx, node.inlines, look, start)
    named = paragraph_class(ctx, node, look, above, below, empty=not inner)
    return f"{_open(ctx, node, look, named)}{inner}</{_tag(look)}>\n"


def _tag(look: Look) -> str:
    level = look.para.outline_level
    return f"h{level + 1}" if level is not None and level < 6 else "p"


def _open(ctx: Context, node: Paragraph, look: Look, named: str) -> str:
    """The start tag. A place that links lead to gets an id."""
    out = f"<{_tag(look)}"
    if named:
        out += f' class="{named}"'
    wanted = next((name for name in node.bookmarks if name in ctx.targets), "")
    if wanted:  # an element has one id; references use the first
        out += f' id="{escape(wanted)}"'
    return f'{out} data-blok="{escape(node.id)}">'


def paragraph_class(ctx: Context, node: Paragraph, look: Look, above: float, below: float, *, empty: bool) -> str:
    """The class of a paragraph's box."""
    mark = ctx.looks.character(look.char, node.mark) if empty else None
    if look.para.borders:  # made for this paragraph from its neighbours
        return ctx.sheet.name("p", _paragraph(ctx, node, look, above, below, mark))
    key = (id(look), above, below, node.page_break, id(mark))
    found = ctx.paragraph_classes.get(key)
    if found is None:
        make = partial(_paragraph, ctx, node, look, above, below, mark)
        declarations = ctx.looks.declared(("paragraph", *key), (look, mark), make)
        found = ctx.paragraph_classes[key] = ctx.sheet.name("p", declarations)
    return found


def _paragraph(ctx: Context, node: Paragraph, look: Look, above: float, below: float, mark: CharFormat | None) -> str:
    """Declarations of a paragraph, without those that the whole page is set in. `mark`: of an empty paragraph."""
    base = ctx.looks.base
    out = [css.character(look.char, base.char)]
    out += css.paragraph(look.para, look.char, above=above, below=below)
    usual = css.text_block(base.para, base.char)
    out = [text for text in out if text and text not in usual]
    if mark is not None:
        out.append(f"height:{css.points(0 if node.page_break else css.line_height(look.para, mark))}")
    return ";".join(out)
