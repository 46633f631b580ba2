"""Patience: a server that is restarted or away for a moment is waited for, and what was under way goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from typing import TypeVar

from backend.cli.client import Client, Json
from backend.cli.errors import Failed, Refused, Unreachable

T = TypeVar("T")

PATIENCE_SECONDS = 120.0
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0  # seconds


class Patience:
    """How long a server that does not answer is waited for: from try to try longer, two minutes in all."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()
        self.renew()

    def renew(self) -> None:
        """The server answered."""
        self._pause = FIRST_PAUSE
        self._deadline = float("inf")

    def wait(self, error: Failed | None = None) -> None:
        """Pause before the next try; raises `error` when waiting can not help or has lasted too long."""
        now = time.monotonic()
        self._deadline = min(self._deadline, now + PATIENCE_SECONDS)
        hopeless = isinstance(error, Refused) and not error.passes
        if error and (hopeless or now >= self._deadline or self._stop.is_set()):
            raise error
        self._stop.wait(max(self._pause, error.retry_after if isinstance(error, Refused) else 0.0))
        self._pause = min(LONGEST_PAUSE, self._pause * 2)


def insist(request: Callable[[], T], stop: threading.Event | None = None) -> T:
    """Repeat a request that may be repeated until the server answers it; `stop` ends the waiting."""
    patience = Patience(stop)
    while True:
        try:
            return request()
        except (Unreachable, Refused) as error:
            patience.wait(error)


def follow(client: Client, path: str) -> Generator[Json]:
    """The data of every event at `path`, from the current state on, for as long as somebody asks for more.

    A lost connection is made again and goes on right behind the last event: nothing is missed or told twice.
    """
    patience, after = Patience(), ""
    while True:
        lost: Failed | None = None
        try:
            for event in client.events(path, after):
                patience.renew()
                after = event.id or after
                found = event.json()
                if isinstance(found, dict):
                    yield found
        except (Unreachable, Refused) as error:
            lost = error
        patience.wait(lost)
