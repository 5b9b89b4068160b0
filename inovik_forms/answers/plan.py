"""Plan: a questionnaire compiled once for evaluation (order of the steps, closures, resolved names)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from inovik_forms.answers import steps as make
from inovik_forms.answers.bindings import FormBindings
from inovik_forms.answers.entries import Entry, entry_of
from inovik_forms.answers.levels import Level, levels_of
from inovik_forms.answers.steps import Step
from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import Bindings, Run, compile_expression
from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.model import Group, Item, Question, Questionnaire, Repeat, walk

_FILTER_COLUMNS = ("list_name", "name", "label")


@dataclass(frozen=True, slots=True)
class Block:
    """Steps of one level that run together for each frame of it."""

    level: Level
    steps: tuple[Step, ...]


class Plan:
    """A questionnaire made ready for `state.evaluate`; immutable, shared by all responses of this version.

    `order`: form paths in the order of evaluation. `dependents`: form path → the paths whose expressions name it.
    `levels`: by the path of their repeat, '' the root. `blocks`: what `evaluate` runs.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.default_language = questionnaire.default_language
        self.levels = levels_of(questionnaire.items)
        self._items: dict[str, Item] = {}
        self._by_name: dict[str, list[Item]] = {}
        for item in walk(questionnaire.items):
            self._items[item.path] = item
            self._by_name.setdefault(item.name, []).append(item)
        self._level_of = {item.path: level for level in self.levels.values() for item in level.items}
        self._gated = _gated_paths(self.levels)
        self._compiled: dict[tuple[str, tuple[str, ...], str, tuple[str, ...]], Run] = {}
        self._needs = {path: self._needs_of(item) for path, item in self._items.items()}
        self.order = tuple(_topological(self._needs))
        self.dependents = _dependents(self._needs)
        self.step_paths: dict[Step, str] = {}
        self.blocks = tuple(self._blocks())
        self.entries: dict[str, list[Entry]] = {
            path: [entry_of(self, level, item) for item in level.items] for path, level in self.levels.items()
        }
        self.root_entries = {e.path: e for e in self.entries[""] if not isinstance(e.item, Repeat)}

    def question(self, path: str) -> Question:
        """The question of a form path ("kegiatan/nama"). Raises KeyError."""
        item = self._items[path]
        if not isinstance(item, Question):
            raise KeyError(path)
        return item

    def item(self, path: str) -> Item:
        """The item of a form path. Raises KeyError."""
        return self._items[path]

    def find(self, name: str) -> Item | None:
        """The item of this name, wherever it stands; None when there is none, or more than one."""
        found = self._by_name.get(name, ())
        return found[0] if len(found) == 1 else None

    def resolve(self, name: str, parent: str) -> Item | None:
        """Like `find`; among several, the one that stands in the group `parent` (form path)."""
        return self.find(name) or self._items.get(f"{parent}/{name}" if parent else name)

    def repeats_around(self, path: str) -> tuple[str, ...]:
        """Form paths of the repeats around an item, outermost first. Raises KeyError."""
        return self._level_of[path].repeats

    def level_of(self, path: str) -> Level:
        """The level that an item stands in. Raises KeyError."""
        return self._level_of[path]

    def bindings(self, repeats: tuple[str, ...] = ()) -> Bindings:
        """Names for expressions that stand inside these repeats (form paths, outermost first); () = the root."""
        return FormBindings(self, repeats)

    def compiled(self, expression: Expression, item: Item, columns: tuple[str, ...] = ()) -> Run:
        """The closure of an expression of an item; equal expressions in one place share it."""
        parent = item.path.rpartition("/")[0]
        key = (expression.text, self._level_of[item.path].repeats, parent, columns)
        if key not in self._compiled:
            self._compiled[key] = compile_expression(expression, FormBindings(self, key[1], parent), columns=columns)
        return self._compiled[key]

    def filter_of(self, question: Question) -> Run | None:
        """The closure of a choice filter; None when the question has none."""
        if question.choice_filter is None or question.choices is None:
            return None
        further = {name for choice in question.choices.choices for name in choice.columns}
        return self.compiled(question.choice_filter, question, (*_FILTER_COLUMNS, *sorted(further)))

    def _needs_of(self, item: Item) -> frozenset[str]:
        parent = item.path.rpartition("/")[0]
        needs = {parent} if parent else set()
        for expression in _expressions(item):
            for reference in references(expression.root):
                target = self.resolve(reference.name, parent)
                if target is not None and target is not item:
                    needs.add(target.path)
        return frozenset(needs)

    def _blocks(self) -> Iterator[Block]:
        """Neighbouring steps of one level run together, unless one looks at other instances of the same repeat."""
        level: Level | None = None
        steps: list[Step] = []
        for path in self.order:
            item = self._items[path]
            made = self._steps(item)
            if not made:
                continue
            own = self._level_of[path]
            if level is not None and (own is not level or (own.path and _looks_sideways(item))):
                yield Block(level, tuple(steps))
                steps = []
            level = own
            for step in made:
                self.step_paths[step] = path
            steps += made
        if level is not None and steps:
            yield Block(level, tuple(steps))

    def _steps(self, item: Item) -> list[Step]:
        path = item.path
        level = self._level_of[path]
        relevant = self.compiled(item.relevant, item) if item.relevant else None
        if isinstance(item, Group):
            step = [make.group_relevance(path, relevant, level)] if relevant else []
            return [make.guarded(path, one) for one in step] if path in self._gated else step
        if isinstance(item, Repeat):
            steps = [make.repeat_count(item, self.compiled(item.repeat_count, item))] if item.repeat_count else []
            return steps + ([make.repeat_relevance(path, relevant)] if relevant else [])
        steps = []
        if relevant:
            step_ = make.relevance(path, relevant)
            steps.append(make.guarded(path, step_) if path in self._gated else step_)
        suffix = level.suffix(path)
        if isinstance(item.default, Expression):
            steps.append(make.dynamic_default(item, self.compiled(item.default, item), suffix))
        if item.calculation:
            steps.append(make.calculation(item, self.compiled(item.calculation, item)))
        filter_ = self.filter_of(item)
        if filter_:
            steps.append(make.choice_filter(item, filter_, suffix))
        return steps


