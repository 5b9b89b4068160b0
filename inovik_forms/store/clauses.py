"""Clauses that templates share. Each version is kept for good; a version of a template prints those that it was
published with, so a new version of a clause changes nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from inovik_forms.documents.clause_check import Written, read_clause
from inovik_forms.documents.clause_library import Clause
from inovik_forms.problems import Refused
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, newest_rows
from inovik_forms.store.records import ClauseRecord, ClauseVariant, Stale, UnknownRecord

_C, _V, _U = t.clause.c, t.clause_variant.c, t.template_clause.c
_RECORD = select(_C.name, _C.version, _C.title, _C.published_at, _C.author, _C.note)
Pins = Mapping[str, int]
"""Name of a clause → its version."""


class Library(Mapping[str, Clause]):
    """Clauses by name, each read when it is asked for."""

    def __init__(self, pins: Pins, read: Callable[[str, int], Clause]) -> None:
        self.pins = pins
        self._read = read

    def of(self, names: Iterable[str]) -> dict[str, int]:
        """The versions of some of them."""
        return {name: self.pins[name] for name in names}

    def __getitem__(self, name: str) -> Clause:
        return self._read(name, self.pins[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.pins)

    def __len__(self) -> int:
        return len(self.pins)


class Clauses(Base):
    """The store's part about them. What was read is kept in memory, since it never changes."""

    _clauses: dict[tuple[str, int], Clause]

    def publish_clause(
        self, name: str, variants: Sequence[ClauseVariant], title: str, author: str, note: str = "", *, base: int
    ) -> int:
        """Publish a clause; its version (what was published last time keeps its own). Raises Refused with every problem
        of its files and conditions; Stale when `base` is not the newest version (0 = none yet)."""
        parsed, problems = read_clause(name, [Written(v.name, v.condition, v.data) for v in variants])
        if parsed is None:
            raise Refused(problems)
        try:
            with self.db.writing() as connection:
                newest = _newest(connection).get(name, 0)
                if newest != base:
                    raise Stale(newest)
                same = newest and variants_of(connection, name, newest) == list(variants)
                if same and connection.execute(_RECORD.where(_C.name == name, _C.version == newest)).one()[2] == title:
                    return newest
                _insert(connection, ClauseRecord(name, newest + 1, title, self.clock(), author, note), variants)
        except IntegrityError as error:  # at the same instant, on PostgreSQL
            raise Stale(self.clause_pins().get(name, 0)) from error
        self._clauses[name, base + 1] = parsed
        return base + 1

    def clause(self, name: str, version: int) -> Clause:
        """A version of a clause, read. Raises UnknownRecord."""
        if (name, version) not in self._clauses:
            variants = self.clause_variants(name, version)
            parsed, problems = read_clause(name, [Written(v.name, v.condition, v.data) for v in variants])
            if parsed is None:
                raise Refused(problems)
            self._clauses[name, version] = parsed
        return self._clauses[name, version]

    def clause_variants(self, name: str, version: int) -> list[ClauseVariant]:
        """The variants of a version as they were given, in order. Raises UnknownRecord."""
        with self.db.reading() as connection:
            found = variants_of(connection, name, version)
        if not found:
            raise UnknownRecord("clause", (name, version))
        return found

    def clause_variant_names(self, name: str) -> Mapping[int, list[str]]:
        """Version → its variants' names, in order."""
        query = select(_V.version, _V.name).where(_V.clause == name).order_by(_V.version, _V.position)
        found: dict[int, list[str]] = {}
        with self.db.reading() as connection:
            for version, variant in connection.execute(query):
                found.setdefault(version, []).append(variant)
        return found

    def clause_records(self) -> list[ClauseRecord]:
        """The newest version of each clause, by title."""
        with self.db.reading() as connection:
            return [ClauseRecord(*row) for row in connection.execute(newest_rows(t.clause, *_RECORD.selected_columns))]

    def clause_versions(self, name: str) -> list[ClauseRecord]:
        """The history of a clause, the newest first; [] for an unknown one."""
        with self.db.reading() as connection:
            rows = connection.execute(_RECORD.where(_C.name == name).order_by(_C.version.desc()))
            return [ClauseRecord(*row) for row in rows]

    def clause_pins(self) -> Pins:
        """The newest version of every clause."""
        with self.db.reading() as connection:
            return _newest(connection)

    def template_pins(self, name: str, version: int) -> Pins:
        """The clauses that a version of a template prints."""
        with self.db.reading() as connection:
            return pins_of(connection, name, version)

    def library(self, pins: Pins | None = None) -> Library:
        """The clauses of these versions, the newest of all unless versions are named."""
        return Library(self.clause_pins() if pins is None else pins, self.clause)


def _newest(connection: Connection) -> dict[str, int]:
    query = select(_C.name, func.max(_C.version)).group_by(_C.name).order_by(_C.name)
    return {row[0]: row[1] for row in connection.execute(query)}


def _insert(connection: Connection, record: ClauseRecord, variants: Sequence[ClauseVariant]) -> None:
    row = {name: getattr(record, name) for name in ("name", "version", "title", "published_at", "author", "note")}
    connection.execute(insert(t.clause).values(row))
    rows = [
        {"clause": record.name, "version": record.version, "position": position, "name": v.name,
         "condition": v.condition, "file_name": v.file_name, "data": v.data}
        for position, v in enumerate(variants, 1)
    ]  # fmt: skip
    connection.execute(insert(t.clause_variant), rows)


def variants_of(connection: Connection, name: str, version: int) -> list[ClauseVariant]:
    query = select(_V.name, _V.condition, _V.file_name, _V.data).where(_V.clause == name, _V.version == version)
    return [ClauseVariant(*row) for row in connection.execute(query.order_by(_V.position))]


def pins_of(connection: Connection, template: str, version: int) -> dict[str, int]:
    query = select(_U.clause, _U.clause_version).where(_U.template == template, _U.version == version)
    return {row[0]: row[1] for row in connection.execute(query)}


def pin(connection: Connection, template: str, version: int, pins: Pins) -> None:
    """What a new version of a template prints."""
    if pins:
        rows = [
            {"template": template, "version": version, "clause": clause, "clause_version": pinned}
            for clause, pinned in pins.items()
        ]
        connection.execute(insert(t.template_clause), rows)
