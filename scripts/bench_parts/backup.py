"""Backup: how long uploads take while 10,000 files are backed up, against how long they take otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from backend.settings import ROOT
from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, open_stand

FILES, TOGETHER, BYTES = 10_000, 50, 20_000
MOST = 1.10
QUIET_SECONDS = 10.0


def run(quick: bool) -> list[Result]:
    """Single small files one after the other, in turns without and with a whole backup; medians."""
    quiet, busy, lasted = [], [], []
    files = FILES // 10 if quick else FILES
    with open_stand() as stand, TemporaryDirectory(prefix="winnow-bench-") as folder:
        _fill(stand, files)
        uploading = _Uploading(stand)
        uploading.until(time.monotonic() + 2, [])
        for number in range(1 if quick else 5):
            uploading.until(time.monotonic() + QUIET_SECONDS, quiet)
            began = time.monotonic()
            backup = _start(stand, Path(folder) / str(number))
            uploading.while_(lambda: backup.poll() is None, busy)  # noqa: B023 (called at once)
            lasted.append(time.monotonic() - began)
            if backup.returncode:
                raise RuntimeError("The backup failed.")
    ratio = median(busy) / median(quiet)
    return [
        Result(
            f"upload of a small file while {files:,} files are backed up",
            1000 * median(busy),
            "ms",
            f"otherwise {1000 * median(quiet):.1f} ms",
            ratio,
            f"≤ {MOST}",
            ratio <= MOST,
        ),
        Result("the slowest twentieth of these", 1000 * _late(busy), "ms", f"otherwise {1000 * _late(quiet):.1f} ms"),
        Result(f"a backup of {files:,} new files meanwhile", median(lasted), "s"),
    ]


class _Uploading:
    """One sender on one connection; notes the seconds of each upload."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._upload = stand.open_upload("meanwhile", 10**6)
        self._connection = stand.connection()
        self._sent = 0

    def until(self, end: float, seconds: list[float]) -> None:
        self.while_(lambda: time.monotonic() < end, seconds)

    def while_(self, condition: Callable[[], bool], seconds: list[float]) -> None:
        while condition():
            self._sent += 1
            content = f"{self._sent:08}".encode() + os.urandom(BYTES)
            began = time.monotonic()
            self._stand.send(self._connection, self._upload, [(f"{self._sent}.bin", [content])])
            seconds.append(time.monotonic() - began)


def _fill(stand: Stand, files: int) -> None:
    upload = stand.open_upload("many", files)

    def send(first: int) -> None:
        connection = stand.connection()
        bundle = [(f"{number}.bin", [os.urandom(BYTES)]) for number in range(first, first + TOGETHER)]
        stand.send(connection, upload, bundle)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, range(0, files, TOGETHER)))


def _start(stand: Stand, folder: Path) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-P", "-m", "backend.backup", "backup", str(folder), "--data", str(stand.settings.data_dir)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _late(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 19 // 20]
