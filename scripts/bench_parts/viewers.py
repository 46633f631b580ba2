"""Many viewers of an event stream in one process: JSON on stdin, JSON on stdout.

In: {"port", "path", "key", "viewers", "events", "at_once"?}; so many connections are being opened at a
time. Says "open" once every viewer has its first data, then waits until each has had so many events.
Out: milliseconds from `sent` in the data (this machine's monotonic clock) to arrival.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time

import uvloop

SENT = re.compile(rb'"sent":([0-9.]+)')
AT_ONCE = 50
SECONDS = 300


class Viewer(asyncio.Protocol):
    """One connection; notes when each event arrives."""

    def __init__(self, request: bytes, events: int) -> None:
        self.request = request
        self.missing = events
        self.partial = b""
        self.late: list[float] = []
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        if not self.opened.done():
            if b"event: snapshot" in data:
                self.opened.set_result(None)
            return
        *whole, self.partial = (self.partial + data).split(b"\n")
        for line in whole:
            if found := SENT.search(line):
                self.late.append((now - float(found[1])) * 1000)
                self.missing -= 1
        if self.missing <= 0 and not self.done.done():
            self.done.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        for future in (self.opened, self.done):
            if not future.done():
                future.set_exception(error or ConnectionError("The server closed a stream."))


async def main() -> None:
    task = json.loads(sys.stdin.readline())
    request = (
        f"GET {task['path']} HTTP/1.1\r\nHost: 127.0.0.1:{task['port']}\r\nAuthorization: Bearer {task['key']}\r\n\r\n"
    ).encode()
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(task.get("at_once", AT_ONCE))

    async def open_one() -> Viewer:
        async with gate:
            _, viewer = await loop.create_connection(lambda: Viewer(request, task["events"]), "127.0.0.1", task["port"])
            await viewer.opened
            return viewer

    async with asyncio.timeout(SECONDS):
        viewers = await asyncio.gather(*(open_one() for _ in range(task["viewers"])))
        print("open", flush=True)
        await asyncio.gather(*(viewer.done for viewer in viewers))
    print(json.dumps([late for viewer in viewers for late in viewer.late]), flush=True)


def allow_files() -> None:
    """Raise the number of open files to what the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    allow_files()
    uvloop.run(main())
