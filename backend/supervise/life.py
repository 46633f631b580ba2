"""Life: whether a process that runs also gets on with its work.

Counted in ticks of the supervisor, not by a clock: after the machine slept, or was too busy even
for the supervisor, hardly a tick has passed, and nobody is late.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

import psutil

TICK_SECONDS = 1.0
START_TICKS = 300  # until a process that was started has loaded what it needs
TICKS_PER_QUESTION = 2
CONNECT_SECONDS = 0.2  # to a server on this machine
PLAUSIBLE = 3  # silent ticks after which it is looked at more closely
COMPUTING = 0.25  # of a tick counts while a silent process computes: starved, or in one long step


@dataclass(frozen=True)
class Question:
    """Where to ask a server of this machine, and what; whatever it answers is a sign of life."""

    place: str | tuple[str, int]  # a socket's path, or host and port
    words: bytes

    def ask(self) -> socket.socket | None:
        """A connection on which the answer will come; None when there is nobody to ask."""
        family = socket.AF_UNIX
        if isinstance(self.place, tuple):
            family = socket.AF_INET6 if ":" in self.place[0] else socket.AF_INET
        connection = socket.socket(family)
        try:
            connection.settimeout(CONNECT_SECONDS)
            connection.connect(self.place)
            connection.setblocking(False)
            connection.sendall(self.words)
        except OSError:
            connection.close()
            return None
        return connection


class Life:
    """The signs of life of one process. It hangs when there was none for so many ticks."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self.silence = 0.0
        self._allowed = float(START_TICKS)
        self._used = 0.0

    def heard(self) -> None:
        """It gave a sign of life."""
        self.silence = 0.0
        self._allowed = self._patience

    def tick(self, used: float) -> None:
        """A moment passed; the process has used so many seconds of processor time in all."""
        self.silence += COMPUTING if used > self._used else 1.0
        self._used = used

    @property
    def hangs(self) -> bool:
        return self.silence >= self._allowed


def processor_seconds(pid: int) -> float:
    """What a process has used so far; 0 when it is gone."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)
