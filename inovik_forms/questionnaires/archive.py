"""Looks into an .xlsx before anything unpacks it: too large, broken, hostile or unanswerable parts are refused here."""

from __future__ import annotations

import re
import zlib
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from inovik_forms import archives
from inovik_forms.problems import Cell, FilePlace, Problem

MAX_PARTS = 2_000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 256
FORM_SHEETS = ("survey", "choices", "settings", "external_choices")
TABLE_ENDING = ".csv"
"""A sheet whose name ends so is a table that the form looks things up in."""

# A first, fast look for cells that stand far out (row 10,000 and more, column DA and more); only then all are measured,
# because a reader lays out the whole rectangle up to the last cell in memory.
_FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:[A-Z]{3,}\d+|[D-Z][A-Z]\d+|[A-Z]*\d{5,})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_ANY_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]*)(\d+)["']""")
_DEAD_FORMULA = re.compile(
    rb"""<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"""
)
_SHEET = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*>""")
_RELATION = re.compile(rb"""<(?:\w+:)?Relationship\b[^>]*>""")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")


def problems(data: bytes, file_name: str) -> list[Problem]:
    """Everything that forbids unpacking this .xlsx; empty when it may be read."""
    where = FilePlace(file_name)
    try:
        with ZipFile(BytesIO(data)) as package:
            return _package_problems(package, where)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        # RuntimeError is zipfile's word for a part with a password.
        return [Problem("questionnaires.broken_xlsx", where, {"reason": str(error)[:200]})]


def _package_problems(package: ZipFile, where: FilePlace) -> list[Problem]:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
        return [Problem("questionnaires.not_a_form", where)]
    faults = {fault.kind: fault for fault in archives.faults(package, archives.Limits(MAX_PARTS, MAX_UNPACKED))}
    if "encrypted" in faults:
        return [Problem("questionnaires.encrypted", where)]
    if "name" in faults:
        return [Problem("questionnaires.broken_xlsx", where, {"reason": faults["name"].member[:200]})]
    if faults:
        return [Problem("questionnaires.zip_bomb", where, {"limit": MAX_UNPACKED // 1024 // 1024})]
    found: list[Problem] = []
    for part in parts:
        found += _part_problems(package, part, where)
    return found


def _part_problems(package: ZipFile, part: ZipInfo, where: FilePlace) -> list[Problem]:
    """Reading a part through zipfile also proves that its size and checksum are what the directory says."""
    xml = archives.content(package, part, MAX_UNPACKED)
    if xml is None:
        return [Problem("questionnaires.zip_bomb", where, {"limit": MAX_UNPACKED // 1024 // 1024})]
    head = xml[:4096].replace(b"\x00", b"")  # UTF-16 hides a DOCTYPE between zero bytes
    if b"<!DOCTYPE" in head or b"<!ENTITY" in xml or b"<!DOCTYPE" in xml:
        return [Problem("questionnaires.doctype", where, {"part": part.filename})]
    if b"sheetData" not in xml:  # a sheet is what has this element, wherever the workbook keeps it
        return []
    found: list[Problem] = []
    nameless = len(_CELL.findall(xml)) != xml.count(b'<c r="')
    if nameless or _FAR_CELL.search(xml):
        rows, columns = _extent(xml, nameless)
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > 2_000_000:
            detail = {"rows": MAX_ROWS, "columns": MAX_COLUMNS, "found_rows": rows, "found_columns": columns}
            name = _form_sheet(package, part)
            if name:
                found.append(Problem("questionnaires.sheet_too_large", Cell(name), detail))
    if b"<f" in xml and (name := _form_sheet(package, part)):
        for column, row in _DEAD_FORMULA.findall(xml):
            found.append(Problem("questionnaires.dead_formula", Cell(name, int(row), column.decode())))
    return found


def _form_sheet(package: ZipFile, part: ZipInfo) -> str:
    """The name of the sheet if it belongs to the form, else ''. Others are never opened: they may be of any size."""
    sheets = [name for name in package.namelist() if "worksheets/" in name and name.endswith(".xml")]
    names = sheet_names(package, part.filename)
    if len(sheets) == 1 or names == [part.filename]:
        return names[0]
    return next((name for name in names if is_of_form(name)), "")


def is_of_form(sheet_name: str) -> bool:
    """Is a sheet of this name read?"""
    key = sheet_name.strip().lower()
    return key in FORM_SHEETS or (key.endswith(TABLE_ENDING) and not key.startswith("_"))


def _extent(xml: bytes, nameless: bool) -> tuple[int, int]:
    """The last row and column that any cell names; cells that do not say where they stand (`nameless`) are counted."""
    rows = columns = 0
    if nameless:
        chunks = _ROW.split(xml)
        rows, columns = len(chunks) - 1, max(len(_CELL.findall(chunk)) for chunk in chunks)
    for letters, digits in _ANY_CELL.findall(xml):
        rows = max(rows, int(digits[:9]))
        number = 0
        for letter in letters[:4]:
            number = number * 26 + letter - 64
        columns = max(columns, number)
    return rows, columns


def sheet_names(package: ZipFile, part: str) -> list[str]:
    """The names on the tabs that lead to a worksheet part (a hostile workbook may give several); the part's own name
    when the workbook does not say."""
    try:
        relations = package.read("xl/_rels/workbook.xml.rels")
        workbook = package.read("xl/workbook.xml")
    except KeyError:
        return [part]
    targets: dict[bytes, list[str]] = {}
    for tag in _RELATION.findall(relations):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = str(attributes.get(b"Target", b""), "utf-8", "replace").lstrip("/").removeprefix("xl/")
        targets.setdefault(attributes.get(b"Id", b""), []).append(target)
    names = []
    for tag in _SHEET.findall(workbook):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if any(target and part.endswith(target) for target in targets.get(attributes.get(b"r:id", b""), ())):
            names.append(unescape(str(attributes.get(b"name", b""), "utf-8", "replace")))
    return names or [part]
