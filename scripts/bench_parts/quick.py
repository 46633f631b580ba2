"""Quick answers over HTTP at 10,000 chunks: from the question to the whole answer, without a language model."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import numpy as np

from scripts.bench_parts.library import Library
from scripts.bench_parts.result import Result
from scripts.bench_parts.search import WIDTH, fill, made_words, unit
from scripts.bench_parts.stand import Stand, open_stand, until

CHUNKS = 10_000
QUESTIONS = 30
LIMIT = 1.5  # seconds


def run(quick: bool) -> list[Result]:
    """Takes about a minute, most of it for filling the database; `quick` does the same."""
    random = np.random.default_rng(CHUNKS)
    with open_stand(also=("search",)) as stand:
        library = Library(stand.settings.data_dir)
        fill(library, CHUNKS, unit(random.standard_normal((200, WIDTH)).astype(np.float32)), random)
        until(lambda: _ask(stand, "w1q")["answer"]["mode"] == "hybrid")
        walls = []
        for _ in range(QUESTIONS):
            question = " ".join(made_words(random, 10))
            began = time.perf_counter()
            _ask(stand, question)
            walls.append(time.perf_counter() - began)
    slowest = max(walls)
    name = f"quick answer, {CHUNKS:,} chunks"
    return [
        Result(f"{name}, p50", median(walls) * 1000, "ms"),
        Result(f"{name}, slowest of {QUESTIONS}", slowest * 1000, "ms", target="≤ 1,500 ms", ok=slowest <= LIMIT),
    ]


def _ask(stand: Stand, question: str) -> Any:
    return stand.call("POST", "/chat", {"message": f"{question} #bench", "mode": "quick"})
