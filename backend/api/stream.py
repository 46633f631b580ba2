"""Stream: sse-starlette's response, made lean enough for thousands of viewers of one process.

The library runs a group of four tasks with timers for each response. Here the request's own task sends; pings come with
the hub's pulse, streams end with the hub, and who stops reading is cut off by `protocol`. docs/decisions/0005 has why.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Message, Receive, Scope, Send

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
            await self._stream_response(send)

    async def _send_with_timeout(self, send: Send, message: Message) -> None:
        """Without the library's timer for each piece, whose cycles make the garbage collector stop all viewers."""
        await send(message)
