"""Alembic's entry point; called through backend.store.migrate, which passes the engine."""

from alembic import context
from sqlmodel import SQLModel

import backend.store  # noqa: F401  registers the tables

DERIVED = ("chunk_fts", "chunk_terms")  # the keyword index keeps tables of its own


def ours(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Compare our tables only."""
    return kind != "table" or not (name or "").startswith(DERIVED)


with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, include_object=ours
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
