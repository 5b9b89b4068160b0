"""Closures that bring a compiled value to the type that its place needs, as cheaply as its own type allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from inovik_forms.expressions.operators import Type
from inovik_forms.expressions.surroundings import Env, Run
from inovik_forms.expressions.values import answered, number_text, text_number, to_boolean, to_number, to_text


def number(run: Run, kind: Type) -> Callable[[Env], float]:
    """As a number."""
    if kind == "number":
        return cast(Callable[[Env], float], run)
    if kind == "text":
        text = cast(Callable[[Env], str], run)
        return lambda env: text_number(text(env))

    def as_number(env: Env) -> float:
        value = run(env)
        return value if value.__class__ is float else to_number(value)

    return as_number


def text(run: Run, kind: Type) -> Callable[[Env], str]:
    """As text."""
    if kind == "text":
        return cast(Callable[[Env], str], run)
    if kind == "number":
        numeric = cast(Callable[[Env], float], run)
        return lambda env: number_text(numeric(env))

    def as_text(env: Env) -> str:
        value = run(env)
        return value if value.__class__ is str else to_text(value)

    return as_text


def truth(run: Run, kind: Type) -> Callable[[Env], bool]:
    """As true or false."""
    if kind == "boolean":
        return cast(Callable[[Env], bool], run)
    if kind == "text":
        return lambda env: run(env) != ""
    return lambda env: to_boolean(run(env))


def is_answered(run: Run) -> Callable[[Env], bool]:
    """A reference alone as a condition: is there an answer."""

    def is_there(env: Env) -> bool:
        value = run(env)
        return value != "" if value.__class__ is str else answered(value)

    return is_there


def chain(parts: tuple[Callable[[Env], bool], ...], *, deciding: bool) -> Run:
    """`or` (deciding=True) or `and` of all parts, left to right, no further than needed."""
    if len(parts) == 2:
        left, right = parts
        if deciding:
            return lambda env: left(env) or right(env)
        return lambda env: left(env) and right(env)

    def run(env: Env) -> bool:
        for part in parts:
            if part(env) is deciding:
                return deciding
        return not deciding

    return run
