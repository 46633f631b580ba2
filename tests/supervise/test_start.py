from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import httpx
import pytest

from backend.settings import ROOT, Settings
from backend.supervise.programs import address
from backend.supervise.redis_server import socket_path
from backend.supervise.start import is_ready
from tests.eventually import eventually
from tests.running import BY_HAND, Winnow, free_port, launch

pytestmark = pytest.mark.timeout(120)


def said_by_a_start_that_fails(folder: Path, port: int, *options: str, **environment: str) -> str:
    output = folder / "said.txt"
    process = launch(folder / "data", port, *options, output=output, **environment)
    assert process.wait(30) == 1
    return output.read_text()


def test_the_link_it_prints_signs_in_once(winnow: Winnow) -> None:
    link = winnow.sign_in_link()
    with httpx.Client(base_url=winnow.url) as browser:
        assert browser.get(link, headers=BY_HAND).status_code == 303
        assert browser.get("/api/v1/collections").status_code == 200
    with httpx.Client(base_url=winnow.url) as stranger:
        assert stranger.get(link, headers=BY_HAND).status_code != 303
        assert stranger.get("/api/v1/collections").status_code == 401


def test_the_key_that_the_script_prints_is_good_for_the_api(winnow: Winnow) -> None:
    told = subprocess.run([ROOT / "scripts" / "key", "--data", winnow.data_dir], capture_output=True, text=True)
    headers = {"Authorization": f"Bearer {told.stdout.strip()}"}
    assert httpx.get(f"{winnow.url}/api/v1/collections", headers=headers).status_code == 200


def test_the_backlog_can_be_read_with_the_redis_cli(winnow: Winnow) -> None:
    argv = [ROOT / "scripts" / "redis-cli", "--data", winnow.data_dir, "llen", "rq:queue:ingestion"]
    assert subprocess.run(argv, capture_output=True, text=True).stdout.strip().isdigit()


def test_a_start_beside_a_running_one_shows_the_way_in(winnow: Winnow, tmp_path: Path) -> None:
    second = launch(winnow.data_dir, free_port(), output=tmp_path / "said.txt")
    assert second.wait(30) == 0
    said = (tmp_path / "said.txt").read_text()
    assert f"Winnow is already running: {winnow.url}" in said
    link = said.split("Sign in: ")[1].strip()
    assert httpx.get(link, headers=BY_HAND).status_code == 303


@pytest.mark.chaos
def test_what_it_writes_is_for_its_user_alone_also_in_a_folder_that_was_open(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    made = Winnow(tmp_path)
    try:
        made.api.post("/collections", json={"name": "private"}).raise_for_status()
        eventually(lambda: any((made.data_dir / "spool").glob("*")))
        written = [made.data_dir, *made.data_dir.rglob("*")]
        assert len(written) > 8
        assert [path for path in written if path.lstat().st_mode & 0o077] == []
    finally:
        made.close()


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = said_by_a_start_that_fails(tmp_path, port)
    assert said.startswith(f"Port {port} on 127.0.0.1 is in use")
    assert len(said.splitlines()) == 1


def test_a_database_from_a_newer_version_is_one_sentence_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "winnow.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    said = said_by_a_start_that_fails(tmp_path, free_port())
    assert said.count("newer Winnow") == 1
    assert "Traceback" not in said


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "winnow.db").write_bytes(b"not a database " * 100)
    assert "The database can not be used (file is not a database)" in said_by_a_start_that_fails(tmp_path, free_port())


def test_a_redis_that_does_not_answer_is_named(tmp_path: Path) -> None:
    said = said_by_a_start_that_fails(tmp_path, free_port(), REDIS_URL=f"redis://127.0.0.1:{free_port()}")
    assert "The Redis that REDIS_URL names (redis://127.0.0.1:" in said
    assert "Traceback" not in said


@pytest.mark.chaos
def test_ctrl_c_stops_everything_and_a_second_start_finds_it_as_it_was(own_winnow: Winnow) -> None:
    own_winnow.api.post("/collections", json={"name": "kept"}).raise_for_status()
    own_winnow.restart()
    assert [each["name"] for each in own_winnow.api.get("/collections").json()["items"]] == ["kept"]


@pytest.mark.chaos
def test_a_killed_process_comes_back(own_winnow: Winnow) -> None:
    for name in ("api", "search", "ingestion", "redis"):
        before = eventually(lambda name=name: own_winnow.pids.get(name))
        own_winnow.kill(name)
        eventually(lambda name=name, before=before: own_winnow.pids.get(name, before) != before)
    eventually(lambda: is_ready(own_winnow.url))
    assert own_winnow.output.count("was ended by SIGKILL and is started again") == 4


@pytest.mark.chaos
def test_a_killed_supervisor_leaves_nothing_and_can_be_started_at_once(own_winnow: Winnow) -> None:
    own_winnow.kill("supervisor")
    own_winnow.start()
    assert own_winnow.api.get("/collections").status_code == 200


@pytest.mark.chaos
def test_a_stop_while_it_still_starts_is_a_stop(tmp_path: Path) -> None:
    process = launch(tmp_path / "data", free_port(), output=tmp_path / "said.txt")
    eventually(lambda: (tmp_path / "data" / "winnow.lock").exists() and (tmp_path / "data" / "logs").exists())
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) in {0, -signal.SIGTERM}


@pytest.mark.chaos
def test_a_data_folder_with_a_long_path_works(tmp_path: Path) -> None:
    made = Winnow(tmp_path / ("long" * 30))
    assert made.api.get("/collections").status_code == 200
    made.close()
    socket_path(made.data_dir).parent.rmdir()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("box.example", "http://box.example:8000"),
    ],
)
def test_the_address_shown_is_one_a_browser_can_open(host: str, url: str) -> None:
    assert address(Settings(host=host, port=8000)) == url
