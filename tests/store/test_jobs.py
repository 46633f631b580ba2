from __future__ import annotations

from datetime import timedelta

import pytest

from backend.context import Context
from backend.errors import LostLease
from backend.store import jobs
from backend.store.db import reading, transaction
from backend.store.jobs import Job
from tests.builders import owner_id

LEASE = timedelta(seconds=20)


@pytest.fixture
def job(ctx: Context) -> Job:
    made = Job(id="one", owner_id=owner_id(ctx), kind="ingestion", queue="ingestion", created_at=ctx.clock())
    with transaction(ctx.engine) as session:
        session.add(made)
    return made


def claim(ctx: Context, job: Job, worker: str, attempt: int = 1) -> Job | None:
    with transaction(ctx.engine) as session:
        return jobs.claim(session, job.id, attempt, worker, ctx.clock(), LEASE)


def test_only_one_of_two_deliveries_gets_the_job(ctx: Context, job: Job) -> None:
    assert claim(ctx, job, "anna") is not None
    assert claim(ctx, job, "bert") is None


def test_a_message_of_an_earlier_attempt_does_nothing(ctx: Context, job: Job) -> None:
    mine = claim(ctx, job, "anna")
    assert mine is not None
    with transaction(ctx.engine) as session:
        jobs.requeue(session, mine, None, strikes=1)
    assert claim(ctx, job, "bert", attempt=1) is None
    assert claim(ctx, job, "bert", attempt=2) is not None


def test_a_worker_that_lost_its_lease_can_write_nothing(ctx: Context, job: Job) -> None:
    mine = claim(ctx, job, "anna")
    assert mine is not None
    with transaction(ctx.engine) as session:
        jobs.requeue(session, mine, None, strikes=1)
    claim(ctx, job, "bert", attempt=2)
    for act in (
        lambda session: jobs.hold(session, mine),
        lambda session: jobs.extend(session, mine, ctx.clock(), LEASE),
        lambda session: jobs.finish(session, mine, "completed", ctx.clock()),
    ):
        with pytest.raises(LostLease), transaction(ctx.engine) as session:
            act(session)
    with reading(ctx.engine) as session:
        assert session.get_one(Job, job.id).worker == "bert"


def test_a_job_that_shall_wait_is_not_claimed_before_its_time(ctx: Context, job: Job) -> None:
    mine = claim(ctx, job, "anna")
    assert mine is not None
    with transaction(ctx.engine) as session:
        jobs.requeue(session, mine, ctx.clock() + timedelta(hours=1), strikes=1)
        assert jobs.waiting(session, ctx.clock(), ctx.clock()) == []
    assert claim(ctx, job, "bert", attempt=2) is None


def test_cancelling_ends_a_queued_job_and_asks_a_running_one(ctx: Context, job: Job) -> None:
    second = Job(id="two", owner_id=job.owner_id, kind="ingestion", queue="ingestion", created_at=ctx.clock())
    with transaction(ctx.engine) as session:
        session.add(second)
    mine = claim(ctx, job, "anna")
    assert mine is not None
    with transaction(ctx.engine) as session:
        jobs.ask_cancel(session, ["one", "two"], ctx.clock())
        assert jobs.extend(session, mine, ctx.clock(), LEASE) is True
    with reading(ctx.engine) as session:
        assert session.get_one(Job, "two").status == "cancelled"
        assert session.get_one(Job, "one").status == "running"
    assert claim(ctx, second, "bert") is None


def test_each_dispatch_has_a_number_of_its_own_and_a_job_under_way_has_none(ctx: Context, job: Job) -> None:
    with transaction(ctx.engine) as session:
        numbers = [[each.dispatch for each in jobs.dispatched(session, [job.id], ctx.clock())] for _ in range(2)]
        session.get_one(Job, job.id).status = "running"
        session.flush()
        left = jobs.dispatched(session, [job.id], ctx.clock())
    assert (numbers, left) == ([[1], [2]], [])
