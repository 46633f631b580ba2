"""The database's tables, one noun per file. All are imported together, for foreign keys refer to each other's tables."""

from backend.store import chunks, collections, documents, jobs, keys, texts, uploads, users

__all__ = ["chunks", "collections", "documents", "jobs", "keys", "texts", "uploads", "users"]
