"""Clauses that templates share, and which version of them a version of a template prints."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clause",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_clause")),
    )
    op.create_table(
        "clause_variant",
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), server_default="", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("clause", "version", "position", name=op.f("pk_clause_variant")),
    )
    op.create_table(
        "template_clause",
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("clause_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("template", "version", "clause", name=op.f("pk_template_clause")),
    )
