from __future__ import annotations

import json
import logging
import threading
from dataclasses import replace

import pytest
from sqlalchemy import text

from backend.ask import retrieve, serve
from backend.ask.presence import ALIVE_SECONDS, present
from backend.ask.retrieve import ALIVE, HITS, REPLIES, REQUESTS, Request
from backend.ask.serve import Worker
from backend.context import Context
from backend.embed.model import Embedder
from backend.index.hybrid import Hit
from backend.store.db import create_engine
from tests.builders import a_collection
from tests.eventually import eventually
from tests.index.rows import a_document
from tests.models import embedder

FAR = 1e12


def ask(ctx: Context, identity: str, question: str, *collection_ids: str, deadline: float = FAR) -> None:
    request = Request(id=identity, text=question, collection_ids=list(collection_ids), limit=5, deadline=deadline)
    ctx.redis.rpush(REQUESTS, request.model_dump_json())


def reply(ctx: Context, identity: str) -> list[Hit] | None:
    found = ctx.redis.lpop(REPLIES + identity)
    assert isinstance(found, bytes)
    return HITS.validate_json(found)


def test_questions_that_wait_are_answered_together(ctx: Context) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, "a zebra", "a lion")
    ask(ctx, "one", "zebra", papers.id)
    ask(ctx, "two", "lion", papers.id)
    assert Worker(ctx, embedder()).turn() == 2
    assert [[hit.text for hit in reply(ctx, identity) or []] for identity in ("one", "two")] == [
        ["a zebra"],
        ["a lion"],
    ]


def test_what_is_no_request_is_passed_over(ctx: Context, caplog: pytest.LogCaptureFixture) -> None:
    ctx.redis.rpush(REQUESTS, b"\x80pickle", b"{}", json.dumps({"id": "../x", "text": "a"}), b"")
    ask(ctx, "good", "zebra")
    with caplog.at_level(logging.WARNING):
        assert Worker(ctx, embedder()).turn() == 1
    assert reply(ctx, "good") == []
    assert caplog.text.count("could not be understood") == 4


def test_a_question_whose_time_is_over_is_dropped(ctx: Context) -> None:
    ask(ctx, "late", "zebra", deadline=1.0)
    ask(ctx, "good", "zebra")
    assert Worker(ctx, embedder()).turn() == 1
    assert not ctx.redis.exists(REPLIES + "late")


def test_a_reply_that_nobody_fetches_goes_away_by_itself(ctx: Context) -> None:
    ask(ctx, "one", "zebra")
    Worker(ctx, embedder()).turn()
    assert 0 < int(ctx.redis.ttl(REPLIES + "one")) <= retrieve.KEPT  # type: ignore[arg-type]


def test_a_worker_is_known_to_be_alive_for_a_while(ctx: Context) -> None:
    Worker(ctx, embedder()).turn()
    assert 0 < int(ctx.redis.ttl(ALIVE)) <= ALIVE_SECONDS  # type: ignore[arg-type]


def test_an_index_that_can_not_be_read_is_told_to_the_one_who_asked(ctx: Context) -> None:
    worker = Worker(ctx, embedder())
    worker.turn()
    with ctx.engine.begin() as connection:
        connection.execute(text("ALTER TABLE chunk_fts RENAME TO hidden"))
    ask(ctx, "one", "zebra", "any")
    worker.turn()
    assert reply(ctx, "one") is None
    with ctx.engine.begin() as connection:
        connection.execute(text("ALTER TABLE hidden RENAME TO chunk_fts"))
    ask(ctx, "two", "zebra", "any")
    worker.turn()
    assert reply(ctx, "two") == []


def test_it_starts_before_its_database_is_there_and_outlasts_a_flushed_redis(
    ctx: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    loaded = embedder()  # before `load` is another: it may be the first test that needs it
    monkeypatch.setattr(Embedder, "load", lambda _: loaded)
    monkeypatch.setattr(serve, "PAUSE", 0.01)
    data = ctx.settings.data_dir
    engine = create_engine(f"sqlite:///{data / 'later' / 'winnow.db'}")
    stop = threading.Event()
    started = replace(ctx, engine=engine)
    thread = threading.Thread(target=serve.run, args=(started, stop))
    thread.start()
    try:
        eventually(lambda: "The search worker waits" in caplog.text)
        (data / "later").mkdir()
        with engine.connect() as later, ctx.engine.connect() as today:
            today.connection.driver_connection.backup(later.connection.driver_connection)  # type: ignore[union-attr]
        eventually(lambda: ctx.redis.exists(ALIVE))
        ctx.redis.flushall()
        eventually(lambda: ctx.redis.exists(ALIVE))
        assert retrieve.search(ctx, "zebra", ["any"], 5) == retrieve.SearchResult([])
        assert len(present(ctx.redis)) == 1
    finally:
        stop.set()
        thread.join()
        engine.dispose()
    assert present(ctx.redis) == []
