"""where blobs are

Which stores hold blobs, and who stores or removes which of them right now. Until now all of them lay on the disk.
"""

import sqlalchemy as sa
from alembic import op

import backend.store.db

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "blob_place",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("used_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_table(
        "blob_hold",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("removing", sa.Boolean(), nullable=False),
        sa.Column("until", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "holder"),
    )
    op.create_index("ix_blob_hold_holder", "blob_hold", ["holder"])
    op.execute(
        "INSERT INTO blob_place (url, owner, used_at) "
        "SELECT 'disk', 'disk', created_at FROM document ORDER BY created_at LIMIT 1"
    )


def downgrade() -> None:
    op.drop_index("ix_blob_hold_holder", "blob_hold")
    op.drop_table("blob_hold")
    op.drop_table("blob_place")
