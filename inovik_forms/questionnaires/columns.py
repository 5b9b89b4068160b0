"""Column headings: which column of XLSForm a heading means, and in which language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.kobo import COLUMNS as KOBO_COLUMNS
from inovik_forms.questionnaires.sheets import Sheet, column_letter

TRANSLATABLE = frozenset(
    {
        "label", "hint", "guidance_hint", "constraint_message", "required_message",
        "image", "big-image", "audio", "video",
    }
)  # fmt: skip
MEDIA = frozenset({"image", "big-image", "audio", "video"})

# heading in snake case → our name of the column
_SURVEY = {
    name: name
    for name in (
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
        "constraint_message", "calculation", "appearance", "choice_filter", "default", "trigger", "repeat_count",
        "read_only", "parameters", "image", "big-image", "audio", "video", "disabled", "sensitive", "prefill",
        "number_pattern", "id",
    )
} | {
    "caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant",
    "calculate": "calculation", "readonly": "read_only", "count": "repeat_count", "jr:count": "repeat_count",
    "constraining_message": "constraint_message", "requiredmsg": "required_message",
    "jr:constraintmsg": "constraint_message", "jr:requiredmsg": "required_message",
}  # fmt: skip
_CHOICES = {
    "list_name": "list_name", "name": "name", "value": "name", "label": "label", "caption": "label",
    "image": "image", "big-image": "big-image", "audio": "audio", "video": "video",
}  # fmt: skip
_SETTINGS = {
    name: name
    for name in (
        "form_title", "form_id", "version", "default_language", "instance_name", "client_editable", "style",
        "public_key", "submission_url", "allow_choice_duplicates", "omit_instanceid", "name", "clean_text_values",
        "pages", "description",
    )
} | {
    "title": "form_title", "set_form_title": "form_title", "id_string": "form_id", "set_form_id": "form_id",
}  # fmt: skip

KNOWN: Mapping[str, Mapping[str, str]] = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}
_PREFIXES = {"bind", "control", "body", "media", "instance"}
_LANGUAGE_CODE = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `name` '' means unknown to us; then `heading` is what is kept."""

    index: int
    name: str
    language: str
    heading: str

    @property
    def letter(self) -> str:
        """The spreadsheet's letter."""
        return column_letter(self.index)


def language_code(language: str) -> str:
    """ "Bahasa Indonesia (id)" → "id"; a language without a code in brackets stands for itself."""
    match = _LANGUAGE_CODE.search(language)
    return match[1].strip() if match else language.strip()


def columns_of(sheet: Sheet, kind: str) -> tuple[list[Column], list[Problem]]:
    """The columns of a sheet of this kind ("survey", "choices", "settings"), and what is wrong with its headings."""
    known = KNOWN[kind]
    double = any("::" in head for head in sheet.heads)
    columns: list[Column] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    unknown: list[Column] = []
    for index, heading in enumerate(sheet.heads):
        if not heading:
            continue
        name, language = _meaning(heading, known, double)
        column = Column(index, name, language, heading)
        place = Cell(sheet.name, 1, column.letter, heading)
        key = (name or heading, language)
        if key in seen:
            problems.append(Problem("questionnaires.double_column", place, {"heading": heading, "other": seen[key]}))
            continue
        seen[key] = heading
        columns.append(column)
        if not name and kind != "choices":
            close = get_close_matches(_snake(heading), known, 1, 0.75)
            if close:
                detail = {"heading": heading, "sheet": kind, "close": close[0]}
                problems.append(Problem("questionnaires.unknown_column_like", place, detail, "warning"))
            elif heading not in KOBO_COLUMNS:
                unknown.append(column)
    return columns, problems + _unknown(unknown, sheet, kind)


def _unknown(columns: list[Column], sheet: Sheet, kind: str) -> list[Problem]:
    """One note for all of them: a form builder's own columns are many, and nothing is to be done about any."""
    if not columns:
        return []
    headings = ", ".join(f"“{column.heading}”" for column in columns)
    place = Cell(sheet.name, 1, columns[0].letter, columns[0].heading)
    return [Problem("questionnaires.unknown_columns", place, {"headings": headings, "sheet": kind}, "info")]


def _meaning(heading: str, known: Mapping[str, str], double: bool) -> tuple[str, str]:
    """(our column, language code) of a heading; ("", "") when it is not one of ours."""
    snake = _snake(heading)
    if snake in known:
        return known[snake], ""
    if double or "::" in heading:
        tokens = [token.strip() for token in heading.split("::")]
    else:
        # A single colon is the old form; "jr:count" is a name of its own.
        tokens = [token.strip() for token in heading.replace("jr:", "jr\x00").split(":")]
        tokens = [token.replace("\x00", ":") for token in tokens]
    if len(tokens) > 1 and tokens[0].lower() in _PREFIXES:
        tokens = tokens[1:]
    name = known.get(_snake(tokens[0]), "")
    if len(tokens) == 1:
        return name, ""
    if len(tokens) == 2 and name in TRANSLATABLE:
        return name, language_code(tokens[1])
    return "", ""


def missing_columns(columns: list[Column], needed: tuple[str, ...], sheet: Sheet, kind: str) -> list[Problem]:
    """One problem for each needed column that the sheet does not have; one alone where the headings stand further
    down."""
    present = {column.name for column in columns}
    lower = next((number for number, cells in sheet.rows if set(needed) <= _names(cells, kind)), 0)
    if lower and not set(needed) <= present:
        return [Problem("questionnaires.heads_lower", Cell(sheet.name, lower), {"row": lower})]
    return [
        Problem("questionnaires.missing_column", Cell(sheet.name, 1), {"column": name, "sheet": kind})
        for name in needed
        if name not in present
    ]


def _names(cells: list[str], kind: str) -> set[str]:
    """The columns of ours that these cells would be the headings of."""
    known = KNOWN[kind]
    return {known[name] for cell in cells if (name := _snake(cell)) in known}


def _snake(heading: str) -> str:
    return "_".join(heading.split()).lower()
