"""What a builder of templates notes while it walks: places of tags and problems with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from inovik_forms.documents.clause_library import clause_at
from inovik_forms.documents.tags import Fault, Tag
from inovik_forms.documents.tree import Document, Inline, Opaque, Source
from inovik_forms.problems import Problem, WordPlace
from inovik_forms.words import gettext

Strays = list[Tag]
"""Tags that have no partner in their container, in order."""


@dataclass
class Reporter:
    """`places`: id of an expression, or source of another tag → where messages point."""

    document: Document
    problems: list[Problem] = field(default_factory=list)
    places: dict[object, WordPlace] = field(default_factory=dict)
    _part: str = ""
    _paragraph: int = 0
    _heading: str = ""

    def _where(self, offset: int, quote: str) -> WordPlace:
        return WordPlace(self._part, self._heading, self._paragraph, offset, quote[:80])

    def _source(self, tag: Tag) -> Source:
        place = cast(WordPlace, tag.place) or WordPlace(self._part)
        source = Source(place.part, place.paragraph, place.offset)
        self.places[source] = place
        if tag.expression is not None:
            self.places[id(tag.expression)] = place
        return source

    def _report(self, code: str, at: Tag, **detail: object) -> None:
        self.problems.append(Problem(code, cast(WordPlace, at.place), detail))

    def _faults(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            where = self._where(fault.offset, fault.quote)
            self.problems.append(Problem(fault.code, where, {"quote": fault.quote} | fault.detail))

    def _opaque(self, inlines: Sequence[Inline]) -> None:
        """Tags inside a text box and the like cannot be filled, so they must not pass unseen."""
        for inline in inlines:
            if isinstance(inline, Opaque) and ("{{" in inline.text or "[[" in inline.text):
                where = self._where(0, inline.text)
                detail = {"what": gettext("bagian yang belum didukung"), "quote": inline.text[:60]}
                self.problems.append(Problem("template.tag_in_opaque", where, detail))

    def _report_strays(self, strays: Strays) -> None:
        """Tags whose partner is elsewhere in this part, paired as a reader would, both places named; then the rest."""
        strays = sorted(strays, key=lambda t: (cast(WordPlace, t.place).paragraph, t.offset))
        opened: list[Tag] = []
        for tag in strays:
            if tag.kind != "end":
                opened.append(tag)
            elif opened:
                first = opened.pop()
                if first.faulty or tag.faulty:
                    continue
                other = spoken(tag.place)
                self._report("template.apart", first, tag=first.text, partner=tag.text, other=other)
            elif not tag.faulty:
                self._report("template.no_opening", tag, tag=tag.text)
        for tag in opened:
            if not tag.faulty:
                self._report("template.no_partner", tag, tag=tag.text)


def spoken(place: object) -> str:
    """A place in a few words."""
    where = cast(WordPlace, place)
    parts = [spoken_clause(where)]
    if where.paragraph or not parts[0]:
        parts.append(gettext("paragraf {number}").format(number=where.paragraph))
    if where.heading:
        parts.append(gettext("di bawah “{heading}”").format(heading=where.heading))
    return ", ".join(filter(None, parts))


def spoken_clause(where: WordPlace) -> str:
    """The clause and variant that a place lies in; '' for a place in the template itself."""
    clause = clause_at(where)
    return gettext("klausul “{name}”, varian “{variant}”").format(name=clause[0], variant=clause[1]) if clause else ""
