"""Uploads over HTTP: open, send files, close, retry, cancel."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field
from redis.exceptions import RedisError
from starlette.responses import Response

from backend.api.endpoint import Body, Call, Endpoint, Page, listed, reply
from backend.api.receive import Opened, Room, boundary_of, receive
from backend.api.threads import to_read, to_write
from backend.context import Context
from backend.ingest import again, opening, remove, settle
from backend.ingest.accept import Accepted
from backend.jobs.queue import dispatch, send_messages
from backend.store import collections, uploads
from backend.store.db import reading
from backend.work import publish

logger = logging.getLogger(__name__)
MULTIPART = "multipart/form-data"


class NewUpload(Body):
    collection_id: str
    expected_files: int | None = Field(None, ge=0, le=10**9)
    label: str = Field("", max_length=300)


class UploadsPage(Page):
    collection_id: str | None = None


class FilesPage(Page):
    outcome: Literal["accepted", "duplicate", "retried", "rejected"]


def index(call: Call) -> dict[str, Any]:
    page = call.query(UploadsPage)
    with reading(call.ctx.engine) as session:
        found = uploads.page(session, call.user_id, page.limit, collection_id=page.collection_id, after=page.after)
        return listed([uploads.view(session, each) for each in found], page.limit)


def create(call: Call) -> dict[str, Any]:
    wanted = call.body(NewUpload)
    made = opening.open_upload(call.ctx, call.user_id, wanted.collection_id, wanted.expected_files, wanted.label)
    return _view(call, made.id)


def show(call: Call) -> dict[str, Any]:
    return _view(call, call.path["id"])


def files(call: Call) -> dict[str, Any]:
    page = call.query(FilesPage)
    with reading(call.ctx.engine) as session:
        upload = uploads.get(session, call.user_id, call.path["id"])
        found = uploads.files(session, upload.id, page.outcome, page.limit, page.after)
        return listed([uploads.file_view(each) for each in found], page.limit)


async def send(call: Call) -> Response:
    boundary, upload_id = _boundary(call), call.path["id"]
    room = await to_read(_room, call, upload_id)
    return await _receive(call, lambda: upload_id, boundary, room)


async def send_to_collection(call: Call) -> Response:
    """The same in one call for scripts: opens an upload, takes the files, closes it."""
    boundary, opened = _boundary(call), _Opening(call)
    await to_read(opened.check)
    settings = call.ctx.settings
    try:
        return await _receive(call, opened, boundary, Room(settings.max_files_per_upload, settings.max_upload_bytes))
    finally:
        if opened.upload_id:
            await to_write(opening.close_upload, call.ctx, call.user_id, opened.upload_id)


class _Opening:
    """An upload that is opened when its first file begins: of a request without one nothing is left."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.upload_id = ""

    def check(self) -> None:
        """Raise NotFound when there is no such collection."""
        with reading(self._call.ctx.engine) as session:
            collections.get(session, self._call.user_id, self._call.path["id"])

    def __call__(self) -> str:
        if not self.upload_id:
            call = self._call
            self.upload_id = opening.open_upload(call.ctx, call.user_id, call.path["id"], None, "").id
        return self.upload_id


def _boundary(call: Call) -> bytes:
    return boundary_of(call.request.headers.get("content-type", ""))


async def _receive(call: Call, upload: Opened, boundary: bytes, room: Room) -> Response:
    taken = await receive(
        call.ctx, upload, boundary, call.request.stream(), room, lambda fresh: _report(call.ctx, upload(), fresh)
    )
    view = await to_read(_view, call, upload())
    return reply({"files": [uploads.file_view(each.file) for each in taken], "upload": view}, 202)


def _report(ctx: Context, upload_id: str, fresh: Sequence[Accepted]) -> None:
    """Files were stored: tell viewers and workers. If Redis is away the reconciler does it later."""
    try:
        publish(ctx, [event for each in fresh for event in each.events])
        send_messages(ctx, [each.group for each in fresh if each.group])
        settle.progress(ctx, upload_id)
    except RedisError as error:
        logger.warning("files of upload %s are stored, but not announced yet: %s", upload_id, error)


def reopen(call: Call) -> dict[str, Any]:
    opening.reopen_upload(call.ctx, call.user_id, call.path["id"])
    return _view(call, call.path["id"])


def close(call: Call) -> dict[str, Any]:
    opening.close_upload(call.ctx, call.user_id, call.path["id"])
    return _view(call, call.path["id"])


def retry(call: Call) -> dict[str, Any]:
    dispatch(call.ctx, again.upload(call.ctx, call.user_id, call.path["id"]))
    return _view(call, call.path["id"])


def cancel(call: Call) -> dict[str, Any]:
    remove.cancel_upload(call.ctx, call.user_id, call.path["id"])
    return _view(call, call.path["id"])


def _view(call: Call, upload_id: str) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return uploads.view(session, uploads.get(session, call.user_id, upload_id))


def _room(call: Call, upload_id: str) -> Room:
    settings = call.ctx.settings
    with reading(call.ctx.engine) as session:
        upload = uploads.get(session, call.user_id, upload_id)
        return Room(
            files=settings.max_files_per_upload - uploads.outcomes(session, upload.id)["sent"],
            total_bytes=settings.max_upload_bytes - upload.bytes_received,
        )


ENDPOINTS = (
    Endpoint("GET", "/uploads", index, "List your uploads, newest first", query=UploadsPage),
    Endpoint("POST", "/uploads", create, "Open an upload", body=NewUpload, status=201, errors=(404,)),
    Endpoint("GET", "/uploads/{id}", show, "Show an upload with its totals", errors=(404,)),
    Endpoint("DELETE", "/uploads/{id}", cancel, "Cancel it; what is ready stays", errors=(404, 409)),
    Endpoint("GET", "/uploads/{id}/files", files, "List its files by outcome", query=FilesPage, errors=(404,)),
    Endpoint(
        "POST",
        "/uploads/{id}/files",
        send,
        "Send files, one part named `file` for each",
        status=202,
        streams=True,
        accepts=MULTIPART,
        errors=(400, 404, 409),
    ),
    Endpoint("POST", "/uploads/{id}/reopen", reopen, "Go on after its end", errors=(404, 409)),
    Endpoint("POST", "/uploads/{id}/close", close, "Say that no more files come", errors=(404, 409)),
    Endpoint("POST", "/uploads/{id}/retry", retry, "Try its failed files again", errors=(404, 409)),
    Endpoint(
        "POST",
        "/collections/{id}/files",
        send_to_collection,
        "Send files in one call: curl -F file=@a.pdf",
        status=202,
        streams=True,
        accepts=MULTIPART,
        errors=(400, 404),
    ),
)
