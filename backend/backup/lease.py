"""While a backup runs no blob is removed: what its copy of the database names must still be there to be copied."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from backend.backup.source import Source
from backend.core.ids import new_id
from backend.errors import Conflict
from backend.store import holds
from backend.store.db import transaction

logger = logging.getLogger(__name__)

FOR = timedelta(minutes=2)
BEAT_SECONDS = 15.0


class Lease:
    """Held for as long as it is renewed; when this process dies it is void two minutes later."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._holder = new_id()
        self._ended = threading.Event()
        self._lapsed = threading.Event()

    def take(self) -> None:
        now = self._source.clock()
        with transaction(self._source.engine) as session:
            holds.to_store(session, self._holder, {holds.EVERYTHING}, now, now + FOR)

    def keep(self) -> None:
        """Renew it until it is let go."""
        while not self._ended.wait(BEAT_SECONDS):
            try:
                self._renew()
            except OperationalError as error:  # two minutes leave time for more tries
                logger.warning("the backup's hold was not renewed yet: %s", error)

    def check(self) -> None:
        """Conflict when it was void for a moment: something may have been removed."""
        self._renew()
        if self._lapsed.is_set():
            raise Conflict("This machine stood still for too long. Run the backup again: it goes on from here.")

    def release(self) -> None:
        self._ended.set()
        with transaction(self._source.engine) as session:
            holds.release(session, self._holder, self._source.clock())

    def _renew(self) -> None:
        now = self._source.clock()
        with transaction(self._source.engine) as session:
            if not holds.extend(session, self._holder, now, now + FOR):
                self._lapsed.set()


@contextmanager
def nothing_removed(source: Source) -> Iterator[Lease]:
    """Nothing is removed during the block; `check` says at its end whether that was so."""
    lease = Lease(source)
    lease.take()
    thread = threading.Thread(target=lease.keep, name="lease", daemon=True)
    thread.start()
    try:
        yield lease
    finally:
        lease.release()
        thread.join()
