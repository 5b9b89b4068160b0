"""Pairs opening and closing tags in one container, whatever it holds: inlines, blocks or rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from inovik_forms.documents.tags import CONTROL, Tag
from inovik_forms.documents.tree import Branches, Repetition, Source

_OPENERS = ("if", "repeat")
MAX_DEPTH = 30
"""Tags inside tags inside tags; deeper nesting would only exhaust what walks over it."""


@dataclass
class _Open:
    """An opened tag and what has been gathered since."""

    tag: Tag
    conditions: list[Tag]
    parts: list[list[Any]] = field(default_factory=lambda: [[]])


@dataclass
class Nested:
    """`items`: nodes in place of tag pairs. `strays`: tags without partner here. `misplaced`: [[SELAIN ITU]] and the
    like that do not belong to the tag that is open, with that tag."""

    items: list[Any] = field(default_factory=list)
    strays: list[Tag] = field(default_factory=list)
    misplaced: list[tuple[Tag, Tag | None]] = field(default_factory=list)
    too_deep: list[Tag] = field(default_factory=list)


def nest(items: Sequence[Any], source_of: Callable[[Tag], Source]) -> Nested:
    """Replace tag pairs among the items by `Branches` and `Repetition`. What an unpaired tag opened stays in place."""
    result = Nested()
    stack: list[_Open] = []
    beyond = 0  # opened deeper than we go
    for item in items:
        if not isinstance(item, Tag) or item.kind not in CONTROL:
            (stack[-1].parts[-1] if stack else result.items).append(item)
        elif item.kind in _OPENERS:
            if len(stack) >= MAX_DEPTH:
                result.too_deep.append(item)
                beyond += 1
            else:
                stack.append(_Open(item, [item]))
        elif beyond:
            beyond -= item.kind == "end"
        elif not stack:
            if item.kind == "end":
                result.strays.append(item)
            else:
                result.misplaced.append((item, None))
        elif item.kind == "end":
            closed = stack.pop()
            (stack[-1].parts[-1] if stack else result.items).append(_node(closed, source_of))
        elif _fits(stack[-1], item):
            stack[-1].conditions.append(item)
            stack[-1].parts.append([])
        else:
            result.misplaced.append((item, stack[-1].tag))
    for left in stack:
        result.strays.append(left.tag)
        for part in left.parts:
            result.items += part
    return result


def _fits(opened: _Open, item: Tag) -> bool:
    last = opened.conditions[-1].kind
    if item.kind == "empty":
        return opened.tag.kind == "repeat" and last == "repeat"
    return opened.tag.kind == "if" and last != "else"


def _node(closed: _Open, source_of: Callable[[Tag], Source]) -> Any:
    source = source_of(closed.tag)
    if closed.tag.kind == "if":
        branches = tuple((t.expression, tuple(part)) for t, part in zip(closed.conditions, closed.parts, strict=True))
        return Branches(branches, source)
    empty = tuple(closed.parts[1]) if len(closed.parts) > 1 else ()
    return Repetition(closed.tag.names[0], tuple(closed.parts[0]), closed.tag.separator, empty, source)
