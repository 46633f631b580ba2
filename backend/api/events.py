"""Events over HTTP (SSE): a snapshot of the current state, then all that happens, without gap or repeat (R6.2)."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from pydantic import Field
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from backend.api import collections as collections_api
from backend.api.endpoint import Call, Endpoint, Query
from backend.api.snapshots import Snapshots, State
from backend.api.stream import PING, EventStream
from backend.api.threads import to_read
from backend.core.clock import rfc3339
from backend.errors import NotFound
from backend.events.hub import Hub, Lost
from backend.store import collections, conversations, jobs, line, uploads
from backend.store.db import reading

logger = logging.getLogger(__name__)

SNAPSHOT_COLLECTIONS, SNAPSHOT_UPLOADS, SNAPSHOT_JOBS, SNAPSHOT_CONVERSATIONS = 1_000, 50, 100, 100


class After(Query):
    after: str = Field("", max_length=40)


async def everything(call: Call) -> EventStream:
    """All that its user may see, on one connection."""
    return await _stream(call, "", lambda: _state(call))


async def of_upload(call: Call) -> EventStream:
    """The log of one upload."""
    await to_read(_upload, call)
    return await _stream(call, call.path["id"], lambda: _upload(call))


async def of_job(call: Call) -> EventStream:
    """The log of one job; an ingestion's is its upload's."""
    shown = await to_read(_job, call)
    return await _stream(call, shown["job"]["upload_id"] or call.path["id"], lambda: _job(call))


async def _stream(call: Call, subject: str, read: State) -> EventStream:
    hub: Hub = call.request.app.state.hub
    await hub.position()  # fails here, with a proper answer, when Redis is away
    asked = call.request.headers.get("last-event-id") or call.query(After).after
    return EventStream(_follow(hub, call, subject, asked, read))


async def _follow(hub: Hub, call: Call, subject: str, after: str, read: State) -> AsyncGenerator[bytes, None]:
    """What is sent. A pulse of the hub becomes a ping, and the time to see whether the viewer is still there."""
    snapshots: Snapshots = call.request.app.state.snapshots
    try:
        while True:
            if not await hub.can_resume(subject, after):
                snapshot = await snapshots.take(call.user_id, call.request.url.path, read)
                after = snapshot.position
                yield snapshot.sent
            try:
                async with aclosing(hub.follow(call.user_id, subject, after)) as live:
                    async for entries in live:
                        after = entries[-1].id if entries else after
                        yield b"".join([one.wire for one in entries]) or PING
                        if not entries and await call.request.is_disconnected():
                            return
                return
            except Lost:
                after = ""
    except NotFound:
        return  # what was followed has been deleted
    except (RedisError, OperationalError, NoConnection) as error:
        logger.warning("a stream ended, its viewer will come back: %s", error)


def _state(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        mine = collections.page(session, call.user_id, SNAPSHOT_COLLECTIONS)
        talked = conversations.page(session, call.user_id, SNAPSHOT_CONVERSATIONS)
        recent = uploads.page(session, call.user_id, SNAPSHOT_UPLOADS)
        return {
            "collections": collections_api.views(session, mine),
            "uploads": [uploads.view(session, each) for each in recent],
            "conversations": [conversations.view(each) for each in talked],
            "jobs": line.views(session, jobs.page(session, call.user_id, SNAPSHOT_JOBS)),
            "server_time": rfc3339(call.ctx.clock()),
        }


def _upload(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return {"upload": uploads.view(session, uploads.get(session, call.user_id, call.path["id"]))}


def _job(call: Call) -> dict[str, Any]:
    with reading(call.ctx.engine) as session:
        return {"job": line.views(session, [jobs.get(session, call.user_id, call.path["id"])])[0]}


EVENT_STREAM = "text/event-stream"
ENDPOINTS = (
    Endpoint("GET", "/events", everything, "Follow everything", query=After, streams=True, returns=EVENT_STREAM),
    Endpoint(
        "GET", "/uploads/{id}/events", of_upload, "Follow one upload", query=After, streams=True, returns=EVENT_STREAM
    ),
    Endpoint("GET", "/jobs/{id}/events", of_job, "Follow one job", query=After, streams=True, returns=EVENT_STREAM),
)
