"""What a response calls itself: the setting instance_name of its questionnaire, worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("response", sa.Column("name", sa.Text(), server_default="", nullable=False))
