"""What stands in the database, on the disk and in Redis after it all, asked behind Winnow's back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from redis import Redis
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from backend.settings import Settings
from backend.store.chunks import Chunk, Vector
from backend.store.db import create_engine, reading
from backend.store.documents import Document
from backend.store.jobs import LIVE, Job
from backend.supervise import redis_server
from tests.eventually import eventually
from tests.running import Winnow


@contextmanager
def database(winnow: Winnow) -> Iterator[Engine]:
    """The database of a running Winnow."""
    engine = create_engine(Settings(data_dir=winnow.data_dir).database)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def redis_of(winnow: Winnow) -> Iterator[Redis]:
    client = Redis.from_url(redis_server.url(winnow.data_dir))
    try:
        yield client
    finally:
        client.close()


def check_chunks(winnow: Winnow, collection_id: str) -> None:
    """Ready documents have each chunk once, each with a vector; failed ones have none."""
    with database(winnow) as engine, reading(engine) as session:
        documents = session.exec(select(Document).where(Document.collection_id == collection_id)).all()
        chunks = session.exec(select(Chunk.document_id, Chunk.position, Chunk.embedded)).all()
        vectors = session.exec(select(func.count()).select_from(Vector)).one()
    assert len({(document, position) for document, position, _ in chunks}) == len(chunks) == vectors
    assert all(embedded for _, _, embedded in chunks)
    counted = Counter(document for document, _, _ in chunks)
    for document in documents:
        assert document.status in ("ready", "failed"), document
        expected = document.chunks_total if document.status == "ready" else 0
        assert counted.pop(document.id, 0) == document.chunks_done == expected, document
    assert not counted


def check_blobs(winnow: Winnow) -> None:
    """Every document has its blob, and every blob its document."""
    with database(winnow) as engine, reading(engine) as session:
        known = set(session.exec(select(Document.sha256)).all())
    blobs = winnow.blobs
    there = {found for number in range(256) for found in blobs.stored(f"{number:02x}", -60)}
    assert there == known


def wait_for_ended(winnow: Winnow, number: int, seconds: float) -> None:
    """Until so many documents are ready or failed; also while nobody answers."""
    query = select(func.count()).select_from(Document).where(col(Document.status).in_(("ready", "failed")))

    def enough() -> bool:
        with reading(engine) as session:
            return session.exec(query).one() >= number

    with database(winnow) as engine:
        eventually(enough, seconds)


def live_jobs(winnow: Winnow) -> list[Job]:
    with database(winnow) as engine, reading(engine) as session:
        return _live(session)


def log_behind(winnow: Winnow, position: str) -> list[str]:
    """Ids of all events that stand in the log behind this one."""
    with redis_of(winnow) as redis:
        entries: list[Any] = redis.xrange("winnow:events", f"({position}")
        return [identity.decode() for identity, fields in entries if fields[b"e"] != b"log.opened"]


def _live(session: Session) -> list[Job]:
    return list(session.exec(select(Job).where(col(Job.status).in_(LIVE))))
