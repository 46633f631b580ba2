from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from backend.errors import Unavailable
from backend.supervise import redis_server
from tests.eventually import eventually


def fake(folder: Path, name: str, version: str) -> Path:
    """A program that says it is a server of this version."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{version}'\n")
    path.chmod(0o755)
    return path


@contextmanager
def running(data: Path) -> Iterator[Redis]:
    data.mkdir(exist_ok=True)
    with (data / "log").open("ab") as log:
        process = subprocess.Popen(redis_server.program(data).argv, stdout=log, stderr=log)
    try:
        eventually(lambda: redis_server.answers(redis_server.url(data)))
        with Redis.from_url(redis_server.url(data)) as client:
            yield client
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on a machine whose kind the packaged server does not know; the PATH is this test's folder."""
    monkeypatch.setattr(redis_server, "_packaged", list)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_packaged_server_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, "redis-server", "Redis server v=8.2.1 sha=0")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert redis_server.choose().name == "valkey-server"
    assert redis_server.version(redis_server.choose()) >= (9, 0)


@pytest.mark.usefixtures("no_package")
def test_a_system_valkey_is_taken_before_a_system_redis(tmp_path: Path) -> None:
    fake(tmp_path, "redis-server", "Redis server v=8.2.1 sha=0")
    valkey = fake(tmp_path, "valkey-server", "Valkey server v=8.0.1 sha=0")
    assert redis_server.choose() == valkey


@pytest.mark.usefixtures("no_package")
def test_a_server_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    fake(tmp_path, "valkey-server", "Valkey server v=7.0.9 sha=0")
    newer = fake(tmp_path, "redis-server", "Redis server v=7.2.0 sha=0")
    assert redis_server.choose() == newer


@pytest.mark.usefixtures("no_package")
def test_without_any_server_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    fake(tmp_path, "redis-server", "Redis server v=6.0.16 sha=0")
    with pytest.raises(Unavailable, match=r"redis-server 7\.2 or newer.*set REDIS_URL"):
        redis_server.choose()


def test_the_socket_is_in_the_data_folder_and_private() -> None:
    with tempfile.TemporaryDirectory(prefix="100% my data ") as folder, running(Path(folder)) as client:
        data = Path(folder)
        assert client.ping()
        assert redis_server.socket_path(data) == data / "redis" / "redis.sock"
        assert (data / "redis" / "redis.sock").stat().st_mode & 0o777 == 0o700
        assert (data / "redis").stat().st_mode & 0o777 == 0o700


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    data = tmp_path / ("long" * 30)
    with running(data) as client:
        assert client.ping()
        socket = redis_server.socket_path(data)
        assert socket == redis_server.socket_path(data)
        assert len(str(socket)) < redis_server.LONGEST_SOCKET
        assert socket.parent.stat().st_mode & 0o777 == 0o700
    socket.unlink(missing_ok=True)
    socket.parent.rmdir()


def test_a_short_folder_that_others_can_enter_is_not_used(tmp_path: Path) -> None:
    data = tmp_path / ("long" * 30)
    folder = redis_server.socket_path(data).parent
    folder.chmod(0o777)
    with pytest.raises(Unavailable, match=r"belongs to somebody else"):
        redis_server.socket_path(data)
    folder.rmdir()


def test_it_listens_on_no_port_unless_asked(tmp_path: Path) -> None:
    assert option(redis_server.program(tmp_path).argv, "--port") == "0"
    assert option(redis_server.program(tmp_path, 6400).argv, "--port") == "6400"


@pytest.mark.chaos
def test_what_was_written_survives_a_kill_and_half_a_command_is_forgotten(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        client.rpush("kept", *range(100))
        client.set("cut", "x" * 1000)
        client.execute_command("WAITAOF", 1, 0, 5000)
    log = next((tmp_path / "redis" / "appendonlydir").glob("*.incr.aof"))
    os.truncate(log, log.stat().st_size - 10)
    with running(tmp_path) as client:
        assert client.llen("kept") == 100
        assert client.get("cut") is None


def option(argv: tuple[str, ...], name: str) -> str:
    return argv[argv.index(name) + 1]
