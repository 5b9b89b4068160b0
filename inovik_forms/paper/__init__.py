"""Questionnaires on paper: blank, to be filled in by hand, and answered. Both are documents like any other."""

from inovik_forms.paper.answered import answered
from inovik_forms.paper.blank import blank

__all__ = ["answered", "blank"]
