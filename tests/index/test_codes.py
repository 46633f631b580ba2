from __future__ import annotations

import random

import pytest

from backend.context import Context
from backend.index import codes, hybrid
from backend.index.vectors import Vectors
from tests.builders import a_collection
from tests.index.rows import WIDTH, a_document, embed, meaning, windows


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("KX-4999-B", [['"kx 4999 b"']]),
        ("What became of RE-2024-5555?", [['"re 2024 5555"']]),
        ("call +49 170 5559999", [['"49 170 5559999"', '"5559999"']]),
        ("invoices 4711, 4712", [['"4711"'], ['"4712"']]),
        ('where does it say "early termination"', [['"early termination"']]),
        ("„Straße 5“ und mehr", [['"strasse 5"']]),
        ("What did I spend in March 2026?", []),
        ("A38-7", [['"a38 7"']]),
        ("1,000", [['"1 000"']]),
        ("A total of 1,000 people, one in 1/2000, carry it", []),
        ("CX3CR1 on the Th2 cells impairs asthma", []),
        ("24/7 in 2024 and 2025, or A4", []),
        ("", []),
        ('"契約書"', []),
    ],
)
def test_what_is_written_as_one_is_looked_for_as_one(question: str, wanted: list[list[str]]) -> None:
    assert codes.codes(question) == wanted


@pytest.mark.parametrize("question", ["KX-4999-B", "What is the status of KX-4999-B?", '"the recalled article"'])
def test_the_one_text_that_holds_a_code_comes_before_all_that_look_alike(ctx: Context, question: str) -> None:
    chance, papers = random.Random(3), a_collection(ctx)
    orders = [f"Order confirmation, article KX-{4400 + 3 * number}-B" for number in range(40)]
    words = " ".join(chance.choices("meeting agenda project budget team delivery status review".split(), k=200))
    ids = a_document(ctx, papers, *orders, f"{words} the recalled article is KX-4999-B {words}")
    embed(ctx, [(identity, windows(1 if identity != ids[-1] else 2)) for identity in ids])
    with ctx.engine.connect() as connection:
        found = hybrid.search(connection, Vectors(WIDTH), question, meaning(1), [papers.id], 10)
        by_words = hybrid.search_words(connection, question, [papers.id], 10)
    assert found[0].chunk_id == by_words[0].chunk_id == ids[-1]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_without_the_whole_the_longest_part_counts(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "mobile 0170 5559999", "mobile 0170 5558888")
    embed(ctx, [(ids[0], windows(2)), (ids[1], windows(1))])
    with ctx.engine.connect() as connection:
        found = hybrid.search(connection, Vectors(WIDTH), "+49 170 5559999", meaning(1), [papers.id], 10)
    assert [hit.chunk_id for hit in found] == ids


def test_what_most_texts_hold_tells_none_apart(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "FEW", 2)
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "form A38-7", "form A38-7", "form A38-7")
    embed(ctx, [(identity, windows(seed)) for seed, identity in enumerate(ids, 1)])
    with ctx.engine.connect() as connection:
        assert codes.holding(connection, "A38-7", [papers.id]) == {}


def test_other_collections_are_not_looked_at(ctx: Context) -> None:
    papers, others = a_collection(ctx, "papers"), a_collection(ctx, "others")
    a_document(ctx, others, "article KX-4999-B")
    [own] = a_document(ctx, papers, "an order")
    embed(ctx, [(own, windows(1))])
    with ctx.engine.connect() as connection:
        found = hybrid.search(connection, Vectors(WIDTH), "KX-4999-B", meaning(1), [papers.id], 10)
    assert [hit.chunk_id for hit in found] == [own]
