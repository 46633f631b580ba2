"""How long a question will take, learnt from the ones before it."""

from __future__ import annotations

from datetime import timedelta

from backend.context import Context
from backend.mapreduce.estimate import LEAST, UNKNOWN, estimate
from backend.store import jobs
from backend.store.db import reading, transaction
from backend.store.jobs import Job
from tests.builders import a_collection
from tests.mapreduce.making import ask, put


def took(ctx: Context, job: Job, seconds: float, documents: int) -> None:
    with transaction(ctx.engine) as session:
        row = session.get_one(Job, job.id)
        row.status, row.total_items, row.started_at = "completed", documents, ctx.clock()
        row.completed_at = row.started_at + timedelta(seconds=seconds)


def test_before_any_job_a_careful_guess_is_made(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £1.00")
    with reading(ctx.engine) as session:
        assert estimate(session, [shop.id], "rules") == (1, LEAST + UNKNOWN)


def test_the_speed_of_jobs_of_the_same_kind_is_learnt(ctx: Context) -> None:
    shop = a_collection(ctx)
    for number in range(4):
        put(ctx, shop, f"{number}.txt", "Total: £1.00")
    took(ctx, ask(ctx, shop), LEAST + 20, documents=10)
    with reading(ctx.engine) as session:
        assert estimate(session, [shop.id], "rules") == (4, LEAST + 8)
        assert estimate(session, [shop.id], "summary by model") == (4, LEAST + 4 * UNKNOWN)


def test_a_job_says_how_long_it_will_take_until_it_has_ended(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £1.00")
    job = ask(ctx, shop)
    assert jobs.view(job)["estimated_completion_seconds"] > 0
    job.status = "completed"
    assert jobs.view(job)["estimated_completion_seconds"] is None
