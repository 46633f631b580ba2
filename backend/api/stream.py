"""Stream: a response of Server-Sent Events, lean enough for thousands of viewers of one process.

sse_starlette runs a group of four tasks with timers for each response. This runs none: the request's own task sends,
and looks for the viewer's end when it is woken for a ping (`scripts/bench events` measures it).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the second tells proxies not to collect
PING = b"event: ping\r\ndata: {}\r\n\r\n"


class EventStream(Response):
    """Sends `pieces` as they come; an empty one becomes a ping. Closes them when they, or the viewer, are gone.

    A viewer that stops reading holds one piece back, no more: the rest waits in the log.
    """

    media_type = "text/event-stream"

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._pieces) as pieces:
            async for piece in pieces:
                await send({"type": "http.response.body", "body": piece or PING, "more_body": True})
                if not piece and await request.is_disconnected():
                    return
        await send({"type": "http.response.body", "body": b"", "more_body": False})
