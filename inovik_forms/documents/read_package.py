"""The zip behind a .docx: opened with limits, every refusal named, nothing unpacked to disk."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from inovik_forms import archives
from inovik_forms.documents import read_words as read_words  # registers the messages
from inovik_forms.problems import FilePlace, Problem, WordPlace
from inovik_forms.words import gettext, mark

MAX_FILE = 50 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 30 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML_MEMBER = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_REFUSED_RELATIONS = {
    "oleObject": mark("objek OLE"),
    "control": mark("kontrol ActiveX"),
    "aFChunk": mark("dokumen lain yang disisipkan (altChunk)"),
    "subDocument": mark("subdokumen"),
    "vbaProject": mark("makro"),
    "keyMapCustomizations": mark("penyesuaian papan ketik"),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. `target` is a part name, or a URL when `external`."""

    kind: str
    target: str
    external: bool


def unzip(data: bytes, name: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The members of a .docx, name → bytes. On any error the members are empty and the problems say why."""
    early = _not_a_zip(data, name)
    if early:
        return {}, [early]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            problems = _index_problems(archive, name)
            if problems:
                return {}, problems
            return _members(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        return {}, [_file_problem("damaged", name, reason=str(error) or type(error).__name__)]


def _file_problem(code: str, name: str, **detail: object) -> Problem:
    return Problem(f"documents.{code}", FilePlace(name), {"name": name, **detail})


def _not_a_zip(data: bytes, name: str) -> Problem | None:
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return _file_problem("encrypted" if encrypted else "old_doc", name)
    if len(data) > MAX_FILE:
        return _file_problem(
            "too_big", name, what=gettext("ukuran"), size=_megabytes(len(data)), limit=_megabytes(MAX_FILE)
        )
    return None if data.startswith(b"PK") else _file_problem("not_docx", name)


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


def _index_problems(archive: zipfile.ZipFile, name: str) -> list[Problem]:
    """What the table of contents of the zip already shows: bombs, odd names, passwords."""
    return [_refusal(fault, name) for fault in archives.faults(archive, archives.Limits(MAX_MEMBERS, MAX_UNPACKED))]


def _refusal(fault: archives.Fault, name: str) -> Problem:
    match fault.kind:
        case "members":
            return _file_problem("too_big", name, what=gettext("jumlah bagian"), size=fault.size, limit=MAX_MEMBERS)
        case "unpacked":
            size, limit = _megabytes(fault.size), _megabytes(MAX_UNPACKED)
            return _file_problem("too_big", name, what=gettext("ukuran"), size=size, limit=limit)
        case "ratio":
            limit = f"{archives.MAX_RATIO}:1"
            return _file_problem("too_big", name, what=gettext("rasio pemampatan"), size=fault.member, limit=limit)
        case "encrypted":
            return _file_problem("encrypted", name)
        case _:
            return _file_problem("bad_member", name, member=fault.member)


def _members(archive: zipfile.ZipFile, name: str) -> tuple[dict[str, bytes], list[Problem]]:
    """Every member, with a limit for each."""
    members: dict[str, bytes] = {}
    for info in archive.infolist():
        if info.is_dir():
            continue
        limit = MAX_XML if _XML_MEMBER.search(info.filename) else MAX_UNPACKED
        content = archives.content(archive, info, limit)
        if content is None:
            size, most = _megabytes(max(info.file_size, limit)), _megabytes(limit)
            return {}, [_file_problem("too_big", name, what=info.filename, size=size, limit=most)]
        members[info.filename] = content
    return members, []


def inspect(members: Mapping[str, bytes], name: str) -> list[Problem]:
    """What must not be in a package: DOCTYPE, macros, content from outside, foreign objects. All at once."""
    if "[Content_Types].xml" not in members or not main_part(members):
        return [_file_problem("not_docx", name)]
    problems = [
        Problem("documents.doctype", WordPlace(part), {"part": part})
        for part, data in members.items()
        if _XML_MEMBER.search(part) and _has_doctype(data)
    ]
    if problems:
        return problems
    macro = next((p for p in members if p.lower().endswith(("vbaproject.bin", "vbadata.xml"))), "")
    if not macro and b"macroenabled" in members["[Content_Types].xml"].lower():
        macro = "[Content_Types].xml"
    if macro:
        problems.append(Problem("documents.macro", WordPlace(macro), {"part": macro}))
    if _STRICT in members[main_part(members)]:
        problems.append(Problem("documents.strict", WordPlace(main_part(members))))
    for part in members:
        if part.endswith(".rels"):
            problems += _relation_problems(members, part, name)
    return problems


def _has_doctype(data: bytes) -> bool:
    word = "<!DOCTYPE"
    return any(word.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))


def _relation_problems(members: Mapping[str, bytes], rels: str, name: str) -> list[Problem]:
    """External targets other than hyperlinks, and foreign objects."""
    problems = []
    try:
        relations = _read_relations(members[rels], posixpath.dirname(posixpath.dirname(rels)))
    except etree.XMLSyntaxError as error:
        return [_file_problem("damaged", name, reason=f"{rels}: {error}")]
    for relation in relations.values():
        if relation.kind in _REFUSED_RELATIONS:
            what = gettext(_REFUSED_RELATIONS[relation.kind])
            problems.append(Problem("documents.foreign_part", WordPlace(rels, quote=relation.target), {"what": what}))
        elif relation.external and relation.kind != "hyperlink":
            detail = {"what": relation.kind, "target": relation.target}
            problems.append(Problem("documents.external", WordPlace(rels, quote=relation.target), detail))
    return problems


def parse_xml(data: bytes) -> etree._Element:
    """The root of a part. No entities, no network, no huge trees. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root: etree._Element = etree.fromstring(data, parser)
    return root


def _read_relations(data: bytes, folder: str) -> dict[str, Relation]:
    relations = {}
    for element in parse_xml(data):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = unquote(target)
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        relations[element.get("Id", "")] = Relation(kind, target, external)
    return relations


def relations_of(members: Mapping[str, bytes], part: str) -> dict[str, Relation]:
    """The relationships of a part, id → relation; '' is the package itself."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    return _read_relations(members[rels], folder) if rels in members else {}


def main_part(members: Mapping[str, bytes]) -> str:
    """The name of the part that holds the body, or ''."""
    try:
        targets = [r.target for r in relations_of(members, "").values() if r.kind == "officeDocument"]
    except etree.XMLSyntaxError:
        return ""
    return targets[0] if targets and targets[0] in members else ""
