"""Templates that print an older version of a clause, and publishing them anew with the newest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from inovik_forms.documents import template as template_room
from inovik_forms.documents.clause_library import Clause
from inovik_forms.documents.template import Template
from inovik_forms.problems import Problem, Refused
from inovik_forms.store import tables as t
from inovik_forms.store.clauses import Pins
from inovik_forms.store.content import Content
from inovik_forms.store.records import ClauseUse, Stale


@dataclass(frozen=True, slots=True)
class _Renewed:
    """A template's next version: what is kept of it, the version before, how it reads, the clauses that it prints."""

    row: dict[str, Any]
    base: int
    parsed: Template
    pins: Pins


class Renewing(Content):
    """The store's part about them."""

    def clause_uses(self, clause: str) -> list[ClauseUse]:
        """The templates whose newest version prints the clause, by title, with the version that they print."""
        u = t.template_clause.c
        query = select(u.template, u.version, u.clause_version).where(u.clause == clause)
        with self.db.reading() as connection:
            pinned = {(name, version): own for name, version, own in connection.execute(query)}
        records = self.template_records()
        return [ClauseUse(r, pinned[r.name, r.version]) for r in records if (r.name, r.version) in pinned]

    def renewal_problems(self, clause: str, use: ClauseUse, offered: Clause | None = None) -> list[Problem]:
        """What keeps a template from printing the newest version of a clause, or one that is `offered`; [] when nothing
        does."""
        try:
            self._with_newest(clause, use, offered)
        except Refused as refused:
            return list(refused.problems)
        return []

    def renew_templates(self, clause: str, *, author: str = "", note: str = "") -> list[str]:
        """Publish every template that prints an older version of the clause anew with the newest one; their names.
        All or none: raises Refused with every problem of every template, Stale when somebody has published one of them
        meanwhile."""
        newest = self.clause_pins()[clause]
        behind = [use for use in self.clause_uses(clause) if use.version != newest]
        made: list[_Renewed] = []
        problems: list[Problem] = []
        for use in behind:
            try:
                made.append(self._with_newest(clause, use))
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(problems)
        told = {"author": author, "note": note}
        try:
            with self.db.writing() as connection:
                for new in made:
                    self._publish(connection, t.template, new.row, told, new.base, pins=new.pins)
        except IntegrityError as error:  # at the same instant, on PostgreSQL
            raise Stale(newest) from error
        for new in made:
            self._templates[new.row["name"], new.base + 1] = new.parsed
        return [new.row["name"] for new in made]

    def renewed(self, clause: str, use: ClauseUse) -> Template:
        """The template as it would print the newest version of a clause. Raises Refused."""
        return self._with_newest(clause, use).parsed

    def _with_newest(self, clause: str, use: ClauseUse, offered: Clause | None = None) -> _Renewed:
        """The template read with the newest version of one clause, all others as they are. Raises Refused."""
        record = use.template
        data, questionnaire = self.template_file(record.name, record.version)
        library = self.library({**self.template_pins(record.name, record.version), clause: self.clause_pins()[clause]})
        clauses = {**library, clause: offered} if offered else library
        parsed = template_room.load(data, f"{record.name}.docx", self.questionnaire(questionnaire), clauses)
        row = {
            "name": record.name, "data": data, "questionnaire": questionnaire, "title": record.title,
            "book": record.book,
        }  # fmt: skip
        return _Renewed(row, record.version, parsed, library.of(parsed.clauses))
