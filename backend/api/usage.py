"""Usage: when keys were last used, written beside the requests, at most once a minute."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from backend.context import Context
from backend.store import keys
from backend.store.db import transaction

OFTEN = timedelta(minutes=1)
REMEMBERED = 10_000  # keys, after which it begins anew

logger = logging.getLogger(__name__)


class Usage:
    """Open while the application runs. `note` never waits for the database."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._noted: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="usage")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.shutdown(wait=False, cancel_futures=True)

    def note(self, secret: str) -> None:
        """The key was used just now; what is known already to the minute is not written again."""
        now = self._ctx.clock()
        with self._lock:
            last = self._noted.get(secret)
            if last and now - last < OFTEN:
                return
            if len(self._noted) >= REMEMBERED:
                self._noted.clear()
            self._noted[secret] = now
        self._writer.submit(self._write, secret, now)

    def _write(self, secret: str, now: datetime) -> None:
        try:
            with transaction(self._ctx.engine) as session:
                keys.used(session, secret, now)
        except SQLAlchemyError as error:
            logger.info("when a key was used could not be noted: %s", error)
