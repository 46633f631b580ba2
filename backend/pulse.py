"""Pulse: signs of life that a worker gives its supervisor, as long as its work goes on.

A thread gives them, so that one long step is no hang; but only so many for each time that the main
loop came by, so that a loop which hangs is found out. Counted, not timed: after the machine slept,
or everything was stopped for an hour, nobody has to be late.
"""

from __future__ import annotations

import contextlib
import os
import threading

SIGN_SECONDS = 2.0
LONGEST_STEP = 600.0  # seconds between two calls of `touch`, on a machine that is very busy
SIGNS = int(LONGEST_STEP / SIGN_SECONDS)


class Pulse:
    """`descriptor` leads to the supervisor; without one nobody is told anything."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._descriptor = descriptor
        self._left = SIGNS

    def begin(self) -> None:
        """Start to give signs, until the process ends."""
        if self._descriptor is not None:
            os.set_blocking(self._descriptor, False)  # a supervisor that hangs stops no work
            self.sign()
            threading.Thread(target=self._go_on, name="pulse", daemon=True).start()

    def touch(self) -> None:
        """The main loop came by. Cheap enough to call for every item."""
        self._left = SIGNS

    def sign(self) -> None:
        """Give one sign of life, unless the main loop was not seen for too long."""
        if self._descriptor is None or self._left <= 0:
            return
        self._left -= 1
        with contextlib.suppress(OSError):
            os.write(self._descriptor, b".")

    def _go_on(self) -> None:
        pause = threading.Event()
        while not pause.wait(SIGN_SECONDS):
            self.sign()
