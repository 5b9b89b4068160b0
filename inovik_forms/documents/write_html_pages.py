"""Sections as named pages, with running headers and footers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from inovik_forms.documents import css
from inovik_forms.documents.css_looks import Look
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    Block,
    Document,
    Furniture,
    Image,
    Inline,
    LineBreak,
    PageCount,
    PageNumber,
    PageSetup,
    Paragraph,
    Ref,
    Row,
    SectionEnd,
    Table,
    Text,
)
from inovik_forms.documents.walk import inlines, paragraphs
from inovik_forms.documents.write_html_inlines import Context, line_width
from inovik_forms.documents.write_html_tables import DEFAULT_MARGINS

Flow = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of pages with one setup. `starts`: how its first page begins (nextPage, oddPage, evenPage)."""

    index: int
    blocks: tuple[Block, ...]
    page: PageSetup
    headers: Mapping[str, Furniture]
    footers: Mapping[str, Furniture]
    even_odd: bool
    starts: str

    @property
    def name(self) -> str:
        return f"s{self.index}"


def sections(document: Document) -> list[Section]:
    """The sections of a document. One that starts on the page of the section before it is joined to that one."""
    out: list[Section] = []
    blocks: list[Block] = []
    for block in document.body:
        if not isinstance(block, SectionEnd):
            blocks.append(block)
            continue
        if out and block.kind == "continuous":
            out[-1] = replace(out[-1], blocks=out[-1].blocks + tuple(blocks))
        else:
            page = block.page
            out.append(
                Section(len(out), tuple(blocks), page, block.headers, block.footers, document.even_odd, block.kind)
            )
        blocks = []
    if blocks or not out:
        if out:
            out[-1] = replace(out[-1], blocks=out[-1].blocks + tuple(blocks))
        else:
            out.append(Section(0, tuple(blocks), PageSetup(), {}, {}, document.even_odd, "nextPage"))
    return out


def _selectors(section: Section) -> dict[str, str]:
    """Kind of furniture → the @page selector of the pages that show it."""
    out = {"default": section.name}
    if section.even_odd:
        out["even"] = f"{section.name}:left"
    if section.page.title_page:
        out["first"] = f":nth(1 of {section.name})"
    return out


def page_rules(ctx: Context, section: Section, flow: Flow) -> tuple[str, str]:
    """(@page rules, running elements) of a section."""
    page, name = section.page, section.name
    rules: list[str] = [f".{name}{{page:{name}}}"]
    if section.starts in ("oddPage", "evenPage"):
        rules.append(f".{name}{{break-before:{'right' if section.starts == 'oddPage' else 'left'}}}")
    running: list[str] = []
    width = page.width - page.left - page.right
    for kind, selector in _selectors(section).items():
        top, bottom = page.top, page.bottom
        boxes = []
        for edge, place, furniture in (("top", page.header, section.headers), ("bottom", page.footer, section.footers)):
            part = furniture.get(kind)
            if part is None:
                boxes.append(f"@{edge}-center{{content:none}}")
                continue
            height = place + height_of(ctx, part.blocks, width)
            top, bottom = (max(top, height), bottom) if edge == "top" else (top, max(bottom, height))
            if ctx.counted != "shown" and holds_counter(part.blocks) != (ctx.counted == "alone"):
                boxes.append(f"@{edge}-center{{content:none}}")
                continue
            element = f"{name}{kind}{edge}"
            running.append(f'<div class="{element}">{flow(ctx, part.blocks, "", True)}</div>\n')
            rules.append(f".{element}{{position:running({element})}}")
            padding = f"padding-{edge}:{css.points(place)}"
            boxes.append(f"@{edge}-center{{content:element({element});width:100%;vertical-align:{edge};{padding}}}")
        margins = " ".join(css.points(abs(length)) for length in (top, page.right, bottom, page.left))
        size = f"size:{css.points(page.width)} {css.points(page.height)};" if kind == "default" else ""
        rules.append(f"@page {selector}{{{size}margin:{margins};{''.join(boxes)}}}")
    if page.number_start is not None:
        rules.append(f"@page :nth(1 of {name}){{counter-reset:page {page.number_start}}}")
    return "\n".join(rules), "".join(running)


