"""The codes by which papers are told genuine."""

import sqlalchemy as sa
from alembic import op

from inovik_forms.store.tables import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued",
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("response", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("original", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name=op.f("fk_issued_response_response")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_issued")),
        sa.UniqueConstraint(
            "response",
            "seq",
            "template",
            "version",
            "original",
            name=op.f("uq_issued_response_seq_template_version_original"),
        ),
    )
