"""Take a backup while Winnow works: first the database, then every file that this copy names.

Nothing is removed from the store meanwhile, so no document of the copy can lack its file. Files that
earlier backups brought are not copied again; what a killed one brought is read once more instead.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from backend.backup import lease
from backend.backup.databases import DATABASES, kind_of
from backend.backup.folder import Backup, BackupFolder, Facts
from backend.backup.source import Source
from backend.blobs.copying import copy, is_intact
from backend.core.clock import rfc3339
from backend.errors import Conflict, Damaged, NotFound
from backend.store import migrate
from backend.store.references import NamedBlob
from backend.version import VERSION

COPIERS = 8  # where files come from another machine; a disk is not made faster by more than one
Tell = Callable[[int, int], None]  # so many files are done, of so many


@dataclass
class Brought:
    """What became of the files. `lost` says which of them the store itself has lost."""

    files: int = 0
    bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    hashes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def take(source: Source, folder: BackupFolder, keep: int, tell: Tell) -> tuple[Backup, Brought]:
    """Make one more backup in the folder, and keep so many of the newest."""
    if folder.path.is_relative_to(source.settings.data_dir.resolve()):
        raise Conflict(f"{folder.path} is in the data folder itself. Choose another one, best on another disk.")
    with folder.locked(), lease.nothing_removed(source) as held:
        begun, kind = folder.begin(), kind_of(source.settings)
        database = DATABASES[kind]
        copied = database.copy(source.engine, source.settings, begun / database.file)
        brought = _bring(source, folder, copied.named, tell)
        held.check()
        facts = Facts(
            version=VERSION,
            made_at=rfc3339(source.clock()) or "",
            database=kind,
            file=database.file,
            revision=migrate.head(),
            files=brought.files,
            bytes=brought.bytes,
            rows=copied.rows,
        )
        made = folder.finish(facts, sorted(brought.hashes), source.clock())
        folder.prune(keep)
    return made, brought


def _bring(source: Source, folder: BackupFolder, named: dict[str, NamedBlob], tell: Tell) -> Brought:
    brought, bringer = Brought(), _Bringer(source, folder)
    copiers = 1 if source.settings.blobs == "disk" else COPIERS
    with ThreadPoolExecutor(copiers) as pool:
        for done, one in enumerate(pool.map(bringer.bring, named.values()), 1):
            _count(brought, one)
            tell(done, len(named))
    return brought


@dataclass(frozen=True)
class _One:
    blob: NamedBlob
    copied: bool = False
    lost: str = ""


def _count(brought: Brought, one: _One) -> None:
    if one.lost:
        brought.lost.append(f"{one.blob.name}: {one.lost}")
        return
    brought.hashes.append(one.blob.sha256)
    brought.files += 1
    brought.bytes += one.blob.size
    brought.copied += one.copied
    brought.copied_bytes += one.blob.size * one.copied


class _Bringer:
    """Brings one file after the other into the folder, unless it is there."""

    def __init__(self, source: Source, folder: BackupFolder) -> None:
        self._source = source
        self._target = folder.blobs
        self._there = folder.there()
        self._proven = {sha256 for each in folder.made() for sha256 in each.blobs}

    def bring(self, blob: NamedBlob) -> _One:
        if blob.sha256 in self._there and self._is_good(blob.sha256):
            return _One(blob)
        try:
            copy(self._source.blobs, self._target, blob.sha256)
        except (Damaged, NotFound) as error:
            return _One(blob, lost=error.detail)
        return _One(blob, copied=True)

    def _is_good(self, sha256: str) -> bool:
        """A power cut may have torn what a killed backup brought: it goes, to be copied again."""
        if sha256 in self._proven or is_intact(self._target, sha256):
            return True
        self._target.delete(sha256)
        return False
