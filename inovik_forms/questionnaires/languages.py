"""The languages of a form, and the texts that one of them lacks."""

from __future__ import annotations

from inovik_forms.problems import Cell, Problem
from inovik_forms.questionnaires.choices import Lists
from inovik_forms.questionnaires.columns import TRANSLATABLE, Column
from inovik_forms.questionnaires.rows import Survey


def languages_of(columns: list[Column], lists: Lists) -> tuple[str, ...]:
    """The language codes in column order, survey before choices."""
    codes = [column.language for column in columns if column.name in TRANSLATABLE and column.language]
    return tuple(dict.fromkeys([*codes, *(code for code in lists.languages if code)]))


def missing_texts(survey: Survey, lists: Lists, languages: tuple[str, ...], default_language: str) -> list[Problem]:
    """A warning for each text that exists in one language and lacks in another; there the default is shown."""
    if len(languages) < 2:
        return []
    problems: list[Problem] = []
    for node in survey.nodes:
        if node.generated:
            continue
        for column, texts in node.texts.items():
            for code in languages:
                if code not in texts and not (code == default_language and "" in texts):
                    place = survey.place(node.row, column, next(iter(texts.values())), code)
                    detail = {"name": node.name, "column": column, "language": code}
                    problems.append(Problem("questionnaires.no_translation", place, detail, "warning"))
    for name, known in lists.lists.items():
        for choice in known.choices:
            for code in languages if choice.label else ():
                if code not in choice.label and not (code == default_language and "" in choice.label):
                    row = lists.rows[name].get(choice.name)
                    detail = {"name": choice.name, "column": "label", "language": code}
                    place = Cell(lists.sheets[name], row, "", choice.name)
                    problems.append(Problem("questionnaires.no_translation", place, detail, "warning"))
    return problems
