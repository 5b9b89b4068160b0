"""Fonts in a PDF file: only the glyphs that are used, under their own numbers, with the letters that they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from struct import unpack

from inovik_forms.documents.typeset.faces import Face
from inovik_forms.documents.typeset.pdf_objects import Objects

_AT_ONCE = 100  # lines of a block of a character map (ISO 32000-1, 9.10.3)
_KEPT = 64  # subsets that are remembered


def font(out: Objects, face: Face, used: Iterable[str]) -> int:
    """The font's object. `used`: glyphs in hexadecimal, four digits each."""
    glyphs = frozenset(int(code[i : i + 4], 16) for code in used for i in range(0, len(code), 4))
    data = _subset(face, glyphs)
    tag = "".join(chr(65 + byte % 26) for byte in sha256(repr(sorted(glyphs)).encode()).digest()[:6])
    name = f"{tag}+{face.name.replace(' ', '')}"
    kind = "/Subtype/OpenType" if face.is_cff else f"/Length1 {len(data)}"
    file = out.stream(data, kind)
    entry = "FontFile3" if face.is_cff else "FontFile2"
    left, lower, right, upper = (round(side * face.scale) for side in _box(face))
    descriptor = out.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{left} {lower} {right} {upper}]/ItalicAngle 0"
        f"/Ascent {round(face.ascent * 1000)}/Descent {round(-face.descent * 1000)}"
        f"/CapHeight {round(face.ascent * 700)}/StemV 80/{entry} {file} 0 R>>"
    )
    widths = " ".join(f"{glyph}[{face.advance(glyph):g}]" for glyph in sorted(glyphs))
    subtype = "CIDFontType0" if face.is_cff else "CIDFontType2/CIDToGIDMap/Identity"
    inner = out.add(
        f"<</Type/Font/Subtype/{subtype}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 0/W[{widths}]>>"
    )
    letters = out.stream(_letters(face, glyphs).encode("ascii"))
    return out.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
        f"/ToUnicode {letters} 0 R>>"
    )


@lru_cache(maxsize=_KEPT)
def _subset(face: Face, glyphs: frozenset[int]) -> bytes:
    return face.subset(set(glyphs))


def _box(face: Face) -> tuple[int, int, int, int]:
    """xMin, yMin, xMax, yMax of the table `head`."""
    return unpack(">4h", bytes(face.face.reference_table("head").data)[36:44])


def _letters(face: Face, glyphs: Iterable[int]) -> str:
    """The map from glyphs to letters, for search and copying."""
    lines = [
        f"<{glyph:04x}> <{face.texts[glyph].encode('utf-16-be').hex()}>"
        for glyph in sorted(glyphs)
        if face.texts.get(glyph)
    ]
    blocks = [lines[i : i + _AT_ONCE] for i in range(0, len(lines), _AT_ONCE)]
    maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{maps}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
