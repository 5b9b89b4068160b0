"""Tables of a template as steps: rows that come and go, columns that repeat."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from inovik_forms.documents.fill_control import opened, with_frame
from inovik_forms.documents.fill_inlines import Compiler
from inovik_forms.documents.fill_run import Run
from inovik_forms.documents.fill_values import Scope, Step
from inovik_forms.documents.tree import (
    Branches,
    Cell,
    Paragraph,
    Repetition,
    Row,
    SectionEnd,
    Table,
    Toc,
    Value,
)
from inovik_forms.documents.walk import inlines, paragraphs, rows, stories

DYNAMIC = (Value, Branches, Repetition)
"""Inlines that a filling replaces."""
_NARROWEST = 18.0
"""Width in points below which a repeated column takes from the others."""


@dataclass(frozen=True)
class _Grid:
    """The columns of a table; `counts`: repeated column → how many copies this filling needs."""

    columns: tuple[float, ...]
    counts: Mapping[int, Callable[[Run], int]] = field(default_factory=dict)

    def widths(self, run: Run) -> tuple[float, ...]:
        """The widths of this filling's columns."""
        return (
            _widths(self.columns, {n: count(run) for n, count in self.counts.items()}) if self.counts else self.columns
        )


class TableCompiler(Compiler):
    """Compiles tables; `BlockCompiler` supplies what stands in their cells."""

    def restarts(self, node: Repetition[Any]) -> dict[int, int]:
        """Lists that count anew for each item of a repeat."""
        raise NotImplementedError

    def table(self, table: Table, scope: Scope) -> Step:
        """A table; it goes when no row is left."""
        grid = _Grid(table.columns, self._counts(table, scope))
        inside = self._rows(table.rows, scope, grid)

        def step(run: Run, out: list[Any]) -> None:
            made: list[Any] = []
            inside(run, made)
            if made:
                identity, widths = table.id + run.suffix, grid.widths(run)
                out.append(
                    Table(identity, widths, tuple(made), table.style, table.format, table.raw_tblpr, table.source)
                )

        return step

    def _rows(self, items: Sequence[Any], scope: Scope, grid: _Grid) -> Step:
        steps: list[Step] = []

        def part(content: Sequence[Any], inner: Scope) -> Step:
            return self._rows(content, inner, grid)

        for row in items:
            if isinstance(row, Branches):
                steps.append(self.branches(row, scope, part))
            elif isinstance(row, Repetition):
                inner = dataclasses.replace(scope, restarts={**scope.restarts, **self.restarts(row)})
                steps.append(self.repetition(row, inner, part))
            else:
                steps.append(self._row(row, scope, grid))

        def run_all(run: Run, out: list[Any]) -> None:
            for step in steps:
                step(run, out)

        return run_all

    def _row(self, row: Row, scope: Scope, grid: _Grid) -> Step:
        if not scope.repeated and not grid.counts and static_row(row):
            return pass_on((row,))
        steps: list[Step] = []
        at = 0
        for cell in row.cells:
            width = sum(grid.columns[at : at + cell.colspan]) - 12
            inner = dataclasses.replace(scope, width=width if width > _NARROWEST else scope.width)
            grows = [count for n, count in grid.counts.items() if at <= n < at + cell.colspan]
            steps.append(self._repeated_cell(cell, inner) if cell.repeat else self._cell(cell, inner, grows))
            at += cell.colspan

        def step(run: Run, out: list[Any]) -> None:
            cells: list[Any] = []
            for cell_step in steps:
                cell_step(run, cells)
            identity = row.id + run.suffix
            out.append(
                Row(identity, tuple(cells), row.header, row.cant_split, row.height, row.height_rule, row.raw_trpr)
            )

        return step

    def _cell(self, cell: Cell, scope: Scope, spans: Sequence[Callable[[Run], int]]) -> Step:
        """A cell; one that spans repeated columns grows with them."""
        inside = self.blocks(cell.blocks, scope)
        fixed = not scope.repeated and not spans and all(is_static(b) for b in cell.blocks)
        spare = next(iter(paragraphs(cell.blocks)), None)

        def step(run: Run, out: list[Any]) -> None:
            if fixed:
                out.append(cell)
                return
            colspan = cell.colspan + sum(count(run) - 1 for count in spans)
            if colspan > 0:
                out.append(_filled_cell(cell, inside, run, colspan, spare))

        return step

    def _repeated_cell(self, cell: Cell, scope: Scope) -> Step:
        paths, frames = self.frames(cell.repeat, scope)
        inside = self.blocks(cell.blocks, dataclasses.replace(scope, repeats=opened(scope, paths), repeated=True))
        spare = next(iter(paragraphs(cell.blocks)), None)

        def step(run: Run, out: list[Any]) -> None:
            for frame in frames(run):
                with_frame(run, paths, frame, id(cell), lambda: out.append(_filled_cell(cell, inside, run, 1, spare)))

        return step

    def _counts(self, table: Table, scope: Scope) -> dict[int, Callable[[Run], int]]:
        """Repeated grid column → how many copies a filling needs."""
        counts: dict[int, Callable[[Run], int]] = {}
        for row in rows(table.rows):
            at = 0
            for cell in row.cells:
                if cell.repeat and at not in counts:
                    counts[at] = _counter(self.frames(cell.repeat, scope)[1])
                at += cell.colspan
        return counts


def _counter(frames: Callable[[Run], list[Any]]) -> Callable[[Run], int]:
    return lambda run: len(frames(run))


def is_static(block: Any) -> bool:
    """Has this block nothing to fill in?"""
    if isinstance(block, Paragraph):
        return not any(
            isinstance(i, DYNAMIC) or not all(is_static(b) for story in stories(i) for b in story)
            for i in inlines(block.inlines)
        )
    if isinstance(block, Table):
        return all(static_row(row) for row in block.rows)
    if isinstance(block, SectionEnd):
        furniture = (*block.headers.values(), *block.footers.values())
        return all(is_static(b) for item in furniture for b in item.blocks)
    return isinstance(block, Toc)


def static_row(row: Any) -> bool:
    """Has this row nothing to fill in?"""
    return isinstance(row, Row) and all(not c.repeat and all(is_static(b) for b in c.blocks) for c in row.cells)


def pass_on(blocks: tuple[Any, ...]) -> Step:
    """A step that appends these very objects."""
    return lambda run, out: out.extend(blocks)


def _filled_cell(cell: Cell, inside: Step, run: Run, colspan: int, spare: Paragraph | None) -> Cell:
    """A cell always keeps one paragraph, its own first one emptied if need be."""
    blocks: list[Any] = []
    inside(run, blocks)
    if not blocks or not isinstance(blocks[-1], Paragraph):
        empty = Paragraph(f"{cell.id}p", ()) if spare is None else replace(spare, inlines=(), number=None, anchors=())
        blocks.append(replace(empty, id=f"{empty.id}{run.suffix}.e", number_inherited=False))
    identity = cell.id + run.suffix
    return Cell(identity, tuple(blocks), colspan, cell.merge, cell.width, cell.format, cell.raw_tcpr)


def _widths(columns: tuple[float, ...], counts: Mapping[int, int]) -> tuple[float, ...]:
    """The widths after repeated columns have shared their own among their copies; the total stays. Copies that would be
    too narrow take from all."""
    total = sum(columns)
    widths: list[float] = []
    for at, width in enumerate(columns):
        count = counts.get(at)
        widths += [width] if count is None else [max(width / count, _NARROWEST)] * count if count else []
    scale = total / sum(widths) if sum(widths) else 1.0
    return tuple(round(width * scale, 2) for width in widths)
