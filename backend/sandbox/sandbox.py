"""Sandbox: reads files in a child that may run out of time or memory, crash, or be taken over."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from backend.errors import ExtractionFailed, Unavailable
from backend.formats import effort
from backend.formats.base import Extraction, Limits
from backend.sandbox import wire
from backend.sandbox.limits import Budget
from backend.sandbox.process import ChildProcess, Died, Stop, TimeUp

logger = logging.getLogger(__name__)

MIB = 1024**2
BROKEN = "The file reader does not start. Install Winnow again with ./start.sh."
START_SECONDS = 120.0
WALL_PER_CPU = 3
FILES_PER_CHILD = 500
MAX_UTF8_BYTES = 4
PREFIX = "sandbox-"
NEW_SECONDS = 60


class Sandbox:
    """One reader of files, for one thread, which must outlive it (the kernel ends the child with
    that thread).

    `spool` is a folder for temporary files; sizes are bytes; `seconds` is CPU time per file, and
    three times that by the clock. The child finds the file in `inbox` and may change nothing but
    `outbox`.
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
        self._budget = Budget(seconds, memory_bytes, max_member_bytes)
        self._limits = Limits(max_text_chars, max_members, max_member_bytes)
        self._child: ChildProcess | None = None
        self._files = 0
        self._missing: list[str] | None = None
        spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(spool)
        self.folder = Path(tempfile.mkdtemp(dir=spool.resolve(), prefix=PREFIX))
        self._lock = _lock(self.folder)
        self._inbox, self._outbox = self.folder / "in", self.folder / "out"
        self._members = self._outbox / "members"
        for folder in (self._inbox, self._outbox):
            folder.mkdir()
        self._errors = (self.folder / "errors").open("a+b")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> list[str]:
        """Start the child if there is none; returns which walls this system can not build."""
        self._ready_child()
        return self._missing or []

    def extract(self, path: Path, name: str, *, stop: Stop | None = None) -> Extraction:
        """Read a file. Its members' files are there until the next call.

        Raises ExtractionFailed with the reason, or Cancelled soon after `stop` says so.
        """
        seconds = effort.allowed(self._budget.seconds, path)
        skip: list[int] = []  # parts of the file that ended the child
        while True:
            try:
                return self._read(path, name, seconds, skip, stop)
            except Died as death:
                self._end_child()
                part = None if death.cause == "killed" else effort.begun(self._members)
                if part is None or not effort.goes_on(skip, part):
                    raise self._explained(death.cause, seconds) from None
                skip.append(part)

    def _read(self, path: Path, name: str, seconds: int, skip: list[int], stop: Stop | None) -> Extraction:
        """Read a file without some of its parts. Raises Died when the child ended over it."""
        members = self._fresh_folder()
        child = self._ready_child()
        self._files += 1
        with self._laid_out(path) as file:
            request = {
                "path": str(file),
                "name": name,
                "folder": str(members),
                "seconds": seconds,
                "skip": skip,
            }
            header, content = self._asked(child, request, stop)
        try:
            return wire.extraction(header, content, members)
        except ExtractionFailed:
            raise
        except (KeyError, OSError, TypeError, ValueError):  # no parser answers so
            raise Died("crash") from None

    def close(self) -> None:
        """End the child and remove every temporary file."""
        self._end_child()
        self._errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._lock)

    def _asked(
        self,
        child: ChildProcess,
        request: dict[str, Any],
        stop: Stop | None,
    ) -> tuple[Any, bytearray]:
        seconds = self._budget.seconds * WALL_PER_CPU
        try:
            return child.ask(request, seconds, self._limits.max_text_chars * MAX_UTF8_BYTES, stop)
        except Died:
            raise
        except TimeUp:
            self._end_child()
            busy = "The machine may be busy; retry later."
            words = f"The file took longer than {seconds} s to read. {busy}"
            raise ExtractionFailed(words, retryable=True) from None
        except BaseException:
            self._end_child()
            raise

    @contextmanager
    def _laid_out(self, path: Path) -> Iterator[Path]:
        """The file where the child may read it: a second name of the same bytes, else a copy."""
        file = self._inbox / "file"
        file.unlink(missing_ok=True)
        try:
            try:
                file.hardlink_to(path.resolve())
            except FileNotFoundError:
                raise
            except OSError:  # another disk, or one without such names
                shutil.copyfile(path, file)
        except OSError as error:
            words = f"The file could not be opened: {error.strerror}. Retry later."
            raise ExtractionFailed(words, retryable=True) from error
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)

    def _ready_child(self) -> ChildProcess:
        if self._child is not None and self._files >= FILES_PER_CHILD:
            self._end_child()
        if self._child is None:
            self._child = self._start()
            self._files = 0
        return self._child

    def _start(self) -> ChildProcess:
        """A child inside its walls; where it can not even start there, one without them."""
        child = self._started(walls=True) or self._started(walls=False)
        if child is None:
            raise Unavailable(BROKEN)
        return child

    def _started(self, *, walls: bool) -> ChildProcess | None:
        folders = (self._inbox, self._outbox)
        child = ChildProcess(*folders, self._budget, self._limits, self._errors, walls=walls)
        try:
            header, _ = child.answer(START_SECONDS, 0)
        except (Died, TimeUp):
            where = " inside its walls" if walls else ""
            words = child.last_words().decode(errors="replace")
            logger.error("the file reader does not start%s: %s", where, words)
            child.kill()
            return None
        self._tell(header["missing"])
        return child

    def _tell(self, missing: list[str]) -> None:
        """One line in the log for each process, and another one when its walls change."""
        if missing == self._missing:
            return
        self._missing = missing
        if missing:
            logger.info("the file reader is not shut in completely: %s", "; ".join(missing))
        else:
            logger.info("the file reader is shut in by Landlock and seccomp")

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _fresh_folder(self) -> Path:
        """An empty folder for members, with nothing beside it."""
        members = self._members
        _clear(self._outbox, keep=members.name)
        if members.is_dir():
            _clear(members)  # quicker than a new one
        else:
            members.mkdir()
        return members

    def _explained(self, cause: str, seconds: int) -> ExtractionFailed:
        megabytes = self._budget.memory_bytes // MIB
        words = {
            "time": f"The file took longer than {seconds} s of computing to read.",
            "memory": f"The file needed more than {megabytes:,} MB of memory to read.",
            "killed": "The system stopped reading the file, perhaps short of memory.",
            "crash": "The file made its parser crash. It is damaged, or made to do harm.",
        }
        return ExtractionFailed(words[cause], retryable=cause == "killed")


def _clear(folder: Path, keep: str = "") -> None:
    """Remove whatever lies in a folder, but for a folder of the name to keep."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                Path(entry).unlink(missing_ok=True)
            elif entry.name != keep:
                shutil.rmtree(entry, ignore_errors=True)


def sweep(spool: Path) -> None:
    """Remove what killed processes left behind; those alive hold a lock on their folder."""
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
