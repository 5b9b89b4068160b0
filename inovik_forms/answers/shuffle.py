"""XForms' randomize(): the same seed gives the same order as in Enketo (Fisher and Yates from the inside out, with
Park and Miller's numbers)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

LARGEST = 2**31 - 1
MULTIPLIER = 16807


def shuffled(items: Sequence[T], seed: int) -> list[T]:
    """The items in the order that this seed gives them."""
    found: list[T] = []
    for number, item in zip(_numbers(seed), items, strict=False):
        place = math.floor(number * (len(found) + 1))
        found.append(item)
        found[place], found[-1] = item, found[place]
    return found


def _numbers(seed: int) -> Iterator[float]:
    """From 0 up to, but without, 1."""
    number = int(math.fmod(seed, LARGEST))
    if number <= 0:
        number += LARGEST - 1
    while True:
        number = number * MULTIPLIER % LARGEST
        yield (number - 1) / (LARGEST - 1)


def seed_of(text: str) -> int:
    """A number's whole part; of any other text a number that is always the same."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    return int(number) if math.isfinite(number) else int.from_bytes(sha256(text.encode()).digest()[:8], "big")
