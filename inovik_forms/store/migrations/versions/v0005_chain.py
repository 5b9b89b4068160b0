"""The journal's chain of digests (store/chain.py); what is there already is linked as it stands."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store import chain
from inovik_forms.store.tables import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHANGE = sa.table(
    "change",
    *map(sa.column, ("response", "seq", "id", "path", "kind", "value", "base", "author", "device", "over")),
    sa.column("made_at", UtcDateTime), sa.column("received_at", UtcDateTime),
    *map(sa.column, ("salt", "erased", "digest")),
)  # fmt: skip
RESPONSE = sa.table("response", sa.column("id"), sa.column("digest"))


def upgrade() -> None:
    op.add_column("change", sa.Column("salt", sa.String(length=32), server_default="", nullable=False))
    op.add_column("change", sa.Column("erased", sa.String(length=64), server_default="", nullable=False))
    op.add_column("change", sa.Column("digest", sa.String(length=64), server_default="", nullable=False))
    op.add_column("response", sa.Column("digest", sa.String(length=64), server_default="", nullable=False))
    connection = op.get_bind()
    for number in connection.execute(sa.select(RESPONSE.c.id)).scalars().all():
        _link(connection, number)


def _link(connection: sa.Connection, number: int) -> None:
    mine = sa.select(CHANGE).where(CHANGE.c.response == number).order_by(CHANGE.c.seq)
    digest = chain.START
    for row in connection.execute(mine).mappings().all():
        salt = chain.new_salt()
        digest = chain.link(digest, {**row, "salt": salt})
        this = (CHANGE.c.response == number, CHANGE.c.seq == row["seq"])
        connection.execute(sa.update(CHANGE).where(*this).values(salt=salt, digest=digest))
    connection.execute(sa.update(RESPONSE).where(RESPONSE.c.id == number).values(digest=digest))
