"""Stand: Redis, a database, and as much of Winnow as a measurement needs, in a folder and on a port of its own."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import psutil

from backend.settings import ROOT, Settings
from backend.supervise import programs, redis_server, signin
from backend.supervise.programs import Program, address
from backend.supervise.start import is_ready, migrate_database

BOUNDARY = "-" * 24 + "WinnowBench8f2c0a41d67"  # as long as those of curl; a longer one is found faster
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Stand:
    """What runs, each as a process to be measured; `api` and `workers` only where they were asked for."""

    settings: Settings
    key: str
    redis: psutil.Process
    api: psutil.Process
    workers: list[psutil.Process]

    def connection(self) -> http.client.HTTPConnection:
        """A connection to the API, to be closed by the caller."""
        return http.client.HTTPConnection(self.settings.host, self.settings.port, timeout=300)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One JSON call of the API."""
        connection = self.connection()
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, f"/api/v1{path}", data, {"Authorization": f"Bearer {self.key}"})
            return _answer(connection)
        finally:
            connection.close()

    def open_upload(self, collection: str, files: int) -> str:
        """Make a collection, and an upload of so many files into it; returns the upload's id."""
        made = self.call("POST", "/collections", {"name": collection})
        return str(self.call("POST", "/uploads", {"collection_id": made["id"], "expected_files": files})["id"])

    def send(
        self, connection: http.client.HTTPConnection, upload: str, files: Sequence[tuple[str, Sequence[bytes]]]
    ) -> Any:
        """One request with these files: names, and contents in pieces."""
        body: list[bytes] = []
        for name, pieces in files:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            body += [head.encode(), *pieces, b"\r\n"]
        body.append(f"--{BOUNDARY}--\r\n".encode())
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(sum(map(len, body))),
        }
        connection.request("POST", f"/api/v1/uploads/{upload}/files", body, headers)
        return _answer(connection)


@contextmanager
def open_stand(*, workers: int = 0, also: Sequence[str] = (), **given: Any) -> Iterator[Stand]:
    """Redis, a migrated database, the API, so many ingestion workers and those named in `also`, in this order; all of
    it ends with the block."""
    with TemporaryDirectory(prefix="winnow-bench-") as folder, ExitStack() as stack:
        data = Path(folder)
        settings = Settings(data_dir=data, port=free_port(), redis_url=redis_server.url(data), **given)
        environment = programs.environment(settings) | {
            f"WINNOW_{name.upper()}": str(value) for name, value in given.items()
        }

        def start(program: Program) -> psutil.Process:
            log = data / f"{program.name}.log"
            return stack.enter_context(running(program.argv, environment, log, program.told))

        redis = start(redis_server.program(data))
        until(lambda: redis_server.answers(redis_server.url(data)))
        migrate_database(settings)
        api = start(programs.api(settings))
        until(lambda: is_ready(address(settings)))
        known = programs.workers(settings)
        ingestion = [each for each in known if each.name.startswith("ingestion")]
        wanted = [*ingestion[:workers], *(each for each in known if each.name in also)]
        started = [start(each) for each in wanted]
        yield Stand(settings, signin.secret(settings, "api"), redis, api, started)


@contextmanager
def running(argv: Sequence[str], environment: dict[str, str], log: Path, told: str = "") -> Iterator[psutil.Process]:
    """A process that finds `told` on its standard input, and is stopped at the end of the block."""
    with log.open("ab") as output, TemporaryFile() as given:
        given.write(told.encode())
        given.seek(0)
        process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdin=given, stdout=output, stderr=output)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for a condition; TimeoutError when it takes longer."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Nothing came of it in {seconds:g} seconds.")
        time.sleep(POLL_SECONDS)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processor_seconds(process: psutil.Process) -> float:
    """User and system seconds that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def resident(process: psutil.Process) -> float:
    """Resident memory in MB (10**6)."""
    return float(process.memory_info().rss / 1e6)


def _answer(connection: http.client.HTTPConnection) -> Any:
    reply = connection.getresponse()
    data = reply.read()
    if reply.status >= 400:
        raise RuntimeError(f"The API answered {reply.status}: {data.decode(errors='replace')}")
    return json.loads(data) if data else None
