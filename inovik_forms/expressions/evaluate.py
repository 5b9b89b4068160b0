"""Nodes → closures: what is known when a questionnaire is loaded is decided then, so that an answer costs little."""

from __future__ import annotations

from collections.abc import Collection

from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.surroundings import Bindings, Env, Run
from inovik_forms.expressions.values import to_boolean, to_number, to_text

__all__ = ["Bindings", "Env", "Run", "compile_expression", "to_boolean", "to_number", "to_text"]


def compile_expression(expression: Expression, bindings: Bindings, *, columns: Collection[str] = ()) -> Run:
    """A closure that evaluates the expression in an Env.

    `columns`: the bare names that are columns of the choice list being filtered; they are read from `Env.choice`.
    Raises ExpressionError when the expression would not pass `check`. The closure itself raises ExpressionError only
    for `expressions.result_too_long` and `expressions.out_of_range` (terbilang of 10^18); never anything else.
    """
    raise NotImplementedError
