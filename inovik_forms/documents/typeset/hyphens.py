"""Where words may be parted at the end of a line, by the patterns of their language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pyphen

_SOFT = "\u00ad"
_WORDS = re.compile(r"[^\W\d_]{5,}")


@cache
def parted(language: str) -> Callable[[str], str] | None:
    """Puts soft hyphens into a text, two letters at least on either side; None for a language without patterns."""
    known = pyphen.language_fallback(language)
    if known is None:
        return None
    patterns = pyphen.Pyphen(lang=known)

    def inserted(text: str) -> str:
        return _WORDS.sub(lambda word: patterns.inserted(word[0], _SOFT), text)

    return inserted
