"""Small makers for the tests of backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlmodel import col, select

from backend.backup import source
from backend.backup.folder import Backup, BackupFolder
from backend.backup.source import Source
from backend.backup.take import Brought, take
from backend.context import Context
from backend.core.text import Text
from backend.ingest import remove
from backend.settings import Settings
from backend.store import chunks, texts
from backend.store.collections import Collection
from backend.store.db import create_engine, transaction
from backend.store.documents import Document
from backend.store.uploads import Upload
from tests.builders import a_collection, an_upload, send

PASSAGES = ("The mill stands by the river. ", "Barley is ground there. ", "In winter it rests.")


def nothing(_done: int, _number: int) -> None:
    """Nobody watches."""


class Pile:
    """A collection whose documents are made by hand, as if they had been read."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.collection: Collection = a_collection(ctx)
        self.upload: Upload = an_upload(ctx, self.collection)

    def add(self, name: str, content: bytes | None = None) -> Document:
        """One more document, ready, with its text and passages."""
        sent = send(self.ctx, self.upload, name, name.encode() if content is None else content).file
        said = f"{name}: " + "".join(PASSAGES)
        with transaction(self.ctx.engine) as session:
            document = session.get_one(Document, sent.document_id)
            texts.put(session, document.id, Text(said))
            chunks.add(session, _passages(document, said))
            document.status, document.chunks_total = "ready", len(PASSAGES)
            session.add(document)
        return document

    def remove(self, document: Document) -> None:
        remove.document(self.ctx, self.collection.owner_id, document.id)


def _passages(document: Document, said: str) -> list[dict[str, Any]]:
    rows = []
    for position, passage in enumerate(PASSAGES):
        start = said.index(passage)
        place = {"position": position, "start": start, "end": start + len(passage), "tokens": 5}
        owners = {"document_id": document.id, "collection_id": document.collection_id}
        rows.append(owners | place | {"text": passage})
    return rows


@contextmanager
def looking_after(settings: Settings) -> Iterator[Source]:
    with source.opened(settings) as opened:
        yield opened


def back_up(settings: Settings, folder: Path, keep: int = 7) -> tuple[Backup, Brought]:
    with looking_after(settings) as opened:
        return take(opened, BackupFolder(folder), keep, nothing)


def rows(database: Path) -> dict[str, list[Any]]:
    """Everything that stands in a database, but where its blobs are."""
    engine = create_engine(f"sqlite:///{database}")
    try:
        with engine.connect() as connection:
            names = set(inspect(connection).get_table_names()) - {"blob_place", "blob_hold"}
            every = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}
    finally:
        engine.dispose()
    return {name: sorted(map(repr, found)) for name, found in every.items()}


def hashes(ctx: Context) -> set[str]:
    with transaction(ctx.engine) as session:
        return set(session.exec(select(col(Document.sha256))))


def flip(path: Path, at: int = 0) -> None:
    """One bit of a file falls over."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
