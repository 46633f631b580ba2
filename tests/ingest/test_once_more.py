"""What may pass by itself is tried once more before a person is asked: alone, later, and never in a loop."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from sqlmodel import select

from backend.context import Context
from backend.ingest import again
from backend.jobs import reconcile
from backend.jobs.run import Runner
from backend.store.db import reading
from backend.store.documents import Document
from backend.store.jobs import Job
from tests.builders import ManualClock, a_collection, an_upload, group_of, owner_id, send_all

READER = ".child"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def at(ctx: Context, clock: ManualClock) -> Context:
    return replace(ctx, clock=clock)


@pytest.fixture
def runner(at: Context) -> Iterator[Runner]:
    with Runner(at, "anna", lambda _: None) as made:
        yield made


def documents(ctx: Context) -> dict[str, Document]:
    with reading(ctx.engine) as session:
        return {each.name: each for each in session.exec(select(Document))}


def blob(ctx: Context, document: Document) -> Path:
    with ctx.blobs.local(document.sha256) as path:
        return path


def _readers() -> list[psutil.Process]:
    found = []
    for each in psutil.Process().children():
        with suppress(psutil.Error):  # children that other tests ended may leave while they are looked at
            if READER in " ".join(each.cmdline()):
                found.append(each)
    return found


@contextmanager
def killed_while_reading(path: Path) -> Iterator[None]:
    """Whoever opens this file is killed, as the kernel does when memory is short: it hangs at a pipe until then."""
    content = path.read_bytes()
    path.unlink()
    os.mkfifo(path)

    def strike() -> None:
        with path.open("wb"):  # opens when somebody reads
            for reader in _readers():
                os.kill(reader.pid, signal.SIGKILL)

    thread = threading.Thread(target=strike, daemon=True)
    thread.start()
    yield
    thread.join()
    path.unlink()
    path.write_bytes(content)


def sent(ctx: Context, *names: str) -> str:
    """The group that will ingest files of these names."""
    files = [(name, f"What {name} says.".encode()) for name in names]
    return group_of(send_all(ctx, an_upload(ctx, a_collection(ctx)), files)[0])


def waiting(ctx: Context, clock: ManualClock) -> str:
    """The group that holds what is tried once more, after it became due."""
    clock.pass_seconds(60)
    with reading(ctx.engine) as session:
        [group] = session.exec(select(Job).where(Job.queue == "ingestion", Job.status == "queued")).all()
    assert group.not_before
    assert clock.now - timedelta(seconds=60) < group.not_before <= clock.now
    return group.id


def test_a_file_whose_reader_was_killed_is_read_once_more_alone_and_later(
    at: Context, clock: ManualClock, runner: Runner
) -> None:
    group = sent(at, "a.txt", "bb.txt", "ccc.txt")
    with killed_while_reading(blob(at, documents(at)["bb.txt"])):
        runner.perform(group, 1)
    after = documents(at)
    assert {name: each.status for name, each in after.items()} == {
        "a.txt": "ready", "bb.txt": "queued", "ccc.txt": "ready",
    }  # fmt: skip
    assert after["bb.txt"].job_id != group
    alone = waiting(at, clock)
    assert after["bb.txt"].job_id == alone
    runner.perform(alone, 1)
    assert documents(at)["bb.txt"].status == "ready"
    with reading(at.engine) as session:
        assert [session.get_one(Job, each).total_items for each in (group, alone)] == [2, 1]


def test_a_file_whose_reader_is_killed_each_time_ends_with_a_reason(
    at: Context, clock: ManualClock, runner: Runner
) -> None:
    group = sent(at, "a.txt")
    path = blob(at, documents(at)["a.txt"])
    with killed_while_reading(path):
        runner.perform(group, 1)
    with killed_while_reading(path):
        runner.perform(waiting(at, clock), 1)
    [document] = documents(at).values()
    assert (document.status, document.retryable) == ("failed", True)
    assert "stopped reading" in (document.reason or "")


def test_whoever_asks_for_another_try_gives_another_chance(at: Context, clock: ManualClock, runner: Runner) -> None:
    group = sent(at, "a.txt")
    path = blob(at, documents(at)["a.txt"])
    with killed_while_reading(path):
        runner.perform(group, 1)
    with killed_while_reading(path):
        runner.perform(waiting(at, clock), 1)
    [asked] = again.document(at, owner_id(at), documents(at)["a.txt"].id)
    with killed_while_reading(path):
        runner.perform(asked, 1)
    runner.perform(waiting(at, clock), 1)
    assert documents(at)["a.txt"].status == "ready"


def test_what_can_not_pass_is_not_tried_again(at: Context, runner: Runner) -> None:
    group = sent(at, "a.pdf")
    path = blob(at, documents(at)["a.pdf"])
    path.write_bytes(b"")
    runner.perform(group, 1)
    [document] = documents(at).values()
    assert (document.status, document.job_id) == ("failed", group)


def test_the_reconciler_sends_what_is_tried_once_more_when_it_is_due(
    at: Context, clock: ManualClock, runner: Runner, sent_messages: Callable[[], set[str]]
) -> None:
    group = sent(at, "a.txt")
    with killed_while_reading(blob(at, documents(at)["a.txt"])):
        runner.perform(group, 1)
    reconcile.once(at)
    assert sent_messages() == set()
    alone = waiting(at, clock)
    reconcile.once(at)
    assert sent_messages() == {alone}


@pytest.fixture
def sent_messages(at: Context) -> Callable[[], set[str]]:
    """The jobs that messages wait for."""
    from backend.jobs import queue

    return lambda: {each.partition("_")[0] for each in queue.messages(at, "ingestion")}
