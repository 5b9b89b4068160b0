"""`[[KLAUSUL name]]` and `[[KOP]]` in a template: the clause of that name, or the letterhead, built in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from msgspec.structs import replace

from inovik_forms.documents import clause_words as clause_words  # registers the messages
from inovik_forms.documents.clause_graft import Grafter
from inovik_forms.documents.clause_library import Clause, Variant, clause_at, part_of
from inovik_forms.documents.clause_words import KNOWN, NONE_YET, PERHAPS
from inovik_forms.documents.letterhead import letterhead_of
from inovik_forms.documents.tags import PASTED, Piece, Tag
from inovik_forms.documents.template_report import Reporter
from inovik_forms.documents.tree import Block, Branches, Paragraph, Text
from inovik_forms.expressions.nodes import Expression
from inovik_forms.problems import Problem, WordPlace
from inovik_forms.words import gettext


@dataclass
class ClauseTags(Reporter):
    """The builder's part about clauses. `used`: names of those that stand in the document; `anchors`: names set by
    [[TANDAI]] so far."""

    clauses: Mapping[str, Clause] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    anchors: dict[str, Tag] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)
    _columns: list[str] | None = None
    _takes_clauses: bool = False
    _grafter: Grafter | None = None

    def _story(
        self, blocks: Sequence[Block], part: str, heading: str = "", *, takes_clauses: bool = False
    ) -> tuple[Block, ...]:
        raise NotImplementedError

    def _clause(self, paragraph: Paragraph, pieces: Sequence[Piece], anchors: list[str]) -> list[Block]:
        """What a paragraph with the tag of a clause becomes."""
        tag = next(p for p in pieces if isinstance(p, Tag) and p.kind in PASTED)
        if any(p is not tag and not (isinstance(p, Text) and not p.text.strip()) for p in pieces):
            self._report("template.clause_alone", tag, tag=tag.text)
            return []
        if not self._takes_clauses:
            inside = clause_at(WordPlace(self._part)) is not None
            self._report("template.clause_nested" if inside else "template.clause_place", tag, tag=tag.text)
            return []
        self._waiting += anchors
        blocks = self._chosen(tag, paragraph.bookmarks)
        if paragraph.page_break:
            blocks.append(replace(paragraph, inlines=(), number=None, number_inherited=False, bookmarks=()))
        return blocks

    def _chosen(self, tag: Tag, bookmarks: tuple[str, ...]) -> list[Block]:
        """The variant that is named, or all of them with their conditions."""
        clause = self._named(tag)
        if clause is None:
            return []
        branches: list[tuple[Expression | None, tuple[Block, ...]]] = []
        before, waiting, gathered = dict(self.anchors), self._waiting, dict(self.anchors)
        for variant in clause.variants:
            condition = None if len(tag.names) > 1 else variant.condition
            self.anchors, self._waiting = dict(before), list(waiting)
            branches.append((condition, self._built(clause, variant, bookmarks, tag)))
            gathered |= self.anchors
            if condition is not None:
                shown = f"[[KLAUSUL {clause.name} {variant.name}]]: {condition.text}"
                self.places[id(condition)] = WordPlace(part_of(clause.name, variant.name), quote=shown)
        self.anchors, self._waiting = gathered, []
        if branches[0][0] is None:
            return list(branches[0][1])
        return [Branches(tuple(branches), self._source(tag))]

    def _named(self, tag: Tag) -> Clause | None:
        """The clause of the tag; with only that variant where the tag names one."""
        name, *chosen = tag.names
        if tag.kind == "letterhead":
            return letterhead_of(name)
        clause = self.clauses.get(name)
        if clause is None:
            suggestion = _suggestion(name, self.clauses) or gettext(NONE_YET)
            self._report("template.clause_unknown", tag, name=name, suggestion=suggestion)
            return None
        if name not in self.used:
            self.used.append(name)
        if not chosen:
            return clause
        found = tuple(v for v in clause.variants if v.name == chosen[0])
        if not found:
            suggestion = _suggestion(chosen[0], [v.name for v in clause.variants])
            self._report("template.clause_variant", tag, clause=name, name=chosen[0], suggestion=suggestion)
            return None
        return Clause(name, found)

    def _built(self, clause: Clause, variant: Variant, bookmarks: tuple[str, ...], tag: Tag) -> tuple[Block, ...]:
        """A variant's blocks with nodes in place of tags, which pair within it."""
        if self._grafter is None:
            self._grafter = Grafter(self.document)
        part = part_of(clause.name, variant.name)
        blocks = list(self._grafter.graft(variant.document, part, trimmed=variant.trimmed))
        self.document = self._grafter.document
        where = self._where(tag.offset, tag.text)
        for label in self._grafter.lonely:
            self.problems.append(Problem("template.clause_list", where, {"label": label}, "warning"))
        if bookmarks and isinstance(first := blocks[0] if blocks else None, Paragraph):
            blocks[0] = replace(first, bookmarks=(*bookmarks, *first.bookmarks))
        outer, self._columns = self._columns, None
        built = self._story(blocks, part)
        self._columns = outer
        return built


def _suggestion(name: str, known: Iterable[str]) -> str:
    """What was meant, or what there is; '' where there is nothing."""
    names = sorted(known)
    near = get_close_matches(name, names, 1, 0.6)
    if near:
        return gettext(PERHAPS).format(name=near[0])
    return gettext(KNOWN).format(names=", ".join(names[:12])) if names else ""
