"""A problem is a value: a code for machines, a place for the page, details for the sentence.

Every room that refuses something returns `Problem`s, all at once, and never raises them one by one. The words
stand in one catalogue, `MESSAGES`, which rooms extend with `register` when they are imported: code → (what is wrong,
what to do). Both are `str.format` patterns over `Problem.detail`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from inovik_forms.words import gettext

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a questionnaire's workbook. `row` counts as the spreadsheet shows it, from 1; `quote` is its text."""

    sheet: str
    row: int | None = None
    column: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class WordPlace:
    """A place in a Word file: package part, nearest heading above, paragraph (from 1), character offset (from 0)."""

    part: str
    heading: str = ""
    paragraph: int = 0
    offset: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """The path of an answer, e.g. `kegiatan[2]/nama` (repeats 1-based)."""

    path: str


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file as a whole."""

    name: str


Where = Cell | WordPlace | AnswerPlace | FilePlace


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, with what the sentence needs. `own_message` is the author's own wording."""

    code: str
    where: Where
    detail: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"
    own_message: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in the language of this context."""
        return self.own_message or gettext(MESSAGES[self.code][0]).format(**self.detail)

    @property
    def fix(self) -> str:
        """What to do, in the language of this context; may be empty."""
        return gettext(MESSAGES[self.code][1]).format(**self.detail) if MESSAGES[self.code][1] else ""

    def as_json(self) -> dict[str, object]:
        """The shape promised by the command line's `--json`."""
        place = {name: getattr(self.where, name) for name in self.where.__dataclass_fields__}
        return {
            "code": self.code,
            "message": self.message,
            "fix": self.fix,
            "severity": self.severity,
            "where": place,
        }


MESSAGES: dict[str, tuple[str, str]] = {}


def register(messages: Mapping[str, tuple[str, str]]) -> None:
    """Add a room's messages to the catalogue. Raises ValueError when a code is taken."""
    taken = MESSAGES.keys() & messages.keys()
    if taken:
        raise ValueError(f"problem codes registered twice: {sorted(taken)}")
    MESSAGES.update(messages)


class Refused(Exception):
    """Raised at an edge (a loader of whole files) with every problem found; carries nothing half-loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.code for p in self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only those that block."""
    return [p for p in problems if p.severity == "error"]
