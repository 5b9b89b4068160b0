"""Notes and text boxes as WordprocessingML: texts of their own that hang on a run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from inovik_forms.documents.read_package import parse_xml
from inovik_forms.documents.read_xml import attribute, integer, raw
from inovik_forms.documents.tree import Block, Drawing, Note, NoteKind

Blocks = Callable[[Sequence[Block]], str]
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')


@dataclass(slots=True)
class Notes:
    """The notes of one kind that a file gets, in a part of their own. `template`: that part of the template, whose
    lines that separate notes stay; `blocks` writes what stands in a note."""

    kind: NoteKind
    template: bytes | None
    blocks: Blocks
    made: list[str] = field(default_factory=list)
    _kept: str = ""
    _first: int = 0

    def add(self, note: Note) -> int:
        """The id of one more note."""
        self._separators()
        at = len(self.made)
        self.made.append("")  # its place, whatever its text holds
        number = self._first + at
        self.made[at] = f'<w:{self.kind} w:id="{number}">{self.blocks(note.blocks)}</w:{self.kind}>'
        return number

    def content(self) -> str:
        """What stands in the part."""
        self._separators()
        return self._kept + "".join(self.made)

    def _separators(self) -> None:
        if self._first:
            return
        kept, last = [], 0
        for element in () if self.template is None else parse_xml(self.template):
            if attribute(element, "type", "normal") != "normal":
                kept.append(raw(element))
                last = max(last, integer(attribute(element, "id"), 0) or 0)
        for number, line in enumerate(() if kept else ("separator", "continuationSeparator"), -1):
            inside = f"<w:p><w:r><w:{line}/></w:r></w:p>"
            kept.append(f'<w:{self.kind} w:type="{line}" w:id="{number}">{inside}</w:{self.kind}>')
        self._kept, self._first = "".join(kept), last + 1


def drawing(node: Drawing, blocks: Blocks, first_id: int) -> str:
    """A drawing with the texts of its boxes; its own ids count from `first_id`."""
    numbers = count(first_id)
    out: list[str] = []
    for at, piece in enumerate(node.raw):
        if at:
            out.append(f"<w:txbxContent>{blocks(node.boxes[(at - 1) % len(node.boxes)].blocks)}</w:txbxContent>")
        out.append(_DRAWING_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", piece))
    return "".join(out)
