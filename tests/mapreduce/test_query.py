"""A query job from question to answer, over documents that are in the database with their texts."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.context import Context
from backend.core.plan import Filters, Plan
from backend.errors import Unavailable
from backend.mapreduce import again, filter, readers
from backend.mapreduce.asking import open_query
from backend.store import batches, collections, documents, figures, findings, jobs
from backend.store.conversations import Conversation
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.store.findings import Coverage
from backend.store.jobs import Job
from tests.builders import a_collection
from tests.eventually import eventually
from tests.mapreduce.making import SUM, answer, answers, ask, now, put, receipt, run


def test_the_total_is_exact_and_every_document_is_accounted_for(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", receipt("Baker", "2026-03-01", "10.10"))
    put(ctx, shop, "b.txt", receipt("Baker", "2026-03-02", "0.20"))
    put(ctx, shop, "poem.txt", "The rose is without why.")
    put(ctx, shop, "locked.pdf", "", status="failed")
    job = run(ctx, ask(ctx, shop))
    assert job.status == "completed"
    shown = answer(ctx, job)
    [total] = shown["details"]["summary"]["total"]
    assert (total["unit"], total["total"], total["count"]) == ("GBP", "10.30", 2)
    assert shown["coverage"] == {
        "contributing": 2,
        "not_relevant": 1,
        "excluded": 0,
        "failed": 1,
        "total": 4,
        "pending": 0,
    }
    assert "1 document could not be read and is not in this answer: locked.pdf." in answers(ctx, job)[0].content


def test_every_number_opens_its_findings_at_their_place(ctx: Context) -> None:
    shop = a_collection(ctx)
    content = receipt("Baker", "2026-03-01", "10.10")
    put(ctx, shop, "a.txt", content)
    job = run(ctx, ask(ctx, shop))
    part = answer(ctx, job)["details"]["summary"]["total"][0]["part"]
    with reading(ctx.engine) as session:
        numbers = figures.get(session, job.id, part)
        [found] = findings.page(session, job.id, 10, numbers, -1)
        assert content[found.start : found.end] == found.quote
        assert "10.10" in found.quote
        assert figures.get(session, job.id, "details.summary.nonsense") is None


def test_currencies_are_never_added_up(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £10.00")
    put(ctx, shop, "b.txt", "Total: €5.00")
    totals = answer(ctx, run(ctx, ask(ctx, shop)))["details"]["summary"]["total"]
    assert {(it["unit"], it["total"]) for it in totals} == {("GBP", "10.00"), ("EUR", "5.00")}


@pytest.mark.parametrize("format", ["zip", "gzip", "mbox"])
def test_what_only_holds_files_does_not_count_as_one(ctx: Context, format: str) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "all/a.txt", receipt("Baker", "2026-03-01", "10.10"))
    put(ctx, shop, "all", "Total: £99.00.txt", format=format)
    shown = answer(ctx, run(ctx, ask(ctx, shop)))
    assert shown["details"]["summary"]["total"][0]["total"] == "10.10"
    assert shown["coverage"] == {
        "contributing": 1,
        "not_relevant": 1,
        "excluded": 0,
        "failed": 0,
        "total": 2,
        "pending": 0,
    }


def test_what_a_filter_leaves_out_is_said(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", receipt("Baker", "2026-03-01", "10.00"))
    put(ctx, shop, "b.txt", receipt("Butcher", "2026-03-01", "5.00"))
    plan = SUM.model_copy(update={"filters": Filters(words=("butcher",))})
    job = run(ctx, ask(ctx, shop, plan))
    assert answer(ctx, job)["coverage"]["excluded"] == 1
    with reading(ctx.engine) as session:
        [left] = session.exec(select(Coverage).where(Coverage.job_id == job.id, Coverage.outcome == "excluded")).all()
    assert (left.name, left.reason) == ("a.txt", "It does not contain: butcher.")


def test_an_empty_collection_is_answered_as_empty(ctx: Context) -> None:
    job = run(ctx, ask(ctx, a_collection(ctx)))
    assert job.status == "completed"
    [message] = answers(ctx, job)
    assert "empty" in message.content


def test_a_batch_that_has_a_result_is_never_read_again(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter, "DOCUMENTS_PER_BATCH", 1)
    shop = a_collection(ctx)
    names = [put(ctx, shop, f"{number}.txt", f"Total: £{number}.00") for number in (1, 2, 3)]
    reads: list[str] = []
    real = readers.read

    def dies_at_the_second(ctx: Context, documents: Sequence[Document], plan: Plan) -> readers.Read:
        reads.extend(document.id for document in documents)
        if len(reads) == 2:
            raise Unavailable("The disk went away.")
        return real(ctx, documents, plan)

    monkeypatch.setattr(readers, "read", dies_at_the_second)
    job = run(ctx, ask(ctx, shop))
    assert (job.status, job.attempt) == ("queued", 2)
    with transaction(ctx.engine) as session:
        session.get_one(Job, job.id).not_before = ctx.clock() - timedelta(seconds=1)
    job = run(ctx, job)
    assert job.status == "completed"
    assert reads == [names[0], names[1], names[1], names[2]]
    assert answer(ctx, job)["details"]["summary"]["total"][0]["total"] == "6.00"


def test_an_answer_is_said_once_though_its_stage_runs_twice(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £10.00")
    job = run(ctx, ask(ctx, shop))
    with transaction(ctx.engine) as session:
        jobs.reopen(session, job.id)
    job = run(ctx, job)
    assert job.status == "completed"
    assert len(answers(ctx, job)) == 1


def test_the_same_question_joins_the_running_job(ctx: Context) -> None:
    shop = a_collection(ctx)
    first = ask(ctx, shop)
    with transaction(ctx.engine) as session:
        talk = session.get_one(Conversation, first.conversation_id)
        same, new = open_query(session, ctx, talk, "What did I spend?", SUM, [shop.id], {})
        other, other_new = open_query(session, ctx, talk, "And how often?", SUM, [shop.id], {})
    assert (same.id, new) == (first.id, False)
    assert (other.id != first.id, other_new) == (True, True)


def test_a_cancelled_query_ends_and_says_nothing(ctx: Context) -> None:
    job = ask(ctx, a_collection(ctx))
    again.cancel(ctx, job)
    assert run(ctx, job).status == "cancelled"
    assert answers(ctx, job) == []


def test_a_deleted_conversation_gets_no_answer(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £10.00")
    job = ask(ctx, shop)
    with transaction(ctx.engine) as session:
        session.delete(session.get_one(Conversation, job.conversation_id))
    job = run(ctx, job)
    assert answers(ctx, job) == []
    with reading(ctx.engine) as session:
        assert batches.counts(session, job.id) == {"mapped": 1}
        assert jobs.view(job)["status"] == "completed"


def test_a_paper_that_has_no_amount_is_not_relevant_and_a_receipt_without_its_total_could_not_be_read(
    ctx: Context,
) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", receipt("Baker", "2026-03-01", "10.10"))
    put(ctx, shop, "minutes.txt", "Minutes of the meeting\n18 April 2026\nWe talked about the roof.")
    put(ctx, shop, "torn.txt", "RECEIPT\nButcher\nDate: 2026-03-02\nThank you")
    job = run(ctx, ask(ctx, shop))
    with reading(ctx.engine) as session:
        found = session.exec(select(Coverage).where(Coverage.job_id == job.id)).all()
    assert {each.name: each.outcome for each in found} == {
        "a.txt": "contributing",
        "minutes.txt": "not_relevant",
        "torn.txt": "failed",
    }


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are waited for however long it takes, as far as a test is concerned."""
    monkeypatch.setattr(filter, "PATIENCE_SECONDS", 60.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter, "PATIENCE_SECONDS", 0.0)


