"""Reads a questionnaire (XLSForm as .xlsx, or the same tables in Markdown) into frozen values, or says all that is wrong."""

from __future__ import annotations

from inovik_forms.problems import Problem, Refused, errors
from inovik_forms.questionnaires.model import Questionnaire


def read(data: bytes, file_name: str) -> tuple[Questionnaire | None, list[Problem]]:
    """The questionnaire in a file's bytes (.xlsx or .md, told apart by content) and every problem found.

    None when any problem is an error; warnings come along with the questionnaire.
    """
    raise NotImplementedError


def load(data: bytes, file_name: str) -> Questionnaire:
    """Like `read`, for those who cannot go on without the form. Raises problems.Refused with every error."""
    questionnaire, problems = read(data, file_name)
    if questionnaire is None:
        raise Refused(errors(problems))
    return questionnaire
