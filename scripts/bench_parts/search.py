"""Search at 10,000 and 100,000 chunks, against a bare numpy scan and a bare keyword query over the same data."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from backend.core.chunking import Span
from backend.index import hybrid, keywords
from backend.index.vectors import Vectors
from scripts.bench_parts.library import Library
from scripts.bench_parts.result import Result

WIDTH = 384
WINDOWS = 2  # a chunk of 500 tokens has two
WORDS = 250  # per chunk
QUESTIONS = 60
LIMIT = 10


def run(quick: bool) -> list[Result]:
    """Made-up texts whose words are as unevenly common as real ones (Zipf), and vectors around 200 topics."""
    return [result for size in ((10_000,) if quick else (10_000, 100_000)) for result in _measure(size)]


def _measure(size: int) -> list[Result]:
    random = np.random.default_rng(size)
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        library = Library(Path(folder))
        topics = unit(random.standard_normal((200, WIDTH)).astype(np.float32))
        matrix = fill(library, size, topics, random)
        questions = [(" ".join(made_words(random, 10)), topics[index]) for index in range(QUESTIONS)]
        with library.engine.connect() as connection:
            vectors = Vectors(WIDTH)
            vectors.refresh(connection)
            scope = [library.collection_id]

            def bare_words(question: str, _: NDArray[np.float32]) -> None:
                every = " OR ".join(keywords.words(question))
                query = "SELECT rowid FROM chunk_fts WHERE chunk_fts MATCH ? ORDER BY rank LIMIT ?"
                connection.exec_driver_sql(query, (f"text : ({every})", LIMIT)).all()

            def bare_scan(_: str, meaning: NDArray[np.float32]) -> None:
                np.argpartition(matrix @ meaning, -LIMIT)

            def ours(question: str, meaning: NDArray[np.float32]) -> None:
                hybrid.search(connection, vectors, question, meaning, scope, LIMIT)

            (scan, _), (words, _), (wall, cpu) = (_time(each, questions) for each in (bare_scan, bare_words, ours))
    bare = f"numpy scan {scan:.1f} ms + FTS5 query {words:.1f} ms"
    ratio = wall / (scan + words)
    name = f"hybrid search, {size:,} chunks"
    return [
        Result(f"{name}, p50", wall, "ms", bare, ratio, "≤ 2 ×", ratio <= 2),
        Result(f"{name}, processor time p50", cpu, "ms", target="≤ 60 ms", ok=cpu <= 60),
    ]


def _time(
    search: Callable[[str, NDArray[np.float32]], None], questions: list[tuple[str, NDArray[np.float32]]]
) -> tuple[float, float]:
    """Median milliseconds by the clock and of the processor."""
    walls, cpus = [], []
    search(*questions[0])
    for question, meaning in questions:
        wall, cpu = time.perf_counter(), time.process_time()
        search(question, meaning)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return median(walls), median(cpus)


def fill(library: Library, size: int, topics: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Documents of 100 chunks; returns all vectors as one float32 matrix."""
    parts = []
    for number in range(size // 100):
        near = topics[random.integers(0, len(topics), 100 * WINDOWS)]
        windows = unit(near + 0.05 * random.standard_normal(near.shape).astype(np.float32)).astype(np.float16)
        texts = [" ".join(made_words(random, WORDS)) for _ in range(100)]
        spans, start = [], 0
        for text in texts:
            spans.append(Span(start, start + len(text), WORDS))
            start += len(text) + 1
        vectors = [each.tobytes() for each in windows.reshape(100, WINDOWS, WIDTH)]
        library.add(f"{number}.txt", " ".join(texts), spans, vectors)
        parts.append(windows.astype(np.float32))
    return np.concatenate(parts)


def made_words(random: np.random.Generator, count: int) -> list[str]:
    """So many made-up words, some far more common than others."""
    ranks = np.minimum(random.zipf(1.15, count), 200_000)
    return [f"w{rank:x}q" for rank in ranks]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors, each of length 1."""
    scaled: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled
