"""Where strips go: the columns of a page, each with its notes at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from inovik_forms.documents.typeset.strips import RuleStrip, Strip, beginning, total

_EPS = 0.05  # points
_RULE, _RULE_WIDTH = 8.0, 0.25  # height of the line above notes; its width, of the column's
Placed = tuple[float, float, Strip]
"""(points from the page's left edge, from its upper edge, strip)"""


@dataclass(slots=True)
class Spot:
    """A column that is being filled, from `y` down to `bottom`. `y0`: where it begins; `is_fresh`: nothing stands above
    it on this page; `out`: what stands in it; `foot`: the notes at its foot, `bottom` being above them."""

    x: float
    y: float
    bottom: float
    width: float
    is_fresh: bool = True
    out: list[Placed] = field(default_factory=list)
    foot: list[Strip] = field(default_factory=list)
    y0: float = field(init=False)

    def __post_init__(self) -> None:
        self.y0 = self.y

    @property
    def is_used(self) -> bool:
        """Whether something stands in it, or above it on its page."""
        return bool(self.out) or not self.is_fresh

    def put(self, strip: Strip, gap: float) -> None:
        """One more strip below the last one."""
        self.out.append((self.x, self.y + gap, strip))
        self.y += gap + strip.height

    # ------------------------------------------------------------ notes

    def wants(self, notes: Sequence[Sequence[Strip]]) -> float:
        """Points that a line with these notes needs below it: all of them, but of the last one only its beginning."""
        if not notes:
            return 0.0
        rule = 0.0 if self.foot else _RULE
        return rule + sum(total(note) for note in notes[:-1]) + beginning(notes[-1])

    def tell(self, strips: Sequence[Strip]) -> list[Strip]:
        """Put notes at the foot; those that find no room."""
        rule = 0.0 if self.foot else _RULE
        room = self.bottom - self.y - rule
        used = fits = 0.0
        count = 0
        for at, strip in enumerate(strips, 1):
            used += strip.gap + strip.height
            if used > room + _EPS:
                break
            if at == len(strips) or not strips[at].glued:
                fits, count = used, at
        if not count and not self.is_used and strips:  # a page of its own is all that it can get
            count, fits = 1, strips[0].gap + strips[0].height
        if count:
            self.foot += strips[:count]
            self.bottom -= fits + rule
        return list(strips[count:])

    def close(self) -> None:
        """Put the notes where they go; nothing more comes."""
        if not self.foot:
            return
        y = self.bottom
        self.out.append((self.x, y, RuleStrip(height=_RULE, width=self.width * _RULE_WIDTH)))
        y += _RULE
        for strip in self.foot:
            y += strip.gap
            self.out.append((self.x, y, strip))
            y += strip.height
        self.foot = []


def rule(width: float) -> Strip:
    """The line above endnotes."""
    return RuleStrip(height=_RULE, width=width * _RULE_WIDTH, keeps_gap=True)
