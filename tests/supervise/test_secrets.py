"""Who knows a model's key and the password of Redis: who needs it, and nobody else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pydantic import SecretStr
from redis import Redis
from redis.exceptions import AuthenticationError

from backend.settings import ROOT, Settings, without_secrets
from backend.supervise import programs, redis_cli, redis_server
from tests.eventually import eventually
from tests.fakes.model_server import FakeServer
from tests.running import Winnow, free_port

pytestmark = pytest.mark.timeout(240)
KEY = "sk-not-to-be-seen"


@pytest.fixture(scope="module", name="redis_port")
def _redis_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def opened(
    tmp_path_factory: pytest.TempPathFactory,
    redis_port: int,
    _listening: FakeServer,
) -> Iterator[Winnow]:
    """A Winnow with a model's key and an open Redis port."""
    model = {"WINNOW_MODEL": "openai:small", "WINNOW_MODEL_URL": _listening.base_url("openai")}
    folder = tmp_path_factory.mktemp("opened")
    made = Winnow(folder, "--redis-port", str(redis_port), WINNOW_MODEL_KEY=KEY, **model)
    yield made
    made.close()


def shown(process: psutil.Process) -> str:
    """What others of the same user find under /proc: command line, and environment if allowed."""
    try:
        return f"{process.cmdline()} {process.environ()}"
    except psutil.AccessDenied:
        return str(process.cmdline())


def test_no_process_shows_a_key_or_password_though_all_work(opened: Winnow) -> None:
    collection = opened.api.post("/collections", json={"name": "secrets"}).raise_for_status().json()
    opened.api.post(f"/collections/{collection['id']}/files", files=[("file", ("a.txt", b"Barley and rye."))])
    query = {"collection_id": collection["id"]}
    eventually(
        lambda: opened.api.get("/documents", params=query).json()["items"][0]["status"] == "ready",
        120,
    )
    assert [each["name"] for each in opened.api.get("/models").json()["items"]] == ["small"]
    password = (opened.data_dir / "redis" / "password").read_text().strip()
    processes = psutil.Process(opened.supervisor.pid).children(recursive=True)
    assert len(processes) >= 5
    for process in processes:
        assert KEY not in shown(process)
        assert password not in shown(process)


def test_the_open_port_of_redis_asks_for_the_password_in_the_data_folder(
    opened: Winnow,
    redis_port: int,
) -> None:
    file = opened.data_dir / "redis" / "password"
    assert file.stat().st_mode & 0o777 == 0o600
    with Redis(port=redis_port) as stranger, pytest.raises(AuthenticationError):
        stranger.ping()
    with Redis(port=redis_port, password=file.read_text().strip()) as friend:
        assert friend.ping()


def test_the_script_for_redis_knows_the_password(opened: Winnow) -> None:
    argv = [ROOT / "scripts" / "redis-cli", "--data", opened.data_dir, "ping"]
    assert subprocess.run(argv, capture_output=True, text=True).stdout.strip() == "PONG"


def test_the_password_stays_the_same(tmp_path: Path) -> None:
    first = redis_server.password(tmp_path)
    assert len(first) > 30
    assert redis_server.password(tmp_path) == first


def test_only_those_who_ask_models_are_told_a_key() -> None:
    settings = Settings(workers=1, model="openai:small", model_key=SecretStr(KEY), redis_url="redis://:pw@host")
    told = {each.name: each.told for each in [programs.api(settings), *programs.workers(settings)]}
    assert [name for name, text in told.items() if KEY in text] == ["api", "query"]
    assert all("redis://:pw@host" in text for text in told.values())
    assert KEY not in repr(programs.api(settings))


def test_the_environment_of_a_program_holds_no_secret_however_it_is_written() -> None:
    names = [
        "WINNOW_MODEL_KEY",
        "winnow_models",
        "DATABASE_URL",
        "WINNOW_DATABASE_URL",
        "REDIS_URL",
        "WINNOW_MODEL",
    ]
    assert without_secrets({**dict.fromkeys(names, "x"), "WINNOW_PORT": "1", "PATH": "/bin"}) == {
        "WINNOW_PORT": "1",
        "PATH": "/bin",
    }


@pytest.mark.parametrize(
    ("url", "options", "password"),
    [
        ("unix://:s%2Fcret@/a%20b/redis.sock", ["-s", "/a b/redis.sock"], "s/cret"),
        ("unix:///a/redis.sock", ["-s", "/a/redis.sock"], ""),
        (
            "rediss://me:pw@box:6400/2",
            ["-h", "box", "-p", "6400", "-n", "2", "--user", "me", "--tls"],
            "pw",
        ),
    ],
)
def test_redis_cli_is_led_there_without_the_password_on_its_command_line(
    url: str, options: list[str], password: str
) -> None:
    assert redis_cli._place(url) == (options, password)


def test_the_system_redis_cli_gets_the_password_from_its_environment(
    opened: Winnow,
    tmp_path: Path,
) -> None:
    tool = tmp_path / "redis-cli"
    tool.write_text('#!/bin/sh\necho "$REDISCLI_AUTH"\n')
    tool.chmod(0o755)
    argv = [ROOT / "scripts" / "redis-cli", "--data", opened.data_dir, "ping"]
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    said = subprocess.run(argv, capture_output=True, text=True, env=environment).stdout
    assert said == (opened.data_dir / "redis" / "password").read_text()
