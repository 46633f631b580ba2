"""References: which rows name a blob, so that its bytes must stay.

Whatever else comes to name blobs joins here, and is swept, backed up, verified and moved like the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from backend.store.documents import Document

LAST = "g"  # sorts behind every hexadecimal digit
ROWS = 10_000


@dataclass(frozen=True)
class Reference:
    """The columns of a table that names blobs: the SHA-256, the size in bytes, and what people call it."""

    sha256: Any
    size: Any
    name: Any


@dataclass(frozen=True)
class NamedBlob:
    """A blob that must be there."""

    sha256: str
    size: int
    name: str


REFERENCES: tuple[Reference, ...] = (Reference(col(Document.sha256), col(Document.size), col(Document.name)),)

# asked with every document that is deleted: built once
_NAMED = tuple(select(each.sha256).where(each.sha256.in_(bindparam("hashes", expanding=True))) for each in REFERENCES)
_BETWEEN = tuple(
    select(each.sha256).where(each.sha256 >= bindparam("first"), each.sha256 < bindparam("end")).distinct()
    for each in REFERENCES
)


def named(session: Session, hashes: Collection[str]) -> set[str]:
    """Those of the blobs that some row of anybody still names."""
    asked, connection = {"hashes": list(hashes)}, session.connection()
    return {found for query in _NAMED for found in connection.execute(query, asked).scalars()}


def beginning(session: Session, prefix: str) -> set[str]:
    """All blobs that rows name and whose SHA-256 begins so; all of them for an empty one."""
    asked, connection = {"first": prefix, "end": prefix + LAST}, session.connection()
    return {found for query in _BETWEEN for found in connection.execute(query, asked).scalars()}


def blobs(session: Session) -> Iterator[NamedBlob]:
    """Every blob that rows name, once for each row, in the order of their hashes."""
    for each in REFERENCES:
        query = select(each.sha256, each.size, each.name).order_by(each.sha256)
        found = session.connection().execution_options(yield_per=ROWS).execute(query)
        yield from (NamedBlob(*row) for row in found)
