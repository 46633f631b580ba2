"""The programs Winnow consists of: how each is started, and in which order they stop."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from backend.settings import MODELS, ROOT, STORES, SUPERVISED, Settings, without_secrets
from backend.supervise.life import Question

ASKS_MODELS = frozenset({"query"})  # queues whose work does


@dataclass(frozen=True)
class Program:
    """`needs` counts the layers below it, so those with most stop first.

    `orphaned` is the signal the kernel sends when the supervisor itself was killed (Linux). `told`
    is what it finds on its standard input: secrets, which its environment must not hold. Whether it
    lives is known by its answers to `question`, or by signs that it gives itself; without either it
    is taken to live while it runs.
    """

    name: str
    argv: tuple[str, ...]
    needs: int = 0
    once: bool = False  # it does one thing and ends
    orphaned: signal.Signals = signal.SIGKILL  # work is leased and repeatable: nothing is lost
    told: str = field(default="", repr=False)
    question: Question | None = None
    gives_signs: bool = False


def api(settings: Settings) -> Program:
    """The API; it takes host and port from the environment like every other setting."""
    argv = (sys.executable, "-m", "backend.app")
    place = urlsplit(address(settings))
    words = f"GET /healthz HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n"
    question = Question((place.hostname or "", settings.port), words.encode())
    told = settings.secrets((*STORES, *MODELS))
    return Program("api", argv, needs=1, told=told, question=question)


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
    """What the programs find in their environment: the user's, with what the command line decided
    on top.

    Passwords and keys are not among it: each is told those that it needs.
    """
    decided = {
        "WINNOW_DATA": str(settings.data_dir),
        "WINNOW_HOST": settings.host,
        "WINNOW_PORT": str(settings.port),
        "WINNOW_WORKERS": str(settings.workers),
        SUPERVISED: "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    return without_secrets(dict(os.environ)) | decided


def _worker(settings: Settings, queue: str, name: str) -> Program:
    """Those who read files are told no model's key: they ask no model."""
    argv = (sys.executable, str(ROOT / "worker.py"), "--queue", queue)
    secrets = (*STORES, *MODELS) if queue in ASKS_MODELS else STORES
    return Program(name, argv, needs=2, told=settings.secrets(secrets), gives_signs=True)


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the page."""
    every = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (read, not bound)
    host = every.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
