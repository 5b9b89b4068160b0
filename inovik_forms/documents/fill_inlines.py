"""Runs of inlines of a template as steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from inovik_forms.documents.fill_control import ControlCompiler
from inovik_forms.documents.fill_run import Run
from inovik_forms.documents.fill_values import Scope, Step
from inovik_forms.documents.punctuation import end_with, tails
from inovik_forms.documents.tree import (
    Branches,
    Inline,
    Link,
    Paragraph,
    Repetition,
    Text,
    Value,
)
from inovik_forms.documents.walk import inlines as all_inlines
from inovik_forms.documents.walk import paragraphs, stories, with_stories


class Compiler(ControlCompiler):
    """Compiles the inside of paragraphs; `BlockCompiler` supplies the blocks of notes, text boxes and cells."""

    def blocks(self, items: Sequence[Any], scope: Scope) -> Step:
        """A container's blocks."""
        raise NotImplementedError

    def inlines(self, items: Sequence[Inline], scope: Scope, *, at_end: bool = False) -> Step:
        """A run of inlines. `at_end`: nothing but blanks follows it in its paragraph."""
        steps: list[Step] = []
        for index, item in enumerate(items):
            last = at_end and not any(not isinstance(i, Text) or i.text.strip() for i in items[index + 1 :])
            steps.append(self._inline(item, scope, last))

        def run_all(run: Run, out: list[Any]) -> None:
            for step in steps:
                step(run, out)

        return steps[0] if len(steps) == 1 else run_all

    def _inline(self, item: Inline, scope: Scope, at_end: bool) -> Step:
        if isinstance(item, Value):
            return self.value(item, scope)
        if isinstance(item, Branches):
            return self.branches(item, scope, lambda part, inner: self.inlines(part, inner, at_end=at_end))
        if isinstance(item, Repetition):
            separator = item.separator

            def finish(out: list[Any], spans: list[tuple[int, int]]) -> None:
                _join(out, spans, tails(separator, len(spans), inline=True, last_stop=at_end))

            return self.repetition(item, scope, self.inlines, finish if separator else None)
        if isinstance(item, Link) and any(
            isinstance(i, Value | Branches | Repetition) for i in all_inlines(item.inlines)
        ):
            return self._link(item, scope)
        if stories(item):
            return self._apart(item, scope)
        return lambda run, out: out.append(item)

    def _apart(self, item: Inline, scope: Scope) -> Step:
        """A note or the boxes of a drawing; each keeps one paragraph, its own first one emptied if need be."""
        texts = [(self.blocks(story, scope), next(iter(paragraphs(story)), None)) for story in stories(item)]

        def step(run: Run, out: list[Any]) -> None:
            waiting = iter(texts)

            def filled(_: tuple[Any, ...]) -> tuple[Any, ...]:
                inside, spare = next(waiting)
                blocks: list[Any] = []
                inside(run, blocks)
                if not blocks and isinstance(spare, Paragraph):
                    blocks.append(replace(spare, id=f"{spare.id}{run.suffix}", inlines=(), number=None, anchors=()))
                return tuple(blocks)

            out.append(with_stories(item, filled))

        return step

    def _link(self, link: Link, scope: Scope) -> Step:
        inside = self.inlines(link.inlines, scope)

        def step(run: Run, out: list[Any]) -> None:
            inlines: list[Any] = []
            inside(run, inlines)
            out.append(Link(link.url, tuple(inlines)))

        return step


def _join(out: list[Any], spans: list[tuple[int, int]], endings: list[str]) -> None:
    """Put each ending behind its item, in place."""
    result: list[Any] = []
    start = spans[0][0]
    for (begin, end), ending in zip(spans, endings, strict=True):
        item = tuple(out[begin:end])
        result += end_with(item, ending) if ending else item
    out[start:] = result
