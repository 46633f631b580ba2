"""The benchmark's command line: runs parts, prints one table, writes build/bench.json."""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from backend.settings import ROOT
from scripts.bench_parts.result import Result

PARTS = (
    "upload",
    "events",
    "jobs",
    "memory",
    "search",
    "scifact",
    "ingestion",
    "hostile",
    "sandbox",
    "fields",
    "rows",
    "calls",
    "map",
    "quick",
    "question-time",
    "attacks",
)
FILE = ROOT / "build" / "bench.json"
COLUMNS = ("", "value", "against", "ratio", "target", "reached")


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure Winnow.", epilog="No PART means all.")
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="smaller amounts: minutes instead of half an hour")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything started is stopped
    _forget_settings()
    results: dict[str, list[Result]] = {}
    for name in given.part or PARTS:
        began = time.monotonic()
        results[name] = importlib.import_module(f"scripts.bench_parts.{name.replace('-', '_')}").run(given.quick)
        sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    everything = [result for part in results.values() for result in part]
    print(table(everything))
    _write(results, given.quick)
    return 1 if any(result.ok is False for result in everything) else 0


def table(results: Sequence[Result]) -> str:
    """One line per result, in aligned columns."""
    rows = [COLUMNS, *(_row(each) for each in results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _row(result: Result) -> tuple[str, ...]:
    value = "" if math.isnan(result.value) else f"{_number(result.value)} {result.unit}".strip()
    ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
    reached = {True: "yes", False: "no", None: ""}[result.ok]
    return (result.name, value, result.against, ratio, result.target, reached)


def _number(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _write(results: dict[str, list[Result]], quick: bool) -> None:
    FILE.parent.mkdir(exist_ok=True)
    found = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "quick": quick,
        "parts": {name: [_plain(each) for each in part] for name, part in results.items()},
    }
    FILE.write_text(json.dumps(found, indent=2) + "\n")


def _plain(result: Result) -> dict[str, object]:
    plain = asdict(result)
    return plain | {"value": None if math.isnan(result.value) else result.value}


def _forget_settings() -> None:
    """What the person who measures has set for a Winnow of their own does not reach this one."""
    for name in list(os.environ):
        if name.startswith("WINNOW_") or name in {"REDIS_URL", "DATABASE_URL"}:
            del os.environ[name]


if __name__ == "__main__":
    sys.exit(main())
