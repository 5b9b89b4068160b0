"""The lines of a table of contents as HTML."""

from __future__ import annotations

from inovik_forms.documents import css
from inovik_forms.documents.css_looks import Look
from inovik_forms.documents.tree import Paragraph, Text, TocEntry
from inovik_forms.documents.write_html_inlines import Context, clean, href, line_width

_PAGE = 24.0  # points kept for the page number
_SHORTEST = 12.0  # dots
_SLACK = 1.5  # for kerning, which the widths of letters leave out


def toc_line(ctx: Context, entry: TocEntry) -> tuple[Paragraph, Look]:
    """The paragraph that a line of the contents is set as, and its look."""
    style = next((s.id for s in ctx.looks.styles.values() if s.name.lower() == f"toc {entry.level}"), "")
    return Paragraph("", (Text(entry.text),), style), ctx.looks.style(style)


def toc_entry(ctx: Context, entry: TocEntry, look: Look) -> str:
    """The inside of a line: title, dots, and the page at the right margin. Without the page in the preview, which has
    no pages."""
    text, target = clean(entry.text.replace("\t", " ")), href(ctx, entry.bookmark)
    if ctx.preview:
        return f'<a href="{target}">{text}</a>'
    stop = next((s.position for s in look.para.tabs if s.kind == "right"), ctx.text_width)
    used = (look.para.indent_left or 0.0) + (look.para.first_line or 0.0) + line_width(entry.text, look.char)
    gap = min(stop, ctx.text_width) - used - _PAGE - _SLACK
    if gap < _SHORTEST:  # a title of several lines: slower, but it fits by itself
        leader = ctx.sheet.name("a", f'content:leader(dotted) "{clean(entry.page)}"')
        return f'<a class="{leader}" href="{target}">{text}</a>'
    dots = f"display:inline-block;text-indent:0;width:{css.points(gap)};border-bottom:0.75pt dotted"
    box = f"display:inline-block;text-indent:0;text-align:right;width:{css.points(_PAGE)}"
    page = f'<span class="{ctx.sheet.name("b", box)}">{clean(entry.page)}</span>'
    return f'<a href="{target}">{text}</a><span class="{ctx.sheet.name("b", dots)}"></span>{page}'
