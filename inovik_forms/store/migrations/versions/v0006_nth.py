"""A device's own counting of what it made, so that what it made last counts, whatever arrives last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change", sa.Column("nth", sa.BigInteger(), server_default="0", nullable=False))
