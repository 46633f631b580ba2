"""The database's tables, one noun per file. Imported together: their foreign keys refer to each other."""

from backend.store import (
    batches,
    chunks,
    collections,
    conversations,
    documents,
    figures,
    findings,
    holds,
    jobs,
    keys,
    model_calls,
    places,
    texts,
    uploads,
    users,
)

__all__ = [
    "batches",
    "chunks",
    "collections",
    "conversations",
    "documents",
    "figures",
    "findings",
    "holds",
    "jobs",
    "keys",
    "model_calls",
    "places",
    "texts",
    "uploads",
    "users",
]
