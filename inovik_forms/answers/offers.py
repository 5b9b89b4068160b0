"""Offers: which choices a select question gives in one frame, from its list or from the instances of a repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from inovik_forms.answers.frames import Frame
from inovik_forms.expressions.evaluate import Condition, Env, to_text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Binary, Call, Expression, Lookup, Node, Reference, Unary
from inovik_forms.questionnaires.model import Choice, Question

Row = Mapping[str, str]
"""What a choice filter may name of a choice."""
ROW_NAMES = ("list_name", "name", "label")


@dataclass(frozen=True, slots=True)
class Offers:
    """The choices of a question.

    `filter`: its choice filter. `source` and `instances`: for choices from a repeat, the question that gives them and
    the instances, seen from where this question stands; `names`: form path → name of what the filter may read there.
    """

    question: Question
    filter: Condition | None
    source: Question | None = None
    instances: Callable[[Env], list[Frame]] | None = None
    names: Mapping[str, str] | None = None

    def all_choices(self, env: Env) -> Iterator[tuple[Choice, Row]]:
        """Every choice with its row, before the filter; blank and repeated answers of a repeat are left out."""
        if self.source is None or self.instances is None:
            for choice in self.question.choices.choices if self.question.choices else ():
                yield choice, choice_row(choice, self.question)
            return
        path, names = self.source.path, self.names or {}
        labels = {choice.name: choice.label for choice in self.source.choices.choices} if self.source.choices else {}
        seen = {""}
        for frame in self.instances(env):
            name = to_text(frame.values[path])
            if path not in frame.hidden and name not in seen:
                seen.add(name)
                label = labels.get(name, {"": name})
                row = {short: to_text(frame.values[long]) for long, short in names.items()}
                yield Choice(name, label), row | {"name": name, "label": next(iter(label.values()), "")}

    def offered(self, env: Env) -> tuple[Choice, ...]:
        """The choices that pass the filter; one for which it cannot be computed does not. Needs `env.frame`."""
        run = self.filter
        if run is None:
            return tuple(choice for choice, _ in self.all_choices(env))
        found = []
        for choice, row in self.all_choices(env):
            env.choice = row
            try:
                if run(env):
                    found.append(choice)
            except ExpressionError:
                continue
        env.choice = None
        return tuple(found)


def choice_row(choice: Choice, question: Question) -> dict[str, str]:
    """The row of a choice of a list."""
    label = next(iter(choice.label.values()), "")
    list_name = question.choices.name if question.choices else ""
    return {"list_name": list_name, "name": choice.name, "label": label, **choice.columns}


def reading_rows(expression: Expression, names: frozenset[str]) -> Expression:
    """A filter of choices from a repeat: `${age}` of a question in that repeat is a column of the row."""
    return replace(expression, root=_reading(expression.root, names))


def _reading(node: Node, names: frozenset[str]) -> Node:
    match node:
        case Reference(name) if name in names and not node.last_saved:
            return replace(node, bare=True)
        case Call(_, arguments):
            return replace(node, arguments=tuple(_reading(one, names) for one in arguments))
        case Binary(_, left, right):
            return replace(node, left=_reading(left, names), right=_reading(right, names))
        case Unary(operand):
            return replace(node, operand=_reading(operand, names))
        case Lookup(_, condition) if condition is not None:
            return replace(node, condition=_reading(condition, names))
        case _:
            return node
