"""Blocks as strips: paragraphs with their labels, gaps, frames and floating pictures; lists of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from inovik_forms.documents.css_looks import Look, over_char
from inovik_forms.documents.paragraph_neighbours import joined_borders, spaces
from inovik_forms.documents.tab_stops import next_stop
from inovik_forms.documents.tree import (
    Block,
    CharFormat,
    Drawing,
    Floating,
    Image,
    Inline,
    Link,
    Note,
    Paragraph,
    Tab,
    Table,
    TabStop,
    Text,
    Toc,
    TocEntry,
)
from inovik_forms.documents.typeset import tables
from inovik_forms.documents.typeset.lines import Breaker, Line, Room
from inovik_forms.documents.typeset.lists import Lists
from inovik_forms.documents.typeset.nodes import Node
from inovik_forms.documents.typeset.panels import Panel, panel
from inovik_forms.documents.typeset.strips import Frame, LineStrip, PictureStrip, Placed, SetNote, SignSpot, Strip
from inovik_forms.documents.typeset.words import Piece, Setting, chunks, known, space
from inovik_forms.documents.walk import holds_stories, inlines, plain_text

_BELOW = 6.0  # points below which a picture between lines parts its paragraph
_FIRST, _LAST = 2, 2  # lines of a paragraph that stay together at a page's end and beginning


@dataclass(slots=True)
class Flow:
    """Blocks one below the other in a column of `width` points. `y`: how far down it has come; `beside`: floating
    pictures that lines keep clear of, as (top, bottom, points at the left, points at the right); `foot`: width of the
    notes of a text that has any."""

    setting: Setting
    width: float
    node: Node
    table_style: str = ""
    in_cell: bool = False
    strips: list[Strip] = field(default_factory=list)
    pending: float = 0.0
    y: float = 0.0
    beside: list[tuple[float, float, float, float]] = field(default_factory=list)
    glue: bool = False
    breaks: bool = False
    to_column: bool = False
    begins: bool = True
    foot: float = 0.0
    lists: Lists = field(default_factory=Lists)

    def run(self, blocks: Sequence[Block]) -> list[Strip]:
        """The strips of the blocks. `pending` is then the space below the last one."""
        for i, block in enumerate(blocks):
            if isinstance(block, Paragraph):
                self._paragraph(blocks, i, block)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Toc):
                for entry in block.entries:
                    node, look = _contents_line(self.setting, entry, self.width)
                    self._set(node, look, look.para.space_before or 0.0, look.para.space_after or 0.0, None)
            else:
                raise TypeError(f"{type(block).__name__} is left in a document that should be filled and resolved")
        return self.strips

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, blocks: Sequence[Block], i: int, node: Paragraph) -> None:
        looks = self.setting.looks
        look = looks.paragraph(node, self.table_style)
        before, after = spaces(blocks, i, look.para)
        frame = self._frame(blocks, i, look)
        if look.para.page_break_before and self.strips:
            self.breaks, self.begins = True, True
        self._set(node, look, before, after, frame)
        self.glue = bool(look.para.keep_next) and not node.page_break
        if node.page_break:
            self.breaks, self.begins, self.to_column = True, True, node.to_column

    def _set(self, node: Paragraph, look: Look, before: float, after: float, frame: Frame | None) -> None:
        gap = self.setting.looks.gap(self.pending, before)
        self.y += gap
        if holds_stories(node.inlines):
            self._panels(node)
        pictures, gap = self._pictures(node, gap)
        lines = self._lines(node, look)
        made = self._strips_of(node, look, lines, frame)
        made[0].gap, made[0].pictures = gap, pictures
        for strip in made[1:]:
            strip.gap = strip.line.lead
        made[0].glued, made[0].breaks = self.glue and not self.breaks, self.breaks
        made[0].to_column, self.to_column = self.to_column, False
        made[0].keeps_gap = (self.begins and not self.in_cell) or (bool(look.para.page_break_before))
        self.strips.extend(made)
        self.y += sum(strip.height + strip.line.lead for strip in made)
        self.pending, self.breaks, self.begins, self.glue = after, False, False, False

    def _strips_of(self, node: Paragraph, look: Look, lines: list[Line], frame: Frame | None) -> list[LineStrip]:
        para, level = look.para, look.para.outline_level
        if level is not None and (level > 5 or self.in_cell):
            level = None
        label, tag = self._tags(node, look, level)
        made = [LineStrip(height=line.height, line=line, node=tag, frame=frame) for line in lines]
        keep = bool(para.keep_lines)
        widows = para.widow_control is not False
        for place, strip in enumerate(made):
            is_near_end = place < _FIRST or place > len(made) - _LAST
            strip.glued = place > 0 and (keep or (widows and is_near_end))
        made[0].label = label
        if self.setting.has_notes and self.foot:
            for strip in made:
                strip.told = [self._note(piece.note) for _, piece, _ in strip.line.parts if piece.note is not None]
        first, last = made[0], made[-1]
        first.is_first = last.is_last = True
        if frame is not None:
            first.height += frame.above
            last.height += frame.below
        if self.in_cell and (sign := self.setting.signs.get(node.id)) is not None:
            first.sign = SignSpot(sign[0], self.width, sum(strip.height for strip in made) * sign[1], self.node)
        targets = self.setting.targets
        first.names = [name for name in node.bookmarks if name in targets]
        if level is not None:
            first.heading = (level + 1, " ".join(f"{node.label} {plain_text(node.inlines)}".split()))
        return made

    def _tags(self, node: Paragraph, look: Look, level: int | None) -> tuple[Node | None, Node]:
        """The elements of a paragraph: of its label, when it is an item of a list, and of its
        text. A heading's or a centred line's number is part of it."""
        if node.label and node.number is not None and level is None and look.para.align != "center":
            form = self.setting.looks.level(node.number)
            label, text = self.lists.item(node.number, form.format if form else "", self.node)
            return label, text
        self.lists.close()
        tag = self.node.child("P")
        tag.level = level
        return None, tag

    def _panels(self, node: Paragraph) -> None:
        """Set the drawings of a paragraph."""
        for inline in inlines(node.inlines):
            if isinstance(inline, Drawing):
                self.setting.panels[id(inline)] = panel(inline, self._in_box)

    def _in_box(self, blocks: Sequence[Block], width: float) -> tuple[list[Strip], float]:
        flow = Flow(self.setting, width, self.node.child("Div"), in_cell=True)
        return flow.run(blocks), flow.pending

    def _note(self, note: Note) -> SetNote:
        """A note's text, as wide as the column."""
        before, self.setting.note = self.setting.note, note.label
        flow = Flow(self.setting, self.foot, self.node.child("Note"), in_cell=True)
        made = SetNote(note.kind, flow.run(note.blocks))
        self.setting.note = before
        return made

    def _lines(self, node: Paragraph, look: Look) -> list[Line]:
        setting = self.setting
        found = chunks(setting, node.inlines, look.char, hyphenate=not look.para.no_hyphens)
        label, start = self._label(node, look) if node.label else ([], None)
        if not found and not label:
            char = setting.looks.character(look.char, node.mark)
            breaker = Breaker(look.para, setting.inks.of(char), self.width, setting.default_tab)
            lines = breaker.run(())
            if node.page_break:
                lines[0].height = 0.0
            return lines
        breaker = Breaker(look.para, setting.inks.of(look.char), self.width, setting.default_tab, self._room())
        return breaker.run(found, label, start)

    def _room(self) -> Room | None:
        if not self.beside:
            return None
        y, beside = self.y, self.beside

        def room(top: float, height: float) -> tuple[float, float]:
            left = right = 0.0
            for upper, lower, at_left, at_right in beside:
                if y + top < lower and y + top + height > upper:
                    left, right = max(left, at_left), max(right, at_right)
            return left, right

        return room

    def _label(self, node: Paragraph, look: Look) -> tuple[list[Piece], float]:
        """The pieces of a numbered paragraph's label, and where its text begins."""
        looks, para = self.setting.looks, look.para
        level = looks.level(node.number) if node.number else None
        char = looks.character(look.char, node.mark)
        if level is not None and level.char != CharFormat():
            char = _label_char(char, level.char)
        ink = self.setting.inks.of(char)
        text = node.label.upper() if ink.caps else node.label
        pieces: list[Piece] = []
        for number, word in enumerate(text.split(" ")):
            pieces += [space(ink, 1)] if number else []
            pieces += [piece for part in known(ink, word) for piece in part] if word else []
        suffix = level.suffix if level is not None else "tab"
        if suffix == "space":
            pieces.append(space(ink, 1))
        end = (para.indent_left or 0.0) + (para.first_line or 0.0) + sum(piece.width for piece in pieces)
        if suffix == "tab" and node.inlines:
            end = next_stop(para, self.setting.default_tab, end - 0.5).position
        return pieces, end

    # ------------------------------------------------------------ frames, pictures, tables

    def _frame(self, blocks: Sequence[Block], i: int, look: Look) -> Frame | None:
        para = look.para
        if not para.borders and not para.shade:
            return None
        lines, is_joined = joined_borders(self.setting.looks, blocks, i, para.borders or {}, self.table_style)
        seen = {side: line for side, line in lines.items() if side != "between" and line.style not in ("none", "nil")}
        right = self.width - (para.indent_right or 0.0)
        return Frame(seen, para.shade or "", para.indent_left or 0.0, right, is_joined)

    def _pictures(self, node: Paragraph, gap: float) -> tuple[list[Placed], float]:
        """The floating pictures that hang on a paragraph, and the gap that is left above it: one with no text beside
        it becomes a strip."""
        out: list[Placed] = []
        for thing in floating(node.inlines):
            place = thing.floating
            assert place is not None
            image = thing if isinstance(thing, Image) else self.setting.panels[id(thing)]
            x = self._across(place, image.width)
            if place.wrap == "topAndBottom" and place.offset_v < _BELOW:
                tag = self.node.child("Figure", image.alt) if isinstance(image, Image) else self.node
                self.strips.append(
                    PictureStrip(
                        height=image.height, image=image, node=tag, x=x, gap=gap, glued=self.glue, breaks=self.breaks
                    )
                )
                self.glue, self.breaks, gap = True, False, 0.0
                self.y += image.height
                continue
            on_page = place.relative_v in ("page", "margin") and not self.in_cell
            y = self._down(place, image.height) if on_page else place.offset_v
            out.append(Placed(image, x, y, place.relative_h == "page", on_page))
            if place.wrap != "none":
                self.beside.append(self._beside(place, x, self.y + y, image))
        return out, gap

    def _beside(self, place: Floating, x: float, y: float, image: Image | Panel) -> tuple[float, float, float, float]:
        """What lines keep clear of: text stands on the wider side, or above and below."""
        left, top, right, bottom = place.clear
        upper, lower = y - top, y + image.height + bottom
        if place.wrap == "topAndBottom":
            return upper, lower, self.width, 0.0
        after = x + image.width + right
        return (upper, lower, after, 0.0) if x < self.width - after else (upper, lower, 0.0, self.width - x + left)

    def _across(self, place: Floating, width: float) -> float:
        """From the page's left edge for what is placed on the page, else from the column's."""
        room = self.setting.sheet.width if place.relative_h == "page" else self.width
        if place.align_h == "center":
            return (room - width) / 2
        if place.align_h in ("right", "outside"):
            return room - width
        return place.offset_h if not place.align_h else 0.0

    def _down(self, place: Floating, height: float) -> float:
        """From the page's upper edge, for what is placed on the page or between its margins."""
        sheet = self.setting.sheet
        top, bottom = (0.0, sheet.height) if place.relative_v == "page" else (sheet.top, sheet.height - sheet.bottom)
        if place.align_v == "center":
            return (top + bottom - height) / 2
        if place.align_v in ("bottom", "outside"):
            return bottom - height
        return top + (place.offset_v if not place.align_v else 0.0)

    def _table(self, node: Table) -> None:
        rows = tables.rows(self.setting, node, self.width, self.node, self._inside)
        if rows:
            rows[0].gap, rows[0].breaks = self.pending, self.breaks
            rows[0].glued = self.glue and not self.breaks
        self.lists.close()
        self.strips += rows
        self.y += sum(row.gap + row.height for row in rows)
        self.pending, self.breaks, self.begins, self.glue = 0.0, False, False, False

    def _inside(self, blocks: Sequence[Block], width: float, node: Node, table_style: str) -> tuple[list[Strip], float]:
        """What stands in a cell, and the space below the last of it."""
        flow = Flow(self.setting, width, node, table_style, in_cell=True, foot=self.foot)
        return flow.run(blocks), flow.pending


