"""Small files never wait for large ones: neither for those of their group, nor behind those of another."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.context import Context
from backend.errors import Stopping
from backend.ingest import turns
from backend.ingest.groups import GroupParams
from backend.ingest.tools import Tools, opened
from backend.jobs.run import Runner
from backend.store import jobs
from backend.store.db import reading, transaction
from backend.store.documents import Document
from backend.work import Work
from tests.builders import ManualClock, a_collection, an_upload, group_of, send, send_all
from tests.models import embedder

SENTENCE = "The {number}th field is sown with barley, then with rye, then it rests for a year. "


def text(passages: int) -> bytes:
    """About so many passages of 500 tokens."""
    return "".join(SENTENCE.format(number=number) for number in range(passages * 22)).encode()


def told(ctx: Context) -> list[tuple[str, str]]:
    """(event, name of the document) in order, progress left out."""
    entries = [(fields[b"e"].decode(), fields[b"d"]) for _, fields in ctx.redis.xrange("winnow:events")[1:]]
    shown = [(name, json.loads(data).get("document")) for name, data in entries]
    return [(name, document["name"]) for name, document in shown if document]


def run(ctx: Context, group: str) -> None:
    with Runner(ctx, "anna", lambda _: None) as runner:
        runner.perform(group, 1)


def test_small_files_are_ready_before_a_large_one_of_their_group_is_read(ctx: Context) -> None:
    large = b"word, " * (turns.ROUND_BYTES // 6 + 1)
    ctx = replace(ctx, settings=ctx.settings.model_copy(update={"max_text_chars": len(large) - 1}))
    files = [("large.txt", large), *((f"{number}.txt", f"Small {number}.".encode()) for number in range(30))]
    run(ctx, group_of(send_all(ctx, an_upload(ctx, a_collection(ctx)), files)[0]))
    order = told(ctx)
    begun = order.index(("document.started", "large.txt"))
    assert order.index(("document.failed", "large.txt")) > begun  # its words are not what is tested
    assert all(order.index(("document.ready", f"{number}.txt")) < begun for number in range(30))


def test_of_files_that_are_embedded_together_the_smallest_are_ready_first(ctx: Context) -> None:
    ctx = replace(ctx, settings=ctx.settings.model_copy(update={"embedding_batch": 4}))
    sizes = {"six.txt": 6, "one.txt": 1, "three.txt": 3, "two.txt": 2}
    files = [(name, text(passages)) for name, passages in sizes.items()]
    run(ctx, group_of(send_all(ctx, an_upload(ctx, a_collection(ctx)), files)[0]))
    ready = [name for event, name in told(ctx) if event == "document.ready"]
    assert ready == ["one.txt", "two.txt", "three.txt", "six.txt"]
    with reading(ctx.engine) as session:
        assert {each.chunks_done - each.chunks_total for each in session.exec(select(Document))} == {0}


def test_embedding_batches_fill_across_documents(ctx: Context) -> None:
    files = [(f"{number}.txt", text(1) + str(number).encode()) for number in range(5)]
    group = group_of(send_all(ctx, an_upload(ctx, a_collection(ctx)), files)[0])
    asked: list[int] = []

    class Counted:
        def embed(self, texts: Sequence[str]) -> list[bytes]:
            asked.append(len(texts))
            return embedder().embed(texts)

    with working(ctx, group) as work:
        work.tools = replace(work.tools, embedder=Counted())
        turns.run(ctx, work)
    with reading(ctx.engine) as session:
        total = sum(each.chunks_total for each in session.exec(select(Document)))
    assert asked == [total]


@contextmanager
def working(ctx: Context, group: str) -> Iterator[Work[GroupParams]]:
    with transaction(ctx.engine) as session:
        job = jobs.claim(session, group, 1, "anna", ctx.clock(), timedelta(hours=1))
    assert job
    with opened(ctx) as tools:
        yield Work(
            ctx=ctx,
            job=job,
            params=GroupParams.model_validate(job.params),
            tools=tools,
            dispatch=lambda _: None,
            deadline=ctx.clock() + timedelta(hours=1),
            stopping=threading.Event(),
        )


class Slow:
    """The real model, which takes as long as half a turn."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        self._clock.pass_seconds(turns.TURN.total_seconds() / 2)
        return embedder().embed(texts)


@pytest.mark.parametrize("others", [True, False])
def test_a_long_group_gives_way_once_others_wait(ctx: Context, others: bool) -> None:
    clock = ManualClock()
    ctx = replace(ctx, clock=clock, settings=ctx.settings.model_copy(update={"embedding_batch": 1}))
    collection = a_collection(ctx)
    group = group_of(send(ctx, an_upload(ctx, collection), "long.txt", text(4)))
    if others:
        send(ctx, an_upload(ctx, collection), "small.txt", b"A small file of another upload.")
    with working(ctx, group) as work:
        work.tools = Tools(Slow(clock), work.tools.tokens, work.tools.sandbox)  # type: ignore[arg-type]
        if others:
            with pytest.raises(Stopping, match="Others"):
                turns.run(ctx, work)
        else:
            turns.run(ctx, work)
    with reading(ctx.engine) as session:
        [document] = session.exec(select(Document).where(Document.name == "long.txt")).all()
    assert document.chunks_done == (2 if others else document.chunks_total)
