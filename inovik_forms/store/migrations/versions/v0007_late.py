"""Answers that came too late for their response and wait for a person."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _text(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def upgrade() -> None:
    op.create_table(
        "late",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("response", sa.Integer(), nullable=False),
        _text("change_id"), _text("path"), _text("value"), _text("label", ""),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        _text("author"), _text("device"),
        sa.Column("why", sa.String(length=10), nullable=False),
        _text("handed_by", ""),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        _text("decided_by", ""),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        _text("placed", ""),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name="fk_late_response_response"),
        sa.PrimaryKeyConstraint("id", name="pk_late"),
        sa.UniqueConstraint("response", "change_id", name="uq_late_response_change_id"),
    )  # fmt: skip
    op.create_index("ix_late_response", "late", ["response"])
