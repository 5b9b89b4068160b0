"""The inside of a paragraph: runs, fields, links, pictures. One reader lives as long as its story, since fields may
span paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec.structs import replace

from inovik_forms.documents.read_context import Place
from inovik_forms.documents.read_fields import OUTSIDE, PLAIN_RESULT, Field, address, toc
from inovik_forms.documents.read_pictures import read_alternative, read_drawing, read_pict, text_inside
from inovik_forms.documents.read_xml import Element, R, attribute, child, local, raw
from inovik_forms.documents.symbols import plain_symbols
from inovik_forms.documents.tree import (
    CharFormat,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteKind,
    NoteMark,
    Opaque,
    PageCount,
    PageNumber,
    ReferTo,
    Source,
    Tab,
    Text,
    Toc,
)
from inovik_forms.documents.walk import plain_text
from inovik_forms.words import gettext

PAGE_BREAK = Opaque('<w:r><w:br w:type="page"/></w:r>', "", "page-break")
COLUMN_BREAK = Opaque('<w:r><w:br w:type="column"/></w:r>', "", "column-break")
"""They stand in the inlines until the paragraph is split at them."""

_SEEN_THROUGH = {"smartTag", "customXml", "dir", "bdo", "ins", "moveTo"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_SILENT = {
    "proofErr", "permStart", "permEnd", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "lastRenderedPageBreak",
    "annotationRef", "separator", "continuationSeparator", "rPr", "pPr", "delText",
    "delInstrText", "dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
}  # fmt: skip


class InlineReader:
    """Reads the paragraphs of one story, in order."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.fields: list[Field] = []
        self.sink: list[Inline] = []
        self.bookmarks: list[str] = []
        self.tocs: list[Toc] = []

    @property
    def in_toc(self) -> bool:
        """Is a table of contents open?"""
        return any(f.name == "TOC" and f.in_result for f in self.fields)

    def read(self, paragraph: Element) -> list[Inline]:
        """The inlines of a w:p. Tables of contents that begin in it are left in `tocs`, bookmarks in `bookmarks`."""
        self.sink = []
        self._walk(paragraph)
        for open_field in [f for f in self.fields if f.in_result and f.name != "TOC"]:
            if not self.in_toc:  # a result over several paragraphs is kept as plain text
                self.fields.remove(open_field)
                self.sink += open_field.result
        return self.sink

    # ------------------------------------------------------------ where a found inline goes

    def _emit(self, inline: Inline) -> None:
        target = self.sink
        if self.fields:
            if not self.fields[-1].in_result:
                return
            target = self.fields[-1].result
        last = target[-1] if target else None
        if isinstance(inline, Text):
            self.place.offset += len(inline.text)
            self.place.quote = (self.place.quote + inline.text)[-80:]
            if isinstance(last, Text) and last.raw_rpr == inline.raw_rpr:
                target[-1] = replace(last, text=last.text + inline.text)
                return
        else:
            self.place.offset += 1
        target.append(inline)

    def _text(self, text: str, form: tuple[CharFormat, str]) -> None:
        if text:
            self._emit(Text(text, form[0], form[1]))

    # ------------------------------------------------------------ elements of a paragraph

    def _walk(self, parent: Element) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element)
            elif name in _SEEN_THROUGH:
                if name in ("ins", "moveTo"):
                    self.place.report("tracked_change", "warning")
                self._walk(element)
            elif name in ("del", "moveFrom"):
                self.place.report("tracked_change", "warning")
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._walk(content)
            elif name == "bookmarkStart":
                self._bookmark(attribute(element, "name"))
            elif name not in _SILENT:
                self._other(element, name)

    def _other(self, element: Element, name: str) -> None:
        """The rarer children of a paragraph."""
        if name == "hyperlink":
            self._link(element)
        elif name == "fldSimple":
            self._begin((CharFormat(), ""))
            self.fields[-1].code = attribute(element, "instr")
            self._separate()
            self._walk(element)
            self.fields[-1].raws = [raw(element)]
            self._end()
        elif name in ("oMath", "oMathPara"):
            self.place.unsupported("equation")
            text = "".join(t.text or "" for t in element.iter() if local(t) == "t")
            self._emit(Opaque(raw(element), text, "equation"))
        elif name == "subDoc":
            self.place.report("foreign_part", what=gettext("subdokumen"))
        elif name == "AlternateContent":
            self._alternative(element)
        else:
            self._unknown(element, name)

    def _unknown(self, element: Element, name: str) -> None:
        self.place.unsupported("other", name)
        self._emit(Opaque(raw(element), text_inside(element), name))

    def _alternative(self, element: Element) -> None:
        found = read_alternative(element, self.place)
        if found is None:
            self._unknown(element, "AlternateContent")
        else:
            self._emit(found)

    def _bookmark(self, name: str) -> None:
        if name and name != "_GoBack" and not self.in_toc:
            self.bookmarks.append(name)

    def _link(self, element: Element) -> None:
        relation = self.place.relations.get(element.get(f"{R}id", ""))
        anchor = attribute(element, "anchor")
        url = relation.target if relation else ""
        if anchor:
            url = f"{url}#{anchor}"
        outer, self.sink = self.sink, []
        fields, self.fields = self.fields, []
        self._walk(element)
        inside, self.sink, self.fields = self.sink, outer, fields
        self._emit_link(url, inside)

    def _emit_link(self, url: str, inside: list[Inline]) -> None:
        if url and (url.startswith("#") or urlsplit(url).scheme.lower() in _SCHEMES):
            self._emit(Link(url, tuple(inside)))
            return
        if url:
            self.place.report("link", "warning", target=url)
        for inline in inside:
            self._emit(inline)

    # ------------------------------------------------------------ runs

    def _run(self, run: Element) -> None:
        form = self.place.context.format(child(run, "rPr"))
        if self.fields:
            text = raw(run)
            for open_field in self.fields:
                open_field.raws.append(text)
        for element in run:
            name = local(element)
            if name == "t":
                self._text(_visible(element), form)
            elif name in _RUN:
                _RUN[name](self, element, form)
            elif name not in _SILENT:
                self._unknown(element, name)

    def _break(self, element: Element, form: tuple[CharFormat, str]) -> None:
        kind = attribute(element, "type", "textWrapping")
        if kind in ("page", "column"):
            self._emit(PAGE_BREAK if kind == "page" else COLUMN_BREAK)
        else:
            self._emit(LineBreak())

    def _symbol(self, element: Element, form: tuple[CharFormat, str]) -> None:
        try:
            letter = chr(int(attribute(element, "char"), 16))
        except ValueError:
            return
        self._text(plain_symbols(letter, attribute(element, "font")), form)

    def _picture(self, element: Element, form: tuple[CharFormat, str]) -> None:
        name = local(element)
        if name == "AlternateContent":
            self._alternative(element)
        else:
            self._emit(read_drawing(element, self.place) if name == "drawing" else read_pict(element, self.place))

    def _object(self, element: Element, form: tuple[CharFormat, str]) -> None:
        self.place.report("foreign_part", what=gettext("objek OLE"))

    def _note(self, element: Element, form: tuple[CharFormat, str]) -> None:
        kind: NoteKind = "footnote" if local(element) == "footnoteReference" else "endnote"
        blocks = self.place.context.notes.get((kind, attribute(element, "id")))
        if blocks is not None:
            is_marked = attribute(element, "customMarkFollows", "0").lower() not in ("0", "false", "off")
            self._emit(Note(kind, blocks, form[0], form[1], is_marked=is_marked))

    def _note_mark(self, element: Element, form: tuple[CharFormat, str]) -> None:
        self._emit(NoteMark("footnote" if local(element) == "footnoteRef" else "endnote", *form))

    # ------------------------------------------------------------ fields

    def _field_char(self, element: Element, form: tuple[CharFormat, str]) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._begin(form)
            run = element.getparent()
            self.fields[-1].raws.append("" if run is None else raw(run))
        elif self.fields and kind == "separate":
            self._separate()
        elif self.fields and kind == "end":
            self._end()

    def _code(self, element: Element, form: tuple[CharFormat, str]) -> None:
        if self.fields and not self.fields[-1].in_result:
            self.fields[-1].code += element.text or ""

    def _begin(self, form: tuple[CharFormat, str]) -> None:
        self.fields.append(Field(form[0], form[1], offset=self.place.offset))

    def _separate(self) -> None:
        current = self.fields[-1]
        current.in_result = True
        if current.name == "TOC":
            self.tocs.append(toc(current.code, self.place))

    def _end(self) -> None:
        current = self.fields.pop()
        name = current.name
        if name == "TOC":
            if not current.in_result:
                self.tocs.append(toc(current.code, self.place))
        elif name in OUTSIDE:
            self.place.report("field_outside", field=name)
        elif name == "HYPERLINK":
            self._emit_link(address(current.code), current.result)
        elif name in PLAIN_RESULT or not name:
            for inline in current.result:
                self._emit(inline)
        else:
            self._emit(self._finished(current, name))

    def _finished(self, current: Field, name: str) -> Inline:
        """A field with a result of one piece. The result's own formatting wins over that of the field's beginning."""
        first = next((i for i in current.result if isinstance(i, Text)), None)
        form, rpr = (first.format, first.raw_rpr) if first else (current.format, current.raw_rpr)
        cached = plain_text(current.result)
        if name == "PAGE":
            return PageNumber(form, rpr)
        if name in ("NUMPAGES", "SECTIONPAGES"):
            return PageCount(name == "SECTIONPAGES", form, rpr)
        words = current.code.split()
        if name == "REF" and len(words) > 1:
            source = Source(self.place.part, self.place.at, current.offset)
            return ReferTo((words[1],), form, rpr, source, " ".join(words), cached)
        return Opaque("".join(current.raws), cached, f"field:{name}")


