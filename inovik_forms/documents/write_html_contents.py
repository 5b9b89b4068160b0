"""The lines of a table of contents as HTML."""

from __future__ import annotations

from html import escape

from inovik_forms.documents.css_looks import Look
from inovik_forms.documents.tree import Paragraph, Text, TocEntry
from inovik_forms.documents.write_html_inlines import Context, clean


def toc_line(ctx: Context, entry: TocEntry) -> tuple[Paragraph, Look]:
    """The paragraph that a line of the contents is set as, and its look."""
    style = ctx.looks.contents_style(entry.level)
    return Paragraph("", (Text(entry.text),), style), ctx.looks.style(style)


def toc_entry(entry: TocEntry) -> str:
    """The inside of a line: its title, without the page, since the preview has none."""
    return f'<a href="#{escape(entry.bookmark)}">{clean(entry.text.replace(chr(9), " "))}</a>'
