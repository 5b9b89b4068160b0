"""The document's structure as PDF tags it: what is a heading, a table, a cell (ISO 32000-1, 14.8)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Node:
    """One element. `inside`: its child elements and, as (page, number on that page), the marked content that it owns;
    `annotations`: the links that belong to it, as indices of the writer's list."""

    kind: str
    alt: str = ""
    attributes: str = ""
    inside: list[Node | tuple[int, int]] = field(default_factory=list)
    annotations: list[int] = field(default_factory=list)

    def child(self, kind: str, alt: str = "", attributes: str = "") -> Node:
        """A new element at the end of this one."""
        node = Node(kind, alt, attributes)
        self.inside.append(node)
        return node


ARTIFACT = Node("Artifact")
"""What only decorates a page: running heads, lines, colours."""
