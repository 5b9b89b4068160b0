"""Conditions and repeats of a template as steps, for inlines, blocks and rows alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from inovik_forms.answers.state import Frame
from inovik_forms.documents.fill_run import Run, ScopedBindings, frames_below
from inovik_forms.documents.fill_values import Scope, Step, ValueCompiler
from inovik_forms.documents.letterhead import values_of
from inovik_forms.documents.template_check import COLLECTION
from inovik_forms.documents.tree import (
    Branches,
    Dropped,
    Paragraph,
    Repetition,
    Row,
)
from inovik_forms.documents.walk import inlines as all_inlines
from inovik_forms.documents.walk import paragraphs, rows
from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import compile_expression, to_boolean
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Expression
from inovik_forms.problems import WordPlace
from inovik_forms.questionnaires.model import Question


class ControlCompiler(ValueCompiler):
    """Compiles what chooses and repeats."""

    def condition(self, expression: Expression, scope: Scope) -> Callable[[Run], bool]:
        """A condition as a closure; one that cannot be computed does not hold, and is told."""
        run = compile_expression(expression, ScopedBindings(self.plan, self.names, scope.repeats))
        where = self.places.get(id(expression), WordPlace(""))

        def holds(filling: Run) -> bool:
            try:
                return to_boolean(run(filling.env))
            except ExpressionError as error:
                filling.fault(error, expression, where)
                return False

        return holds

    def frames(self, name: str, scope: Scope) -> tuple[tuple[str, ...], Callable[[Run], list[Frame]]]:
        """The form path of a repeat behind those of the closed repeats around it, and the instances to go through."""
        repeat = self.names.repeat(name)
        if repeat is None:
            raise KeyError(name)
        around = self.names.repeats[name]
        chain = ScopedBindings(self.plan, self.names, scope.repeats).chain(name)
        key = chain[-1] if chain else ""
        below = (*around[len(chain) :], repeat.path)
        return below, lambda filling: frames_below(filling.env.frames[key], below)

    def branches(
        self,
        node: Branches[Any],
        scope: Scope,
        compile_part: Callable[[Sequence[Any], Scope], Step],
        ghosts: Callable[[Step, Run, list[Any]], None] | None = None,
    ) -> Step:
        """The first branch whose condition holds; `ghosts` puts out the others where all is to be seen."""
        parts = []
        for condition, content in node.branches:
            holds = None if condition is None else self.condition(condition, scope)
            parts.append((holds, compile_part(content, scope), self._drops(content, node, condition, scope)))

        def step(run: Run, out: list[Any]) -> None:
            taken = False
            for holds, content, drop in parts:
                if not taken and (holds is None or holds(run)):
                    taken = True
                    content(run, out)
                    continue
                if drop is not None:
                    drop(run)
                if ghosts is not None and run.shows_all:
                    ghosts(content, run, out)

        return step

    def repetition(
        self,
        node: Repetition[Any],
        scope: Scope,
        compile_part: Callable[[Sequence[Any], Scope], Step],
        finish: Callable[[list[Any], list[tuple[int, int]]], None] | None = None,
    ) -> Step:
        """The body once for each instance; `finish` gets the out list and the stretch of each item, for PEMISAH."""
        if node.name == COLLECTION and self.names.repeat(COLLECTION) is None:
            return self._collection(node, scope, compile_part, finish)
        paths, frames = self.frames(node.name, scope)
        inner = replace(scope, repeats=opened(scope, paths), repeated=True)
        body = compile_part(node.body, inner)
        empty = compile_part(node.empty, scope) if node.empty else None
        drop = self._drops(node.body, node, None, scope)

        def step(run: Run, out: list[Any]) -> None:
            instances = frames(run)
            if not instances:
                if drop is not None:
                    drop(run)
                if empty is not None:
                    empty(run, out)
                return
            spans = []
            for frame in instances:
                start = len(out)
                with_frame(run, paths, frame, id(node), lambda: body(run, out))
                spans.append((start, len(out)))
            if finish is not None:
                finish(out, spans)

        return step

    def _collection(
        self,
        node: Repetition[Any],
        scope: Scope,
        compile_part: Callable[[Sequence[Any], Scope], Step],
        finish: Callable[[list[Any], list[tuple[int, int]]], None] | None,
    ) -> Step:
        """`[[ULANGI dokumen]]`: the body once for each set of answers; inside, the names are that set's."""
        body = compile_part(node.body, replace(scope, repeats=(), repeated=True))

        def step(run: Run, out: list[Any]) -> None:
            env, suffix, state, shown = run.env, run.suffix, run.state, run.shown
            outer, frame, document = env.frames, env.frame, env.document
            spans = []
            for number, opened in enumerate(run.collection, 1):
                run.open(opened)
                env.frames, env.frame, env.document = {"": opened.root}, opened.root, number
                run.suffix = run.marks[id(node)] = f"{suffix}@d{number}"
                start = len(out)
                body(run, out)
                spans.append((start, len(out)))
            env.frames, env.frame, env.document = outer, frame, document
            run.suffix, run.state, run.shown = suffix, state, shown
            env.beside = values_of(state)
            if finish is not None:
                finish(out, spans)

        return step

    # ------------------------------------------------------------ anchors that are left out

    def _drops(
        self, content: Sequence[Any], node: Branches[Any] | Repetition[Any], condition: Expression | None, scope: Scope
    ) -> Callable[[Run], None] | None:
        """Notes the anchors of content that was left out, with the answer that decided; None when there are none."""
        anchored = [p for p in _paragraphs(content) if p.anchors]
        if not anchored:
            return None
        place = self.places.get(id(condition)) or self.places.get(node.source)
        tag = place.quote if place else ""
        if condition is None and isinstance(node, Branches):  # the last resort was not needed
            condition, tag = node.branches[0][0], f"[[SELAIN ITU]] → {tag}"
        asked = next((r.name for r in references(condition.root)), "") if condition is not None else ""
        item = self.names.items.get(asked)
        question = item if isinstance(item, Question) else None
        answer = self.bare(question, scope) if question is not None else None

        def drop(run: Run) -> None:
            path, printed = answer(run)[:2] if answer is not None else ("", "")
            for paragraph in anchored:
                for name in paragraph.anchors:
                    run.dropped[name + run.suffix] = Dropped(beginning(paragraph), tag, path, printed)

        return drop


