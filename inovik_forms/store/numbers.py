"""The register of numbers: which were given, to what, when and by whom. None is given twice, whoever asks at once: the
pattern's row is locked while the next one is found, and the table itself refuses a second one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from inovik_forms.numbers import HIGHEST, Pattern, key, series, written
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, insert_for, upsert
from inovik_forms.store.records import UnknownRecord

TRIES = 5
"""How often a number is looked for anew when another pattern has just written the same text."""

_N, _P, _R, _S, _U = t.number.c, t.number_pattern.c, t.response.c, t.subject.c, t.unit.c
_NUMBERS = (
    select(
        _N.id, _N.pattern, _P.title, _N.series, _N.number, _N.text, _N.day, _N.unit, _N.response, _S.title, _N.path,
        _N.author, _N.at, _N.note, _N.voided_at, _N.voided_by, _N.void_reason,
    )
    .select_from(t.number)
    .join(t.number_pattern, _P.name == _N.pattern)
    .outerjoin(t.response, _R.id == _N.response)
    .outerjoin(t.subject, _S.id == _R.subject)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number in the register. `day`: the date that it is written for; `response`, `path`: the answer that it was
    given for (None, '': a paper made elsewhere, which `note` tells); `subject`: what the response is about. A voided
    one stays, and is never given again."""

    id: int
    pattern: str
    title: str
    series: str
    number: int
    text: str
    day: date
    unit: str
    response: int | None
    subject: str
    path: str
    author: str
    at: datetime
    note: str
    voided_at: datetime | None = None
    voided_by: str = ""
    void_reason: str = ""


class Taken(Exception):
    """Numbers that are in the register already; nothing was recorded. Carries those."""

    def __init__(self, numbers: Sequence[GivenNumber]) -> None:
        self.numbers = tuple(numbers)
        super().__init__(", ".join(number.text for number in numbers))


@dataclass(frozen=True, slots=True)
class For:
    """What a number is given for: on which date, of which unit, for which answer of which response, or for a paper
    made elsewhere (`note`); and who gives it."""

    day: date
    author: str
    unit: str = ""
    response: int | None = None
    path: str = ""
    note: str = ""


