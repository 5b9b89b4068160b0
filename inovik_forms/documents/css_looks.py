"""Effective formatting: what a paragraph or a stretch of text looks like once every style above it is applied.

A `Looks` belongs to the styles and lists of one template and remembers what it has worked out. A `Sheet` belongs to one
output: it names each distinct set of declarations once. Names come from the declarations, so they do not depend on what
was written before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

from msgspec.structs import fields, replace

from inovik_forms.documents.tree import (
    CharFormat,
    Document,
    Level,
    NumberRef,
    ParaFormat,
    Paragraph,
    Style,
    TableFormat,
)

_CHAR_FIELDS = tuple(f.name for f in fields(CharFormat) if f.name != "style")
_PARA_FIELDS = tuple(f.name for f in fields(ParaFormat) if f.name not in ("tabs", "borders"))
_TABLE_FIELDS = tuple(f.name for f in fields(TableFormat) if f.name not in ("borders", "margins"))
_COMPATIBILITY = re.compile(rb'w:name="compatibilityMode"[^>]*w:val="(\d+)"')
_ADDED_SPACES = re.compile(rb"<w:doNotUseHTMLParagraphAutoSpacing(?![^>]*w:val=\"(?:0|false|off)\")")
_MOST_REMEMBERED = 40_000

F = TypeVar("F", CharFormat, ParaFormat, TableFormat)


def _over(base: F, over: F, names: Iterable[str], maps: Iterable[str] = ()) -> F:
    """`base` with all that `over` sets; maps are joined key by key."""
    changes = {name: value for name in names if (value := getattr(over, name)) is not None}
    for name in maps:
        if getattr(over, name):
            changes[name] = {**(getattr(base, name) or {}), **getattr(over, name)}
    return replace(base, **changes) if changes else base


def over_char(base: CharFormat, over: CharFormat) -> CharFormat:
    """Character formatting with another laid over it."""
    return _over(base, over, _CHAR_FIELDS)


def over_para(base: ParaFormat, over: ParaFormat) -> ParaFormat:
    """Paragraph formatting with another laid over it; a "clear" tab stop removes one."""
    result = _over(base, over, _PARA_FIELDS, ("borders",))
    if not over.tabs:
        return result
    stops = {round(stop.position, 1): stop for stop in base.tabs} | {round(s.position, 1): s for s in over.tabs}
    kept = sorted((s for s in stops.values() if s.kind != "clear"), key=lambda stop: stop.position)
    return replace(result, tabs=tuple(kept))


def over_table(base: TableFormat, over: TableFormat) -> TableFormat:
    """Table formatting with another laid over it."""
    return _over(base, over, _TABLE_FIELDS, ("borders", "margins"))


@dataclass(frozen=True, slots=True)
class Look:
    """Effective formatting of a paragraph and of plain text in it."""

    para: ParaFormat
    char: CharFormat


class Looks:
    """Effective formatting under the styles and lists of one document."""

    def __init__(self, document: Document) -> None:
        self.styles = document.styles
        self.numbering = document.numbering
        self.defaults = Look(document.default_para, document.default_char)
        self.default_style = document.default_style
        self.default_tab = document.default_tab or 36.0
        settings = document.package.get("word/settings.xml", b"")
        found = _COMPATIBILITY.search(settings)
        self.modern = found is None or int(found[1]) >= 15  # tables stand at the margin, not left of it
        self._adds_spaces = _ADDED_SPACES.search(settings) is not None
        self._styles: dict[tuple[str, str], tuple[Look, NumberRef | None]] = {}
        self._tables: dict[tuple[str, int], tuple[object, TableFormat]] = {}
        self._declared: dict[tuple[object, ...], tuple[object, str]] = {}
        self._paragraphs: dict[tuple[object, ...], tuple[object, Look]] = {}
        self._characters: dict[tuple[int, int], tuple[object, object, CharFormat]] = {}
        self.base = self.style("")  # what the page as a whole is set in

    def gap(self, after: float, before: float) -> float:
        """Points between two paragraphs, the space after the one and before the other given: the larger of both, as
        Word and LibreOffice lay out; their sum where the file asks for that (w:doNotUseHTMLParagraphAutoSpacing)."""
        return after + before if self._adds_spaces else max(after, before)

    def chain(self, style_id: str) -> list[Style]:
        """A style and those it is based on, the outermost first."""
        out: list[Style] = []
        while style_id in self.styles and self.styles[style_id] not in out:
            out.append(self.styles[style_id])
            style_id = out[-1].based_on
        return out[::-1]

    def style(self, style_id: str, table_style: str = "") -> Look:
        """A paragraph style in full ('' = the default one), inside a table of a style."""
        return self._style(style_id, table_style)[0]

    def _style(self, style_id: str, table_style: str) -> tuple[Look, NumberRef | None]:
        key = (style_id, table_style)
        if key not in self._styles:
            look, number = self.defaults, None
            for style in self.chain(table_style):
                look = Look(over_para(look.para, style.para), over_char(look.char, style.char))
            for style in self.chain(style_id or self.default_style):
                para = look.para
                if style.number is not None:
                    number = style.number
                    if level := self.level(number):
                        para = over_para(para, level.para)
                look = Look(over_para(para, style.para), over_char(look.char, style.char))
            self._styles[key] = (look, number)
        return self._styles[key]

    def table(self, style_id: str, own: TableFormat) -> TableFormat:
        """A table's formatting in full; the same object for the same table of the template."""
        key = (style_id, id(own))
        found = self._tables.get(key)
        if found is None:
            result = TableFormat()
            for style in self.chain(style_id):
                if style.table is not None:
                    result = over_table(result, style.table)
            found = self._tables[key] = (own, over_table(result, own))
        return found[1]

    def declared(self, key: tuple[object, ...], kept: object, make: Callable[[], str]) -> str:
        """Declarations made once for a key of object ids; `kept` holds those objects, so that the ids stay theirs."""
        found = self._declared.get(key)
        if found is None:
            found = self._declared[key] = (kept, make())
        return found[1]

    def level(self, number: NumberRef) -> Level | None:
        """The level of a list, overrides applied."""
        if number.num_id not in self.numbering.nums:
            return None
        abstract, overrides = self.numbering.nums[number.num_id]
        own = overrides.get(number.level)
        return own if isinstance(own, Level) else self.numbering.abstract.get(abstract, {}).get(number.level)

    def paragraph(self, node: Paragraph, table_style: str) -> Look:
        """A paragraph's formatting in full."""
        number = None if node.number_inherited or node.number is None else (node.number.num_id, node.number.level)
        key = (node.style, table_style, id(node.format), number)
        found = self._paragraphs.get(key)
        if found is None:
            look = self.style(node.style, table_style)
            para = look.para
            if number is not None and node.number is not None and (level := self.level(node.number)):
                para = over_para(para, level.para)
            found = (node.format, Look(over_para(para, node.format), look.char))
            self._paragraphs[key] = found  # holds the format, so that its id stays its own
        return found[1]

    def contents_style(self, level: int) -> str:
        """The id of the style for entries of this level in a table of contents; '' where there is none."""
        return next((style.id for style in self.styles.values() if style.name.lower() == f"toc {level}"), "")

    def is_full(self) -> bool:
        """Whether it remembers so much that a fresh one should take over."""
        known = len(self._paragraphs) + len(self._characters) + len(self._tables) + len(self._declared)
        return known > _MOST_REMEMBERED

    def character(self, base: CharFormat, own: CharFormat) -> CharFormat:
        """A stretch of text's formatting in full, inside a paragraph whose text is `base`."""
        key = (id(base), id(own))
        found = self._characters.get(key)
        if found is None:
            result = base
            for style in self.chain(own.style or ""):
                result = over_char(result, style.char)
            found = (base, own, over_char(result, own))
            self._characters[key] = found
        return found[2]


