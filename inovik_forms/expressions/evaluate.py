"""Nodes → closures: what is known when a questionnaire is loaded is decided then, so that an answer costs little."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Any, cast

from inovik_forms.expressions import arithmetic, conversions, lookups
from inovik_forms.expressions.comparing import compile_comparison
from inovik_forms.expressions.faults import ExpressionError, Unanswerable
from inovik_forms.expressions.functions import FUNCTIONS, Function, argument_faults
from inovik_forms.expressions.nodes import (
    Binary,
    Call,
    Current,
    Expression,
    Literal,
    Lookup,
    Node,
    Parent,
    Reference,
    Span,
    Unary,
    Value,
    children,
)
from inovik_forms.expressions.operators import OPERATORS, Type
from inovik_forms.expressions.surroundings import Bindings, Compile, Condition, Env, Run
from inovik_forms.expressions.values import to_boolean, to_list, to_number, to_text

__all__ = [
    "Bindings",
    "Condition",
    "Env",
    "Run",
    "compile_condition",
    "compile_expression",
    "to_boolean",
    "to_number",
    "to_text",
    "type_of",
]

_NOWHERE = Env(frame=None, today=date.min, now=datetime.min.replace(tzinfo=UTC))


def compile_expression(expression: Expression, bindings: Bindings, *, columns: Collection[str] = ()) -> Run:
    """A closure that evaluates the expression in an Env.

    `columns`: the bare names that are columns of the choice list being filtered; they are read from `Env.choice`.
    Raises ExpressionError when the expression would not pass `check`. The closure itself raises ExpressionError only
    for `expressions.result_too_long` and `expressions.out_of_range` (terbilang of 10^18); never anything else.
    """
    return _Compiler(bindings, frozenset(columns)).value(expression.root)


def compile_condition(expression: Expression, bindings: Bindings, *, columns: Collection[str] = ()) -> Condition:
    """The same for what is used as true or false: a reference alone asks whether there is an answer, 0 included."""
    return _Compiler(bindings, frozenset(columns)).truth(expression.root)


def type_of(node: Node) -> Type:
    """What a node gives, as far as it can be told without knowing the names."""
    match node:
        case Literal(value):
            return "text" if isinstance(value, str) else "number"
        case Unary():
            return "number"
        case Binary(operator):
            return OPERATORS[operator].result
        case Call(name, arguments):
            function = FUNCTIONS.get(name)
            if function is None:
                return "value"
            if function.same_as and max(function.same_as) < len(arguments):
                types = {type_of(arguments[place]) for place in function.same_as}
                return types.pop() if len(types) == 1 else "value"
            return function.result
        case Lookup():
            return "values"
        case _:
            return "value"


def is_constant(node: Node) -> bool:
    """Does the node give the same in every form on every day."""
    match node:
        case Literal():
            return True
        case Call(name):
            function = FUNCTIONS.get(name)
            if function is None or function.run is None or function.with_env or function.volatile:
                return False
        case Reference() | Current() | Parent() | Lookup():
            return False
    return all(map(is_constant, children(node)))


class _Compiler:
    """Implements `surroundings.Compile`."""

    def __init__(self, bindings: Bindings, columns: frozenset[str]) -> None:
        self.bindings = bindings
        self.columns = columns
        self.made: dict[int, Run] = {}

    def value(self, node: Node) -> Run:
        """The node's closure, made once: some nodes are asked for twice, and that doubles at every level."""
        run = self.made.get(id(node))
        if run is None:
            run = self.made[id(node)] = self._folded(node, self._value(node))
        return run

    def _folded(self, node: Node, run: Run) -> Run:
        """The result itself, if it is the same in every form on every day."""
        if isinstance(node, Literal) or not is_constant(node):
            return run
        try:
            result = run(_NOWHERE)
        except ExpressionError:
            return run  # it fails where it is evaluated, as any other
        return lambda env: result

    def _value(self, node: Node) -> Run:
        match node:
            case Literal(value):
                return lambda env: value
            case Reference():
                return self._reference(node)
            case Current():
                return lambda env: env.current
            case Parent():
                raise ExpressionError("expressions.parent_not_allowed", node.span)
            case Call():
                return self._call(node)
            case Lookup():
                return lookups.lookup(self, node)
            case Unary(operand):
                number = self.number(operand)
                return lambda env: -number(env)
            case Binary("and" | "or"):
                return self._chain(node)
            case Binary("|"):
                left, right = self.values(node.left), self.values(node.right)
                return lambda env: left(env) + right(env)
            case Binary("=" | "!=" | "<" | "<=" | ">" | ">="):
                return compile_comparison(self, node)
            case _:
                return arithmetic.compile_arithmetic(self, node)

    def number(self, node: Node) -> Callable[[Env], float]:
        return conversions.number(self.value(node), type_of(node))

    def text(self, node: Node) -> Callable[[Env], str]:
        return conversions.text(self.value(node), type_of(node))

    def truth(self, node: Node) -> Callable[[Env], bool]:
        if isinstance(node, Reference | Current):
            return conversions.is_answered(self.value(node))
        return conversions.truth(self.value(node), type_of(node))

    def within(self, columns: frozenset[str]) -> Compile:
        return _Compiler(self.bindings, columns)

    def values(self, node: Node) -> Callable[[Env], list[Value]]:
        value = self.value(node)
        return lambda env: to_list(value(env))

    def known(self, node: Node) -> Value | None:
        """The node's value if it is constant, else None."""
        if isinstance(node, Literal):
            return node.value
        try:
            return self.value(node)(_NOWHERE) if is_constant(node) else None
        except ExpressionError:
            return None

    def _reference(self, node: Reference) -> Run:
        if not (node.bare and node.name in self.columns):
            return self.bindings.reference(node)
        name = node.name
        return lambda env: env.choice.get(name, "") if env.choice is not None else ""

    def _chain(self, node: Binary) -> Run:
        """A chain of `and` or of `or`, laid flat: it stops at the first part that decides."""
        parts, rest = [self.truth(node.right)], node.left
        while isinstance(rest, Binary) and rest.operator == node.operator:
            parts.append(self.truth(rest.right))
            rest = rest.left
        parts.append(self.truth(rest))
        return conversions.chain(tuple(reversed(parts)), deciding=node.operator == "or")

    def _call(self, call: Call) -> Run:
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise ExpressionError("expressions.unknown_function", call.span, {"name": call.name})
        for fault in argument_faults(call, function):
            if fault.severity == "error":
                raise ExpressionError(fault.code, fault.span, fault.detail)
        if function.build:
            return function.build(self, call)
        run = _apply(function, [self._argument(node, function.parameter(n)) for n, node in enumerate(call.arguments)])
        return _placed(run, call.span) if function.fails else run

    def _argument(self, node: Node, kind: Type) -> Callable[[Env], Any]:
        match kind:
            case "number":
                return self.number(node)
            case "text":
                return self.text(node)
            case "boolean":
                return self.truth(node)
            case "values":
                return self.values(node)
            case _:
                return self.value(node)


def _apply(function: Function, arguments: list[Callable[[Env], Any]]) -> Run:
    """The call itself, without a loop for the usual numbers of arguments."""
    run = cast(Callable[..., Any], function.run)
    if function.with_env:
        return lambda env: run(env, *[argument(env) for argument in arguments])
    match arguments:
        case []:
            return lambda env: run()
        case [one]:
            return lambda env: run(one(env))
        case [one, two]:
            return lambda env: run(one(env), two(env))
        case _:
            return lambda env: run(*[argument(env) for argument in arguments])


def _placed(run: Run, span: Span) -> Run:
    """Adds the place of the call to what it raises."""

    def placed(env: Env) -> Value:
        try:
            return run(env)
        except Unanswerable as problem:
            raise ExpressionError(problem.code, span, problem.detail) from None

    return placed
