"""The document's structure as PDF tags it: what is a heading, a table, a cell (ISO 32000-1, 14.8)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Node:
    """One element. `inside`: its child elements and, as (page, number on that page), the marked content that it owns;
    `annotations`: the links that belong to it, by their objects' numbers; `level`: of a heading, in the document's own
    outline, from 0."""

    kind: str
    alt: str = ""
    attributes: str = ""
    inside: list[Node | tuple[int, int]] = field(default_factory=list)
    annotations: list[int] = field(default_factory=list)
    level: int | None = None

    def child(self, kind: str, alt: str = "", attributes: str = "") -> Node:
        """A new element at the end of this one."""
        node = Node(kind, alt, attributes)
        self.inside.append(node)
        return node


def name_headings(root: Node) -> None:
    """Call headings H1 to H6 by how deep they stand: no level is passed over, whatever the document's styles are."""
    above: list[int] = []

    def visit(node: Node) -> None:
        if node.level is not None:
            while above and above[-1] >= node.level:
                above.pop()
            above.append(node.level)
            node.kind = f"H{len(above)}"
        for child in node.inside:
            if isinstance(child, Node):
                visit(child)

    visit(root)


ARTIFACT = Node("Artifact")
"""What only decorates a page: running heads, lines, colours."""
