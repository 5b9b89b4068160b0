"""Pages: strips put one below the other until a page is full, with what runs along at its head and foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_

from inovik_forms.documents.page_numbers import written
from inovik_forms.documents.sections import Section
from inovik_forms.documents.tree import Furniture
from inovik_forms.documents.typeset.blocks import Flow
from inovik_forms.documents.typeset.filling import Filling, column_width
from inovik_forms.documents.typeset.nodes import Node
from inovik_forms.documents.typeset.spots import Placed
from inovik_forms.documents.typeset.strips import Strip, total
from inovik_forms.documents.typeset.words import Setting

_SPARE = 20.0  # points of text that a page holds however tall its header is


@dataclass(slots=True)
class Page:
    """A filled page. `strips`: where each stands; `lines`: between columns, as (x, top, bottom); `first`: of its
    section."""

    section: Section
    first: bool
    number: int
    label: str
    strips: list[Placed] = field(default_factory=list)
    lines: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Which header and footer it shows."""
        if self.first and self.section.page.title_page:
            return "first"
        return "even" if self.section.even_odd and self.number % 2 == 0 else "default"


@dataclass(slots=True)
class Running:
    """A header or footer, set for one page number."""

    strips: list[Strip]
    height: float


class Pages:
    """The pages of one output, filled section after section."""

    def __init__(self, setting: Setting, root: Node) -> None:
        self.setting = setting
        self.root = root
        self.endnotes: list[Strip] = []
        self.pages: list[Page] = []
        self.known: dict[int, tuple[Section, Node, list[Strip]]] = {}
        self._number = 0
        self._low = 0.0
        self._heights: dict[tuple[int, str], tuple[float, float]] = {}

    def add(
        self, section: Section, known: Mapping[int, tuple[Section, Node, list[Strip]]], after: Section | None
    ) -> None:
        """Set a section, on pages of its own or, a continuous one, below the one before. `known`: by their index,
        sections of an earlier layout with their strips, which serve again where the blocks are the same. `after`: the
        section behind it."""
        setup = section.page
        if setup.number_start is not None:
            self._number = setup.number_start - 1
        is_odd = (self._number + 1) % 2 == 1
        if self.pages and section.starts in ("oddPage", "evenPage") and is_odd != (section.starts == "oddPage"):
            self.begin(section, first=False)  # stays empty
        before = known.get(section.index)
        if before is not None and _are_same(before[0].blocks, section.blocks):
            self.known[section.index] = before
        else:
            tag = Node("Sect")
            self.setting.sheet = setup
            width = column_width(setup)
            strips = Flow(self.setting, width, tag, foot=width).run(section.blocks)
            self.known[section.index] = (section, tag, strips)
        _, tag, strips = self.known[section.index]
        self.root.inside.append(tag)
        filling = Filling(self, section)
        filling.run(strips)
        if after is None:
            filling.finish()
        elif after.starts == "continuous":
            filling.balance()
        self._low = filling.close()

    def begin(self, section: Section, *, first: bool) -> tuple[Page, float, float]:
        """A new page, and where its text begins and must end."""
        self._number += 1
        page = Page(section, first, self._number, written(self._number, section.page.number_format))
        self.pages.append(page)
        top, bottom = self._margins(section, page.kind)
        return page, top, section.page.height - bottom

    def below(self, section: Section) -> tuple[Page, float, float] | None:
        """The page that a continuous section goes on with, and where; None when it needs a new one."""
        if section.starts != "continuous" or not self.pages:
            return None
        page = self.pages[-1]
        setup = page.section.page
        _, bottom = self._margins(page.section, page.kind)
        if (setup.width, setup.height) != (section.page.width, section.page.height):
            return None
        return page, self._low, setup.height - bottom

    def _margins(self, section: Section, kind: str) -> tuple[float, float]:
        """Upper and lower margin: a header taller than the margin pushes the text down."""
        key = (section.index, kind)
        if key not in self._heights:
            setup = section.page
            found = []
            for parts, edge, margin in (
                (section.headers, setup.header, setup.top), (section.footers, setup.footer, setup.bottom)
            ):  # fmt: skip
                part = parts.get(kind)
                height = edge + self.running(part, section).height if part is not None else 0.0
                found.append(abs(margin) if margin < 0 else max(margin, height))
            room = setup.height - _SPARE
            self._heights[key] = (min(found[0], room), min(found[1], room - min(found[0], room)))
        return self._heights[key]

    def running(self, furniture: Furniture, section: Section) -> Running:
        """A header or footer with the page number that the setting has now."""
        setup = section.page
        flow = Flow(self.setting, setup.width - setup.left - setup.right, Node("Artifact"), in_cell=True)
        strips = flow.run(furniture.blocks)
        return Running(strips, total(strips) + flow.pending)


def _are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))
