"""What can be wrong with an expression: a code, the stretch of text it concerns, and what the sentence needs.

The rooms that own the place (a spreadsheet's cell, a paragraph in Word) turn a fault into a `problems.Problem`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inovik_forms.expressions.nodes import Span
from inovik_forms.problems import Severity


@dataclass(frozen=True, slots=True)
class ExpressionProblem:
    """One thing that is wrong; `code` is in `problems.MESSAGES`, `span` in characters of the expression's text."""

    code: str
    span: Span
    detail: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"


class ExpressionError(Exception):
    """Raised by `parse` for a text that is no expression, by `compile_expression`, and by a compiled expression when
    a result grows beyond its limit."""

    def __init__(self, code: str, span: Span, detail: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.span = span
        self.detail: Mapping[str, object] = detail or {}
        super().__init__(f"{code} at {span[0]}–{span[1]}")

    @property
    def problem(self) -> ExpressionProblem:
        """The same as a value."""
        return ExpressionProblem(self.code, self.span, self.detail)


class Unanswerable(Exception):
    """Raised by a function of the language that has no result; the compiled call adds its place."""

    def __init__(self, code: str, **detail: object) -> None:
        self.code = code
        self.detail = detail
        super().__init__(code)


def underline(text: str, span: Span) -> str:
    """Two lines: the (line of the) text, and `^^^^` under the span. Tabs count as one blank."""
    start = max(0, min(span[0], len(text)))
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    width = max(1, min(span[1], line_end) - start)
    return f"{text[line_start:line_end].replace(chr(9), ' ')}\n{' ' * (start - line_start)}{'^' * width}"
