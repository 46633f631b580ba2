"""A store that answers as it is told: what real ones do when they are ill, and what they are asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ERROR = '<?xml version="1.0"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What is answered; with `cut`, the connection ends after so many bytes of the body.

    `slow` is by how many seconds the store's clock is behind.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    slow: float = 0


def refusal(status: int, code: str, message: str = "no", **headers: str) -> Reply:
    """An error as S3 writes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, ERROR.format(code=code, message=message).encode(), named)


class FakeS3:
    """Answers what `answer` returns, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.url = ""


@contextmanager
def serving(answer: Callable[[Asked], Reply]) -> Iterator[FakeS3]:
    """Such a store, for as long as the block runs."""
    fake = FakeS3(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: FakeS3) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, self.rfile.read(length))
            fake.asked.append(asked)
            reply = fake.answer(asked)
            self.send_response_only(reply.status)
            self.send_header("date", formatdate(time.time() - reply.slow, usegmt=True))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body[: reply.cut])
            self.close_connection = reply.cut is not None

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = answer  # noqa: N815 (names of the library)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
