"""The package of a template that grows by what a clause brings: styles, lists, pictures and links."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html import escape

from lxml import etree

from inovik_forms.documents.read_package import parse_xml
from inovik_forms.documents.read_xml import Element
from inovik_forms.documents.tree import NAMESPACES
from inovik_forms.documents.write_docx_package import (
    CONTENT_TYPES,
    OFFICE,
    Relation,
    read_relations,
    relations_name,
    write_relations,
)

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Parts:
    """A package's parts around its main part, read."""

    def __init__(self, package: Mapping[str, bytes], main: str) -> None:
        self.package = package
        self.main = main
        self.folder = posixpath.dirname(main)
        self.relations = read_relations(package.get(relations_name(main), b""))

    def resolve(self, target: str) -> str:
        """A target of the main part's relationships as a part name."""
        return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(self.folder, target))

    def part(self, kind: str) -> str:
        """The part of a kind ("styles"), or ''."""
        found = (self.resolve(r.target) for r in self.relations.values() if r.type == OFFICE + kind)
        return next((part for part in found if part in self.package), "")

    def root(self, kind: str) -> Element:
        """The root element of the part of a kind; an empty one where there is none."""
        part = self.part(kind)
        if part:
            return parse_xml(self.package[part])
        return etree.Element(f"{{{NAMESPACES['w']}}}{kind}", nsmap={"w": NAMESPACES["w"]})

    def content_type(self, part: str) -> str:
        """What [Content_Types].xml says a part is."""
        types = parse_xml(self.package[CONTENT_TYPES])
        own = [e for e in types.findall(f"{_CONTENT}Override") if e.get("PartName") == f"/{part}"]
        ending = posixpath.splitext(part)[1][1:].lower()
        own += [e for e in types.findall(f"{_CONTENT}Default") if (e.get("Extension") or "").lower() == ending]
        return (own[0].get("ContentType") or "") if own else "application/octet-stream"


class Growing(Parts):
    """A package and what is added to it."""

    def __init__(self, package: Mapping[str, bytes], main: str) -> None:
        super().__init__(package, main)
        self.added: dict[str, bytes] = {}
        self.types: dict[str, str] = {}

    def put(self, kind: str, root: Element) -> None:
        """The part of a kind with another content, made where there was none."""
        part = self.part(kind)
        if not part:
            part = posixpath.join(self.folder, f"{kind}.xml")
            self.relations[f"r{kind}"] = Relation(f"r{kind}", OFFICE + kind, f"/{part}")
            self.types[part] = _TYPE.format(kind)
        self.added[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def relate(self, other: Parts, id_: str, mark: str) -> str:
        """The id here of a relationship of another package's main part, whose target comes along."""
        relation = other.relations.get(id_)
        if relation is None:
            return id_
        new, target = f"{mark}{id_}", relation.target
        if not relation.external:
            source = other.resolve(target)
            part = posixpath.join(self.folder, "media", f"{mark}-{posixpath.basename(source)}")
            self.added[part] = other.package.get(source, b"")
            self.types[part] = other.content_type(source)
            target = f"/{part}"
        self.relations[new] = Relation(new, relation.type, target, relation.external)
        return new

    def grown(self) -> Mapping[str, bytes]:
        """The package with all that was added; the same object when that is nothing."""
        known = read_relations(self.package.get(relations_name(self.main), b""))
        if not self.added and known == self.relations:
            return self.package
        types = self.package[CONTENT_TYPES].decode("utf-8")
        end = types.rindex("</Types>")
        overrides = "".join(
            f'<Override PartName="/{escape(part)}" ContentType="{escape(kind)}"/>' for part, kind in self.types.items()
        )
        return {
            **self.package, **self.added,
            relations_name(self.main): write_relations(self.relations),
            CONTENT_TYPES: (types[:end] + overrides + types[end:]).encode(),
        }  # fmt: skip
