"""Blocks, rows and columns of a template as steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from inovik_forms.documents.fill_control import beginning
from inovik_forms.documents.fill_ghosts import ghosts
from inovik_forms.documents.fill_run import Run
from inovik_forms.documents.fill_tables import DYNAMIC, TableCompiler, is_static, pass_on
from inovik_forms.documents.fill_values import Scope, Step
from inovik_forms.documents.punctuation import end_block, tails
from inovik_forms.documents.tree import (
    Blank,
    Block,
    Branches,
    Dropped,
    Furniture,
    Inline,
    LineBreak,
    Link,
    NumberRef,
    Paragraph,
    Repetition,
    Row,
    SectionEnd,
    Table,
    Text,
    Value,
)
from inovik_forms.documents.walk import inlines, paragraphs, sections, stories


class BlockCompiler(TableCompiler):
    """Compiles containers of blocks."""

    def prepare(self, body: Sequence[Block]) -> None:
        """Note where each list begins, before anything is compiled."""
        self.first_use: dict[int, str] = {}
        for paragraph in paragraphs(body):
            if paragraph.number is not None:
                self.first_use.setdefault(paragraph.number.num_id, paragraph.id)

    def body(self, blocks: Sequence[Block]) -> Step:
        """The whole body; pictures know the width of the section that they stand in."""
        ends = [(n, s) for n, block in enumerate(blocks) for s in list(sections((block,)))[:1]]
        steps: list[Step] = []
        start = 0
        for at, end in [*ends, (len(blocks) - 1, None)]:
            page = end.page if end is not None else ends[-1][1].page if ends else None
            width = 450.0 if page is None else page.width - page.left - page.right
            if start <= at:
                steps.append(self.blocks(blocks[start : at + 1], Scope(width=width)))
            start = max(start, at + 1)

        def run_all(run: Run, out: list[Any]) -> None:
            for step in steps:
                step(run, out)

        return run_all

    def blocks(self, items: Sequence[Any], scope: Scope) -> Step:
        """A container's blocks. Outside repeats, neighbours without tags are passed on as they are."""
        steps: list[Step] = []
        for fixed, group in groupby(items, key=lambda block: not scope.repeated and is_static(block)):
            if fixed:
                steps.append(pass_on(tuple(group)))
            else:
                steps += [self._block(block, scope) for block in group]

        def run_all(run: Run, out: list[Any]) -> None:
            for step in steps:
                step(run, out)

        return steps[0] if len(steps) == 1 else run_all

    def _block(self, block: Any, scope: Scope) -> Step:
        if isinstance(block, Paragraph):
            return self._paragraph(block, scope)
        if isinstance(block, Table):
            return self.table(block, scope)
        if isinstance(block, Branches):
            return self.branches(block, scope, self.blocks, _put_ghosts)
        if isinstance(block, Repetition):
            return self._repetition(block, scope)
        if isinstance(block, SectionEnd):
            return self._section(block, scope)

        def toc(run: Run, out: list[Any]) -> None:
            out.append(replace(block, id=block.id + run.suffix) if run.suffix else block)

        return toc

    def _repetition(self, node: Repetition[Any], scope: Scope) -> Step:
        separator = node.separator

        def finish(out: list[Any], spans: list[tuple[int, int]]) -> None:
            behind = tails(separator, len(spans), inline=False, last_stop=True)
            for (start, end), tail in zip(spans, behind, strict=True):
                item = out[start:end]
                end_block(item, tail)
                out[start:end] = item

        inner = dataclasses.replace(scope, restarts={**scope.restarts, **self.restarts(node)})
        return self.repetition(node, inner, self.blocks, finish if separator else None)

    def restarts(self, node: Repetition[Any]) -> dict[int, int]:
        """Lists that begin inside the body, behind something else: they count anew for each item. A list that the body
        begins with is one list over all items."""
        inside = _paragraphs(node.body)
        found: dict[int, int] = {}
        for index, paragraph in enumerate(inside):
            number = paragraph.number
            if number is None or number.num_id in found:
                continue
            begins_here = self.first_use.get(number.num_id) == paragraph.id
            leading = index == 0 or (inside[0].number is not None and inside[0].number.num_id == number.num_id)
            if begins_here and not leading:
                found[number.num_id] = id(node)
        return found

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, paragraph: Paragraph, scope: Scope) -> Step:
        dynamic = any(isinstance(i, DYNAMIC) or stories(i) for i in inlines(paragraph.inlines))
        inside = self.inlines(paragraph.inlines, scope, at_end=True) if dynamic else None
        number = _number(paragraph.number, scope.restarts)
        alone = _alone(paragraph) and paragraph.number is None
        holds = paragraph.page_break
        outside = frozenset(id(i) for i in paragraph.inlines)

        def step(run: Run, out: list[Any]) -> None:
            made: Sequence[Inline] = paragraph.inlines
            if inside is not None:
                found: list[Any] = []
                inside(run, found)
                made = found
                if not holds and _is_empty(made, outside):
                    for name in paragraph.anchors:
                        run.dropped[name + run.suffix] = Dropped(beginning(paragraph), "")
                    return
                if alone and any(isinstance(i, LineBreak) for i in made):
                    for n, line in enumerate(_lines(made)):
                        out.append(_rebuilt(paragraph, run.suffix + (f".{n}" if n else ""), line, None, first=not n))
                    return
            out.append(_rebuilt(paragraph, run.suffix, made, number(run) if number else paragraph.number))

        return step

    # ------------------------------------------------------------ sections

    def _section(self, section: SectionEnd, scope: Scope) -> Step:
        made = {id(f): self._furniture(f, scope) for f in (*section.headers.values(), *section.footers.values())}

        def step(run: Run, out: list[Any]) -> None:
            headers = {kind: made[id(f)](run) for kind, f in section.headers.items()}
            footers = {kind: made[id(f)](run) for kind, f in section.footers.items()}
            identity = section.id + run.suffix
            out.append(SectionEnd(identity, section.page, section.kind, headers, footers, section.raw))

        return step

    def _furniture(self, item: Furniture, scope: Scope) -> Callable[[Run], Furniture]:
        if all(is_static(b) for b in item.blocks):
            return lambda run: item
        inside = self.blocks(item.blocks, dataclasses.replace(scope, repeated=True))

        def made(run: Run) -> Furniture:
            key = (id(item), run.suffix)
            if key not in run.furniture:
                blocks: list[Any] = []
                inside(run, blocks)
                run.furniture[key] = Furniture(item.part, tuple(blocks))
            return run.furniture[key]

        return made


