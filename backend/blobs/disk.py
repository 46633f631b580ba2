"""Blobs in a folder: data/blobs/ab/cd/abcd…, written to data/incoming/ first and renamed when complete."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from backend.blobs.allocate import allocate, give_back
from backend.errors import DiskFull, NotFound

CHECK_SPACE_EVERY = 64 * 1024 * 1024
SMALL_BYTES = 512 * 1024  # too little to allocate for


class DiskIncoming:
    """One file being received: written once, straight to the disk the blob will live on."""

    def __init__(self, blobs: DiskBlobs) -> None:
        self._blobs = blobs
        self._hash = hashlib.sha256()
        descriptor, path = tempfile.mkstemp(dir=blobs.incoming, prefix="in-")
        self._path = Path(path)
        self._file: BinaryIO = os.fdopen(descriptor, "wb", buffering=0)
        self._next_check = 0
        self._allocated = 0
        self._folder: Path | None = None  # where it was given its name
        self.size = 0

    def write(self, *pieces: bytes | memoryview) -> None:
        if self.size >= self._next_check:
            self._blobs.check_space()
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
            raise DiskFull(
                f"The file could not be stored: {error.strerror}. Free some space and send it again."
            ) from error
        self.size += size

    def digest(self) -> str:
        return self._hash.hexdigest()

    def seal(self) -> None:
        if not self._file.closed:
            if self._allocated > self.size:
                give_back(self._file.fileno(), self.size)
            os.fsync(self._file.fileno())
            self._file.close()

    def keep(self) -> None:
        target = self._blobs.path(self.digest())
        if target.exists():
            self.discard()
            return
        self.seal()
        target.parent.mkdir(parents=True, exist_ok=True)
        self._path.chmod(0o600)
        self._path.replace(target)
        self._folder = target.parent

    def secure(self) -> None:
        if self._folder:
            _sync_folder(self._folder)

    def discard(self) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)


class DiskBlobs:
    """Content-addressed files below one folder."""

    def __init__(self, folder: Path, reserve_bytes: int) -> None:
        self.folder = folder / "blobs"
        self.incoming = folder / "incoming"
        self.reserve_bytes = reserve_bytes
        for each in (self.folder, self.incoming):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256):
            raise NotFound("There is no such file.")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def check_space(self) -> None:
        free = shutil.disk_usage(self.incoming).free
        if free < self.reserve_bytes:
            raise DiskFull(
                f"The disk is nearly full: {free // 2**20} MB are free and {self.reserve_bytes // 2**20} MB are kept "
                "in reserve. Free some space, or delete documents you no longer need, and send the file again."
            )

    def receive(self) -> DiskIncoming:
        self.check_space()
        return DiskIncoming(self)

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound("The original file is gone.") from None

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        path = self.path(sha256)
        if not path.exists():
            raise NotFound("The original file is gone.")
        yield path

    def delete(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def stored(self, prefix: str, older_than: float) -> set[str]:
        latest = time.time() - older_than
        return {path.name for path in (self.folder / prefix).glob("*/*") if path.stat().st_mtime < latest}

    def sweep(self, older_than: float) -> int:
        removed = 0
        for path in self.incoming.iterdir():
            try:
                if time.time() - path.stat().st_mtime > older_than:
                    path.unlink()
                    removed += 1
            except FileNotFoundError:
                continue
        return removed


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
