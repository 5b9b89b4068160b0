"""What the pages of a questionnaire show, and where one ends when it asks one question at a time (`style: pages`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inovik_forms.questionnaires.model import Group, Item, Question, Repeat
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.looks import is_heading, words_of

SHOWN_KINDS = frozenset({*FIELDS, "note"})
"""Kinds that appear on a page."""
TOGETHER = frozenset({"field-list", "table-list"})
"""Appearances of a group, or of what a repeat repeats, that stands on one page."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one page shows. `around`: the groups that it stands in, from the outside, which are pages of their own."""

    items: tuple[Item, ...]
    around: tuple[Group, ...]


def lines_of(items: tuple[Item, ...]) -> Iterator[Item]:
    """What a page with these items shows: groups that are not empty, questions, and repeats without what they hold."""
    for item in items:
        if isinstance(item, Question):
            if is_shown(item):
                yield item
        elif isinstance(item, Repeat):
            yield item
        else:
            inner = list(lines_of(item.items))
            if inner:
                yield item
                yield from inner


def is_shown(question: Question) -> bool:
    return question.kind in SHOWN_KINDS and "hidden" not in question.appearance.split()


def is_together(item: Group | Repeat) -> bool:
    """Whether its questions stand on one page: its appearance says so, or they are the rows of a grid."""
    return bool(words_of(item) & TOGETHER) or any(isinstance(q, Question) and is_heading(q) for q in item.items)


def one_by_one(items: tuple[Item, ...], around: tuple[Group, ...] = ()) -> Iterator[Run]:
    """A page for each question, repeat's list, and group that stands together. What only tells something (a note, a
    calculated figure) goes with the question after it; at the end of a group, by itself."""
    telling: list[Item] = []
    for item in items:
        if isinstance(item, Question):
            telling += [item] if is_shown(item) else []
            if is_shown(item) and item.kind != "note" and not item.is_computed:
                yield Run(tuple(telling), around)
                telling = []
            continue
        if telling:
            yield Run(tuple(telling), around)
            telling = []
        if isinstance(item, Group) and not is_together(item):
            yield from one_by_one(item.items, (*around, item))
        elif any(lines_of((item,))):
            yield Run((item,), around)
    if telling:
        yield Run(tuple(telling), around)
