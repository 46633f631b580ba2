"""Upload: how much of a processor receiving files takes, against SHA-256 alone; and the API's memory meanwhile.

Processor seconds are the API's own, user and system, with everything a file costs until its answer: receiving, hashing,
storing, flushing, the database, events, the message to the workers. What was sent is removed before the next round, so
that every round writes to memory the machine has already. The first write to a page costs a virtual machine that gives
memory back to its host ten times as much, and would be counted as ours.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from operator import truediv
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

import psutil

from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, open_stand, processor_seconds, resident

MANY, LARGE = (50, 20), (4, 250)  # files, MB of each
PIECE_MB, HASHED_MB = 1, 500
CONNECTIONS = 4  # as many as a browser's page uses
SAMPLE_SECONDS = 0.01
LIMIT_MB, LEAST = 150, 0.25


def run(quick: bool) -> list[Result]:
    """1 GB over loopback as many files and as few, a few times in turns; medians."""
    rounds = 1 if quick else 5
    piece = os.urandom(PIECE_MB * 10**6)
    many, large, alone, kept = [], [], [], []
    with open_stand() as stand:
        before = resident(stand.api)
        with peak(stand.api) as highest:
            _send(stand, "warm", piece, MANY)
            for each in range(rounds):
                alone.append(_hash_alone(piece))
                kept.append(_keep_alone(stand.settings.data_dir, piece))
                many.append(_send(stand, f"many-{each}", piece, MANY))
                large.append(_send(stand, f"large-{each}", piece, LARGE))
        after = highest()
    against, alone_rate = "SHA-256 alone {:,.0f} MB/s", median(alone)
    ratios = [median(map(truediv, rates, alone)) for rates in (many, large, kept)]
    return [
        Result(
            "upload of 50 files of 20 MB, per processor second",
            median(many),
            "MB/s",
            against.format(alone_rate),
            ratios[0],
            f"≥ {LEAST}",
            ratios[0] >= LEAST,
        ),
        Result(
            "upload of 4 files of 250 MB, per processor second",
            median(large),
            "MB/s",
            against.format(alone_rate),
            ratios[1],
        ),
        Result(
            "a plain loop that hashes, writes and flushes, per processor second",
            median(kept),
            "MB/s",
            against.format(alone_rate),
            ratios[2],
        ),
        Result(
            "upload of 1 GB, most memory of the API",
            after,
            "MB",
            f"before {before:.0f} MB",
            after / before,
            f"< {LIMIT_MB} MB",
            after < LIMIT_MB,
        ),
    ]


def _send(stand: Stand, collection: str, piece: bytes, load: tuple[int, int]) -> float:
    measured = rate(stand, collection, piece, load)
    for folder in (stand.settings.data_dir / "blobs").iterdir():
        shutil.rmtree(folder)
    return measured


def rate(stand: Stand, collection: str, piece: bytes, load: tuple[int, int]) -> float:
    """MB per processor second of the API while different files arrive on several connections."""
    files, megabytes = load
    upload = stand.open_upload(collection, files)
    began = processor_seconds(stand.api)
    numbers = iter(range(files))
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for sender in [pool.submit(_sender, stand, upload, piece, megabytes, numbers) for _ in range(CONNECTIONS)]:
            sender.result()
    return files * megabytes / (processor_seconds(stand.api) - began)


def _sender(stand: Stand, upload: str, piece: bytes, megabytes: int, numbers: Iterator[int]) -> None:
    connection = stand.connection()
    for number in numbers:
        different = f"{upload} {number:04}".encode()
        different += piece[len(different) :]
        pieces = [different] + [piece] * (megabytes // PIECE_MB - 1)
        taken = stand.send(connection, upload, [(f"{number}.bin", pieces)])["files"][0]
        if taken["outcome"] != "accepted":
            raise RuntimeError(f"{taken['name']} was not accepted: {taken['outcome']}, {taken['reason']}")
    connection.close()


def _hash_alone(piece: bytes) -> float:
    """MB per processor second."""
    digest, began = hashlib.sha256(), time.process_time()
    for _ in range(HASHED_MB // PIECE_MB):
        digest.update(piece)
    return HASHED_MB / (time.process_time() - began)


def _keep_alone(folder: Path, piece: bytes) -> float:
    """MB per processor second: the least that receiving could cost if the bytes came from nowhere."""
    digest, began = hashlib.sha256(), time.process_time()
    with TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(HASHED_MB // PIECE_MB):
            digest.update(piece)
            file.write(piece)
        os.fsync(file.fileno())
    return HASHED_MB / (time.process_time() - began)


@contextmanager
def peak(process: psutil.Process) -> Iterator[Callable[[], float]]:
    """Watches a process during the block; the function tells its highest resident memory in MB."""
    highest, stop = [resident(process)], threading.Event()

    def watch() -> None:
        while not stop.wait(SAMPLE_SECONDS):
            highest[0] = max(highest[0], resident(process))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: highest[0]
    finally:
        stop.set()
        watcher.join()
