"""Small makers for tests: what a test needs to exist before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.context import Context
from backend.ingest import accept, opening
from backend.ingest.accept import Accepted, Arrival, Origin
from backend.store import collections, users
from backend.store.collections import Collection
from backend.store.db import transaction
from backend.store.uploads import Upload


@dataclass
class ManualClock:
    """A clock that stands still until a test moves it."""

    now: datetime = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def owner_id(ctx: Context) -> str:
    with transaction(ctx.engine) as session:
        return users.owner(session, ctx.clock()).id


def a_collection(ctx: Context, name: str = "papers") -> Collection:
    with transaction(ctx.engine) as session:
        return collections.add(session, users.owner(session, ctx.clock()).id, name, ctx.clock())


def an_upload(ctx: Context, collection: Collection, expected_files: int | None = None) -> Upload:
    return opening.open_upload(ctx, collection.owner_id, collection.id, expected_files, "")


def send(ctx: Context, upload: Upload, name: str, content: bytes) -> Accepted:
    """What the API does with one received file, without the HTTP around it."""
    return send_all(ctx, upload, [(name, content)])[0]


def group_of(taken: Accepted) -> str:
    """The id of the new group that takes the file in."""
    assert taken.group
    return taken.group.id


def send_all(ctx: Context, upload: Upload, files: Sequence[tuple[str, bytes]]) -> list[Accepted]:
    """What the API does with the files of one request, without the HTTP around it."""
    arrivals = [Arrival(Origin(name), ctx.blobs.receive()) for name, _ in files]
    try:
        for arrival, (_, content) in zip(arrivals, files, strict=True):
            arrival.received.write(content)
        return accept.accept_all(ctx, upload.id, arrivals)
    finally:
        for arrival in arrivals:
            arrival.received.discard()
