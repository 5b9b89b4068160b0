"""Join laid-out parts into one PDF: pages, page numbers laid over them, links between parts, outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from inovik_forms.documents.pdf import Layout
from inovik_forms.documents.write_html_inlines import ELSEWHERE


@dataclass(frozen=True, slots=True)
class Stamp:
    """A page of another PDF that is laid over a page of the book."""

    data: bytes
    page: int


@dataclass(frozen=True, slots=True)
class Joined:
    """What a book is made of. `stamps`: page (from 0) → what is laid over it."""

    layouts: Sequence[Layout]
    stamps: Mapping[int, Stamp]
    title: str
    language: str


def joined(parts: Joined) -> bytes:
    """The whole PDF; the same bytes for the same parts."""
    writer = PdfWriter()
    for layout in parts.layouts:
        for page in PdfReader(BytesIO(layout.data)).pages:
            writer.add_page(page)
    pages = list(writer.pages)
    _lay_over(writer, pages, parts.stamps)
    _link(pages, parts.layouts)
    _outline(writer, pages, parts.layouts)
    writer.add_metadata({"/Title": parts.title, "/Producer": "Inovik Forms"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(parts.language)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _lay_over(writer: PdfWriter, pages: Sequence[PageObject], stamps: Mapping[int, Stamp]) -> None:
    """Each stamp becomes a form that its page draws last."""
    readers: dict[int, list[PageObject]] = {}
    before = writer._add_object(_stream(b"q"))
    for number, stamp in stamps.items():
        if id(stamp.data) not in readers:
            readers[id(stamp.data)] = list(PdfReader(BytesIO(stamp.data)).pages)
        source = readers[id(stamp.data)][stamp.page]
        contents: Any = source["/Contents"].get_object()
        fonts: Any = source["/Resources"].get_object()
        form = contents.clone(writer)
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject(FloatObject(side) for side in source.mediabox)
        form[NameObject("/Resources")] = fonts.clone(writer)
        name = f"/Nomor{number}"
        page: Any = pages[number]
        resources = page["/Resources"].get_object()
        if "/XObject" not in resources:
            resources[NameObject("/XObject")] = DictionaryObject()
        resources["/XObject"].get_object()[NameObject(name)] = form.indirect_reference
        after = writer._add_object(_stream(f"Q q {name} Do Q".encode()))
        page[NameObject("/Contents")] = ArrayObject([before, page.raw_get("/Contents"), after])


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _destination(pages: Sequence[PageObject], page: int, from_top: float) -> ArrayObject:
    height = float(pages[page].mediabox.height)
    reference = pages[page].indirect_reference
    assert reference is not None
    return ArrayObject([reference, NameObject("/XYZ"), FloatObject(0), FloatObject(height - from_top), FloatObject(0)])


def _link(pages: Sequence[PageObject], layouts: Sequence[Layout]) -> None:
    """Links that were written with our scheme lead to their page; those without a target go."""
    places: dict[str, tuple[int, float]] = {}
    offset = 0
    for layout in layouts:
        places.update({name: (offset + page, y) for name, (page, y) in layout.places.items()})
        offset += len(layout.names)
    for page in pages:
        marks: Any = page.get("/Annots")
        if marks is None:
            continue
        kept = ArrayObject()
        for reference in marks.get_object():
            note = reference.get_object()
            address = str(note.get("/A", {}).get("/URI", ""))
            if address.startswith(ELSEWHERE):
                found = places.get(address.removeprefix(ELSEWHERE))
                if found is None:
                    continue
                del note["/A"]
                note[NameObject("/Dest")] = _destination(pages, *found)
            kept.append(reference)
        page[NameObject("/Annots")] = kept


def _outline(writer: PdfWriter, pages: Sequence[PageObject], layouts: Sequence[Layout]) -> None:
    """The headings of all parts as one outline."""
    parents: list[tuple[int, DictionaryObject]] = []  # (level, entry), outermost first
    offset = 0
    for layout in layouts:
        for level, text, page, y in layout.outline:
            while parents and parents[-1][0] >= level:
                parents.pop()
            entry = DictionaryObject()
            entry[NameObject("/Title")] = TextStringObject(text)
            entry[NameObject("/Dest")] = _destination(pages, offset + page, y)
            _hang(writer, entry, parents[-1][1] if parents else writer.get_outline_root())
            parents.append((level, entry))
        offset += len(layout.names)


def _hang(writer: PdfWriter, entry: DictionaryObject, parent: Any) -> None:
    """Add an outline entry as the last child; closed, as readers of long books like it."""
    reference = writer._add_object(entry)
    owner = parent.indirect_reference
    entry[NameObject("/Parent")] = owner
    last = parent.raw_get("/Last") if "/Last" in parent else None
    if last is None:
        parent[NameObject("/First")] = reference
    else:
        last.get_object()[NameObject("/Next")] = reference
        entry[NameObject("/Prev")] = last
    parent[NameObject("/Last")] = reference
    count = abs(int(parent.get("/Count", 0))) + 1
    parent[NameObject("/Count")] = NumberObject(count if parent.get("/Type") == "/Outlines" else -count)
