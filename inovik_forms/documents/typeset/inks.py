"""What a stretch of text looks like on paper: its face, size and colour, worked out once for each formatting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from inovik_forms.documents import css, fonts
from inovik_forms.documents.tree import CharFormat
from inovik_forms.documents.typeset.faces import Face, face

_RAISED = ("superscript", "subscript")
_UP, _DOWN = 0.33, -0.12  # of the size, from the line's foot
SMALL = 0.8  # size of the small letters of small capitals


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """`size`, `rise`, `ascent`, `descent` in points; colours RRGGBB."""

    face: Face
    size: float
    color: str
    rise: float
    ascent: float
    descent: float
    underline: str
    strike: bool
    shade: str
    caps: bool
    small_caps: bool
    words: dict[str, Any] = field(default_factory=dict)  # what `words.py` made of each word

    def width(self, text: str) -> float:
        """In points, of letters that the face has."""
        return self.face.shape(text).width * self.size / 1000


def line_parts(char: CharFormat) -> tuple[float, float]:
    """(ascent, descent) in points of a line of single spacing, as Word has it."""
    family, whole, _ = fonts.family(char.font)
    found = face(family, bool(char.bold), bool(char.italic))
    natural = found.ascent + found.descent
    descent = found.descent if natural <= whole + 0.001 else whole * found.descent / natural
    size = char.size or css.DEFAULT_SIZE
    return (whole - descent) * size, descent * size


def ink(char: CharFormat) -> Ink:
    """The ink of a formatting in full."""
    size = char.size or css.DEFAULT_SIZE
    ascent, descent = line_parts(char)
    rise = size * (_UP if char.position == "superscript" else _DOWN) if char.position in _RAISED else 0.0
    return Ink(
        face=face(fonts.family(char.font)[0], bool(char.bold), bool(char.italic)),
        size=size * css.RAISED if rise else size,
        color=char.color or "000000",
        rise=rise, ascent=ascent, descent=descent,
        underline=char.underline if char.underline and char.underline != "none" else "",
        strike=bool(char.strike), shade=char.shade or "",
        caps=bool(char.caps), small_caps=bool(char.small_caps),
    )  # fmt: skip


class Inks:
    """The inks of one document's formattings, by the formatting's identity."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[CharFormat, Ink]] = {}

    def of(self, char: CharFormat) -> Ink:
        """The ink of a formatting in full."""
        found = self._known.get(id(char))
        if found is None:
            found = self._known[id(char)] = (char, ink(char))
        return found[1]
