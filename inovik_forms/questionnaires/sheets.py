"""The bytes of a workbook as plain rows of text: .xlsx by calamine, or pyxform's tables in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from inovik_forms.problems import Cell, FilePlace, Problem
from inovik_forms.questionnaires import archive

OTHER_SHEETS = frozenset({"entities", "osm"})
MAX_BYTES = 16 * 1024 * 1024
MAX_CELL_TEXT = 20_000

_ESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_MD_ROW = re.compile(r"\s*\|(.*)\|\s*$")
_MD_TRAILING_COMMENT = re.compile(r"^(.*\|)[^|]*#[^|]*$")
_MD_RULE = re.compile(r"^[\s|:-]+$")


@dataclass(slots=True)
class Sheet:
    """`heads`: the first row. `rows`: (row number as the spreadsheet counts, cells as text, '' = empty)."""

    name: str
    heads: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(slots=True)
class Workbook:
    """The sheets that a questionnaire may have, by lower-case name, and the names of all sheets."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


def column_letter(index: int) -> str:
    """The spreadsheet's letter of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(data: bytes, file_name: str) -> tuple[Workbook | None, list[Problem]]:
    """The sheets in .xlsx or .md bytes, told apart by content; or None and why the file cannot be read at all."""
    where = FilePlace(file_name)
    if len(data) > MAX_BYTES:
        return None, [Problem("questionnaires.file_too_large", where, {"limit": MAX_BYTES // 1024 // 1024})]
    if data.startswith(b"PK"):
        problems = archive.problems(data, file_name)
        return (None, problems) if problems else _read_xlsx(data, file_name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        return None, [Problem("questionnaires.encrypted" if encrypted else "questionnaires.old_xls", where)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [Problem("questionnaires.not_a_form", where)]
    if "\x00" in text or "|" not in text:
        return None, [Problem("questionnaires.not_a_form", where)]
    return _read_markdown(text)


def _read_xlsx(data: bytes, file_name: str) -> tuple[Workbook | None, list[Problem]]:
    workbook = Workbook()
    problems: list[Problem] = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        workbook.names = list(book.sheet_names)
        for name in workbook.names:
            key = name.strip().lower()
            if len(workbook.names) == 1 and not archive.is_of_form(key) and key not in OTHER_SHEETS:
                key = "survey"  # as XLSForm does: a single sheet is the survey, whatever its name
            if key in workbook.sheets:
                problems.append(_double(name, workbook.sheets[key]))
            elif archive.is_of_form(key):
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                workbook.sheets[key] = _sheet(name, enumerate(rows, 1), problems)
    except (CalamineError, ValueError, OSError) as error:
        return None, [Problem("questionnaires.broken_xlsx", FilePlace(file_name), {"reason": str(error)[:200]})]
    return workbook, problems


def _sheet(name: str, rows: Iterable[tuple[int, list[Any]]], problems: list[Problem]) -> Sheet:
    """Rows of any cell values as text; rows without any text are left out, but keep their number."""
    sheet = Sheet(name, [], [])
    for number, cells in rows:
        texts = [cell if type(cell) is str else cell_text(cell) for cell in cells]
        if not any(texts):
            continue
        for column, text in enumerate(texts):
            if len(text) > MAX_CELL_TEXT:
                texts[column] = text[:MAX_CELL_TEXT]
                place = Cell(name, number, column_letter(column), text[:60] + "…")
                problems.append(Problem("questionnaires.cell_too_long", place, {"limit": MAX_CELL_TEXT}))
        if sheet.heads:
            sheet.rows.append((number, texts))
        else:
            sheet.heads = [text.strip() for text in texts]
    return sheet


def _double(name: str, read: Sheet) -> Problem:
    """Two sheets for the same thing: which of them is meant is not ours to choose."""
    return Problem("questionnaires.double_sheet", Cell(name), {"sheet": name, "other": read.name})


def cell_text(value: Any) -> str:
    """A cell as a person reads it: 5.0 → "5", dates ISO, TRUE/FALSE, None → ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if midnight else value.replace(microsecond=0).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _read_markdown(text: str) -> tuple[Workbook | None, list[Problem]]:
    tables, problems = markdown_tables(text)
    if tables is None:
        return None, problems
    workbook = Workbook(names=list(tables))
    for name, rows in tables.items():
        key = name.lower()
        if len(tables) == 1 and not archive.is_of_form(key) and key not in OTHER_SHEETS:
            key = "survey"
        if key in workbook.sheets:
            problems.append(_double(name, workbook.sheets[key]))
        elif archive.is_of_form(key):
            workbook.sheets[key] = _sheet(name, enumerate(rows, 1), problems)
    return workbook, problems


def markdown_tables(text: str) -> tuple[dict[str, list[list[str]]] | None, list[Problem]]:
    """pyxform's table form, sheet → rows: a sheet's name in the first column, its rows below with that column empty.
    None when a table is larger than we take."""
    problems: list[Problem] = []
    tables: dict[str, list[list[str]]] = {}
    table: list[list[str]] | None = None
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        commented = _MD_TRAILING_COMMENT.match(line)
        match = _MD_ROW.match(commented[1] if commented else line)
        if match is None or (_MD_RULE.match(match[1]) and "-" in match[1]):
            continue
        first, *cells = (cell.strip().replace(r"\|", "|") for cell in _ESCAPED_PIPE.split(match[1]))
        if first:
            if first in tables:
                problems.append(Problem("questionnaires.double_sheet", Cell(first), {"sheet": first, "other": first}))
            table = tables[first] = []
        if table is not None and any(cells):
            table.append(cells)
            if len(table) > archive.MAX_ROWS or len(cells) > archive.MAX_COLUMNS:
                detail = {"rows": archive.MAX_ROWS, "columns": archive.MAX_COLUMNS}
                detail |= {"found_rows": len(table), "found_columns": len(cells)}
                return None, [Problem("questionnaires.sheet_too_large", Cell(list(tables)[-1]), detail)]
    return tables, problems
