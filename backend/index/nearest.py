"""Nearest: one passage of every document: the closest in meaning to a text, or the most typical of the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

PAGE = 2_000  # passages read at a time

_WINDOWS = """
SELECT vector.id, chunk.document_id, chunk.start, chunk."end", vector.windows
FROM vector JOIN chunk ON chunk.id = vector.chunk_id
WHERE vector.id > ? AND chunk.document_id IN (SELECT value FROM json_each(?)) ORDER BY vector.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters [start, end) of a document's text, and the cosine of its best window."""

    start: int
    end: int
    cosine: float


def nearest(connection: Connection, meaning: Sequence[float], document_ids: Sequence[str]) -> dict[str, Passage]:
    """The passage of each document that is nearest to `meaning`, exactly; none for a document without vectors."""
    query = np.asarray(meaning, np.float32)
    found: dict[str, Passage] = {}
    for document_id, start, end, matrix in _rows(connection, document_ids, len(query)):
        cosine = float((matrix @ query).max())
        if document_id not in found or cosine > found[document_id].cosine:
            found[document_id] = Passage(start, end, cosine)
    return found


def typical(connection: Connection, document_ids: Sequence[str], dimensions: int) -> dict[str, Passage]:
    """The passage of each document that is nearest to the mean of all its passages."""
    sums: dict[str, NDArray[np.float32]] = {}
    for document_id, _, _, matrix in _rows(connection, document_ids, dimensions):
        total = matrix.sum(axis=0)
        sums[document_id] = total if document_id not in sums else sums[document_id] + total
    found: dict[str, Passage] = {}
    for document_id, start, end, matrix in _rows(connection, document_ids, dimensions):
        cosine = float((matrix @ sums[document_id]).max() / max(float(np.linalg.norm(sums[document_id])), 1e-9))
        if document_id not in found or cosine > found[document_id].cosine:
            found[document_id] = Passage(start, end, cosine)
    return found


def _rows(
    connection: Connection, document_ids: Sequence[str], dimensions: int
) -> Iterator[tuple[str, int, int, NDArray[np.float32]]]:
    """Document, start, end and (windows, dimensions) of every passage with a vector of today's model."""
    wanted, last = json.dumps(list(document_ids)), 0
    while rows := connection.exec_driver_sql(_WINDOWS, (last, wanted, PAGE)).all():
        last = int(rows[-1][0])
        for _, document_id, start, end, windows in rows:
            if windows and len(windows) % (2 * dimensions) == 0:
                matrix = np.frombuffer(windows, np.float16).reshape(-1, dimensions).astype(np.float32)
                yield document_id, start, end, matrix
