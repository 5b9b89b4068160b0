"""The package that a document is written into: what a template's parts say, worked out once per template."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape

from inovik_forms.documents.tree import Document
from inovik_forms.documents.write_docx_zip import Entry, compress

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CONTENT_TYPES = "[Content_Types].xml"

_RELATION = re.compile(r"<Relationship\b([^>]*?)/?>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_DROPPED = {
    "settings": re.compile(rb"<w:updateFields\b[^>]*/>|<w:rsids>.*?</w:rsids>|<w:rsids\s*/>", re.DOTALL),
    "styles": re.compile(rb"<w:rsid\b[^>]*/>"),
}
_NUM = re.compile(r'<w:num\b[^>]*?w:numId="(\d+)"[^>]*?(?:/>|>(.*?)</w:num>)', re.DOTALL)
_OVERRIDE = re.compile(r'<w:lvlOverride\b[^>]*?w:ilvl="(\d+)"[^>]*?>(.*?)</w:lvlOverride>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. `target` as written in the file."""

    id: str
    type: str
    target: str
    external: bool = False


def relations_name(part: str) -> str:
    """The part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def read_relations(data: bytes) -> dict[str, Relation]:
    """Relationships by id."""
    found = {}
    for tag in _RELATION.finditer(data.decode("utf-8", "replace")):
        parts = {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(tag[1])}
        id_ = parts.get("Id", "")
        external = parts.get("TargetMode") == "External"
        found[id_] = Relation(id_, parts.get("Type", ""), parts.get("Target", ""), external)
    return found


def write_relations(relations: Mapping[str, Relation]) -> bytes:
    """A relationships part."""
    rows = "".join(
        f'<Relationship Id="{r.id}" Type="{escape(r.type)}" Target="{escape(r.target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if r.external else ''}/>"
        for r in relations.values()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
    ).encode()


class Base:
    """A template's package, read once. `main`: the part with the body."""

    def __init__(self, package: Mapping[str, bytes], main: str) -> None:
        self.package = package
        self.main = main
        self.folder = posixpath.dirname(main)
        self.relations = read_relations(package.get(relations_name(main), b""))
        self.part_ids = {self.resolve(r.target): r.id for r in self.relations.values() if not r.external}
        self.kinds = {self.resolve(r.target): r.type.rsplit("/", 1)[-1] for r in self.relations.values()}
        self.types = package[CONTENT_TYPES].decode("utf-8")
        self.numbering = next((part for part, kind in self.kinds.items() if kind == "numbering"), "")
        self.tagged = {part for part, kind in self.kinds.items() if kind in ("header", "footer") and self._tags(part)}
        self.note_parts = {kind[:-1]: part for part, kind in self.kinds.items() if kind in ("footnotes", "endnotes")}
        self._static: dict[str, Entry] = {}
        self.kept: dict[int, tuple[object, str]] = {}  # id of a stretch of the template's wording → it, and as XML
        self.properties: dict[
            tuple[object, ...], str
        ] = {}  # what a paragraph or cell looks like → its property element
        text = package.get(self.numbering, b"").decode("utf-8", "replace")
        self.nums = {int(m[1]): m[2] or "" for m in _NUM.finditer(text)}

    def resolve(self, target: str) -> str:
        """A target of the main part's relationships as a part name."""
        return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(self.folder, target))

    def _tags(self, part: str) -> bool:
        """Whether a part's text holds tags, however its runs are split."""
        text = "".join(_TEXT.findall(self.package.get(part, b"").decode("utf-8", "replace")))
        return "{{" in text or "[[" in text

    def static(self, name: str) -> Entry:
        """A part as it stands in the template, compressed once."""
        found = self._static.get(name)
        if found is None:
            content = self.package[name]
            pattern = _DROPPED.get(self.kinds.get(name, ""))
            found = compress(name, pattern.sub(b"", content) if pattern else content)
            self._static[name] = found
        return found

    def free_name(self, pattern: str, taken: Mapping[str, object] | set[str]) -> str:
        """The first name of the pattern ("word/header{}.xml") that no part has."""
        number = 1
        while pattern.format(number) in self.package or pattern.format(number) in taken:
            number += 1
        return pattern.format(number)

    def extended_numbering(
        self, restarts: Mapping[tuple[int, str], int], starts: Mapping[int, Mapping[int, int]]
    ) -> bytes:
        """numbering.xml with a list for each restart. `restarts`: (numId, key) → new numId; `starts`: numId → level →
        first number."""
        added = []
        for (old, _), new in restarts.items():
            body = self.nums.get(old, "")
            own = dict(_OVERRIDE.findall(body))
            abstract = re.search(r"<w:abstractNumId\b[^>]*/>", body)
            levels = "".join(_restarted(level, start, own.get(str(level), "")) for level, start in starts[old].items())
            added.append(f'<w:num w:numId="{new}">{abstract[0] if abstract else ""}{levels}</w:num>')
        text = self.package[self.numbering].decode("utf-8")
        at = text.find("<w:numIdMacAtCleanup")
        at = at if at >= 0 else text.rindex("</w:numbering>")
        return (text[:at] + "".join(added) + text[at:]).encode()


def _restarted(level: int, start: int, own: str) -> str:
    """One level that begins again; what the list already overrides in it stays."""
    definition = re.sub(r"<w:startOverride\b[^>]*/>", "", own)
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>{definition}</w:lvlOverride>'


_BASES: dict[tuple[int, str], Base] = {}


def base_of(document: Document) -> Base:
    """The package of a document's template, remembered while it is among the last used ones."""
    key = (id(document.package), document.main_part)
    found = _BASES.get(key)
    if found is None or found.package is not document.package:
        if len(_BASES) >= 16:
            _BASES.pop(next(iter(_BASES)))
        found = _BASES[key] = Base(document.package, document.main_part)
    return found
