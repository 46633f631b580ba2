"""Restore: the files first, the database last, so that a restore that was killed is none, and goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backend.backup.folder import DATABASE, Backup, BackupFolder
from backend.backup.take import COPIERS, Tell
from backend.blobs.base import Store
from backend.blobs.copying import copy, digest
from backend.blobs.registry import open_blobs
from backend.core.clock import utc_now
from backend.core.ids import new_id
from backend.errors import Conflict, Damaged, NotFound
from backend.settings import Settings
from backend.store import migrate, places
from backend.store.db import create_engine, transaction
from backend.supervise import checks
from backend.supervise.lock import DataLock

RESTORING = "restoring"  # the new owner of the place, for as long as it is being filled


@dataclass
class Restored:
    """What became of the files; `lost` names those that the backup itself has not whole."""

    copied: int = 0
    there: int = 0
    lost: list[str] = field(default_factory=list)


def restore(folder: BackupFolder, made: Backup, settings: Settings, tell: Tell, *, adopt: bool) -> Restored:
    """Make the data folder of these settings what the backup was. Conflict when there is something already."""
    data = settings.data_dir
    if settings.database_url:
        raise Conflict("A backup of a data folder is restored into one: unset DATABASE_URL.")
    checks.data_folder(data)
    with _alone(data):
        if (data / DATABASE).exists():
            raise Conflict(
                f"{data} has a database already. Restore into an empty folder (--data), or give back only the files "
                "that are missing there (--files)."
            )
        _check_database(made)
        store = open_blobs(settings.blobs, settings)
        owner = _owner(data)
        fresh = _prepare(made, data, settings.blobs, owner)
        checks.blobs(settings, owner, adopt=adopt)
        restored = _bring(folder, made.blobs, store, tell)
        _flush(fresh)
        fresh.rename(data / DATABASE)
        (data / RESTORING).unlink()
    return restored


def files(folder: BackupFolder, made: Backup, settings: Settings, tell: Tell) -> Restored:
    """Give back only those files that the store lacks; Winnow may run meanwhile."""
    return _bring(folder, made.blobs, open_blobs(settings.blobs, settings), tell)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    lock = DataLock(data)
    try:
        if not lock.take():
            raise Conflict(f"A Winnow runs on {data}. Stop it first, or restore into another folder (--data).")
        yield
    finally:
        lock.close()


def _check_database(made: Backup) -> None:
    with made.database.open("rb") as file:
        if digest(file) != made.sums[DATABASE]:
            raise Conflict(f"{made.database} is damaged. Restore an earlier backup: --at names it.")


def _owner(data: Path) -> str:
    """Who the restored copy is: not who the original was, which may live on."""
    noted = data / RESTORING
    if not noted.exists():
        noted.write_text(new_id())
    return noted.read_text()


def _prepare(made: Backup, data: Path, url: str, owner: str) -> Path:
    """The database as this version of Winnow needs it, under another name."""
    fresh = data / f"{DATABASE}.{RESTORING}"
    for left in data.glob(f"{fresh.name}*"):
        left.unlink()
    shutil.copyfile(made.database, fresh)
    engine = create_engine(f"sqlite:///{fresh}")
    try:
        migrate.upgrade(engine)
        with transaction(engine) as session:
            places.start_over(session, url, owner, utc_now())
    finally:
        engine.dispose()
    fresh.chmod(0o600)
    return fresh


def _bring(folder: BackupFolder, hashes: set[str], store: Store, tell: Tell) -> Restored:
    restored, source = Restored(), folder.blobs

    def bring(sha256: str) -> tuple[str, str]:
        if store.has(sha256):
            return "there", ""
        try:
            copy(source, store, sha256)
        except (Damaged, NotFound) as error:
            return "lost", f"{sha256}: {error.detail}"
        return "copied", ""

    with ThreadPoolExecutor(COPIERS) as pool:
        for done, (what, sentence) in enumerate(pool.map(bring, sorted(hashes)), 1):
            restored.there += what == "there"
            restored.copied += what == "copied"
            restored.lost += [sentence] if sentence else []
            tell(done, len(hashes))
    return restored


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
