"""Probe: what others see of an API while something else is going on: how long it takes to answer them.

A process of its own asks every few milliseconds, each time on the connection that it has. In: the
address as HOST:PORT, the key, then paths as arguments. Out, when its standard input ends: for each
path the milliseconds of all answers, as JSON.
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

from backend.settings import ROOT
from scripts.bench_parts.stand import Stand

EVERY_SECONDS = 0.02
HEALTH = "/healthz"
OTHERS = ("/api/v1/me", "/api/v1/collections")


@dataclass(frozen=True)
class Seen:
    """Milliseconds: the longest that `/healthz` took, and that any other request took; `quiet` is the
    longest of `/healthz` while nothing was going on."""

    health: float
    others: float
    quiet: float
    answers: int


@contextmanager
def probing(stand: Stand, paths: Sequence[str]) -> Iterator[Callable[[], dict[str, list[float]]]]:
    """Ask all the time within the block; what it gives ends that and tells what was seen."""
    address = f"{stand.settings.host}:{stand.settings.port}"
    argv = [sys.executable, "-P", "-m", "scripts.bench_parts.probe", address, stand.key, *paths]
    process = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout

    def end() -> dict[str, list[float]]:
        out, _ = process.communicate()
        return dict(json.loads(out))

    try:
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("The probe did not start.")
        yield end
    finally:
        process.kill()
        process.wait()


def seen(stand: Stand, act: Callable[[], None], quiet_seconds: float = 2.0) -> Seen:
    """What others see while `act` runs, and before it."""
    with probing(stand, [HEALTH]) as end:
        time.sleep(quiet_seconds)
        quiet = max(end()[HEALTH])
    with probing(stand, [HEALTH, *OTHERS]) as end:
        act()
        found = end()
    others = max(max(found[path]) for path in OTHERS)
    return Seen(max(found[HEALTH]), others, quiet, sum(map(len, found.values())))


async def _ask(address: str, key: str, path: str, stop: asyncio.Event) -> list[float]:
    host, _, port = address.rpartition(":")
    request = f"GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection(host, int(port))
    took: list[float] = []
    while not stop.is_set():
        began = time.monotonic()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.partition(b":")[2]) for line in head.splitlines() if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        took.append((time.monotonic() - began) * 1000)
        await asyncio.sleep(EVERY_SECONDS)
    writer.close()
    return took


async def _main(address: str, key: str, paths: Sequence[str]) -> None:
    stop = asyncio.Event()
    asking = [asyncio.create_task(_ask(address, key, path, stop)) for path in paths]
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    stop.set()
    took = await asyncio.gather(*asking)
    print(json.dumps(dict(zip(paths, took, strict=True))), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], sys.argv[3:]))
