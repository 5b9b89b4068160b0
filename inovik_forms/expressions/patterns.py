"""Patterns for regex(): RE2 alone decides, in linear time, and the whole text must match."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import re2

MAX_MEMORY = 1 << 20


@cache
def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    return options


def matcher(pattern: str) -> Callable[[str], bool]:
    """Does the whole text match. Raises ValueError(code, what is wrong) for a pattern that RE2 refuses."""
    try:
        full_match = re2.compile(pattern, _options()).fullmatch
    except (re2.error, UnicodeEncodeError) as problem:
        raise _refusal(problem) from None

    def matches(text: str) -> bool:
        try:
            return full_match(text) is not None
        except UnicodeEncodeError:  # half a surrogate pair is no character
            return False

    return matches


def anchored(pattern: str) -> str:
    """The pattern as it must be written to mean the whole text in every program; itself if it is so written."""
    core = pattern.removeprefix("^")
    if core.endswith("$") and not core.endswith("\\$"):
        core = core[:-1]
    return f"^({core})$" if _has_alternatives(core) else f"^{core}$"


def _has_alternatives(pattern: str) -> bool:
    """Is there a `|` outside all brackets."""
    depth, place = 0, 0
    while place < len(pattern):
        match pattern[place]:
            case "\\":
                place += 1
            case "[":  # a `]` right behind the opening bracket is a member of the set
                place = pattern.find("]", place + 2 + pattern.startswith("^", place + 1))
                if place < 0:
                    return False
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case "|" if depth == 0:
                return True
        place += 1
    return False


def _refusal(problem: Exception) -> ValueError:
    """RE2's reason, as a problem code and the part of the pattern it names."""
    said = problem.args[0] if problem.args else ""
    reason = said.decode(errors="replace") if isinstance(said, bytes) else str(problem)
    kind, _, part = reason.partition(": ")
    part = part or reason
    if kind == "invalid perl operator" and part[:3] in ("(?=", "(?!", "(?<"):
        return ValueError("expressions.regex_look", part)
    if kind == "invalid escape sequence" and part[1:2].isdigit():
        return ValueError("expressions.regex_back", part)
    if kind in ("invalid repetition size", "pattern too large - compile failed", "bad repetition operator"):
        return ValueError("expressions.regex_big", part)
    return ValueError("expressions.regex_bad", part)
