"""One program kept alive: its process, its output, when it may start again after it ended."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from math import inf
from time import monotonic

from backend import linux
from backend.settings import ROOT
from backend.supervise.life import PLAUSIBLE, Life, processor_seconds
from backend.supervise.logs import parse
from backend.supervise.programs import Program

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
STEADY = 10.0  # seconds a program must run before its earlier failures are forgotten
LONGEST_LINE = 65_536
ROOM = 65_536


def pause(failures: int) -> float:
    """Seconds to wait before starting a program that failed this many times in a row."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 16)) if failures else 0.0


class Child:
    """Started by `start`, watched through its two streams and `reap`; `due` says when to start it
    again.

    `channel` is its standard input: what it is told comes to it there, and its signs of life come
    back.
    """

    def __init__(
        self,
        program: Program,
        environment: Mapping[str, str],
        inherit: tuple[int, ...],
        patience: float,
    ) -> None:
        self.program = program
        self.failures = 0
        self.due = 0.0
        self.hung = False
        self.channel: socket.socket | None = None
        self.life = Life(patience)
        self._patience = patience
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
        """Start the process, in a session of its own, out of reach of Ctrl-C; returns its pipe."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self._started = monotonic()
        self.hung, self.life, self.channel = False, Life(self._patience), None
        try:
            self._process = self._spawn(writing)
        except OSError as error:  # no memory, no processes left, the program file is gone
            os.write(writing, f"{error}\n".encode())
            self._ended(failed=True)
        finally:
            os.close(writing)
        return reading

    def _spawn(self, output: int) -> subprocess.Popen[bytes]:
        self.channel, theirs = _channel(self.program.told.encode())
        with theirs:
            return subprocess.Popen(
                self.program.argv,
                cwd=ROOT,
                env=self._environment,
                stdin=theirs.fileno(),
                stdout=output,
                stderr=output,
                pass_fds=self._inherit,
                start_new_session=True,
                preexec_fn=_end_with_parent(os.getpid(), self.program.orphaned),
            )

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
        """The exit code of a process that just ended (negative: the signal); None when there is
        none.

        A worker that ends well has recycled itself and is due at once; whatever fails waits longer
        each time.
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

    def tick(self) -> None:
        """A moment passed: a process that can be asked or gives signs, and hangs, is ended."""
        if self.pid is None or self.hung or not (self.program.question or self.program.gives_signs):
            return
        silent = self.life.silence >= PLAUSIBLE
        self.life.tick(processor_seconds(self.pid) if silent else 0.0)
        if self.life.hangs:
            self.hung = True
            self.signal(signal.SIGKILL)


def _channel(told: bytes) -> tuple[socket.socket, socket.socket]:
    """Two ends: the other finds these bytes; what it writes comes out at the first."""
    ours, theirs = socket.socketpair()
    try:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, max(ROOM, 2 * len(told)))
        ours.setblocking(False)
        if told and ours.send(told) < len(told):
            raise OSError(errno.ENOBUFS, "The settings of the models are too long")
        ours.shutdown(socket.SHUT_WR)
    except OSError:
        ours.close()
        theirs.close()
        raise
    return ours, theirs


def _end_with_parent(parent: int, number: signal.Signals) -> Callable[[], None]:
    """Runs in the child before its program: have the kernel end it when the supervisor is gone."""
    arrange = linux.ending_with(parent, number)

    def before() -> None:
        if not arrange():
            os._exit(1)

    return before
