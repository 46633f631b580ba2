"""Work: what a stage of a job holds in its hands while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from backend.context import Context
from backend.errors import Cancelled, LostLease, Stopping, TimeLimit
from backend.events import log
from backend.events.log import Event
from backend.store import jobs
from backend.store.db import transaction
from backend.store.jobs import Job

Params = TypeVar("Params", bound=BaseModel)
CHECK_SECONDS = 0.25


@dataclass
class Work(Generic[Params]):
    """One attempt at a job, under its lease.

    Every write goes through `writing`, which fails with LostLease once another worker owns the job. `check` is called
    between steps and raises what should end them. `tools` are what the kind keeps open between jobs.
    """

    ctx: Context
    job: Job
    params: Params
    tools: Any
    dispatch: Callable[[Sequence[str]], None]
    deadline: datetime
    stopping: threading.Event
    advanced: bool = False
    _lost: threading.Event = field(default_factory=threading.Event)
    _checked_at: datetime | None = None

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.ctx.settings.lease_seconds)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A write transaction under the fence."""
        with transaction(self.ctx.engine) as session:
            jobs.hold(session, self.job)
            yield session

    def check(self) -> None:
        """Raise Cancelled, LostLease or TimeLimit when the job should stop. Cheap enough to call for every item."""
        self.ctx.pulse.touch()
        if self._lost.is_set():
            raise LostLease(f"Job {self.job.id} is run by another worker.")
        if self.stopping.is_set():
            raise Stopping("The worker was asked to stop.")
        now = self.ctx.clock()
        if now > self.deadline:
            raise TimeLimit(
                "The job reached its time limit. What it has read is kept: try it again to go on from there."
            )
        if self._checked_at is None or (now - self._checked_at).total_seconds() >= CHECK_SECONDS:
            self._checked_at = now
            self.heartbeat()

    def should_stop(self) -> bool:
        """`check` for those who can not be interrupted by an exception, such as a child process."""
        try:
            self.check()
        except (Cancelled, LostLease, Stopping, TimeLimit):
            return True
        return False

    def heartbeat(self) -> None:
        """Keep the lease, and forget earlier failures once this attempt got somewhere."""
        progress = {"strikes": 0} if self.advanced else {}
        with transaction(self.ctx.engine) as session:
            cancelled = jobs.extend(session, self.job, self.ctx.clock(), self.lease, **progress)
        if cancelled:
            raise Cancelled("The job was cancelled.")

    def advance(self) -> None:
        """Something was finished that the next attempt need not do again."""
        self.advanced = True

    def lose(self) -> None:
        """Called by the heartbeat thread when the lease is gone."""
        self._lost.set()

    def publish(self, events: Iterable[Event]) -> None:
        """Tell viewers. Redis errors end the attempt; the next one tells everything again."""
        publish(self.ctx, events)


def publish(ctx: Context, events: Iterable[Event]) -> list[str]:
    """Append events to the log; returns their ids."""
    settings = ctx.settings
    return log.append(ctx.redis, events, length=settings.event_log_length, seconds=settings.event_log_seconds)
