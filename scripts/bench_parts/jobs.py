"""Jobs: empty jobs per second through queue, lease, stages and finish, against RQ's own worker and an empty function.

Both in this process, both with RQ's in-process worker and JSON messages, jobs sent and then worked off.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from uuid import uuid4

import setproctitle
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from rq.worker import SimpleWorker

from backend import bootstrap
from backend.context import Context
from backend.core.ids import new_id
from backend.ingest import opening
from backend.ingest.groups import KIND, GroupParams
from backend.jobs import queue
from backend.jobs.kinds import kind_named
from backend.jobs.run import Runner
from backend.jobs.worker import open_worker
from backend.store import collections, users
from backend.store.db import transaction
from backend.store.jobs import Job
from backend.store.uploads import Upload
from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import open_stand


def run(quick: bool) -> list[Result]:
    jobs, rounds = (100, 1) if quick else (300, 3)
    ours, bare = [], []
    with open_stand() as stand:
        ctx = bootstrap.build(stand.settings)
        with Runner(ctx, "bench", lambda job_ids: queue.dispatch(ctx, job_ids)) as runner:
            runner.prepare(kind_named(KIND))
            upload = _upload(ctx)
            for _ in range(rounds):
                with _undisturbed():
                    ours.append(_ours(ctx, runner, upload, jobs))
                with _undisturbed():
                    bare.append(_bare(bootstrap.connect_blocking(stand.settings), jobs))
    rate, alone = median(ours), median(bare)
    return [Result("jobs, empty ones", rate, "/s", f"bare RQ worker {alone:,.0f}/s", rate / alone)]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Undo what an RQ worker leaves in its process: signals that only it would obey, and its name."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    title = setproctitle.getproctitle()
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        setproctitle.setproctitle(title)


def _upload(ctx: Context) -> Upload:
    now = ctx.clock()
    with transaction(ctx.engine) as session:
        owner = users.owner(session, now)
        collection = collections.add(session, owner.id, "bench", now)
    return opening.open_upload(ctx, owner.id, collection.id, None, "")


def _ours(ctx: Context, runner: Runner, upload: Upload, count: int) -> float:
    """Groups without documents: claimed, both stages, finished, settled."""
    made = [_group(ctx, upload) for _ in range(count)]
    with transaction(ctx.engine) as session:
        session.add_all(made)
    began = time.perf_counter()
    queue.dispatch(ctx, [job.id for job in made])
    redis = bootstrap.connect_blocking(ctx.settings)
    open_worker(redis, uuid4().hex, KIND, runner).work(burst=True, logging_level="ERROR")
    rate = count / (time.perf_counter() - began)
    with transaction(ctx.engine) as session:
        if any(session.get_one(Job, job.id).status != "completed" for job in made):
            raise RuntimeError("A job did not complete.")
    return rate


def _group(ctx: Context, upload: Upload) -> Job:
    return Job(
        id=new_id(),
        parent_id=upload.job_id,
        owner_id=upload.owner_id,
        collection_id=upload.collection_id,
        kind=KIND,
        queue=KIND,
        params=GroupParams(upload_id=upload.id).model_dump(),
        created_at=ctx.clock(),
    )


def nothing(_job: str, _attempt: int) -> None:
    """What the bare jobs do."""


def _bare(redis: Redis, count: int) -> float:
    bare = Queue("bare", connection=redis, serializer=JSONSerializer)
    began = time.perf_counter()
    for number in range(count):
        bare.enqueue_call(nothing, args=(str(number), 1), result_ttl=60)
    SimpleWorker([bare], connection=redis, serializer=JSONSerializer).work(burst=True, logging_level="ERROR")
    return count / (time.perf_counter() - began)
