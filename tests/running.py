"""A real Winnow for tests: its own data folder and port, started as start.sh starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from backend.settings import ROOT, Settings
from backend.supervise import signin
from tests.eventually import eventually

STARTED = "Press Ctrl-C to stop."
# what a browser says when its person goes to an address
BY_HAND = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
MARKS = {  # what tells the processes of one Winnow apart
    "redis": "valkey-server",
    "api": "backend.app",
    "search": "--queue search",
    "query": " query",
    "ingestion": " ingestion",  # --queue ingestion, then what RQ makes of the title: Listening on ingestion
}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def launch(data: Path, port: int, *options: str, output: Path, **more: str) -> subprocess.Popen[bytes]:
    """The supervisor as start.sh runs it; what it says goes to `output`. `more` is added to its environment."""
    argv = [sys.executable, "-P", "-m", "backend.supervise", "--data", str(data), "--port", str(port), *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | more
    with output.open("wb") as file:
        return subprocess.Popen(argv, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file)


class Winnow:
    """A running Winnow. `api` is signed in with `key`; both stay valid over `restart`."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        folder.mkdir(exist_ok=True)
        self.data_dir = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._options = ("--workers", "1", *options)
        self._environment = environment
        self._output = folder / "output.txt"
        self.start()
        self.key = signin.secret(self._settings, "api")
        headers = {"Authorization": f"Bearer {self.key}"}
        self.api = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)

    def start(self) -> None:
        """Start, and wait until the page can be used."""
        self.supervisor = launch(self.data_dir, self.port, *self._options, output=self._output, **self._environment)
        eventually(lambda: STARTED in self.output or self.supervisor.poll() is not None, 60)
        assert self.supervisor.poll() is None, self.output

    def stop(self) -> None:
        """Stop as Ctrl-C does; nothing may be left."""
        everything = self._everything()
        self.supervisor.send_signal(signal.SIGINT)
        assert self.supervisor.wait(10) == 0, self.output
        assert not psutil.wait_procs(everything, 5)[1]

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self, name: str) -> None:
        """`kill -9` of the processes of this name (see `pids`), or of the `supervisor`, which ends all others."""
        if name == "supervisor":
            everything = self._everything()
            self.supervisor.kill()
            self.supervisor.wait(5)
            assert not psutil.wait_procs(everything, 10)[1]
            return
        victims = [psutil.Process(pid) for pid in eventually(lambda: self.pids.get(name))]
        for victim in victims:
            victim.kill()
        psutil.wait_procs(victims, 5)

    def freeze(self, name: str) -> psutil.Process:
        """Stop the processes of this name as a debugger does: they are there and do nothing. `reader` is the child that
        reads files. Returns the last of them.
        """
        found = eventually(lambda: self.readers() if name == "reader" else self.processes(name))
        for each in found:
            each.suspend()
        return found[-1]

    def processes(self, name: str) -> list[psutil.Process]:
        return [psutil.Process(pid) for pid in self.pids.get(name, [])]

    def readers(self) -> list[psutil.Process]:
        """The children that read files, as far as they live."""
        found = []
        for each in self._everything():
            with suppress(psutil.Error):
                if "backend.sandbox.child" in each.cmdline():
                    found.append(each)
        return found

    def close(self) -> None:
        """End it however it stands."""
        self.api.close()
        if self.supervisor.poll() is None:
            self.stop()

    def sign_in_link(self) -> str:
        """A fresh link; each works once."""
        return signin.link(self._settings, self.url)

    @property
    def output(self) -> str:
        """What it said on the terminal since it was started last."""
        return self._output.read_text()

    @property
    def log(self) -> str:
        return (self.data_dir / "logs" / "winnow.log").read_text()

    @property
    def pids(self) -> dict[str, list[int]]:
        """Process ids by name: redis, api, search, ingestion. A name is missing while its process is down."""
        found: dict[str, list[int]] = {}
        for child in psutil.Process(self.supervisor.pid).children():
            try:
                command = " ".join(child.cmdline())
            except psutil.Error:
                continue
            for name, mark in MARKS.items():
                if mark in command and child.status() != psutil.STATUS_ZOMBIE:
                    found.setdefault(name, []).append(child.pid)
        return found

    @property
    def _settings(self) -> Settings:
        return Settings(data_dir=self.data_dir, port=self.port)

    def _everything(self) -> list[psutil.Process]:
        return psutil.Process(self.supervisor.pid).children(recursive=True)
