"""Joining: many viewers that come at once, as after a restart of the server or of Redis, to a filled database."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from backend.settings import ROOT
from scripts.bench_parts.filled import CONVERSATIONS, JOBS, fill
from scripts.bench_parts.probe import seen
from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, open_stand, resident

VIEWERS = 1_000
SAMPLE_SECONDS = 0.05
LIMIT_MB, LIMIT_MS = 300, 1_000


@dataclass
class Peak:
    """The most memory of a process so far, in MB (10**6)."""

    megabytes: float = 0.0


def join() -> list[Result]:
    """One joining, of a fresh server."""
    with open_stand() as stand:
        fill(stand.settings)
        took: list[float] = []
        with watched(stand.api) as peak:
            found = seen(stand, lambda: took.append(_join(stand)))
    name = f"joining, {VIEWERS:,} viewers at once, {JOBS} jobs, {CONVERSATIONS} conversations"
    return [
        Result(f"{name}, until each has its state", took[0], "s"),
        Result(
            f"{name}, memory of the API at most",
            peak.megabytes,
            "MB",
            target=f"< {LIMIT_MB} MB",
            ok=peak.megabytes < LIMIT_MB,
        ),
        Result(
            f"{name}, slowest /healthz meanwhile",
            found.health,
            "ms",
            f"of it the API computing {found.stall:.0f} ms",
            target=f"< {LIMIT_MS:,} ms",
            ok=found.health < LIMIT_MS,
        ),
        Result(f"{name}, slowest other request meanwhile", found.others, "ms"),
    ]


@contextmanager
def watched(process: psutil.Process) -> Iterator[Peak]:
    """Looks at the memory of a process all the time within the block."""
    peak, ended = Peak(resident(process)), threading.Event()

    def look() -> None:
        while not ended.wait(SAMPLE_SECONDS):
            peak.megabytes = max(peak.megabytes, resident(process))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peak
    finally:
        ended.set()
        looking.join()


def _join(stand: Stand) -> float:
    """Seconds until all of them have their first data; then they go."""
    argv = [sys.executable, "-P", "-m", "scripts.bench_parts.viewers"]
    task = {
        "port": stand.settings.port,
        "path": "/api/v1/events",
        "key": stand.key,
        "viewers": VIEWERS,
        "events": 1,
        "at_once": VIEWERS,
    }
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as viewers:
        assert viewers.stdin and viewers.stdout
        began = time.monotonic()
        print(json.dumps(task), file=viewers.stdin, flush=True)
        if viewers.stdout.readline() != "open\n":
            raise RuntimeError("Not every viewer could be connected.")
        seconds = time.monotonic() - began
        viewers.kill()
    return seconds
