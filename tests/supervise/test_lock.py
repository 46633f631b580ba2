from __future__ import annotations

import os
import subprocess
from pathlib import Path

from backend.supervise.lock import DataLock, Holder, holder

ME = Holder(os.getpid(), "http://127.0.0.1:8000", "unix:///tmp/redis.sock")


def test_one_data_folder_has_one_holder(tmp_path: Path) -> None:
    first, second = DataLock(tmp_path), DataLock(tmp_path)
    assert first.take()
    assert not second.take()
    first.close()
    assert second.take()
    second.close()


def test_others_read_who_holds_it(tmp_path: Path) -> None:
    lock = DataLock(tmp_path)
    assert lock.take()
    assert holder(tmp_path) is None
    lock.write(ME)
    assert holder(tmp_path) == ME
    lock.close()


def test_what_a_killed_holder_wrote_is_not_believed(tmp_path: Path) -> None:
    lock = DataLock(tmp_path)
    assert lock.take()
    lock.write(ME)
    lock.close()
    assert holder(tmp_path) is None


def test_the_folder_stays_taken_while_a_child_still_writes(tmp_path: Path) -> None:
    lock, later = DataLock(tmp_path), DataLock(tmp_path)
    assert lock.take()
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[lock.fd])
    lock.close()
    assert not later.take()
    child.communicate()
    assert later.take()
    later.close()


def test_nobody_holds_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert holder(tmp_path / "none") is None
