"""The supervisor: one loop over the children's streams, the signals and its own ticks."""

from __future__ import annotations

import os
import selectors
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from types import FrameType

from backend.errors import Unavailable
from backend.supervise.child import Child
from backend.supervise.life import TICK_SECONDS, TICKS_PER_QUESTION, Question
from backend.supervise.logs import Log, say
from backend.supervise.programs import Program

POLL = 0.05  # while waiting for something that can only be asked for
STOP_SECONDS = 1.5  # for each layer to go by itself; all three stay within five seconds


class Stopped(Exception):
    """The person asked to stop while Winnow was still starting."""


class Supervisor:
    """Keeps programs running from `add` to `stop`. Every child holds the descriptors in `inherit`
    while it lives.

    One that gives no sign of life for `patience` seconds is ended, and started again like any that
    ended.
    """

    def __init__(
        self,
        log: Log,
        environment: Mapping[str, str],
        inherit: tuple[int, ...] = (),
        patience: float = 30.0,
    ) -> None:
        self._log = log
        self._patience = patience
        self._asked: dict[Child, socket.socket] = {}
        self._ticks = 0
        self._next_tick = 0.0
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
        child = Child(program, self._environment, self._inherit, self._patience / TICK_SECONDS)
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
                said = child.last_words or "it said nothing."
                raise Unavailable(f"{child.program.name} could not start: {said}")
            if monotonic() > deadline:
                late = f"{child.program.name} is not ready after {seconds:.0f} seconds"
                raise Unavailable(f"{late}: {child.last_words}")
            self._turn(POLL)

    def run(self) -> None:
        """Serve until a stop is asked for."""
        while not self._requests:
            self._turn(None)

    def stop(self) -> None:
        """End the children, those first that need others. Who is late is killed."""
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
        """Wait for output, a signal, a restart that is due or the next tick, and deal with it."""
        due = [child.due for child in self._children if child.pid is None]
        if restart:
            until = max(0.0, min([*due, self._next_tick]) - monotonic())
            wait = until if wait is None else min(wait, until)
        for key, _ in self._selector.select(wait):
            key.data()
        if restart and monotonic() >= self._next_tick:
            self._next_tick = monotonic() + TICK_SECONDS
            self._tick()
        for child in self._children:
            code = child.reap()
            if restart and code is not None and child.failures:
                self._tell(child, code)
            if restart and child.pid is None and child.due <= monotonic():
                self._start(child)

    def _tick(self) -> None:
        """Ask now and then those that can be asked; end who has been silent for too long."""
        self._ticks += 1
        for child in self._children:
            if child.pid and child.program.question and self._ticks % TICKS_PER_QUESTION == 0:
                self._ask(child, child.program.question)
            child.tick()

    def _ask(self, child: Child, question: Question) -> None:
        if child in self._asked:
            self._forget(self._asked.pop(child))
        if connection := question.ask():
            self._asked[child] = connection
            self._listen(connection, child)

    def _listen(self, connection: socket.socket, child: Child) -> None:
        """Whatever comes from there is a sign of the child's life."""

        def hear() -> None:
            data = b""
            with suppress(OSError):
                data = connection.recv(4096)
            if data:
                child.life.heard()
            else:
                if self._asked.get(child) is connection:
                    del self._asked[child]
                self._forget(connection)

        self._selector.register(connection, selectors.EVENT_READ, hear)

    def _forget(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        connection.close()

    def _tell(self, child: Child, code: int) -> None:
        how = "gave no sign of life, was ended" if child.hung else _ending(code)
        then = "" if child.program.once else " and is started again"
        say(f"{child.program.name} {how}{then}. Details: {self._log.path}")

    def _start(self, child: Child) -> None:
        pipe = child.start()

        def drain() -> None:
            if not child.read(pipe, self._log.line):
                self._selector.unregister(pipe)
                os.close(pipe)

        self._selector.register(pipe, selectors.EVENT_READ, drain)
        if child.channel:
            self._listen(child.channel, child)


def _ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"ended with code {code}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"
