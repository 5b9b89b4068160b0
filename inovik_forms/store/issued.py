"""Papers that were made with a code on them, by which anybody sees whether a paper is genuine and the newest."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, insert_for
from inovik_forms.store.records import Issued

_I = t.issued.c
_ISSUED = select(_I.response, _I.seq, _I.template, _I.version, _I.original, _I.at)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other when a code is typed from paper."""
LENGTH = 12
"""Some 59 bits: nobody finds a code by trying."""


class IssuedPapers(Base):
    """The store's part about them."""

    def issue(self, response: int, seq: int, template: str, version: int, original: int) -> str:
        """The code of a paper; the same one each time that it is made of the same answers."""
        paper = {"response": response, "seq": seq, "template": template, "version": version, "original": original}
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        same = (_I[name] == value for name, value in paper.items())
        with self.db.writing() as connection:
            row = {"code": code, "at": self.clock(), **paper}
            insert = insert_for(connection.dialect.name, t.issued).values(row)
            connection.execute(insert.on_conflict_do_nothing(index_elements=list(paper)))
            return str(connection.execute(select(_I.code).where(*same)).scalar_one())

    def issued(self, code: str) -> Issued | None:
        """The paper of a code; None when there is none."""
        with self.db.reading() as connection:
            row = connection.execute(_ISSUED.where(_I.code == code)).one_or_none()
        return Issued(*row) if row else None
