"""Packing: whole documents into batches that fit a model, in their order, the same way every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.core.chunking import Span, Tokens, chunk

BUDGET = 16_000  # tokens of documents in one batch
PIECE = 6_000  # tokens of a part of a document that is too large for a batch
OVERLAP = 350  # tokens that a part repeats of the one before; grounding merges what is found twice


@dataclass(frozen=True, slots=True)
class Sized:
    """A document, the characters and the tokens of its text."""

    document_id: str
    length: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a document that travels in a batch: all of it, or one span of a large one."""

    document_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Batch:
    """Pieces that one call of a model reads together."""

    pieces: tuple[Piece, ...]

    @property
    def tokens(self) -> int:
        return sum(piece.span.tokens for piece in self.pieces)


def pack(
    documents: Iterable[Sized], cut: Callable[[str], Sequence[Span]], budget: int = BUDGET, frame: int = 0
) -> Iterator[Batch]:
    """Batches of at most `budget` tokens, each document costing `frame` tokens more than its text (its heading).

    A document that does not fit into an empty batch is cut: `cut(document_id)` gives its spans, each a batch of its
    own; it is called only for such documents. Every other document is whole in exactly one batch.
    """
    held: list[Piece] = []
    used = 0
    for document in documents:
        cost = document.tokens + frame
        if held and used + cost > budget:
            yield Batch(tuple(held))
            held, used = [], 0
        if cost > budget:
            yield from (Batch((Piece(document.document_id, span),)) for span in cut(document.document_id))
            continue
        held.append(Piece(document.document_id, Span(0, document.length, document.tokens)))
        used += cost
    if held:
        yield Batch(tuple(held))


def pieces(text: str, tokens: Tokens, size: int = PIECE, overlap: int = OVERLAP) -> list[Span]:
    """The spans of a document that is too large for a batch, cut where a block, a section or a sentence ends."""
    return chunk(text, tokens, size, overlap)
