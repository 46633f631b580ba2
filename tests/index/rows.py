"""Chunks with made-up vectors, stored as ingestion stores them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backend.context import Context
from backend.core.ids import new_id
from backend.store import chunks
from backend.store.collections import Collection
from backend.store.db import transaction
from backend.store.documents import Document

WIDTH = 384


def meaning(seed: int) -> NDArray[np.float32]:
    """A random vector of length 1, the same for the same seed."""
    vector = np.random.default_rng(seed).standard_normal(WIDTH).astype(np.float32)
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit


def windows(*seeds: int) -> bytes:
    """What the embedder gives for a text whose windows mean these."""
    return np.stack([meaning(seed) for seed in seeds]).astype(np.float16).tobytes()


def a_document(ctx: Context, collection: Collection, *texts: str) -> list[int]:
    """Store a document with these chunks, none embedded; returns their ids."""
    identity, now = new_id(), ctx.clock()
    with transaction(ctx.engine) as session:
        session.add(
            Document(
                id=identity,
                collection_id=collection.id,
                sha256=identity,
                name="a.txt",
                size=1,
                created_at=now,
                updated_at=now,
            )
        )
        session.flush()
        same = {"document_id": identity, "collection_id": collection.id, "start": 0, "end": 1, "tokens": 1}
        chunks.add(session, [{**same, "position": place, "text": text} for place, text in enumerate(texts)])
        return [chunk for chunk, _, _ in chunks.without_vectors(session, [identity], len(texts))]


def embed(ctx: Context, vectors: Sequence[tuple[int, bytes]]) -> None:
    with transaction(ctx.engine) as session:
        chunks.set_vectors(session, vectors)


def remove(ctx: Context, chunk_id: int) -> None:
    """Delete the whole document of a chunk."""
    with transaction(ctx.engine) as session:
        chunk = session.get(chunks.Chunk, chunk_id)
        assert chunk is not None
        session.delete(session.get_one(Document, chunk.document_id))