_labels: dict[tuple[int, int], tuple[CharFormat, CharFormat, CharFormat]] = {}


def _label_char(char: CharFormat, over: CharFormat) -> CharFormat:
    """A label's formatting, the same object for the same two."""
    key = (id(char), id(over))
    if key not in _labels:
        if len(_labels) > 5000:
            _labels.clear()
        _labels[key] = (char, over, over_char(char, over))
    return _labels[key][2]


def floating(nodes: Sequence[Inline]) -> list[Image | Drawing]:
    """The floating pictures and drawings among inlines."""
    out: list[Image | Drawing] = []
    for node in nodes:
        if isinstance(node, Image | Drawing) and node.floating is not None:
            out.append(node)
        elif isinstance(node, Link):
            out += floating(node.inlines)
    return out


def _contents_line(setting: Setting, entry: TocEntry, width: float) -> tuple[Paragraph, Look]:
    """A line of the contents as the paragraph that it is set as: title, dots, page at the right."""
    style = setting.looks.contents_style(entry.level)
    look = setting.looks.style(style)
    if not any(stop.kind == "right" for stop in look.para.tabs):
        para = replace(look.para, tabs=(*look.para.tabs, TabStop(width, "right", "dot")))
        look = Look(para, look.char)
    text = (Text(entry.text.replace("\t", " ")), Tab(), Text(entry.page))
    return Paragraph("", (Link(f"#{entry.bookmark}", text),), style), look
