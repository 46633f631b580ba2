"""The programs Winnow consists of: how each is started, and in which order they stop."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass

from backend.settings import ROOT, Settings


@dataclass(frozen=True)
class Program:
    """`needs` counts the layers below it, so those with most stop first.

    `orphaned` is the signal the kernel sends when the supervisor itself was killed (Linux).
    """

    name: str
    argv: tuple[str, ...]
    needs: int = 0
    once: bool = False  # it does one thing and ends
    orphaned: signal.Signals = signal.SIGKILL  # work is leased and repeatable: nothing is lost


def api() -> Program:
    """The API; it takes host and port from the environment like every other setting."""
    return Program("api", (sys.executable, "-m", "backend.app"), needs=1)


def workers(settings: Settings) -> list[Program]:
    """One process for each queue, and as many for ingestion as the settings say."""
    ingestion = [_worker("ingestion", f"ingestion-{number}") for number in range(1, settings.workers + 1)]
    return [_worker("search", "search"), _worker("query", "query"), *ingestion]


def demo(settings: Settings) -> Program:
    """Makes the demo collection, through the API like any script."""
    script = ROOT / "scripts" / "demo.py"
    return Program("demo", (sys.executable, str(script), "--data", str(settings.data_dir)), needs=3, once=True)


def environment(settings: Settings, redis_url: str) -> dict[str, str]:
    """What the programs find in their environment: the user's, with what the command line decided on top."""
    decided = {
        "WINNOW_DATA": str(settings.data_dir),
        "WINNOW_HOST": settings.host,
        "WINNOW_PORT": str(settings.port),
        "WINNOW_WORKERS": str(settings.workers),
        "WINNOW_REDIS_URL": redis_url,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **decided}


def _worker(queue: str, name: str) -> Program:
    return Program(name, (sys.executable, str(ROOT / "worker.py"), "--queue", queue), needs=2)
