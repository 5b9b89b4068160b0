"""One page being drawn: its content stream, and what leads to and from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from math import ceil

from inovik_forms.documents.border_lines import breadth, lines_of
from inovik_forms.documents.tree import Border, Image
from inovik_forms.documents.typeset.faces import Face
from inovik_forms.documents.typeset.inks import Ink
from inovik_forms.documents.typeset.lines import Part
from inovik_forms.documents.typeset.nodes import ARTIFACT, Node
from inovik_forms.documents.typeset.panels import Panel
from inovik_forms.documents.typeset.strips import SignSpot
from inovik_forms.documents.typeset.words import Piece

_UNDER, _THROUGH, _THICK = 0.12, -0.28, 0.055  # of the size, below the line's foot; thickness
_COLOR = re.compile("[0-9A-Fa-f]{6}")
_STEP, _DOT = 0.25, 0.1  # distance and width of a leader's dots, of the size
_DASHES = {"dotted": "[1 1.5] 0 d", "dashed": "[3 2] 0 d", "dashSmallGap": "[3 1.5] 0 d", "dotDash": "[4 2 1 2] 0 d"}


@dataclass(slots=True)
class Area:
    """A link: where it can be pressed (left, lower, right, upper edge in PDF's own points) and what it leads to."""

    box: tuple[float, float, float, float]
    target: str
    node: Node
    text: str


@dataclass(slots=True)
class Field:
    """An empty field for a signature: its edges as an area has them, and what it is called."""

    box: tuple[float, float, float, float]
    title: str
    node: Node


@dataclass(slots=True)
class Shared:
    """What all pages of a file share. `fonts`: face → its name; `pictures`: content → (name, picture)."""

    fonts: dict[int, tuple[str, Face]] = field(default_factory=dict)
    used: dict[int, set[str]] = field(default_factory=dict)
    pictures: dict[bytes, tuple[str, Image]] = field(default_factory=dict)

    def font(self, face: Face) -> str:
        """The name of a face in content streams."""
        found = self.fonts.get(id(face))
        if found is None:
            found = self.fonts[id(face)] = (f"F{len(self.fonts)}", face)
            self.used[id(face)] = set()
        return found[0]

    def picture(self, image: Image) -> str:
        """The name of a picture in content streams."""
        return self.pictures.setdefault(image.data, (f"G{len(self.pictures)}", image))[0]


class Canvas:
    """A page of `width` × `height` points; y runs down from the upper edge. `number`: its place in the file, from 0."""

    def __init__(self, shared: Shared, number: int, width: float, height: float) -> None:
        self.shared = shared
        self.number = number
        self.width = width
        self.height = height
        self.out: list[str] = []
        self.places: dict[str, float] = {}
        self.headings: list[tuple[int, str, float]] = []
        self.areas: list[Area] = []
        self.fields: list[Field] = []
        self.marked: list[Node] = []  # number of marked content → whose it is
        self._straight: dict[tuple[str, str, str], dict[str, None]] = {}
        self.is_running = False  # whether a header or footer is drawn, which is no part of the text

    def place(self, name: str, y: float) -> None:
        """Here is where links to this name lead."""
        if not self.is_running:
            self.places.setdefault(name, y)

    def heading(self, level: int, text: str, y: float) -> None:
        """A line of the file's outline."""
        if text and not self.is_running:
            self.headings.append((level, text, y))

    def sign(self, spot: SignSpot, x: float, y: float) -> None:
        """Here is room for a signature."""
        if not self.is_running:
            box = (x, self.height - y - spot.height, x + spot.width, self.height - y)
            self.fields.append(Field(box, spot.title, spot.node.child("Form")))

    def _begin(self, node: Node) -> None:
        """Marked content: all that is drawn until "EMC" belongs to this element."""
        if self.is_running or node is ARTIFACT:
            self.out.append("/Artifact BMC")
        else:
            self.out.append(f"/{node.kind} <</MCID {len(self.marked)}>> BDC")
            node.inside.append((self.number, len(self.marked)))
            self.marked.append(node)

    def content(self) -> str:
        """The page's content stream: what was drawn, and the straight lines, each once, all of one look together."""
        lines = [
            f"q {color} RG {width} w {dash} {' '.join(segments)} S Q"
            for (color, width, dash), segments in self._straight.items()
        ]
        return "\n".join([*self.out, "/Artifact BMC", *lines, "EMC"] if lines else self.out)

    # ------------------------------------------------------------ letters

    def letters(self, node: Node, parts: Sequence[Part], x: float, foot: float, top: float, height: float) -> None:
        """A line. `x`: of the column; `foot`: of the letters; `top`, `height`: of the line's box."""
        self._shades(parts, x, top, height)
        runs = [part for part in parts if part[1].shaped is not None]
        for target, group in groupby(runs, key=lambda part: part[1].target):
            together = list(group)
            owner = self._link(node, target, together, x, top, height) if target and not self.is_running else node
            self._begin(owner)
            self._text(together, x, foot)
            self.out.append("EMC")
        self._lines_on(runs, x, foot)
        for left, piece, _ in parts:
            if piece.image is not None:
                self.thing(node, piece.image, x + left, foot - piece.image.height)
            elif piece.leader:
                self._leader(piece, x + left, foot)

    def _text(self, parts: Sequence[Part], x: float, foot: float) -> None:
        """Letters as few operators as possible: a new position only with a new face, size, colour or height."""
        out = self.out
        out.append("BT")
        ink: Ink | None = None
        face: Face | None = None
        codes: list[str] = []
        at = 0.0  # where the letters so far end
        for left, piece, added in parts:
            if piece.shaped is None or piece.face is None:
                continue
            if piece.ink is not ink or piece.face is not face:
                self._flush(codes)
                ink, face, at = piece.ink, piece.face, left
                name = self.shared.font(face)
                out.append(f"/{name} {_n(ink.size)} Tf {_color(ink.color)} rg")
                out.append(f"1 0 0 1 {_n(x + left)} {_n(self.height - foot + ink.rise)} Tm")
            scale = 1000 / piece.ink.size
            if abs(left - at) > 0.004:
                codes.append(f"{_n((at - left) * scale)}")
            codes += _codes(piece, added * scale)
            self.shared.used[id(face)].add(piece.shaped.codes)
            at = left + piece.width + added * piece.spaces
        self._flush(codes)
        out.append("ET")

    def _flush(self, codes: list[str]) -> None:
        if codes:
            self.out.append(f"[{''.join(codes)}] TJ".replace("><", ""))
            codes.clear()

    def _lines_on(self, parts: Sequence[Part], x: float, foot: float) -> None:
        """Underlines and strikes."""
        for left, right, ink in _runs(parts):
            thick = max(ink.size * _THICK, 0.4)
            if ink.strike:
                self._line(x + left, foot + ink.size * _THROUGH, x + right, thick, ink.color, "")
            if ink.underline:
                y = foot + ink.size * _UNDER
                dash = _DASHES.get({"dotted": "dotted", "dash": "dashed"}.get(ink.underline, ""), "")
                self._line(x + left, y, x + right, thick, ink.color, dash)
                if ink.underline == "double":
                    self._line(x + left, y + 2 * thick, x + right, thick, ink.color, dash)

    def _line(self, x: float, y: float, right: float, width: float, color: str, dash: str) -> None:
        self._add_line(x, y, right, y, width, color, dash)

    def _add_line(self, x: float, y: float, right: float, bottom: float, width: float, color: str, dash: str) -> None:
        of_look = self._straight.setdefault((_color(color), _n(width), dash), {})
        of_look[f"{_n(x)} {_n(self.height - y)} m {_n(right)} {_n(self.height - bottom)} l"] = None

    def _leader(self, piece: Piece, x: float, foot: float) -> None:
        """Dots in columns that are the same on every line, or a line."""
        size = piece.ink.size
        step = size * _STEP
        right = x + piece.width
        if piece.leader == "dot":
            start = ceil(x / step) * step
            dash, width, x = f"1 J [0 {_n(step)}] 0 d", size * _DOT, start
        else:
            dash, width = "[3 2] 0 d" if piece.leader == "hyphen" else "", size * _THICK
        self._line(x, foot - width / 2 if dash else foot + size * _UNDER, right, width, piece.ink.color, dash)

    def _shades(self, parts: Sequence[Part], x: float, top: float, height: float) -> None:
        for left, piece, added in parts:
            if piece.ink.shade:
                self.fill(x + left, top, piece.width + added * piece.spaces, height, piece.ink.shade)

    def _link(self, node: Node, target: str, parts: Sequence[Part], x: float, top: float, height: float) -> Node:
        """The element of words that lead somewhere, and where they can be pressed."""
        left, last = parts[0][0], parts[-1]
        right = last[0] + last[1].width + last[2] * last[1].spaces
        box = (x + left, self.height - top - height, x + right, self.height - top)
        owner = node.child("Link")
        self.areas.append(Area(box, target, owner, "".join(piece.text for _, piece, _ in parts)))
        return owner

    # ------------------------------------------------------------ lines, colours, pictures

    def fill(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A coloured box."""
        box = f"{_n(x)} {_n(self.height - y - height)} {_n(width)} {_n(height)}"
        self.out.append(f"/Artifact BMC {_color(color)} rg {box} re f EMC")

    def rule(self, x: float, y: float, right: float, bottom: float, border: Border) -> None:
        """A straight line of a border, along its middle."""
        if border.style in ("none", "nil") or border.width <= 0:
            return
        dash, at = _DASHES.get(border.style, ""), -breadth(border) / 2
        for place, width in enumerate(lines_of(border)):
            if place % 2 == 0:  # between two lines stands a gap
                shift = at + width / 2
                over, down = (0.0, shift) if y == bottom else (shift, 0.0)
                self._add_line(x + over, y + down, right + over, bottom + down, max(width, 0.25), border.color, dash)
            at += width

    def thing(self, node: Node, thing: Image | Panel, x: float, y: float) -> None:
        """A picture or a drawing with its upper left corner here."""
        if isinstance(thing, Image):
            self.picture(node, thing, x, y)
        else:
            thing.draw(self, x, y)

    def picture(self, node: Node, image: Image, x: float, y: float) -> None:
        """A picture with its upper left corner here; one without a description only decorates."""
        figure = ARTIFACT if not image.alt else node if node.kind == "Figure" else node.child("Figure", image.alt)
        self._begin(figure)
        left, lower = _n(x), _n(self.height - y - image.height)
        name = self.shared.picture(image)
        self.out.append(f"q {_n(image.width)} 0 0 {_n(image.height)} {left} {lower} cm /{name} Do Q EMC")


def _codes(piece: Piece, added: float) -> list[str]:
    """The glyphs of a piece for TJ. `added`: thousandths of the size behind each space."""
    shaped = piece.shaped
    assert shaped is not None
    if piece.spaces and added:
        return [f"<{shaped.codes[i : i + 4]}>{_n(-added)}" for i in range(0, len(shaped.codes), 4)]
    if not shaped.moves:
        return [f"<{shaped.codes}>"]
    out, start = [], 0
    for place, shift in shaped.moves:
        if place > start:
            out.append(f"<{shaped.codes[start:place]}>")
        out.append(_n(shift))
        start = place
    if start < len(shaped.codes):
        out.append(f"<{shaped.codes[start:]}>")
    return out


def _runs(parts: Sequence[Part]) -> Iterator[tuple[float, float, Ink]]:
    """(left, right, ink) of neighbours that are underlined or struck through alike."""
    found: tuple[float, float, Ink] | None = None
    for left, piece, added in parts:
        ink, right = piece.ink, left + piece.width + added * piece.spaces
        if found is not None and found[2] is ink:
            found = (found[0], right, ink)
            continue
        if found is not None:
            yield found
        found = (left, right, ink) if ink.underline or ink.strike else None
    if found is not None:
        yield found


def _n(number: float) -> str:
    """A number as PDF writes it, to a hundredth of a point."""
    text = f"{number:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _color(color: str) -> str:
    """RRGGBB → three numbers from 0 to 1; black for what is no colour."""
    found = color if _COLOR.fullmatch(color) else "000000"
    return " ".join(_n(int(found[i : i + 2], 16) / 255) for i in (0, 2, 4))
