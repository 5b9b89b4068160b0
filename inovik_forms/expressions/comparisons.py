"""`=`, `!=` and the orders: by truth if a side is true or false, by number if a side is a number, else by text.

A node-set compares true when any of its values does. Equal numbers may differ by a rounding error (JavaRosa's
tolerance), so `0.1 + 0.2 = 0.3` is true, as a clerk expects.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

from inovik_forms.expressions.nodes import Value
from inovik_forms.expressions.values import text_number, to_boolean, to_list, to_number

TOLERANCE = 1e-12

ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""a OP b is b MIRRORED[OP] a."""


def same_number(left: float, right: float) -> bool:
    """Equal, or equal but for a rounding error; NaN equals nothing."""
    return left == right or abs(left - right) < TOLERANCE


def equal(left: Value, right: Value) -> bool:
    """`=` of any two values."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, list) or isinstance(right, list):
        return _any_equal(to_list(left), to_list(right))
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return same_number(to_number(left), to_number(right))


def unequal(left: Value, right: Value) -> bool:
    """`!=` of any two values: of node-sets, is there a pair that differs."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) != to_boolean(right)
    if isinstance(left, list) or isinstance(right, list):
        lefts, rights = to_list(left), to_list(right)
        if not lefts or not rights:
            return False
        # If everything equals the other side's first value, no pair differs: linear, not quadratic.
        return not (all(equal(lefts[0], one) for one in rights) and all(equal(one, rights[0]) for one in lefts))
    return not equal(left, right)


def ordered(sign: str, left: Value, right: Value) -> bool:
    """`<`, `<=`, `>` or `>=` of any two values, always by number; NaN is never in order."""
    if isinstance(left, list) or isinstance(right, list):
        lefts = [number for one in to_list(left) if (number := to_number(one)) == number]
        rights = [number for one in to_list(right) if (number := to_number(one)) == number]
        if not lefts or not rights:
            return False
        if sign in ("<", "<="):
            return ORDERS[sign](min(lefts), max(rights))
        return ORDERS[sign](max(lefts), min(rights))
    return ORDERS[sign](to_number(left), to_number(right))


def _any_equal(lefts: list[Value], rights: list[Value]) -> bool:
    """Is there an equal pair? Linear for two sets: rounding errors are forgiven only against a single value."""
    if len(lefts) == 1 or len(rights) == 1:
        return any(equal(left, right) for left in lefts for right in rights)
    texts = {one for one in lefts if isinstance(one, str)}
    if any(one in texts for one in rights if isinstance(one, str)):
        return True
    return _meets(lefts, rights) or _meets(rights, lefts)


def _meets(numbers: list[Value], others: list[Value]) -> bool:
    """Does one of the numbers proper among `numbers` occur among `others`, read as numbers?"""
    known = {one for one in numbers if isinstance(one, float) and one == one}
    return bool(known) and any(
        (text_number(one) if isinstance(one, str) else one) in known for one in others if isinstance(one, str | float)
    )
