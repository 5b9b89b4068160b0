"""`+ - * div mod` as closures; a number that is written out is built in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from inovik_forms.expressions.nodes import Binary, Node, Value
from inovik_forms.expressions.number_functions import divide, modulo
from inovik_forms.expressions.surroundings import Env, Run


class Numbers(Protocol):
    """The part of the compiler that is needed here."""

    def number(self, node: Node) -> Callable[[Env], float]: ...
    def known(self, node: Node) -> Value | None: ...


def compile_arithmetic(compiler: Numbers, node: Binary) -> Run:
    """The closure of an arithmetic operator."""
    left, right = compiler.number(node.left), compiler.number(node.right)
    constant = compiler.known(node.right)
    if isinstance(constant, float):
        return _with_constant(node.operator, left, constant)
    match node.operator:
        case "+":
            return lambda env: left(env) + right(env)
        case "-":
            return lambda env: left(env) - right(env)
        case "*":
            return lambda env: left(env) * right(env)
        case "div":
            return lambda env: divide(left(env), right(env))
        case _:
            return lambda env: modulo(left(env), right(env))


def _with_constant(sign: str, left: Callable[[Env], float], right: float) -> Run:
    match sign:
        case "+":
            return lambda env: left(env) + right
        case "-":
            return lambda env: left(env) - right
        case "*":
            return lambda env: left(env) * right
        case "div" if right:
            return lambda env: left(env) / right
        case "div":
            return lambda env: divide(left(env), right)
        case _:
            return lambda env: modulo(left(env), right)
