"""The programs Winnow consists of: how each is started, and in which order they stop."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field

from backend.settings import HANDED_OVER, MODELS, ROOT, STORES, Settings, without_secrets

ASKS_MODELS = frozenset({"query"})  # queues whose work does


@dataclass(frozen=True)
class Program:
    """`needs` counts the layers below it, so those with most stop first.

    `orphaned` is the signal the kernel sends when the supervisor itself was killed (Linux). `told` is what it finds on
    its standard input: secrets, which its environment must not hold.
    """

    name: str
    argv: tuple[str, ...]
    needs: int = 0
    once: bool = False  # it does one thing and ends
    orphaned: signal.Signals = signal.SIGKILL  # work is leased and repeatable: nothing is lost
    told: str = field(default="", repr=False)


def api(settings: Settings) -> Program:
    """The API; it takes host and port from the environment like every other setting."""
    argv = (sys.executable, "-m", "backend.app")
    return Program("api", argv, needs=1, told=settings.secrets((*STORES, *MODELS)))


def workers(settings: Settings) -> list[Program]:
    """One process for each queue, and as many for ingestion as the settings say."""
    names = [f"ingestion-{number}" for number in range(1, settings.workers + 1)]
    ingestion = [_worker(settings, "ingestion", name) for name in names]
    return [_worker(settings, "search", "search"), _worker(settings, "query", "query"), *ingestion]


def demo(settings: Settings) -> Program:
    """Makes the demo collection, through the API like any script."""
    script = ROOT / "scripts" / "demo.py"
    argv = (sys.executable, str(script), "--data", str(settings.data_dir))
    return Program("demo", argv, needs=3, once=True, told=settings.secrets(STORES))


def environment(settings: Settings) -> dict[str, str]:
    """What the programs find in their environment: the user's, with what the command line decided on top.

    Passwords and keys are not among it: each is told those that it needs.
    """
    decided = {
        "WINNOW_DATA": str(settings.data_dir),
        "WINNOW_HOST": settings.host,
        "WINNOW_PORT": str(settings.port),
        "WINNOW_WORKERS": str(settings.workers),
        HANDED_OVER: "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    return without_secrets(dict(os.environ)) | decided


def _worker(settings: Settings, queue: str, name: str) -> Program:
    """Those who read files are told no model's key: they ask no model."""
    argv = (sys.executable, str(ROOT / "worker.py"), "--queue", queue)
    secrets = (*STORES, *MODELS) if queue in ASKS_MODELS else STORES
    return Program(name, argv, needs=2, told=settings.secrets(secrets))
