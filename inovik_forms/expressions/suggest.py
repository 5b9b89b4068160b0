"""Which known name a misspelt one is nearest to."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(wrong: str, names: Iterable[str]) -> str | None:
    """The known name with the fewest slips (a letter added, lost, changed, or two swapped), if they are few enough
    for the length of the word; case is no slip. Of equals the first."""
    limit = 1 if len(wrong) < 5 else 2 if len(wrong) < 9 else 3
    best, fewest = None, limit + 1
    lowered = wrong.lower()
    letters = set(lowered)
    for name in names:
        other = name.lower()
        # Length and letters rule most names out, for a hundredth of the price: one slip changes at most two letters.
        if abs(len(name) - len(wrong)) >= fewest or len(letters.symmetric_difference(other)) > 2 * (fewest - 1):
            continue
        slips = _slips(lowered, other, fewest)
        if slips < fewest:
            best, fewest = name, slips
    return best or _same_words(wrong, names)


def _same_words(wrong: str, names: Iterable[str]) -> str | None:
    """A name made of the same words: `nama_pihak` for `pihak-nama`."""
    words = sorted(_words(wrong))
    return next((name for name in names if len(words) > 1 and sorted(_words(name)) == words), None)


def _words(name: str) -> list[str]:
    return [word for word in name.lower().replace("-", "_").replace(".", "_").split("_") if word]


def _slips(left: str, right: str, bound: int) -> int:
    """Damerau's distance between two words, or some number that is not below the bound."""
    before: list[int] = []
    line = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        older, before, line = before, line, [row]
        for column, other in enumerate(right, 1):
            cost = min(before[column] + 1, line[-1] + 1, before[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, older[column - 2] + 1)
            line.append(cost)
        if min(line) >= bound and min(before) >= bound:  # a swap looks two rows back
            return bound
    return line[-1]
