"""The database's tables, one noun per file. Imported together: their foreign keys refer to each other."""

from backend.store import chunks, collections, documents, jobs, keys, texts, uploads, users

__all__ = ["chunks", "collections", "documents", "jobs", "keys", "texts", "uploads", "users"]
