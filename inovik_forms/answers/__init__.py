"""Answers: the journal of changes, the state it amounts to, and what is still missing."""

from inovik_forms.answers import messages as messages