def opened(scope: Scope, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The open repeats once these are open, too."""
    return (*scope.repeats, *(path for path in paths if path not in scope.repeats))


def with_frame(run: Run, paths: tuple[str, ...], frame: Frame, mark: int, body: Callable[[], None]) -> None:
    """Do something inside one instance of the last of `paths`; the others are closed repeats around it."""
    frames, suffix, outer = run.env.frames, run.suffix, run.env.frame
    opened = dict(frames)
    keys = []
    inner: Frame | None = frame
    for path in reversed(paths):
        if inner is not None:
            opened[path] = inner
            keys.append(inner.key)
            inner = inner.parent
    key = ".".join(reversed(keys))
    run.env.frames, run.env.frame = opened, frame
    run.suffix = run.marks[mark] = f"{suffix}/{key}" if suffix else f"@{key}"
    body()
    run.env.frames, run.suffix, run.env.frame = frames, suffix, outer


def _paragraphs(content: Sequence[Any]) -> Iterator[Paragraph]:
    """Every paragraph in a part of blocks or rows."""
    for item in content:
        if isinstance(item, Row):
            for row in rows((item,)):
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)
        elif isinstance(item, Branches):
            for _, inside in item.branches:
                yield from _paragraphs(inside)
        elif isinstance(item, Repetition):
            yield from _paragraphs((*item.body, *item.empty))
        else:
            yield from paragraphs((item,))


def beginning(paragraph: Paragraph) -> str:
    """How a paragraph begins, as its author would recognise it."""
    words = "".join(getattr(i, "text", " ") for i in all_inlines(paragraph.inlines))
    return " ".join(words.split())[:60]
