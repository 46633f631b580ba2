"""Everywhere: the store that new blobs go to, and those that hold older ones until they are moved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from backend.blobs.base import Incoming, Store
from backend.errors import NotFound, StoreUnavailable

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Everywhere:
    """Stores in `first`; what is not there is looked for in `others`, asked only then."""

    def __init__(self, first: Store, others: Callable[[], Sequence[Store]]) -> None:
        self.first = first
        self.others = others

    @property
    def at_once(self) -> int:
        return self.first.at_once

    def receive(self) -> Incoming:
        return self.first.receive()

    def has(self, sha256: str) -> bool:
        return self.first.has(sha256) or any(other.has(sha256) for other in self.others())

    def open(self, sha256: str, first: int = 0, end: int | None = None) -> BinaryIO:
        return self._found(lambda blobs: blobs.open(sha256, first, end))

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        with ExitStack() as stack:
            yield self._found(lambda blobs: stack.enter_context(blobs.local(sha256)))

    def delete(self, *sha256: str) -> None:
        self.first.delete(*sha256)
        for other in self.others():
            try:
                other.delete(*sha256)
            except StoreUnavailable as error:
                logger.warning("blobs are left in a store that is used no more: %s", error)

    def stored(self, prefix: str, older_than: float) -> set[str]:
        found = self.first.stored(prefix, older_than)
        for other in self.others():
            with suppress(StoreUnavailable):
                found |= other.stored(prefix, older_than)
        return found

    def sweep(self, older_than: float) -> int:
        return self.first.sweep(older_than)

    def answers(self) -> bool:
        return self.first.answers()

    def _found(self, read: Callable[[Store], T]) -> T:
        """What the first store that has it gives."""
        try:
            return read(self.first)
        except NotFound as error:
            missing = error
        for other in self.others():
            with suppress(NotFound):
                return read(other)
        raise missing
