"""words in one spelling

Chunks with soft hyphens, ligatures, ß or vowel signs are found by their words however these are written.
"""

import sqlalchemy as sa
from alembic import op

from backend.core import unspaced

revision = "0007"
down_revision = "0006"

PAGE = 1_000


def upgrade() -> None:
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(
        sa.text("SELECT id, text, words FROM chunk WHERE id > :after ORDER BY id LIMIT :page"),
        {"after": after, "page": PAGE},
    ).all():
        after = rows[-1].id
        changed = [(row.id, words) for row in rows if (words := unspaced.indexed(row.text)) != row.words]
        if changed:
            connection.execute(
                sa.text("UPDATE chunk SET words = :words WHERE id = :id"),
                [{"id": identity, "words": words} for identity, words in changed],
            )


def downgrade() -> None:
    """Nothing: what finds more finds what was found before."""
