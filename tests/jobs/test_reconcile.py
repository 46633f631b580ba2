from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from backend.context import Context
from backend.jobs import queue, reconcile
from backend.store import collections, documents, jobs
from backend.store.collections import Collection
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.jobs import Job
from tests import builders
from tests.builders import ManualClock, a_collection, an_upload, send
from tests.mapreduce.making import ask


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def at(ctx: Context, clock: ManualClock) -> Context:
    return dataclasses.replace(ctx, clock=clock)


def group_of(ctx: Context, *contents: bytes) -> str:
    upload = an_upload(ctx, a_collection(ctx))
    taken = [send(ctx, upload, f"{number}.txt", content) for number, content in enumerate(contents)]
    return builders.group_of(taken[0])


def job(ctx: Context, job_id: str) -> Job:
    with reading(ctx.engine) as session:
        return session.get_one(Job, job_id)


def claimed(ctx: Context, job_id: str) -> Job:
    with transaction(ctx.engine) as session:
        found = session.get_one(Job, job_id)
        mine = jobs.claim(session, job_id, found.attempt, "anna", ctx.clock(), timedelta(seconds=20))
    assert mine
    return mine


def test_a_message_that_redis_forgot_is_sent_again(at: Context, clock: ManualClock) -> None:
    group = group_of(at, b"text")
    queue.send_messages(at, [job(at, group)])
    at.redis.flushdb()
    clock.pass_seconds(at.settings.redispatch_seconds + 1)
    reconcile.once(at)
    assert queue.messages(at, "ingestion") == {f"{group}_1_2"}


def test_a_message_that_still_waits_is_left_alone(at: Context, clock: ManualClock) -> None:
    group = group_of(at, b"text")
    queue.send_messages(at, [job(at, group)])
    clock.pass_seconds(3_600)
    reconcile.once(at)
    assert queue.messages(at, "ingestion") == {f"{group}_1_1"}


def test_the_job_of_a_dead_worker_goes_back_to_its_queue(at: Context, clock: ManualClock) -> None:
    group = group_of(at, b"text")
    claimed(at, group)
    clock.pass_seconds(21)
    reconcile.once(at)
    back = job(at, group)
    assert (back.status, back.attempt, back.strikes) == ("queued", 2, 1)
    assert queue.messages(at, "ingestion") == {f"{group}_2_2"}


def test_a_living_worker_keeps_its_job(at: Context, clock: ManualClock) -> None:
    mine = claimed(at, group_of(at, b"text"))
    clock.pass_seconds(15)
    with transaction(at.engine) as session:
        jobs.extend(session, mine, at.clock(), timedelta(seconds=20))
    clock.pass_seconds(15)
    reconcile.once(at)
    assert job(at, mine.id).worker == "anna"


def test_a_group_that_kills_its_workers_is_taken_apart(at: Context, clock: ManualClock) -> None:
    group = group_of(at, b"one", b"two", b"three")
    for _ in range(at.settings.max_attempts):
        claimed(at, group)
        clock.pass_seconds(21)
        reconcile.once(at)
    assert job(at, group).status == "failed"
    with reading(at.engine) as session:
        left = documents.of_job(session, group)
        whole = job(at, group)
        alone = jobs.page(session, whole.owner_id, 10, parent_id=whole.parent_id, statuses=("queued",))
    assert left == []
    assert sorted(each.total_items for each in alone) == [1, 1, 1]


def test_a_file_that_kills_its_workers_alone_fails_with_a_reason(at: Context, clock: ManualClock) -> None:
    group = group_of(at, b"one")
    for _ in range(at.settings.max_attempts):
        claimed(at, group)
        clock.pass_seconds(21)
        reconcile.once(at)
    with reading(at.engine) as session:
        [document] = documents.of_job(session, group, ("failed",))
    assert isinstance(document, Document)
    assert "stopped 3 times" in (document.reason or "")
    assert document.retryable


def test_a_question_that_kills_its_workers_blames_no_file(at: Context, clock: ManualClock) -> None:
    question = ask(at, a_collection(at))
    for _ in range(at.settings.max_attempts):
        claimed(at, question.id)
        clock.pass_seconds(21)
        reconcile.once(at)
    given_up = job(at, question.id)
    why = given_up.error_message or ""
    assert given_up.status == "failed"
    assert "stopped 3 times in a row while answering this question" in why
    assert "file" not in why


def test_a_cancelled_job_of_a_dead_worker_ends(at: Context, clock: ManualClock) -> None:
    group = group_of(at, b"one")
    claimed(at, group)
    with transaction(at.engine) as session:
        jobs.ask_cancel(session, [group], at.clock())
    clock.pass_seconds(21)
    reconcile.once(at)
    assert job(at, group).status == "cancelled"


def test_a_deletion_that_was_interrupted_is_finished(at: Context, clock: ManualClock) -> None:
    collection = a_collection(at)
    send(at, an_upload(at, collection), "a.txt", b"text")
    with transaction(at.engine) as session:
        collections.hide(session, session.get_one(Collection, collection.id), clock())
    reconcile.once(at)
    with reading(at.engine) as session:
        assert session.get(Collection, collection.id)  # whoever deletes it may be at it
    clock.pass_seconds(61)
    reconcile.once(at)
    with reading(at.engine) as session:
        assert session.get(Collection, collection.id) is None
