"""What surrounds an evaluation: the environment that changes, and the bindings that say what a name means."""

from __future__ import annotations

import random as _random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from inovik_forms.expressions.nodes import Call, Node, Parent, Reference, Value


@dataclass(slots=True)
class Env:
    """One evaluation's surroundings, mutable and reused.

    `frame`: the innermost repeat instance or the root. `current`: this question's own value (`.`). `now` is aware.
    `choice`: the row of a choice list or table while its condition runs. `random`: a float in [0, 1).
    `last_saved`: form path → answer in the response that was sent last.
    """

    frame: Any
    today: date
    now: datetime
    current: Value = ""
    language: str = "id"
    choice: Mapping[str, str] | None = None
    random: Callable[[], float] = _random.random
    last_saved: Mapping[str, str] = field(default_factory=dict)


Table = Sequence[Mapping[str, str]]
"""The rows of a table: column → cell."""

Run = Callable[[Env], Value]
"""A compiled expression. Numbers are float, text str, blank '', a node-set is a list."""

Condition = Callable[[Env], bool]
"""A compiled condition."""


class Bindings(Protocol):
    """Supplied by the room that owns the names."""

    def reference(self, ref: Reference) -> Run:
        """The value of a name: float, str, or a list for a repeat or for a question outside this repeat."""

    def choice_label(self, ref: Reference) -> Callable[[Env, str], str]:
        """The label of one of the question's choices in `env.language`, by its name; '' when there is none."""

    def position(self, where: Parent | Reference) -> Callable[[Env], float]:
        """The 1-based place of the repeat instance around what is named."""

    def indexed(self, field: Reference, pairs: tuple[tuple[Reference, Callable[[Env], float]], ...]) -> Run:
        """`indexed-repeat`: pairs of (repeat, 1-based whole number ≥ 1); '' when past the end."""

    def table(self, name: str) -> Table | None:
        """The rows of an attached table or a choice list. None when there is none of this name."""


class Compile(Protocol):
    """What a function that is built at loading time may ask: its arguments, compiled to what it needs."""

    bindings: Bindings

    def value(self, node: Node) -> Run:
        """Any value, a node-set as a list."""

    def number(self, node: Node) -> Callable[[Env], float]:
        """A number."""

    def text(self, node: Node) -> Callable[[Env], str]:
        """Text."""

    def truth(self, node: Node) -> Callable[[Env], bool]:
        """True or false; for a reference alone: is it answered."""

    def within(self, columns: frozenset[str]) -> Compile:
        """The same compiler where these bare names are columns."""


Build = Callable[[Compile, Call], Run]
