"""Comparisons as closures: most compare an answer with something written out, and those are made short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from inovik_forms.expressions.comparisons import (
    MIRRORED,
    ORDERS,
    TOLERANCE,
    equal,
    ordered,
    same_number,
    unequal,
)
from inovik_forms.expressions.nodes import Binary, Node, Value
from inovik_forms.expressions.surroundings import Env, Run
from inovik_forms.expressions.values import text_number


class Values(Protocol):
    """The part of the compiler that is needed here."""

    def value(self, node: Node) -> Run: ...
    def known(self, node: Node) -> Value | None: ...


def compile_comparison(compiler: Values, node: Binary) -> Run:
    """The closure of `=`, `!=`, `<`, `<=`, `>` or `>=`."""
    left, right, sign = node.left, node.right, node.operator
    if compiler.known(left) is not None:
        left, right, sign = right, left, MIRRORED[sign]
    run, constant = compiler.value(left), compiler.known(right)
    if sign in ("=", "!="):
        wanted = sign == "="
        if isinstance(constant, str) and text_number(constant) != text_number(constant):
            return _equals_word(run, constant, wanted)
        if isinstance(constant, float):
            return _equals_number(run, constant, wanted)
        other, test = compiler.value(right), equal if wanted else unequal
        return lambda env: test(run(env), other(env))
    if isinstance(constant, str | float):
        return _ordered_number(run, text_number(constant) if isinstance(constant, str) else constant, sign)
    return _ordered(run, compiler.value(right), sign)


def _equals_word(run: Run, word: str, wanted: bool) -> Run:
    """With a text that is no number: a number never equals it."""

    def equals(env: Env) -> bool:
        value = run(env)
        return value == word if value.__class__ is str or value.__class__ is float else equal(value, word)

    def differs(env: Env) -> bool:
        value = run(env)
        return value != word if value.__class__ is str or value.__class__ is float else unequal(value, word)

    return equals if wanted else differs


def _equals_number(run: Run, number: float, wanted: bool) -> Run:
    def equals(env: Env) -> bool:
        value = run(env)
        if value.__class__ is float:
            return value == number or abs(value - number) < TOLERANCE
        return same_number(text_number(value), number) if isinstance(value, str) else equal(value, number)

    def differs(env: Env) -> bool:
        value = run(env)
        if value.__class__ is float:
            return not same_number(value, number)
        return not same_number(text_number(value), number) if isinstance(value, str) else unequal(value, number)

    return equals if wanted else differs


def _ordered_number(run: Run, number: float, sign: str) -> Run:
    order: Callable[[float, float], bool] = ORDERS[sign]

    def in_order(env: Env) -> bool:
        value = run(env)
        if value.__class__ is float:
            return order(value, number)
        return order(text_number(value), number) if isinstance(value, str) else ordered(sign, value, number)

    return in_order


def _ordered(run: Run, other: Run, sign: str) -> Run:
    order = ORDERS[sign]

    def in_order(env: Env) -> bool:
        left, right = run(env), other(env)
        if left.__class__ is float and right.__class__ is float:
            return order(left, right)
        return ordered(sign, left, right)

    return in_order
