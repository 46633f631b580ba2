"""A real model that is far too weak: whatever it says, no answer holds what the documents do not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import select

from backend.context import Context
from backend.core.plan import Filters, Plan
from backend.llm.model import Model
from backend.llm.models import Models
from backend.store.db import reading
from backend.store.findings import StoredFinding
from backend.store.jobs import Job
from tests.builders import a_collection
from tests.llama import llama_server
from tests.mapreduce.making import answers, ask, put, receipt, run

LEASE = "Lease of a flat. This lease renews automatically every year."


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    with llama_server(4_096) as url:
        yield url


def with_llama(ctx: Context, url: str) -> Context:
    model = Model(provider="openai", model="smollm2", base_url=url, concurrency=1)
    tokens = ctx.tokens()
    return replace(ctx, models=lambda: Models([model], count_tokens=lambda text: len(tokens.offsets(text))))


@pytest.mark.timeout(300)
def test_what_a_weak_model_claims_counts_only_where_the_document_proves_it(ctx: Context, llama: str) -> None:
    ctx = with_llama(ctx, llama)
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", LEASE)
    plan = Plan(operation="count", what="leases", filters=Filters(meaning="renews by itself"))
    job = run(ctx, ask(ctx, shop, plan, "How many leases renew by themselves?"))
    with reading(ctx.engine) as session:
        found = session.exec(select(StoredFinding).where(StoredFinding.job_id == job.id)).all()
    assert all(LEASE[each.start : each.end] == each.quote != "" for each in found)
    assert job.status == "completed" or (job.status == "failed" and job.error_message)


@pytest.mark.timeout(300)
def test_a_weak_model_can_not_spoil_a_total(ctx: Context, llama: str) -> None:
    ctx = with_llama(ctx, llama)
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", receipt("Baker", "2026-03-01", "10.10"))
    put(ctx, shop, "b.txt", receipt("Butcher", "2026-03-02", "0.20"))
    job: Job = run(ctx, ask(ctx, shop))
    [message] = answers(ctx, job)
    assert job.status == "completed"
    assert "10.30" in message.content
    assert message.answer is not None
    assert message.answer["details"]["summary"]["total"][0]["total"] == "10.30"
