"""Read a Word file into a document."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from msgspec.structs import replace

from inovik_forms.documents.numbering import level_of
from inovik_forms.documents.read_blocks import StoryReader
from inovik_forms.documents.read_context import Context
from inovik_forms.documents.read_format import Theme, read_theme
from inovik_forms.documents.read_notes import note_numbers, read_notes
from inovik_forms.documents.read_package import inspect, main_part, parse_xml, relations_of, unzip
from inovik_forms.documents.read_styles import Styles, read_numbering, read_styles
from inovik_forms.documents.read_xml import (
    Element,
    R,
    W,
    attribute,
    child,
    integer,
    local,
    points,
    raw_children,
    switch,
    value,
)
from inovik_forms.documents.tree import NOTE_KINDS, Block, Document, Furniture, PageSetup, Paragraph, SectionEnd, Toc
from inovik_forms.documents.walk import paragraphs
from inovik_forms.problems import FilePlace, Problem, WordPlace, errors
from inovik_forms.words import gettext

_FORMATS = {"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "bullet", "none"}

_TYPED = (
    "headerReference", "footerReference", "pgSz", "pgMar", "titlePg", "pgNumType", "type", "sectPrChange",
)  # fmt: skip


def read(docx: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """The document in a .docx file, tags still plain text, with every problem; None when an error refuses the file.

    Tracked changes are read as their final state and reported as warnings (`documents.tracked_change`); templates make
    errors of them. Content that the PDF cannot show is carried as `Opaque` and reported as a warning.
    """
    members, problems = unzip(docx, name)
    if problems:
        return None, problems
    problems = inspect(members, name)
    if problems:
        return None, problems
    try:
        return _read(members)
    except etree.XMLSyntaxError as error:
        return None, [Problem("documents.damaged", FilePlace(name), {"name": name, "reason": str(error)})]
    except RecursionError:
        reason = gettext("isinya bersarang terlalu dalam")
        return None, [Problem("documents.damaged", FilePlace(name), {"name": name, "reason": reason})]


def _read(members: dict[str, bytes]) -> tuple[Document | None, list[Problem]]:
    main = main_part(members)
    parts = {r.kind: r.target for r in relations_of(members, main).values() if not r.external}

    def part(kind: str) -> Element | None:
        target = parts.get(kind, "")
        return parse_xml(members[target]) if target in members else None

    theme: Theme = read_theme(part("theme"))
    styles = read_styles(part("styles"), theme)
    numbering = read_numbering(part("numbering"), styles.styles, theme)
    context = Context(members, theme, styles.styles, styles.default_style, numbering)
    body = child(parse_xml(members[main]), "body")
    for kind in NOTE_KINDS:
        read_notes(context, kind, parts.get(f"{kind}s", ""), part(f"{kind}s"))
    story = StoryReader(context, main)
    blocks = [] if body is None else story.blocks(body)
    last = child(body, "sectPr")
    sections = _Sections(context, main)
    settled = sections.insert(blocks, story.section_breaks, last)
    _report_formats(context, settled)
    _report_comments(context, members, parts.get("comments", ""))
    if errors(context.problems):
        return None, context.problems
    settings = part("settings")
    document = _document(members, main, settled, styles, context, settings)
    return replace(document, notes=note_numbers(settings, body)), context.problems


def _document(
    members: Mapping[str, bytes],
    main: str,
    blocks: list[Block],
    styles: Styles,
    context: Context,
    settings: Element | None,
) -> Document:
    return Document(
        body=tuple(blocks),
        styles=styles.styles,
        default_style=styles.default_style,
        default_para=styles.default_para,
        default_char=styles.default_char,
        numbering=context.numbering,
        even_odd=bool(switch(settings, "evenAndOddHeaders")),
        hyphenate=bool(switch(settings, "autoHyphenation")),
        default_tab=points(value(settings, "defaultTabStop")) or 36.0,
        title=_title(members),
        language=styles.language,
        package=members,
        main_part=main,
    )


def _title(members: Mapping[str, bytes]) -> str:
    """dc:title of the core properties."""
    core = next((r.target for r in relations_of(members, "").values() if r.kind == "core-properties"), "")
    if core not in members:
        return ""
    found = parse_xml(members[core]).find("{http://purl.org/dc/elements/1.1/}title")
    return "" if found is None else (found.text or "").strip()


@dataclass
class _Sections:
    """Turns w:sectPr into `SectionEnd`s, each header and footer part read once."""

    context: Context
    main: str

    def insert(self, blocks: list[Block], breaks: Mapping[str, Element], last: Element | None) -> list[Block]:
        """The blocks with a `SectionEnd` behind each section's last block, one at the very end always."""
        self.relations = relations_of(self.context.package, self.main)
        self.read: dict[str, Furniture] = {}
        self.headers: dict[str, Furniture] = {}
        self.footers: dict[str, Furniture] = {}
        self.count = 0
        result: list[Block] = []
        for block in blocks:
            result.append(block)
            if isinstance(block, Paragraph | Toc) and block.id in breaks:
                result.append(self._section(breaks[block.id]))
        result.append(self._section(last))
        return result

    def _section(self, element: Element | None) -> SectionEnd:
        self.count += 1
        self.headers = self.headers | self._furniture(element, "header")
        self.footers = self.footers | self._furniture(element, "footer")
        cols = child(element, "cols")
        if cols is not None and len({attribute(c, "w") for c in cols}) > 1 and not switch_of(cols, "equalWidth"):
            where = WordPlace(self.main, gettext("bagian {number}").format(number=self.count))
            self.context.problems.append(Problem("documents.columns", where, {"count": len(cols)}, "warning"))
        return SectionEnd(
            id=f"s{self.count}",
            page=_page(element),
            kind=value(element, "type") or "nextPage",
            headers=dict(self.headers),
            footers=dict(self.footers),
            raw=raw_children(element, _TYPED),
        )

    def _furniture(self, element: Element | None, kind: str) -> dict[str, Furniture]:
        found: dict[str, Furniture] = {}
        for reference in () if element is None else element.findall(f"{W}{kind}Reference"):
            relation = self.relations.get(reference.get(f"{R}id", ""))
            part = relation.target if relation else ""
            if part not in self.context.package:
                continue
            if part not in self.read:
                prefix = posixpath.splitext(posixpath.basename(part))[0]
                story = StoryReader(self.context, part, f"{prefix}.")
                self.read[part] = Furniture(part, tuple(story.blocks(parse_xml(self.context.package[part]))))
            found[attribute(reference, "type", "default")] = self.read[part]
        return found


