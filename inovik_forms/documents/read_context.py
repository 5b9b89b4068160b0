"""What the readers of one Word file share: its parts, formats seen, and the problems found so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from inovik_forms.documents.read_format import Theme, char_format
from inovik_forms.documents.read_package import Relation, relations_of
from inovik_forms.documents.read_words import KINDS
from inovik_forms.documents.read_xml import Element, raw_children
from inovik_forms.documents.styles import style_number
from inovik_forms.documents.tree import Block, CharFormat, Numbering, NumberRef, Style
from inovik_forms.problems import Problem, Severity, WordPlace
from inovik_forms.words import gettext

_NOT_FORMAT = ("lang", "noProof", "rPrChange", "ins", "del", "moveFrom", "moveTo", "webHidden")


@dataclass
class Context:
    """Shared by the stories (body, headers, footers) of one file."""

    package: Mapping[str, bytes]
    theme: Theme
    styles: Mapping[str, Style]
    default_style: str
    numbering: Numbering
    problems: list[Problem] = field(default_factory=list)
    formats: dict[str, CharFormat] = field(default_factory=dict)
    notes: dict[tuple[str, str], tuple[Block, ...]] = field(default_factory=dict)  # (kind, id) → its text

    def format(self, rpr: Element | None) -> tuple[CharFormat, str]:
        """Typed and raw form of a w:rPr, equal ones shared."""
        if rpr is None or len(rpr) == 0:
            return _PLAIN
        text = raw_children(rpr, _NOT_FORMAT)
        found = self.formats.get(text)
        if found is None:
            found = self.formats[text] = char_format(rpr, self.theme) if text else _PLAIN[0]
        return found, text

    def style_number(self, style_id: str) -> NumberRef | None:
        """The list that a style carries."""
        return style_number(self.styles, self.numbering, style_id)


_PLAIN = (CharFormat(), "")


@dataclass
class Place:
    """Where a story's reader stands. `host`: the paragraph that the story hangs on, when it is a text box. `inside`
    reads a text of its own; each has a name that no other of its paragraph has."""

    context: Context
    part: str
    paragraph: int = 0
    offset: int = 0
    heading: str = ""
    quote: str = ""
    relations: Mapping[str, Relation] = field(default_factory=dict)
    reported: set[tuple[str, int, str]] = field(default_factory=set)
    host: int = 0
    inside: Callable[[Element, str], tuple[Block, ...]] | None = None

    @property
    def at(self) -> int:
        """The paragraph as messages count it."""
        return self.host or self.paragraph

    def __post_init__(self) -> None:
        self.relations = relations_of(self.context.package, self.part)

    def report(self, code: str, severity: Severity = "error", **detail: object) -> None:
        """Note a problem at this place, once a paragraph and kind."""
        key = (code, self.paragraph, str(detail))
        if key in self.reported:
            return
        self.reported.add(key)
        where = WordPlace(self.part, self.heading, self.at, self.offset, self.quote[:80])
        self.context.problems.append(Problem(f"documents.{code}", where, detail, severity))

    def unsupported(self, kind: str, name: str = "") -> None:
        """Warn of content that is carried but not laid out."""
        self.report("unsupported", "warning", what=gettext(KINDS[kind]).format(name=name), kind=kind)
