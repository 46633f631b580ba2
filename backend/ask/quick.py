"""Quick: answered from the best passages. Without a model these passages are the answer, and it says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.ask import retrieve
from backend.context import Context
from backend.store import documents, texts
from backend.store.collections import Collection
from backend.store.db import reading

PASSAGES = 10
NOTHING = "The documents do not say anything about this. Ask in other words, or add documents that do."
LABELLED = (
    "No language model is set up, so this is not an answer in words: these are the {count} passages that fit the "
    "question best."
)


def answer(ctx: Context, question: str, collections: Sequence[Collection]) -> tuple[str, dict[str, Any]]:
    """The words of the answer, and what is shown beside them: the passages, each with its place."""
    found = retrieve.search(ctx, question, [each.id for each in collections], PASSAGES)
    names = {each.id: each.name for each in collections}
    with reading(ctx.engine) as session:
        known = documents.by_id(session, [hit.document_id for hit in found.hits])
        sources = [
            {
                "number": number,
                "chunk_id": str(hit.chunk_id),
                "document_id": hit.document_id,
                "document_name": known[hit.document_id].name,
                "collection_id": hit.collection_id,
                "collection_name": names[hit.collection_id],
                "place": texts.place(session, hit.document_id, hit.start),
                "start": hit.start,
                "end": hit.end,
                "text": hit.text,
                "score": round(hit.score, 4),
            }
            for number, hit in enumerate((hit for hit in found.hits if hit.document_id in known), 1)
        ]
    words = LABELLED.format(count=len(sources)) if sources else NOTHING
    shown = {"kind": "quick", "made_by": "passages", "mode": found.mode, "note": found.note, "sources": sources}
    return words, shown
