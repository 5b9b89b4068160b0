"""The code on a paper by which anybody sees whether it is genuine and the newest: `{{ kode_asli }}` is a QR code of the
address that `{{ alamat_asli }}` prints. Neither prints anything where a document is not issued by a site."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache

import segno

from inovik_forms.letterheads import NAMES

CODE, ADDRESS = "kode_asli", "alamat_asli"
RESERVED: Mapping[str, str] = {**NAMES, CODE: "image", ADDRESS: "text"}
"""Names of templates that are no answers, with their kinds. A question of the same name goes before."""
CODE_SIZE = 62.0
"""Points (2.2 cm): read by a phone from a hand's breadth, printed or photocopied."""
_PIXELS = 8  # for each square of the code, so that it stays sharp in print


@lru_cache(maxsize=32)
def qr_code(address: str) -> bytes:
    """A PNG that still reads with 15 % of it spoilt."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=_PIXELS, border=2)
    return out.getvalue()
