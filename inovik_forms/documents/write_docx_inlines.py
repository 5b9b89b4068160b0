"""Inline content as WordprocessingML text.

A filled value becomes an inline content control whose tag is the path of its answer, so that a file that comes back
says which answer was changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from html import escape

from inovik_forms.documents import write_docx_stories as stories
from inovik_forms.documents.tree import (
    BLANK_TEXT,
    Blank,
    Block,
    Drawing,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Opaque,
    PageCount,
    PageNumber,
    Ref,
    Tab,
    Text,
)
from inovik_forms.documents.write_docx_order import properties
from inovik_forms.documents.write_docx_package import OFFICE, Base, Relation

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HYPHENS = re.compile("[\u2011\u00ad]")
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
_WHOLE = ("<w:r>", "<w:r ", "<m:", "<w:fldSimple", "<w:hyperlink", "<w:sdt", "<w:bdo", "<w:dir", "<w:ruby")
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/bmp": "bmp"} | {
    "image/tiff": "tiff",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
_EMU = 12700
MOST_KEPT = 20_000  # stretches of wording of one template; the longest shipped one has six hundred
_LONGEST_TAG = 64  # Word calls a file with a longer w:tag damaged


_SPECIAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff&<>]")


def clean(text: str) -> str:
    """Text as XML."""
    if not _SPECIAL.search(text):
        return text
    return escape(_FORBIDDEN.sub("", text), quote=False)


@dataclass(slots=True)
class Allot:
    """What is unique in the whole package. `media`: part name → bytes; `tags`: shortened tag → path."""

    base: Base
    bookmarks: int = 0
    drawings: int = 0
    controls: int = 0
    media: dict[str, bytes] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    extensions: set[str] = field(default_factory=set)

    def tag(self, path: str) -> str:
        """The w:tag for a path; a shortened one when Word would not take it."""
        if len(path) <= _LONGEST_TAG:
            return path
        short = "~" + sha1(path.encode(), usedforsecurity=False).hexdigest()
        self.tags[short] = path
        return short

    def picture(self, data: bytes, media_type: str) -> str:
        """The part that holds a picture, named by its content."""
        extension = _EXTENSIONS.get(media_type, "png")
        name = f"word/media/{sha256(data).hexdigest()[:24]}.{extension}"
        self.media[name] = data
        self.extensions.add(extension)
        return name


class Relations:
    """The relationships of one part: those it had, and the new ones."""

    def __init__(self, old: dict[str, Relation]) -> None:
        self.all = dict(old)
        self.changed = False
        self._ids = {(r.type, r.target): r.id for r in old.values()}

    def id(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id of a relationship, added when it is new."""
        key = (OFFICE + kind, target)
        found = self._ids.get(key)
        if found is None:
            number = len(self.all) + 1
            while f"rId{number}" in self.all:
                number += 1
            found = self._ids[key] = f"rId{number}"
            self.all[found] = Relation(found, key[0], target, external)
            self.changed = True
        return found


@dataclass(slots=True)
class Part:
    """The part that is being written. `blocks`: how the text of a box in it is written; `notes`: kind → where notes
    go."""

    allot: Allot
    relations: Relations
    notes: Mapping[str, stories.Notes] = field(default_factory=dict)
    blocks: Callable[[Sequence[Block]], str] | None = None


def run(rpr: str, content: str) -> str:
    """A run; `rpr`: children of w:rPr."""
    return f"<w:r>{properties('rPr', rpr) if rpr else ''}{content}</w:r>"


def text(content: str) -> str:
    """The letters of a run; hyphens that do not break, or only break, are elements of their own."""
    cleaned = clean(content)
    if not _HYPHENS.search(cleaned):
        return f'<w:t xml:space="preserve">{cleaned}</w:t>'
    out = []
    for piece in re.split("([\u2011\u00ad])", cleaned):
        if piece in ("\u2011", "\u00ad"):
            out.append("<w:noBreakHyphen/>" if piece == "\u2011" else "<w:softHyphen/>")
        elif piece:
            out.append(f'<w:t xml:space="preserve">{piece}</w:t>')
    return "".join(out)


