"""Hybrid search in SQLite: the nearest chunks by meaning and the best by words, ranked together.

Another database brings its own `search` and `search_words` of the same shape.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from backend.core.fusion import fuse
from backend.index import codes, keywords
from backend.index.vectors import DIGITS, Vectors

WIDE = 100  # candidates from each side at least

_WINDOWS = "SELECT chunk_id, windows FROM vector WHERE chunk_id IN (SELECT value FROM json_each(?)) ORDER BY chunk_id"
_CHUNKS = """
SELECT id AS chunk_id, document_id, collection_id, position, start, "end", text FROM chunk
WHERE id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk with its score from 0 to 1, its cosine (None while it has no vector) and its BM25 (0 without a word)."""

    chunk_id: int
    document_id: str
    collection_id: str
    position: int
    start: int
    end: int
    text: str
    score: float
    semantic: float | None
    bm25: float


def search(
    connection: Connection,
    vectors: Vectors,
    question: str,
    meaning: NDArray[np.float32],
    collection_ids: Sequence[str],
    limit: int,
) -> list[Hit]:
    """The best chunks of these collections, best first. `meaning` is the question's vector, of length 1.

    Every candidate gets both scores exactly, whichever side found it. Wants a connection in a transaction.
    """
    vectors.refresh(connection)
    cosines = _nearest(connection, vectors, meaning, collection_ids, max(WIDE, limit))
    held = codes.holding(connection, question, collection_ids)
    also = list({**cosines, **held})
    words = dict(keywords.search(connection, question, collection_ids, max(WIDE, limit), also))
    cosines |= _cosines(connection, [identity for identity in {**words, **held} if identity not in cosines], meaning)
    ranked = [(identity, score) for identity, score in fuse(cosines, words, held)[:limit] if score > 0]
    return _hits(connection, ranked, cosines, words)


def search_words(connection: Connection, question: str, collection_ids: Sequence[str], limit: int) -> list[Hit]:
    """The best chunks by their words alone; the score is BM25 as a share of the best one's."""
    held = codes.holding(connection, question, collection_ids)
    words = dict(keywords.search(connection, question, collection_ids, limit, list(held)))
    ranked = fuse({}, words, held)[:limit]
    most = max((score for _, score in ranked), default=0.0) or 1.0
    return _hits(connection, [(identity, round(score / most, DIGITS)) for identity, score in ranked], {}, words)


def _nearest(
    connection: Connection, vectors: Vectors, meaning: NDArray[np.float32], collection_ids: Sequence[str], limit: int
) -> dict[int, float]:
    """The cosines of the nearest chunks that still exist."""
    near = [identity for identity, _ in vectors.search(meaning, collection_ids, limit)]
    cosines = _cosines(connection, near, meaning)
    if len(cosines) < len(near):  # some were deleted since the last look: others come into their place
        vectors.reclaim(connection)
        near = [identity for identity, _ in vectors.search(meaning, collection_ids, limit)]
        cosines = _cosines(connection, near, meaning)
    return cosines


def _cosines(connection: Connection, chunk_ids: Sequence[int], meaning: NDArray[np.float32]) -> dict[int, float]:
    """The cosine of each chunk's best window, from SQL; nothing for a chunk that is gone or has no vector yet."""
    found: dict[int, float] = {}
    for identity, windows in connection.exec_driver_sql(_WINDOWS, (json.dumps(chunk_ids),)).all():
        if len(windows) % (2 * len(meaning)) == 0:  # else another model's
            matrix = np.frombuffer(windows, np.float16).reshape(-1, len(meaning)).astype(np.float32)
            found[identity] = min(1.0, round(float((matrix @ meaning).max()), DIGITS))  # float16 may be a little more
    return found


def _hits(
    connection: Connection,
    ranked: Sequence[tuple[int, float]],
    cosines: dict[int, float],
    words: dict[int, float],
) -> list[Hit]:
    ids = json.dumps([identity for identity, _ in ranked])
    rows = {row["chunk_id"]: row for row in connection.exec_driver_sql(_CHUNKS, (ids,)).mappings()}
    return [
        Hit(
            **rows[identity],
            score=score,
            semantic=cosines.get(identity),
            bm25=round(words.get(identity, 0.0), DIGITS),
        )
        for identity, score in ranked
        if identity in rows
    ]
