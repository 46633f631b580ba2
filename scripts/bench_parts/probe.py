"""Probe: what others see of an API while something else is going on: how long it takes to answer them.

A process of its own asks every few milliseconds, each path on a connection of its own. In: HOST:PORT,
the key, the API's process, then paths. Out, when its standard input ends: for each path and answer
the milliseconds by the clock, and those of the processor that the API used meanwhile, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from backend.settings import ROOT
from scripts.bench_parts.stand import Stand, processor_seconds

EVERY_SECONDS = 0.02
HEALTH = "/healthz"
OTHERS = ("/api/v1/me", "/api/v1/collections")
Took = list[list[float]]  # of each answer: by the clock, and of the API's processor


@dataclass(frozen=True)
class Seen:
    """Milliseconds that the slowest answer took.

    `stall` is what of it the API itself was computing: what `/healthz` would have waited for on a
    machine that does nothing else. `health` and `others` are by the clock.
    """

    stall: float
    health: float
    others: float
    answers: int


def seen(stand: Stand, act: Callable[[], object]) -> Seen:
    """What others see while `act` runs."""
    with probing(stand, [HEALTH, *OTHERS]) as end:
        act()
        found = end()
    health = found[HEALTH]
    return Seen(
        stall=max(min(clock, processor) for clock, processor in health),
        health=max(clock for clock, _ in health),
        others=max(clock for path in OTHERS for clock, _ in found[path]),
        answers=sum(map(len, found.values())),
    )


@contextmanager
def probing(stand: Stand, paths: Sequence[str]) -> Iterator[Callable[[], dict[str, Took]]]:
    """Ask all the time within the block; what it gives ends that and tells what was seen."""
    address = f"{stand.settings.host}:{stand.settings.port}"
    probe = [sys.executable, "-P", "-m", "scripts.bench_parts.probe"]
    argv = [*probe, address, stand.key, str(stand.api.pid), *paths]
    pipe = subprocess.PIPE
    process = subprocess.Popen(argv, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    assert process.stdin and process.stdout

    def end() -> dict[str, Took]:
        out, _ = process.communicate()
        return dict(json.loads(out))

    try:
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("The probe did not start.")
        yield end
    finally:
        process.kill()
        process.wait()


async def _ask(address: str, request: bytes, api: psutil.Process, stop: asyncio.Event) -> Took:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    took: Took = []
    while not stop.is_set():
        began, used = time.monotonic(), processor_seconds(api)
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        clock, processor = time.monotonic() - began, processor_seconds(api) - used
        took.append([clock * 1000, processor * 1000])
        await asyncio.sleep(EVERY_SECONDS)
    writer.close()
    return took


def _length(head: bytes) -> int:
    lines = (line.lower().partition(b":") for line in head.splitlines())
    return next(int(value) for name, _, value in lines if name == b"content-length")


async def _main(address: str, key: str, api: int, paths: Sequence[str]) -> None:
    stop, process = asyncio.Event(), psutil.Process(api)
    heads = f" HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\r\n"
    requests = [f"GET {path}{heads}".encode() for path in paths]
    asking = [asyncio.create_task(_ask(address, each, process, stop)) for each in requests]
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    stop.set()
    took = await asyncio.gather(*asking)
    print(json.dumps(dict(zip(paths, took, strict=True))), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
