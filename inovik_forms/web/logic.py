"""What the browser needs to show, hide and calculate at once: the expressions of one page, and the answers they read.

Only expressions that depend on answers of this very page are sent; all else is told as it is now. Worked out once for
each page of a questionnaire; a request adds the known values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from inovik_forms.answers.bindings import FormBindings
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Path
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Call, Expression, Node, Reference, Value, children
from inovik_forms.expressions.to_json import to_json
from inovik_forms.questionnaires.model import Item, Question
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.sections import Scope

SERVER_ONLY = frozenset({"jr:choice-name", "label", "indexed-repeat", "pulldata", "random", "uuid", "once"})
"""Functions whose data a page does not have, or that must not run at each key; the server's reply tells the result."""


class PageLogic:
    """The logic of one page, as far as it moves while the page is being filled in."""

    def __init__(self, plan: Plan, scope: Scope) -> None:
        self.plan = plan
        self.level = plan.levels[scope.container]
        self.names: dict[str, str] = {}
        self.known: dict[str, Callable[[Any], Value]] = {}
        lines = {line.path: line for line in scope.lines}
        self.moving = {q.path for q in scope.questions if q.kind in FIELDS and not q.is_computed}
        self._follow_calculations()
        calculations = [q for q in self.level.questions if q.path in self.moving and q.path not in lines]
        self.entries = [self._entry(item) for item in (*lines.values(), *calculations)]
        self.is_needed = any("relevant" in entry or "calculation" in entry for entry in self.entries)
        # A line without rules of its own matters when something reads it, or when a group around it comes and goes.
        needed = set(self.names.values())
        groups = tuple(e["path"] + "/" for e in self.entries if e["kind"] == "group" and "relevant" in e)
        self.entries = [e for e in self.entries if len(e) > 2 or e["path"] in needed or e["path"].startswith(groups)]
        told = {e["path"] for e in self.entries if "relevant" not in e}
        self.fixed = [(i.path, plan.condition(i.relevant, i)) for i in lines.values() if i.relevant and i.path in told]

    def as_json(self, state: State, prefix: Path) -> dict[str, Any]:
        """The entries, with what is known now of everything else."""
        env = state.env
        env.frame = frame = state.frame(prefix)
        known = {name: _plain(run(env)) for name, run in self.known.items()}
        values = {e["path"]: _plain(frame.values.get(e["path"], "")) for e in self.entries if e["kind"] != "group"}
        hidden = [path for path, run in self.fixed if not _holds(run, env)]
        return {
            "items": self.entries, "names": self.names, "known": known, "values": values, "hidden": hidden,
            "today": env.today.isoformat(), "now": env.now.isoformat(timespec="milliseconds"),
            "position": frame.position,
        }  # fmt: skip

    def _follow_calculations(self) -> None:
        """Calculations of this level that read something that moves move too."""
        waiting = True
        while waiting:
            waiting = False
            for question in self.level.questions:
                if (
                    question.calculation
                    and question.path not in self.moving
                    and self._moves(question, question.calculation)
                ):
                    self.moving.add(question.path)
                    waiting = True

    def _moves(self, item: Item, expression: Expression) -> bool:
        return any(self._target(item, ref) in self.moving for ref in _references(expression.root))

    def _target(self, item: Item, ref: Reference) -> str:
        found = None if ref.last_saved else self.plan.resolve(ref.name, item.path.rpartition("/")[0])
        return found.path if found else ""

    def _entry(self, item: Item) -> dict[str, Any]:
        entry: dict[str, Any] = {"path": item.path, "kind": item.kind if isinstance(item, Question) else "group"}
        expressions = {"relevant": item.relevant}
        if isinstance(item, Question):
            expressions["calculation"] = item.calculation
        for key, expression in expressions.items():
            if expression and self._moves(item, expression) and self._fits(item, expression):
                entry[key] = to_json(expression.root)
        return entry

    def _fits(self, item: Item, expression: Expression) -> bool:
        """Whether the browser can run it; then its names are noted. One name must mean one thing on a page."""
        if any(isinstance(node, Call) and node.name in SERVER_ONLY for node in _nodes(expression.root)):
            return False
        refs = list(_references(expression.root))
        targets = {ref.name: self._target(item, ref) for ref in refs}
        if any(self.names.get(name, path) != path for name, path in targets.items() if path in self.moving):
            return False
        bindings = FormBindings(self.plan, self.level.repeats, item.path.rpartition("/")[0])
        for ref in refs:
            if targets[ref.name] in self.moving:
                self.names[ref.name] = targets[ref.name]
            else:
                self.known.setdefault(ref.name, bindings.reference(ref))
        return True


def _holds(run: Callable[[Any], Value], env: Any) -> bool:
    """A condition of the line itself, whatever holds for the groups around it; one that cannot be computed does not."""
    try:
        return bool(run(env))
    except ExpressionError:
        return False


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _nodes(child)


def _references(node: Node) -> Iterator[Reference]:
    return (found for found in _nodes(node) if isinstance(found, Reference))


def _plain(value: Value) -> Any:
    """The value as JSON can hold it; NaN is a blank, as it is when shown."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return "" if isinstance(value, float) and not math.isfinite(value) else value


_made: WeakKeyDictionary[Plan, dict[tuple[str, str], PageLogic]] = WeakKeyDictionary()


def logic_of(plan: Plan, scope: Scope) -> PageLogic:
    """The logic of a page, made once."""
    made = _made.setdefault(plan, {})
    key = scope.container, scope.items[0].path if scope.items else ""
    if key not in made:
        made[key] = PageLogic(plan, scope)
    return made[key]
