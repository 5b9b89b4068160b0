"""Write a resolved document as a Word file, into the package of its template.

The body and the filled headers are written anew as text; every other part keeps its bytes. The same document gives the
same file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5

from inovik_forms.documents.css_looks import Looks, looks_of
from inovik_forms.documents.tree import NAMESPACES, NOTE_KINDS, Block, Document, Furniture, Level, NoteKind, SectionEnd
from inovik_forms.documents.write_docx_blocks import Restarts, Writer, furniture_key
from inovik_forms.documents.write_docx_inlines import Allot, Part, Relations, clean
from inovik_forms.documents.write_docx_package import (
    CONTENT_TYPES,
    OFFICE,
    Base,
    Relation,
    base_of,
    read_relations,
    relations_name,
    write_relations,
)
from inovik_forms.documents.write_docx_stories import Notes
from inovik_forms.documents.write_docx_zip import archive, compress

ANSWERS_NAMESPACE = "urn:inovik-forms:answers"

_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_ROOT = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{{}} {_DECLARED} mc:Ignorable="w14 w15 wp14">'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_PICTURES = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"} | {
    "tiff": "image/tiff",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
_TITLE = re.compile(r"<dc:title\s*/>|<dc:title>.*?</dc:title>", re.DOTALL)
_LEVEL = 3  # of deflate: twice as fast as 4, a twentieth larger


def write(document: Document) -> bytes:
    """The Word file of a resolved document. Raises TypeError when it still holds tags, KeyError without a package."""
    return _File(document).packed()


class _File:
    """One file that is being written: the parts that differ from the template's."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.base: Base = base_of(document)
        self.looks: Looks = looks_of(document)
        self.parts: dict[str, bytes] = {}
        self.added_types: dict[str, str] = {}
        self.allot = Allot(self.base)
        self.relations = Relations(self.base.relations)
        self.restarts = Restarts(max([0, *self.base.nums, *document.numbering.nums]) + 1)
        self.notes: dict[str, Notes] = {}
        self.note_relations: dict[str, Relations] = {}
        for kind in NOTE_KINDS:
            self._note_part(kind)

    def packed(self) -> bytes:
        """All parts, packed."""
        references = self._furniture()
        writer = Writer(self.document, self.looks, self._part(self.relations), self.restarts, references)
        body = writer.body(self.document.body)
        self.parts[self.base.main] = f"{_ROOT.format('document')}<w:body>{body}</w:body></w:document>".encode()
        self._notes()
        self._numbering()
        self._answers()
        self._title()
        self.parts.update(self.allot.media)
        if self.relations.changed:
            self.parts[relations_name(self.base.main)] = write_relations(self.relations.all)
        self._types()
        return self._archive()

    # ------------------------------------------------------------ headers and footers

    def _furniture(self) -> dict[str, str]:
        """Write the headers and footers that hold answers; furniture → relationship id of its part."""
        ids: dict[str, str] = {}
        written: dict[tuple[str, str], str] = {}
        for section in self.document.body:
            if isinstance(section, SectionEnd):
                for edge, kinds in (("header", section.headers), ("footer", section.footers)):
                    for furniture in kinds.values():
                        key = furniture_key(edge, furniture)
                        if key not in ids:
                            ids[key] = self._furniture_part(edge, furniture, written)
        for part in self.base.tagged - self.parts.keys():  # tags that no section shows must not leave the house
            name = "hdr" if self.base.kinds[part] == "header" else "ftr"
            self.parts[part] = f"{_ROOT.format(name)}<w:p/></w:{name}>".encode()
        return ids

    def _furniture_part(self, edge: str, furniture: Furniture, written: dict[tuple[str, str], str]) -> str:
        base = self.base
        if furniture.part in base.part_ids and furniture.part not in base.tagged:
            return base.part_ids[furniture.part]
        name = "hdr" if edge == "header" else "ftr"
        old = read_relations(base.package.get(relations_name(furniture.part), b""))
        relations = Relations(old)
        writer = Writer(self.document, self.looks, self._part(relations), self.restarts)
        xml = f"{_ROOT.format(name)}{writer.blocks(furniture.blocks)}</w:{name}>"
        found = written.get((edge, xml))
        if found is not None:
            return found
        part = furniture.part
        if part not in base.part_ids or part in self.parts:
            part = base.free_name(f"{base.folder}/{edge}{{}}.xml", self.parts)
            self.added_types[part] = _TYPE.format(edge)
        self.parts[part] = xml.encode()
        if relations.all:
            self.parts[relations_name(part)] = write_relations(relations.all)
        id_ = base.part_ids.get(part) or self.relations.id(edge, "/" + part)
        written[edge, xml] = id_
        return id_

    # ------------------------------------------------------------ footnotes and endnotes

    def _part(self, relations: Relations) -> Part:
        return Part(self.allot, relations, self.notes)

    def _note_part(self, kind: NoteKind) -> None:
        base = self.base
        part = base.note_parts.get(kind, "")
        relations = self.note_relations[kind] = Relations(read_relations(base.package.get(relations_name(part), b"")))

        def blocks(nodes: Sequence[Block]) -> str:
            return Writer(self.document, self.looks, self._part(relations), self.restarts).blocks(nodes)

        self.notes[kind] = Notes(kind, base.package.get(part), blocks)

    def _notes(self) -> None:
        """The parts with the notes that there are; those that only the template had must not leave the house."""
        base = self.base
        for kind, notes in self.notes.items():
            part = base.note_parts.get(kind, "")
            if not notes.made and not part:
                continue
            if not part:
                part = f"{base.folder}/{kind}s.xml"
                self.added_types[part] = _TYPE.format(f"{kind}s")
                self.relations.id(f"{kind}s", "/" + part)
            self.parts[part] = f"{_ROOT.format(f'{kind}s')}{notes.content()}</w:{kind}s>".encode()
            if self.note_relations[kind].changed:
                self.parts[relations_name(part)] = write_relations(self.note_relations[kind].all)

    # ------------------------------------------------------------ other parts

    def _numbering(self) -> None:
        if not self.restarts.new:
            return
        numbering = self.document.numbering
        starts: dict[int, Mapping[int, int]] = {}
        for num_id, _ in self.restarts.new:
            abstract, overrides = numbering.nums[num_id]
            levels = numbering.abstract.get(abstract, {})
            starts[num_id] = {i: _start(overrides.get(i), level) for i, level in sorted(levels.items())}
        self.parts[self.base.numbering] = self.base.extended_numbering(self.restarts.new, starts)

    def _answers(self) -> None:
        """What filled the document, so that a file that comes back can be told apart."""
        if not self.document.answers_json:
            return
        part = self.base.free_name("customXml/item{}.xml", self.parts)
        number = part.removeprefix("customXml/item").removesuffix(".xml")
        tags = "".join(f'<tag name="{n}" path="{escape(clean(p))}"/>' for n, p in sorted(self.allot.tags.items()))
        content = clean(self.document.answers_json)
        self.parts[part] = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<answers xmlns="{ANSWERS_NAMESPACE}"><json>{content}</json>{tags}'
            "</answers>"
        ).encode()
        about = f"customXml/itemProps{number}.xml"
        identity = str(uuid5(NAMESPACE_URL, ANSWERS_NAMESPACE)).upper()
        self.parts[about] = (
            '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem '
            f'ds:itemID="{{{identity}}}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{ANSWERS_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode()
        link = Relation("rId1", OFFICE + "customXmlProps", f"itemProps{number}.xml")
        self.parts[relations_name(part)] = write_relations({link.id: link})
        self.relations.id("customXml", f"/{part}")
        self.added_types[about] = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"

    def _title(self) -> None:
        core = self.base.package.get("docProps/core.xml", b"").decode("utf-8", "replace")
        wanted = f"<dc:title>{clean(self.document.title)}</dc:title>"
        if self.document.title and wanted not in core and _TITLE.search(core):
            self.parts["docProps/core.xml"] = _TITLE.sub(lambda _: wanted, core, count=1).encode()

    def _types(self) -> None:
        types = self.base.types
        defaults = "".join(
            f'<Default Extension="{name}" ContentType="{_PICTURES[name]}"/>'
            for name in sorted(self.allot.extensions | ({"xml"} if self.document.answers_json else set()))
            if name in _PICTURES and not re.search(rf'Extension="{name}"', types, re.IGNORECASE)
        )
        if self.document.answers_json and 'Extension="xml"' not in types:
            defaults += '<Default Extension="xml" ContentType="application/xml"/>'
        overrides = "".join(
            f'<Override PartName="/{escape(part)}" ContentType="{kind}"/>' for part, kind in self.added_types.items()
        )
        if defaults or overrides:
            at = types.index(">", types.index("<Types")) + 1
            end = types.rindex("</Types>")
            self.parts[CONTENT_TYPES] = (types[:at] + defaults + types[at:end] + overrides + types[end:]).encode()

    def _archive(self) -> bytes:
        package, parts = self.base.package, self.parts
        names = [
            CONTENT_TYPES,
            "_rels/.rels",
            *sorted((package.keys() | parts.keys()) - {CONTENT_TYPES, "_rels/.rels"}),
        ]
        return archive(
            compress(name, parts[name], _LEVEL) if name in parts else self.base.static(name)
            for name in names
            if not name.endswith("/")
        )


def _start(override: int | Level | None, level: Level) -> int:
    """The number that a level of a list begins with."""
    if isinstance(override, int):
        return override
    return override.start if isinstance(override, Level) else level.start