def _paragraphs(items: Sequence[Any]) -> list[Paragraph]:
    """Every paragraph of blocks or rows, in order."""
    if items and isinstance(items[0], Row):
        return list(paragraphs((Table("", (), tuple(items)),)))
    return list(paragraphs(items))


def _number(number: NumberRef | None, restarts: Mapping[int, int]) -> Callable[[Run], NumberRef] | None:
    """The list of a paragraph whose list counts anew for each item of a repeat."""
    if number is None or number.num_id not in restarts:
        return None
    mark = restarts[number.num_id]
    return lambda run: NumberRef(number.num_id, number.level, run.marks.get(mark, ""))


def _alone(paragraph: Paragraph) -> bool:
    """Is a single value all that the paragraph holds?"""
    filled = [i for i in paragraph.inlines if not isinstance(i, Text) or i.text.strip()]
    return len(filled) == 1 and isinstance(filled[0], Value)


def _is_empty(made: Sequence[Any], outside: frozenset[int]) -> bool:
    """Nothing left but blanks and punctuation? `outside`: identities of the wording outside every condition; what a
    chosen branch puts there on purpose, a dash or a mark, is content."""
    for inline in made:
        if isinstance(inline, Text):
            wording = any(letter.isalnum() for letter in inline.text)
            if inline.path or wording or (id(inline) not in outside and inline.text.strip()):
                return False
        elif isinstance(inline, Link):
            if not _is_empty(inline.inlines, outside):
                return False
        elif isinstance(inline, Blank) or type(inline).__name__ not in ("LineBreak", "Tab"):
            return False
    return True


def _lines(made: Sequence[Any]) -> list[list[Any]]:
    """Inlines cut at their line breaks."""
    lines: list[list[Any]] = [[]]
    for inline in made:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [line for line in lines if line]


def _rebuilt(
    p: Paragraph, suffix: str, made: Sequence[Inline], number: NumberRef | None, *, first: bool = True
) -> Paragraph:
    """The paragraph with other inlines; written out, which is quicker than `replace`."""
    bookmarks = p.bookmarks if first and not suffix else ()
    return Paragraph(
        p.id + suffix,
        tuple(made),
        p.style,
        p.format,
        p.mark,
        number,
        p.number_inherited,
        "",
        bookmarks,
        p.anchors if first else (),
        p.page_break,
        p.raw_ppr,
        p.raw_mark,
        p.source,
        p.to_column,
    )


def _put_ghosts(content: Step, run: Run, out: list[Any]) -> None:
    """What stands in a branch that does not hold, in grey; nothing of it counts as printed or as a problem."""
    kept = run.shown, run.problems, run.dropped
    run.shown, run.problems, run.dropped, run.shows_all = {}, {}, {}, False
    found: list[Any] = []
    content(run, found)
    (run.shown, run.problems, run.dropped), run.shows_all = kept, True
    out += ghosts(found, "~")
