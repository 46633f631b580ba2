"""The folder of a backup: every blob once, and for each time it was made a folder of what belonged to it.

    DIR/blobs/ab/cd/abcd…                   the files, named by their SHA-256
    DIR/20260301T120000.000Z/winnow.db      the database as it stood then
    DIR/20260301T120000.000Z/backup.json    how many rows, files and bytes there are
    DIR/20260301T120000.000Z/SHA256SUMS     of all these, for `sha256sum -c` as well

A folder gets its name when all of it is there and on the disk, so a backup is whole or it is none.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from backend.blobs.copying import digest
from backend.blobs.disk import DiskBlobs
from backend.blobs.spool import place_of
from backend.errors import Conflict

STAMP = re.compile(r"\d{8}T\d{6}\.\d{3}Z")
FACTS, SUMS = "backup.json", "SHA256SUMS"
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself."""

    version: str
    made_at: str
    database: str  # its kind
    file: str  # its copy
    revision: str  # of its schema
    files: int
    bytes: int
    rows: dict[str, int]


@dataclass(frozen=True)
class Backup:
    """One time that a backup was made."""

    path: Path

    @property
    def database(self) -> Path:
        """The copy of it."""
        return self.path / self.facts.file

    @property
    def facts(self) -> Facts:
        return Facts(**json.loads((self.path / FACTS).read_text()))

    @property
    def sums(self) -> dict[str, str]:
        """SHA-256 by path, as they were written."""
        lines = (self.path / SUMS).read_text().splitlines()
        return {path: sha256 for sha256, _, path in (line.partition("  ") for line in lines)}

    @property
    def blobs(self) -> set[str]:
        """SHA-256 of all files that belong to it."""
        return {sha256 for path, sha256 in self.sums.items() if path.startswith("../blobs/")}


class BackupFolder:
    """A folder that backups are made in, or restored from."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.unfinished = self.path / UNFINISHED

    @property
    def blobs(self) -> DiskBlobs:
        """Its files. Nothing is flushed: `finish` flushes everything once."""
        return DiskBlobs(self.path, reserve_bytes=0, durable=False)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder, and keep others from making a backup in it at the same time."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.path / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Conflict(f"Another backup into {self.path} is running. Wait until it is done.") from None
            yield

    def made(self) -> list[Backup]:
        """All whole backups, the newest first."""
        found = (each for each in self.path.iterdir() if STAMP.fullmatch(each.name)) if self.path.is_dir() else ()
        return [Backup(path) for path in sorted(found, reverse=True)]

    def named(self, stamp: str) -> Backup:
        """One of them, or the newest; Conflict when there is none."""
        for each in self.made():
            if stamp in ("", each.path.name):
                return each
        raise Conflict(f"There is no {'such ' if stamp else ''}backup in {self.path}. Name a folder made by `backup`.")

    def begin(self) -> Path:
        """An empty folder for the next backup; what a killed one left there goes."""
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir(mode=0o700)
        self.blobs.sweep(older_than=-1)
        return self.unfinished

    def finish(self, facts: Facts, hashes: Sequence[str], now: datetime) -> Backup:
        """Write down what belongs to the unfinished backup, flush everything, and give it its name."""
        (self.unfinished / FACTS).write_text(json.dumps(asdict(facts), indent=2) + "\n")
        lines = [f"{_sum(self.unfinished / name)}  {name}\n" for name in (facts.file, FACTS)]
        lines += [f"{sha256}  ../blobs/{place_of(sha256)}\n" for sha256 in hashes]
        (self.unfinished / SUMS).write_text("".join(lines))
        os.sync()
        stamp = now.strftime("%Y%m%dT%H%M%S.") + f"{now.microsecond // 1000:03}Z"
        self.unfinished.rename(self.path / stamp)
        os.sync()
        return Backup(self.path / stamp)

    def prune(self, keep: int) -> int:
        """Remove all but so many backups, and the files that no other names; returns how many files."""
        made = self.made()
        for each in made[keep:]:
            shutil.rmtree(each.path)
        named = {sha256 for each in made[:keep] for sha256 in each.blobs}
        unnamed = [sha256 for sha256 in self.there() if sha256 not in named]
        self.blobs.delete(*unnamed)
        return len(unnamed)

    def there(self) -> set[str]:
        """SHA-256 of every file in the folder, whether or not a backup names it."""
        return {path.name for path in (self.path / "blobs").glob("??/??/*")}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return digest(file)
