"""Who has a response open now, and whom its sections are assigned to."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("response", sa.Integer(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_presence_account_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name=op.f("fk_presence_response_response")),
        sa.PrimaryKeyConstraint("response", "account", name=op.f("pk_presence")),
    )
    op.create_table(
        "assignment",
        sa.Column("response", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_assignment_account_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name=op.f("fk_assignment_response_response")),
        sa.PrimaryKeyConstraint("response", "section", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_account"), "assignment", ["account"])
