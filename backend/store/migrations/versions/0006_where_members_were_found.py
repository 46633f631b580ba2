"""where members were found

What became of a file that was found inside another says in which one: the same bytes may lie in several.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("upload_file", sa.Column("parent_id", sa.String(), nullable=True))
    op.create_index("ix_upload_file_parent_id", "upload_file", ["parent_id"])
    op.execute(
        "UPDATE upload_file SET parent_id = (SELECT parent_id FROM document WHERE document.id = upload_file.document_id"
        " AND document.name = upload_file.name) WHERE member"
    )


def downgrade() -> None:
    op.drop_index("ix_upload_file_parent_id", "upload_file")
    op.drop_column("upload_file", "parent_id")
