"""RQ: queues, messages, and the worker that turns a message into one attempt at a job.

A message carries nothing but a job's id and attempt; what to do stands in SQL. Its id `{job}_{attempt}_{dispatch}` is
unique, so a repeated dispatch is refused by RQ, and a repeated delivery by the fence.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import psutil
from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import Job as RqJob
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker, SimpleWorker

from backend.ask import presence
from backend.ask.presence import Present
from backend.context import Context
from backend.core.clock import rfc3339
from backend.errors import Forbidden
from backend.jobs.kinds import QUEUES, kind_named
from backend.jobs.run import Runner
from backend.store import jobs
from backend.store.db import reading, transaction
from backend.store.jobs import Job

FUNCTION = "backend.jobs.run.perform"
RESULT_SECONDS = 60
WORKER_SECONDS = 60  # how long an idle worker blocks on its queue, at most
SPARE_SECONDS = 60  # our own time limit comes first, RQ's is the net below it
CLOCK_SECONDS = 60  # by which two clocks may differ
Perform = Callable[[str, int], None]


def message_class(perform: Perform) -> type[RqJob]:
    """An RQ job that runs one function only, whatever its message names; nothing else is ever imported or unpickled."""

    class Message(RqJob):
        def _execute(self) -> None:
            if self.func_name != FUNCTION:
                raise Forbidden(f"A message asked for {self.func_name}; workers run {FUNCTION} only.")
            job_id, attempt = self.args
            perform(str(job_id), int(attempt))

    return Message


def queue_named(redis: Redis, name: str, perform: Perform | None = None) -> Queue:
    """The RQ queue of that name; whoever runs its messages says how."""
    kind = message_class(perform) if perform else RqJob
    return Queue(name, connection=redis, serializer=JSONSerializer, job_class=kind)


def dispatch(ctx: Context, job_ids: Sequence[str]) -> None:
    """Send a message for each queued job. Losing one is harmless: the reconciler sends it again."""
    if not job_ids:
        return
    with transaction(ctx.engine) as session:
        marked = jobs.dispatched(session, job_ids, ctx.clock())
    send_messages(ctx, sorted(marked, key=lambda each: each.id))


def send_messages(ctx: Context, marked: Sequence[Job]) -> None:
    """Send the messages of jobs that are counted as dispatched already."""
    for job in marked:
        limit = kind_named(job.kind).seconds(ctx) + SPARE_SECONDS
        with contextlib.suppress(DuplicateJobError):
            queue_named(ctx.redis, job.queue or "").enqueue_call(
                FUNCTION,
                args=(job.id, job.attempt),
                job_id=message_id(job),
                timeout=limit,
                result_ttl=RESULT_SECONDS,
                failure_ttl=RESULT_SECONDS,
                description=f"{job.kind} {job.title}",
                unique=True,
            )


def messages(ctx: Context, name: str) -> set[str]:
    """Ids of the messages that wait in a queue."""
    return set(queue_named(ctx.redis, name).get_job_ids())


def message_id(job: Job) -> str:
    """The id of the message that the job's last dispatch sent."""
    return f"{job.id}_{job.attempt}_{job.dispatch}"


class InProcessWorker(SimpleWorker):
    """Runs messages in its own process, so that a model is loaded once. SQL leases decide, not RQ's registries."""

    stopping: threading.Event

    def run_maintenance_tasks(self) -> None:
        """RQ's clean-up would fail a job after a clock jump; the reconciler does this work from SQL."""
        self.last_cleaned_at = datetime.now(UTC)  # type: ignore[assignment]

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Also tell the running job, which goes back to its queue instead of keeping the stop waiting."""
        self.stopping.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


def open_worker(redis: Redis, name: str, queue: str, runner: Runner) -> SimpleWorker:
    """A worker for one queue. `redis` needs a socket timeout longer than the worker's blocking read."""
    worker = InProcessWorker(
        [queue_named(redis, queue, runner.perform)],
        name=name,
        connection=redis,
        job_class=message_class(runner.perform),
        serializer=JSONSerializer,
        log_job_description=False,
        worker_ttl=WORKER_SECONDS,
    )
    worker.stopping = runner.stopping
    return worker


def queues(ctx: Context) -> list[dict[str, Any]]:
    """Every queue with its backlog as RQ sees it; what runs is counted in SQL, as RQ believes in killed workers."""
    found = []
    with reading(ctx.engine) as session:
        running = jobs.running(session)
    for name in QUEUES:
        queue = queue_named(ctx.redis, name)
        oldest = queue.get_job_ids(0, 1)
        first = RqJob.fetch(oldest[0], connection=ctx.redis, serializer=JSONSerializer) if oldest else None
        waited = time.time() - first.enqueued_at.timestamp() if first and first.enqueued_at else 0.0
        at_work = running.get(name, 0)
        found.append({"name": name, "queued": queue.count, "running": at_work, "oldest_seconds": round(waited, 1)})
    return found


def workers(ctx: Context) -> list[dict[str, Any]]:
    """The workers that are alive: of queues as RQ sees them, then those that search. Memory only on this machine."""
    alive = SimpleWorker.all(connection=ctx.redis, serializer=JSONSerializer)
    working = [_worker(worker) for worker in sorted(alive, key=lambda each: each.name) if _there(worker)]
    return working + [_searcher(each) for each in presence.present(ctx.redis)]


def _there(worker: BaseWorker) -> bool:
    """Whether it may still run. RQ takes a busy one that was killed for alive until its job's time is over; on this
    machine its process can be looked for, which began before the worker did.
    """
    if worker.hostname != socket.gethostname() or not worker.pid:
        return True
    try:
        began = psutil.Process(worker.pid).create_time()
    except psutil.Error:
        return False
    return worker.birth_date is None or began < worker.birth_date.timestamp() + CLOCK_SECONDS


def _worker(worker: BaseWorker) -> dict[str, Any]:
    message = worker.get_current_job_id()
    return {
        "name": worker.name,
        "queue": ", ".join(worker.queue_names()),
        "state": str(worker.get_state()),
        "current_job_id": message.split("_")[0] if message else None,
        "started_at": rfc3339(worker.birth_date),
        "last_seen_at": rfc3339(worker.last_heartbeat),
        "pid": worker.pid,
        "hostname": worker.hostname,
        "memory_bytes": _memory(worker.hostname, worker.pid),
        "jobs_done": worker.successful_job_count,
    }


def _searcher(worker: Present) -> dict[str, Any]:
    shown = worker.model_dump(exclude={"answered"})
    memory = _memory(worker.hostname, worker.pid)
    return shown | {
        "queue": "search",
        "current_job_id": None,
        "memory_bytes": memory,
        "jobs_done": worker.answered,
    }


def _memory(hostname: str | None, pid: int | None) -> int | None:
    if hostname != socket.gethostname() or not pid:
        return None
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None
