"""Packing documents into batches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.core.chunking import Span
from backend.core.packing import Batch, Piece, Sized, pack, pieces


class Words:
    """Every run of letters is a token."""

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        return [found.span() for found in re.finditer(r"\S+", text)]


def halves(document_id: str) -> list[Span]:
    return [Span(0, 50, 60), Span(45, 100, 60)]


def no_cut(document_id: str) -> list[Span]:
    raise AssertionError(f"{document_id} fits and must not be cut.")


def test_documents_travel_together_while_they_fit() -> None:
    sized = [Sized("a", 10, 40), Sized("b", 10, 60), Sized("c", 10, 1)]
    packed = list(pack(sized, no_cut, budget=100))
    assert [[piece.document_id for piece in batch.pieces] for batch in packed] == [["a", "b"], ["c"]]
    assert packed[0].tokens == 100


def test_a_document_larger_than_the_budget_travels_alone_in_parts() -> None:
    packed = list(pack([Sized("a", 10, 30), Sized("big", 100, 101), Sized("c", 10, 30)], halves, budget=100))
    assert packed == [
        Batch((Piece("a", Span(0, 10, 30)),)),
        Batch((Piece("big", Span(0, 50, 60)),)),
        Batch((Piece("big", Span(45, 100, 60)),)),
        Batch((Piece("c", Span(0, 10, 30)),)),
    ]


def test_the_frame_of_each_document_counts() -> None:
    assert len(list(pack([Sized("a", 1, 45), Sized("b", 1, 45)], no_cut, budget=100, frame=6))) == 2


def test_an_empty_document_is_in_a_batch_too() -> None:
    assert [piece.document_id for batch in pack([Sized("a", 0, 0)], no_cut) for piece in batch.pieces] == ["a"]


def test_a_large_document_is_cut_where_sentences_end_and_repeats_a_little() -> None:
    text = "Every word here counts as one token. " * 40
    spans = pieces(text, Words(), size=60, overlap=7)
    assert all(text[span.end - 1] == "." for span in spans)
    assert all(other.start < one.end for one, other in pairwise(spans))
    assert (spans[0].start, spans[-1].end) == (0, len(text.rstrip()))


@given(st.lists(st.integers(0, 150)), st.integers(60, 200), st.integers(0, 10))
def test_every_document_is_in_the_batches_once_in_order_and_no_batch_is_too_large(
    sizes: list[int], budget: int, frame: int
) -> None:
    sized = [Sized(str(number), tokens, tokens) for number, tokens in enumerate(sizes)]
    packed = list(pack(sized, lambda _: [Span(0, 1, 60)], budget, frame))
    assert [piece.document_id for batch in packed for piece in batch.pieces] == [it.document_id for it in sized]
    assert all(batch.tokens + frame * len(batch.pieces) <= budget + frame for batch in packed)
    whole = [batch for batch in packed if len(batch.pieces) > 1]
    assert all(batch.tokens + frame * len(batch.pieces) <= budget for batch in whole)


@given(st.lists(st.integers(0, 150)))
def test_packing_twice_gives_the_same_batches(sizes: list[int]) -> None:
    sized = [Sized(str(number), tokens, tokens) for number, tokens in enumerate(sizes)]
    assert list(pack(sized, halves, 100)) == list(pack(sized, halves, 100))
