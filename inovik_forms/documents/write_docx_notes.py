"""Put comments into a Word file as it is: every other byte of its text and formatting stays, tracked changes too.

A note finds its place by part, paragraph (counted as the reader counts) and quotation. Word allows no comments in
headers and footers; whoever has something to say there puts it at a paragraph of the body.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape

from lxml import etree

from inovik_forms.documents.read_package import main_part, parse_xml, relations_of, unzip
from inovik_forms.documents.read_xml import Element, W, attribute, child, integer, local
from inovik_forms.documents.tree import NAMESPACES
from inovik_forms.documents.write_docx_package import (
    CONTENT_TYPES,
    OFFICE,
    Relation,
    read_relations,
    relations_name,
    write_relations,
)
from inovik_forms.documents.write_docx_zip import archive, compress

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HOLDS = {"tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Note:
    """A comment. `paragraph` counts from 1 in the body; `quote`: the very letters it is about ('' = the whole
    paragraph), of which `start` is where they were found; `lines`: its paragraphs."""

    paragraph: int
    quote: str
    start: int
    lines: Sequence[str]


@dataclass(slots=True)
class _Piece:
    """A letter-bearing child of a run: where its text begins in the paragraph's."""

    element: Element
    start: int
    text: str


def with_notes(docx: bytes, notes: Sequence[Note], author: str) -> bytes:
    """The file with a comment for each note whose paragraph is there. Raises KeyError when it is no Word file."""
    members, _ = unzip(docx, "")
    main = main_part(members)
    tree = parse_xml(members[main])
    known = next((r.target for r in relations_of(members, main).values() if r.kind == "comments"), "")
    comments = parse_xml(members[known]) if known in members else _no_comments()
    first = 1 + max([integer(attribute(c, "id"), -1) or 0 for c in comments], default=-1)
    body = child(tree, "body")
    paragraphs = list(_paragraphs(body)) if body is not None else []
    for number, note in enumerate((n for n in notes if 0 < n.paragraph <= len(paragraphs)), first):
        _mark(paragraphs[note.paragraph - 1], note, str(number))
        comments.append(_comment(note, number, author))
    parts = {main: _bytes(tree)}
    part = known or posixpath.join(posixpath.dirname(main), "comments.xml")
    parts[part] = _bytes(comments)
    if not known:
        _declare(members, parts, main, part)
    names = [CONTENT_TYPES, *sorted((members.keys() | parts.keys()) - {CONTENT_TYPES})]
    return archive(compress(name, parts.get(name) or members[name]) for name in names if not name.endswith("/"))


def _paragraphs(parent: Element) -> Iterator[Element]:
    """Every w:p in the order and number of the reader: what a tracked change deleted is left out."""
    for element in parent:
        name = local(element)
        if name == "p":
            yield element
        elif name == "tr" and child(child(element, "trPr"), "del") is not None:
            continue
        elif name in _HOLDS:
            yield from _paragraphs(element)


# ---------------------------------------------------------------- the range


def _mark(paragraph: Element, note: Note, number: str) -> None:
    """Range and reference around the quotation, or around the whole paragraph when it cannot be found."""
    pieces = list(_pieces(paragraph))
    text = "".join(piece.text for piece in pieces)
    at = _nearest(text, note.quote, note.start) if note.quote else -1
    if at < 0:
        at, end = 0, len(text)
    else:
        end = at + len(note.quote)
    first, last = _edges(paragraph, pieces, at, end)
    start = _element("commentRangeStart", number)
    stop = _element("commentRangeEnd", number)
    run = etree.Element(f"{W}r")
    run.append(_element("commentReference", number))
    if first is None or last is None:
        properties = child(paragraph, "pPr")
        paragraph.insert(0 if properties is None else 1, start)
        paragraph.extend([stop, run])
        return
    first.addprevious(start)
    last.addnext(stop)
    stop.addnext(run)


def _nearest(text: str, quote: str, start: int) -> int:
    found = [match.start() for match in re.finditer(re.escape(quote), text)]
    return min(found, key=lambda at: abs(at - start)) if found else -1


def _pieces(paragraph: Element) -> Iterator[_Piece]:
    """The letters of a paragraph with their elements; deleted text and codes of fields are none."""
    at = 0
    for element in paragraph.iter():
        if local(element) not in ("t", *_LETTERS) or _unread(element, paragraph):
            continue
        if local(element) == "br" and attribute(element, "type") in ("page", "column"):
            continue
        text = (element.text or "") if local(element) == "t" else _LETTERS[local(element)]
        yield _Piece(element, at, text)
        at += len(text)