_RUN: dict[str, Callable[[InlineReader, Element, tuple[CharFormat, str]], None]] = {
    "tab": lambda reader, element, form: reader._emit(Tab(form[1])),
    "ptab": lambda reader, element, form: reader._emit(Tab(form[1])),
    "br": InlineReader._break,
    "cr": lambda reader, element, form: reader._emit(LineBreak()),
    "noBreakHyphen": lambda reader, element, form: reader._text("\u2011", form),
    "softHyphen": lambda reader, element, form: reader._text("\u00ad", form),
    "sym": InlineReader._symbol,
    "pgNum": lambda reader, element, form: reader._emit(PageNumber(*form)),
    "fldChar": InlineReader._field_char,
    "instrText": InlineReader._code,
    "drawing": InlineReader._picture,
    "pict": InlineReader._picture,
    "AlternateContent": InlineReader._picture,
    "object": InlineReader._object,
    "footnoteReference": InlineReader._note,
    "endnoteReference": InlineReader._note,
    "footnoteRef": InlineReader._note_mark,
    "endnoteRef": InlineReader._note_mark,
}


def _visible(element: Element) -> str:
    """The text of a w:t as Word shows it: blanks at the ends count only with xml:space."""
    text = (element.text or "").replace("\n", " ").replace("\t", " ").replace("\r", " ")
    kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if kept else text.strip(" ")
