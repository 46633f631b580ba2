"""Spool: a file being received, hashed while it is written once to the local disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from backend.blobs.allocate import allocate, give_back
from backend.errors import DiskFull, NotFound

CHECK_SPACE_EVERY = 64 * 1024 * 1024
SMALL_BYTES = 512 * 1024  # too little to allocate for
HEX = frozenset("0123456789abcdef")


def place_of(sha256: str) -> str:
    """Where a blob lies below its store: ab/cd/abcd…; NotFound for what is no hash."""
    if len(sha256) != 64 or not HEX.issuperset(sha256):
        raise NotFound("There is no such file.")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class SpoolFolder:
    """The folder of the files that are being received, or were fetched for a while."""

    def __init__(self, path: Path, reserve_bytes: int) -> None:
        self.path = path
        self.reserve_bytes = reserve_bytes
        path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def check_space(self) -> None:
        """DiskFull when less than the reserve is free."""
        free = shutil.disk_usage(self.path).free
        if free < self.reserve_bytes:
            raise DiskFull(
                f"The disk is nearly full: {free // 2**20} MB are free and {self.reserve_bytes // 2**20} MB are kept "
                "in reserve. Free some space, or delete documents you no longer need, and send the file again."
            )

    def sweep(self, older_than: float) -> int:
        """Remove what was left behind, when it is older than so many seconds; returns how many."""
        removed = 0
        for path in self.path.iterdir():
            try:
                if time.time() - path.stat().st_mtime > older_than:
                    path.unlink()
                    removed += 1
            except FileNotFoundError:
                continue
        return removed


class Spool:
    """One file being received. `path` is where its bytes are until they are moved or discarded."""

    def __init__(self, folder: SpoolFolder) -> None:
        folder.check_space()
        self._folder = folder
        self._hash = hashlib.sha256()
        descriptor, path = tempfile.mkstemp(dir=folder.path, prefix="in-")
        self.path = Path(path)
        self._file: BinaryIO = os.fdopen(descriptor, "wb", buffering=0)
        self._next_check = CHECK_SPACE_EVERY
        self._allocated = 0
        self.size = 0

    def write(self, *pieces: bytes | memoryview) -> None:
        if self.size >= self._next_check:
            self._folder.check_space()
            self._next_check = self.size + CHECK_SPACE_EVERY
        for piece in pieces:
            self._hash.update(piece)
        size = sum(map(len, pieces))
        if self.size + size > max(self._allocated, SMALL_BYTES):
            self._allocated += allocate(self._file.fileno(), self._allocated)
        try:
            written = os.writev(self._file.fileno(), pieces)
            if written < size:  # a disk that gets full, or an interrupted call
                rest = memoryview(b"".join(pieces))[written:]
                while rest:
                    rest = rest[self._file.write(rest) or 0 :]
        except OSError as error:
            raise DiskFull(f"The file could not be stored: {error.strerror}. Free some space and try again.") from error
        self.size += size

    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self, *, flush: bool) -> None:
        """No more is written; with `flush` the bytes survive a power cut."""
        if self._file.closed:
            return
        if self._allocated > self.size:
            give_back(self._file.fileno(), self.size)
        if flush:
            os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)
