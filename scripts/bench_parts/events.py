"""Events: from publishing to 1,000 viewers of one user on one API process, and what a viewer costs.

Publisher, server and viewers are three processes of one machine, whose monotonic clock they share. The peer is a bare
ASGI stream without log, users or resuming, with the same viewers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from statistics import median, quantiles
from typing import Any

import psutil

from backend.bootstrap import SOCKET_SECONDS, connect
from backend.core.clock import utc_now
from backend.events import log
from backend.events.log import Event
from backend.settings import ROOT
from backend.store import users
from backend.store.db import create_engine, transaction
from backend.supervise import programs
from scripts.bench_parts.bare_stream import SENT, STREAM
from scripts.bench_parts.filled import fill
from scripts.bench_parts.joining import join
from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, free_port, open_stand, processor_seconds, resident, running, until
from scripts.bench_parts.viewers import allow_files

VIEWERS = 1_000
EVENTS = 40
GAP_SECONDS = 0.25  # an upload tells its progress as often
SETTLE_SECONDS = 2.0
LIMIT_MS, LIMIT_KB = 50, 45
DOCUMENT = {"id": "0" * 36, "name": "reports/2026/march.pdf", "status": "ready", "sha256": "0" * 64, "size": 48_213}


@dataclass(frozen=True)
class Watched:
    """Milliseconds from publishing to arrival; processor milliseconds and resident KB of the server.

    `processor` is for handing one event to all viewers, `kilobytes` for each viewer.
    """

    usual: float  # the median
    slow: float  # the 99th percentile
    processor: float
    kilobytes: float


def run(quick: bool) -> list[Result]:
    """The two in turns, each in a few rounds with a fresh server; medians of the rounds. Then many join at once."""
    rounds = 1 if quick else 5
    allow_files()  # the servers inherit it
    ours, bare = [], []
    for _ in range(rounds):
        with open_stand() as stand:
            fill(stand.settings)
            ours.append(_watch(stand, stand.api, stand.settings.port, _publisher(stand)))
            bare.append(_watch_bare(stand))
    return [*_results(_middle(ours), _middle(bare)), *join()]


def _middle(rounds: Sequence[Watched]) -> Watched:
    return Watched(*(median(values) for values in zip(*map(astuple, rounds), strict=True)))


def _results(ours: Watched, bare: Watched) -> list[Result]:
    name = f"events, {VIEWERS:,} viewers"
    against = "bare ASGI stream"
    return [
        Result(
            f"{name}, publish to arrival, p50",
            ours.usual,
            "ms",
            f"{against} {bare.usual:.0f} ms",
            ours.usual / bare.usual,
        ),
        Result(
            f"{name}, publish to arrival, p99",
            ours.slow,
            "ms",
            f"{against} {bare.slow:.0f} ms",
            ours.slow / bare.slow,
            f"< {LIMIT_MS} ms",
            ours.slow < LIMIT_MS,
        ),
        Result(
            f"{name}, processor time of an event",
            ours.processor,
            "ms",
            f"{against} {bare.processor:.0f} ms",
            ours.processor / bare.processor,
        ),
        Result(
            f"{name}, memory of the API for each",
            ours.kilobytes,
            "KB",
            f"{against} {bare.kilobytes:.0f} KB",
            ours.kilobytes / bare.kilobytes,
            f"≤ {LIMIT_KB} KB",
            ours.kilobytes <= LIMIT_KB,
        ),
    ]


def _watch(stand: Stand, server: psutil.Process, port: int, publish: Callable[[dict[str, Any]], None]) -> Watched:
    before = resident(server)
    argv = [sys.executable, "-P", "-m", "scripts.bench_parts.viewers"]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as viewers:
        assert viewers.stdin and viewers.stdout
        task = {"port": port, "path": "/api/v1/events", "key": stand.key, "viewers": VIEWERS, "events": EVENTS}
        print(json.dumps(task), file=viewers.stdin, flush=True)
        if viewers.stdout.readline() != "open\n":
            raise RuntimeError("Not every viewer could be connected.")
        time.sleep(SETTLE_SECONDS)
        kilobytes = (resident(server) - before) * 1000 / VIEWERS
        began = processor_seconds(server)
        for _ in range(EVENTS):
            publish({"document": DOCUMENT, "sent": time.monotonic()})
            time.sleep(GAP_SECONDS)
        processor = (processor_seconds(server) - began) * 1000 / EVENTS
        late = json.loads(viewers.stdout.readline())
    if len(late) < EVENTS * VIEWERS:
        raise RuntimeError(f"{len(late)} of {EVENTS * VIEWERS} events arrived.")
    hundredths = quantiles(late, n=100)
    return Watched(hundredths[49], hundredths[98], processor, kilobytes)


def _publisher(stand: Stand) -> Callable[[dict[str, Any]], None]:
    """Publishes as Winnow does, as the owner."""
    settings = stand.settings
    redis, engine = connect(settings, SOCKET_SECONDS), create_engine(settings.database)
    with transaction(engine) as session:
        owner = users.owner(session, utc_now()).id
    engine.dispose()

    def publish(data: dict[str, Any]) -> None:
        event = Event("document.ready", owner, data, subject="bench")
        log.append(redis, [event], length=settings.event_log_length, seconds=settings.event_log_seconds)

    return publish


def _watch_bare(stand: Stand) -> Watched:
    settings, port = stand.settings, free_port()
    redis = connect(settings, SOCKET_SECONDS)
    argv = [sys.executable, "-P", "-m", "scripts.bench_parts.bare_stream", settings.redis_url, str(port)]
    environment = programs.environment(settings)
    with running(argv, environment, settings.data_dir / "bare.log") as server:
        until(lambda: any(each.laddr.port == port for each in server.net_connections()))
        time.sleep(SETTLE_SECONDS)
        return _watch(
            stand,
            server,
            port,
            lambda data: redis.xadd(STREAM, {SENT: json.dumps(data, separators=(",", ":"))}) and None,
        )
