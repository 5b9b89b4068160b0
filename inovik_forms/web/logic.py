"""What the browser needs to show, hide, calculate and offer at once: the part of the form that moves on one page.

Only expressions that depend on answers of this very page are sent; all else is told as it is now. Worked out once for
each page of a questionnaire; a request adds the known values. static/answers/ works it out, static/logic.js shows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from inovik_forms.answers.bindings import FormBindings
from inovik_forms.answers.browser_form import browser_item, browser_lists, browser_tables
from inovik_forms.answers.files import FILE_KINDS
from inovik_forms.answers.kinds import is_unread
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import State
from inovik_forms.answers.values import Path
from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import to_text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Call, Expression, Lookup, Node, Parent, Reference, Value
from inovik_forms.expressions.nodes import walk as walk_nodes
from inovik_forms.problems import MESSAGES
from inovik_forms.questionnaires.model import Item, Question, Repeat, text
from inovik_forms.web.fields import FIELDS
from inovik_forms.web.sections import Scope, form_path, page_prefix
from inovik_forms.web.texts import half_drawn, names_in, texts_with_answers
from inovik_forms.words import gettext, language

SERVER_ONLY = frozenset({"indexed-repeat", "random", "uuid", "once"})
"""Functions whose data a page does not have, or that must not run at each key; the server's reply tells the result."""
COUNT = "~n"
"""Behind a repeat's path: the number of its instances. No name has this letter."""
MOST_ROWS = 300
"""Rows of a table, or choices of a list, that may travel with a page."""
_RULES = ("relevant", "calculation", "choice_filter", "required", "read_only", "constraint")
_MOVES = frozenset({*_RULES, "parameters"})
"""What makes an entry worth sending: its rules, and its own limits (the ends of a range, the most words of a text)."""
_NEEDS_LABELS = frozenset({"label", "jr:choice-name"})


