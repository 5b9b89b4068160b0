"""CSV files that lie beside a questionnaire become sheets of it: so each version is one file, whole by itself."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from inovik_forms.problems import FilePlace, Problem, register
from inovik_forms.questionnaires import archive
from inovik_forms.questionnaires.sheets import cell_text
from inovik_forms.questionnaires.write_xlsx import write
from inovik_forms.words import mark

LONGEST_SHEET = 31
"""Letters in the name of a sheet, as Excel allows."""
_FORBIDDEN = set("[]:*?/\\'")

register(
    {
        "questionnaires.csv_unreadable": (
            mark("“{name}” tidak dapat dibaca sebagai tabel CSV."),
            mark("Simpan ulang sebagai “CSV UTF-8” di Excel, LibreOffice atau Google Sheets."),
        ),
        "questionnaires.csv_name": (
            mark("Nama “{name}” tidak dapat menjadi nama lembar."),
            mark("Pakai nama paling banyak {limit} huruf tanpa tanda baca, berakhir .csv, misalnya desa.csv."),
        ),
        "questionnaires.csv_large": (
            mark("“{name}” terlalu besar: paling banyak {rows} baris dan {columns} kolom."),
            mark("Buang baris dan kolom yang tidak dipakai kuesioner."),
        ),
    }
)

Rows = list[list[str]]


def with_tables(data: bytes, file_name: str, files: Mapping[str, bytes]) -> tuple[bytes, list[Problem]]:
    """The questionnaire with each file as a sheet of its name, in place of one that is there; and what is wrong with
    the files. A questionnaire that cannot be read comes back as it is: its reader says why."""
    tables: dict[str, Rows] = {}
    problems: list[Problem] = []
    for name, content in files.items():
        found = _table(name, content)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            tables[name] = found
    if not tables or problems:
        return data, problems
    return (_in_workbook(data, file_name, tables) if data.startswith(b"PK") else _in_text(data, tables)), []


def _table(name: str, content: bytes) -> Rows | Problem:
    where = FilePlace(name)
    is_name = name.lower().endswith(archive.TABLE_ENDING) and len(name) <= LONGEST_SHEET and not _FORBIDDEN & set(name)
    if not is_name:
        return Problem("questionnaires.csv_name", where, {"name": name, "limit": LONGEST_SHEET})
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        # Excel writes what the country's settings say: in Indonesia often semicolons.
        delimiter = max(",;\t", key=first.count)
        rows = [row for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True) if any(row)]
    except (UnicodeDecodeError, csv.Error):
        return Problem("questionnaires.csv_unreadable", where, {"name": name})
    if not rows or "\x00" in text:
        return Problem("questionnaires.csv_unreadable", where, {"name": name})
    if len(rows) > archive.MAX_ROWS or max(map(len, rows)) > archive.MAX_COLUMNS:
        detail = {"name": name, "rows": archive.MAX_ROWS, "columns": archive.MAX_COLUMNS}
        return Problem("questionnaires.csv_large", where, detail)
    return rows


def _in_workbook(data: bytes, file_name: str, tables: Mapping[str, Rows]) -> bytes:
    """A new workbook: every sheet as text, and the tables behind them."""
    if archive.problems(data, file_name):
        return data
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        replaced = {name.lower() for name in tables}
        sheets = {
            name: [[cell_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
            if name.strip().lower() not in replaced
        }
    except (CalamineError, ValueError, OSError):
        return data
    return write({**sheets, **tables})


def _in_text(data: bytes, tables: Mapping[str, Rows]) -> bytes:
    """Tables in Markdown behind those that are there."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return data
    kept, drop = [], False
    for line in lines:
        name = line.strip().strip("|").strip().lower()
        if line.lstrip().startswith("|") and name and "|" not in name:
            drop = name in {table.lower() for table in tables}
        if not drop:
            kept.append(line)
    for name, rows in tables.items():
        kept.append(f"| {name} |")
        kept += ["| | " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return ("\n".join(kept) + "\n").encode()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