_LOOKS: dict[tuple[int, int, int], tuple[object, object, object, Looks]] = {}


def looks_of(document: Document) -> Looks:
    """The Looks of a document's template, remembered while the template lives on."""
    key = (id(document.styles), id(document.numbering), id(document.package))
    found = _LOOKS.get(key)
    if found is None or found[3].is_full():  # an output that is under way keeps its own
        if len(_LOOKS) >= 16:
            _LOOKS.pop(next(iter(_LOOKS)))
        found = (document.styles, document.numbering, document.package, Looks(document))
        _LOOKS[key] = found
    return found[3]


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Sheet:
    """The style sheet of one output: declarations → class name, in order of first use."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.rules: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def name(self, kind: str, declarations: str) -> str:
        """The class for these declarations, '' for none. `kind` is a letter that keeps sorts of boxes apart."""
        if not declarations:
            return ""
        found = self._names.get((kind, declarations))
        if found is None:
            number, digits = crc32(declarations.encode()), ""
            while number:
                number, rest = divmod(number, 36)
                digits = _DIGITS[rest] + digits
            found = self.prefix + kind + digits
            while self.rules.get(found, declarations) != declarations:  # two texts with one checksum
                found += "x"
            self._names[kind, declarations] = found
            self.rules[found] = declarations
        return found
