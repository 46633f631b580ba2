"""Blobs: stored bytes named by their SHA-256, never changed once stored."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol


class Received(Protocol):
    """Bytes that are here, not yet a blob. Closing without `keep` leaves nothing behind."""

    size: int

    def digest(self) -> str:
        """SHA-256 of all of them, hex."""

    def seal(self) -> None:
        """Make the bytes survive a power cut; they still have no name."""

    def keep(self) -> None:
        """Give the bytes their name. Harmless when the blob is there already."""

    def secure(self) -> None:
        """Make the name that `keep` gave survive a power cut; nothing to do when it gave none.

        For several files it is faster to keep all, then to secure all.
        """

    def discard(self) -> None:
        """Forget the bytes. Harmless after `keep`."""


class Incoming(Received, Protocol):
    """Bytes on their way in; size and digest are of what was written so far."""

    def write(self, *pieces: bytes | memoryview) -> None:
        """Take and hash the next bytes, in at most a thousand pieces. DiskFull when the reserve would be touched."""


class Blobs(Protocol):
    """Where blobs live: a local folder, or any S3-compatible store."""

    def receive(self) -> Incoming:
        """Begin to receive one blob."""

    def has(self, sha256: str) -> bool: ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes to read; NotFound when they are gone."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """A path to the bytes for as long as the block runs (a temporary copy where the store is remote)."""

    def delete(self, sha256: str) -> None:
        """Remove the bytes; harmless when they are gone."""

    def stored(self, prefix: str, older_than: float) -> set[str]:
        """SHA-256 of the blobs that begin with these two digits and were written more than so many seconds ago."""

    def sweep(self, older_than: float) -> int:
        """Remove unfinished receptions older than this many seconds; returns how many."""
