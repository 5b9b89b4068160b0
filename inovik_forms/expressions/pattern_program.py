"""Patterns for the browser: a pattern as a small program whose cost grows with the text only, never explodes.

JavaScript's own patterns backtrack and read some signs otherwise than RE2, so a browser could hang, or judge
differently from the server. A pattern that uses more than the usual signs gives None: then only the server judges.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_STEPS = 3000

Ranges = tuple[tuple[int, int], ...]
_LAST = 0x10FFFF
_DIGIT: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = ((9, 10), (12, 13), (32, 32))
_CLASSES = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_CONTROLS = {"t": 9, "n": 10, "r": 13, "f": 12, "v": 11, "a": 7}
_ASSERTIONS = {"A": "^", "z": "$", "b": "b", "B": "B"}


@dataclass(frozen=True, slots=True)
class _One:
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class _Assertion:
    sign: str


@dataclass(frozen=True, slots=True)
class _Row:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Either:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Repeated:
    part: _Part
    least: int
    most: int | None


_Part = _One | _Assertion | _Row | _Either | _Repeated


class _UnusualError(Exception):
    """The pattern uses a sign that this reader leaves to the server."""


def program(pattern: str) -> list[list[object]] | None:
    """Steps: ["one", lo, hi, …] a character in one of the ranges, ["at", "^" | "$" | "b" | "B"], ["split", a, b],
    ["jump", a], ["match"]. None when the pattern is unusual, or its program would be long."""
    steps: list[list[object]] = []
    try:
        _emit(_Reader(pattern).whole(), steps)
    except (_UnusualError, IndexError, RecursionError):
        return None
    return [*steps, ["match"]]


class _Reader:
    """Reads a pattern that RE2 has accepted."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    @property
    def ahead(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def take(self) -> str:
        self.place += 1
        return self.pattern[self.place - 1]

    def whole(self) -> _Part:
        part = self.either()
        if self.ahead:
            raise _UnusualError
        return part

    def either(self) -> _Part:
        rows = [self.row()]
        while self.ahead == "|":
            self.take()
            rows.append(self.row())
        return rows[0] if len(rows) == 1 else _Either(tuple(rows))

    def row(self) -> _Part:
        parts: list[_Part] = []
        while self.ahead not in ("", "|", ")"):
            parts.append(self.repeated(self.single()))
        return _Row(tuple(parts))

    def repeated(self, part: _Part) -> _Part:
        while self.ahead in ("*", "+", "?", "{") and self.ahead:
            least, most = self.counts()
            if least is None:
                return part
            part = _Repeated(part, least, most)
        return part

    def counts(self) -> tuple[int | None, int | None]:
        sign = self.take()
        if sign != "{":
            counts: tuple[int | None, int | None] = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        else:
            inside, _, rest = self.pattern[self.place :].partition("}")
            low, comma, high = inside.partition(",")
            if not low.isdigit() or (high and not high.isdigit()):
                raise _UnusualError  # a bracket that means itself
            self.place = len(self.pattern) - len(rest)
            counts = (int(low), int(high) if high else None if comma else int(low))
        if self.ahead == "?":  # lazy or greedy makes no difference to whether the whole text matches
            self.take()
        return counts

    def single(self) -> _Part:
        sign = self.take()
        match sign:
            case "(":
                return self.group()
            case "[":
                return _One(self.set())
            case ".":
                return _One(((0, 9), (11, _LAST)))
            case "^" | "$":
                return _Assertion(sign)
            case "\\":
                if self.ahead in _ASSERTIONS and self.ahead:
                    return _Assertion(_ASSERTIONS[self.take()])
                return _One(self.escape())
        return _One(((ord(sign), ord(sign)),))

    def group(self) -> _Part:
        if self.ahead == "?":
            self.take()
            if self.ahead == "P":
                self.place = self.pattern.index(">", self.place) + 1
            elif self.take() != ":":
                raise _UnusualError
        inside = self.either()
        if self.take() != ")":
            raise _UnusualError
        return inside

    def escape(self) -> Ranges:
        sign = self.take()
        if sign.lower() in _CLASSES:
            return _CLASSES[sign] if sign.islower() else _others(_CLASSES[sign.lower()])
        if sign in _CONTROLS:
            return ((_CONTROLS[sign], _CONTROLS[sign]),)
        if sign.isalnum() or ord(sign) > 127:
            raise _UnusualError
        return ((ord(sign), ord(sign)),)

    def set(self) -> Ranges:
        negated = self.ahead == "^" and bool(self.take())
        ranges: list[tuple[int, int]] = []
        first = True
        while first or self.ahead != "]":
            first = False
            ranges += self.set_part()
        self.take()
        return _others(tuple(ranges)) if negated else tuple(ranges)

    def set_part(self) -> Ranges:
        sign = self.take()
        if sign == "[" and self.ahead == ":":
            raise _UnusualError
        low = self.escape() if sign == "\\" else ((ord(sign), ord(sign)),)
        is_range = self.ahead == "-" and self.pattern[self.place + 1] != "]"
        if not is_range or len(low) != 1 or low[0][0] != low[0][1]:
            return low
        self.take()
        sign = self.take()
        high = self.escape() if sign == "\\" else ((ord(sign), ord(sign)),)
        return ((low[0][0], high[0][0]),)


def _others(ranges: Ranges) -> Ranges:
    """Every character outside the ranges."""
    result, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            result.append((start, low - 1))
        start = max(start, high + 1)
    return (*result, (start, _LAST)) if start <= _LAST else tuple(result)


def _emit(part: _Part, steps: list[list[object]]) -> None:
    if len(steps) > MAX_STEPS:
        raise _UnusualError
    match part:
        case _One(ranges):
            steps.append(["one", *(bound for pair in ranges for bound in pair)])
        case _Assertion(sign):
            steps.append(["at", sign])
        case _Row(parts):
            for inner in parts:
                _emit(inner, steps)
        case _Either(parts):
            _emit_either(parts, steps)
        case _Repeated(inner, least, most):
            _emit_repeated(inner, least, most, steps)


def _emit_either(parts: tuple[_Part, ...], steps: list[list[object]]) -> None:
    jumps = []
    for inner in parts[:-1]:
        split: list[object] = ["split", len(steps) + 1]
        steps.append(split)
        _emit(inner, steps)
        jumps.append(["jump"])
        steps.append(jumps[-1])  # type: ignore[arg-type]
        split.append(len(steps))
    _emit(parts[-1], steps)
    for jump in jumps:
        jump.append(len(steps))  # type: ignore[arg-type]


def _emit_repeated(part: _Part, least: int, most: int | None, steps: list[list[object]]) -> None:
    for _ in range(least):
        _emit(part, steps)
    if most is None:
        start = len(steps)
        split: list[object] = ["split", start + 1]
        steps.append(split)
        _emit(part, steps)
        steps.append(["jump", start])
        split.append(len(steps))
        return
    splits = []
    for _ in range(most - least):
        splits.append(["split", len(steps) + 1])
        steps.append(splits[-1])
        _emit(part, steps)
    for split in splits:
        split.append(len(steps))
