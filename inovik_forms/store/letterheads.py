"""Letterheads: what an administrator has set, else what is known of unit and city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from sqlalchemy import Connection, delete, select

from inovik_forms.letterheads import OFFICE, PARTS, Letterhead, of_office, of_unit, values
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, insert_for, upsert

_L, _U = t.letterhead.c, t.unit.c
_PARTS = tuple(_L[part] for part in PARTS)


class Letterheads(Base):
    """The store's part about them. `owner`: a unit's code, '' for the city itself, or OFFICE."""

    def letterhead(self, owner: str) -> Letterhead:
        """The letterhead as it prints."""
        with self.db.reading() as connection:
            return _letterhead(connection, owner, _plain(connection, owner))

    def own_letterheads(self) -> set[str]:
        """Whose letterhead was set, and does not follow from the data of unit and city any more."""
        with self.db.reading() as connection:
            return set(connection.execute(select(_L.owner)).scalars())

    def put_letterhead(self, owner: str, letterhead: Letterhead) -> None:
        """Set it."""
        with self.db.writing() as connection:
            upsert(connection, t.letterhead, {"owner": owner, **asdict(letterhead)}, keys=("owner",))

    def drop_letterhead(self, owner: str) -> None:
        """Let it follow from the data of unit and city again."""
        with self.db.writing() as connection:
            connection.execute(delete(t.letterhead).where(_L.owner == owner))

    def add_letterheads(self, given: Mapping[str, Mapping[str, str]]) -> None:
        """Set those that were not set yet: owner → part → text; what is not given follows from the data."""
        with self.db.writing() as connection:
            for owner, parts in given.items():
                made = replace(_default(owner, _plain(connection, owner)), **parts)
                statement = insert_for(connection.dialect.name, t.letterhead).values(owner=owner, **asdict(made))
                connection.execute(statement.on_conflict_do_nothing(index_elements=["owner"]))

    def letterhead_values(self, unit: str) -> dict[str, str]:
        """What the reserved names of templates print for a paper of this unit ('' = of the city itself)."""
        with self.db.reading() as connection:
            plain = _plain(connection, unit)
            own, office = (_letterhead(connection, owner, plain) for owner in (unit, OFFICE))
            return values(own, office, plain.get("kota.logo", ""))


def _letterhead(connection: Connection, owner: str, plain: Mapping[str, str]) -> Letterhead:
    row = connection.execute(select(*_PARTS).where(_L.owner == owner)).one_or_none()
    return Letterhead(*row) if row else _default(owner, plain)


def _default(owner: str, plain: Mapping[str, str]) -> Letterhead:
    return of_office(plain) if owner == OFFICE else of_unit(plain)


def _plain(connection: Connection, unit: str) -> dict[str, str]:
    """What is known of the city and of a unit."""
    c = t.city_value.c
    plain = {row.name: row.value for row in connection.execute(select(c.name, c.value).where(c.name.like("kota.%")))}
    row = connection.execute(select(_U.name, _U.address, _U.phone).where(_U.code == unit)).one_or_none()
    found = dict(zip(("unit.nama", "unit.alamat", "unit.telepon"), row, strict=True)) if row else {}
    return plain | found
