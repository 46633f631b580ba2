"""Sandbox: what the walls around the reader of files cost, at its start and for each file.

In processor time, which a busy machine does not change; children with and without walls take turns.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from backend.sandbox.process import ChildProcess
from backend.sandbox.sandbox import Sandbox
from scripts.bench_parts.result import Result, skipped
from scripts.bench_parts.stand import processor_seconds

GIB = 1024**3
CHILDREN, FILES = 12, 300
LIMIT = 1.2  # what a reader inside walls may cost over one without
TEXT = b"Barley and rye were sold at the mill by the river.\n" * 20


class Open(Sandbox):
    """A sandbox without walls."""

    def _start(self) -> ChildProcess:
        child = self._started(walls=False)
        assert child
        return child


def run(quick: bool) -> list[Result]:
    rounds = CHILDREN // 3 if quick else CHILDREN
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        file = Path(folder) / "a.txt"
        file.write_bytes(TEXT)
        measured: dict[type[Sandbox], list[tuple[float, float]]] = {Open: [], Sandbox: []}
        for _ in range(rounds):
            for kind, found in measured.items():
                with _opened(kind, Path(folder)) as sandbox:
                    found.append(_one(sandbox, file))
                    if kind is Sandbox and (missing := sandbox.start()):
                        return [skipped("walls", "; ".join(missing))]
    starts, files = ({kind: median(each[at] for each in found) for kind, found in measured.items()} for at in range(2))
    return [
        _compared("start of a reader of files", starts),
        _compared("reading of a small file", files),
    ]


def _opened(kind: type[Sandbox], folder: Path) -> Sandbox:
    limits = {"memory_bytes": 2 * GIB, "max_text_chars": 1_000_000, "max_members": 10}
    return kind(folder / "spool", seconds=60, **limits)


def _one(sandbox: Sandbox, file: Path) -> tuple[float, float]:
    """Processor seconds of a child's start, and of both sides for one file."""
    before = set(psutil.Process().children())
    sandbox.start()
    [child] = set(psutil.Process().children()) - before
    started = processor_seconds(child)
    sandbox.extract(file, "a.txt")
    own, its = time.process_time(), processor_seconds(child)
    for _ in range(FILES):
        sandbox.extract(file, "a.txt")
    spent = time.process_time() - own + processor_seconds(child) - its
    return started, spent / FILES


def _compared(name: str, seconds: dict[type[Sandbox], float]) -> Result:
    inside, outside = seconds[Sandbox], seconds[Open]
    ratio = inside / outside
    against = f"without walls {outside * 1000:.3g} ms"
    return Result(name, inside * 1000, "ms", against, ratio, f"<= {LIMIT}", ratio <= LIMIT)
