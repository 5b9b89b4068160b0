"""Three of WeasyPrint's inner functions, which ask the same of the same style again for every box, with a memory.

A box's style hardly ever has percentages, and hundreds of boxes share one; a tenth of a page's processor time goes
into finding that out each time. Inside `quicker()` the answers are kept on the style itself. WeasyPrint is pinned by
hash, and `tests/content/test_pages.py` holds every shipped document to the same bytes with and without.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from weasyprint.layout import percent
from weasyprint.text import fonts, line_break

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in _SIDES),
    *(f"{least}{name}" for name in ("width", "height") for least in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_resolve_percentages = percent.resolve_percentages
_font_description = fonts.get_font_description
_font_key = line_break._font_style_cache_key


def _fixed_lengths(style: Any) -> dict[str, Any] | None:
    """The used lengths that a style gives in every containing block; None where a block or the box decides."""
    if style["box_sizing"] != "content-box":
        return None
    used: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", "%") == "%":
            return None
        else:
            used[name] = value.value
    return used


def _lengths(box: Any, containing_block: Any) -> None:
    style = box.style
    try:
        used = style.fixed_lengths
    except AttributeError:
        used = style.fixed_lengths = _fixed_lengths(style)
    if used is None:
        _resolve_percentages(box, containing_block)
        return
    own = box.__dict__
    own.update(used)
    collapse = style["border_collapse"] == "collapse"
    for name in _BORDERS:  # of a collapsed border the table has already decided
        if not (collapse and hasattr(box, name)):
            own[name] = style[name]


def _description(style: Any) -> Any:
    try:
        return style.font_description
    except AttributeError:
        style.font_description = _font_description(style)
        return style.font_description


def _key(style: Any, include_size: bool = False) -> str:
    try:
        keys = style.font_keys
    except AttributeError:
        keys = style.font_keys = {}
    if include_size not in keys:
        keys[include_size] = _font_key(style, include_size)
    key: str = keys[include_size]
    return key


_SWAPS: tuple[tuple[str, Callable[..., Any], Callable[..., Any]], ...] = (
    ("resolve_percentages", _resolve_percentages, _lengths),
    ("get_font_description", _font_description, _description),
    ("_font_style_cache_key", _font_key, _key),
)


@cache
def _places() -> tuple[tuple[Any, str, Callable[..., Any], Callable[..., Any]], ...]:
    """Every module of WeasyPrint that has taken one of the functions under its own name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    return tuple(
        (m, name, theirs, ours) for m in modules for name, theirs, ours in _SWAPS if vars(m).get(name) is theirs
    )


@contextmanager
def quicker() -> Iterator[None]:
    """Lay out with the memories. Not for two threads at once: they would undo it for each other."""
    for module, name, _, ours in _places():
        setattr(module, name, ours)
    try:
        yield
    finally:
        for module, name, theirs, _ in _places():
            setattr(module, name, theirs)
