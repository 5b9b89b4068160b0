"""Pictures in a PDF file: JPEG as it is, everything else as plain pixels with its transparency."""

from __future__ import annotations

import zlib
from functools import lru_cache
from io import BytesIO

from PIL import Image as Pillow

from inovik_forms.documents.tree import Image
from inovik_forms.documents.typeset.pdf_objects import Objects

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_KEPT = 100  # pictures that are remembered as they are written
_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}

Pixels = tuple[str, bytes]
"""(entries of a stream's dictionary, its data as the filter reads it)"""


def picture(out: Objects, image: Image) -> int:
    """The picture's object; one grey pixel for what cannot be read, which the reader of the file has told of."""
    (entries, data), mask = encoded(image.data)
    if mask is not None:
        entries += f"/SMask {out.stream(mask[1], mask[0], compress=False)} 0 R"
    return out.stream(data, entries, compress=False)


@lru_cache(maxsize=_KEPT)
def encoded(data: bytes) -> tuple[Pixels, Pixels | None]:
    """A picture as the file holds it, and its transparency."""
    try:
        with Pillow.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.format == "JPEG" and opened.mode in _SPACES:
                size = f"/Width {opened.width}/Height {opened.height}"
                return (f"{_HEAD}{size}/ColorSpace{_SPACES[opened.mode]}/Filter/DCTDecode", data), None
            return _pixels(opened)
    except (OSError, ValueError, Pillow.DecompressionBombError):
        return (f"{_HEAD}/Width 1/Height 1/ColorSpace/DeviceGray/Filter/FlateDecode", zlib.compress(b"\xdd")), None


_HEAD = "/Type/XObject/Subtype/Image/BitsPerComponent 8"


def _pixels(opened: Pillow.Image) -> tuple[Pixels, Pixels | None]:
    has_alpha = "A" in opened.getbands() or "transparency" in opened.info
    whole = opened.convert("RGBA" if has_alpha else "RGB")
    mask = None
    if has_alpha:
        alpha = whole.getchannel("A")
        if alpha.getextrema() != (255, 255):
            mask = _flat(alpha, "/DeviceGray")
        whole = whole.convert("RGB")
    return _flat(whole, "/DeviceRGB"), mask


def _flat(pixels: Pillow.Image, space: str) -> Pixels:
    entries = f"{_HEAD}/Width {pixels.width}/Height {pixels.height}/ColorSpace{space}/Filter/FlateDecode"
    return entries, zlib.compress(pixels.tobytes(), 6)
