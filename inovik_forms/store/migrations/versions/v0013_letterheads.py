"""Letterheads that an administrator has set."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def upgrade() -> None:
    parts = ("above", "name", "below", "address", "postcode", "phone", "email", "web", "logo")
    op.create_table(
        "letterhead",
        sa.Column("owner", sa.Text(), nullable=False),
        *map(_text, parts),
        sa.PrimaryKeyConstraint("owner", name="pk_letterhead"),
    )
