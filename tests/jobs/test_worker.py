"""A worker believes nothing that stands in Redis, and outlasts a Redis or a full disk."""

from __future__ import annotations

import json
import logging
import signal
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import text

from backend.context import Context
from backend.jobs import queue, worker
from backend.jobs.message import FUNCTION
from backend.jobs.run import Runner
from backend.store.db import transaction
from tests.builders import a_collection, an_upload, group_of, send
from tests.eventually import eventually

ZEN = "The Zen of Python"


class Recorder(Runner):
    """Remembers what it was asked to perform."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "anna", lambda _: None)
        self.performed: list[tuple[str, int]] = []

    def perform(self, job_id: str, attempt: int) -> None:
        self.performed.append((job_id, attempt))


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """RQ puts handlers of its own in place."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def a_message(ctx: Context, name: str = "a.txt") -> tuple[str, str]:
    """The id of a job that waits, and of the message that was sent for it."""
    taken = send(ctx, an_upload(ctx, a_collection(ctx, name)), name, name.encode())
    group = group_of(taken)
    queue.dispatch(ctx, [group])
    return group, ctx.redis.lindex("rq:queue:ingestion", -1).decode()  # type: ignore[union-attr]


def forge(ctx: Context, identity: str, **fields: str | bytes) -> None:
    ctx.redis.hset(f"rq:job:{identity}", mapping=fields)  # type: ignore[arg-type]


def until_empty(ctx: Context, runner: Runner) -> None:
    worker.open_worker(ctx.redis, "anna", "ingestion", runner).work(burst=True)


def call(function: str, *arguments: object) -> bytes:
    return zlib.compress(json.dumps([function, None, arguments, {}]).encode())


@pytest.mark.parametrize("field", ["success_callback_name", "failure_callback_name", "stopped_callback_name"])
@pytest.mark.parametrize("function", ["builtins.print", "this.s"])
@pytest.mark.parametrize("fails", [False, True])
def test_a_callback_in_a_message_is_neither_imported_nor_called(
    ctx: Context, capfd: pytest.CaptureFixture[str], field: str, function: str, fails: bool
) -> None:
    group, identity = a_message(ctx)
    forge(ctx, identity, **{field: function})

    class Failing(Recorder):
        def perform(self, job_id: str, attempt: int) -> None:
            super().perform(job_id, attempt)
            if fails:
                raise RuntimeError("on purpose")

    runner = Failing(ctx)
    until_empty(ctx, runner)
    assert runner.performed == [(group, 1)]
    said = capfd.readouterr().out
    assert ZEN not in said
    assert "<" not in said  # as print would show its arguments


@pytest.mark.parametrize(
    "fields",
    [
        {"data": call("builtins.print", "struck", 1)},
        {"data": call("os.system", "echo struck", 1)},
        {"data": call(FUNCTION, "an id", 1, "more")},
        {"data": call(FUNCTION, {"not": "text"}, 1)},
        {"data": call(FUNCTION, "an id", "no number")},
        {"data": zlib.compress(json.dumps([FUNCTION, "builtins.print", ["an id", 1], {}]).encode())},
        {"data": b"\x80\x04cos\nsystem\n(S'echo struck'\ntR."},
        {"data": b"\xff\xfe not JSON"},
        {"data": zlib.compress(b"[" * 100_000)},
        {"timeout": "soon"},
        {"timeout": "-1"},
        {"enqueued_at": "yesterday"},
        {"origin": b"\xff"},
    ],
)
def test_a_forged_message_is_passed_over_and_the_next_one_performed(
    ctx: Context, capfd: pytest.CaptureFixture[str], fields: dict[str, Any]
) -> None:
    _, forged = a_message(ctx, "forged")
    forge(ctx, forged, **fields)
    good, _ = a_message(ctx, "good")
    runner = Recorder(ctx)
    until_empty(ctx, runner)
    assert runner.performed == [(good, 1)]
    assert "struck" not in capfd.readouterr().out


