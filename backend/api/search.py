"""Search over HTTP."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backend.api.endpoint import Call, Endpoint, Query
from backend.ask import retrieve
from backend.ask.pointing import point
from backend.store import collections, documents
from backend.store.db import reading

MAX_COLLECTIONS = 1_000


class SearchQuery(Query):
    q: str = Field(min_length=1, max_length=4_000, title="what to look for")
    collection_id: str | None = None
    limit: int = Field(10, ge=1, le=100)


def search(call: Call) -> dict[str, Any]:
    """The best passages, each with its document and its span; `focus` is the sentence of it that
    fits the words asked for best, `place` where that stands."""
    asked = call.query(SearchQuery)
    with reading(call.ctx.engine) as session:
        if asked.collection_id:
            mine = [collections.get(session, call.user_id, asked.collection_id)]
        else:
            mine = collections.page(session, call.user_id, MAX_COLLECTIONS)
    names = {each.id: each.name for each in mine}
    found = retrieve.search(call.ctx, asked.q, list(names), asked.limit)
    items = []
    with reading(call.ctx.engine) as session:
        known = documents.by_id(session, [hit.document_id for hit in found.hits])
        for hit in found.hits:
            if hit.document_id in known:
                items.append(
                    {
                        "chunk_id": str(hit.chunk_id),
                        "document_id": hit.document_id,
                        "document_name": known[hit.document_id].name,
                        "collection_id": hit.collection_id,
                        "collection_name": names.get(hit.collection_id, ""),
                        "start": hit.start,
                        "end": hit.end,
                        "text": hit.text,
                        "score": round(hit.score, 4),
                        "semantic": None if hit.semantic is None else round(hit.semantic, 4),
                        "bm25": None if hit.bm25 is None else round(hit.bm25, 4),
                        **point(session, hit.document_id, hit.start, hit.text, [asked.q]),
                    }
                )
    return {"items": items, "mode": found.mode, "note": found.note}


ENDPOINTS = (
    Endpoint(
        "GET", "/search", search, "Find passages by meaning and words", query=SearchQuery, searches=True, errors=(404,)
    ),
)
