"""Hostile files: processor seconds that each small file made to do harm costs its reader, and what is read of it."""

from __future__ import annotations

import resource
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.errors import ExtractionFailed
from backend.sandbox.sandbox import Sandbox
from backend.settings import Settings
from scripts.bench_parts.result import Result
from tests.formats.hostile import HOSTILE, Hostile

MOST_SECONDS = 10.0
PLAIN = Hostile("a.txt", lambda: b"Nothing that costs anything.", "")
SHOWN = 60  # characters of a reason or a warning


def run(quick: bool) -> list[Result]:
    """The worst first; `quick` leaves out all but every fourth."""
    chosen = dict(list(HOSTILE.items())[:: 4 if quick else 1])
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        start, _ = _cost(PLAIN, Path(folder))  # of the process itself
        costs = [(name, *_cost(each, Path(folder))) for name, each in chosen.items()]
    costs.sort(key=lambda cost: cost[1], reverse=True)
    worst = costs[0][1] - start
    against = f"{len(costs)} files; the worst: {costs[0][0]}"
    summary = Result(
        "hostile files, the worst", worst, "s of processor", against, None, "≤ 10 s", worst <= MOST_SECONDS
    )
    return [summary, *(Result(name, seconds - start, "s", words) for name, seconds, words in costs)]


def _cost(file: Hostile, folder: Path) -> tuple[float, str]:
    """Processor seconds of all processes that read the file, and what became of it."""
    path, settings = folder / "file", Settings()
    path.write_bytes(file.make())
    before = _used()
    with Sandbox(
        folder / "spool",
        seconds=settings.extract_seconds,
        memory_bytes=settings.extract_memory_bytes,
        max_text_chars=settings.max_text_chars,
        max_members=settings.max_members,
    ) as sandbox:
        try:
            text = sandbox.extract(path, file.name).text
            missing = "" if file.says in text.content else "BUT NOT ALL OF IT. "
            words = f"read: {missing}{' '.join(text.warnings)}"
        except ExtractionFailed as failure:
            words = f"refused: {failure.detail}"
    return _used() - before, words[:SHOWN]


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
