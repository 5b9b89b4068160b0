"""What is done to every cell's text before anybody reads it: quotes, blanks, names, parameters, yes and no."""

from __future__ import annotations

import re

_SMART_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_SMART = re.compile("[\u2018\u2019\u201c\u201d]")

# An XML name without colon, as XForms demands; the ranges are those of the XML recommendation.
_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = re.compile(rf"[{_START}][{_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-]*")
_PAIR = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_BETWEEN = re.compile(r"[\s,;]*")
_REFERENCE = re.compile(r"\$\{([^{}]*)\}?")

TRUE_WORDS = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "true()"})
FALSE_WORDS = frozenset({"no", "No", "NO", "false", "False", "FALSE", "false()"})
MAX_NAME = 64


def straight_quotes(text: str) -> str:
    """Typographic quotes, which a word processor puts in by itself, as straight ones."""
    return text.translate(_SMART_QUOTES) if _SMART.search(text) else text


def clean(text: str, collapse: bool = True) -> str:
    """Straight quotes, no blanks around, and (by default) one blank where there were several."""
    text = text.strip()
    if collapse and "  " in text:
        text = re.sub(" {2,}", " ", text)
    return straight_quotes(text)


def is_name(text: str) -> bool:
    """May a question, group or repeat be called so?"""
    return _NAME.fullmatch(text) is not None


def proposed_name(text: str) -> str:
    """The nearest allowed name: "1 nama lengkap" → "_1_nama_lengkap"."""
    name = re.sub(r"[^0-9A-Za-z_]+", "_", text).strip("_") or "nama"
    return name if is_name(name) else f"_{name}"


def parameters(text: str) -> dict[str, str] | None:
    """`start=1 end=10; step=2` as a dict with lower-case keys and values; None when it is not of that form."""
    found: dict[str, str] = {}
    position = _BETWEEN.match(text).end()  # type: ignore[union-attr]  # the pattern matches the empty text
    while position < len(text):
        pair = _PAIR.match(text, position)
        if pair is None:
            return None
        key = pair[1].lower()
        found[key] = pair[2] if key in ("label", "value") else pair[2].lower()
        position = _BETWEEN.match(text, pair.end()).end()  # type: ignore[union-attr]
    return found


def references_in_text(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The names in `${…}` in a label or hint, each with its place in the text."""
    if "${" not in text:
        return []
    return [(match[1], match.span()) for match in _REFERENCE.finditer(text)]
