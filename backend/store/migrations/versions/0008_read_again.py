"""read again

How often a document was read again by itself is counted where no crash can lose it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("document", sa.Column("repeated", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("document", "repeated")
