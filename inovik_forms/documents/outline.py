"""What stands in a template for whom does not read tags: its conditions and lists under their headings, and the names
that it prints or asks about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from inovik_forms.documents.styles import is_heading
from inovik_forms.documents.tree import Branches, Cell, Document, Link, Paragraph, Repetition, Row, Table, Value
from inovik_forms.documents.walk import furniture, plain_text, stories
from inovik_forms.expressions.check import references
from inovik_forms.expressions.nodes import Expression

LONGEST_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """`depth`: in how many conditions and lists it stands. A "heading" has `text`; an "if" has its condition and the
    beginning of what it prints as `text`; an "else" only that; a "repeat" has the name of its list and that; a "value"
    has its expression."""

    kind: Literal["heading", "if", "else", "repeat", "value"]
    depth: int
    text: str = ""
    expression: Expression | None = None


def outline(document: Document) -> list[Entry]:
    """Everything in document order, the body first, then each header and footer once."""
    found = list(_entries(document.body, 0, document))
    for item in furniture(document):
        found += _entries(item.blocks, 0, document)
    return found


def names(entries: Iterable[Entry]) -> frozenset[str]:
    """The questions and repeats that a template looks at."""
    found = {entry.text for entry in entries if entry.kind == "repeat"}
    for entry in entries:
        if entry.expression is not None:
            found.update(reference.name for reference in references(entry.expression.root))
    return frozenset(found)


def _entries(items: Iterable[Any], depth: int, document: Document) -> Iterator[Entry]:
    for item in items:
        if isinstance(item, Branches):
            for condition, inside in item.branches:
                yield Entry("else" if condition is None else "if", depth, _excerpt(inside), condition)
                yield from _entries(inside, depth + 1, document)
        elif isinstance(item, Repetition):
            yield Entry("repeat", depth, item.name)
            yield from _entries((*item.body, *item.empty), depth + 1, document)
        elif isinstance(item, Value):
            yield Entry("value", depth, "", item.expression)
        elif isinstance(item, Cell) and item.repeat:
            yield Entry("repeat", depth, item.repeat)
            yield from _entries(item.blocks, depth + 1, document)
        else:
            if isinstance(item, Paragraph) and is_heading(document, item) and (text := _excerpt([item])):
                yield Entry("heading", depth, text)
            yield from _entries(_inside(item), depth, document)


def _inside(item: Any) -> Iterable[Any]:
    if isinstance(item, Paragraph | Link):
        return item.inlines
    if isinstance(item, Table):
        return item.rows
    if isinstance(item, Row):
        return item.cells
    if isinstance(item, Cell):
        return item.blocks
    return [block for story in stories(item) for block in story]


def _excerpt(items: Iterable[Any]) -> str:
    """How a stretch begins, in one line."""
    text = " ".join(_texts(items))
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EXCERPT else line[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + " …"


def _texts(items: Iterable[Any]) -> Iterator[str]:
    run: list[str] = []
    for item in items:
        if isinstance(item, Value):
            run.append(f"{{{{ {item.expression.text} }}}}")
        elif isinstance(item, Branches):
            run.append("".join(" ".join(_texts(inside)) for _, inside in item.branches[:1]))
        elif isinstance(item, Repetition):
            run.append(" ".join(_texts(item.body)))
        elif isinstance(item, Paragraph | Link | Table | Row | Cell):
            run.append(("" if isinstance(item, Link) else " ") + "".join(_texts(_inside(item))))
        else:
            run.append(plain_text([item]))
    yield "".join(run)
