"""first schema"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import backend.store.db

revision = "0001"
down_revision = None

# Keywords in SQLite; Postgres has its own full-text search. The FTS5 table keeps no text of its own: triggers keep it
# true. The collection is an indexed word too (its id without dashes), because FTS5 intersects two of its own lists far
# faster than it joins another table.
INSERT = "INSERT INTO chunk_fts(rowid, collection, text) VALUES (new.id, replace(new.collection_id, '-', ''), new.text)"
DELETE = (
    "INSERT INTO chunk_fts(chunk_fts, rowid, collection, text) "
    "VALUES ('delete', old.id, replace(old.collection_id, '-', ''), old.text)"
)
KEYWORDS_UP = (
    "CREATE VIEW chunk_words AS SELECT id, replace(collection_id, '-', '') AS collection, text FROM chunk",
    "CREATE VIRTUAL TABLE chunk_fts USING fts5(collection, text, content='chunk_words', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER chunk_fts_insert AFTER INSERT ON chunk BEGIN {INSERT}; END",
    f"CREATE TRIGGER chunk_fts_delete AFTER DELETE ON chunk BEGIN {DELETE}; END",
    f"CREATE TRIGGER chunk_fts_update AFTER UPDATE OF text, collection_id ON chunk BEGIN {DELETE}; {INSERT}; END",
)
KEYWORDS_DOWN = (
    "DROP TRIGGER chunk_fts_update",
    "DROP TRIGGER chunk_fts_delete",
    "DROP TRIGGER chunk_fts_insert",
    "DROP TABLE chunk_fts",
    "DROP VIEW chunk_words",
)


def upgrade() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "access_key",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("user_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("used_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    with op.batch_alter_table("access_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_key_user_id"), ["user_id"], unique=False)

    op.create_table(
        "collection",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("instructions", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner_id", "name"),
    )
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_collection_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("collection_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("upload_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("job_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("parent_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("format", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("retryable", sa.Boolean(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("chunks_total", sa.Integer(), nullable=False),
        sa.Column("chunks_done", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ready_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("collection_id", "sha256"),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_counts", ["collection_id", "status", "chunks_total", "size"], unique=False)
        batch_op.create_index("ix_document_job", ["job_id", "status"], unique=False)
        batch_op.create_index("ix_document_listing", ["collection_id", "status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_document_upload", ["upload_id", "status"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("parent_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("collection_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("conversation_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("total_items", sa.Integer(), nullable=False),
        sa.Column("processed_items", sa.Integer(), nullable=False),
        sa.Column("failed_items", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error_message", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("queue", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("worker", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("lease_until", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("not_before", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dispatch", sa.Integer(), nullable=False),
        sa.Column("dispatched_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("completed_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["job.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_collection_id"), ["collection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index("ix_job_owner", ["owner_id", "parent_id", "id"], unique=False)
        batch_op.create_index("ix_job_parent", ["parent_id", "status"], unique=False)
        batch_op.create_index("ix_job_queue", ["queue", "status"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("owner_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("collection_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("job_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expected_files", sa.Integer(), nullable=True),
        sa.Column("bytes_received", sa.Integer(), nullable=False),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", backend.store.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_collection_id"), ["collection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_upload_status"), ["status"], unique=False)

    op.create_table(
        "chunk",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("collection_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("embedded", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("chunk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chunk_collection_id"), ["collection_id"], unique=False)
        batch_op.create_index("ix_chunk_document", ["document_id", "position"], unique=False)
        batch_op.create_index(
            "ix_chunk_pending",
            ["document_id", "position"],
            unique=False,
            sqlite_where=sa.text("NOT embedded"),
            postgresql_where=sa.text("NOT embedded"),
        )

    op.create_table(
        "document_text",
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("marks", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_table(
        "upload_file",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("upload_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("document_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("same_as", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_at", backend.store.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("upload_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_file_document_id"), ["document_id"], unique=False)
        batch_op.create_index("ix_upload_file_outcome", ["upload_id", "outcome", "member"], unique=False)
        batch_op.create_index("ix_upload_file_sha256", ["upload_id", "sha256"], unique=False)

    op.create_table(
        "vector",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("chunk_id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("windows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["chunk_id"], ["chunk.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chunk_id"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in KEYWORDS_UP:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in KEYWORDS_DOWN:
            op.execute(statement)
    op.drop_table("vector")
    with op.batch_alter_table("upload_file", schema=None) as batch_op:
        batch_op.drop_index("ix_upload_file_sha256")
        batch_op.drop_index("ix_upload_file_outcome")
        batch_op.drop_index(batch_op.f("ix_upload_file_document_id"))

    op.drop_table("upload_file")
    op.drop_table("document_text")
    with op.batch_alter_table("chunk", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_chunk_pending", sqlite_where=sa.text("NOT embedded"), postgresql_where=sa.text("NOT embedded")
        )
        batch_op.drop_index("ix_chunk_document")
        batch_op.drop_index(batch_op.f("ix_chunk_collection_id"))

    op.drop_table("chunk")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_status"))
        batch_op.drop_index(batch_op.f("ix_upload_owner_id"))
        batch_op.drop_index(batch_op.f("ix_upload_job_id"))
        batch_op.drop_index(batch_op.f("ix_upload_collection_id"))

    op.drop_table("upload")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_queue")
        batch_op.drop_index("ix_job_parent")
        batch_op.drop_index("ix_job_owner")
        batch_op.drop_index(batch_op.f("ix_job_conversation_id"))
        batch_op.drop_index(batch_op.f("ix_job_collection_id"))

    op.drop_table("job")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_upload")
        batch_op.drop_index(batch_op.f("ix_document_sha256"))
        batch_op.drop_index(batch_op.f("ix_document_parent_id"))
        batch_op.drop_index("ix_document_listing")
        batch_op.drop_index("ix_document_job")
        batch_op.drop_index("ix_document_counts")

    op.drop_table("document")
    with op.batch_alter_table("collection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_collection_owner_id"))

    op.drop_table("collection")
    with op.batch_alter_table("access_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_key_user_id"))

    op.drop_table("access_key")
    op.drop_table("user_account")
