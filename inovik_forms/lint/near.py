"""Names that are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\s,.;:()]+")


@lru_cache(maxsize=4096)
def distance(a: str, b: str, most: int) -> int:
    """How many letters must be changed, added or taken away; `most` + 1 for more than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before = list(range(len(b) + 1))
    for row, letter in enumerate(a, 1):
        now = [row]
        for column, other in enumerate(b, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        if min(now) > most:
            return most + 1
        before = now
    return min(before[-1], most + 1)


def near_misses(text: str, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) wherever the text nearly has one of the names (of two words or more): one word of it is
    spelled differently by one or two letters. Capitals do not count."""
    lower = text.casefold()
    words: list[re.Match[str]] = []
    for name in names:
        wanted = [word[0].casefold() for word in _WORD.finditer(name)]
        size = len(wanted)
        if size < 2 or (wanted[0] not in lower and wanted[1] not in lower):
            continue
        words = words or list(_WORD.finditer(text))
        plain = [word[0].casefold() for word in words]
        for at in range(len(words) - size + 1):
            if plain[at] != wanted[0] and plain[at + 1] != wanted[1]:
                continue
            other = [i for i in range(size) if plain[at + i] != wanted[i]]
            if len(other) == 1 and _close(plain[at + other[0]], wanted[other[0]]):
                yield words[at].start(), words[at + size - 1].end(), name


def _close(word: str, wanted: str) -> bool:
    """One or two letters apart, and long enough for that to be a slip."""
    return min(len(word), len(wanted)) > 3 and distance(word, wanted, 2) <= (2 if len(wanted) > 5 else 1)
