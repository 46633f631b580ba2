"""Fields by rules: totals, dates and currencies of receipts and invoices against their truth, and the time it takes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.core.fields.field import Fields
from backend.core.fields.read import read_fields
from backend.sandbox.sandbox import Sandbox
from scripts.bench_parts.result import Result, skipped

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MIB = 1024**2


@dataclass(frozen=True)
class Read:
    """What was read from a document, and what is true."""

    fields: Fields
    truth: dict[str, Any]
    seconds: float


def run(quick: bool) -> list[Result]:
    """Takes seconds; `quick` reads the same."""
    return [*_receipts(), *_invoices()]


def _receipts() -> list[Result]:
    reads = _read(DATA / "receipts")
    if not reads:
        return [skipped("receipts", "there is no folder receipts in shared/data beside the checkout")]
    right = [read.fields.total.value == Decimal(read.truth["total"]) for read in reads]
    dated = [str(read.fields.date.value) == read.truth["date"] for read in reads]
    sure = [is_right for is_right, read in zip(right, reads, strict=True) if read.fields.total.confident]
    known = [read.fields.currency.value == "MYR" for read in reads]
    milliseconds = 1000 * sum(read.seconds for read in reads) / len(reads)
    return [
        _share("receipts, totals right", right, 0.95),
        _share("receipts, dates right", dated, 0.97),
        _share("receipts, confident totals right", sure, 0.99),
        _share("receipts, currency right", known, 0.95),
        Result("receipts, processor time each", milliseconds, "ms", target="≤ 10 ms", ok=milliseconds <= 10),
    ]


def _invoices() -> list[Result]:
    reads = _read(DATA / "invoice2data")
    if not reads:
        return [skipped("invoices", "there is no folder invoice2data in shared/data beside the checkout")]
    right = [
        read.fields.total.value == Decimal(read.truth["amount"])
        and read.fields.currency.value == read.truth["currency"]
        for read in reads
    ]
    sure = [is_right for is_right, read in zip(right, reads, strict=True) if read.fields.total.confident]
    dated = [str(read.fields.date.value) == read.truth["date"] for read in reads]
    return [
        _share("invoices, total and currency right", right, 9 / 11),
        _share("invoices, confident totals right", sure, 0.99),
        _share("invoices, dates right", dated, 0.9),
    ]


def _read(folder: Path) -> list[Read]:
    """Every document of a data set in order of names; none where the set is absent."""
    if not (folder / "truth.json").is_file():
        return []
    truth = json.loads((folder / "truth.json").read_text())["per_document"]
    reads = []
    with TemporaryDirectory(prefix="winnow-bench-") as spool, _sandbox(Path(spool)) as sandbox:
        read_fields("Total 1.00, 3 May 2018")  # what is built on first use
        for name in sorted(truth):
            text = sandbox.extract(folder / "files" / name, name).text.content
            start = time.process_time()
            reads.append(Read(read_fields(text), truth[name], time.process_time() - start))
    return reads


def _sandbox(spool: Path) -> Sandbox:
    return Sandbox(spool, seconds=60, memory_bytes=2048 * MIB, max_text_chars=10_000_000, max_members=100)


def _share(name: str, right: list[bool], target: float) -> Result:
    share = sum(right) / len(right) if right else 0.0
    return Result(name, 100 * share, "%", f"{sum(right)} of {len(right)}", target=f"≥ {target:.0%}", ok=share >= target)
