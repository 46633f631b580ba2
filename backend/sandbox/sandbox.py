"""Sandbox: reads files in a child process that may run out of time or memory, or crash, without harm to its parent."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from backend.errors import ExtractionFailed, Unavailable
from backend.formats.base import Extraction, Limits
from backend.sandbox import wire
from backend.sandbox.process import ChildProcess, Died, Stop, TimeUp

logger = logging.getLogger(__name__)

MIB = 1024**2
START_SECONDS = 120.0
WALL_PER_CPU = 3
FILES_PER_CHILD = 500
MAX_UTF8_BYTES = 4
PREFIX = "sandbox-"
NEW_SECONDS = 60


class Sandbox:
    """One reader of files, for one thread, which must outlive it (the kernel ends the child with that thread).

    `spool` is a folder for temporary files; sizes are bytes; `seconds` is CPU time per file, and three times that by
    the clock.
    """

    def __init__(
        self,
        spool: Path,
        *,
        seconds: int,
        memory_bytes: int,
        max_text_chars: int,
        max_members: int,
        max_member_bytes: int = 4 * 1024 * MIB,
    ) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._limits = Limits(max_text_chars, max_members, max_member_bytes)
        self._child: ChildProcess | None = None
        self._files = 0
        spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(spool)
        self.folder = Path(tempfile.mkdtemp(dir=spool.resolve(), prefix=PREFIX))
        self._lock = _lock(self.folder)
        self._errors = (self.folder / "errors").open("a+b")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def extract(self, path: Path, name: str, *, stop: Stop | None = None) -> Extraction:
        """Read a file. Its members' files are there until the next call.

        Raises ExtractionFailed with the reason, or Cancelled soon after `stop` says so.
        """
        folder = self._fresh_folder()
        request = {"path": str(path.resolve()), "name": name, "folder": str(folder)}
        child = self._ready_child()
        try:
            header, content = child.ask(
                request, self._seconds * WALL_PER_CPU, self._limits.max_text_chars * MAX_UTF8_BYTES, stop
            )
        except Died as death:
            self._end_child()
            raise self._explained(death.cause) from None
        except TimeUp:
            self._end_child()
            raise ExtractionFailed(
                f"The file took longer than {self._seconds * WALL_PER_CPU} s to read. The machine may be busy; retry "
                "later.",
                retryable=True,
            ) from None
        except BaseException:
            self._end_child()
            raise
        try:
            return wire.extraction(header, content, folder)
        except (KeyError, TypeError, ValueError):
            self._end_child()
            raise self._explained("crash") from None

    def close(self) -> None:
        """End the child and remove every temporary file."""
        self._end_child()
        self._errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)

    def _ready_child(self) -> ChildProcess:
        if self._child is not None and self._files >= FILES_PER_CHILD:
            self._end_child()
        if self._child is None:
            self._child = self._start()
            self._files = 0
        self._files += 1
        return self._child

    def _start(self) -> ChildProcess:
        limits = self._limits
        arguments = [limits.max_text_chars, limits.max_members, limits.max_member_bytes]
        child = ChildProcess(self.folder, [self._seconds, self._memory_bytes, *arguments], self._errors)
        try:
            child.answer(START_SECONDS, 0)
        except (Died, TimeUp):
            logger.error("the file reader does not start: %s", child.last_words().decode(errors="replace"))
            child.kill()
            raise Unavailable("The file reader does not start. Install Winnow again with ./start.sh.") from None
        return child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _fresh_folder(self) -> Path:
        folder = self.folder / "members"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def _explained(self, cause: str) -> ExtractionFailed:
        if cause == "time":
            return ExtractionFailed(f"The file took longer than {self._seconds} s of computing to read.")
        if cause == "memory":
            return ExtractionFailed(f"The file needed more than {self._memory_bytes // MIB:,} MB of memory to read.")
        if cause == "killed":
            return ExtractionFailed("The system stopped reading the file, perhaps short of memory.", retryable=True)
        return ExtractionFailed("The file made its parser crash. It is damaged, or made to do harm.")


def sweep(spool: Path) -> None:
    """Remove what sandboxes left behind whose process was killed; those alive hold a lock on their folder."""
    for folder in spool.glob(f"{PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime < NEW_SECONDS:
                continue  # perhaps made a moment ago and not locked yet
            lock = _lock(folder)
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _lock(folder: Path) -> int:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
