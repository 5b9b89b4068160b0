"""Lines: chunks broken where the room ends, aligned, with tab stops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from inovik_forms.documents.tab_stops import next_stop
from inovik_forms.documents.tree import ParaFormat
from inovik_forms.documents.typeset.inks import Ink
from inovik_forms.documents.typeset.words import Chunk, Piece, letters

_EPS = 0.02  # points; widths are sums of rounded ones
_STEP, _DEEPEST = 0.5, 2000.0  # points in which a line looks for room below what takes the whole width
_EXACT_ASCENT = 0.8  # of a line of exact height

Room = Callable[[float, float], tuple[float, float]]
"""(points below the paragraph's top, height) → points lost at the left and at the right, beside floating pictures."""
Part = tuple[float, Piece, float]
"""(points from the left edge of the column, piece, points added to each of its spaces)"""


@dataclass(slots=True, eq=False)
class Line:
    """In points: `ascent` from the line's top to the foot of its letters, `solid` what it needs at a page's end, where
    the space between lines may be left out."""

    parts: list[Part]
    height: float
    ascent: float
    solid: float
    lead: float = 0.0  # left free above it, beside nothing
    label: int = 0  # so many of its parts are the paragraph's label


@dataclass(slots=True)
class _Open:
    """A line that is being filled. `x`: where the next piece stands; `fixed`: so many parts no stretching moves."""

    left: float
    right: float
    x: float
    parts: list[Part] = field(default_factory=list)
    fixed: int = 0
    tail: float = 0.0  # width of the spaces at its end so far


class Breaker:
    """Breaks one paragraph. `width`: of the column; `ink`: of the paragraph's own text."""

    def __init__(self, para: ParaFormat, ink: Ink, width: float, default_tab: float, room: Room | None = None) -> None:
        self.para = para
        self.ink = ink
        self.width = width
        self.default_tab = default_tab
        self.room = room
        self.indent = para.indent_left or 0.0
        self.lines: list[Line] = []
        self.top = self.lead = 0.0
        self.hyphen: Piece | None = None  # what the line gets when it ends inside the word that it ends with
        self.line = self._opened(self.indent + (para.first_line or 0.0))

    def run(self, chunks: Iterable[Chunk], label: Sequence[Piece] = (), start: float | None = None) -> list[Line]:
        """The lines. `label`: what the first line begins with, behind which the text starts at `start`, in points from
        the column's left edge."""
        if label:
            for piece in label:
                self._put(piece)
            self.line.x = max(start or 0.0, self.line.x)
            self.line.fixed = len(self.line.parts)
        queue = [*chunks][::-1]
        while queue:
            chunk = queue.pop()
            if chunk.kind == "tab":
                self._tab(queue)
            elif chunk.kind == "break":
                self._end(is_last=True)
            elif self.line.x + chunk.width <= self.line.right + _EPS and self._may_end(chunk, queue):
                self._add(chunk)
            elif self.line.parts:
                if self.hyphen is not None:
                    self._put(self.hyphen)
                self._end(is_last=False)
                queue.append(chunk)
            elif len(parts := _parted(chunk)) > 1:
                queue += reversed(parts)
            else:
                self._add(chunk)
        self._end(is_last=True)
        self.lines[0].label = len(label)
        return self.lines

    def _may_end(self, chunk: Chunk, queue: Sequence[Chunk]) -> bool:
        """Whether a part of a word may stand here: with its hyphen behind it, or with all the rest of the word."""
        if chunk.hyphen is None or not self.line.parts:
            return True
        rest = chunk.width
        for place in range(len(queue) - 1, -1, -1):
            rest += queue[place].width
            if queue[place].hyphen is None:
                break
        return self.line.x + min(chunk.width + chunk.hyphen.width, rest) <= self.line.right + _EPS

    def _opened(self, x: float) -> _Open:
        right = self.width - (self.para.indent_right or 0.0)
        if self.room:
            height = self.ink.ascent + self.ink.descent
            at_left, at_right = self.room(self.top, height)
            while at_left + at_right >= self.width and self.lead < _DEEPEST:
                self.top, self.lead = self.top + _STEP, self.lead + _STEP
                at_left, at_right = self.room(self.top, height)
            x, right = max(x, at_left) if at_left else x, min(right, self.width - at_right)
        return _Open(x, right, x)

    def _put(self, piece: Piece) -> None:
        self.line.parts.append((self.line.x, piece, 0.0))
        self.line.x += piece.width

    def _add(self, chunk: Chunk) -> None:
        for piece in chunk.pieces:
            self._put(piece)
        for piece in chunk.tail:
            self._put(piece)
        self.line.tail = chunk.gap if chunk.pieces else self.line.tail + chunk.gap
        self.hyphen = chunk.hyphen

    # ------------------------------------------------------------ tabs

    def _tab(self, queue: list[Chunk]) -> None:
        line = self.line
        stop = next_stop(self.para, self.default_tab, line.x)
        end = stop.position
        if stop.kind in ("right", "center", "decimal"):
            following = _width_until_tab(queue)
            end = max(end - (following / 2 if stop.kind == "center" else following), line.x)
        elif end > line.right + _EPS and line.parts:
            self._end(is_last=True)
            return
        if stop.leader:
            self._lead(stop.leader, end)
        line.x, line.fixed, line.tail = end, len(line.parts), 0.0

    def _lead(self, leader: str, end: float) -> None:
        """Dots or a line up to `end`; no letters, which nobody would want to hear or to copy."""
        if end > self.line.x:
            self._put(Piece(end - self.line.x, self.ink, "", leader=leader))

    # ------------------------------------------------------------ ending a line

    def _end(self, *, is_last: bool) -> None:
        line = self.line
        while len(line.parts) > line.fixed and line.parts[-1][1].spaces:
            line.parts.pop()
        rest = line.right - (line.x - line.tail)
        align = self.para.align
        if align == "both" and not is_last and rest > 0:
            _stretch(line, rest)
        elif align in ("center", "right") and rest:
            shift = rest if align == "right" else rest / 2
            line.parts = [(x + shift, piece, added) for x, piece, added in line.parts]
        made = Line(line.parts, *self._height(line.parts), self.lead)
        self.lead, self.hyphen = 0.0, None
        self.lines.append(made)
        self.top += made.height
        self.line = self._opened(self.indent)

    def _height(self, parts: Sequence[Part]) -> tuple[float, float, float]:
        """(height, ascent, solid) of a line as Word sets it."""
        inks = {part[1].ink for part in parts} or {self.ink}
        ascent, descent = max(ink.ascent for ink in inks), max(ink.descent for ink in inks)
        for _, piece, _ in parts:
            if piece.image is not None:
                ascent = max(ascent, piece.image.height)
        natural, wanted = ascent + descent, self.para.line
        if wanted is None:
            return natural, ascent, natural
        if self.para.line_rule == "exact":
            return wanted, wanted * _EXACT_ASCENT, wanted
        if self.para.line_rule == "atLeast":
            height = max(natural, wanted)
            return height, ascent + height - natural, height
        if wanted < 1:
            return natural * wanted, ascent - natural * (1 - wanted), natural * wanted
        return natural * wanted, ascent, natural


def _stretch(line: _Open, rest: float) -> None:
    """Spread what is left of the room over the spaces behind the last tab."""
    count = sum(piece.spaces for _, piece, _ in line.parts[line.fixed :])
    if not count:
        return
    added, moved = rest / count, 0.0
    for place in range(line.fixed, len(line.parts)):
        x, piece, _ = line.parts[place]
        line.parts[place] = (x + moved, piece, added if piece.spaces else 0.0)
        moved += added * piece.spaces


def _width_until_tab(queue: Sequence[Chunk]) -> float:
    """The width of what comes next, up to a tab, the line's end or the paragraph's."""
    total = tail = 0.0
    for chunk in reversed(queue):
        if chunk.kind != "text":
            break
        total += chunk.width + tail
        tail = chunk.gap
    return total


def _parted(chunk: Chunk) -> list[Chunk]:
    """A word wider than a line, letter by letter."""
    pieces = [one for piece in chunk.pieces for one in ([piece] if piece.image or piece.note else letters(piece))]
    out = [Chunk([piece], piece.width) for piece in pieces]
    if out:
        out[-1].tail, out[-1].gap = chunk.tail, chunk.gap
    return out
