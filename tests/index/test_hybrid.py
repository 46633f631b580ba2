from __future__ import annotations

import pytest

from backend.context import Context
from backend.index import hybrid
from backend.index.hybrid import Hit
from backend.index.vectors import Vectors
from tests.builders import a_collection
from tests.index.rows import WIDTH, a_document, embed, meaning, remove, windows


def look(ctx: Context, vectors: Vectors, question: str, seed: int, *collections: str, limit: int = 10) -> list[Hit]:
    with ctx.engine.connect() as connection:
        return hybrid.search(connection, vectors, question, meaning(seed), collections, limit)


def test_meaning_and_words_are_weighed_together(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "nothing here", "a zebra", "nothing there")
    embed(ctx, [(identity, windows(seed)) for seed, identity in enumerate(ids, start=1)])
    first, second, _ = look(ctx, Vectors(WIDTH), "zebra", 1, papers.id)
    assert [first.chunk_id, second.chunk_id] == ids[:2]
    assert first.score == pytest.approx(0.7, abs=1e-2)
    assert second.score == pytest.approx(0.3 + 0.7 * max(second.semantic or 0, 0), abs=1e-5)


def test_a_hit_says_where_it_stands(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one, two] = a_document(ctx, papers, "first", "a zebra")
    embed(ctx, [(one, windows(1)), (two, windows(2))])
    hit = look(ctx, Vectors(WIDTH), "zebra", 2, papers.id, limit=1)[0]
    assert (hit.chunk_id, hit.collection_id, hit.position, hit.start, hit.end) == (two, papers.id, 1, 0, 1)
    assert hit.text == "a zebra"


def test_a_chunk_found_by_words_only_still_gets_its_cosine(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hybrid, "WIDE", 1)
    papers = a_collection(ctx)
    [near, worded] = a_document(ctx, papers, "nothing", "a zebra")
    embed(ctx, [(near, windows(1)), (worded, windows(2))])
    hits = {hit.chunk_id: hit for hit in look(ctx, Vectors(WIDTH), "zebra", 1, papers.id, limit=1)}
    both = {hit.chunk_id: hit for hit in look(ctx, Vectors(WIDTH), "zebra", 1, papers.id, limit=2)}
    assert hits[near] == both[near]
    assert both[worded].semantic == pytest.approx(float(meaning(1) @ meaning(2)), abs=1e-3)


def test_a_chunk_found_by_meaning_only_still_gets_its_words_counted(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hybrid, "WIDE", 1)
    papers = a_collection(ctx)
    [near, worded] = a_document(ctx, papers, "a zebra among many other animals of the plain", "zebra zebra")
    embed(ctx, [(near, windows(1)), (worded, windows(2))])
    [hit] = look(ctx, Vectors(WIDTH), "zebra", 1, papers.id, limit=1)
    assert hit.chunk_id == near
    assert hit.bm25 > 0


def test_a_chunk_is_found_by_its_words_before_it_has_a_vector(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one] = a_document(ctx, papers, "a zebra")
    [hit] = look(ctx, Vectors(WIDTH), "zebra", 1, papers.id)
    assert (hit.chunk_id, hit.semantic, hit.score) == (one, None, 0.3)


def test_a_deleted_document_is_never_returned_and_others_take_its_place(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hybrid, "WIDE", 2)
    papers = a_collection(ctx)
    gone, kept = a_document(ctx, papers, "one", "two", "three"), a_document(ctx, papers, "four", "five")
    embed(ctx, [(identity, windows(1)) for identity in gone] + [(identity, windows(2)) for identity in kept])
    vectors = Vectors(WIDTH)
    assert [hit.chunk_id for hit in look(ctx, vectors, "", 1, papers.id, limit=2)] == gone[:2]
    remove(ctx, gone[0])
    assert [hit.chunk_id for hit in look(ctx, vectors, "", 1, papers.id, limit=2)] == kept


def test_the_same_search_gives_the_same_answer(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *["a zebra"] * 20)
    embed(ctx, [(identity, windows(identity % 3)) for identity in ids])
    vectors = Vectors(WIDTH)
    assert look(ctx, vectors, "zebra", 1, papers.id) == look(ctx, Vectors(WIDTH), "zebra", 1, papers.id)


def test_words_alone_rank_by_their_share_of_the_best(ctx: Context) -> None:
    papers = a_collection(ctx)
    [best, other, _] = a_document(ctx, papers, "zebra zebra", "one zebra among very many other words", "none")
    with ctx.engine.connect() as connection:
        hits = hybrid.search_words(connection, "zebra", [papers.id], 10)
    assert [hit.chunk_id for hit in hits] == [best, other]
    assert hits[0].score == 1 > hits[1].score > 0
    assert hits[0].semantic is None
