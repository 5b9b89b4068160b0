"""Text → nodes: a Pratt parser with exact places."""

from __future__ import annotations

from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Expression


def parse(text: str, *, bare_names: bool = False) -> Expression:
    """The parsed expression. With `bare_names` (templates, choice filters) a bare name is a `Reference(bare=True)`.

    Raises ExpressionError(code, span, detail) with the first thing that is wrong.
    """
    raise ExpressionError("expressions.empty", (0, len(text)))
