"""Questionnaires: XLSForm in, frozen values out, every mistake named with its cell."""

from inovik_forms.problems import register
from inovik_forms.questionnaires.messages import MESSAGES

register(MESSAGES)
