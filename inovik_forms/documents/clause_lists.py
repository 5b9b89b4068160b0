"""The lists and styles of a clause among those of the template that it is put into.

Styles are the template's of the same name; one that it lacks comes along. A list runs on in the template's own when
that is the same list of Pasal, BAB or headings; any other list of a clause counts for itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from copy import deepcopy

from inovik_forms.documents.clause_package import Growing, Parts
from inovik_forms.documents.read_xml import MC, Element, W, attribute, child, integer
from inovik_forms.documents.styles import CLAUSE_WORDS
from inovik_forms.documents.tree import Document, Level, NumberRef, Style
from inovik_forms.documents.walk import paragraphs


class StyleMap:
    """Style ids of a clause → of the template. `brought`: those that it lacked, `added` as elements for its part."""

    def __init__(self, host: Document, clause: Document, parts: Parts, mark: str) -> None:
        self.host = host
        self.clause = clause
        self.mark = mark
        self._parts = parts
        self._known = {(s.kind, _name(s)): s.id for s in reversed(tuple(host.styles.values()))}
        self._ids: dict[str, str] = {}
        self.added: list[Element] = []
        self.brought: list[Style] = []

    def id(self, own: str) -> str:
        """The template's style of the same name and kind, brought along when there is none."""
        style = self.clause.styles.get(own)
        if style is None:
            return own
        if own == self.clause.default_style:
            return self.host.default_style
        if own not in self._ids:
            self._ids[own] = self.hosts(own) or self._bring(style)
        return self._ids[own]

    def hosts(self, own: str) -> str:
        """The style of this name that the template has itself, or ''."""
        style = self.clause.styles.get(own)
        return self._known.get((style.kind, _name(style)), "") if style else ""

    def linked(self, own: str) -> str:
        """The id of a style that was brought; ''."""
        return self._ids.get(own, "") if not self.hosts(own) else ""

    def _bring(self, style: Style) -> str:
        new = f"{style.id}-{self.mark}" if style.id in self.host.styles else style.id
        self._ids[style.id] = new  # before its base is asked for: a circle ends here
        element = _copied(_by_id(self._parts.root("styles"), "style", "styleId", style.id))
        for name in ("link", "next", "rsid"):
            if (found := child(element, name)) is not None:
                element.remove(found)
        element.set(W + "styleId", new)
        if element.get(W + "default"):
            del element.attrib[W + "default"]
        based = child(element, "basedOn")
        if based is not None:
            based.set(W + "val", self.id(style.based_on))
        self.added.append(element)
        self.brought.append(style)
        return new


