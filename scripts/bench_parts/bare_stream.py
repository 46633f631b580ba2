"""A bare ASGI event stream, the peer of `events`: whatever is written to one Redis stream goes to every connection.

No users, no log, no snapshot, no resuming. Run as `python -m scripts.bench_parts.bare_stream REDIS_URL PORT`.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import uvicorn
from redis.asyncio import Redis

STREAM = "bench:bare"
SENT = b"d"


class BareStream:
    """One queue per connection, filled by one task."""

    def __init__(self, redis_url: str) -> None:
        self.redis_url = redis_url
        self.queues: set[asyncio.Queue[bytes]] = set()
        self.reader: asyncio.Task[None] | None = None

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.reader = self.reader or asyncio.create_task(self.read())
        head = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"event: snapshot\r\n\r\n", "more_body": True})
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self.queues.add(queue)
        while True:
            await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})

    async def read(self) -> None:
        redis = Redis.from_url(self.redis_url, socket_timeout=60)
        position: Any = "$"
        while True:
            for _, rows in await redis.xread({STREAM: position}, block=2_000) or []:
                position = rows[-1][0]
                for _, fields in rows:
                    for queue in self.queues:
                        queue.put_nowait(b"data: %b\r\n\r\n" % fields[SENT])


if __name__ == "__main__":
    app = BareStream(sys.argv[1])
    uvicorn.run(app, port=int(sys.argv[2]), loop="uvloop", http="httptools", log_level="warning", lifespan="off")
