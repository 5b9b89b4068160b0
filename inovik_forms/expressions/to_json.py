"""The browser's copy of an expression: nested lists that static/expressions.js evaluates."""

from __future__ import annotations

from inovik_forms.expressions.nodes import Node


def to_json(node: Node) -> list[object]:
    """The node as JSON-able lists (their shapes are told at the top of static/expressions.js)."""
    return []
