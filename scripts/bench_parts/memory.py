"""Memory: 10,000 small files through a whole Winnow; whether memory stays flat and no step is slower than linear.

Steps are compared by processor time, the first files with the last: a busy machine does not change it. Workers are
not replaced after 100 jobs here, as they are otherwise: what they would forget must show.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, open_stand, processor_seconds, resident

TOGETHER, CONNECTIONS = 20, 4  # files in a request and requests at a time, as the page sends them
WORKERS = 2
SAMPLE_SECONDS = 0.2
FLAT, LINEAR = 1.15, 1.3  # what counts as flat and as linear: growth of the last over the first
WORDS = (
    "apple barley cedar dune ember fjord glade harbour island juniper kestrel lantern meadow nettle orchard pebble "
    "quarry river saddle timber umber valley willow yarrow zephyr"
).split()


@dataclass(frozen=True)
class Sample:
    """At one moment: files taken and files ready; peak MB so far and processor seconds of API, workers and Redis."""

    taken: int
    ready: int
    api: float
    worker: float
    redis: float
    api_seconds: float
    worker_seconds: float


def run(quick: bool) -> list[Result]:
    files = 1_000 if quick else 10_000
    with open_stand(workers=WORKERS, worker_max_jobs=1_000_000) as stand:
        samples = _measure(stand, files)
    first, last = files // 10, files
    return [
        *_memory(samples, [first, files // 2, last]),
        _pace("receiving", [(each.taken, each.api_seconds) for each in samples], files),
        _pace("ingesting", [(each.ready, each.worker_seconds) for each in samples], files),
    ]


def _measure(stand: Stand, files: int) -> list[Sample]:
    """Send everything while sampling, until all of it is ready."""
    upload = stand.open_upload("bench", files)
    numbers = iter(range(0, files, TOGETHER))
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        senders = [pool.submit(_sender, stand, upload, numbers, files) for _ in range(CONNECTIONS)]
        samples = [_sample(stand, upload, None)]
        while samples[-1].ready < files:
            time.sleep(SAMPLE_SECONDS)
            samples.append(_sample(stand, upload, samples[-1]))
            for sender in senders:
                if sender.done():
                    sender.result()  # raises what went wrong
    return samples


def _sender(stand: Stand, upload: str, starts: Iterator[int], files: int) -> None:
    connection = stand.connection()
    for start in starts:
        numbers = range(start, min(start + TOGETHER, files))
        stand.send(connection, upload, [(f"notes/{number:05}.txt", [_text(number)]) for number in numbers])
    connection.close()


def _text(number: int) -> bytes:
    """About 300 bytes, different for each number."""
    words = random.Random(number).choices(WORDS, k=45)
    return f"Note {number}. {' '.join(words)}.\n".encode()


def _sample(stand: Stand, upload: str, last: Sample | None) -> Sample:
    view = stand.call("GET", f"/uploads/{upload}")
    if view["failed"] or view["rejected"]:
        raise RuntimeError(f"{view['failed']} files failed and {view['rejected']} were rejected.")
    highest = (last.api, last.worker, last.redis) if last else (0.0, 0.0, 0.0)
    return Sample(
        view["files_received"],
        view["ready"],
        max(highest[0], resident(stand.api)),
        max(highest[1], *map(resident, stand.workers)),
        max(highest[2], resident(stand.redis)),
        processor_seconds(stand.api),
        sum(map(processor_seconds, stand.workers)),
    )


def _memory(samples: Sequence[Sample], marks: Sequence[int]) -> list[Result]:
    """The API's by the files it has taken, the others' by those that are ready."""
    results = []
    for name, progress in (("api", "taken"), ("worker", "ready"), ("redis", "ready")):
        at = [next(getattr(each, name) for each in samples if getattr(each, progress) >= mark) for mark in marks]
        growth = at[-1] / at[0]
        shown = f"{at[0]:.0f} MB at {marks[0]:,}, {at[1]:.0f} MB at {marks[1]:,}"
        title = f"{marks[-1]:,} small files, most memory: {name}"
        checked = name != "redis"  # its log of events is bounded by a setting, not flat from the start
        results.append(
            Result(
                title,
                at[-1],
                "MB",
                shown,
                growth,
                f"≤ {FLAT:g} ×" if checked else "",
                growth <= FLAT if checked else None,
            )
        )
    return results


def _pace(step: str, points: Sequence[tuple[int, float]], files: int) -> Result:
    """Processor seconds per 1,000 files: the last fifth against the second (the first warms up)."""
    fifth = files // 5
    early, late = (_between(points, at, at + fifth) for at in (fifth, files - fifth))
    ratio = late / early
    return Result(
        f"{files:,} small files, {step} 1,000 at the end",
        late,
        "s",
        f"at the beginning {early:.1f} s of processor",
        ratio,
        f"≤ {LINEAR:g} ×",
        ratio <= LINEAR,
    )


def _between(points: Sequence[tuple[int, float]], start: int, end: int) -> float:
    first = next(point for point in points if point[0] >= start)
    last = next(point for point in points if point[0] >= end)
    return (last[1] - first[1]) * 1000 / max(1, last[0] - first[0])