class Numbers(Base):
    """The store's part about numbers of papers."""

    # ---- patterns

    def number_patterns(self) -> list[Pattern]:
        """Every pattern, by title."""
        with self.db.reading() as connection:
            return [Pattern(**row._mapping) for row in connection.execute(_PATTERNS.order_by(_P.title, _P.name))]

    def number_pattern(self, name: str) -> Pattern:
        """One pattern. Raises UnknownRecord."""
        with self.db.reading() as connection:
            return _known(connection, name)

    def put_number_pattern(self, pattern: Pattern) -> None:
        """Add a pattern, or renew the one of this name; what was given stays as it was written."""
        with self.db.writing() as connection:
            upsert(connection, t.number_pattern, asdict(pattern), keys=("name",))

    def add_number_patterns(self, patterns: Iterable[Pattern]) -> None:
        """Add those whose name is free: what an administrator has changed since stays."""
        with self.db.writing() as connection:
            for pattern in patterns:
                statement = insert_for(connection.dialect.name, t.number_pattern).values(asdict(pattern))
                connection.execute(statement.on_conflict_do_nothing(index_elements=["name"]))

    def drop_number_pattern(self, name: str) -> bool:
        """Remove a pattern by which no number was given yet; whether it was removed."""
        used = select(_N.id).where(_N.pattern == name)
        with self.db.writing() as connection:
            _locked(connection, name)
            return bool(connection.execute(delete(t.number_pattern).where(_P.name == name, ~used.exists())).rowcount)

    # ---- giving

    def give_number(self, name: str, given: For) -> tuple[GivenNumber, bool]:
        """The next number of a pattern; whether it is new: an answer that has one keeps it, however often it is asked
        for. Raises UnknownRecord for a pattern that is not there."""
        for _ in range(TRIES):
            try:
                return self.db.retried(lambda: self._give(name, given))
            except IntegrityError:  # another pattern has written the same text at the same instant
                continue
        return self.db.retried(lambda: self._give(name, given))

    def _give(self, name: str, given: For) -> tuple[GivenNumber, bool]:
        with self.db.writing() as connection:
            pattern = _locked(connection, name)
            has = _standing(connection, given)
            if has:
                return has, False
            mine = (_N.pattern == name, _N.series == series(pattern, given.day, given.unit))
            last = connection.execute(select(func.max(_N.number)).where(*mine)).scalar_one()
            number = last + 1 if last is not None else _beginning(connection, pattern)
            while number <= HIGHEST and _taken(connection, pattern, [number], given):
                number += 1
            return self._record(connection, pattern, number, given), True

    def record_numbers(self, name: str, numbers: Sequence[int], given: For) -> list[GivenNumber]:
        """Note numbers that were given elsewhere, or are kept for papers to come: all of them or, where one is in the
        register already, none. Raises Taken; UnknownRecord for a pattern that is not there."""
        try:
            return self.db.retried(lambda: self._record_all(name, numbers, given))
        except IntegrityError:  # given at the same instant: now it can be seen
            return self.db.retried(lambda: self._record_all(name, numbers, given))

    def _record_all(self, name: str, numbers: Sequence[int], given: For) -> list[GivenNumber]:
        with self.db.writing() as connection:
            pattern = _locked(connection, name)
            taken = _taken(connection, pattern, numbers, given)
            if taken:
                raise Taken(taken)
            return [self._record(connection, pattern, number, given) for number in numbers]

    def _record(self, connection: Connection, pattern: Pattern, number: int, given: For) -> GivenNumber:
        text = written(pattern, number, given.day, given.unit)
        row: dict[str, Any] = {
            **asdict(given), "pattern": pattern.name, "series": series(pattern, given.day, given.unit),
            "number": number, "text": text, "key": key(text), "day": given.day.isoformat(), "at": self.clock(),
        }  # fmt: skip
        made = connection.execute(insert(t.number).values(row).returning(_N.id)).scalar_one()
        found = _one(connection, _N.id == made)
        assert found is not None
        return found

    def void_number(self, number_id: int, author: str, reason: str) -> bool:
        """Say that a number is of no paper; it is never given again. Whether this made it so."""
        with self.db.writing() as connection:
            mine = (_N.id == number_id, _N.voided_at.is_(None))
            told = {"voided_at": self.clock(), "voided_by": author, "void_reason": reason}
            return bool(connection.execute(update(t.number).where(*mine).values(told)).rowcount)

    # ---- looking up

    def number(self, number_id: int) -> GivenNumber:
        """One number. Raises UnknownRecord."""
        with self.db.reading() as connection:
            found = _one(connection, _N.id == number_id)
        if found is None:
            raise UnknownRecord("number", number_id)
        return found

    def number_written(self, text: str) -> GivenNumber | None:
        """The number that is written like this, if the register has it."""
        with self.db.reading() as connection:
            return _one(connection, _N.key == key(text))

    def numbers_of(self, response_id: int) -> list[GivenNumber]:
        """What was given for a response, the latest first."""
        with self.db.reading() as connection:
            rows = connection.execute(_NUMBERS.where(_N.response == response_id).order_by(_N.id.desc()))
            return [_given(row) for row in rows]

    def numbers(
        self, *, words: str = "", year: str = "", pattern: str = "", below: int = 0, most: int = 0
    ) -> list[GivenNumber]:
        """The register, the latest first. `words`: each must stand in the number, the note, the subject or the names;
        `year`: of the date that the number is written for; `below`: only ids below this one; `most`: so many."""
        query = _NUMBERS.order_by(_N.id.desc())
        for word in words.split():
            like = f"%{word.lower().replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
            places = (_N.text, _N.note, _S.title, _N.author, _N.unit, _P.title)
            query = query.where(or_(*(func.lower(place).like(like, escape="!") for place in places)))
        query = query.where(_N.day.startswith(year, autoescape=True)) if year else query
        query = query.where(_N.pattern == pattern) if pattern else query
        query = query.where(_N.id < below) if below else query
        with self.db.reading() as connection:
            return [_given(row) for row in connection.execute(query.limit(most) if most else query)]

    def number_years(self) -> list[str]:
        """The years of which there are numbers, the latest first."""
        year = func.substr(_N.day, 1, 4)
        with self.db.reading() as connection:
            return sorted(connection.execute(select(year).distinct()).scalars(), reverse=True)

    def counted_in(self, pattern: str, year: str) -> dict[str, list[int]]:
        """Series → its numbers, of a pattern and a year."""
        query = select(_N.series, _N.number).where(_N.pattern == pattern, _N.day.startswith(year, autoescape=True))
        found: dict[str, list[int]] = {}
        with self.db.reading() as connection:
            for row in connection.execute(query.order_by(_N.series, _N.number)):
                found.setdefault(row.series, []).append(row.number)
        return found


_PATTERNS = select(*(t.number_pattern.c[name] for name in Pattern.__dataclass_fields__))


def _known(connection: Connection, name: str, query: Select[Any] = _PATTERNS) -> Pattern:
    row = connection.execute(query.where(_P.name == name)).one_or_none()
    if row is None:
        raise UnknownRecord("number_pattern", name)
    return Pattern(**row._mapping)


def _locked(connection: Connection, name: str) -> Pattern:
    """The pattern; whoever else wants a number of it waits. SQLite's writers come one by one anyway."""
    return _known(connection, name, _PATTERNS.with_for_update())


def _one(connection: Connection, *where: Any) -> GivenNumber | None:
    row = connection.execute(_NUMBERS.where(*where)).one_or_none()
    return _given(row) if row else None


def _beginning(connection: Connection, pattern: Pattern) -> int:
    """Where a series begins: the very first one goes on from what was counted on paper."""
    is_used = connection.execute(select(_N.id).where(_N.pattern == pattern.name).limit(1)).one_or_none()
    return 1 if is_used else pattern.first


def _standing(connection: Connection, given: For) -> GivenNumber | None:
    """The number that the answer has."""
    if given.response is None:
        return None
    return _one(connection, _N.response == given.response, _N.path == given.path, _N.voided_at.is_(None))


def _given(row: Any) -> GivenNumber:
    values = list(row)
    values[6], values[9] = date.fromisoformat(row.day), values[9] or ""
    return GivenNumber(*values)


def _taken(connection: Connection, pattern: Pattern, numbers: Sequence[int], given: For) -> list[GivenNumber]:
    """Those of these numbers that are in the register, by their place in the series or by how they are written."""
    mine = (_N.pattern == pattern.name) & (_N.series == series(pattern, given.day, given.unit))
    keys = [key(written(pattern, number, given.day, given.unit)) for number in numbers]
    rows = connection.execute(_NUMBERS.where((mine & _N.number.in_(numbers)) | _N.key.in_(keys)).order_by(_N.id))
    return [_given(row) for row in rows]
