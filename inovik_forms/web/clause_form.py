"""The form of a clause: a row of fields for each variant, as typed and as what would be published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from werkzeug.datastructures import FileStorage

from inovik_forms.documents.clause_library import part_of
from inovik_forms.problems import Problem, WordPlace
from inovik_forms.store.records import ClauseVariant
from inovik_forms.web import canonical, uploads

MOST_VARIANTS = 20
LONGEST_NAME = 60
LONGEST_CONDITION = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A variant as typed. `kept`: the variant in force whose file stays when no other is sent; `order`: the number
    typed for its place; `sent`: name and contents of the file that was sent."""

    number: int
    name: str = ""
    condition: str = ""
    order: str = ""
    kept: ClauseVariant | None = None
    is_dropped: bool = False
    sent: tuple[str, bytes] | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into a row for a further variant."""
        return self.kept is None and self.sent is None and not (self.name or self.condition)


def rows_for(variants: Sequence[ClauseVariant]) -> list[Row]:
    """The rows of a page that is opened: the variants there are, and a blank one."""
    return _with_blank([Row(n, v.name, v.condition, str(n), v) for n, v in enumerate(variants, 1)])


def _with_blank(rows: list[Row]) -> list[Row]:
    """With a row for a further variant, as long as there is room."""
    last = max((row.number for row in rows), default=0)
    return rows if last == MOST_VARIANTS or (rows and rows[-1].is_blank) else [*rows, Row(last + 1)]


def rows_sent(form: Mapping[str, str], files: Mapping[str, FileStorage], present: Sequence[ClauseVariant]) -> list[Row]:
    """The rows as they were sent, a blank one last."""
    known = {v.name: v for v in present}
    rows = []
    for n in range(1, MOST_VARIANTS + 1):
        if f"nama-{n}" not in form and f"berkas-{n}" not in files:
            continue
        file, sent = files.get(f"berkas-{n}"), None
        if file and file.filename:
            sent = uploads.safe_name(file.filename) or "klausul.docx", file.read()
        name = canonical.line(form.get(f"nama-{n}", ""))[:LONGEST_NAME]
        rows.append(
            Row(
                n, name or (_name_of(sent[0]) if sent else ""),
                canonical.line(form.get(f"syarat-{n}", ""))[:LONGEST_CONDITION], form.get(f"urutan-{n}", ""),
                known.get(form.get(f"dari-{n}", "")), f"buang-{n}" in form, sent,
            )
        )  # fmt: skip
    return _with_blank(rows)


def _name_of(file_name: str) -> str:
    return re.sub(r"\W+", "_", PurePosixPath(file_name).stem).strip("_").lower()[:LONGEST_NAME]


def variants_of(rows: Sequence[Row], clause: str) -> tuple[list[ClauseVariant], list[Problem]]:
    """The variants in the order that was typed, and what is missing."""
    variants, problems = [], []
    for row in sorted((r for r in rows if not (r.is_blank or r.is_dropped)), key=_place):
        file_name, data = row.sent or ((row.kept.file_name, row.kept.data) if row.kept else ("", b""))
        if not data and not row.sent:
            where = WordPlace(part_of(clause, row.name))
            problems.append(Problem("clause.no_file", where, {"name": row.name}))
            continue
        variants.append(ClauseVariant(row.name, row.condition, file_name, data))
    return variants, problems


def _place(row: Row) -> tuple[float, int]:
    """Where a row goes: up before the one that has its number, down behind it."""
    typed = row.order.strip()
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else row.number
    return wanted + (0 if wanted == row.number else 0.5 if wanted > row.number else -0.5), row.number
