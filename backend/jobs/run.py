"""The runner: one attempt at a job, from claim to end. Every kind gets its lease, progress, cancel and resume here."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError

from backend.context import Context
from backend.errors import Cancelled, Hopeless, LostLease, Stopping, TimeLimit, WinnowError
from backend.jobs.kind import Kind
from backend.jobs.kinds import kind_named
from backend.logs import job_in_logs
from backend.store import jobs
from backend.store.db import transaction
from backend.store.jobs import Job
from backend.work import Work

logger = logging.getLogger(__name__)

BACKOFF_SECONDS = (2, 10, 60)
Dispatch = Callable[[Sequence[str]], None]


class Runner:
    """Runs jobs in this process. `tools` of a kind are opened with its first job and kept."""

    def __init__(self, ctx: Context, worker: str, dispatch: Dispatch) -> None:
        self.ctx = ctx
        self.worker = worker
        self.dispatch = dispatch
        self.stopping = threading.Event()
        self._stack = ExitStack()
        self._tools: dict[str, Any] = {}

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def prepare(self, kind: Kind) -> Any:
        """The kind's tools, opened once."""
        if kind.name not in self._tools:
            self._tools[kind.name] = self._stack.enter_context(kind.tools(self.ctx))
        return self._tools[kind.name]

    def perform(self, job_id: str, attempt: int) -> None:
        """Claim the job and run its stages; a delivery that comes too late or twice does nothing."""
        ctx, lease = self.ctx, timedelta(seconds=self.ctx.settings.lease_seconds)
        with transaction(ctx.engine) as session:
            job = jobs.claim(session, job_id, attempt, self.worker, ctx.clock(), lease)
        if job is None:
            return
        kind = kind_named(job.kind)
        work: Work[Any] = Work(
            ctx=ctx,
            job=job,
            params=kind.params.model_validate(job.params),
            tools=self.prepare(kind),
            dispatch=self.dispatch,
            deadline=ctx.clock() + timedelta(seconds=kind.seconds(ctx)),
            stopping=self.stopping,
        )
        with job_in_logs(job.id):
            self._attempt(kind, work)

    def _attempt(self, kind: Kind, work: Work[Any]) -> None:
        try:
            with _heartbeats(work):
                kind.started(work)
                if work.job.attempt > 1:
                    kind.resumed(work)
                for stage in _remaining(kind, work.job):
                    with work.writing() as session:
                        jobs.extend(session, work.job, work.ctx.clock(), work.lease, stage=stage.name)
                    stage.run(work.ctx, work)
            with transaction(work.ctx.engine) as session:
                jobs.finish(session, work.job, "completed", work.ctx.clock(), progress=1.0)
        except LostLease:
            logger.warning("job %s was taken over by another worker", work.job.id)
            return
        except Stopping:
            with transaction(work.ctx.engine) as session:
                jobs.requeue(session, work.job, None, strikes=work.job.strikes)
        except Cancelled:
            self._end(work, "cancelled", None)
        except Exception as error:  # noqa: BLE001  whatever happened must end in the job's row, not in the queue
            self._failed(kind, work, error)
        kind.ended(work.ctx, work.job.id)

    def _failed(self, kind: Kind, work: Work[Any], error: Exception) -> None:
        """Try again later what can pass; give up on what stands still."""
        job, ctx = work.job, work.ctx
        logger.warning("job %s, attempt %d: %s", job.id, job.attempt, error, exc_info=not _expected(error))
        strikes = 0 if work.advanced else job.strikes + 1
        over = isinstance(error, Hopeless) or (isinstance(error, TimeLimit) and kind.fails_at_limit)
        if over or strikes >= ctx.settings.max_attempts:
            self.dispatch(kind.gave_up(ctx, job.id, reason(error)))
            self._end(work, "failed", reason(error))
            return
        wait = timedelta(seconds=0 if work.advanced else BACKOFF_SECONDS[min(strikes, len(BACKOFF_SECONDS)) - 1])
        with transaction(ctx.engine) as session:
            jobs.requeue(session, job, ctx.clock() + wait, strikes=strikes)
        if work.advanced:
            self.dispatch([job.id])

    def _end(self, work: Work[Any], status: jobs.Status, message: str | None) -> None:
        try:
            with transaction(work.ctx.engine) as session:
                jobs.finish(session, work.job, status, work.ctx.clock(), error_message=message)
        except LostLease:
            logger.warning("job %s was taken over by another worker", work.job.id)


def _remaining(kind: Kind, job: Job) -> Iterator[Any]:
    """The stages from the one the last attempt stood at."""
    names = [stage.name for stage in kind.stages]
    start = names.index(job.stage) if job.stage in names else 0
    yield from kind.stages[start:]


@contextmanager
def _heartbeats(work: Work[Any]) -> Iterator[None]:
    """Keep the lease while a stage is busy with one long step."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(work.ctx.settings.heartbeat_seconds):
            try:
                work.heartbeat()
            except Cancelled:
                continue  # the stage sees it at its next check
            except LostLease:
                work.lose()
                return
            except OperationalError as error:
                logger.warning("heartbeat of job %s not stored: %s", work.job.id, error)

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _expected(error: Exception) -> bool:
    return isinstance(error, WinnowError | RedisError | OperationalError)


def reason(error: Exception) -> str:
    """What a person reads about a failed job."""
    if isinstance(error, WinnowError):
        return error.detail
    if isinstance(error, RedisError):
        return "Redis did not answer. It was tried several times; try again once Redis runs."
    if isinstance(error, OperationalError):
        return "The database did not answer, or its disk is full. It was tried several times; try again later."
    return f"Something unexpected happened ({type(error).__name__}). The log says more; the request id is the job's id."
