"""A condition in words without a model: similarity of meaning, by a real search worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from backend.ask.retrieve import ALIVE
from backend.ask.serve import Worker
from backend.context import Context
from backend.core.plan import Filters, Plan
from backend.store import chunks
from backend.store.collections import Collection
from backend.store.db import transaction
from tests.builders import a_collection
from tests.eventually import eventually
from tests.mapreduce.making import answer, ask, put, run
from tests.models import embedder


@pytest.fixture
def searching(ctx: Context) -> Iterator[None]:
    """A search worker serves meanwhile."""
    worker, stop = Worker(ctx, embedder()), threading.Event()

    def serve() -> None:
        while not stop.is_set():
            worker.turn()

    thread = threading.Thread(target=serve)
    thread.start()
    eventually(lambda: ctx.redis.exists(ALIVE))
    yield
    stop.set()
    thread.join()


@pytest.mark.usefixtures("searching")
def test_a_condition_in_words_is_decided_by_similarity_and_says_so(ctx: Context) -> None:
    shop = a_collection(ctx)
    near = put(ctx, shop, "a.txt", "The tenant pays the rent for the flat every month.")
    far = put(ctx, shop, "b.txt", "Bananas are yellow.")
    embedded(ctx, shop, near, "The tenant pays the rent for the flat every month.")
    embedded(ctx, shop, far, "Bananas are yellow.")
    plan = Plan(operation="count", what="contracts", filters=Filters(meaning="is about renting a home"))
    shown = answer(ctx, run(ctx, ask(ctx, shop, plan)))
    assert (shown["details"]["summary"]["count"], shown["coverage"]["excluded"]) == (1, 1)
    assert any("similarity" in note for note in shown["details"]["processing_info"]["notes"])
    assert shown["confidence"]["value"] <= 0.5


def embedded(ctx: Context, collection: Collection, document_id: str, text: str) -> None:
    """The document's text as one passage with its vector."""
    row = {
        "document_id": document_id,
        "collection_id": collection.id,
        "position": 0,
        "start": 0,
        "end": len(text),
        "tokens": 9,
        "text": text,
        "embedded": False,
    }
    with transaction(ctx.engine) as session:
        chunks.add(session, [row])
        [(identity, _, _)] = chunks.without_vectors(session, [document_id], 10)
        chunks.set_vectors(session, [(identity, embedder().embed([text])[0])])
