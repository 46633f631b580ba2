"""words without spaces

Chunks in scripts without spaces get the words they are to be found by; of all others nothing changes in the index.
"""

import sqlalchemy as sa
from alembic import op

from backend.core import unspaced

revision = "0005"
down_revision = "0004"

PAGE = 1_000
INSERT = (
    "INSERT INTO chunk_fts(rowid, collection, text) VALUES (new.id, replace(new.collection_id, '-', ''), new.INDEXED)"
)
DELETE = (
    "INSERT INTO chunk_fts(chunk_fts, rowid, collection, text) "
    "VALUES ('delete', old.id, replace(old.collection_id, '-', ''), old.INDEXED)"
)
AGAIN = (
    "DROP TRIGGER chunk_fts_update",
    "DROP TRIGGER chunk_fts_delete",
    "DROP TRIGGER chunk_fts_insert",
    "DROP VIEW chunk_words",
    "CREATE VIEW chunk_words AS SELECT id, replace(collection_id, '-', '') AS collection, INDEXED AS text FROM chunk",
    "CREATE TRIGGER chunk_fts_insert AFTER INSERT ON chunk BEGIN INSERTED; END",
    "CREATE TRIGGER chunk_fts_delete AFTER DELETE ON chunk BEGIN DELETED; END",
    "CREATE TRIGGER chunk_fts_update AFTER UPDATE OF COLUMNS ON chunk BEGIN DELETED; INSERTED; END",
)


def upgrade() -> None:
    op.add_column("chunk", sa.Column("words", sa.String(), nullable=True))
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        _keep_index_by("coalesce({row}words, {row}text)", "words, text, collection_id")
    after = 0
    while rows := connection.execute(
        sa.text("SELECT id, text FROM chunk WHERE id > :after ORDER BY id LIMIT :page"), {"after": after, "page": PAGE}
    ).all():
        after = rows[-1].id
        found = [{"id": row.id, "words": words} for row in rows if (words := unspaced.indexed(row.text)) is not None]
        if found:
            connection.execute(sa.text("UPDATE chunk SET words = :words WHERE id = :id"), found)


def downgrade() -> None:
    op.execute("UPDATE chunk SET words = NULL WHERE words IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        _keep_index_by("{row}text", "text, collection_id")
    op.drop_column("chunk", "words")


def _keep_index_by(text: str, columns: str) -> None:
    """Make the triggers and the view again, so that they index this expression; entries that are there stay."""
    for statement in AGAIN:
        for name, value in (("INSERTED", INSERT), ("DELETED", DELETE), ("COLUMNS", columns)):
            statement = statement.replace(name, value)
        for row in ("new.", "old.", ""):
            statement = statement.replace(f"{row}INDEXED", text.format(row=row))
        op.execute(statement)
