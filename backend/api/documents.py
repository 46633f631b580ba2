"""Documents over HTTP: list, show, read their text, download, retry, cancel, delete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from pydantic import Field
from starlette.responses import Response, StreamingResponse

from backend.api.endpoint import Call, Endpoint, Page, Query, listed
from backend.errors import BadRequest
from backend.ingest import again, remove
from backend.jobs.queue import dispatch
from backend.store import collections, documents, texts
from backend.store.db import reading

MAX_SPAN = 200_000
COPY_BYTES = 1024 * 1024


class DocumentsPage(Page):
    collection_id: str
    status: str = ""
    q: str = Field("", max_length=300)
    upload_id: str | None = None


class SpanQuery(Query):
    start: int = Field(0, ge=0, le=10**12)
    end: int | None = Field(None, ge=0, le=10**12)


def index(call: Call) -> dict[str, Any]:
    """`total` counts what is listed, `counts` what would be for each status."""
    page = call.query(DocumentsPage)
    chosen = [status for status in page.status.split(",") if status]
    with reading(call.ctx.engine) as session:
        collection = collections.get(session, call.user_id, page.collection_id)
        narrow = {"statuses": chosen, "words": page.q, "upload_id": page.upload_id}
        found = documents.page(session, collection.id, page.limit, after=page.after, **narrow)
        counts = documents.tally(session, collection.id, **narrow | {"statuses": ()})
        total = sum(number for status, number in counts.items() if status in chosen or not chosen)
        views = [documents.view(each) for each in found]
        return listed(views, page.limit, total=total, counts=counts)


def show(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return documents.view(documents.get(session, call.user_id, call.path["id"]))


def text(call: Call) -> dict[str, Any]:
    """The extracted text from `start` to `end` (at most 200,000 characters) and where in the file it stands."""
    asked = call.query(SpanQuery)
    end = asked.start + 20_000 if asked.end is None else asked.end
    if end < asked.start or end - asked.start > MAX_SPAN:
        raise BadRequest(f"`end` must not be before `start`, nor more than {MAX_SPAN:,} characters behind it.")
    with reading(call.ctx.engine) as session:
        found = documents.get(session, call.user_id, call.path["id"])
        content = texts.span(session, found.id, asked.start, end) or ""
        marks = texts.marks(session, found.id)
        where = texts.place(session, found.id, asked.start)
    stop = asked.start + len(content)
    return {
        "document_id": found.id,
        "start": asked.start,
        "end": stop,
        "characters": found.characters,
        "text": content,
        "place": where,
        "marks": [
            [mark.start, mark.kind, mark.number, mark.label] for mark in marks if asked.start <= mark.start < stop
        ],
    }


def blob(call: Call) -> Response:
    """The original bytes, always as a download and sandboxed: nothing in them may run here."""
    with reading(call.ctx.engine) as session:
        found = documents.get(session, call.user_id, call.path["id"])
    stream = call.ctx.blobs.open(found.sha256)
    name = found.name.rsplit("/", 1)[-1]
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Length": str(found.size),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_pieces(stream), headers=headers, media_type="application/octet-stream")


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(COPY_BYTES):
            yield piece


def retry(call: Call) -> dict[str, Any]:
    dispatch(call.ctx, again.document(call.ctx, call.user_id, call.path["id"]))
    return show(call)


def cancel(call: Call) -> dict[str, Any]:
    remove.cancel_document(call.ctx, call.user_id, call.path["id"])
    return show(call)


def delete(call: Call) -> None:
    remove.document(call.ctx, call.user_id, call.path["id"])


ENDPOINTS = (
    Endpoint("GET", "/documents", index, "List a collection's documents", query=DocumentsPage, errors=(404,)),
    Endpoint("GET", "/documents/{id}", show, "Show a document", errors=(404,)),
    Endpoint("DELETE", "/documents/{id}", delete, "Delete it; no search finds it any more", status=204, errors=(404,)),
    Endpoint("GET", "/documents/{id}/text", text, "Read its extracted text", query=SpanQuery, errors=(400, 404)),
    Endpoint("GET", "/documents/{id}/blob", blob, "Download the original", returns="application/octet-stream"),
    Endpoint("POST", "/documents/{id}/retry", retry, "Try a failed document again", errors=(404, 409)),
    Endpoint("POST", "/documents/{id}/cancel", cancel, "Stop working on it", errors=(404, 409)),
)