@pytest.mark.usefixtures("patient")
def test_a_question_waits_for_files_that_are_being_read(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £10.00")
    late = put(ctx, shop, "b.txt", "Total: £5.00", status="extracting")
    job = ask(ctx, shop)
    asking = threading.Thread(target=run, args=(ctx, job))
    asking.start()
    eventually(lambda: now(ctx, job).stage == "filter")
    with transaction(ctx.engine) as session:
        session.get_one(Document, late).status = "ready"
    asking.join()
    assert answer(ctx, job)["details"]["summary"]["total"][0]["total"] == "15.00"


@pytest.mark.usefixtures("impatient")
def test_documents_that_are_not_read_yet_are_no_unreadable_ones(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "a.txt", "Total: £10.00")
    put(ctx, shop, "locked.pdf", "", status="failed")
    late = [put(ctx, shop, f"late-{n}.txt", "", status="queued") for n in range(4)]
    job = run(ctx, ask(ctx, shop))
    shown, [said] = answer(ctx, job), answers(ctx, job)
    counts = {"contributing": 1, "not_relevant": 0, "excluded": 0, "failed": 1}
    assert shown["coverage"] == {**counts, "total": 2, "pending": 4}
    assert "1 document could not be read and is not in this answer: locked.pdf." in said.content
    assert "4 documents are not read yet, so this answer lacks them: late-0.txt," in said.content
    [lacking] = [each for each in shown["confidence"]["factors"] if each["name"] == "coverage"]
    assert lacking["value"] == round(1 / 6, 4)
    assert lacking["reason"] == "Of 6 documents, 1 could not be read and 4 not read yet."
    assert (job.total_items, job.processed_items, job.failed_items) == (6, 2, 1)
    with reading(ctx.engine) as session:
        listed = findings.coverage(session, job.id, "pending", 10, None)
        tally = documents.counts(session, [shop.id])[shop.id]
    assert [each.document_id for each in listed] == late
    assert collections.view(shop, tally)["unread_count"] == 4


@pytest.mark.usefixtures("impatient")
def test_where_nothing_is_read_yet_nothing_is_said_about_the_documents(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "late.txt", "", status="extracting")
    [said] = answers(ctx, run(ctx, ask(ctx, shop)))
    assert said.content == (
        "No text was there to be read, so there is nothing to count. "
        "1 document is not read yet, so this answer lacks it: late.txt. Ask again later."
    )


def test_where_no_document_could_be_read_nothing_is_said_to_match_or_not(ctx: Context) -> None:
    shop = a_collection(ctx)
    put(ctx, shop, "locked.pdf", "", status="failed")
    [said] = answers(ctx, run(ctx, ask(ctx, shop)))
    assert said.content == (
        "No text was there to be read, so there is nothing to count. "
        "1 document could not be read and is not in this answer: locked.pdf."
    )


def test_what_was_cancelled_before_it_was_read_says_so(ctx: Context) -> None:
    shop = a_collection(ctx)
    stopped = put(ctx, shop, "stopped.txt", "", status="cancelled")
    with transaction(ctx.engine) as session:
        session.get_one(Document, stopped).reason = None
    job = run(ctx, ask(ctx, shop))
    with reading(ctx.engine) as session:
        [covered] = findings.coverage(session, job.id, "failed", 10, None)
    assert covered.reason == "Its reading was cancelled. Try it again, then ask again."


@pytest.mark.parametrize(
    ("read", "left", "seconds", "worth"),
    [(0, 9, 1, True), (0, 9, 6, False), (8, 2, 6, True), (8, 90, 6, False), (99, 1, 20, False)],
)
def test_texts_are_waited_for_only_if_they_will_all_be_there_soon(
    read: int, left: int, seconds: float, worth: bool
) -> None:
    assert filter.worth_waiting(read, left, seconds) is worth
