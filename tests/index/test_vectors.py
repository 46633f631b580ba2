from __future__ import annotations

import numpy as np
import pytest

from backend.context import Context
from backend.index import vectors as module
from backend.index.vectors import Vectors
from tests.builders import a_collection
from tests.index.rows import WIDTH, a_document, embed, meaning, remove, windows


def look(ctx: Context, vectors: Vectors, seed: int, *collection_ids: str, limit: int = 10) -> list[int]:
    with ctx.engine.connect() as connection:
        vectors.refresh(connection)
    return [identity for identity, _ in vectors.search(meaning(seed), collection_ids, limit)]


def reclaim(ctx: Context, vectors: Vectors) -> int:
    with ctx.engine.connect() as connection:
        return vectors.reclaim(connection)


def test_the_nearest_chunk_comes_first_with_its_cosine(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "one", "two", "three")
    embed(ctx, [(identity, windows(seed)) for seed, identity in enumerate(ids)])
    vectors = Vectors(WIDTH)
    assert look(ctx, vectors, 1, papers.id)[0] == ids[1]
    assert vectors.search(meaning(1), [papers.id], 1)[0][1] == pytest.approx(1, abs=1e-3)


def test_a_chunk_counts_by_its_best_window(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one, two] = a_document(ctx, papers, "one", "two")
    embed(ctx, [(one, windows(1, 2)), (two, windows(3))])
    vectors = Vectors(WIDTH)
    assert look(ctx, vectors, 2, papers.id) == look(ctx, vectors, 1, papers.id) == [one, two]


def test_vectors_stored_out_of_order_are_all_taken_up(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one, two, three] = a_document(ctx, papers, "one", "two", "three")
    vectors = Vectors(WIDTH)
    for late, identity in enumerate((three, one, two), start=1):
        embed(ctx, [(identity, windows(identity))])
        assert look(ctx, vectors, identity, papers.id)[0] == identity
        assert len(vectors) == late


def test_vectors_are_not_missed_when_the_newest_were_deleted_before(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one], [two], [three] = (a_document(ctx, papers, text) for text in ("one", "two", "three"))
    embed(ctx, [(one, windows(1)), (two, windows(2))])
    vectors = Vectors(WIDTH)
    look(ctx, vectors, 1, papers.id)
    remove(ctx, two)
    embed(ctx, [(three, windows(3))])
    assert look(ctx, vectors, 3, papers.id)[0] == three


def test_a_chunk_embedded_twice_is_held_once(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one] = a_document(ctx, papers, "one")
    embed(ctx, [(one, windows(1))])
    embed(ctx, [(one, windows(1)), (one + 1, windows(2))])
    vectors = Vectors(WIDTH)
    assert look(ctx, vectors, 1, papers.id) == [one]
    assert len(vectors) == 1


def test_only_the_collections_asked_for_are_searched(ctx: Context) -> None:
    papers, letters = a_collection(ctx, "papers"), a_collection(ctx, "letters")
    [one], [two] = a_document(ctx, papers, "one"), a_document(ctx, letters, "two")
    embed(ctx, [(one, windows(1)), (two, windows(2))])
    vectors = Vectors(WIDTH)
    assert look(ctx, vectors, 2, papers.id) == [one]
    assert look(ctx, vectors, 2, papers.id, letters.id, "unknown") == [two, one]
    assert look(ctx, vectors, 2) == look(ctx, vectors, 2, "unknown") == []


def test_equals_come_in_the_order_of_their_ids(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "one", "two", "three")
    embed(ctx, [(identity, windows(1)) for identity in reversed(ids)])
    assert look(ctx, Vectors(WIDTH), 1, papers.id) == ids


def test_an_empty_index_finds_nothing() -> None:
    assert Vectors(WIDTH).search(meaning(1), ["any"], 10) == []


def test_vectors_of_another_model_are_passed_over(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one, two, three] = a_document(ctx, papers, "one", "two", "three")
    embed(ctx, [(one, b"odd"), (two, windows(2)), (three, b"")])
    assert look(ctx, Vectors(WIDTH), 2, papers.id) == [two]


def test_places_of_deleted_chunks_are_used_again(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 4)
    papers = a_collection(ctx)
    documents = [a_document(ctx, papers, "one", "two") for _ in range(3)]
    embed(ctx, [(identity, windows(identity, identity + 1000)) for ids in documents for identity in ids])
    vectors = Vectors(WIDTH)
    look(ctx, vectors, 1, papers.id)
    assert len(vectors._blocks) == 3
    remove(ctx, documents[0][0])
    remove(ctx, documents[1][0])
    assert reclaim(ctx, vectors) == 4
    assert reclaim(ctx, vectors) == 0
    assert sorted(look(ctx, vectors, 1, papers.id)) == documents[2]
    [new, newer] = a_document(ctx, papers, "four", "five")
    embed(ctx, [(new, windows(new)), (newer, windows(newer))])
    assert look(ctx, vectors, new, papers.id)[0] == new
    assert len(vectors._blocks) == 2


def test_the_bits_lead_to_the_same_best_ten_as_comparing_everything(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers, letters = a_collection(ctx, "papers"), a_collection(ctx, "letters")
    random = np.random.default_rng(1)
    topics = random.standard_normal((50, WIDTH)).astype(np.float32)
    for collection in (papers, letters):
        ids = a_document(ctx, collection, *["text"] * 1500)
        near = topics[random.integers(0, 50, 1500)] + 0.8 * random.standard_normal((1500, WIDTH)).astype(np.float32)
        near /= np.linalg.norm(near, axis=1, keepdims=True)
        embed(ctx, [(identity, row.astype(np.float16).tobytes()) for identity, row in zip(ids, near, strict=True)])
    vectors = Vectors(WIDTH)
    with ctx.engine.connect() as connection:
        vectors.refresh(connection)
    for scope in ([papers.id], [papers.id, letters.id]):
        for topic in topics[:10]:
            query = topic / np.linalg.norm(topic)
            monkeypatch.setattr(module, "EXACT", 10**9)
            exact = vectors.search(query, scope, 10)
            monkeypatch.setattr(module, "EXACT", 0)
            monkeypatch.setattr(module, "CANDIDATES", 400)
            assert vectors.search(query, scope, 10) == exact


@pytest.mark.parametrize("width", [1, 63, 64, 100])
def test_any_number_of_dimensions_will_do(width: int) -> None:
    random = np.random.default_rng(0)
    signs = module._signs(random.standard_normal((3, width)))
    assert signs.shape == (-(-width // 64), 3)
