"""Reads a questionnaire (XLSForm as .xlsx or as tables in Markdown) into frozen values, or says all that is wrong."""

from __future__ import annotations

from difflib import get_close_matches

from inovik_forms.problems import Cell, FilePlace, Problem, Refused, errors
from inovik_forms.questionnaires.archive import FORM_SHEETS, is_of_form
from inovik_forms.questionnaires.attached import read_tables
from inovik_forms.questionnaires.build import build
from inovik_forms.questionnaires.choices import Lists, read_choices
from inovik_forms.questionnaires.columns import columns_of, missing_columns
from inovik_forms.questionnaires.languages import languages_of, missing_texts
from inovik_forms.questionnaires.logic import Logic
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.questionnaires.rows import Survey
from inovik_forms.questionnaires.settings import read_settings
from inovik_forms.questionnaires.sheets import OTHER_SHEETS, Workbook, read_workbook

_SHEET_ORDER = {"settings": 0, "survey": 1, "choices": 2}


def read(data: bytes, file_name: str) -> tuple[Questionnaire | None, list[Problem]]:
    """The questionnaire in a file's bytes (.xlsx or .md, told apart by content) and every problem found.

    None when any problem is an error; warnings come along with the questionnaire.
    """
    workbook, problems = read_workbook(data, file_name)
    if workbook is None:
        return None, problems
    problems += _sheet_names(workbook)
    sheet = workbook.sheets.get("survey")
    if sheet is None or not sheet.heads:
        close = get_close_matches("survey", [name.lower() for name in workbook.names], 1, 0.6)
        code = "questionnaires.no_survey_like" if close and close[0] != "survey" else "questionnaires.no_survey"
        return None, [*errors(problems), Problem(code, FilePlace(file_name), {"close": close[0] if close else ""})]
    settings, found = read_settings(workbook.sheets.get("settings"), file_name)
    problems += found
    lists = Lists()
    for name, duplicates in (("choices", settings.yes("allow_choice_duplicates")), ("external_choices", True)):
        problems += read_choices(workbook.sheets.get(name), duplicates, lists)
    lists.attached, found = read_tables(workbook)
    problems += found
    columns, found = columns_of(sheet, "survey")
    problems += found
    missing = missing_columns(columns, ("type",), sheet, "survey")
    if missing:
        return None, problems + missing
    survey = Survey(sheet, columns, lists, settings.yes("clean_text_values", True))
    survey.read()
    if not survey.nodes and not errors(survey.problems):
        survey.problems.append(Problem("questionnaires.empty", Cell(sheet.name), {}))
    logic = Logic(survey)
    logic.read()
    logic.read_setting(settings.instance_name)
    languages = languages_of(columns, lists)
    problems += survey.problems
    problems += missing_texts(survey, lists, languages, settings.default_language)
    problems.sort(key=_place_order)
    if errors(problems):
        return None, problems
    return build(settings, languages, survey, logic), problems


def load(data: bytes, file_name: str) -> Questionnaire:
    """Like `read`, for those who cannot go on without the form. Raises problems.Refused with every error."""
    questionnaire, problems = read(data, file_name)
    if questionnaire is None:
        raise Refused(errors(problems))
    return questionnaire


def _sheet_names(workbook: Workbook) -> list[Problem]:
    """Sheets whose name is almost one of ours, and sheets of XLSForm that we do not serve."""
    problems = []
    for name in workbook.names:
        key = name.strip().lower()
        if key.startswith("_") or is_of_form(key):
            continue
        if key in OTHER_SHEETS:
            problems.append(Problem("questionnaires.sheet_not_served", Cell(name), {"sheet": name}, "warning"))
            continue
        close = get_close_matches(key, FORM_SHEETS, 1, 0.75)
        if close and close[0] not in workbook.sheets:
            detail = {"sheet": name, "close": close[0]}
            problems.append(Problem("questionnaires.sheet_like", Cell(name), detail, "warning"))
    return problems


def _place_order(problem: Problem) -> tuple[int, int]:
    """By sheet, then by row: as an author walks through the workbook."""
    where = problem.where
    if isinstance(where, Cell):
        return _SHEET_ORDER.get(where.sheet.lower(), 3), where.row or 0
    return -1, 0
