"""Upload: how much of a processor receiving files takes, against SHA-256 alone; and the API's memory meanwhile."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import psutil

from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, open_stand, processor_seconds, resident

FILES, FILE_MB, PIECE_MB = 50, 20, 1
CONNECTIONS = 4  # as many as a browser's page uses
SAMPLE_SECONDS = 0.01
LIMIT_MB = 150


def run(quick: bool) -> list[Result]:
    """50 files of 20 MB over loopback, a few times; medians."""
    rounds = 1 if quick else 3
    piece = os.urandom(PIECE_MB * 10**6)
    with open_stand() as stand:
        _send(stand, "warm", piece, 2)
        before = resident(stand.api)
        with peak(stand.api) as highest:
            rates = [_send(stand, f"round-{each}", piece, FILES) for each in range(rounds)]
        after = highest()
    rate, alone = median(rates), median(_hash_alone(piece) for _ in range(3))
    of_hash = rate / alone
    name = f"upload, {FILES} files of {FILE_MB} MB"
    return [
        Result(
            f"{name}, per processor second",
            rate,
            "MB/s",
            f"SHA-256 alone {alone:,.0f} MB/s",
            of_hash,
            "≥ 0.25",
            of_hash >= 0.25,
        ),
        Result(
            f"{name}, most memory of the API",
            after,
            "MB",
            f"idle {before:.0f} MB",
            after / before,
            f"< {LIMIT_MB} MB",
            after < LIMIT_MB,
        ),
    ]


def _send(stand: Stand, collection: str, piece: bytes, files: int) -> float:
    """MB per processor second of the API while `files` different files arrive on several connections."""
    upload = stand.open_upload(collection, files)
    began = processor_seconds(stand.api)
    numbers = iter(range(files))
    senders = [threading.Thread(target=_sender, args=(stand, upload, piece, numbers)) for _ in range(CONNECTIONS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    received = stand.call("GET", f"/uploads/{upload}")
    if received["accepted"] != files:
        raise RuntimeError(f"{received['accepted']} of {files} files were accepted.")
    return files * FILE_MB / (processor_seconds(stand.api) - began)


def _sender(stand: Stand, upload: str, piece: bytes, numbers: Iterator[int]) -> None:
    connection = stand.connection()
    for number in numbers:
        different = f"{upload} {number}".encode()
        different += piece[len(different) :]
        stand.send(connection, upload, [(f"{number}.bin", [different] + [piece] * (FILE_MB // PIECE_MB - 1))])
    connection.close()


def _hash_alone(piece: bytes) -> float:
    """MB per processor second."""
    digest, began = hashlib.sha256(), time.process_time()
    for _ in range(FILES * FILE_MB // PIECE_MB // 2):
        digest.update(piece)
    return FILES * FILE_MB / 2 / (time.process_time() - began)


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
