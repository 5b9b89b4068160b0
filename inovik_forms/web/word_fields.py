"""Every answer that a Word template for a questionnaire can print: its question, its kind, its tag to copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from inovik_forms.documents.tag_words import FORMS
from inovik_forms.questionnaires.model import Item, Question, Questionnaire, Repeat
from inovik_forms.web.differences import KINDS, label
from inovik_forms.words import gettext

UNPRINTED = frozenset({"note"})


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its tag."""

    label: str
    kind: str
    tag: str


@dataclass(frozen=True, slots=True)
class Part:
    """A group or repeat, or what stands outside of them (`title` ''). `opens`: the tags around what is printed for each
    entry of a repeat, the outermost first; a row's tag stands within them."""

    title: str
    opens: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)

    @property
    def closes(self) -> tuple[str, ...]:
        return (FORMS["AKHIR"],) * len(self.opens)


def fields_of(form: Questionnaire) -> list[Part]:
    """In document order; parts that print nothing are left out."""
    first = Part("")
    return [part for part in (first, *_parts(form.items, first, form)) if part.rows]


def _parts(items: tuple[Item, ...], part: Part, form: Questionnaire) -> Iterator[Part]:
    for item in items:
        if isinstance(item, Question):
            if item.kind not in UNPRINTED:
                part.rows.append(Row(label(item, form), gettext(KINDS[item.kind]), f"{{{{ {item.name} }}}}"))
            continue
        opens = (*part.opens, f"[[ULANGI {item.name}]]") if isinstance(item, Repeat) else part.opens
        inner = Part(label(item, form), opens)
        yield inner
        yield from _parts(item.items, inner, form)
