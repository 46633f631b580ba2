"""Limits: processor time, memory and disk for one file, whatever the files before it used."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

TIMES, VIRTUAL_BYTES = (
    slice(11, 13),
    20,
)  # in /proc/PID/stat, counted from behind the program's name


@dataclass(frozen=True)
class Budget:
    """`seconds` of processor time, `memory_bytes` beyond what the process holds already,
    `file_bytes` for each file that it writes.
    """

    seconds: int
    memory_bytes: int
    file_bytes: int

    def limits(self, used_seconds: float, held_bytes: int) -> dict[int, int]:
        """The resource limits for the next file."""
        return {
            resource.RLIMIT_CPU: int(used_seconds) + 1 + self.seconds,
            resource.RLIMIT_AS: held_bytes + self.memory_bytes,
            resource.RLIMIT_FSIZE: self.file_bytes,
        }


def grant(budget: Budget, pid: int) -> None:
    """Give a child the budget for its next file; Linux only. Its seccomp filter lets it change none
    of it.

    OSError when the child is gone.
    """
    fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    seconds = sum(map(int, fields[TIMES])) / os.sysconf("SC_CLK_TCK")
    for kind, most in budget.limits(seconds, int(fields[VIRTUAL_BYTES])).items():
        hard = resource.prlimit(pid, kind)[1]
        resource.prlimit(pid, kind, (_within(most, hard), hard))


def take(budget: Budget) -> None:
    """The same by the child itself, where no process can set another's limits (macOS)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    for kind, most in budget.limits(used.ru_utime + used.ru_stime, 0).items():
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (_within(most, hard), hard))


def _within(most: int, hard: int) -> int:
    return most if hard == resource.RLIM_INFINITY else min(most, hard)
