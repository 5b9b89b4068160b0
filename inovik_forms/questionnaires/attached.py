"""Tables that a form brings along, in sheets named as the file that XLSForm wants beside the form ("desa.csv"): for
choices from a file and for look-ups. So a questionnaire stays one file, in every version and in every export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.archive import TABLE_ENDING
from inovik_forms.questionnaires.columns import language_code
from inovik_forms.questionnaires.model import Choice, ChoiceList
from inovik_forms.questionnaires.sheets import Sheet, Workbook, column_letter
from inovik_forms.questionnaires.texts import clean


@dataclass(frozen=True, slots=True)
class Attached:
    """A table. `rows`: (row number, cells by heading, '' = empty)."""

    sheet_name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def choices(self, list_name: str, value: str, label: str) -> ChoiceList:
        """The rows as choices: the column `value` names them, `label` (in each language) is what people read."""
        labels = dict(self._labels(label))
        found = []
        for _, row in self.rows:
            if row[value]:
                texts = {language: row[head] for head, language in labels.items() if row[head]}
                found.append(Choice(row[value], texts, row))
        return ChoiceList(list_name, tuple(found))

    def _labels(self, label: str) -> Iterator[tuple[str, str]]:
        for head in self.columns:
            name, mark, language = head.partition("::")
            if name.strip() == label:
                yield head, language_code(language) if mark else ""

    def has_label(self, label: str) -> bool:
        """Is there such a column, in any language?"""
        return any(True for _ in self._labels(label))


def read_tables(workbook: Workbook) -> tuple[dict[str, Attached], list[Problem]]:
    """File name in small letters → table, and the headings that stand twice."""
    tables: dict[str, Attached] = {}
    problems: list[Problem] = []
    for key, sheet in workbook.sheets.items():
        if key.endswith(TABLE_ENDING) and sheet.heads:
            tables[key] = _table(sheet, problems)
    return tables, problems


def _table(sheet: Sheet, problems: list[Problem]) -> Attached:
    at: dict[str, int] = {}
    for index, head in enumerate(sheet.heads):
        if head in at:
            place = Cell(sheet.name, 1, column_letter(index), head)
            problems.append(Problem("questionnaires.double_column", place, {"heading": head, "other": head}))
        elif head:
            at[head] = index
    rows = []
    for number, raw in sheet.rows:
        cells = {head: clean(raw[i], collapse=False) if i < len(raw) else "" for head, i in at.items()}
        rows.append((number, cells))
    return Attached(sheet.name, tuple(at), tuple(rows))
