from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from backend.backup import lease, take
from backend.backup.folder import BackupFolder
from backend.backup.sqlite import Sqlite
from backend.context import Context
from backend.errors import Conflict
from backend.ingest import remove
from backend.settings import ROOT
from backend.store import snapshot
from tests.backup.making import Pile, back_up, flip, hashes, looking_after, nothing, rows


@pytest.fixture
def pile(ctx: Context) -> Pile:
    return Pile(ctx)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def test_a_backup_holds_every_row_and_every_file(pile: Pile, there: Path) -> None:
    for number in range(5):
        pile.add(f"{number}.txt")
    made, brought = back_up(pile.ctx.settings, there)
    assert rows(made.database) == rows(pile.ctx.settings.data_dir / "winnow.db")
    assert made.blobs == hashes(pile.ctx)
    assert (made.facts.files, made.facts.rows["document"]) == (5, 5)
    assert (brought.copied, brought.lost) == (5, [])


def test_a_backup_can_be_proven_without_winnow(pile: Pile, there: Path) -> None:
    document = pile.add("a.txt")
    made, _ = back_up(pile.ctx.settings, there)
    proving = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(proving, cwd=made.path).returncode == 0
    flip(BackupFolder(there).blobs.path(document.sha256))
    assert subprocess.run(proving, cwd=made.path, capture_output=True).returncode == 1


def test_only_new_files_are_copied_the_next_time(pile: Pile, there: Path) -> None:
    pile.add("a.txt")
    back_up(pile.ctx.settings, there)
    pile.add("b.txt", b"longer")
    made, brought = back_up(pile.ctx.settings, there)
    assert (brought.files, brought.copied, brought.copied_bytes) == (2, 1, 6)
    assert made.blobs == hashes(pile.ctx)


def test_files_stay_for_as_long_as_a_backup_that_is_kept_names_them(pile: Pile, there: Path) -> None:
    gone = pile.add("a.txt")
    first, _ = back_up(pile.ctx.settings, there, keep=2)
    pile.remove(gone)
    pile.add("b.txt")
    folder = BackupFolder(there)
    back_up(pile.ctx.settings, there, keep=2)
    assert first.path.exists() and folder.blobs.has(gone.sha256)
    back_up(pile.ctx.settings, there, keep=2)
    assert not first.path.exists() and not folder.blobs.has(gone.sha256)
    assert [each.blobs for each in folder.made()] == [hashes(pile.ctx)] * 2


def test_a_document_that_is_deleted_while_it_is_backed_up_has_its_file_in_the_backup(
    pile: Pile, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted, copied = pile.add("a.txt"), snapshot.take

    def copy_and_delete(source: Path, target: Path) -> None:
        copied(source, target)
        pile.remove(deleted)

    monkeypatch.setattr(snapshot, "take", copy_and_delete)
    made, brought = back_up(pile.ctx.settings, there)
    assert made.blobs == {deleted.sha256}
    assert brought.lost == []
    assert pile.ctx.blobs.has(deleted.sha256)
    remove.drop_orphans(pile.ctx, deleted.sha256[:2], older_than=-60)
    assert not pile.ctx.blobs.has(deleted.sha256)


def test_files_that_come_and_go_meanwhile_leave_no_row_without_its_file(pile: Pile, there: Path) -> None:
    stop = threading.Event()

    def busy() -> None:
        for number in range(10_000):
            document = pile.add(f"{number}.txt")
            if number % 2:
                pile.remove(document)
            if stop.is_set():
                return

    worker = threading.Thread(target=busy)
    worker.start()
    try:
        for _ in range(3):
            made, brought = back_up(pile.ctx.settings, there)
            assert brought.lost == []
            assert [*Sqlite().wrong(made.database, made.facts.rows, made.blobs)] == []
            assert made.blobs <= BackupFolder(there).there()
    finally:
        stop.set()
        worker.join()


def test_a_hold_that_was_void_for_a_moment_makes_no_backup(
    pile: Pile, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile.add("a.txt")
    monkeypatch.setattr(lease, "FOR", -lease.FOR)
    with pytest.raises(Conflict, match="stood still"):
        back_up(pile.ctx.settings, there)
    assert BackupFolder(there).made() == []


KILLED_AT_THE_THIRD_FILE = """
import os, signal, sys
from pathlib import Path
from backend.backup import __main__, take
from backend.blobs import copying

def copy(source, target, sha256, copied=[]):
    copied.append(sha256)
    if len(copied) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return copying.copy(source, target, sha256)

take.copy = copy
__main__.main(["backup", "--data", *sys.argv[1:]])
"""


def test_a_backup_that_was_killed_goes_on_where_it_was(pile: Pile, there: Path) -> None:
    for number in range(6):
        pile.add(f"{number}.txt")
    argv = [sys.executable, "-c", KILLED_AT_THE_THIRD_FILE, pile.ctx.settings.data_dir, there]
    assert subprocess.run(argv, cwd=ROOT).returncode == -signal.SIGKILL
    folder = BackupFolder(there)
    assert folder.made() == []
    torn = min(folder.there())
    os.truncate(folder.blobs.path(torn), 0)  # as a power cut may leave it
    made, brought = back_up(pile.ctx.settings, there)
    assert (brought.files, brought.copied) == (6, 5)
    assert folder.blobs.path(torn).stat().st_size
    assert list((there / "incoming").iterdir()) == []
    assert {each.name for each in there.iterdir()} == {"blobs", "incoming", "lock", made.path.name}


def test_what_the_store_itself_has_lost_is_said_and_the_rest_is_backed_up(pile: Pile, there: Path) -> None:
    fine, damaged, missing = (pile.add(f"{name}.txt") for name in ("fine", "damaged", "missing"))
    blobs = pile.ctx.settings.data_dir / "blobs"
    for each in (damaged, missing):
        path = blobs / each.sha256[:2] / each.sha256[2:4] / each.sha256
        flip(path) if each is damaged else path.unlink()
    made, brought = back_up(pile.ctx.settings, there)
    assert made.blobs == {fine.sha256}
    assert sorted(brought.lost) == [
        "damaged.txt: The bytes are not those that were stored.",
        "missing.txt: The original file is gone. Send it again.",
    ]


def test_a_good_copy_in_the_backup_outlives_the_damage(pile: Pile, there: Path) -> None:
    document = pile.add("a.txt")
    back_up(pile.ctx.settings, there)
    flip(pile.ctx.settings.data_dir / "blobs" / document.sha256[:2] / document.sha256[2:4] / document.sha256)
    _, brought = back_up(pile.ctx.settings, there)
    assert brought.lost == []
    with BackupFolder(there).blobs.local(document.sha256) as path:
        assert path.read_bytes() == b"a.txt"


def test_a_backup_does_not_go_into_what_it_backs_up(pile: Pile) -> None:
    with pytest.raises(Conflict, match="in the data folder itself"):
        back_up(pile.ctx.settings, pile.ctx.settings.data_dir / "backup")


def test_two_backups_into_one_folder_do_not_meet(pile: Pile, there: Path) -> None:
    folder = BackupFolder(there)
    with folder.locked(), looking_after(pile.ctx.settings) as opened, pytest.raises(Conflict, match="Another backup"):
        take.take(opened, BackupFolder(there), 1, nothing)
