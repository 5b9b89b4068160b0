"""Word templates before they are published, and who published a version and why."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "template_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("questionnaire", sa.Text(), server_default="", nullable=False),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_draft")),
        sa.UniqueConstraint("name", name=op.f("uq_template_draft_name")),
        sqlite_autoincrement=True,
    )
    op.add_column("template", sa.Column("author", sa.Text(), server_default="", nullable=False))
    op.add_column("template", sa.Column("note", sa.Text(), server_default="", nullable=False))
