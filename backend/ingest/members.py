"""Members: files that were found inside a file become documents of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from backend.blobs.base import Blobs, Incoming
from backend.errors import ExtractionFailed
from backend.formats.base import Member
from backend.ingest import accept
from backend.ingest.accept import Arrival, Origin
from backend.ingest.groups import GroupParams
from backend.store.documents import Document
from backend.work import Work

BLOCK_BYTES = 64 * 1024
FILES_TOGETHER = 1_000  # in one transaction
CONTENTS_TOGETHER = 50  # of which so many may be new: each is a file to be flushed to disk


class Found:
    """A file that lies on this machine: hashed at once, copied only when its bytes are wanted. It is a `Received`."""

    def __init__(self, blobs: Blobs, path: Path) -> None:
        self._blobs = blobs
        self._path = path
        self._copy: Incoming | None = None
        self.size, seen = 0, hashlib.sha256()
        for data in self._blocks():
            self.size += len(data)
            seen.update(data)
        self._sha256 = seen.hexdigest()

    def digest(self) -> str:
        return self._sha256

    def seal(self) -> None:
        if self._copy is None:
            self._copy = self._copied()
        self._copy.seal()

    def keep(self) -> None:
        if not self._blobs.has(self._sha256):
            self.seal()
        if self._copy is not None:
            self._copy.keep()

    def secure(self) -> None:
        if self._copy is not None:
            self._copy.secure()

    def discard(self) -> None:
        if self._copy is not None:
            self._copy.discard()

    def _copied(self) -> Incoming:
        copy = self._blobs.receive()
        try:
            for data in self._blocks():
                copy.write(data)
            if copy.digest() != self._sha256:
                raise ExtractionFailed("A file inside changed while it was being stored. The file may be hostile.")
        except BaseException:
            copy.discard()
            raise
        return copy

    def _blocks(self) -> Iterator[bytes]:
        with self._path.open("rb", buffering=0) as file:
            while data := file.read(BLOCK_BYTES):
                yield data


def take(work: Work[GroupParams], document: Document, members: Sequence[Member]) -> None:
    """Take the files found in a document into its upload. Taking them twice is harmless: twins are duplicates."""
    ctx, made = work.ctx, []
    if members and document.depth >= ctx.settings.max_member_depth:
        raise ExtractionFailed(
            f"Archives inside archives are opened {ctx.settings.max_member_depth} levels deep; this one lies deeper. "
            "Unpack it and send its files."
        )
    for arrivals in _together(_arrivals(work, document, members)):
        try:
            taken = accept.accept_all(ctx, work.params.upload_id, arrivals)
        finally:
            for arrival in arrivals:
                arrival.received.discard()
        work.publish([event for each in taken for event in each.events])
        made += [each.group.id for each in taken if each.group]
    work.dispatch(made)


def _arrivals(work: Work[GroupParams], document: Document, members: Sequence[Member]) -> Iterator[Arrival]:
    for member in members:
        work.check()
        origin = Origin(f"{document.name}/{member.name}", parent_id=document.id, depth=document.depth + 1)
        yield Arrival(origin, Found(work.ctx.blobs, member.path))


def _together(arrivals: Iterator[Arrival]) -> Iterator[list[Arrival]]:
    """The arrivals in order, as many together as one transaction should take."""
    some: list[Arrival] = []
    contents: set[str] = set()
    for arrival in arrivals:
        some.append(arrival)
        contents.add(arrival.received.digest())
        if len(some) >= FILES_TOGETHER or len(contents) >= CONTENTS_TOGETHER:
            yield some
            some, contents = [], set()
    if some:
        yield some
