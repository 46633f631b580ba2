"""One Winnow per data folder: a lock the kernel drops when its last holder is gone, however it went."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Holder:
    """Who runs on a data folder, written into its lock file for those who come later."""

    pid: int
    url: str
    redis_url: str


class DataLock:
    """Held from `take` until this process and every child that was given `fd` has ended.

    So after a `kill -9` of the supervisor the folder is free once the embedded Redis has written its files.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / "winnow.lock"
        self.fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> bool:
        """Take the lock if nobody holds it."""
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self.fd, 0)
        return True

    def write(self, holder: Holder) -> None:
        """Tell later comers who holds it; only the holder may."""
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, json.dumps(asdict(holder)).encode(), 0)

    def close(self) -> None:
        """Let go, here; the children that have it keep it as long as they live."""
        os.close(self.fd)


def holder(data: Path) -> Holder | None:
    """Who runs on this data folder; None when nobody does, or somebody is just starting or stopping."""
    try:
        with (data / "winnow.lock").open("rb") as file:
            if _is_free(file.fileno()):
                return None
            noted = Holder(**json.load(file))
        os.kill(noted.pid, 0)
    except (OSError, ValueError, TypeError):
        return None
    return noted


def _is_free(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
