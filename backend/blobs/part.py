"""Part: the next so many bytes of a file, as a file of its own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _Raw(io.RawIOBase):
    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._file.read(min(len(view), self._left))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class Part(io.BufferedReader):
    """Reads `size` bytes from where `file` stands; closing it closes the file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__(_Raw(file, size))
