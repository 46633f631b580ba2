"""RQ: the queues, their messages as they are sent, and what the Jobs page shows of them.

A message carries nothing but a job's id and attempt; what to do stands in SQL. Its id `{job}_{attempt}_{dispatch}` is
unique, so a repeated dispatch is refused by RQ, and a repeated delivery by the fence.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Sequence
from typing import Any, cast

import psutil
from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker, SimpleWorker

from backend.ask import presence
from backend.ask.presence import Present
from backend.context import Context
from backend.core.clock import rfc3339
from backend.jobs.kinds import QUEUES, kind_named
from backend.jobs.message import FUNCTION, KEPT_SECONDS, Message
from backend.store import jobs
from backend.store.db import reading, transaction
from backend.store.jobs import Job

SPARE_SECONDS = 60  # our own time limit comes first, RQ's is the net below it
CLOCK_SECONDS = 60  # by which two clocks may differ


def queue_named(redis: Redis, name: str) -> Queue:
    """The RQ queue of that name."""
    return Queue(name, connection=redis, serializer=JSONSerializer, job_class=Message)


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
                result_ttl=KEPT_SECONDS,
                failure_ttl=KEPT_SECONDS,
                description=f"{job.kind} {job.title}",
                unique=True,
            )


def messages(ctx: Context, name: str) -> set[str]:
    """Ids of the messages that wait in a queue."""
    return set(_ids(queue_named(ctx.redis, name)))


def _ids(queue: Queue, last: int = -1) -> list[str]:
    """Ids of the messages that wait, from the oldest on; RQ's own way stumbles over one that is no text."""
    waiting = cast(list[bytes], queue.connection.lrange(queue.key, 0, last))
    return [identity.decode(errors="replace") for identity in waiting]


def message_id(job: Job) -> str:
    """The id of the message that the job's last dispatch sent."""
    return f"{job.id}_{job.attempt}_{job.dispatch}"


def queues(ctx: Context) -> list[dict[str, Any]]:
    """Every queue with its backlog as RQ sees it; what runs is counted in SQL, as RQ believes in killed workers."""
    found = []
    with reading(ctx.engine) as session:
        running = jobs.running(session)
    for name in QUEUES:
        queue = queue_named(ctx.redis, name)
        waited = round(_waited(queue), 1)
        at_work = running.get(name, 0)
        found.append({"name": name, "queued": queue.count, "running": at_work, "oldest_seconds": waited})
    return found


def _waited(queue: Queue) -> float:
    """For how many seconds the oldest message has waited."""
    for identity in _ids(queue, 0):
        with contextlib.suppress(NoSuchJobError):
            sent = Message.fetch(identity, queue.connection, JSONSerializer).enqueued_at
            return time.time() - sent.timestamp() if sent else 0.0
    return 0.0


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
