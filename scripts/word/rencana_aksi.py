"""One innovation's action plan under the unit's letterhead."""

from __future__ import annotations

from dataclasses import replace

import kop
import plan
import word
from report import FIRST_PORTRAIT, FURNITURE, PORTRAIT, genuine_note, numbering, styles

TITLE = "Rencana Aksi Inovasi"
FIRST = replace(FIRST_PORTRAIT, first_footer="footer1")


def build() -> bytes:
    body = kop.TAG + plan.body(FIRST)
    return word.document(TITLE, body, PORTRAIT, styles(), numbering(), FURNITURE | {"footer1": genuine_note()})
