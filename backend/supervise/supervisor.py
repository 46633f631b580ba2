"""The supervisor: one loop over the children's pipes and the signals; it sleeps until something happens."""

from __future__ import annotations

import os
import selectors
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import inf
from time import monotonic
from types import FrameType

from backend.errors import Unavailable
from backend.supervise.child import Child
from backend.supervise.logs import Log, say
from backend.supervise.programs import Program

POLL = 0.05  # while waiting for something that can only be asked for
STOP_SECONDS = 1.5  # for each layer to go by itself; all three stay within five seconds


class Stopped(Exception):
    """The person asked to stop while Winnow was still starting."""


class Supervisor:
    """Keeps programs running from `add` to `stop`. Every child holds the descriptors in `inherit` while it lives."""

    def __init__(self, log: Log, environment: Mapping[str, str], inherit: tuple[int, ...] = ()) -> None:
        self._log = log
        self._environment = environment
        self._inherit = inherit
        self._children: list[Child] = []
        self._selector = selectors.DefaultSelector()
        self._requests = 0

    def listen(self) -> None:
        """Take over the signals of this process: from now on a stop is asked for, not suffered."""
        reading, writing = socket.socketpair()
        reading.setblocking(False)
        writing.setblocking(False)
        signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        self._selector.register(reading, selectors.EVENT_READ, lambda: reading.recv(4096))
        self._writing = writing
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGINT, self._asked_to_stop)
        signal.signal(signal.SIGTERM, self._asked_to_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
            signal.signal(signal.SIGHUP, self._asked_to_stop)

    def add(self, program: Program) -> Child:
        """Start a program and keep it running."""
        child = Child(program, self._environment, self._inherit)
        self._children.append(child)
        self._start(child)
        return child

    def wait_until(self, ready: Callable[[], bool], child: Child, seconds: float) -> None:
        """Serve until `ready`; Unavailable when `child` ends meanwhile or it takes too long."""
        deadline = monotonic() + seconds
        while not ready():
            if self._requests:
                raise Stopped
            if child.failures:
                self._turn(POLL, restart=False)  # its last words
                raise Unavailable(f"{child.program.name} could not start: {child.last_words or 'it said nothing.'}")
            if monotonic() > deadline:
                raise Unavailable(f"{child.program.name} is not ready after {seconds:.0f} seconds: {child.last_words}")
            self._turn(POLL)

    def run(self) -> None:
        """Serve until a stop is asked for."""
        while not self._requests:
            self._turn(None)

    def stop(self) -> None:
        """End the children, those first that need others. Who does not go in time is killed; asked twice, all are."""
        for needs in sorted({child.program.needs for child in self._children}, reverse=True):
            layer = [child for child in self._children if child.program.needs == needs]
            for child in layer:
                child.signal(signal.SIGTERM)
            self._wait_for_end(layer, lambda: self._requests < 2)
            for child in layer:
                child.signal(signal.SIGKILL)
        self._wait_for_end(self._children, lambda: True)

    def _wait_for_end(self, children: Sequence[Child], patient: Callable[[], bool]) -> None:
        deadline = monotonic() + STOP_SECONDS
        while patient() and monotonic() < deadline and any(child.pid for child in children):
            self._turn(POLL, restart=False)

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._requests += 1

    def _turn(self, wait: float | None, *, restart: bool = True) -> None:
        """Wait for output, a signal or a restart that is due, and deal with it."""
        due = [child.due for child in self._children if child.pid is None]
        if restart and due and min(due) < inf:
            until = max(0.0, min(due) - monotonic())
            wait = until if wait is None else min(wait, until)
        for key, _ in self._selector.select(wait):
            key.data()
        for child in self._children:
            code = child.reap()
            if restart and code is not None and child.failures:
                self._tell(child.program, code)
            if restart and child.pid is None and child.due <= monotonic():
                self._start(child)

    def _tell(self, program: Program, code: int) -> None:
        then = "" if program.once else " and is started again"
        say(f"{program.name} {_ending(code)}{then}. Details: {self._log.path}")

    def _start(self, child: Child) -> None:
        pipe = child.start()

        def drain() -> None:
            if not child.read(pipe, self._log.line):
                self._selector.unregister(pipe)
                os.close(pipe)

        self._selector.register(pipe, selectors.EVENT_READ, drain)


def _ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with code {code}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"
