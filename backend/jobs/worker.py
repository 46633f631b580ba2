"""Worker: takes messages from one queue and has them performed in its own process."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import StopRequested
from rq.job import Job as RqJob
from rq.serializers import JSONSerializer
from rq.worker.worker_classes import SimpleWorker
from sqlalchemy.exc import OperationalError

from backend.jobs.message import Perform, performed_by
from backend.jobs.run import Runner
from backend.pulse import Pulse

WORKER_SECONDS = 60  # how long an idle worker blocks on its queue, at most
PAUSE = 1.0  # seconds before Redis or the database is tried again

logger = logging.getLogger(__name__)


class InProcessWorker(SimpleWorker):
    """Runs messages in its own process, so that a model is loaded once. SQL leases decide, not RQ's
    registries.

    It outlasts a Redis that takes no commands, as with a full disk, and takes none from it either.
    """

    stopping: threading.Event
    pulse: Pulse

    def subscribe(self) -> None:
        """No orders come from Redis: jobs are stopped through SQL, workers by signals."""

    def unsubscribe(self) -> None:
        """Nothing was subscribed to."""

    def check_for_suspension(self, burst: bool) -> None:
        """Nor can a key in Redis suspend all workers."""

    def run_maintenance_tasks(self) -> None:
        """RQ's clean-up fails jobs after a clock jump; the reconciler does this work."""
        self.last_cleaned_at = datetime.now(UTC)  # type: ignore[assignment]

    def register_birth(self) -> None:
        """What an earlier process of this name left behind is forgotten."""
        self.connection.delete(self.key)
        super().register_birth()  # type: ignore[no-untyped-call]

    def heartbeat(self, *arguments: Any, **more: Any) -> None:
        """Called in every round; only the Jobs page looks at it in Redis."""
        self.pulse.touch()
        with suppress(RedisError):
            super().heartbeat(*arguments, **more)

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[RqJob, Queue] | None:
        """The next message that is one."""
        while True:
            try:
                return super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)
            except (RedisError, ValueError) as error:  # ValueError: an id that is no text
                self.wait(error)

    def execute_job(self, job: RqJob, queue: Queue) -> None:
        """What fails here is not the job, whose state is in SQL, but RQ's own account of it."""
        try:
            super().execute_job(job, queue)
        except RedisError as error:
            self.wait(error)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Also tell the running job, which goes back to its queue and keeps no stop waiting."""
        self.stopping.set()
        with suppress(RedisError):
            super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def wait(self, error: Exception) -> None:
        """Say why, and let a moment pass."""
        logger.warning("The worker waits: %s", error)
        self.stopping.wait(PAUSE)
        if self.stopping.is_set():
            raise StopRequested


def work(redis: Redis, name: str, queue: str, runner: Runner, max_jobs: int) -> None:
    """Work until told to stop, or until so many jobs were done; waits for a Redis that takes no
    worker just now.

    `redis` needs a socket timeout longer than the worker's blocking read.
    """
    while not runner.stopping.is_set():
        try:
            open_worker(redis, name, queue, runner).work(max_jobs=max_jobs, logging_level="WARNING")
            return
        except RedisError as error:
            logger.warning("The worker waits: %s", error)
            with suppress(StopRequested):
                runner.stopping.wait(PAUSE)


def open_worker(redis: Redis, name: str, queue: str, runner: Runner) -> InProcessWorker:
    """A worker for one queue."""
    message = performed_by(_patiently(runner))
    worker = InProcessWorker(
        [Queue(queue, connection=redis, serializer=JSONSerializer, job_class=message)],
        name=name,
        connection=redis,
        job_class=message,
        serializer=JSONSerializer,
        log_job_description=False,
        worker_ttl=WORKER_SECONDS,
    )
    worker.stopping = runner.stopping
    worker.pulse = runner.ctx.pulse
    return worker


def _patiently(runner: Runner) -> Perform:
    """A database or Redis that fails ends the attempt; the reconciler sends the job again."""

    def perform(job_id: str, attempt: int) -> None:
        try:
            runner.perform(job_id, attempt)
        except (OperationalError, RedisError) as error:
            logger.warning("job %s waits: %s", job_id, error)
            runner.stopping.wait(PAUSE)

    return perform
