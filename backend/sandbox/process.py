"""ChildProcess: one child of the sandbox, started, asked, and its death explained."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any, cast

from backend import linux
from backend.errors import Cancelled
from backend.formats.base import Limits
from backend.sandbox import limits, wire
from backend.sandbox.child import OUT_OF_MEMORY
from backend.sandbox.limits import Budget

ROOT = Path(__file__).parents[2]
PROGRAM = "backend.sandbox.child"
BLOCK_BYTES = 1024**2
POLL_SECONDS = 0.1
LAST_WORDS = 4096
ABORTS = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL})
MEMORY_WORDS = (b"memory allocation of", b"bad_alloc", b"out of memory")

Stop = Callable[[], bool]


class TimeUp(Exception):
    """The child did not answer within its wall time."""


class Died(Exception):
    """The child ended without an answer: `cause` is "time", "memory", "killed" or "crash"."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class ChildProcess:
    """A fresh interpreter without the worker's environment. `inbox` holds the file, `outbox` is the
    child's own folder.

    It confines itself before it answers for the first time, unless `walls` is False.
    """

    def __init__(
        self,
        inbox: Path,
        outbox: Path,
        budget: Budget,
        most: Limits,
        errors: IO[bytes],
        *,
        walls: bool,
    ) -> None:
        self._errors = errors
        self._budget = budget
        told = [os.getpid(), inbox, int(walls), *astuple(budget), *astuple(most)]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", PROGRAM, *map(str, told)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=outbox,
            env=_environment(outbox),
            start_new_session=True,  # a Ctrl-C at the terminal is the worker's to handle
        )
        self._requests = cast(IO[bytes], self._process.stdin)
        self._replies = cast(IO[bytes], self._process.stdout)

    def ask(
        self,
        request: dict[str, Any],
        seconds: float,
        max_bytes: int,
        stop: Stop | None,
    ) -> tuple[Any, bytearray]:
        """Send a request and wait for its answer: header and content of at most `max_bytes`.

        Raises Died, TimeUp, or Cancelled when `stop` says so; the process must then be killed.
        """
        os.ftruncate(self._errors.fileno(), 0)
        try:
            if linux.ON_LINUX:
                limits.grant(self._budget, self._process.pid)
            wire.send(self._requests, request)
        except OSError:
            raise Died(self._cause()) from None
        return self.answer(seconds, max_bytes, stop)

    def answer(
        self,
        seconds: float,
        max_bytes: int,
        stop: Stop | None = None,
    ) -> tuple[Any, bytearray]:
        """Wait for one message from the child."""
        deadline = time.monotonic() + seconds
        lengths = self._read(wire.LENGTHS.size, deadline, stop)
        header_bytes, content_bytes = wire.LENGTHS.unpack(lengths)
        if header_bytes > wire.MAX_HEADER_BYTES or content_bytes > max_bytes:
            raise Died("crash")
        try:
            header = json.loads(self._read(header_bytes, deadline, stop))
        except (ValueError, RecursionError):
            raise Died("crash") from None
        return header, self._read(content_bytes, deadline, stop)

    def kill(self) -> None:
        """End the process at once and close its pipes."""
        if self._process.returncode is None:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)  # with what it may have started
            self._process.wait()
        for pipe in (self._requests, self._replies):
            try:
                pipe.close()
            except BrokenPipeError:
                continue

    def last_words(self) -> bytes:
        """The end of what the child and its libraries wrote to standard error."""
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), LAST_WORDS, max(0, size - LAST_WORDS))

    def _read(self, size: int, deadline: float, stop: Stop | None) -> bytearray:
        pipe = self._replies.fileno()
        data = bytearray()
        while len(data) < size:
            ready, _, _ = select.select([pipe], [], [], POLL_SECONDS)
            if stop and stop():
                raise Cancelled("The file was abandoned because its job was cancelled.")
            if ready:
                block = os.read(pipe, min(BLOCK_BYTES, size - len(data)))
                if not block:
                    raise Died(self._cause())
                data += block
            elif time.monotonic() > deadline:
                raise TimeUp
        return data

    def _cause(self) -> str:
        """Why the process ended. One that gets no memory aborts, silently (pdfium) or saying so
        (Rust, C++).

        Its peak does not tell: the kernel lets a child begin with its parent's peak.
        """
        code = self._process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGPROF):
            return "time"
        if code == -signal.SIGKILL:
            return "killed"
        words = self.last_words()
        aborted = -code in ABORTS and (not words or any(each in words for each in MEMORY_WORDS))
        return "memory" if code == OUT_OF_MEMORY or aborted else "crash"


def _environment(own: Path) -> dict[str, str]:
    """All that the child knows of its surroundings."""
    folder = str(own)
    return {
        "PYTHONPATH": str(ROOT),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TMPDIR": folder,
        "HOME": folder,  # else libraries look for one in /etc/passwd
    }
