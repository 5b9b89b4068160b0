"""What a person should look at before a book is printed, each with the set of answers that it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inovik_forms.answers.state import State
from inovik_forms.documents import fill, resolve
from inovik_forms.documents.template import Template
from inovik_forms.documents.tree import Blank, Document
from inovik_forms.documents.walk import furniture, inlines, paragraphs
from inovik_forms.problems import Problem

_INSTANCE = re.compile(r"@d(\d+)")


@dataclass(frozen=True, slots=True)
class Note:
    """`number`: the set of answers, from 1; 0 is the book itself. `path`: the answer that is blank, `text` then being
    its question; "" for anything else that is wrong, which `text` tells."""

    number: int
    path: str
    text: str


def notes(
    book: Document, template: Template, states: Sequence[State], files: Callable[[str], bytes | None]
) -> list[Note]:
    """Blanks and problems of a gathered book: those of the book itself, then set by set."""
    found = dict.fromkeys((*_blanks(book), *_problems(book, template, states, files)))
    return sorted(found, key=lambda note: note.number)


def _blanks(book: Document) -> Iterator[Note]:
    """Outside of what is repeated for each set, the first set's answers are printed."""
    for blocks in (*(part.blocks for part in furniture(book)), book.body):
        for paragraph in paragraphs(blocks):
            for inline in inlines(paragraph.inlines):
                if isinstance(inline, Blank):
                    mine = _INSTANCE.search(paragraph.id)
                    yield Note(int(mine[1]) if mine else 1, inline.path, inline.label)


def _problems(
    book: Document, template: Template, states: Sequence[State], files: Callable[[str], bytes | None]
) -> Iterator[Note]:
    """A problem does not say whose it is: each set is tried alone, if there are any problems at all."""
    left = dict.fromkeys(map(_words, book.problems))
    for number, state in enumerate(states, 1) if left else ():
        _, alone = resolve.resolve(fill.fill(template, state, files=files))
        for text in map(_words, alone):
            left.pop(text, None)
            yield Note(number, "", text)
    yield from (Note(0, "", text) for text in left)


def _words(problem: Problem) -> str:
    return f"{problem.message} {problem.fix}".strip()
