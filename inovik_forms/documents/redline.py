"""What changes between two documents, as lawyers read it: line by line, with the very words that come and go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, cast

from inovik_forms.documents.dump import dump
from inovik_forms.documents.tree import Document

Kind = Literal["same", "new", "gone"]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.5
"""Two lines of which less is the same are two lines, not one that changed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that stay, come or go."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that change one behind the other. `above`: the unchanged line before them, '' at the beginning."""

    above: str
    lines: tuple[tuple[Piece, ...], ...]


def redline(before: Document, after: Document) -> list[Stretch]:
    """Every stretch that differs, in order; [] when the two say the same, empty lines aside. Both are resolved, so what
    was only renumbered is a change, too. A line is what `dump` writes: a paragraph with its label, a row with its
    cells."""
    return stretches(dump(before).splitlines(), dump(after).splitlines())


def stretches(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Every stretch of lines that differs, in order."""
    found: list[Stretch] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        lines = tuple(line for line in _lines(old[i1:i2], new[j1:j2]) if any(piece.text for piece in line))
        if lines:
            found.append(Stretch(old[i1 - 1] if i1 else "", lines))
    return found


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Lines that are alike face each other, in the order of both."""
    at = 0
    for line in new:
        twin = next((n for n in range(at, len(old)) if _alike(old[n], line)), None)
        if twin is None:
            yield (Piece(line, "new"),)
            continue
        yield from ((Piece(gone, "gone"),) for gone in old[at:twin])
        yield tuple(_pieces(old[twin], line))
        at = twin + 1
    yield from ((Piece(gone, "gone"),) for gone in old[at:])


def _alike(one: str, other: str) -> bool:
    if one and other and (one in other or other in one):
        return True
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= _ALIKE and match.ratio() >= _ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    gone: list[str] = []
    come: list[str] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = "".join(before[i1:i2]) if kind == "equal" else ""
        if same and (same.strip() or i2 == len(before)):
            yield from _changed(gone, come)
            yield Piece(same, "same")
            continue
        # a blank between two words that change changes with them, or every word would stand alone
        gone += before[i1:i2]
        come += after[j1:j2]
    yield from _changed(gone, come)


def _changed(gone: list[str], come: list[str]) -> Iterator[Piece]:
    """What was gathered, which is then empty; a blank that both begin or end with stays outside."""
    before, after = "".join(gone), "".join(come)
    gone.clear()
    come.clear()
    first = before[:1] if before[:1] == after[:1] and before[:1].isspace() else ""
    before, after = before[len(first) :], after[len(first) :]
    last = before[-1:] if before[-1:] == after[-1:] and before[-1:].isspace() else ""
    before, after = before[: len(before) - len(last)], after[: len(after) - len(last)]
    for text, kind in ((first, "same"), (before, "gone"), (after, "new"), (last, "same")):
        if text:
            yield Piece(text, cast(Kind, kind))
