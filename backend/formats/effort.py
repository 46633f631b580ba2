"""Effort: how much processor time the reading of one file may take, and what is done when it takes more.

Small files get little time: nothing of a kilobyte is worth two minutes. A file that is read part by part (the pages of
a PDF, the sheets of a workbook) loses only the part that costs too much: the process ends in the middle of it, because
nothing else stops a library in C; which part that was is written down beforehand, and the file is read once more
without it.
"""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

LEAST_SECONDS = 10
SECONDS_PER_MIB = 5
MIB = 1024**2
OF_A_PART = 0.35  # of the file's time, what one of its parts may take
ENOUGH = 0.7  # of the file's time; then no further part is begun
MOST_SKIPPED = 2  # parts; the second one is left out with all that follow
SHOWN = 10  # runs of parts that a warning names
NOTE = "part"  # the file that says which part is being read
NOTE_BYTES = 20


def allowed(seconds: int, path: Path) -> int:
    """Processor seconds that this file may take, of at most so many that any may."""
    try:
        size = path.stat().st_size
    except OSError:  # whoever reads it will say so
        size = 0
    return min(seconds, LEAST_SECONDS + SECONDS_PER_MIB * size // MIB)


class Effort:
    """Without limits, for whoever reads a file in a process of their own."""

    def begin(self, part: int) -> bool:
        """Whether this part is to be read; parts are begun in order, and the one before is over then."""
        return True

    def end(self) -> None:
        """What follows belongs to no part."""

    @property
    def spent(self) -> bool:
        """Whether so much of the time of the file, or of the part being read, has passed that it is enough."""
        return False


class Limited(Effort):
    """The time of one file within a block; past it the kernel ends this process.

    In `folder` lies the note of the part being read; `skip` are parts that ended the process before.
    """

    def __init__(self, seconds: float, folder: Path, skip: Sequence[int] = ()) -> None:
        self._seconds = seconds
        self._skip = sorted(skip)
        self._note = os.open(folder / NOTE, os.O_WRONLY | os.O_CREAT, 0o600)
        self._began = time.process_time()
        self._enough = self._began + seconds * ENOUGH

    def __enter__(self) -> Self:
        self._allow(self._seconds)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        os.close(self._note)

    def begin(self, part: int) -> bool:
        self.end()
        if self.spent or self._is_skipped(part):
            return False
        self._write(str(part))
        most = min(self._left(), self._seconds * OF_A_PART)
        self._enough = min(self._enough, time.process_time() + most * ENOUGH)
        self._allow(most)
        return True

    def end(self) -> None:
        self._write("")
        self._enough = self._began + self._seconds * ENOUGH
        self._allow(self._left())

    @property
    def spent(self) -> bool:
        return time.process_time() > self._enough

    def _is_skipped(self, part: int) -> bool:
        beyond = len(self._skip) >= MOST_SKIPPED and part > self._skip[-1]
        return beyond or part in self._skip

    def _left(self) -> float:
        return max(0.01, self._began + self._seconds - time.process_time())

    def _write(self, note: str) -> None:
        os.pwrite(self._note, note.ljust(NOTE_BYTES).encode(), 0)

    def _allow(self, seconds: float) -> None:
        """A signal that counts processor time and is handled by nobody: it ends the process."""
        signal.setitimer(signal.ITIMER_PROF, seconds)


def begun(folder: Path) -> int | None:
    """The part that was being read when the process ended; None where there was none. Trusts nothing it finds."""
    try:
        note = os.open(folder / NOTE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(note).st_mode):
            return None
        return int(os.read(note, NOTE_BYTES))
    except ValueError:
        return None
    finally:
        os.close(note)


def left_out(kind: str, parts: Sequence[int], total: int) -> str:
    """What the uploader reads of parts that were not read: "page", and the numbers of those that were not."""
    if total == 1:
        return f"The only {kind} was left out: reading it takes too much time or memory."
    runs = list(_runs(parts))
    shown = ", ".join(runs[:SHOWN]) + (" …" if len(runs) > SHOWN else "")
    was, them = ("was", "it") if len(parts) == 1 else ("were", "them")
    return (
        f"{len(parts):,} of {total:,} {kind}s {was} left out ({shown}): reading {them} takes too much time or memory."
    )


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers that follow each other, as one."""
    first = last = None
    for number in [*numbers, None]:
        if first is not None and last is not None and number != last + 1:
            yield f"{first:,}" if first == last else f"{first:,} to {last:,}"
            first = None
        first, last = number if first is None else first, number


def goes_on(skip: Sequence[int], part: int | None) -> bool:
    """Whether the file is worth another try without this part too."""
    return part is not None and part not in skip and len(skip) < MOST_SKIPPED
