"""Stream: sse-starlette's response, made lean enough for thousands of viewers of one process.

The library runs a group of four tasks with timers for each response, and a timer and a lock for each piece. Here the
request's own task sends; pings come with the hub's pulse, streams end with the hub, and who stops reading is cut off by
`protocol`. docs/decisions/0005 has why.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

PING = ServerSentEvent("{}", event="ping").encode()


class EventStream(EventSourceResponse):
    """Sends `pieces` as they come, and closes them at the end; they end by themselves when the viewer is gone.

    A viewer that stops reading holds one piece back, no more: the rest waits in the log.
    """

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        super().__init__(pieces, ping=0)
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            await super().__call__(scope, receive, send)
            return
        async with aclosing(self._pieces):
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for piece in self._pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
