"""Letterheads: what an administrator has set, else what is known of unit and city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select

from inovik_forms.letterheads import OFFICE, PARTS, Letterhead, of_office, of_unit, values
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, insert_for, upsert
from inovik_forms.store.prepared import Prepared

_L, _U = t.letterhead.c, t.unit.c
_PARTS = tuple(_L[part] for part in PARTS)
_OF_CITY = select(t.city_value).where(t.city_value.c.name.like("kota.%"))
_OF_UNIT = select(_U.name, _U.address, _U.phone).where(_U.code == bindparam("code"))
_CITY, _UNIT = Prepared(_OF_CITY), Prepared(_OF_UNIT)
_SET = Prepared(select(_L.owner, *_PARTS).where(or_(_L.owner == bindparam("unit"), _L.owner == OFFICE)))


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
        plain = _known(self.db.rows(_CITY, {}), self.db.rows(_UNIT, {"code": unit}))
        known = {row.owner: Letterhead(*row[1:]) for row in self.db.rows(_SET, {"unit": unit})}
        own, office = (known.get(owner) or _default(owner, plain) for owner in (unit, OFFICE))
        return values(own, office, plain.get("kota.logo", ""))


def _letterhead(connection: Connection, owner: str, plain: Mapping[str, str]) -> Letterhead:
    row = connection.execute(select(*_PARTS).where(_L.owner == owner)).one_or_none()
    return Letterhead(*row) if row else _default(owner, plain)


def _default(owner: str, plain: Mapping[str, str]) -> Letterhead:
    return of_office(plain) if owner == OFFICE else of_unit(plain)


def _plain(connection: Connection, unit: str) -> dict[str, str]:
    """What is known of the city and of a unit."""
    return _known(connection.execute(_OF_CITY).all(), connection.execute(_OF_UNIT, {"code": unit}).all())


def _known(city: Sequence[Any], unit: Sequence[Any]) -> dict[str, str]:
    plain = {row.name: row.value for row in city}
    for row in unit:
        plain |= {"unit.nama": row.name, "unit.alamat": row.address, "unit.telepon": row.phone}
    return plain
