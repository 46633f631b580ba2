from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backend.backup import restore, verify
from backend.backup.folder import Backup, BackupFolder
from backend.blobs.registry import open_blobs
from backend.context import Context
from backend.errors import Conflict
from backend.settings import ROOT, Settings
from backend.store import places
from backend.store.db import create_engine, transaction
from backend.supervise import checks
from backend.supervise.lock import DataLock
from tests.backup.making import Pile, back_up, flip, looking_after, nothing, rows
from tests.seaweed import Seaweed


@pytest.fixture
def pile(ctx: Context) -> Pile:
    made = Pile(ctx)
    for number in range(6):
        made.add(f"{number}.txt")
    return made


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def made(pile: Pile, there: Path) -> Backup:
    return back_up(pile.ctx.settings, there)[0]


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    """Another machine, where nothing is."""
    return Settings(data_dir=tmp_path / "bare", disk_reserve_bytes=0)


def restored(made: Backup, settings: Settings, *, adopt: bool = False) -> restore.Restored:
    return restore.restore(BackupFolder(made.path.parent), made, settings, nothing, adopt=adopt)


def what_is_wrong(settings: Settings) -> list[str]:
    with looking_after(settings) as opened:
        return verify.source(opened, nothing, set_aside=False).wrong


def test_an_empty_folder_becomes_what_the_backup_was(made: Backup, bare: Settings) -> None:
    brought = restored(made, bare)
    assert (brought.copied, brought.there, brought.lost) == (6, 0, [])
    assert rows(bare.data_dir / "winnow.db") == rows(made.database)
    assert what_is_wrong(bare) == []
    assert {each.name for each in bare.data_dir.iterdir()} == {"winnow.db", "winnow.lock", "blobs", "incoming"}


def test_a_backup_of_the_disk_is_restored_into_a_bucket_and_back(
    made: Backup, seaweed: Seaweed, tmp_path: Path
) -> None:
    remote = seaweed.settings(tmp_path / "remote", blobs=seaweed.new_place())
    restored(made, remote)
    assert what_is_wrong(remote) == []
    again, brought = back_up(remote, tmp_path / "again")
    assert (again.blobs, brought.lost) == (made.blobs, [])


def test_nothing_is_restored_over_what_is_there(pile: Pile, made: Backup) -> None:
    with pytest.raises(Conflict, match="There is a Winnow in"):
        restored(made, pile.ctx.settings)


def test_nothing_is_restored_where_a_winnow_runs(made: Backup, bare: Settings) -> None:
    bare.data_dir.mkdir()
    lock = DataLock(bare.data_dir)
    assert lock.take()
    with pytest.raises(Conflict, match="Stop it first"):
        restored(made, bare)
    lock.close()


def test_a_damaged_database_is_not_restored(made: Backup, bare: Settings) -> None:
    flip(made.database, made.database.stat().st_size // 2)
    with pytest.raises(Conflict, match=r"is damaged\. Restore an earlier backup"):
        restored(made, bare)
    assert not (bare.data_dir / "winnow.db").exists()


def test_a_backup_of_a_newer_version_is_left_alone(made: Backup, bare: Settings) -> None:
    facts = made.path / "backup.json"
    facts.write_text(facts.read_text().replace(f'"revision": "{made.facts.revision}"', '"revision": "9999"'))
    with pytest.raises(Conflict, match="made this backup, which is newer"):
        restored(made, bare)
    assert not (bare.data_dir / "winnow.db").exists()


def test_a_damaged_file_of_the_backup_is_named_and_the_others_are_restored(
    made: Backup, there: Path, bare: Settings
) -> None:
    damaged, gone, *_ = sorted(made.blobs)
    flip(BackupFolder(there).blobs.path(damaged))
    BackupFolder(there).blobs.delete(gone)
    brought = restored(made, bare)
    assert brought.copied == 4
    assert [said[:64] for said in brought.lost] == [damaged, gone]
    assert len(what_is_wrong(bare)) == 2


KILLED_AT_THE_THIRD_FILE = """
import os, signal, sys, threading
from backend.backup import __main__, restore
from backend.blobs import copying

lock, copied = threading.Lock(), []

def copy(source, target, sha256):
    with lock:
        if len(copied) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        copied.append(sha256)
        return copying.copy(source, target, sha256)

restore.copy = copy
__main__.main(["restore", sys.argv[1], "--data", sys.argv[2]])
"""


@pytest.mark.parametrize("kind", ["disk", "s3"])
def test_a_restore_that_was_killed_is_none_and_goes_on(
    kind: str, made: Backup, there: Path, bare: Settings, request: pytest.FixtureRequest
) -> None:
    settings, environment = bare, dict(os.environ)
    if kind == "s3":
        seaweed = request.getfixturevalue("seaweed")
        settings = seaweed.settings(bare.data_dir, blobs=seaweed.new_place())
        environment |= seaweed.environment | {"WINNOW_BLOBS": settings.blobs}
    argv = [sys.executable, "-c", KILLED_AT_THE_THIRD_FILE, there, bare.data_dir]
    assert subprocess.run(argv, cwd=ROOT, env=environment).returncode == -signal.SIGKILL
    assert not (bare.data_dir / "winnow.db").exists()
    with pytest.raises(Conflict, match="was not finished"):
        checks.restored(bare.data_dir)
    brought = restored(made, settings)
    checks.restored(bare.data_dir)
    assert (brought.there, brought.copied) == (3, 3)
    assert what_is_wrong(settings) == []


def test_a_restored_copy_does_not_share_the_bucket_of_the_original(
    made: Backup, seaweed: Seaweed, tmp_path: Path
) -> None:
    original = seaweed.settings(tmp_path / "original", blobs=seaweed.new_place())
    restored(made, original)
    copy = seaweed.settings(tmp_path / "copy", blobs=original.blobs)
    with pytest.raises(Conflict, match="belongs to another Winnow, or to the one that this was restored from"):
        restored(made, copy)
    assert not (copy.data_dir / "winnow.db").exists()
    brought = restored(made, copy, adopt=True)
    assert (brought.copied, brought.there) == (0, 6)
    engine = create_engine(original.database)
    with transaction(engine) as session:
        owner = places.know(session, original.blobs).owner
    engine.dispose()
    with pytest.raises(Conflict, match="blobs adopt"):
        checks.blobs(original, owner)
    assert open_blobs(copy.blobs, copy).claim(owner, adopt=True)
