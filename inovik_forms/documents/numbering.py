"""Labels of numbered paragraphs, by Word's algorithm.

A counter belongs to a list (an abstractNum, shared by the nums that use it) and a level. A paragraph raises its level's
counter and resets the deeper ones; levels that it skips count as begun. A num with a start override sets the counter
anew where it is first used. A list with a `restart` counts for itself from its start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from inovik_forms.bahasa import romawi
from inovik_forms.documents.tree import Document, Level, Numbering, NumberRef, Paragraph
from inovik_forms.documents.walk import furniture, paragraphs

_PLAIN = Level()


def level_of(numbering: Numbering, number: NumberRef) -> Level | None:
    """The level that a list membership means, overrides applied; None when the file does not define it."""
    found = numbering.nums.get(number.num_id)
    if found is None:
        return None
    override = found[1].get(number.level)
    if isinstance(override, Level):
        return override
    return numbering.abstract.get(found[0], {}).get(number.level)


def format_number(n: int, form: str) -> str:
    """A count in one of Word's number formats; what we do not know is written in digits."""
    if form == "decimalZero":
        return f"{n:02d}"
    if form in ("lowerLetter", "upperLetter"):
        return _letters(n) if form == "lowerLetter" else _letters(n).upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = romawi(n) if 0 < n < 4000 else str(n)
        return roman.lower() if form == "lowerRoman" else roman
    if form == "chicago":
        return "*†‡§"[(n - 1) % 4] * ((n - 1) // 4 + 1)
    return "" if form in ("none", "bullet") else str(n)


def _letters(n: int) -> str:
    """a … z, then aa, bb, … as Word counts."""
    return "" if n < 1 else chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


@dataclass
class _Counts:
    """The counters of one list: level → count; absent = not begun since its last reset."""

    counts: dict[int, int] = field(default_factory=dict)


class Counter:
    """Counts through a document, paragraph by paragraph."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self._lists: dict[tuple[int, int, str], _Counts] = {}
        self._started: set[tuple[int, int]] = set()
        self._known: dict[int, dict[int, Level]] = {}

    def next(self, number: NumberRef) -> str:
        """The label of the next paragraph with this number. '' for an undefined list."""
        found = self.numbering.nums.get(number.num_id)
        if found is None:
            return ""
        abstract, overrides = found
        levels = self._known.get(number.num_id)
        if levels is None:
            levels = self._known[number.num_id] = self._levels(abstract, overrides)
        key = (abstract, number.num_id, number.restart) if number.restart else (abstract, -1, "")
        counts = self._lists.setdefault(key, _Counts()).counts
        self._raise(number, levels, overrides, counts)
        return self._label(levels, number.level, counts)

    def _levels(self, abstract: int, overrides: Mapping[int, int | Level]) -> dict[int, Level]:
        levels = dict(self.numbering.abstract.get(abstract, {}))
        levels.update({n: o for n, o in overrides.items() if isinstance(o, Level)})
        return levels

    def _raise(
        self,
        number: NumberRef,
        levels: Mapping[int, Level],
        overrides: Mapping[int, int | Level],
        counts: dict[int, int],
    ) -> None:
        at = number.level
        start = levels.get(at, _PLAIN).start
        override = overrides.get(at)
        mark = (number.num_id, at)
        if isinstance(override, int):
            start = override
        first_use = isinstance(override, int) and mark not in self._started and not number.restart
        if first_use:
            self._started.add(mark)
        counts[at] = start if first_use or at not in counts else counts[at] + 1
        for skipped in range(at):  # 1, 1.1.1: the missing 1.1 counts as there, so that the next one is 1.2
            counts.setdefault(skipped, levels.get(skipped, _PLAIN).start)
        for deeper in [n for n in counts if n > at]:
            limit = levels.get(deeper, _PLAIN).restart
            if limit is None or (limit > 0 and at < limit):
                del counts[deeper]

    def _label(self, levels: Mapping[int, Level], at: int, counts: Mapping[int, int]) -> str:
        level = levels.get(at, _PLAIN)
        text = level.text
        for n in _counted(text):
            own = levels.get(n, _PLAIN)
            form = "decimal" if level.is_legal and own.format not in ("none", "bullet") else own.format
            text = text.replace(f"%{n + 1}", format_number(counts.get(n, own.start), form))
        return text


@lru_cache(maxsize=1024)
def _counted(pattern: str) -> tuple[int, ...]:
    """The levels whose counts a label shows: (0, 1) of "%1.%2."."""
    return tuple(n for n in range(9) if f"%{n + 1}" in pattern)


def labels(document: Document, body: Sequence[Paragraph] | None = None) -> dict[str, str]:
    """Paragraph id → label ("Pasal 5", "(2)", "a.") for every numbered paragraph of a filled document. `body`: its
    paragraphs, where the caller has gathered them already.

    Lists in a header or footer count for themselves.
    """
    found: dict[str, str] = {}
    stories = (
        paragraphs(document.body) if body is None else body,
        *(paragraphs(f.blocks) for f in furniture(document)),
    )
    for story in stories:
        counter = Counter(document.numbering)
        for paragraph in story:
            if paragraph.number is not None:
                found[paragraph.id] = counter.next(paragraph.number)
    return found
