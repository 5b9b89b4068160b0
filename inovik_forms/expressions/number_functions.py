"""The functions of the language that work on numbers. NaN and the infinities are values, never errors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from inovik_forms.expressions.nodes import Value
from inovik_forms.expressions.values import NAN, answered, to_boolean, to_number

_ROUNDING = Context(prec=700)  # digits enough for every float at every place
_PLACES = 320


def divide(left: float, right: float) -> float:
    """left div right; by zero it is an infinity, or NaN for 0 div 0."""
    if right:
        return left / right
    if left == 0 or left != left:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def modulo(left: float, right: float) -> float:
    """left mod right, with the sign of the left."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return NAN


def round_half_up(number: float, places: float = 0.0) -> float:
    """Half away from zero, on the digits as they are written: round(2.675, 2) is 2.68. Negative places: tens."""
    if not math.isfinite(number) or places != places:
        return NAN if places != places else number
    places = max(-_PLACES, min(_PLACES, int(max(-1e6, min(1e6, places)))))
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(number)).quantize(step, ROUND_HALF_UP, _ROUNDING))


def truncate(number: float) -> float:
    """The whole part, towards zero."""
    return float(math.trunc(number)) if math.isfinite(number) else number


def numbers(values: Iterable[Value]) -> list[float]:
    """The values that are numbers; blanks and other text are left out."""
    return [number for value in values if (number := to_number(value)) == number]


def total(values: list[Value]) -> float:
    """The sum; blanks are skipped, nothing is 0."""
    result = 0.0
    for number in numbers(values):
        result += number
    return result


def smallest(*sets: list[Value]) -> Value:
    """The smallest number; blanks are skipped, '' when there is none."""
    return min((number for values in sets for number in numbers(values)), default="")


def largest(*sets: list[Value]) -> Value:
    """The largest number; blanks are skipped, '' when there is none."""
    return max((number for values in sets for number in numbers(values)), default="")


def count(values: list[Value]) -> float:
    """The number of values, blanks included."""
    return float(len(values))


def count_non_empty(values: list[Value]) -> float:
    """The number of values that are not blank."""
    return float(sum(1 for value in values if answered(value)))


def checklist(least: float, most: float, *sets: list[Value]) -> bool:
    """Is the number of true values between the two; -1 is no bound."""
    return _between(least, most, float(sum(1 for values in sets for value in values if to_boolean(value))))


def weighted_checklist(least: float, most: float, *pairs: bool | float) -> bool:
    """Is the sum of the weights of the true values between the two; -1 is no bound. Pairs: value, weight, …"""
    weight = 0.0
    for value, its_weight in zip(pairs[::2], pairs[1::2], strict=True):
        weight += its_weight if value else 0.0
    return _between(least, most, weight)


def _between(least: float, most: float, number: float) -> bool:
    return (least == -1 or number >= least) and (most == -1 or number <= most)


def power(base: float, exponent: float) -> float:
    """base to the exponent; NaN where no real number is the answer."""
    if base != base or exponent != exponent or (abs(base) == 1 and math.isinf(exponent)):
        return NAN
    if base == 0 and exponent < 0:
        return math.inf
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and math.fmod(exponent, 2) else math.inf
    except ValueError:
        return NAN


def real(function: Callable[[float], float]) -> Callable[[float], float]:
    """A function of `math` that gives NaN or an infinity where it would raise."""

    def guarded(number: float) -> float:
        try:
            return function(number)
        except ValueError:
            return -math.inf if number == 0 and function in (math.log, math.log10) else NAN
        except OverflowError:
            return math.inf

    return guarded


def power_of_ten(number: float) -> float:
    """10 to the number."""
    return power(10.0, number)


def floor(number: float) -> float:
    """The next whole number below."""
    return float(math.floor(number)) if math.isfinite(number) else number


def ceiling(number: float) -> float:
    """The next whole number above."""
    return float(math.ceil(number)) if math.isfinite(number) else number