class ListMap:
    """List numbers of a clause → of the template. `abstracts`, `nums`: elements for its numbering part; `lonely`:
    labels of lists of Pasal and the like that found no counterpart."""

    def __init__(self, host: Document, clause: Document, parts: tuple[Parts, Growing], styles: StyleMap) -> None:
        self.host, self.clause, self.styles = host, clause, styles
        self._own = parts[0].root("numbering")
        theirs = parts[1].root("numbering")
        self._free_abstract = _highest(theirs, "abstractNum", "abstractNumId") + 1
        self._free_num = _highest(theirs, "num", "numId") + 1
        self._deepest: dict[int, int] = {}
        for paragraph in paragraphs(clause.body):
            if paragraph.number is not None:
                abstract = self._abstract(paragraph.number.num_id)
                self._deepest[abstract] = max(self._deepest.get(abstract, 0), paragraph.number.level)
        self._nums: dict[int, int] = {}
        self._abstracts: dict[int, int] = {}
        self.abstracts: list[Element] = []
        self.nums: list[Element] = []
        self.lonely: list[str] = []

    def number(self, number: NumberRef) -> NumberRef:
        """The membership in the template's list."""
        return NumberRef(self.num_id(number.num_id), number.level)

    def knows(self, own: int) -> bool:
        """Whether the clause's file defines this list."""
        return self._abstract(own) in self.clause.numbering.abstract

    def num_id(self, own: int) -> int:
        """The template's list for one of the clause's."""
        if own not in self._nums:
            abstract = self._abstract(own)
            found = self._continued(abstract)
            self._nums[own] = self._separate(own, abstract) if found is None else self._joined(own, found)
        return self._nums[own]

    def _abstract(self, num_id: int) -> int:
        return self.clause.numbering.nums.get(num_id, (-1, {}))[0]

    def _continued(self, abstract: int) -> int | None:
        """The list of the template in which this one runs on: the first that is used and counts alike, among those that
        number Pasal, BAB or headings."""
        levels = self.clause.numbering.abstract.get(abstract, {})
        deepest = self._deepest.get(abstract, 0)
        nums = self.host.numbering.nums
        used = [p.number.num_id for p in paragraphs(self.host.body) if p.number is not None]
        for num_id in dict.fromkeys([*used, *sorted(nums)]):
            if num_id not in nums or any(isinstance(o, int) for o in nums[num_id][1].values()):
                continue
            theirs = self.host.numbering.abstract.get(nums[num_id][0], {})
            alike = all(_alike(levels.get(n), theirs.get(n)) for n in range(deepest + 1))
            if alike and any(self._runs_on(levels.get(n), theirs.get(n)) for n in range(deepest + 1)):
                return num_id
        return None

    def _runs_on(self, own: Level | None, theirs: Level | None) -> bool:
        """Whether a level counts through a whole document."""
        if own is None or theirs is None:
            return False
        linked = bool(theirs.style) and self.styles.hosts(own.style) == theirs.style
        return linked or own.text.startswith(CLAUSE_WORDS)

    def _joined(self, own: int, into: int) -> int:
        """The template's list; one of its own on the same count where the clause lets deeper levels begin anew."""
        overrides = self.clause.numbering.nums[own][1]
        abstract = self.host.numbering.nums[into][0]
        levels = self.host.numbering.abstract[abstract]
        kept = [n for n in overrides if not self._runs_on(levels.get(n), levels.get(n)) and n > 0]
        if not kept:
            return into
        return self._num(own, abstract, lambda level: level in kept)

    def _separate(self, own: int, abstract: int) -> int:
        """A copy of the clause's list."""
        first = self.clause.numbering.abstract.get(abstract, {}).get(0)
        if first is not None and first.text.startswith(CLAUSE_WORDS):
            self.lonely.append(first.text.replace("%1", "1"))
        new = self._abstracts.get(abstract)
        if new is None:
            new = self._abstracts[abstract] = self._free_abstract + len(self.abstracts)
            self.abstracts.append(self._list(abstract, new))
        return self._num(own, new, lambda level: True)

    def _list(self, abstract: int, new: int) -> Element:
        element = _copied(_by_id(self._own, "abstractNum", "abstractNumId", abstract))
        if element.find(W + "numStyleLink") is not None:  # the list itself stands where its style is defined
            linked = attribute(element.find(W + "numStyleLink"))
            found = [e for e in self._own.findall(W + "abstractNum") if attribute(child(e, "styleLink")) == linked]
            element = _copied(found[0]) if found else element
        element.set(W + "abstractNumId", str(new))
        for tag in ("nsid", "numStyleLink", "styleLink", "tmpl"):  # Word takes lists of one nsid for the same
            for lost in element.findall(W + tag):
                element.remove(lost)
        identity = zlib.crc32(f"{self.styles.mark}/{abstract}".encode())
        element.insert(0, element.makeelement(W + "nsid", {W + "val": f"{identity:08X}"}))
        for level in element.findall(W + "lvl"):
            for lost in level.findall(W + "lvlPicBulletId"):
                level.remove(lost)
        return element

    def _num(self, own: int, abstract: int, keeps: Callable[[int], bool]) -> int:
        element = _copied(_by_id(self._own, "num", "numId", own))
        new = self._free_num + len(self.nums)
        element.set(W + "numId", str(new))
        target = child(element, "abstractNumId")
        if target is not None:
            target.set(W + "val", str(abstract))
        for override in element.findall(W + "lvlOverride"):
            if not keeps(integer(attribute(override, "ilvl"), 0) or 0):
                element.remove(override)
        self.nums.append(element)
        return new


def with_lists(root: Element, lists: ListMap) -> Element:
    """A numbering part with more lists: abstract ones stand before all uses."""
    for link in [link for abstract in lists.abstracts for link in abstract.iter(W + "pStyle")]:
        style = lists.styles.linked(attribute(link))
        link.set(W + "val", style)
        if not style and (level := link.getparent()) is not None:
            level.remove(link)  # that style has a list of the template's own, or nothing has that style
    uses = root.find(W + "num")
    at = list(root).index(uses) if uses is not None else len(root.findall(W + "abstractNum"))
    for element in reversed(lists.abstracts):
        root.insert(at, element)
    last = root.findall(W + "num")
    at = list(root).index(last[-1]) + 1 if last else at + len(lists.abstracts)
    for element in reversed(lists.nums):
        root.insert(at, element)
    return root


def with_styles(root: Element, styles: StyleMap, num_ids: Mapping[int, int]) -> Element:
    """A styles part with more styles, whose lists are those of the template."""
    for element in styles.added:
        number = child(child(child(element, "pPr"), "numPr"), "numId")
        if number is not None:
            number.set(W + "val", str(num_ids.get(integer(attribute(number), 0) or 0, 0)))
        root.append(element)
    return root


def _copied(element: Element) -> Element:
    """A copy without what only newer programs know, whose names a part may not announce."""
    element = deepcopy(element)
    for inner in list(element.iter()):
        for name in [n for n in inner.attrib if not str(n).startswith(W)]:
            del inner.attrib[name]
        parent = inner.getparent()
        if parent is not None and not str(inner.tag).startswith((W, MC)):
            parent.remove(inner)
    return element


def _name(style: Style) -> str:
    return style.name.strip().lower()


def _alike(own: Level | None, theirs: Level | None) -> bool:
    if own is None or theirs is None:
        return False
    return (own.format, own.text.split()) == (theirs.format, theirs.text.split())


def _highest(root: Element, tag: str, name: str) -> int:
    return max((integer(attribute(e, name), 0) or 0 for e in root.findall(W + tag)), default=0)


def _by_id(root: Element, tag: str, name: str, key: object) -> Element:
    return next(e for e in root.findall(W + tag) if attribute(e, name) == str(key))
