"""Levels: the form cut at its repeats. Each level has its own frames; the root level has one."""

from __future__ import annotations

from dataclasses import dataclass, field

from inovik_forms.answers.kinds import NUMBERS, typed
from inovik_forms.expressions.nodes import Value
from inovik_forms.questionnaires.model import Group, Item, Question, Repeat


@dataclass(slots=True)
class Level:
    """The items between one repeat and the repeats within it.

    `path`: form path of the repeat, '' for the root. `repeats`: the repeats around its items, itself the last.
    `template`: what a new frame holds (blanks and fixed defaults). `numbers`: paths of questions that read as numbers.
    `items`: in document order, the repeats directly within included. `inside`: group → what it holds of this level.
    """

    path: str
    repeats: tuple[str, ...]
    template: dict[str, Value] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    children: list[Repeat] = field(default_factory=list)
    inside: dict[str, list[Item]] = field(default_factory=dict)

    def suffix(self, path: str) -> str:
        """What an answer path adds to the frame's own path: "/nama" within "kegiatan", "nama" at the root."""
        return path[len(self.path) :]


def levels_of(items: tuple[Item, ...]) -> dict[str, Level]:
    """The levels of a form by the path of their repeat, outer ones first."""
    root = Level("", ())
    levels = {"": root}
    _gather(items, root, levels, ())
    return levels


def _gather(items: tuple[Item, ...], level: Level, levels: dict[str, Level], groups: tuple[str, ...]) -> None:
    for item in items:
        level.items.append(item)
        for group in groups:
            level.inside[group].append(item)
        if isinstance(item, Question):
            level.questions.append(item)
            level.template[item.path] = typed(item.kind, item.default) if isinstance(item.default, str) else ""
            if item.kind in NUMBERS:
                level.numbers.append(item.path)
        elif isinstance(item, Group):
            level.inside[item.path] = []
            _gather(item.items, level, levels, (*groups, item.path))
        else:
            level.children.append(item)
            inner = levels[item.path] = Level(item.path, (*level.repeats, item.path))
            _gather(item.items, inner, levels, ())
