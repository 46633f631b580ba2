"""One program kept alive: its process, its output, when it may start again after it ended."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from math import inf
from time import monotonic

from backend import linux
from backend.settings import ROOT
from backend.supervise.logs import parse
from backend.supervise.programs import Program

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
STEADY = 10.0  # seconds a program must run before its earlier failures are forgotten
LONGEST_LINE = 65_536


def pause(failures: int) -> float:
    """Seconds to wait before starting a program that failed this many times in a row."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 16)) if failures else 0.0


class Child:
    """Started by `start`, watched through `output` (its pipe) and `reap`; `due` says when to start it again."""

    def __init__(self, program: Program, environment: Mapping[str, str], inherit: tuple[int, ...]) -> None:
        self.program = program
        self.failures = 0
        self.due = 0.0
        self._last_line = ""
        self._environment = environment
        self._inherit = inherit
        self._process: subprocess.Popen[bytes] | None = None
        self._partial = b""
        self._started = 0.0

    @property
    def last_words(self) -> str:
        """The message of the last line it wrote."""
        fields = parse(self._last_line)
        return str(fields.get("message", "")) if fields else self._last_line

    @property
    def pid(self) -> int | None:
        """The running process; None between two."""
        return self._process.pid if self._process else None

    def start(self) -> int:
        """Start the process, in a session of its own so that Ctrl-C reaches only the supervisor; returns its pipe."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self._started = monotonic()
        try:
            self._process = self._spawn(writing)
        except OSError as error:  # no memory, no processes left, the program file is gone
            os.write(writing, f"{error}\n".encode())
            self._ended(failed=True)
        finally:
            os.close(writing)
        return reading

    def _spawn(self, output: int) -> subprocess.Popen[bytes]:
        told = _told(self.program.told)
        try:
            return subprocess.Popen(
                self.program.argv,
                cwd=ROOT,
                env=self._environment,
                stdin=told,
                stdout=output,
                stderr=output,
                pass_fds=self._inherit,
                start_new_session=True,
                preexec_fn=_end_with_parent(os.getpid(), self.program.orphaned),
            )
        finally:
            os.close(told)

    def read(self, pipe: int, keep: Callable[[str, str], None]) -> bool:
        """Hand the whole lines that came in to `keep`; False when nobody will write any more."""
        try:
            data = os.read(pipe, LONGEST_LINE)
        except BlockingIOError:
            return True
        *lines, self._partial = (self._partial + data).split(b"\n")
        if not data or len(self._partial) > LONGEST_LINE:
            lines, self._partial = [*lines, self._partial], b""
        for line in filter(None, lines):
            self._last_line = line.decode(errors="replace").strip()
            keep(self.program.name, self._last_line)
        return bool(data)

    def reap(self) -> int | None:
        """The exit code of a process that just ended (negative: the signal); None when there is none.

        A worker that ends well has recycled itself and is due at once; whatever fails waits longer each time.
        """
        code = self._process.poll() if self._process else None
        if self._process is None or code is None:
            return None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)  # what it started goes with it
        self._process = None
        self._ended(failed=code != 0)
        return code

    def _ended(self, *, failed: bool) -> None:
        now = monotonic()
        lasted = now - self._started
        if lasted > STEADY:
            self.failures = 0
        self.failures = self.failures + 1 if failed or lasted < FIRST_PAUSE else 0
        self.due = inf if self.program.once else now + pause(self.failures)

    def signal(self, number: signal.Signals) -> None:
        """Signal the process, if there is one."""
        if self._process:
            self._process.send_signal(number)


def _told(text: str) -> int:
    """A descriptor that gives this text and then ends; it waits in the kernel until it is read."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        data = text.encode()
        if data and os.write(writing, data) < len(data):
            raise OSError(errno.ENOBUFS, "The settings of the models are too long")
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return reading


def _end_with_parent(parent: int, number: signal.Signals) -> Callable[[], None]:
    """Runs in the child before its program: have the kernel end it when the supervisor is gone."""
    arrange = linux.ending_with(parent, number)

    def before() -> None:
        if not arrange():
            os._exit(1)

    return before