def _page(element: Element | None) -> PageSetup:
    size, edge, numbers = child(element, "pgSz"), child(element, "pgMar"), child(element, "pgNumType")
    cols = child(element, "cols")

    def measure(source: Element | None, name: str, default: float) -> float:
        found = points(attribute(source, name))
        return default if found is None else abs(found)

    return PageSetup(
        width=measure(size, "w", 595.3),
        height=measure(size, "h", 841.9),
        top=measure(edge, "top", 72.0),
        right=measure(edge, "right", 72.0),
        bottom=measure(edge, "bottom", 72.0),
        left=measure(edge, "left", 72.0) + measure(edge, "gutter", 0.0),
        header=measure(edge, "header", 36.0),
        footer=measure(edge, "footer", 36.0),
        landscape=attribute(size, "orient") == "landscape",
        title_page=bool(switch(element, "titlePg")),
        number_start=integer(attribute(numbers, "start")),
        number_format=attribute(numbers, "fmt", "decimal"),
        columns=max(integer(attribute(cols, "num"), 1) or 1, 1),
        column_gap=measure(cols, "space", 36.0),
        column_line=switch_of(cols, "sep"),
    )


def switch_of(element: Element | None, name: str) -> bool:
    """An on/off attribute."""
    return attribute(element, name, "0").lower() in ("1", "true", "on")


def _report_formats(context: Context, blocks: list[Block]) -> None:
    """Warn of number formats in use that we cannot count in."""
    seen: set[str] = set()
    for paragraph in paragraphs(blocks):
        level = level_of(context.numbering, paragraph.number) if paragraph.number else None
        if level is not None and level.format not in _FORMATS and level.format not in seen:
            seen.add(level.format)
            where = WordPlace(paragraph.source.part, "", paragraph.source.paragraph)
            context.problems.append(Problem("documents.number_format", where, {"format": level.format}, "warning"))


def _report_comments(context: Context, members: Mapping[str, bytes], part: str) -> None:
    """Comments do not travel; say how many there were."""
    if part not in members:
        return
    count = sum(1 for c in parse_xml(members[part]) if local(c) == "comment")
    if count:
        context.problems.append(Problem("documents.comments", WordPlace(part), {"count": count}, "warning"))