def holds_counter(blocks: Iterable[Block]) -> bool:
    """Whether a page number or the number of pages is printed in these blocks."""
    return any(
        isinstance(node, (PageNumber, PageCount))
        for paragraph in paragraphs(blocks)
        for node in inlines(paragraph.inlines)
    )


def shown_furniture(ctx: Context, section: Section, flow: Flow) -> str:
    """The header and the footer that the first page shows, for the preview; only where they begin."""
    kind = "first" if section.page.title_page else "default"
    out = []
    for tag, furniture in (("header", section.headers), ("footer", section.footers)):
        part = furniture.get(kind)
        if part is not None and section.index == 0 and any(_has_content(block) for block in part.blocks):
            out.append(f"<{tag}>{flow(ctx, part.blocks, '', True)}</{tag}>\n")
    return "".join(out)


def _has_content(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Paragraph) and bool(block.inlines))


# ---------------------------------------------------------------- heights


def height_of(ctx: Context, blocks: Sequence[Block], width: float) -> float:
    """The height that blocks need, in points, by the widths of letters: a header taller than the margin pushes the text
    down, as in Word."""
    total = pending = 0.0
    for block in blocks:
        if isinstance(block, Paragraph):
            para = ctx.looks.paragraph(block, "").para
            total += ctx.looks.gap(pending, para.space_before or 0.0) + _paragraph_height(ctx, block, width)
            pending = para.space_after or 0.0
        elif isinstance(block, Table):
            rows = (_row_height(ctx, row, block, width) for row in block.rows if isinstance(row, Row))
            total, pending = total + pending + sum(rows), 0.0
    return total + pending


def _paragraph_height(ctx: Context, node: Paragraph, width: float) -> float:
    look = ctx.looks.paragraph(node, "")
    para = look.para
    room = max(width - (para.indent_left or 0) - (para.indent_right or 0), 20.0)
    lines = sum(max(1, ceil(length / room - 0.02)) for length in _line_lengths(ctx, node.inlines, look))
    empty = look.char if node.inlines else ctx.looks.character(look.char, node.mark)
    sizes = [ctx.looks.character(look.char, n.format) for n in node.inlines if isinstance(n, (Text, Ref, Blank))]
    line = max([css.line_height(para, char) for char in sizes] or [css.line_height(para, empty)])
    pictures = [n.height for n in node.inlines if isinstance(n, Image) and n.floating is None]
    ruled = sum(b.width + b.space for s, b in (para.borders or {}).items() if s in ("top", "bottom"))
    return ruled + max([lines * line, *pictures])


def _line_lengths(ctx: Context, nodes: Sequence[Inline], look: Look) -> list[float]:
    lengths = [0.0]
    for node in nodes:
        if isinstance(node, LineBreak):
            lengths.append(0.0)
        elif isinstance(node, (Text, Ref, Blank)):
            text = BLANK_TEXT * 2 if isinstance(node, Blank) else node.text
            lengths[-1] += line_width(text, ctx.looks.character(look.char, node.format))
    return lengths


def _row_height(ctx: Context, row: Row, table: Table, width: float) -> float:
    form = ctx.looks.table(table.style, table.format)
    margins = {**DEFAULT_MARGINS, **(form.margins or {})}
    column, tallest = 0, row.height or 0.0
    for cell in row.cells:
        room = sum(table.columns[column : column + cell.colspan]) or cell.width or width / max(len(row.cells), 1)
        column += cell.colspan
        inner = height_of(ctx, cell.blocks, room - margins["left"] - margins["right"])
        tallest = max(tallest, inner + margins["top"] + margins["bottom"])
    return tallest + 0.5
