"""Where a numbered paragraph stands among clauses: Pasal 5 ayat (2) huruf a angka 1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from inovik_forms.documents.tree import Paragraph

Kind = Literal["bab", "bagian", "pasal", "ayat", "huruf", "angka", "other"]

_PATTERNS: tuple[tuple[re.Pattern[str], Kind, int], ...] = (
    (re.compile(r"BAB\b", re.IGNORECASE), "bab", -2),
    (re.compile(r"Bagian\b", re.IGNORECASE), "bagian", -1),
    (re.compile(r"Pasal\b", re.IGNORECASE), "pasal", 0),
    (re.compile(r"\(\d+[a-z]?\)\.?$"), "ayat", 1),
    (re.compile(r"[a-z]{1,2}\.$"), "huruf", 2),
    (re.compile(r"\d+\.?$"), "angka", 3),
    (re.compile(r"\(?[a-z]{1,2}\)$"), "huruf", 4),
    (re.compile(r"\d+\)$"), "angka", 5),
)
_WORDS: dict[Kind, str] = {"ayat": "ayat", "huruf": "huruf", "angka": "angka"}


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered paragraph in its clause. `above`: the items that it belongs to, outermost first."""

    paragraph: Paragraph
    label: str
    kind: Kind
    rank: int
    above: tuple[Item, ...] = ()

    @property
    def short(self) -> str:
        """The label as a reference quotes it: without trailing full stops, as Word's REF field has it."""
        return self.label.rstrip(".")

    @property
    def pasal(self) -> Item | None:
        """The Pasal that it is or stands in."""
        return next((i for i in (*self.above, self) if i.kind == "pasal"), None)

    def parts(self) -> tuple[Item, ...]:
        """The items that a full reference names: from the Pasal down; headings and chapters stand for themselves."""
        if self.kind not in _WORDS:
            return (self,)
        return (*(i for i in self.above if i.kind == "pasal" or i.kind in _WORDS), self)

    @property
    def word(self) -> str:
        """The word before its label in a reference: "ayat", "huruf", "angka" or nothing."""
        return _WORDS.get(self.kind, "")


@lru_cache(maxsize=4096)
def classify(label: str, heading: bool) -> tuple[Kind, int]:
    """What a label looks like, and how deep that is. A heading that is no Pasal is no item of a list."""
    for pattern, kind, rank in _PATTERNS:
        if pattern.match(label):
            return ("other", -3) if heading and rank > 0 else (kind, rank)
    return "other", -3 if heading else 6


def items(paragraphs: Iterable[tuple[Paragraph, str, bool]]) -> tuple[dict[str, Item], dict[str, Item]]:
    """From (paragraph, label, is a heading) in the order of the document: paragraph id → its item; paragraph id → the
    item that it stands in (itself, when numbered)."""
    found: dict[str, Item] = {}
    inside: dict[str, Item] = {}
    stack: list[Item] = []
    for paragraph, label, heading in paragraphs:
        if label and any(letter.isalnum() for letter in label):
            kind, rank = classify(label, heading)
            while stack and not _holds(stack[-1], paragraph, rank):
                stack.pop()
            item = Item(paragraph, label, kind, rank, tuple(stack))
            stack.append(item)
            found[paragraph.id] = item
        if stack:
            inside[paragraph.id] = stack[-1]
    return found, inside


def _holds(outer: Item, paragraph: Paragraph, rank: int) -> bool:
    """Does an item hold the next one? In one list by its level, over lists by what the labels look like."""
    first, second = outer.paragraph.number, paragraph.number
    if first and second and (first.num_id, first.restart) == (second.num_id, second.restart):
        return first.level < second.level
    return outer.rank < rank
