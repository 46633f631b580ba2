"""Memory: how much of the machine's memory the reading of one file may use, so that all readers
together do not use it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

MIB = 1024**2
MOST, LEAST = 2048 * MIB, 256 * MIB
PART = 2  # readers get one half; workers with their models, the API, Redis and the system the other
CONTROL_GROUPS = Path("/sys/fs/cgroup")
OWN_GROUPS = Path("/proc/self/cgroup")


def share(workers: int, machine: int) -> int:
    """Bytes for each of so many readers, on a machine with so much memory."""
    return min(MOST, max(LEAST, machine // PART // workers))


def fits(workers: int, machine: int) -> int:
    """How many of these workers find room on a machine: one at least."""
    return max(1, min(workers, machine // PART // LEAST))


def machine() -> int:
    """Bytes of memory: what the machine has, or less where a control group allows less."""
    return min([psutil.virtual_memory().total, *_allowed()])


def _allowed() -> Iterator[int]:
    """The limits of this process's groups and of those around them, of both versions."""
    try:
        lines = OWN_GROUPS.read_text().splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            yield from _limits(CONTROL_GROUPS, path, "memory.max")
        elif "memory" in controllers.split(","):
            yield from _limits(CONTROL_GROUPS / "memory", path, "memory.limit_in_bytes")


def _limits(top: Path, path: str, name: str) -> Iterator[int]:
    group = top / path.strip("/")
    for folder in (group, *group.parents):
        with suppress(OSError, ValueError):  # not there, or "max"
            yield int((folder / name).read_text())
        if folder == top:
            return
