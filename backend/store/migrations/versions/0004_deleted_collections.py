"""deleted collections"""

import sqlalchemy as sa
from alembic import op

import backend.store.db

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("collection", sa.Column("deleted_at", backend.store.db.UtcDateTime(timezone=True), nullable=True))
    op.create_index("ix_collection_deleted_at", "collection", ["deleted_at"])


def downgrade() -> None:
    op.execute("DELETE FROM collection WHERE deleted_at IS NOT NULL")  # the rest goes with it; blobs are swept
    op.drop_index("ix_collection_deleted_at", "collection")
    op.drop_column("collection", "deleted_at")
