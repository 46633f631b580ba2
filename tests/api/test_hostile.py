"""Requests of strangers who mean no good, and of machines that are falling apart."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import psutil
import pytest

from backend.api import receive
from backend.api.receive import Room
from backend.context import Context
from backend.errors import BadRequest
from backend.ingest.accept import Accepted
from tests.api.conftest import Sent
from tests.builders import a_collection, an_upload
from tests.eventually import eventually
from tests.running import Winnow

MIB = 1024 * 1024
BUSY = "The database can not be used right now: it is busy or its disk is full. Try again in a few seconds."


@contextmanager
def frozen(winnow: Winnow, name: str) -> Iterator[None]:
    """The processes of this name do not answer."""
    pids = winnow.pids[name]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("head", [b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"GET /", b"GET / HTTP/1.1\r\n"])
def test_headers_without_end_cost_no_memory(winnow: Winnow, head: bytes) -> None:
    api = psutil.Process(winnow.pids["api"][0])
    before = api.memory_info().rss
    with socket.create_connection(("127.0.0.1", winnow.port)) as connection:
        connection.sendall(head)
        filler = b"x: y\r\n" * 10_000 if head.endswith(b"\n") else b"x" * 65_536
        with pytest.raises(OSError):  # refused while it still talks
            for _ in range(5_000):
                connection.sendall(filler)
        assert api.memory_info().rss - before < 20 * MIB
    assert httpx.get(f"{winnow.url}/healthz").status_code == 200


@contextmanager
def locked(winnow: Winnow) -> Iterator[None]:
    """Another program writes to the database and does not end."""
    connection = sqlite3.connect(winnow.data_dir / "winnow.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def test_writers_that_wait_keep_no_reader_waiting(winnow: Winnow, api: httpx.Client) -> None:
    reads = ("/api/v1/me", "/readyz", "/api/v1/search?q=barley", "/api/v1/collections", "/signin?key=wl_no")
    with locked(winnow), ThreadPoolExecutor(100) as pool:
        writes = [pool.submit(api.post, "/conversations", json={"title": "Waits"}) for _ in range(100)]
        eventually(lambda: any(each.running() for each in writes))
        for path in reads:
            assert api.get(f"{winnow.url}{path}").status_code in {200, 410}
        answers = [each.result() for each in writes]
    assert {each.status_code for each in answers} == {503}
    assert {each.headers["retry-after"] for each in answers} == {"2"}
    assert {each.json()["detail"] for each in answers} == {BUSY}
    assert api.post("/conversations", json={"title": "Again"}).status_code == 201


def test_many_connections_that_say_nothing_keep_nobody_out(winnow: Winnow, api: httpx.Client) -> None:
    head = b"POST /api/v1/collections/x/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n"
    idle = [socket.create_connection(("127.0.0.1", winnow.port)) for _ in range(200)]
    try:
        for connection in idle[100:]:
            connection.sendall(head)
        assert api.get("/me").status_code == 200
    finally:
        for connection in idle:
            connection.close()


@pytest.mark.parametrize(
    "request_line",
    ["GET /%00 HTTP/1.1", "GET //../../etc/passwd HTTP/1.1", "GET /app/%2e%2e/%2e%2e/backend/app.py HTTP/1.1",
     "GET /vendor/..%2f..%2fbackend/app.py HTTP/1.1", "GET /api/v1/documents/%ff%fe HTTP/1.1", "GET /\x01 HTTP/1.1",
     "BREW / HTTP/1.1", "GET http://evil.example/ HTTP/1.1", "GET /app/\\..\\x HTTP/1.1", "OPTIONS * HTTP/1.1"],
)  # fmt: skip
def test_no_request_line_finds_a_way_around(winnow: Winnow, request_line: str) -> None:
    with socket.create_connection(("127.0.0.1", winnow.port)) as connection:
        head = f"{request_line}\r\nHost: localhost\r\nAuthorization: Bearer {winnow.key}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 4"))
    assert b"create_app" not in answer
    assert b"root:" not in answer


def test_a_sender_that_falls_silent_is_sent_away(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"--b\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nhalf"
        await asyncio.Event().wait()

    monkeypatch.setattr(receive, "SILENT_SECONDS", 0.05)
    upload, room = an_upload(ctx, a_collection(ctx)), Room(files=9, total_bytes=999)
    with pytest.raises(BadRequest, match="Nothing came"):
        asyncio.run(receive.receive(ctx, lambda: upload.id, b"b", body(), room, lambda _: None))
    assert list((ctx.settings.data_dir / "incoming").iterdir()) == []


def test_a_slow_sender_that_goes_on_sending_is_waited_for(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = 0.0

    async def body() -> AsyncIterator[bytes]:
        nonlocal passed
        yield b"--b\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\n"
        for word in (b"slow ", b"and ", b"steady ", b"wins\r\n", b"--b--\r\n"):
            passed += receive.SILENT_SECONDS * 0.9
            await asyncio.sleep(0)  # whoever waited for this moment is called
            yield word

    async def take() -> list[Accepted]:
        loop = asyncio.get_running_loop()
        now = loop.time
        monkeypatch.setattr(loop, "time", lambda: now() + passed)
        return await receive.receive(ctx, lambda: upload.id, b"b", body(), room, lambda _: None)

    upload, room = an_upload(ctx, a_collection(ctx)), Room(files=9, total_bytes=999)
    [taken] = asyncio.run(take())
    assert (taken.file.outcome, taken.file.size) == ("accepted", len(b"slow and steady wins"))


def test_what_redis_could_not_be_told_is_not_begun(own_winnow: Winnow) -> None:
    api = own_winnow.api
    with frozen(own_winnow, "redis"):
        refused = api.post("/collections", json={"name": "later"})
        assert refused.status_code == 503
        assert (refused.json()["detail"], refused.headers["retry-after"]) == (
            "Redis does not answer. Try again in a few seconds.", "2",
        )  # fmt: skip
        assert api.get("/collections").json()["items"] == []
    assert api.post("/collections", json={"name": "later"}).status_code == 201


def test_a_storm_of_retries_makes_one(api: httpx.Client, collection: Sent) -> None:
    answer = collection.ingest({"empty.txt": b""})
    path = f"/documents/{answer['files'][0]['document_id']}/retry"
    codes: list[Any] = [api.post(path).status_code for _ in range(20)]
    assert set(codes) <= {200, 409}
