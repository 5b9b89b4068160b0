"""The browser's copy of an expression: nested lists that static/expressions/compile.js evaluates."""

from __future__ import annotations

import math
from typing import assert_never

from inovik_forms.expressions.nodes import Binary, Call, Current, Literal, Lookup, Node, Parent, Reference, Unary
from inovik_forms.expressions.pattern_program import program


def to_json(node: Node) -> list[object]:
    """The node as JSON-able lists; their shapes are told at the top of static/expressions/compile.js."""
    match node:
        case Literal(value):
            if isinstance(value, str):
                return ["text", value]
            return ["number", value if math.isfinite(value) else "Infinity"]
        case Reference(name):
            return ["name", name, {"bare": node.bare, "lastSaved": node.last_saved}]
        case Current():
            return ["current"]
        case Parent(up=up):
            return ["parent", up]
        case Lookup(table, condition, column):
            return ["lookup", table, column, to_json(condition) if condition else None]
        case Call("regex", (text, Literal(str(pattern)))):
            return ["regex", to_json(text), program(pattern)]
        case Call(name, arguments):
            return ["call", name, *map(to_json, arguments)]
        case Unary(operand):
            return ["minus", to_json(operand)]
        case Binary(operator):
            return [operator, to_json(node.left), to_json(node.right)]
        case _:
            assert_never(node)
