"""The words of the column `appearance` that change something here; any other is kept, and a warning names it."""

from __future__ import annotations

import re

SERVED = (
    "multiline", "numbers", "thousands-sep", "minimal", "autocomplete", "likert", "label", "list-nolabel", "list",
    "table-list", "field-list", "horizontal", "horizontal-compact", "columns", "columns-pack", "columns-flex",
    "compact", "quickcompact", "no-buttons", "no-ticks", "vertical", "month-year", "year", "months", "signature",
    "draw", "annotate", "new", "new-front", "hidden",
)  # fmt: skip
"""Besides them `columns-3`, `compact-3` (choices in so many columns) and `w2` (so many of the page's columns)."""
_NUMBERED = re.compile(r"(?:columns-|compact-|w)\d{1,2}")
_NAMES = frozenset(SERVED)


def unknown_words(appearance: str) -> list[str]:
    """The words that nothing here looks at, in their order."""
    words = appearance.lower().split()
    return [word for word in words if word not in _NAMES and not _NUMBERED.fullmatch(word)]