def _expressions(item: Item) -> Iterator[Expression]:
    """The expressions of an item that decide when it can be evaluated."""
    found: Collection[Expression | str | None]
    if isinstance(item, Question):
        found = (item.relevant, item.calculation, item.choice_filter, item.required, item.read_only, item.default)
    elif isinstance(item, Repeat):
        found = (item.relevant, item.repeat_count)
    else:
        found = (item.relevant,)
    for expression in found:
        if isinstance(expression, Expression):
            yield expression


def _looks_sideways(item: Item) -> bool:
    return any("indexed-repeat" in expression.text.lower() for expression in _expressions(item))


def _gated_paths(levels: dict[str, Level]) -> frozenset[str]:
    """Paths that a group around them may hide within their level."""
    return frozenset(
        inner.path
        for level in levels.values()
        for item in level.items
        if isinstance(item, Group) and item.relevant
        for inner in level.inside[item.path]
    )


def _topological(needs: dict[str, frozenset[str]]) -> Iterator[str]:
    """Every path after all that it needs, else in document order. What needs itself in a circle (only defaults may)
    stands where it was met first."""
    done: set[str] = set()
    entered: set[str] = set()
    for start in needs:
        stack = [start]
        while stack:
            path = stack[-1]
            if path in done:
                stack.pop()
                continue
            entered.add(path)
            ahead = [need for need in needs[path] if need not in entered]
            if ahead:
                stack.extend(sorted(ahead, reverse=True))
                continue
            stack.pop()
            done.add(path)
            yield path


def _dependents(needs: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {path: set() for path in needs}
    for path, needed in needs.items():
        for need in needed:
            found[need].add(path)
    return {path: frozenset(paths) for path, paths in found.items()}


class _ByIdentity:
    """A questionnaire as a cache key: frozen, but too large to hash by value."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.questionnaire is self.questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)


def plan_of(questionnaire: Questionnaire) -> Plan:
    """The plan of a questionnaire, made once for each object."""
    return _plan(_ByIdentity(questionnaire))


@lru_cache(maxsize=64)
def _plan(key: _ByIdentity) -> Plan:
    return Plan(key.questionnaire)
