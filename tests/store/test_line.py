from __future__ import annotations

from datetime import timedelta

from backend.context import Context
from backend.core.ids import new_id
from backend.store import jobs, line
from backend.store.db import reading, transaction
from backend.store.jobs import Job
from tests.builders import ManualClock, owner_id

CLOCK = ManualClock()
LEASE = timedelta(seconds=20)


def put(ctx: Context, queue: str | None = "query", sent: bool = True, **more: object) -> str:
    """A job that waits; `sent` to its queue a second after the one before."""
    CLOCK.pass_seconds(1)
    made = {"id": new_id(), "owner_id": owner_id(ctx), "kind": queue or "ingestion", "queue": queue}
    job = Job.model_validate({**made, "created_at": CLOCK(), **more})
    with transaction(ctx.engine) as session:
        session.add(job)
        session.flush()
        if sent:
            jobs.dispatched(session, [job.id], CLOCK())
    return job.id


def ahead(ctx: Context, *job_ids: str) -> list[int | None]:
    with reading(ctx.engine) as session:
        found = [session.get_one(Job, each) for each in job_ids]
        return [view["jobs_ahead"] for view in line.views(session, found)]


def claim(ctx: Context, job_id: str) -> Job:
    with transaction(ctx.engine) as session:
        job = jobs.claim(session, job_id, 1, "anna", CLOCK(), LEASE)
    assert job is not None
    return job


def test_a_job_waits_for_the_one_under_way_and_for_those_sent_before_it(ctx: Context) -> None:
    first, second, third = put(ctx), put(ctx), put(ctx)
    assert ahead(ctx, first, second, third) == [0, 1, 2]
    running = claim(ctx, first)
    assert ahead(ctx, first, second, third) == [None, 1, 2]
    with transaction(ctx.engine) as session:
        jobs.finish(session, running, "completed", CLOCK())
    assert ahead(ctx, first, second, third) == [None, 0, 1]


def test_one_that_is_cancelled_or_given_back_lets_the_others_move_up(ctx: Context) -> None:
    first, second, third = put(ctx), put(ctx), put(ctx)
    with transaction(ctx.engine) as session:
        jobs.ask_cancel(session, [second], CLOCK())
    assert ahead(ctx, first, third) == [0, 1]
    given_back = claim(ctx, first)
    with transaction(ctx.engine) as session:
        jobs.requeue(session, given_back, None, strikes=1)
    assert ahead(ctx, third, first) == [0, 1]


def test_one_that_was_not_sent_yet_comes_last_and_other_queues_do_not_count(ctx: Context) -> None:
    unsent = put(ctx, sent=False)
    put(ctx, "research")
    later = put(ctx)
    assert ahead(ctx, later, unsent) == [0, 1]


def test_an_upload_and_the_groups_inside_it_stand_in_no_line(ctx: Context) -> None:
    upload = put(ctx, None)
    group = put(ctx, "ingestion", parent_id=upload)
    assert ahead(ctx, upload, group) == [None, None]
    with reading(ctx.engine) as session:
        assert line.first(session, "ingestion", 10) == []


def test_the_first_in_line_are_those_that_come_next(ctx: Context) -> None:
    waiting = [put(ctx) for _ in range(3)]
    claim(ctx, waiting[0])
    with reading(ctx.engine) as session:
        assert [job.id for job in line.first(session, "query", 1)] == [waiting[1]]
