"""Patterns of numbers, and the register of those that were given."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _text(name: str, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def upgrade() -> None:
    op.create_table(
        "number_pattern",
        _text("name"), _text("title"), _text("institution", ""), _text("form", ""), _text("code", ""),
        sa.Column("restart", sa.String(length=10), server_default="tahun", nullable=False),
        sa.Column("per_unit", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("first", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_number_pattern"),
    )  # fmt: skip
    op.create_table(
        "number",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _text("pattern"), _text("series", ""),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("text"), _text("key"),
        sa.Column("day", sa.String(length=10), nullable=False),
        _text("unit", ""),
        sa.Column("response", sa.Integer(), nullable=True),
        _text("path", ""), _text("author", ""),
        sa.Column("at", UtcDateTime(), nullable=False),
        _text("note", ""),
        sa.Column("voided_at", UtcDateTime(), nullable=True),
        _text("voided_by", ""), _text("void_reason", ""),
        sa.ForeignKeyConstraint(["pattern"], ["number_pattern.name"], name="fk_number_pattern_number_pattern"),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name="fk_number_response_response"),
        sa.PrimaryKeyConstraint("id", name="pk_number"),
        sa.UniqueConstraint("pattern", "series", "number", name="uq_number_pattern_series_number"),
        sa.UniqueConstraint("key", name="uq_number_key"),
        sqlite_autoincrement=True,
    )  # fmt: skip
    standing = sa.text("voided_at IS NULL")
    op.create_index(
        "uq_number_answer", "number", ["response", "path"], unique=True, sqlite_where=standing,
        postgresql_where=standing,
    )  # fmt: skip
