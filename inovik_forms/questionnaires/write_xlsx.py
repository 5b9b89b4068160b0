"""A questionnaire as a spreadsheet that an administrator can go on with: every table and column as it was written,
those that we do not serve too, in a form that is pleasant to work in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from inovik_forms.problems import FilePlace, Problem, Refused
from inovik_forms.questionnaires.kinds import COMMON_WORDS
from inovik_forms.questionnaires.sheets import markdown_tables

NARROW, WIDE, WIDEST = 14, 28, 48
WIDTHS: Mapping[str, int] = {
    "type": WIDE, "name": WIDE, "list_name": WIDE, "label": WIDEST, "hint": WIDEST, "guidance_hint": WIDEST,
    "relevant": WIDE, "constraint": WIDE, "constraint_message": WIDE, "required_message": WIDE, "calculation": WIDE,
    "choice_filter": WIDE, "form_title": WIDE,
}  # fmt: skip
"""Letters that a column shows at once, by its heading without a language."""
HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F7C", "valign": "top"}
CELL = {"text_wrap": True, "valign": "top"}
SHADES = {"begin": "#DCE8F1", "end": "#DCE8F1", "note": "#F6F1E2", "calculate": "#EFEFEF", "hidden": "#EFEFEF"}
"""Rows of the survey by how their type begins: what holds others, and what nobody answers."""
MADE = datetime(2016, 1, 1, tzinfo=UTC)
"""Stands for the time of writing: the same questionnaire gives the same bytes."""


def xlsx_of(data: bytes, file_name: str) -> bytes:
    """The questionnaire in a file's bytes as .xlsx: a spreadsheet as it is, tables in Markdown as a new one. Raises
    Refused when the tables cannot be read."""
    if data.startswith(b"PK"):
        return data
    try:
        tables, problems = markdown_tables(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        tables, problems = None, [Problem("questionnaires.not_a_form", FilePlace(file_name))]
    if tables is None:
        raise Refused(problems)
    return write(tables)


def write(tables: Mapping[str, Sequence[Sequence[str]]], widths: Mapping[str, int] = WIDTHS) -> bytes:
    """A workbook of tables: sheet → rows of text, the first with the headings. Every cell is text: no formula can come
    out of it, and no "1.0" turns into a number. `widths`: by heading in small letters."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": MADE})
    formats = _Formats(book)
    for name, rows in tables.items():
        _sheet(book.add_worksheet(name), name.lower(), rows, formats, widths)
    book.close()
    return buffer.getvalue()


class _Formats:
    def __init__(self, book: Any) -> None:
        self.head = book.add_format(HEAD)
        self.plain = book.add_format(CELL)
        self.shaded = {shade: book.add_format({**CELL, "bg_color": shade}) for shade in set(SHADES.values())}


def _sheet(sheet: Any, name: str, rows: Sequence[Sequence[str]], formats: _Formats, widths: Mapping[str, int]) -> None:
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    for column, head in enumerate(heads):
        sheet.set_column(column, column, widths.get(head.partition("::")[0], NARROW))
    kind = heads.index("type") if name == "survey" and "type" in heads else None
    for number, cells in enumerate(rows):
        look = formats.head if number == 0 else formats.plain
        if number and kind is not None and kind < len(cells):
            look = formats.shaded.get(SHADES.get(cells[kind].partition("_")[0].partition(" ")[0], ""), look)
        for column in range(max(len(cells), len(heads))):
            text = cells[column] if column < len(cells) else ""
            if text:
                sheet.write_string(number, column, text, look)
            elif number:
                sheet.write_blank(number, column, None, look)
    if heads:
        sheet.freeze_panes(1, heads.index("name") + 1 if name == "survey" and "name" in heads else 0)
        sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(heads) - 1)
    if kind is not None:
        # A help, not a limit: "select_one LIST" must stay possible.
        served = {"validate": "list", "source": list(COMMON_WORDS), "error_type": "information", "show_error": False}
        sheet.data_validation(1, kind, max(len(rows) + 200, 500), kind, served)
