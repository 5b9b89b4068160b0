"""Plan: a questionnaire compiled once for evaluation (order of the steps, closures, resolved names)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from inovik_forms.answers import steps as make
from inovik_forms.answers.bindings import FormBindings
from inovik_forms.answers.entries import Entry, entry_of
from inovik_forms.answers.levels import Level, levels_of
from inovik_forms.answers.offers import ROW_NAMES, Offers, reading_rows
from inovik_forms.answers.steps import Step, storing
from inovik_forms.answers.triggers import triggered
from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import Bindings, Condition, Run, compile_condition, compile_expression
from inovik_forms.expressions.nodes import Expression, Reference, Value
from inovik_forms.expressions.surroundings import Table
from inovik_forms.questionnaires.model import Group, Item, Question, Questionnaire, Repeat, walk


@dataclass(frozen=True, slots=True)
class Block:
    """Steps of one level that run together for each frame of it."""

    level: Level
    steps: tuple[Step, ...]


class Plan:
    """A questionnaire made ready for `state.evaluate`; immutable, shared by all responses of this version.

    `order`: form paths in the order of evaluation. `dependents`: form path → the paths whose expressions name it.
    `levels`: by the path of their repeat, '' the root. `blocks`: what `evaluate` runs. `last_saved`: form paths
    that expressions name as `${last-saved#name}`; most forms have none.
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
        self._conditions: dict[tuple[str, tuple[str, ...], str, tuple[str, ...]], Condition] = {}
        self._offers: dict[str, Offers] = {}
        self._tables: dict[str, Table] = {}
        self._needs = {path: self._needs_of(item) for path, item in self._items.items()}
        self.last_saved = frozenset(self._last_saved())
        self.order = tuple(_topological(self._needs))
        self.dependents = _dependents(self._needs)
        self.step_paths: dict[Step, str] = {}
        self.blocks = tuple(self._blocks())
        self.entries: dict[str, list[Entry]] = {
            path: [entry_of(self, level, item) for item in level.items] for path, level in self.levels.items()
        }
        self.root_entries = {e.path: e for e in self.entries[""] if not isinstance(e.item, Repeat)}

    @cached_property
    def instance_name(self) -> Run | None:
        """What works out the name of a response."""
        expression = self.questionnaire.instance_name
        return compile_expression(expression, FormBindings(self, ())) if expression else None

    def touched_by(self, paths: Collection[str]) -> set[str]:
        """All that depends on these form paths, over any number of steps."""
        found: set[str] = set()
        waiting = list(paths)
        while waiting:
            further = self.dependents.get(waiting.pop(), frozenset()) - found
            found |= further
            waiting += further
        return found

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

    def condition(self, expression: Expression, item: Item, columns: tuple[str, ...] = ()) -> Condition:
        """The same for a condition of an item."""
        parent = item.path.rpartition("/")[0]
        key = (expression.text, self._level_of[item.path].repeats, parent, columns)
        if key not in self._conditions:
            self._conditions[key] = compile_condition(expression, FormBindings(self, key[1], parent), columns=columns)
        return self._conditions[key]

    def offers_of(self, question: Question) -> Offers:
        """What a select question offers; made once."""
        if question.path not in self._offers:
            self._offers[question.path] = self._offers_of(question)
        return self._offers[question.path]

    def _offers_of(self, question: Question) -> Offers:
        filter_, source = question.choice_filter, self.source_of(question)
        if source is None:
            further = (
                {name for choice in question.choices.choices for name in choice.columns} if question.choices else ()
            )
            run = self.condition(filter_, question, (*ROW_NAMES, *sorted(further))) if filter_ else None
            return Offers(question, run)
        names = {other.path: other.name for other in self._level_of[source.path].questions}
        level, parent = self._level_of[question.path], question.path.rpartition("/")[0]
        bindings = FormBindings(self, level.repeats, parent)
        run = None
        if filter_:
            reading = reading_rows(filter_, frozenset(names.values()))
            run = compile_condition(reading, bindings, columns=(*ROW_NAMES, *names.values()))
        return Offers(question, run, source, bindings.instances_of(source.path), names)

    def source_of(self, question: Question) -> Question | None:
        """The question inside a repeat whose answers are this question's choices."""
        name = question.choices_from.rpartition("/")[2]
        source = self.resolve(name, question.path.rpartition("/")[0]) if name else None
        return source if isinstance(source, Question) and self._level_of[source.path].repeats else None

    def table(self, name: str) -> Table | None:
        """The rows of an attached table, or of a choice list, as instance() and pulldata() see them."""
        form = self.questionnaire
        if name in form.tables:
            return form.tables[name]
        if name not in self._tables and name in form.lists:
            choices = form.lists[name].choices
            further = dict.fromkeys(column for choice in choices for column in choice.columns)
            self._tables[name] = tuple(
                {**dict.fromkeys(further, ""), "name": c.name, "label": next(iter(c.label.values()), ""), **c.columns}
                for c in choices
            )
        return self._tables.get(name)

    def _needs_of(self, item: Item) -> frozenset[str]:
        parent = item.path.rpartition("/")[0]
        needs = {parent} if parent else set()
        for name in _names(item):
            target = self.resolve(name, parent)
            if target is not None and target is not item:
                needs.add(target.path)
        return frozenset(needs)

    def _last_saved(self) -> Iterator[str]:
        for item in self._items.values():
            constraint = item.constraint if isinstance(item, Question) else None
            for expression in (*_expressions(item), *([constraint] if constraint else ())):
                for reference in references(expression.root):
                    target = (
                        self.resolve(reference.name, item.path.rpartition("/")[0]) if reference.last_saved else None
                    )
                    if target is not None:
                        yield target.path

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
        relevant = self.condition(item.relevant, item) if item.relevant else None
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
        if item.calculation and item.trigger:
            run = self.compiled(item.calculation, item)
            steps.append(triggered(path, suffix, run, storing(item.kind), list(self._triggers(item))))
        elif item.calculation:
            steps.append(make.calculation(item, self.compiled(item.calculation, item)))
        if item.choices_from and self.source_of(item):
            steps.append(make.choices_of_repeat(self.offers_of(item), suffix))
        elif item.choice_filter and item.choices and (filter_ := self.offers_of(item).filter):
            steps.append(make.choice_filter(item, filter_, suffix))
        return steps

    def _triggers(self, question: Question) -> Iterator[tuple[Run, Value]]:
        """For each trigger what it says, seen from the question, and what it says before anybody answered."""
        parent = question.path.rpartition("/")[0]
        bindings = FormBindings(self, self._level_of[question.path].repeats, parent)
        for name in question.trigger:
            item = self.resolve(name, parent)
            if isinstance(item, Question):
                untouched = self._level_of[item.path].template[item.path]
                yield bindings.reference(Reference(name, (0, 0))), untouched


def _names(item: Item) -> Iterator[str]:
    """The names that decide when an item can be evaluated."""
    for expression in _expressions(item):
        for reference in references(expression.root):
            if not reference.last_saved and not (reference.bare and _is_column(item, reference.name)):
                yield reference.name
    if isinstance(item, Question):
        yield from item.trigger
        if item.choices_from:
            yield item.choices_from.rpartition("/")[2]


def _is_column(item: Item, name: str) -> bool:
    """Does a bare name in the filter mean a column of the choices, though a question may be called so, too?"""
    choices = item.choices.choices if isinstance(item, Question) and item.choices else ()
    return name in ROW_NAMES or any(name in choice.columns for choice in choices[:1])


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
