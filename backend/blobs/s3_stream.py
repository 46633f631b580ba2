"""Reading an object: a connection that breaks is made again, and goes on at the byte where it stopped."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TRIES = 4  # in a row without a byte


def stream(fetch: Callable[[int], Any], first: int, explained: Callable[[], AbstractContextManager[None]]) -> BinaryIO:
    """A file over the object from its byte `first` on. `fetch` opens the object at a byte; `explained` turns the errors
    of botocore into sentences."""
    return cast(BinaryIO, io.BufferedReader(_Raw(fetch, first, explained)))


class _Raw(io.RawIOBase):
    def __init__(
        self, fetch: Callable[[int], Any], first: int, explained: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._fetch = fetch
        self._explained = explained
        self._at = first
        self._body = fetch(first)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        with self._explained():
            data = self._read(len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _read(self, size: int) -> bytes:
        from botocore.exceptions import BotoCoreError

        for _ in range(TRIES - 1):
            try:
                return bytes(self._body.read(size))
            except BotoCoreError:
                self._body.close()
                self._body = self._fetch(self._at)
        return bytes(self._body.read(size))

    def close(self) -> None:
        self._body.close()
        super().close()
