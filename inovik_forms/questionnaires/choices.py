"""The choices sheet: lists of options with their further columns."""

from __future__ import annotations

from collections.abc import Mapping

from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.archive import TABLE_ENDING
from inovik_forms.questionnaires.attached import Attached
from inovik_forms.questionnaires.columns import MEDIA, Column, columns_of, missing_columns
from inovik_forms.questionnaires.media import faults_of, media_of
from inovik_forms.questionnaires.model import NO_MEDIA, Choice, ChoiceList, Media
from inovik_forms.questionnaires.sheets import Sheet
from inovik_forms.questionnaires.texts import clean

OTHER = "other"
OTHER_LABELS = {"id": "Lainnya", "": "Lainnya", "en": "Other"}


class Lists:
    """All choice lists by name, those of the sheets choices and external_choices and those made of attached tables.

    `rows`: list → choice name → row, for messages. `columns`: list → what a filter may name. `languages`: of their
    labels. `sheets`: list → name of its sheet; `letters`: sheet → language → letter of its label column.
    """

    def __init__(self) -> None:
        self.lists: dict[str, ChoiceList] = {}
        self.rows: dict[str, dict[str, int]] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        self.languages: list[str] = []
        self.sheets: dict[str, str] = {}
        self.letters: dict[str, dict[str, str]] = {}
        self.attached: Mapping[str, Attached] = {}
        self.with_blank: dict[str, list[str]] = {}
        self._with_other: dict[str, ChoiceList] = {}

    def with_other(self, name: str) -> ChoiceList:
        """The list with a last choice `other`, as or_other wants it."""
        known = self.lists[name]
        if any(choice.name == OTHER for choice in known.choices):
            return known
        if name not in self._with_other:
            languages = {code for choice in known.choices for code in choice.label} or {""}
            label = {code: OTHER_LABELS.get(code, OTHER_LABELS["id"]) for code in sorted(languages)}
            self._with_other[name] = ChoiceList(name, (*known.choices, Choice(OTHER, label)), known.sheet)
        return self._with_other[name]

    def add_table(self, file: str, value: str, label: str) -> str:
        """A list made of an attached table; returns its name."""
        table = self.attached[file]
        name = file if (value, label) == ("name", "label") else f"{file} {value} {label}"
        if name not in self.lists:
            known = self.lists[name] = table.choices(name, value, label)
            rows = self.rows[name] = {}
            for number, row in table.rows:
                rows.setdefault(row[value], number)
            self.columns[name] = tuple(dict.fromkeys(("name", "label", *table.columns)))
            self.sheets[name] = table.sheet_name
            self.with_blank[name] = [choice.name for choice in known.choices if " " in choice.name]
            self.languages += [code for choice in known.choices[:1] for code in choice.label]
        return name

    def table_columns(self, name: str) -> tuple[str, ...] | None:
        """What instance('name') and pulldata('name', …) may name; None when there is no such table or list."""
        table = self.attached.get(name.lower() + TABLE_ENDING)
        return table.columns if table else self.columns.get(name)


def read_choices(sheet: Sheet | None, allow_duplicates: bool, lists: Lists) -> list[Problem]:
    """Put the lists of a sheet of choices (None: the form has none) to the others; returns what is wrong in it."""
    if sheet is None or not sheet.heads:
        return []
    columns, problems = columns_of(sheet, "choices")
    if sheet.rows:
        missing = missing_columns(columns, ("list_name", "name"), sheet, "choices")
        if missing:
            return problems + missing
    further = []
    for column in columns:
        if not column.name and " " in column.heading:
            place = Cell(sheet.name, 1, column.letter, column.heading)
            problems.append(
                Problem("questionnaires.choice_column_blank", place, {"heading": column.heading}, "warning")
            )
        elif not column.name:
            further.append(column)
    letters = {column.language: column.letter for column in columns if column.name == "label"}
    lists.letters[sheet.name] = letters
    lists.languages += letters
    _read_rows(sheet, columns, further, lists, allow_duplicates, problems)
    return problems


def _read_rows(
    sheet: Sheet,
    columns: list[Column],
    further: list[Column],
    lists: Lists,
    allow_duplicates: bool,
    problems: list[Problem],
) -> None:
    at = {column.name: column for column in columns if column.name in ("list_name", "name")}
    labels = [column for column in columns if column.name == "label"]
    pictured = [column for column in columns if column.name in MEDIA]
    found: dict[str, list[Choice]] = {}
    further_names = ("list_name", "name", "label", *(column.heading for column in further))
    for row, raw in sheet.rows:
        cells = [clean(text, collapse=False) for text in raw] + [""] * (len(sheet.heads) - len(raw))
        list_name, name = cells[at["list_name"].index], cells[at["name"].index]
        if not list_name:
            place = Cell(sheet.name, row, at["list_name"].letter, name)
            problems.append(Problem("questionnaires.choice_no_list", place, {"name": name}, "warning"))
            continue
        if list_name in lists.lists:
            place = Cell(sheet.name, row, at["list_name"].letter, list_name)
            problems.append(Problem("questionnaires.double_list", place, {"list": list_name}))
            continue
        rows = lists.rows.setdefault(list_name, {})
        label = {column.language: cells[column.index] for column in labels if cells[column.index]}
        place = Cell(sheet.name, row, at["name"].letter, name)
        if not name:
            problems.append(Problem("questionnaires.choice_no_name", place, {"list": list_name}))
            continue
        if name in rows and not allow_duplicates:
            detail = {"name": name, "list": list_name, "other": rows[name]}
            problems.append(Problem("questionnaires.double_choice", place, detail))
            continue
        media = _media(sheet, row, cells, pictured, problems)
        if not label and not media:
            detail = {"name": name, "list": list_name}
            problems.append(Problem("questionnaires.choice_no_label", place, detail, "warning"))
        rows.setdefault(name, row)
        if " " in name:
            lists.with_blank.setdefault(list_name, []).append(name)
        extra = {column.heading: cells[column.index] for column in further}
        found.setdefault(list_name, []).append(Choice(name, label, extra, media, row))
    for name, choices in found.items():
        lists.lists[name] = ChoiceList(name, tuple(choices), sheet.name)
        lists.columns[name], lists.sheets[name] = further_names, sheet.name


def _media(sheet: Sheet, row: int, cells: list[str], columns: list[Column], problems: list[Problem]) -> Media:
    """What is seen or heard with a choice; what is wrong with the names goes to the problems."""
    texts: dict[str, dict[str, str]] = {}
    for column in columns:
        if cells[column.index]:
            texts.setdefault(column.name, {})[column.language] = cells[column.index]
    if not texts:
        return NO_MEDIA
    letters = {(column.name, column.language): column.letter for column in columns}
    media = media_of(texts)
    problems += faults_of(media, lambda name, quote, language: Cell(sheet.name, row, letters[name, language], quote))
    return media
