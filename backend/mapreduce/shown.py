"""Shown: documents as a model sees them, marked as data that gives no orders (R9.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.core import framing
from backend.core.chunking import Tokens
from backend.core.packing import pieces
from backend.store.documents import Document


@dataclass(frozen=True, slots=True)
class Shown:
    """One document, or the characters [start, end) of one that is too large for a request, named `id` in it."""

    id: str
    document: Document
    content: str  # all of the document's text: quotes are looked for in it
    start: int
    end: int


def cut(documents: Iterable[tuple[Document, str]], tokens: Tokens, budget: int) -> list[list[Shown]]:
    """The documents as requests: those that fit together in one, the parts of one that is too large each alone.

    `budget` is in tokens. Together they were packed to fit already, so only a document that is alone can be too large.
    """
    held = list(documents)
    if len(held) == 1:
        document, content = held[0]
        if len(content) > budget and len(tokens.offsets(content)) > budget:  # a token has a character at least
            parts = pieces(content, tokens)
            return [[Shown("D1", document, content, part.start, part.end)] for part in parts]
    return [
        [Shown(f"D{number}", document, content, 0, len(content)) for number, (document, content) in _numbered(held)]
    ]


def frame(shown: Sequence[Shown]) -> str:
    """The documents as a model is shown them."""
    return "\n".join(framing.frame(one.id, one.document.name, one.content[one.start : one.end]) for one in shown)


def _numbered(held: Sequence[tuple[Document, str]]) -> Iterable[tuple[int, tuple[Document, str]]]:
    return enumerate(held, 1)
