"""What the Jobs page shows of queues and workers is what is there, also after something was killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psutil
from rq import SimpleWorker

from backend.context import Context
from backend.jobs import queue
from backend.jobs.run import Runner
from backend.jobs.worker import open_worker
from backend.store import jobs
from backend.store.db import transaction
from tests.builders import a_collection, an_upload, group_of, send


@contextmanager
def a_worker(ctx: Context, name: str, pid: int, hostname: str | None = None) -> Iterator[SimpleWorker]:
    with Runner(ctx, name, lambda _: None) as runner:
        worker = open_worker(ctx.redis, name, "ingestion", runner)
        worker.pid, worker.hostname = pid, hostname or socket.gethostname()
        worker.register_birth()  # type: ignore[no-untyped-call]
        yield worker


def shown(ctx: Context) -> list[str]:
    return [each["name"] for each in queue.workers(ctx)]


def a_pid_of_nobody() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    assert not psutil.pid_exists(ended.pid)
    return ended.pid


def test_a_killed_worker_is_not_shown_though_rq_believes_in_it(ctx: Context) -> None:
    with a_worker(ctx, "alive", os.getpid()), a_worker(ctx, "killed", a_pid_of_nobody()):
        assert len(SimpleWorker.all(connection=ctx.redis)) == 2
        assert shown(ctx) == ["alive"]


def test_a_worker_of_another_machine_is_believed(ctx: Context) -> None:
    with a_worker(ctx, "far", a_pid_of_nobody(), "elsewhere.example"):
        assert shown(ctx) == ["far"]


def test_what_runs_is_counted_where_it_is_true(ctx: Context) -> None:
    group = group_of(send(ctx, an_upload(ctx, a_collection(ctx)), "a.txt", b"text"))
    with transaction(ctx.engine) as session:
        job = jobs.claim(session, group, 1, "anna", ctx.clock(), timedelta(seconds=20))
        assert job
    assert {each["name"]: each["running"] for each in queue.queues(ctx)} == {"ingestion": 1, "query": 0}
    with transaction(ctx.engine) as session:
        jobs.requeue(session, job, None, strikes=1)
    assert {each["name"]: each["running"] for each in queue.queues(ctx)} == {"ingestion": 0, "query": 0}