def _unread(element: Element, paragraph: Element) -> bool:
    above = element.getparent()
    while above is not None and above is not paragraph:
        if local(above) in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "AlternateContent", "object"):
            return True
        above = above.getparent()
    return False


def _edges(paragraph: Element, pieces: Sequence[_Piece], at: int, end: int) -> tuple[Element | None, Element | None]:
    """The elements that the range begins before and ends behind: runs, cut where it needs, or whole fields."""
    inside = [p for p in pieces if p.start < max(end, at + 1) and p.start + len(p.text) > at]
    if not inside:
        return None, None
    fields = _fields(paragraph)
    last = _whole(inside[-1].element, paragraph, fields, first=False)
    if last is None:
        last = inside[-1].element.getparent()
        _cut(inside[-1], end)
    first = _whole(inside[0].element, paragraph, fields, first=True)
    if first is None:
        first = inside[0].element.getparent()
        behind = _cut(inside[0], at) if at > inside[0].start else None
        if behind is not None:
            last = behind if last is first else last
            first = behind
    return first, last


def _whole(
    element: Element, paragraph: Element, fields: dict[Element, tuple[Element, Element]], *, first: bool
) -> Element | None:
    """The first or last element of the field that holds an element, around which a range goes; None outside fields."""
    above: Element | None = element
    while above is not None and above is not paragraph:
        if local(above) == "fldSimple":
            return above
        if above in fields:
            return fields[above][0 if first else 1]
        above = above.getparent()
    return None


def _fields(paragraph: Element) -> dict[Element, tuple[Element, Element]]:
    """Each child that belongs to a field of several runs → the field's first and last one: a range goes around it."""
    found: dict[Element, tuple[Element, Element]] = {}
    open_: list[Element] = []
    depth = 0
    for element in paragraph:
        kinds = [attribute(c, "fldCharType") for c in element if local(c) == "fldChar"]
        depth += kinds.count("begin")
        if depth:
            open_.append(element)
        depth = max(depth - kinds.count("end"), 0)
        if not depth and open_:
            found.update(dict.fromkeys(open_, (open_[0], open_[-1])))
            open_ = []
    if open_:
        found.update(dict.fromkeys(open_, (open_[0], open_[-1])))
    return found


def _cut(piece: _Piece, at: int) -> Element | None:
    """Cut a run at a letter of the paragraph's text; the new run with what is behind, None where nothing is."""
    run, element, offset = piece.element.getparent(), piece.element, at - piece.start
    if run is None:
        return None
    text = piece.text
    behind = list(element.itersiblings())
    if offset >= len(text) and not behind:
        return None
    rest = etree.Element(f"{W}r")
    properties = child(run, "rPr")
    if properties is not None:
        rest.append(deepcopy(properties))
    if local(element) == "t" and offset < len(text):
        tail = etree.SubElement(rest, f"{W}t")
        tail.text, element.text = text[offset:], text[:offset]
        piece.text = text[:offset]
        for one in (tail, element):
            one.set(_SPACE, "preserve")
    for one in behind:
        rest.append(one)
    run.addnext(rest)
    return rest


# ---------------------------------------------------------------- parts


def _element(name: str, number: str) -> Element:
    return etree.Element(f"{W}{name}", {f"{W}id": number})


def _no_comments() -> Element:
    return etree.Element(f"{W}comments", nsmap={"w": NAMESPACES["w"]})


def _comment(note: Note, number: int, author: str) -> Element:
    initials = "".join(word[0] for word in author.split())[:3]
    comment = etree.Element(f"{W}comment", {f"{W}id": str(number), f"{W}author": author, f"{W}initials": initials})
    for line in note.lines:
        paragraph = etree.SubElement(comment, f"{W}p")
        text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
        text.text = clean_text(line)
        text.set(_SPACE, "preserve")
    return comment


def clean_text(text: str) -> str:
    """Letters that XML can hold."""
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff"))


def _bytes(tree: Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _declare(members: dict[str, bytes], parts: dict[str, bytes], main: str, part: str) -> None:
    """Relationship and content type of a new comments part."""
    name = relations_name(main)
    relations = read_relations(members.get(name, b""))
    number = 1
    while f"rIdNotes{number}" in relations:
        number += 1
    id_ = f"rIdNotes{number}"
    parts[name] = write_relations(relations | {id_: Relation(id_, OFFICE + "comments", "/" + part)})
    types = members[CONTENT_TYPES].decode("utf-8")
    end = types.rindex("</Types>")
    override = f'<Override PartName="/{escape(part)}" ContentType="{_TYPE}"/>'
    parts[CONTENT_TYPES] = (types[:end] + override + types[end:]).encode()
