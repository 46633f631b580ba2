"""Connections that do not get on, over real sockets: each is given up in time, and all together have a number."""

from __future__ import annotations

import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from backend.api.protocol import FILES_BESIDE, MOST_CONNECTIONS, BoundedHttp, allow_connections
from tests.eventually import eventually

MIB = 1024 * 1024


class Hasty(BoundedHttp):
    head_seconds = stalled_seconds = 0.3


class HastyWithHeads(BoundedHttp):
    head_seconds = 0.3


async def app(scope: Any, receive: Any, send: Any) -> None:
    request = Request(scope, receive)
    answer: Response = PlainTextResponse("early")
    if scope["path"] == "/body":
        answer = PlainTextResponse(str(len(await request.body())))
    elif scope["path"] == "/long":
        answer = StreamingResponse(iter([b"x" * MIB] * 100))
    await answer(scope, receive, send)


@contextmanager
def serving(http: type[BoundedHttp], limit: int | None = None) -> Iterator[uvicorn.Server]:
    """A server of the small application, whose port is `server.servers[0]`'s."""
    config = uvicorn.Config(app, port=0, http=http, lifespan="off", log_config=None, limit_concurrency=limit)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield server
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def hasty() -> Iterator[uvicorn.Server]:
    with serving(Hasty) as server:
        yield server


def connect(server: uvicorn.Server) -> socket.socket:
    connection = socket.create_connection(server.servers[0].sockets[0].getsockname())
    connection.settimeout(30)
    return connection


def until_closed(connection: socket.socket) -> bytes:
    """Everything that comes until the server ends the connection."""
    found = b""
    try:
        while data := connection.recv(65_536):
            found += data
    except ConnectionResetError:
        pass
    return found


def is_refused(connection: socket.socket, data: bytes) -> bool:
    try:
        connection.sendall(data)
    except OSError:
        return True
    return False


@pytest.mark.parametrize(
    "said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST /body HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_who_falls_silent_in_a_request_is_let_go(hasty: uvicorn.Server, said: bytes) -> None:
    with connect(hasty) as connection:
        connection.sendall(said)
        assert until_closed(connection) == b""


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nX: ", b"POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n"])
def test_a_trickle_keeps_no_connection_that_owes_a_head_or_has_its_answer(hasty: uvicorn.Server, begun: bytes) -> None:
    with connect(hasty) as connection:
        connection.sendall(begun)
        eventually(lambda: is_refused(connection, b"x"))


def test_a_body_may_take_longer_than_a_head() -> None:
    with serving(HastyWithHeads) as server, connect(server) as slow, connect(server) as silent:
        slow.sendall(b"POST /body HTTP/1.1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nab")
        assert until_closed(silent) == b""
        slow.sendall(b"cd")
        assert until_closed(slow).endswith(b"\r\n\r\n4")


def test_who_takes_nothing_of_an_answer_is_cut_off(hasty: uvicorn.Server) -> None:
    with connect(hasty) as connection:
        connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        eventually(lambda: hasty.server_state.connections)
        eventually(lambda: not hasty.server_state.connections)
        assert len(until_closed(connection)) < 100 * MIB


def test_one_connection_too_many_is_told_so_and_the_next_is_welcome_when_another_has_gone() -> None:
    with serving(BoundedHttp, limit=2) as server:
        first, second = connect(server), connect(server)
        with first, connect(server) as third:
            with second:
                eventually(lambda: len(server.server_state.connections) == 2)
                assert until_closed(third).startswith(b"HTTP/1.1 503 ")
            eventually(lambda: len(server.server_state.connections) == 1)
            first.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
            assert until_closed(first).endswith(b"early")


@pytest.fixture
def _own_limits() -> Iterator[None]:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.mark.usefixtures("_own_limits")
def test_connections_leave_files_for_the_work() -> None:
    before, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    connections = allow_connections()
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert allowed >= before
    assert 1 <= connections <= MOST_CONNECTIONS
    assert connections * 2 + FILES_BESIDE <= allowed
