"""Restore: the files first, the database last, so that a restore that was killed is none, and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backend.backup.databases import DATABASES, kind_of
from backend.backup.folder import Backup, BackupFolder
from backend.backup.take import COPIERS, Tell
from backend.blobs.base import Store
from backend.blobs.copying import copy, digest
from backend.blobs.registry import open_blobs
from backend.core.ids import new_id
from backend.errors import Conflict, Damaged, NotFound
from backend.settings import Settings
from backend.store import migrate
from backend.supervise import checks
from backend.supervise.lock import DataLock


@dataclass
class Restored:
    """What became of the files; `lost` names those that the backup itself has not whole."""

    copied: int = 0
    there: int = 0
    lost: list[str] = field(default_factory=list)


def restore(folder: BackupFolder, made: Backup, settings: Settings, tell: Tell, *, adopt: bool) -> Restored:
    """Make the data folder of these settings what the backup was. Conflict when there is something already."""
    data = settings.data_dir
    checks.data_folder(data)
    with _alone(data):
        _check(made, settings)
        owner = _owner(data, settings)
        checks.blobs(settings, owner, adopt=adopt)
        restored = _bring(folder, made.blobs, open_blobs(settings.blobs, settings), tell)
        DATABASES[made.facts.database].restore(made.database, settings, owner)
        (data / checks.RESTORING).unlink()
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


def _check(made: Backup, settings: Settings) -> None:
    """Conflict when this backup can not become the database of these settings."""
    facts, kind = made.facts, kind_of(settings)
    if facts.database != kind:
        raise Conflict(f"This is a backup of a {facts.database} database, and the settings name a {kind} one.")
    if not migrate.knows(facts.revision):
        raise Conflict(f"Winnow {facts.version} made this backup, which is newer. Restore it with that version.")
    with made.database.open("rb") as file:
        if digest(file) != made.sums[facts.file]:
            raise Conflict(f"{made.database} is damaged. Restore an earlier backup: --at names it.")


def _owner(data: Path, settings: Settings) -> str:
    """Who the copy is: not who the original was, which may live on. Conflict when it would overwrite something."""
    noted = data / checks.RESTORING
    if noted.exists():  # a restore that was killed goes on; no Winnow has started here since
        return noted.read_text()
    if DATABASES[kind_of(settings)].is_used(settings):
        raise Conflict(
            f"There is a Winnow in {data} already. Restore into an empty folder (--data), or give back only the files "
            "that are missing there (--files)."
        )
    noted.write_text(new_id())
    return noted.read_text()


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