class PageLogic:
    """The logic of one page, as far as it moves while the page is being filled in."""

    def __init__(self, plan: Plan, scope: Scope) -> None:
        self.plan = plan
        self.level = plan.levels[scope.container]
        self.names: dict[str, str] = {}
        self.known: dict[str, Callable[[Any], Value]] = {}
        self.listed: set[str] = set()
        lines = {line.path: line for line in scope.lines}
        self.moving = {q.path for q in scope.questions if q.kind in FIELDS and not q.is_computed}
        self._follow_calculations()
        calculations = [q for q in self.level.questions if q.path in self.moving and q.path not in lines]
        self.items = self._in_order([*lines.values(), *calculations])
        entries = [self._entry(item) for item in self.items]
        self.is_needed = any(not entry.keys().isdisjoint(_MOVES) for entry in entries)
        self.counts = [made for line in scope.lines if isinstance(line, Repeat) and (made := self._count(line))]
        self.is_needed = self.is_needed or bool(self.counts)
        self.local: dict[str, str] = {}
        here = {entry["path"]: "calculation" in entry for entry in entries}
        self.texts = [line for line in scope.lines if self._is_local(line, here)]
        self.is_needed = self.is_needed or bool(self.texts)
        # A line without rules of its own matters when something reads it, or when a group around it comes and goes.
        needed = set(self.names.values())
        groups = tuple(e["path"] + "/" for e in entries if e["kind"] == "group" and "relevant" in e)
        self.entries = [e for e in entries if len(e) > 2 or e["path"] in needed or e["path"].startswith(groups)]
        kept = {e["path"] for e in self.entries}
        self.items = [item for item in self.items if item.path in kept]
        told = {e["path"] for e in self.entries if "relevant" not in e}
        self.fixed = [(i.path, plan.condition(i.relevant, i)) for i in lines.values() if i.relevant and i.path in told]
        listed = [item for item in self.items if item.path in self.listed]
        self.extras = {"lists": browser_lists(listed), "tables": browser_tables(plan, self.items)}

    def as_json(self, state: State, prefix: Path) -> dict[str, Any]:
        """The entries, with what is known now of everything else."""
        env = state.env
        env.frame = frame = state.frame(prefix)
        known = {name: _plain(run(env)) for name, run in self.known.items()}
        values = {i.path: to_text(frame.values.get(i.path, "")) for i in self.items if isinstance(i, Question)}
        hidden = [path for path, run in self.fixed if not _holds(run, env)]
        return {
            "items": [*self.entries, *self.counts], "names": self.names, "counted": self._counted(state, prefix),
            "texts": self._texts(state, prefix), "local": self.local,
            "known": known, "values": values, "hidden": hidden,
            "unread": [name for name, value in known.items() if self._is_unread(name, value)],
            "language": self.plan.default_language, "container": self.level.path, **self.extras,
            "messages": dict(self._messages()), "aside": self._aside(state, prefix),
            "marks": {
                "required": gettext("(wajib)"), "optional": gettext("(boleh dikosongkan)"),
                "filled": gettext("Sudah pernah diisi"),
            },
            "around": {
                "today": env.today.isoformat(), "now": env.now.isoformat(timespec="milliseconds"),
                "language": state.language, "position": frame.position, "prefix": prefix,
            },
        }  # fmt: skip

    def _is_unread(self, name: str, value: Any) -> bool:
        item = self.plan.find(name)
        return isinstance(item, Question) and is_unread(item.kind, value)

    def _messages(self) -> Iterator[tuple[str, dict[str, str]]]:
        """What to say of an answer that is too long, or against its constraint; not where the words change with the
        answers, which the server's reply tells."""
        for entry, item in zip(self.entries, self.items, strict=True):
            found = {}
            if "constraint" in entry and isinstance(item, Question):
                said = text(item.constraint_message, language(), self.plan.default_language)
                if said and "${" not in said:
                    found["constraint"] = said
            if most := entry.get("parameters", {}).get("words"):
                found["words"] = gettext(MESSAGES["answers.words"][0]).format(found="{found}", most=most)
            if found:
                yield item.path, found

    def _aside(self, state: State, prefix: Path) -> dict[str, list[tuple[str, str]]]:
        """Form path → the choices (name, label) that were chosen and are not offered any more."""
        found = {}
        for gone in state.set_aside:
            path = form_path(gone.answer_path)
            item = self.plan.item(path)
            if page_prefix(gone.answer_path) == prefix and isinstance(item, Question) and item.choices:
                labels = {c.name: text(c.label, language(), self.plan.default_language) for c in item.choices.choices}
                found[path] = [(name, labels.get(name) or name) for name in gone.value.split()]
        return found

    def _in_order(self, items: list[Item]) -> list[Item]:
        """In the order of evaluation, so that the browser needs only one pass."""
        place = {path: number for number, path in enumerate(self.plan.order)}
        return sorted(items, key=lambda item: place[item.path])

    def _follow_calculations(self) -> None:
        """Calculations of this level that read something that moves move too."""
        waiting = True
        while waiting:
            waiting = False
            for question in self.level.questions:
                calculation = question.calculation
                if calculation and question.path not in self.moving and self._moves(question, calculation):
                    self.moving.add(question.path)
                    waiting = True

    def _moves(self, item: Item, expression: Expression) -> bool:
        return any(self._target(item, ref) in self.moving for ref in _references(expression.root))

    def _target(self, item: Item, ref: Reference) -> str:
        found = None if ref.last_saved else self.plan.resolve(ref.name, item.path.rpartition("/")[0])
        return found.path if found else ""

    def _entry(self, item: Item) -> dict[str, Any]:
        """The item with those of its rules that the browser can run, as far as they move; a constraint always does."""
        whole = browser_item(item)
        entry: dict[str, Any] = {"path": item.path, "kind": whole["kind"] if whole["kind"] != "repeat" else "group"}
        for rule in _RULES:
            expression = getattr(item, rule, None)
            if (
                not isinstance(expression, Expression)
                or rule not in whole
                or (isinstance(item, Question) and item.trigger and rule == "calculation")
                or (isinstance(item, Question) and item.is_mixed and rule == "choice_filter")
            ):
                continue
            if (rule == "constraint" or self._moves(item, expression)) and self._fits(item, expression):
                entry[rule] = whole[rule]
        if "parameters" in whole:
            entry["parameters"] = whole["parameters"]
        if "choice_filter" in entry or item.path in self.listed:
            self.listed.add(item.path)
            entry["choices"] = whole["choices"]
        if len(entry) > 2 and "required" not in entry and whole.get("required") is True:
            entry["required"] = True
        return entry

    def _is_local(self, line: Item, here: Mapping[str, bool]) -> bool:
        """Whether answers of this page stand in the line's texts, and the browser knows all of them; then their names
        are noted. `here`: form paths of the entries, and whether the browser calculates them."""
        names = {name for words, _ in texts_with_answers(line).values() for name in names_in(words)}
        moving = {name: item for name in names if (item := self.plan.find(name)) and item.path in self.moving}
        if not moving or not all(self._is_known(item, here) and not _is_chosen(item) for item in moving.values()):
            return False
        paths = {name: item.path for name, item in moving.items()}
        if any(self.names.get(name, path) != path for name, path in paths.items()):
            return False
        self.names |= paths
        self.local |= paths
        return True

    def _is_known(self, item: Item, here: Mapping[str, bool]) -> bool:
        """Whether it is typed on this page, or calculated here from what is."""
        if not isinstance(item, Question) or item.path not in here or item.kind in FILE_KINDS:
            return False
        if not item.is_computed:
            return True
        assert item.calculation is not None
        targets = {self._target(item, ref) for ref in _references(item.calculation.root)} & self.moving
        return here[item.path] and all(self._is_known(self.plan.item(path), here) for path in targets)

    def _texts(self, state: State, prefix: Path) -> dict[Path, dict[str, str]]:
        """By answer path, the texts that the browser keeps up to date, as HTML with places left for the answers."""
        start = len(self.level.path)
        return {
            prefix + line.path[start:]: {
                name: half_drawn(state, words, prefix, self.local, draw)
                for name, (words, draw) in texts_with_answers(line).items()
            }
            for line in self.texts
        }

    def _count(self, repeat: Repeat) -> dict[str, Any] | None:
        """How many instances a list of this page has, as one more calculation; None when nothing here changes that."""
        count = repeat.repeat_count
        if count is None or not self._moves(repeat, count) or not self._fits(repeat, count):
            return None
        return {"path": repeat.path + COUNT, "kind": "text", "calculation": browser_item(repeat)["repeat_count"]}

    def _counted(self, state: State, prefix: Path) -> dict[Path, dict[str, list[str]]]:
        """By answer path, what is known of each such list: the keys of its instances in order, those that were removed,
        and those in which something has been answered."""
        found = {}
        for count in self.counts:
            path = prefix + count["path"].removesuffix(COUNT)[len(self.level.path) :]
            start = len(path) + 1
            inside = {
                p[start : p.index("]", start)]
                for p, value in state.draft.values.items()
                if value and p.startswith(path + "[")
            }
            removed = [
                p[start:-1] for p in state.draft.removed if p.startswith(path + "[") and p.find("]") == len(p) - 1
            ]
            keys = state.draft.instances.get(path, ())
            found[path] = {"keys": list(keys), "removed": sorted(removed), "filled": sorted(inside)}
        return found

    def _fits(self, item: Item, expression: Expression) -> bool:
        """Whether the browser can run it; then its names are noted. One name must mean one thing on a page."""
        if not all(self._is_served(node) for node in walk_nodes(expression.root)):
            return False
        refs = list(_references(expression.root))
        targets = {ref.name: self._target(item, ref) for ref in refs}
        if any(ref.last_saved for ref in refs) or (isinstance(item, Question) and item.choices_from):
            return False
        if isinstance(item, Question) and item.choices is not None and len(item.choices.choices) > MOST_ROWS:
            return False
        if any(self.names.get(name, path) != path for name, path in targets.items() if path in self.moving):
            return False
        bindings = FormBindings(self.plan, self.level.repeats, item.path.rpartition("/")[0])
        for ref in refs:
            if targets[ref.name] in self.moving:
                self.names[ref.name] = targets[ref.name]
            else:
                self.known.setdefault(ref.name, bindings.reference(ref))
        return True

    def _is_served(self, node: Node) -> bool:
        match node:
            case Call("position", (where,)):
                return isinstance(where, Parent) and where.up == 1
            case Call(name) if name in _NEEDS_LABELS:
                return False
            case Call("pulldata", (table, *_)):
                return len(self.plan.table(str(getattr(table, "value", ""))) or ()) <= MOST_ROWS
            case Lookup(table):
                return len(self.plan.table(table) or ()) <= MOST_ROWS
            case Call(name):
                return name not in SERVER_ONLY
            case _:
                return True


def _is_chosen(item: Item) -> bool:
    """Whether people read the label of a choice instead of the answer itself."""
    return isinstance(item, Question) and (item.choices is not None or bool(item.choices_from))


def _holds(run: Callable[[Any], Value], env: Any) -> bool:
    """A condition of the line itself, whatever holds for the groups around it; one that cannot be computed does not."""
    try:
        return bool(run(env))
    except ExpressionError:
        return False


def _references(node: Node) -> Iterator[Reference]:
    return (found for found in references(node) if not found.bare)


def _plain(value: Value) -> Any:
    """The value as JSON can hold it; NaN is a blank, as it is when shown."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return "" if isinstance(value, float) and not math.isfinite(value) else value


_made: WeakKeyDictionary[Plan, dict[Scope, PageLogic]] = WeakKeyDictionary()


def logic_of(plan: Plan, scope: Scope) -> PageLogic:
    """The logic of a page, made once."""
    made = _made.setdefault(plan, {})
    if scope not in made:
        made[scope] = PageLogic(plan, scope)
    return made[scope]
