"""Question time: what understanding a question by rules costs, for words that are said again and again.

Processor seconds by length, in this process, the best of a few rounds; and the exponent with which
they grow over the last two doublings: 1 is linear.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log2

from backend.core.intent import classify
from backend.settings import ROOT
from scripts.bench_parts.result import Result

LENGTHS = (500, 1_000, 2_000, 4_000)  # characters; the last is the longest question there is
ROUNDS, QUICK_ROUNDS = 5, 2
LIMIT_SECONDS, LIMIT_EXPONENT = 0.5, 1.3
TODAY = date(2026, 6, 15)
TEXTS = ("README.md", "docs/operation.md", "docs/benchmarks.md")  # that people wrote
REPEATED = (
    "top 5", "except", "without", "not", "1/1/", "on", "for", "from to", "highest", "a,b,",
    "$1", "other than", "mention", "about", "mentioned", "said about the", "most", "which",
    "first 3", "latest invoice", "when did", "paid to Acme", "From Acme", "at St. Mungo",
    "by month", "by department", "total by vendor and", "over 100", "between 1 and 2 EUR",
    "since May", "1 May 2019", "on Monday", "more than we earned", "spent more came in than",
    "did Anna", "hat Anna", "due", "unpaid", "VAT", "how many", "different suppliers",
    "lease agreements", "list all", "the", "and", "#tag", "“x”", "recipt", "1 000", "1.", "a.",
    "A & B", "ne x pas", "what does", "fasse", "¨", "#1#", "x",
)  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """Processor seconds for each of LENGTHS."""

    name: str
    seconds: tuple[float, ...]

    @property
    def exponent(self) -> float:
        return log2(self.seconds[-1] / self.seconds[-3]) / 2

    def result(self) -> Result:
        shorter = ", ".join(f"{each * 1000:.0f}" for each in self.seconds[:-1])
        lengths = ", ".join(f"{each:,}" for each in LENGTHS[:-1])
        return Result(
            f"question time, {self.name}, {LENGTHS[-1]:,} characters",
            self.seconds[-1] * 1000,
            "ms",
            f"{shorter} ms at {lengths}; exponent {self.exponent:.2f}",
            target=f"≤ {LIMIT_SECONDS * 1000:g} ms",
            ok=self.seconds[-1] <= LIMIT_SECONDS,
        )


def run(quick: bool) -> list[Result]:
    """Every kind of words, texts that people wrote, and the worst of all."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    _seconds("so that the patterns are compiled", 1)
    costs = [_cost(f"“{words}” repeated", _repeated(words), rounds) for words in REPEATED]
    texts = [_cost(name, (ROOT / name).read_text(encoding="utf-8"), rounds) for name in TEXTS]
    return [*(each.result() for each in (*costs, *texts)), *_worst([*costs, *texts])]


def _repeated(words: str) -> str:
    return f"{words} " * (LENGTHS[-1] // len(words) + 1)


def _cost(name: str, text: str, rounds: int) -> Cost:
    return Cost(name, tuple(_seconds(text[:length], rounds) for length in LENGTHS))


def _seconds(question: str, rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        classify(question, today=TODAY)
        best = min(best, time.process_time() - began)
    return best


def _worst(costs: Sequence[Cost]) -> list[Result]:
    slowest = max(costs, key=lambda each: each.seconds[-1])
    steepest = max(costs, key=lambda each: each.exponent)
    return [
        Result(
            f"question time, slowest of {len(costs)}",
            slowest.seconds[-1] * 1000,
            "ms",
            slowest.name,
            target=f"≤ {LIMIT_SECONDS * 1000:g} ms",
            ok=slowest.seconds[-1] <= LIMIT_SECONDS,
        ),
        Result(
            f"question time, largest exponent of {len(costs)}",
            steepest.exponent,
            "",
            steepest.name,
            target=f"≤ {LIMIT_EXPONENT:g}",
            ok=steepest.exponent <= LIMIT_EXPONENT,
        ),
    ]
