"""One innovation's action plan under the unit's letterhead."""

from __future__ import annotations

import kop
import plan
import word
from report import FIRST_PORTRAIT, FURNITURE, PORTRAIT, genuine_note, numbering, styles

TITLE = "Rencana Aksi Inovasi"


def build() -> bytes:
    body = kop.TAG + plan.body(FIRST_PORTRAIT) + genuine_note()
    return word.document(TITLE, body, PORTRAIT, styles(), numbering(), FURNITURE)
