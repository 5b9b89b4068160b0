"""The shipped fonts as HarfBuzz sees them: glyphs and widths of words, and which face has a letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import uharfbuzz as hb

from inovik_forms.documents.fonts import FAMILIES

FOLDER = Path(__file__).parent.parent / "fonts"
_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
_FALLBACKS = ("DejaVu Sans", "Liberation Serif", "Liberation Sans")
# Word sets letters apart and single unless a document asks otherwise.
_FEATURES = {"kern": False, "liga": False, "clig": False}
_MOST_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word's glyphs in one face. `width`: in thousandths of the font's size; `codes`: the glyphs in hexadecimal, as
    PDF writes them; `moves`: place in `codes` → what PDF takes off the advance of the glyph before it, where that is
    not the glyph's own width, or how far a mark is raised."""

    width: float
    codes: str
    moves: tuple[tuple[int, float], ...] = ()


class Face:
    """One font file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.data = file.read_bytes()
        self.face = hb.Face(hb.Blob(self.data))
        self.font = hb.Font(self.face)
        self.scale = 1000 / self.face.upem
        extents = self.font.get_font_extents("ltr")
        self.ascent = extents.ascender * self.scale / 1000
        self.descent = -extents.descender * self.scale / 1000
        self.is_cff = file.suffix == ".otf"
        self.letters: frozenset[int] = frozenset(self.face.unicodes)
        self.texts: dict[int, str] = {}  # glyph → the letters that it stands for
        self.widths: dict[int, float] = {}  # glyph → thousandths of the size
        self._words: dict[str, Shaped] = {}

    @property
    def name(self) -> str:
        """Its PostScript name."""
        return str(self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.file.stem)

    def shape(self, word: str) -> Shaped:
        """The glyphs of letters that all are in this face."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            found = self._words[word] = self._shape(word)
        return found

    def _shape(self, word: str) -> Shaped:
        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer, _FEATURES)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        ends = dict(pairwise([*sorted({info.cluster for info in infos}), len(word)]))
        codes, moves, width = "", [], 0.0
        for info, position in zip(infos, positions, strict=True):
            glyph = info.codepoint
            own = self.advance(glyph)
            self.texts.setdefault(glyph, word[info.cluster : ends[info.cluster]])
            if position.x_offset:
                moves.append((len(codes), -position.x_offset * self.scale))
            codes += f"{glyph:04x}"
            shift = own - position.x_advance * self.scale + position.x_offset * self.scale
            if abs(shift) > 0.01:
                moves.append((len(codes), shift))
            width += position.x_advance * self.scale
        return Shaped(width, codes, tuple(moves))

    def advance(self, glyph: int) -> float:
        """A glyph's own width in thousandths of the size."""
        found = self.widths.get(glyph)
        if found is None:
            found = self.widths[glyph] = round(self.font.get_glyph_h_advance(glyph) * self.scale, 2)
        return found

    def subset(self, glyphs: set[int]) -> bytes:
        """The font file with these glyphs under their own numbers."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs | {0})
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
        return bytes(hb.subset(self.face, wanted).blob.data)


@cache
def _files() -> dict[str, Path]:
    """Lower-case letters of a file's name → the file."""
    return {file.stem.lower(): file for file in sorted((*FOLDER.glob("*.ttf"), *FOLDER.glob("*.otf")))}


@cache
def face(family: str, bold: bool, italic: bool) -> Face:
    """The face of a shipped family; a plainer one where it has no such style."""
    stem = family.replace(" ", "").lower()
    wanted = _STYLES[bold + 2 * italic].lower()
    files = _files()
    file = files.get(f"{stem}-{wanted}") or files.get(f"{stem}-regular") or files[stem]
    return _face(file)


@cache
def _face(file: Path) -> Face:
    return Face(file)


def stretches(word: str, wanted: Face) -> Iterator[tuple[Face, str]]:
    """The word in pieces that one face can show: the wanted one as far as it goes."""
    if wanted.letters.issuperset(map(ord, word)):
        yield wanted, word
        return
    others = [face(family, False, False) for family in _FALLBACKS if family in {row[0] for row in FAMILIES.values()}]
    start = 0
    before = wanted
    for place, letter in enumerate(word):
        own = next((one for one in (wanted, before, *others) if ord(letter) in one.letters), wanted)
        if own is not before and place > start:
            yield before, word[start:place]
            start = place
        before = own
    yield before, word[start:]


@cache
def shown_letters() -> frozenset[int]:
    """Every code point that some shipped font can show."""
    return frozenset[int]().union(*(_face(file).letters for file in _files().values()))
