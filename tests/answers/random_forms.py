"""Random questionnaires for tests: any nesting, every column, expressions over questions that stand above."""

from __future__ import annotations

import random

from inovik_forms.answers.plan import Plan
from inovik_forms.problems import Refused

from .forms import plan

_CHOICES = """
list_name | name | label | induk
l1 | a | A |
l1 | b | B |
l2 | c | C | a
l2 | d | D | b
l2 | e | E | b
l3 | f | F | c
l3 | g | G | d
l3 | h | H | d
"""
_HEAD = "type|name|label|relevant|calculation|required|constraint|choice_filter|repeat_count|default|readonly"
_KINDS = ("integer", "decimal", "text", "date", "select_one l1", "select_one l2", "select_multiple l3", "calculate")
_OWN = (". != ''", "string-length(.) < 3", ". > 2", "count-selected(.) <= 2", "regex(., '^[a-c]+$')")


class RandomForm:
    """Builds one survey from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows = [_HEAD]
        self.count = 0
        self.seen: list[tuple[str, tuple[str, ...], str]] = []
        self.repeats: list[str] = []

    def build(self) -> Plan:
        self.items((), 0)
        return plan("\n".join(self.rows), _CHOICES)

    def name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def items(self, around: tuple[str, ...], depth: int) -> None:
        for _ in range(self.random.randint(2, 5)):
            shape = self.random.random()
            if depth < 3 and shape < 0.2:
                self.nested("group", self.name("g"), around, depth)
            elif depth < 3 and shape < 0.4:
                self.nested("repeat", self.name("r"), around, depth)
            else:
                self.question(around)

    def nested(self, what: str, name: str, around: tuple[str, ...], depth: int) -> None:
        count = self.value(around) if what == "repeat" and self.random.random() < 0.3 else ""
        self.row(f"begin_{what}", name, relevant=self.maybe(self.condition(around), 0.5), count=count,
                 read_only=self.maybe(self.condition(around), 0.2))  # fmt: skip
        inside = (*around, name) if what == "repeat" else around
        if what == "repeat":
            self.repeats.append(name)
        self.items(inside, depth + 1)
        self.row(f"end_{what}", "")

    def question(self, around: tuple[str, ...]) -> None:
        kind = self.random.choice(_KINDS)
        own = self.random.choice(_OWN)
        parents = [name for name, where, _ in self.seen if where == around[: len(where)]]
        parent = self.random.choice(parents) if parents else ""
        name = self.name("q")
        self.row(
            kind, name,
            relevant=self.maybe(self.condition(around), 0.4),
            calculation=self.value(around) if kind == "calculate" or self.random.random() < 0.1 else "",
            required=self.maybe(self.random.choice(["yes", self.condition(around)]), 0.3),
            constraint=self.maybe(f"{own} or {self.condition(around)}", 0.3),
            choice_filter=self.maybe(f"induk = ${{{parent}}}" if parent else "", 0.7 if kind[-1:] in "23" else 0),
            default=self.maybe(self.random.choice(["1", "a", "b", "2026-01-01"]), 0.15 if kind != "calculate" else 0),
            read_only=self.maybe(self.condition(around), 0.1),
        )  # fmt: skip
        self.seen.append((name, around, kind))

    def maybe(self, text: str, chance: float) -> str:
        return text if self.random.random() < chance else ""

    def reference(self, around: tuple[str, ...], unlike: tuple[str, ...] = ()) -> str:
        """A question above, not of some kinds; one in another repeat is summed up."""
        above = [(name, where) for name, where, kind in self.seen[-8:] if kind.split()[0] not in unlike]
        if not above:
            return "concat('a', '')" if "integer" in unlike else "1"
        name, where = self.random.choice(above)
        if where == around[: len(where)]:
            return f"${{{name}}}"
        repeat, texts = where[-1], [f"join(',', ${{{name}}})", f"indexed-repeat(${{{name}}}, ${{{where[-1]}}}, 2)"]
        numbers = [f"sum(${{{name}}})", f"count(${{{repeat}}})", f"count(${{{name}}})", f"max(${{{name}}})"]
        return self.random.choice(texts if "integer" in unlike else numbers)

    def number(self, around: tuple[str, ...]) -> str:
        return self.reference(around, ("select_multiple",))

    def word(self, around: tuple[str, ...]) -> str:
        return self.reference(around, ("integer", "decimal"))

    def value(self, around: tuple[str, ...]) -> str:
        number, word, other = self.number(around), self.word(around), self.reference(around)
        shapes = [f"{number} + 1", f"concat({number}, {word})",
                  f"coalesce({number}, {other})", f"string-length({word})",
                  f"if({word} = 'a', {other}, 2)", f"count-selected({word})", f"{number} * {number}"]  # fmt: skip
        return self.random.choice([*shapes, "position(..) + 0"] if around else shapes)

    def condition(self, around: tuple[str, ...]) -> str:
        number, word, other = self.number(around), self.word(around), self.reference(around)
        shapes = [f"{word} = 'a'", f"{word} != ''", f"{number} > 1", f"{word} = {other}", f"not({word} = 'b')",
                  f"selected({word}, 'd') or {number} < 3", f"{word} != 'a' and {number} != ''", other,
                  f"{number} < {self.number(around)}"]  # fmt: skip
        return self.random.choice([*shapes, "position(..) > 1"] if around else shapes)

    def row(self, kind: str, name: str, *, relevant: str = "", calculation: str = "", required: str = "",
            constraint: str = "", choice_filter: str = "", count: str = "", default: str = "",
            read_only: str = "") -> None:  # fmt: skip
        label = "" if kind.startswith("end_") else name
        cells = (
            kind,
            name,
            label,
            relevant,
            calculation,
            required,
            constraint,
            choice_filter,
            count,
            default,
            read_only,
        )
        self.rows.append("|".join(cells))


def random_form(seed: int) -> Plan | None:
    """The form of a seed; None for one that the reader refuses (a default that is no number, …)."""
    try:
        return RandomForm(seed).build()
    except Refused:
        return None
