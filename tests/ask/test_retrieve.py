from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis

from backend.ask import retrieve
from backend.ask.retrieve import ALIVE, REPLIES, REQUESTS, SearchResult
from backend.ask.serve import Worker
from backend.context import Context
from backend.store import chunks
from backend.store.db import reading, transaction
from backend.store.documents import Document
from tests.builders import a_collection
from tests.index.rows import a_document
from tests.models import embedder

TEXTS = ("The cat sleeps on the warm windowsill.", "Quarterly revenue rose by eleven percent.")


class Serving:
    """A search worker at work in a thread of this process."""

    def __init__(self, ctx: Context) -> None:
        self._stop = threading.Event()
        self.worker = Worker(ctx, embedder())
        self.worker.turn()  # now it is known to be alive
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.worker.turn()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def serving(ctx: Context) -> Iterator[Serving]:
    made = Serving(ctx)
    yield made
    made.close()


def embed_all(ctx: Context) -> None:
    with reading(ctx.engine) as session:
        every = list(session.connection().exec_driver_sql("SELECT id FROM document").scalars())
        waiting = chunks.without_vectors(session, every, 100)
    vectors = embedder().embed([text for _, _, text in waiting])
    with transaction(ctx.engine) as session:
        chunks.set_vectors(session, list(zip((identity for identity, _, _ in waiting), vectors, strict=True)))


def test_a_search_worker_finds_by_meaning(ctx: Context, serving: Serving) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *TEXTS)
    embed_all(ctx)
    found = retrieve.search(ctx, "Where is the kitten napping?", [papers.id], 5)
    assert (found.mode, found.note) == ("hybrid", None)
    assert [hit.chunk_id for hit in found.hits] == ids
    assert found.hits[0].text == TEXTS[0]
    assert (found.hits[0].semantic or 0) > 0.3


def test_what_is_stored_while_it_serves_is_found_at_once(ctx: Context, serving: Serving) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, TEXTS[0])
    assert retrieve.search(ctx, "cat", [papers.id], 5).hits[0].semantic is None
    embed_all(ctx)
    assert retrieve.search(ctx, "cat", [papers.id], 5).hits[0].semantic is not None


def test_a_deleted_document_is_gone_from_the_next_answer(ctx: Context, serving: Serving) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, *TEXTS)
    embed_all(ctx)
    first = retrieve.search(ctx, "cat", [papers.id], 5)
    with transaction(ctx.engine) as session:
        session.delete(session.get_one(Document, first.hits[0].document_id))
    assert retrieve.search(ctx, "cat", [papers.id], 5) == SearchResult([])


def test_without_a_search_worker_words_are_searched_and_the_answer_says_so(ctx: Context) -> None:
    papers = a_collection(ctx)
    [cat, _] = a_document(ctx, papers, *TEXTS)
    found = retrieve.search(ctx, "cat", [papers.id], 5)
    assert [hit.chunk_id for hit in found.hits] == [cat]
    assert (found.mode, found.note) == ("keywords", "Searched by words only: the search worker is still starting.")


def impatient(ctx: Context) -> Context:
    settings = ctx.settings.model_copy(update={"search_seconds": 0.1})
    return replace(ctx, settings=settings)


def test_a_worker_that_does_not_answer_in_time_is_not_waited_for(ctx: Context) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, *TEXTS)
    ctx.redis.set(ALIVE, 1)
    found = retrieve.search(impatient(ctx), "cat", [papers.id], 5)
    assert len(found.hits) == 1
    assert (found.mode, found.note) == ("keywords", retrieve.LATE)


def test_a_question_nobody_answered_in_time_is_dropped_later(ctx: Context) -> None:
    ctx.redis.set(ALIVE, 1)
    retrieve.search(impatient(ctx), "cat", ["any"], 5)
    assert ctx.redis.llen(REQUESTS) == 1
    assert Worker(ctx, embedder()).turn() == 0
    assert ctx.redis.keys(REPLIES + "*") == []


def test_without_redis_words_are_searched(ctx: Context) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, *TEXTS)
    nowhere = replace(ctx, redis=Redis(host="127.0.0.1", port=1))
    found = retrieve.search(nowhere, "cat", [papers.id], 5)
    assert len(found.hits) == 1
    assert (found.mode, found.note) == ("keywords", retrieve.NO_REDIS)


def test_any_text_can_be_sent_to_a_worker(ctx: Context, serving: Serving) -> None:
    assert retrieve.search(ctx, '\ud800 \x00 "', ["any"], 5) == SearchResult([])


@pytest.mark.parametrize("reply", [b"null", b"not json", b'[{"chunk_id": 1}]'])
def test_a_reply_that_says_nothing_leads_to_words(ctx: Context, reply: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, *TEXTS)
    ctx.redis.set(ALIVE, 1)
    monkeypatch.setattr(retrieve, "new_id", lambda: "known")
    ctx.redis.rpush(REPLIES + "known", reply)
    found = retrieve.search(ctx, "cat", [papers.id], 5)
    assert len(found.hits) == 1
    assert (found.mode, found.note) == ("keywords", retrieve.FAILED)
