"""The functions of the language that work on text, on values already brought to the types of the function table."""

from __future__ import annotations

import math
from itertools import chain

from inovik_forms.expressions.faults import Unanswerable
from inovik_forms.expressions.nodes import Value
from inovik_forms.expressions.values import to_text

MAX_TEXT = 100_000
"""Characters of a joined text: many joins that feed each other would otherwise fill the memory."""


def limited(text: str) -> str:
    """The text, if it is not too long."""
    if len(text) > MAX_TEXT:
        raise Unanswerable("expressions.result_too_long", limit=MAX_TEXT)
    return text


def concat(*sets: list[Value]) -> str:
    """All values, one after another."""
    return limited("".join(map(to_text, chain.from_iterable(sets))))


def join(separator: str, *sets: list[Value]) -> str:
    """All values with the separator between them; blanks count."""
    return limited(separator.join(map(to_text, chain.from_iterable(sets))))


def selected(answer: str, choice: str) -> bool:
    """Is the choice among the words of the answer; `selected('', '')` is true."""
    choice = choice.strip()
    return choice in answer.split() if choice else not answer.strip()


def count_selected(answer: str) -> float:
    """The number of chosen choices."""
    return float(len(answer.split()))


def selected_at(answer: str, place: float) -> str:
    """The choice at a place counted from 0; '' outside."""
    words = answer.split()
    return words[int(place)] if 0 <= place < len(words) else ""


def substr(text: str, start: float, end: float = math.inf) -> str:
    """From `start` (counted from 0, negative from the end) to before `end`."""
    length = len(text)
    return text[_clip(start, length) : _clip(end, length)]


def _clip(place: float, length: int) -> int:
    if place != place:
        return 0
    if place < 0:
        place += length
    return int(max(0.0, min(float(length), place)))


def string_length(text: str) -> float:
    """The number of characters."""
    return float(len(text))


def contains(text: str, part: str) -> bool:
    """Does the text hold the part; a blank part is in every text."""
    return part in text


def starts_with(text: str, part: str) -> bool:
    """Does the text begin with the part."""
    return text.startswith(part)


def ends_with(text: str, part: str) -> bool:
    """Does the text end with the part."""
    return text.endswith(part)


def substring_before(text: str, part: str) -> str:
    """What stands before the first occurrence of the part; '' when there is none."""
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


def substring_after(text: str, part: str) -> str:
    """What stands after the first occurrence of the part; '' when there is none."""
    return text.partition(part)[2] if part else text


def translate(text: str, old: str, new: str) -> str:
    """Each character of `old` replaced by the one at the same place in `new`, or dropped when there is none."""
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return text.translate(table)


def normalize_space(text: str) -> str:
    """Blanks at the ends removed, runs of blanks made one."""
    return " ".join(text.split())


def boolean_from_string(text: str) -> bool:
    """Only `true` and `1` are true."""
    return text in ("true", "1")
