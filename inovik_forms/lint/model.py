"""What a rule sees and what it says: lines of a document with their places, and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from inovik_forms.documents.clauses import Item
from inovik_forms.documents.tree import Document, Paragraph
from inovik_forms.problems import Problem, Severity

if TYPE_CHECKING:
    from inovik_forms.lint.paper import Paper

Phase = Literal["draft", "sign"]


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell: the table's number in the document, row and column (all from 1)."""

    table: int
    row: int
    column: int


@dataclass(slots=True, eq=False)
class Line:
    """A paragraph as rules read it; `Paper` alone sets where it stands.

    `text`: all its letters, blanks as dots; `label`: its number, from Word's list or as typed at the start of the text
    ("Pasal 5", "(2)", "a."); `start`: where the text behind a typed label begins. `story`: which part of the file,
    "aside" for notes and text boxes; `item`: the clause that it is, `inside`: the one that it stands in."""

    at: int
    paragraph: Paragraph
    text: str
    label: str = ""
    start: int = 0
    story: Literal["body", "header", "footer", "aside"] = "body"
    cell: CellPlace | None = None
    section: int = 1
    item: Item | None = None
    inside: Item | None = None

    @property
    def words(self) -> str:
        """The text behind a typed label, blanks trimmed."""
        return self.text[self.start :].strip()

    @property
    def pasal(self) -> Item | None:
        """The Pasal that it is or stands in."""
        return self.inside.pasal if self.inside else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found in a line: from `start` to `end` of its text (the whole line when they are equal). `variant`:
    which of the rule's sentences; `severity`: where it differs from the rule's."""

    line: Line
    start: int = 0
    end: int = 0
    variant: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    severity: Severity | None = None
    quote: str = ""  # where the fault is no text of the line: a property of the file


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `agreement`: asks for the parts of an agreement, so it is silent in a report or a plan.
    `needs`: attributes of `Record`, without all of which it cannot be judged."""

    id: str
    severity: Severity
    phase: Phase
    title: str
    check: Callable[[Paper], Iterable[Found]]
    agreement: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its rule, the problem (place, quotation, fix), the paragraph's id in the tree and its number in the
    package part, where in the text the quotation stands, and the line's place in the document."""

    rule: Rule
    problem: Problem
    block: str
    part: str
    paragraph: int
    start: int
    end: int
    order: int = 0

    def as_json(self) -> dict[str, object]:
        """A problem as the command line's `--json` gives it, with rule and phase."""
        return self.problem.as_json() | {"rule": self.rule.id, "phase": self.rule.phase}


@dataclass(frozen=True, slots=True)
class Record:
    """What only the application knows of a document; None = unknown, and the rules that need it say so.

    `stamped`: the answer on meterai; `internal`: notes that must not leave the house; `approvals`: approver → digest of
    the version that was approved, `digest`: of this one; `twin`: the other original; `sent`: the text that we sent;
    `unused`: (path, question, answer) that no tag prints; `pages`: of both originals."""

    file_name: str = ""
    stamped: bool | None = None
    internal: tuple[str, ...] = ()
    approvals: Mapping[str, str] | None = None
    digest: str = ""
    twin: Document | None = None
    sent: Document | None = None
    unused: tuple[tuple[str, str, str], ...] | None = None
    pages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order of the document, and the rules that could not be judged (rule, what was missing)."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Rule, ...] = ()

    @property
    def ready(self) -> bool:
        """Ready to be signed: nothing that blocks."""
        return not any(f.problem.severity == "error" for f in self.findings)
