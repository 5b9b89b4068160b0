"""One section's strips put into the columns of its pages, with notes at their feet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inovik_forms.documents.sections import Section
from inovik_forms.documents.tree import PageSetup
from inovik_forms.documents.typeset.spots import Spot, rule
from inovik_forms.documents.typeset.strips import Strip

if TYPE_CHECKING:
    from inovik_forms.documents.typeset.canvas import Canvas
    from inovik_forms.documents.typeset.pages import Page, Pages

_EPS = 0.05  # points
_STEP = 6.0  # points by which columns grow until all of their text is in them


def column_width(setup: PageSetup) -> float:
    """Points of one column."""
    whole = setup.width - setup.left - setup.right
    return max((whole - setup.column_gap * (setup.columns - 1)) / setup.columns, 1.0)


@dataclass(slots=True)
class Filling:
    """The filling of one section. `spots`: columns of the page that is being filled, of which the `at`th is; `late`:
    notes that go on at the foot of the next column."""

    pages: Pages
    section: Section
    spots: list[Spot] = field(default_factory=list)
    at: int = 0
    late: list[Strip] = field(default_factory=list)
    page: Page = field(init=False)
    strips: list[Strip] = field(default_factory=list)  # those of the page that is being filled

    def __post_init__(self) -> None:
        going_on = self.pages.below(self.section)
        if going_on is None:
            self._new_page(first=True)
        else:
            self.page, y, bottom = going_on
            self._columns(y, bottom, is_fresh=not self.page.strips)

    @property
    def spot(self) -> Spot:
        """The column that is being filled."""
        return self.spots[self.at]

    def run(self, strips: Sequence[Strip]) -> None:
        """Put the strips down, on as many pages as they need."""
        queue = list(reversed(strips))
        while queue:
            strip = queue.pop()
            if strip.breaks and self.spot.is_used:
                self._next(to_page=not strip.to_column)
            spot = self.spot
            gap = strip.gap if spot.is_used or strip.keeps_gap else 0.0
            needed = strip.least if strip.glued else _needed(strip, queue)
            notes = self._notes(strip)
            if spot.y + gap + needed + spot.wants(notes) > spot.bottom + _EPS and spot.is_used:
                spot, gap = self._next(), 0.0
                self._repeat(strip)
            room = spot.bottom - spot.y - gap
            if strip.height > room + _EPS and (parts := strip.split(room) or strip.split(room, by_force=True)):
                self._put(parts[0], gap)
                queue.append(parts[1])
                self._next()
                self._repeat(parts[1])
                continue
            self._put(strip, gap)

    def _put(self, strip: Strip, gap: float) -> None:
        self.spot.put(strip, gap)
        self.strips.append(strip)
        for note in self._notes(strip):
            self.late = self.late + note if self.late else self.spot.tell(note)
        if self.pages.setting.has_notes:
            self.pages.endnotes += [part for note in strip.notes() if note.kind == "endnote" for part in note.strips]

    def _notes(self, strip: Strip) -> list[list[Strip]]:
        if not self.pages.setting.has_notes:
            return []
        return [note.strips for note in strip.notes() if note.kind == "footnote"]

    def _repeat(self, strip: Strip) -> None:
        """The table's head again."""
        for head in strip.heads:
            self.spot.put(_Again(height=head.height, strip=head), 0.0)

    # ------------------------------------------------------------ columns and pages

    def _next(self, *, to_page: bool = False) -> Spot:
        """The next column, on a new page if need be."""
        if to_page or self.at + 1 == len(self.spots):
            self.close()
            self._new_page(first=False)
        else:
            self.at += 1
        if self.late:
            self.late = self.spot.tell(self.late)
        return self.spot

    def _new_page(self, *, first: bool) -> None:
        self.page, y, bottom = self.pages.begin(self.section, first=first)
        self._columns(y, bottom, is_fresh=True)

    def _columns(self, y: float, bottom: float, *, is_fresh: bool) -> None:
        setup = self.section.page
        width = column_width(setup)
        lefts = [setup.left + n * (width + setup.column_gap) for n in range(setup.columns)]
        self.spots = [Spot(left, y, bottom, width, is_fresh) for left in lefts]
        self.at, self.strips = 0, []

    def close(self) -> float:
        """Hand what was filled to the page; how far down it reaches."""
        low = max(spot.y for spot in self.spots)
        setup = self.section.page
        top = min((y for spot in self.spots for _, y, _ in spot.out), default=low)
        for spot in self.spots:
            spot.close()
            self.page.strips += spot.out
            if setup.column_line and spot.x > setup.left and spot.out:
                self.page.lines.append((spot.x - setup.column_gap / 2, top, low))
            spot.out = []
        return low

    def finish(self) -> None:
        """The document's end: endnotes, and what is left of the last footnotes."""
        if self.pages.endnotes:
            notes, self.pages.endnotes = self.pages.endnotes, []
            self.run([rule(self.spot.width), *notes])
        while self.late:
            self._next()

    def balance(self) -> None:
        """Share the page's strips among its columns, as even as they can be: a section goes on below."""
        if len(self.spots) == 1 or any(spot.foot for spot in self.spots) or not self.strips:
            return
        strips, start, bottom = self.strips, min(spot.y0 for spot in self.spots), self.spots[0].bottom
        height = sum(strip.gap + strip.height for strip in strips) / len(self.spots)
        while start + height < bottom:
            if (spots := self._shared(strips, start, start + height)) is not None:
                self.spots, self.at = spots, len(spots) - 1
                return
            height += _STEP

    def _shared(self, strips: Sequence[Strip], start: float, bottom: float) -> list[Spot] | None:
        """The strips in columns of this height; None when they need more."""
        spots = [Spot(old.x, start, bottom, old.width, old.is_fresh) for old in self.spots]
        at = 0
        queue = list(reversed(strips))
        while queue:
            strip = queue.pop()
            spot = spots[at]
            if spot.out and (strip.breaks or spot.y + strip.gap + _needed(strip, queue) > bottom + _EPS):
                at += 1
                if at == len(spots):
                    return None
                spot = spots[at]
            spot.put(strip, strip.gap if spot.out or strip.keeps_gap else 0.0)
            if spot.y > bottom + _EPS:
                return None
        return spots


def _needed(strip: Strip, queue: Sequence[Strip]) -> float:
    """How much must fit on the page for a strip to begin there: itself and all that is glued to it."""
    height, last = 0.0, strip
    for below in reversed(queue):
        if not below.glued or below.breaks:
            break
        height += last.height + below.gap
        last = below
    return height + last.least


@dataclass(slots=True, eq=False, kw_only=True)
class _Again(Strip):
    """A table's head shown once more: no part of the text."""

    strip: Strip

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """As running matter."""
        before, canvas.is_running = canvas.is_running, True
        self.strip.draw(canvas, x, y)
        canvas.is_running = before
