"""References to clauses: `{{ RUJUK … }}` and Word's own REF fields become words and live fields."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from inovik_forms.documents.clauses import Item
from inovik_forms.documents.resolve_words import (
    BECAUSE_ANSWER,
    BECAUSE_BLANK,
    BECAUSE_EMPTY,
    BECAUSE_NO_ITEMS,
    BECAUSE_TAG,
)
from inovik_forms.documents.tree import Document, Dropped, Inline, Paragraph, Ref, ReferTo, Text
from inovik_forms.documents.walk import furniture, paragraphs, plain_text
from inovik_forms.problems import Problem, WordPlace
from inovik_forms.words import gettext

_NBSP = "\u00a0"
"""Binds "ayat" to its number, so that no line ends between them."""
_NUMBER_SWITCHES = ("\\n", "\\r", "\\w")


class References:
    """Resolves the references of one document. `bookmarks`: paragraph id → names that references need there."""

    def __init__(
        self, document: Document, body: Sequence[Paragraph], items: Mapping[str, Item], inside: Mapping[str, Item]
    ) -> None:
        self.document = document
        self.items = items
        self.inside = inside
        self.problems: list[Problem] = []
        self.bookmarks: dict[str, tuple[str, ...]] = {}
        self._used: set[str] = set()
        self._anchors: dict[str, list[Paragraph]] = {}
        self._named: dict[str, Paragraph] = {}
        everything = [*body, *(p for f in furniture(document) for p in paragraphs(f.blocks))]
        for paragraph in everything:
            self._used.update(paragraph.bookmarks)
            for name in paragraph.anchors:
                self._anchors.setdefault(name, []).append(paragraph)
            for name in paragraph.bookmarks:
                self._named.setdefault(name, paragraph)

    def bookmark(self, paragraph: Paragraph, prefix: str = "_Ref") -> str:
        """The name of a bookmark on this paragraph, the one that it has or a new one derived from its id."""
        names = (*paragraph.bookmarks, *self.bookmarks.get(paragraph.id, ()))
        own = next((n for n in names if n.startswith(prefix)), "")
        if own:
            return own
        number = zlib.crc32(paragraph.id.encode()) % 10**9
        while f"{prefix}{number:09d}" in self._used:
            number = (number + 1) % 10**9
        name = f"{prefix}{number:09d}"
        self._used.add(name)
        self.bookmarks[paragraph.id] = (*self.bookmarks.get(paragraph.id, ()), name)
        return name

    def resolved(self, node: ReferTo, source: Paragraph) -> list[Inline]:
        """The words and fields of a reference. A dead one is a problem, and says so where it stands."""
        if node.instruction:
            return self._word_field(node, source)
        targets: list[Paragraph] = []
        for name in node.targets:
            if self._left_out(name, source):
                return [Text(f"[{self._dead(name, node, source)}]", node.format, node.raw_rpr)]
            found = self._nearest(self._anchors.get(name, []), source) or (
                [self._named[name]] if name in self._named else []
            )
            if not found:
                return [Text(f"[{self._dead(name, node, source)}]", node.format, node.raw_rpr)]
            targets += found
        return self._joined(targets, node, source)

    def _left_out(self, name: str, source: Paragraph) -> bool:
        """Was the target dropped in the very instance that refers to it? Those of other instances do not stand in."""
        dropped = self._dropped(name, source)
        if dropped is None:
            return False
        depth = len(_keys(dropped))
        own = _keys(source.id)[:depth]
        return all(_keys(p.id)[:depth] != own for p in self._anchors.get(name, ()))

    def _dropped(self, name: str, source: Paragraph) -> str | None:
        """The key under which `dropped` tells of this name: the innermost instance around the source."""
        instances = "@" + source.id.partition("@")[2]
        while instances not in ("@", ""):
            if name + instances in self.document.dropped:
                return name + instances
            instances = instances[: max(instances.rfind("/"), instances.rfind("@"), 0)]
        return name if name in self.document.dropped else None

    def _nearest(self, candidates: list[Paragraph], source: Paragraph) -> list[Paragraph]:
        """Among copies in repeats, those that share the most instances with the paragraph that refers."""
        if len(candidates) < 2:
            return candidates
        own = _keys(source.id)

        def shared(paragraph: Paragraph) -> int:
            count = 0
            for a, b in zip(_keys(paragraph.id), own, strict=False):
                if a != b:
                    break
                count += 1
            return count

        best = max(shared(p) for p in candidates)
        return [p for p in candidates if shared(p) == best]

    # ------------------------------------------------------------ words and fields

    def _joined(self, targets: Sequence[Paragraph], node: ReferTo, source: Paragraph) -> list[Inline]:
        """ "a", "a dan b", "a, b, dan c"; a Pasal that is already said is not said again."""
        here = self.inside.get(source.id)
        said = here.pasal if here else None
        result: list[Inline] = []
        for index, target in enumerate(targets):
            if index:
                last = index == len(targets) - 1
                between = ", " if not last else " dan " if len(targets) == 2 else ", dan "
                result.append(Text(between, node.format, node.raw_rpr))
            item = self.items.get(target.id)
            result += self._reference(target, item, node, said)
            if item is not None and item.pasal is not None:
                said = item.pasal
        return result

    def _reference(self, target: Paragraph, item: Item | None, node: ReferTo, said: Item | None) -> list[Inline]:
        if item is None:
            text = " ".join(plain_text(target.inlines).split())
            return [Ref(self.bookmark(target), text, "\\h", node.format, node.raw_rpr)]
        parts = item.parts()
        if len(parts) > 1 and said is not None and parts[0] is said:
            parts = parts[1:]
        result: list[Inline] = []
        for index, part in enumerate(parts):
            if part.word:
                words = f" {part.word}{_NBSP}" if index else f"{part.word}{_NBSP}"
                result.append(Text(words, node.format, node.raw_rpr))
            result.append(Ref(self.bookmark(part.paragraph), _bound(part), "\\n \\h", node.format, node.raw_rpr))
        return result

    def _word_field(self, node: ReferTo, source: Paragraph) -> list[Inline]:
        """A cross-reference made with Word's menu: to a number it is written as ours, to a text it keeps its result."""
        name = node.targets[0]
        switches = node.instruction.split()[2:]
        target = self._named.get(name)
        rest = " ".join(switches)
        if target is None:
            self._dead(name, node, source, severity_is_error=False)
            return [Ref(name, node.cached, rest, node.format, node.raw_rpr)]
        item = self.items.get(target.id)
        if item is None or not any(s in switches for s in _NUMBER_SWITCHES):
            whole = " ".join(plain_text(target.inlines).split())
            text = node.cached if node.cached and node.cached in whole else whole
            return [Ref(name, text or node.cached, rest, node.format, node.raw_rpr)]
        if "\\n" in switches:
            return [Ref(name, _bound(item), rest, node.format, node.raw_rpr)]
        here = self.inside.get(source.id)
        said = here.pasal if here and "\\r" in switches else None
        return self._reference(target, item, node, said)

    # ------------------------------------------------------------ dead references

    def _dead(self, name: str, node: ReferTo, source: Paragraph, *, severity_is_error: bool = True) -> str:
        """Report a reference without target; the words to print in its place."""
        place = node.source
        here = self.inside.get(source.id)
        text = " ".join(plain_text(source.inlines).split())[:60]
        own = " ".join(f"{p.word} {p.short}".strip() for p in here.parts()) if here else ""
        where = WordPlace(place.part, own, place.paragraph, place.offset, text)
        spoken = f"{own} («{text}»)" if own else f"«{text}»"
        dropped = self.document.dropped.get(self._dropped(name, source) or "")
        severity = "error" if severity_is_error else "warning"
        if dropped is None:
            detail = {"source": spoken, "target": name}
            self.problems.append(Problem("resolve.unknown_target", where, detail, severity))  # type: ignore[arg-type]
            return f"rujukan ke «{name}» tidak ada"
        target = dropped.clause or name
        detail = {"source": spoken, "target": target, "reason": _reason(dropped)}
        self.problems.append(Problem("resolve.dropped_target", where, detail))
        return f"rujukan ke «{target}» yang dihapus"


def _reason(dropped: Dropped) -> str:
    """Why a clause is not there, in the language of this context."""
    if not dropped.condition:
        return gettext(BECAUSE_EMPTY)
    if dropped.condition.startswith("[[ULANGI"):
        return gettext(BECAUSE_NO_ITEMS).format(tag=dropped.condition)
    pattern = BECAUSE_TAG if not dropped.path else BECAUSE_ANSWER if dropped.answer else BECAUSE_BLANK
    return gettext(pattern).format(tag=dropped.condition, path=dropped.path, answer=dropped.answer)


def _bound(item: Item) -> str:
    """A label as a reference prints it. Where the list has a plain blank ("Pasal %1"), Word's own refreshing of the
    field brings that back; a template that wants it bound for good writes U+00A0 in its list."""
    return item.short.replace(" ", _NBSP)


def _keys(identity: str) -> list[str]:
    """The instances around a paragraph, outermost first: "p5@k1/k2" → k1, k2."""
    return identity.partition("@")[2].replace("@", "/").split("/") if "@" in identity else []