def complex_field(rpr: str, code: str, result: str) -> str:
    """A field with its cached result."""
    mark = properties("rPr", rpr) if rpr else ""
    return (
        f'<w:r>{mark}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{mark}<w:instrText xml:space="preserve"> {clean(code)} </w:instrText></w:r>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{mark}{text(result)}</w:r>'
        f'<w:r>{mark}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def inlines(part: Part, nodes: Sequence[Inline]) -> str:
    """Inlines in order; neighbours that print the same answer share one content control. The template's own wording,
    which all its documents share, is written once."""
    kept = part.allot.base.kept
    found = kept.get(id(nodes))
    if found is not None and found[0] is nodes:
        return found[1]
    written = _written(part, nodes)
    if all(map(_is_wording, nodes)):
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[id(nodes)] = (nodes, written)
    return written


def _is_wording(node: Inline) -> bool:
    """Whether it is written the same in every document: no answer, nothing that is counted or has a relation."""
    kind = type(node)
    return kind in (Tab, PageNumber, PageCount, Opaque) or (kind in (Text, LineBreak) and not node.path)  # type: ignore[union-attr]


def _written(part: Part, nodes: Sequence[Inline]) -> str:
    out: list[str] = []
    held: list[str] = []
    path = ""
    for node in nodes:
        own = node.path if isinstance(node, (Text, LineBreak, Image)) else ""
        if own != path and held:
            out.append(control(part, path, "".join(held)))
            held = []
        path = own
        (held if own else out).append(inline(part, node))
    if held:
        out.append(control(part, path, "".join(held)))
    return "".join(out)


def control(part: Part, path: str, content: str, *, label: str = "", blank: bool = False) -> str:
    """An inline content control without a visible frame. `blank`: its content is a placeholder that typing replaces."""
    allot = part.allot
    allot.controls += 1
    alias = f'<w:alias w:val="{escape(clean(label)[:64])}"/>' if label else ""
    return (
        f'<w:sdt><w:sdtPr>{alias}<w:tag w:val="{escape(allot.tag(path))}"/><w:id w:val="{1_000_000 + allot.controls}"/>'
        f'{"<w:showingPlcHdr/>" if blank else ""}<w15:appearance w15:val="hidden"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def inline(part: Part, node: Inline) -> str:
    """One inline."""
    match node:
        case Text():
            return run(node.raw_rpr, text(node.text))
        case LineBreak():
            return "<w:r><w:br/></w:r>"
        case Tab():
            return run(node.raw_rpr, "<w:tab/>")
        case Blank():
            return control(part, node.path, run(node.raw_rpr, text(BLANK_TEXT)), label=node.label, blank=True)
        case Ref():
            return complex_field(node.raw_rpr, f"REF {node.bookmark} {node.switches}".rstrip(), node.text)
        case Image():
            return _image(part, node)
        case PageNumber():
            return complex_field(node.raw_rpr, "PAGE", "1")
        case PageCount():
            return complex_field(node.raw_rpr, "SECTIONPAGES" if node.section else "NUMPAGES", "1")
        case Link():
            return _link(part, node)
        case Note():
            marked = ' w:customMarkFollows="1"' if node.is_marked else ""
            number = part.notes[node.kind].add(node)
            return run(node.raw_rpr, f'<w:{node.kind}Reference{marked} w:id="{number}"/>')
        case NoteMark():
            return run(node.raw_rpr, f"<w:{node.kind}Ref/>")
        case Drawing():
            return _drawing(part, node)
        case Opaque():
            return node.raw if node.raw.startswith(_WHOLE) or not node.raw else f"<w:r>{node.raw}</w:r>"
        case _:
            raise TypeError(f"{type(node).__name__} is left in a document that should be filled and resolved")


def _link(part: Part, node: Link) -> str:
    inner = inlines(part, node.inlines)
    if node.url.startswith("#"):
        return f'<w:hyperlink w:anchor="{escape(clean(node.url[1:]))}" w:history="1">{inner}</w:hyperlink>'
    id_ = part.relations.id("hyperlink", clean(node.url).replace("&amp;", "&"), external=True)
    return f'<w:hyperlink r:id="{id_}" w:history="1">{inner}</w:hyperlink>'


def _drawing(part: Part, node: Drawing) -> str:
    assert part.blocks is not None
    first = 10_000 + part.allot.drawings + 1
    part.allot.drawings += sum(piece.count("<wp:docPr ") for piece in node.raw)
    return f"<w:r>{stories.drawing(node, part.blocks, first)}</w:r>"


def _image(part: Part, node: Image) -> str:
    allot = part.allot
    allot.drawings += 1
    number = 10_000 + allot.drawings
    if node.raw:
        drawing = _DRAWING_ID.sub(lambda found: f"{found[1]}{number}{found[2]}", node.raw)
        return f"<w:r>{drawing}</w:r>"
    target = "/" + allot.picture(node.data, node.media_type)
    id_ = part.relations.id("image", target)
    size = f'cx="{round(node.width * _EMU)}" cy="{round(node.height * _EMU)}"'
    about = f'id="{number}" name="Gambar {number}" descr="{escape(clean(node.alt))}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {about}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{id_}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
