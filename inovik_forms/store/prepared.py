"""Statements compiled once: what every page turn asks runs on the driver itself, a tenth of the cost of building each
execution anew. The statements stay SQLAlchemy's, so both databases and all types are spelled in one place."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect

Params = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Prepared:
    """`statement`: a Core statement, or a function dialect name → statement where both databases differ. `columns`: the
    names that an INSERT or UPDATE without values is given."""

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self._build = statement if callable(statement) else lambda _: statement
        self._columns = columns
        self._statements: dict[str, Any] = {}
        self._compiled: dict[str, Compiled] = {}

    def statement(self, dialect: Dialect) -> Any:
        """The Core statement for a database."""
        if dialect.name not in self._statements:
            self._statements[dialect.name] = self._build(dialect.name)
        return self._statements[dialect.name]

    def compiled(self, dialect: Dialect) -> Compiled:
        """The statement as the driver takes it; made once."""
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = Compiled(self.statement(dialect), self._columns, dialect)
        return found


class Compiled:
    """SQL text with numbered places, and how values go in and come out."""

    def __init__(self, statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> None:
        made = statement.compile(dialect=dialect, column_keys=columns)
        self.sql = str(made)
        self._defaults = made.params
        self._places: list[tuple[str, Convert | None]] = [
            (name, made.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in made.positiontup
        ]
        out = list(statement.exported_columns) if getattr(statement, "_returning", True) else []
        self._row: Any = namedtuple("Row", [c.key for c in out]) if out else tuple
        processors = ((n, c.type.dialect_impl(dialect).result_processor(dialect, None)) for n, c in enumerate(out))
        self._out = [(n, convert) for n, convert in processors if convert]

    def values(self, params: Params) -> list[Any]:
        """The values in the order of their places."""
        given = {**self._defaults, **params}
        return [convert(given[name]) if convert else given[name] for name, convert in self._places]

    def row(self, raw: tuple[Any, ...]) -> Any:
        """A row with our types and names."""
        if not self._out:
            return self._row._make(raw)
        values = list(raw)
        for n, convert in self._out:
            values[n] = convert(values[n])
        return self._row._make(values)


class Session(Protocol):
    """One transaction in which prepared statements run."""

    @property
    def dialect(self) -> Dialect: ...

    def rows(self, prepared: Prepared, params: Params) -> Sequence[Any]:
        """Every row, with its columns as attributes."""

    def run(self, prepared: Prepared, params: Params) -> None:
        """For what it does."""


class CoreSession:
    """Through SQLAlchemy: PostgreSQL, and whoever has its connection at hand."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect

    def rows(self, prepared: Prepared, params: Params) -> Sequence[Any]:
        return self.connection.execute(prepared.statement(self.connection.dialect), params).all()

    def run(self, prepared: Prepared, params: Params) -> None:
        self.connection.execute(prepared.statement(self.connection.dialect), params)


class DriverSession:
    """On the driver's own connection: SQLite, where the work of a statement is less than the talk about it."""

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect

    def rows(self, prepared: Prepared, params: Params) -> Sequence[Any]:
        compiled = prepared.compiled(self.dialect)
        found = self.connection.execute(compiled.sql, compiled.values(params)).fetchall()
        return [compiled.row(raw) for raw in found]

    def run(self, prepared: Prepared, params: Params) -> None:
        compiled = prepared.compiled(self.dialect)
        self.connection.execute(compiled.sql, compiled.values(params))
