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

    def keep(self) -> None:
        """Give the bytes their name, or begin to. Harmless when the blob is there already, and when repeated."""

    def secure(self) -> None:
        """See that what `keep` gave a name is stored and survives a power cut.

        For several files it is faster to keep all, then to secure all.
        """

    def discard(self) -> None:
        """Forget the bytes. Harmless after `secure`."""


class Incoming(Received, Protocol):
    """Bytes on their way in; size and digest are of what was written so far."""

    def write(self, *pieces: bytes | memoryview) -> None:
        """Take and hash the next bytes, in at most a thousand pieces. DiskFull when the reserve would be touched."""


class Blobs(Protocol):
    """Where blobs live: a local folder, or any S3-compatible store.

    Everything raises StoreUnavailable, with a sentence, while the store does not answer or refuses.
    """

    @property
    def at_once(self) -> int:
        """How many files are best received at once: more would only wait for each other."""

    def receive(self) -> Incoming:
        """Begin to receive one blob."""

    def has(self, sha256: str) -> bool: ...

    def open(self, sha256: str, first: int = 0, end: int | None = None) -> BinaryIO:
        """The bytes [first, end) to read; NotFound when they are gone."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """A path to the bytes for as long as the block runs: where the store is remote, a temporary copy of which the
        hash was checked (Damaged)."""

    def delete(self, *sha256: str) -> None:
        """Remove the bytes; harmless when they are gone. Ends within half a minute, one way or the other."""

    def stored(self, prefix: str, older_than: float) -> set[str]:
        """SHA-256 of the blobs that begin with these two digits and were written more than so many seconds ago."""

    def sweep(self, older_than: float) -> int:
        """Remove unfinished receptions older than this many seconds; returns how many."""

    def answers(self) -> bool:
        """Whether new blobs can be stored right now. Asked often: never waits."""


class Store(Blobs, Protocol):
    """One place where blobs live, with what whoever looks after it needs."""

    def vouches(self, sha256: str) -> bool:
        """Whether the store itself has hashed these bytes and says that they are this blob; False where it can not
        say, and they must be read."""

    def set_aside(self, sha256: str) -> None:
        """Take the name from bytes that turned out to be others; they are kept under `damaged/`."""

    def claim(self, owner: str, *, adopt: bool = False) -> bool:
        """Whether the place is, or from now on becomes, this owner's: nobody else may sweep it.

        With `adopt` it becomes that whoever's it was.
        """

    def check(self) -> None:
        """Try everything that Winnow needs of the store; StoreUnavailable says what does not work and what to do."""
