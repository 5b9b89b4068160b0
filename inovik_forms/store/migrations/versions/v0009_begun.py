"""Responses that a device began by itself, without a network."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "begun",
        sa.Column("draft", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("response", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name=op.f("fk_begun_response_response")),
        sa.PrimaryKeyConstraint("draft", name=op.f("pk_begun")),
    )
    op.create_index(op.f("ix_begun_response"), "begun", ["response"])
