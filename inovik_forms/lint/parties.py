"""The parties of an agreement: as the opening presents them, and as they sign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from inovik_forms.lint.model import Line
from inovik_forms.lint.paper import Paper

PARTY = r"PIHAK (?:KESATU|PERTAMA|KEDUA|KETIGA|KEEMPAT|KELIMA)"
_CALLED = re.compile(rf"selanjutnya\s+disebut\s+(?:sebagai\s+)?[\"“”'‘]?({PARTY})\b", re.IGNORECASE)
_OFFICE_ENDS = re.compile(
    r",?\s*(?:\b(?:yang\s+)?(?:berdasarkan|diangkat|dalam hal ini|bertindak|berkedudukan|selanjutnya)\b)", re.IGNORECASE
)
_INSTITUTION = re.compile(r"untuk dan atas nama\s+(.+?)(?:,?\s+(?:yang\s+)?berkedudukan|,?\s+selanjutnya|,|;|$)")
_SIGNS = re.compile(rf"\s*({PARTY})\s*,?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """A party as the opening has it. `at`: where in the line its label stands."""

    label: str
    line: Line
    at: tuple[int, int]
    name: str = ""
    name_line: Line | None = None
    office: str = ""
    institution: str = ""


@dataclass(slots=True)
class Column:
    """A column of a signature block. `office`: lines below the label; `name`: what stands below the space to sign."""

    label: str
    line: Line
    office: list[Line] = field(default_factory=list)
    name: list[Line] = field(default_factory=list)

    @property
    def office_words(self) -> str:
        """The office as it signs, without the comma behind it."""
        return _plain(" ".join(line.text for line in self.office)).rstrip(",").strip()

    @property
    def name_words(self) -> str:
        return _plain(" ".join(line.text for line in self.name))


@lru_cache(maxsize=4)
def parties(paper: Paper) -> list[Party]:
    """The parties in the order of the opening, one for each time that somebody is given a party's name."""
    found = []
    for line in paper.head:
        for match in _CALLED.finditer(line.text):
            text = line.text[: match.start()]
            name, name_line, office = _who(paper, line, text)
            institution = _INSTITUTION.search(text + ";")
            found.append(
                Party(
                    _plain(match[1]).upper(), line, match.span(1), name, name_line, office,
                    _plain(institution[1]) if institution else "",
                )
            )  # fmt: skip
    return found


def _who(paper: Paper, line: Line, text: str) -> tuple[str, Line | None, str]:
    """Name, where it stands, and office: in cells of their own, or before and behind a colon."""
    name, name_line = "", None
    if line.cell is not None:
        before = [
            one
            for one in paper.head
            if one.cell and (one.cell.table, one.cell.row) == (line.cell.table, line.cell.row) and one.at < line.at
        ]
        named = [one for one in before if re.search(r"[A-Za-z]{2}", one.text)]
        if named:
            name, name_line = _plain(named[0].text), named[0]
    elif ":" in text:
        name, _, text = text.partition(":")
        name, name_line = _plain(re.sub(r"^\s*(?:\d+|[IVX]+|[a-z])[.)]\s*", "", name)), line
    ends = _OFFICE_ENDS.search(text)
    office = _plain(text[: ends.start()] if ends else text).strip(",").strip()
    return name, name_line, re.sub(r"^(?:selaku|sebagai|jabatan)\s+", "", office, flags=re.IGNORECASE)


@lru_cache(maxsize=4)
def signatures(paper: Paper) -> list[list[Column]]:
    """Each block of signatures: a table behind the last Pasal in which a cell begins with a party's name."""
    last = paper.pasals[-1].at if paper.pasals else 0
    blocks: dict[int, list[Line]] = {}
    for line in paper.body:
        if line.cell and line.at > last:
            blocks.setdefault(line.cell.table, []).append(line)
    found = [_columns(lines) for lines in blocks.values()]
    return [columns for columns in found if columns]


def _columns(lines: Sequence[Line]) -> list[Column]:
    columns: dict[int, Column] = {}
    for line in lines:
        assert line.cell is not None  # gathered by table
        signs = _SIGNS.match(line.text)
        column = columns.get(line.cell.column)
        if signs and column is None:
            columns[line.cell.column] = Column(_plain(signs[1]).upper(), line)
        elif column is not None and line.cell.row == column.line.cell.row:  # type: ignore[union-attr]
            _own(line, column, below=column.office)
        elif column is not None and not column.office and not column.name:
            column.office.append(line)
        elif column is not None:
            column.name.append(line)
    return list(columns.values())


def _own(line: Line, column: Column, *, below: list[Line]) -> None:
    """A line of the cell that begins with the label: office first; behind empty lines comes the name."""
    gap = bool(below) and line.at - below[-1].at > 1
    (column.name if gap or column.name else below).append(line)


def _plain(text: str) -> str:
    return " ".join(text.split())
