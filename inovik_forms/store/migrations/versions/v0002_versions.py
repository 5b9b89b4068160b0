"""Who published a questionnaire, with which note; and questionnaires that are not published yet."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("author", "note"):
        op.add_column("questionnaire", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_table(
        "questionnaire_draft",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_questionnaire_draft_name"), "questionnaire_draft", ["name"])