def test_rubbish_in_the_queue_does_not_end_the_worker(ctx: Context) -> None:
    for rubbish in (b"\xff\xfe", b"", b"no such message", b"a:b:c", b"\x00" * 100):
        ctx.redis.rpush("rq:queue:ingestion", rubbish)
    ctx.redis.set("rq:job:text", "not a hash")
    ctx.redis.rpush("rq:queue:ingestion", "text")
    good, _ = a_message(ctx)
    runner = Recorder(ctx)
    until_empty(ctx, runner)
    assert runner.performed == [(good, 1)]


def test_a_message_that_wants_more_done_gets_nothing_but_its_job(
    ctx: Context, capfd: pytest.CaptureFixture[str]
) -> None:
    """Repeats, retries, dependents, groups, results and a web hook."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        group, identity = a_message(ctx)
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        more = {
            "repeats_left": "5",
            "repeat_intervals": "[0]",
            "retries_left": "5",
            "group_id": "g",
        }
        hooks = json.dumps([{"url": url, "statuses": ["finished", "failed"]}])
        forge(ctx, identity, **more, webhooks=hooks, meta=b"\x80", result=b"\x80", exc_info=b"\x80")
        forge(
            ctx,
            "dependent",
            data=call("builtins.print", "struck", 1),
            timeout="60",
            origin="ingestion",
        )
        ctx.redis.sadd(f"rq:job:{identity}:dependents", "dependent")
        runner = Recorder(ctx)
        until_empty(ctx, runner)
        server.shutdown()
    assert runner.performed == [(group, 1)]
    assert asked == []
    assert "struck" not in capfd.readouterr().out


def test_orders_to_workers_are_not_taken_from_redis(ctx: Context) -> None:
    ctx.redis.set("rq:suspended", 1)
    group, _ = a_message(ctx)
    runner = Recorder(ctx)
    until_empty(ctx, runner)
    assert runner.performed == [(group, 1)]
    assert ctx.redis.pubsub_channels() == []


def test_the_page_of_jobs_shows_how_long_the_oldest_waits_even_when_that_is_rubbish(
    ctx: Context,
) -> None:
    ctx.redis.rpush("rq:queue:ingestion", b"\xff no such message")
    assert len(queue.messages(ctx, "ingestion")) == 1
    shown = {each["name"]: each for each in queue.queues(ctx)}
    assert (shown["ingestion"]["queued"], shown["ingestion"]["oldest_seconds"]) == (1, 0.0)


@pytest.mark.parametrize("at", ["birth", "message"])
def test_a_worker_waits_for_a_redis_that_takes_nothing(
    ctx: Context, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """As with a full disk: every command that writes is refused."""
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    group, _ = a_message(ctx)

    class Last(Recorder):
        def perform(self, job_id: str, attempt: int) -> None:
            super().perform(job_id, attempt)
            if at == "message":
                threading.Thread(target=allow_again, daemon=True).start()
                ctx.redis.config_set("maxmemory", 1)

    def allow_again() -> None:
        eventually(lambda: "The worker waits" in caplog.text)
        ctx.redis.config_set("maxmemory", 0)

    runner = Last(ctx)
    caplog.set_level(logging.WARNING)
    try:
        if at == "birth":
            ctx.redis.config_set("maxmemory", 1)
            threading.Thread(target=allow_again, daemon=True).start()
        worker.work(ctx.redis, "anna", "ingestion", runner, max_jobs=1)
    finally:
        ctx.redis.config_set("maxmemory", 0)
    assert runner.performed == [(group, 1)]
    assert "Traceback" not in caplog.text


def test_a_worker_waits_for_a_database_whose_disk_is_full(
    ctx: Context, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.05)
    a_message(ctx)
    caplog.set_level(logging.WARNING)

    class Full(Recorder):
        def perform(self, job_id: str, attempt: int) -> None:
            super().perform(job_id, attempt)
            with transaction(ctx.engine) as session:
                session.execute(text("PRAGMA max_page_count=1"))
                session.execute(text("CREATE TABLE one_more (content)"))

    runner = Full(ctx)
    worker.work(ctx.redis, "anna", "ingestion", runner, max_jobs=1)
    assert len(runner.performed) == 1
    assert "database or disk is full" in caplog.text
    assert "Traceback" not in caplog.text
