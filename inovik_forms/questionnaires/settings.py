"""The settings sheet: title, version, languages, and what of it is not served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from inovik_forms.expressions.suggest import nearest
from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.columns import columns_of, language_code
from inovik_forms.questionnaires.sheets import Sheet
from inovik_forms.questionnaires.texts import FALSE_WORDS, TRUE_WORDS, clean, is_name, proposed_name

_YES_NO = ("allow_choice_duplicates", "omit_instanceid", "client_editable", "clean_text_values")
_NOWHERE = Cell("")
STYLES = ("pages", "theme-grid", "theme-formhub", "theme-plain", "theme-kobo")
"""Enketo's words of the setting `style`; only `pages` changes something here."""
_NOT_SERVED = ("public_key", "submission_url", "omit_instanceid")


@dataclass(slots=True)
class Settings:
    """The first row of the settings sheet. `instance_name`: where it stands; its quote is the expression, '' = none."""

    values: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    title: str = ""
    version: str = ""
    default_language: str = ""
    instance_name: Cell = _NOWHERE

    def yes(self, key: str, default: bool = False) -> bool:
        """A yes/no setting."""
        value = self.values.get(key, "")
        return value in TRUE_WORDS if value else default


def read_settings(sheet: Sheet | None, file_name: str) -> tuple[Settings, list[Problem]]:
    """The settings (defaults when there is no sheet) and what is wrong with them."""
    stem = PurePath(file_name).stem or "data"
    if sheet is None or not sheet.rows:
        return Settings(name=stem, title=stem), []
    columns, problems = columns_of(sheet, "settings")
    row, raw = sheet.rows[0]
    values: dict[str, str] = {}
    instance_name = _NOWHERE
    for column in columns:
        text = clean(raw[column.index], collapse=False) if column.index < len(raw) else ""
        if not text:
            continue
        key = column.name or column.heading
        values[key] = text
        place = Cell(sheet.name, row, column.letter, text)
        detail = {"column": column.heading, "quote": text}
        if key in _YES_NO and text not in TRUE_WORDS and text not in FALSE_WORDS:
            problems.append(Problem("questionnaires.yes_or_no", place, detail, "warning"))
        elif key in _NOT_SERVED:
            problems.append(Problem("questionnaires.setting_not_served", place, detail, "warning"))
        elif key == "instance_name":
            instance_name = place
        elif key == "style":
            problems += _styles(text, place)
        elif key == "name" and not is_name(text):
            problems.append(Problem("questionnaires.bad_name", place, {**detail, "proposed": proposed_name(text)}))
    for number, _ in sheet.rows[1:]:
        problems.append(Problem("questionnaires.settings_rows", Cell(sheet.name, number), {}, "warning"))
    name = values.get("form_id", stem)
    settings = Settings(
        values,
        name,
        values.get("form_title", name),
        values.get("version", ""),
        language_code(values.get("default_language", "")),
        instance_name,
    )
    return settings, problems


def _styles(text: str, place: Cell) -> Iterator[Problem]:
    """What `style` asks for and does not get: looks of other tools, and slips."""
    for word in text.lower().split():
        close = nearest(word, STYLES)
        code = "style_not_served" if word in STYLES else "style_unknown_like" if close else "style_unknown"
        if word != "pages":
            yield Problem(f"questionnaires.{code}", place, {"word": word, "close": close or ""}, "warning")
