"""Blobs in a folder: data/blobs/ab/cd/abcd…, written to data/incoming/ first and renamed when complete."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from backend.blobs.part import Part
from backend.blobs.spool import Spool, SpoolFolder, place_of
from backend.errors import NotFound, StoreUnavailable
from backend.settings import Settings

GONE = "The original file is gone. Send it again."


class DiskIncoming(Spool):
    """One file being received: written once, straight to the disk the blob will live on."""

    def __init__(self, blobs: DiskBlobs) -> None:
        super().__init__(blobs.incoming)
        self._blobs = blobs
        self._home: Path | None = None  # where it was given its name

    def keep(self) -> None:
        target = self._blobs.path(self.digest())
        if target.exists():
            self.discard()
            return
        self.close(flush=self._blobs.durable)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o600)
        self.path.replace(target)
        self._home = target.parent

    def secure(self) -> None:
        if self._home and self._blobs.durable:
            _sync_folder(self._home)


class DiskBlobs:
    """Content-addressed files below one folder.

    Without `durable` nothing is flushed: whoever stores many files flushes the disk himself, once.
    """

    def __init__(self, folder: Path, reserve_bytes: int, *, durable: bool = True) -> None:
        self.folder = folder / "blobs"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.incoming = SpoolFolder(folder / "incoming", reserve_bytes)
        self.durable = durable
        self.at_once = os.cpu_count() or 1

    def path(self, sha256: str) -> Path:
        return self.folder / place_of(sha256)

    def receive(self) -> DiskIncoming:
        return DiskIncoming(self)

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def open(self, sha256: str, first: int = 0, end: int | None = None) -> BinaryIO:
        try:
            file = self.path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(GONE) from None
        file.seek(first)
        return file if end is None else Part(file, end - first)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        path = self.path(sha256)
        if not path.exists():
            raise NotFound(GONE)
        yield path

    def delete(self, *sha256: str) -> None:
        for each in sha256:
            self.path(each).unlink(missing_ok=True)

    def stored(self, prefix: str, older_than: float) -> set[str]:
        latest = time.time() - older_than
        return {path.name for path in (self.folder / prefix).glob("*/*") if _written(path) < latest}

    def sweep(self, older_than: float) -> int:
        return self.incoming.sweep(older_than)

    def vouches(self, sha256: str) -> bool:
        return False

    def set_aside(self, sha256: str) -> None:
        aside = self.folder.parent / "damaged"
        aside.mkdir(exist_ok=True, mode=0o700)
        self.path(sha256).replace(aside / sha256)

    def claim(self, owner: str, *, adopt: bool = False) -> bool:
        return True  # the data folder's lock decides

    def check(self) -> None:
        if not self.answers():
            raise StoreUnavailable(f"The folder {self.folder} can not be written. Look whether its disk is there.")

    def answers(self) -> bool:
        return os.access(self.folder, os.W_OK) and os.access(self.incoming.path, os.W_OK)


def opened(_url: str, settings: Settings) -> DiskBlobs:
    """The blobs of the data folder."""
    return DiskBlobs(settings.data_dir, settings.disk_reserve_bytes)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(path: Path) -> float:
    """When; never, for a blob that was removed a moment ago."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf
