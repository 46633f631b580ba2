"""HTTP/1.1 for a server that strangers reach: heads have an end, connections a number, and both sides get on with it.

uvicorn would collect headers until the memory is full, and keep for ever whoever says, or takes, nothing more.
"""

from __future__ import annotations

import asyncio
import resource

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES = 64 * 1024  # beyond the block that it began in
MOST_CONNECTIONS = 8_000
FILES_BESIDE = 256  # open for the database, Redis and the like
BUSY = b"The server has as many connections as it can hold. Try again in a minute."


def allow_connections() -> int:
    """Raise this process's limit of open files as far as needed and allowed; returns how many connections that gives.

    Each may need two: an upload writes a file.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    wanted = 2 * MOST_CONNECTIONS + FILES_BESIDE
    allowed = max(soft, wanted if hard == resource.RLIM_INFINITY else min(wanted, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(1, min(MOST_CONNECTIONS, (allowed - FILES_BESIDE) // 2))


class BoundedHttp(HttpToolsProtocol):
    """uvicorn's protocol with limits; `limit_concurrency` of its config is the number of connections."""

    head_seconds = 30.0  # from connecting, or from the first byte, until a head is whole
    stalled_seconds = 90.0  # without a byte of a body that is not whole (an upload says so earlier), or any taken

    _in_head = False
    _head_bytes = 0
    _reading: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._reading = self._end_in(self.head_seconds)
        if self.limit_concurrency and len(self.connections) > self.limit_concurrency:
            length = b"content-length: %d\r\n" % len(BUSY)
            transport.write(b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n" + length + b"\r\n" + BUSY)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in filter(None, (self._reading, self._writing)):
            timer.cancel()

    def data_received(self, data: bytes) -> None:
        was_in_head = self._in_head
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if was_in_head and self._in_head else 0
        if self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The headers of this request are too large.")
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def on_body(self, body: bytes) -> None:
        if self.cycle is not None and not self.cycle.body:  # nearly always: uvicorn would copy the piece twice
            self.cycle.body = body  # type: ignore[assignment]
            body = b""
        super().on_body(body)

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._writing = self.loop.call_later(self.stalled_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._writing:
            self._writing.cancel()
            self._writing = None

    def _watch(self) -> None:
        """After an answer the next head, or the end of the connection, is due; during one the rest of its body."""
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering and self.cycle.more_body:
            self._put_off(self.stalled_seconds)
        elif answering and self._reading:
            self._reading.cancel()
            self._reading = None
        elif not answering and not self._reading:
            self._reading = self._end_in(self.head_seconds)

    def _put_off(self, seconds: float) -> None:
        """Not to the moment: a body comes in thousands of pieces, and a timer for each has its price."""
        if self._reading and abs(self.loop.time() + seconds - self._reading.when()) > seconds / 60:
            self._reading.cancel()
            self._reading = None
        if not self._reading:
            self._reading = self._end_in(seconds)

    def _end_in(self, seconds: float) -> asyncio.TimerHandle:
        return self.loop.call_later(seconds, self._end)

    def _end(self) -> None:
        if self.flow.read_paused:  # more may have come: it is we who do not read on
            self._reading = self._end_in(self.stalled_seconds)
        else:
            self.transport.abort()
