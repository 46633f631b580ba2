"""Rows: questions over 52 monthly payment tables, whose answers are known to the penny; and one long table."""

from __future__ import annotations

import csv
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.core.plan import Filters, Plan
from backend.rows.compute import compute
from backend.rows.read import read
from backend.rows.result import RowsResult
from backend.rows.source import Source
from backend.rows.table import Table
from scripts.bench_parts.result import Result, skipped

TABLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "council-tables"
LIMIT = 20  # seconds for everything
LONG, SHORT = 500_000, 50_000  # rows
MARCH = Filters(date_from=date(2019, 3, 1), date_to=date(2019, 3, 31))


@dataclass(frozen=True)
class Question:
    """`asked` is the plan of one question; `groups` says whether its answer is a table."""

    plan: Plan
    kind: str


def paid(kind: str, **plan: Any) -> Question:
    return Question(
        Plan(operation=plan.pop("operation", "sum"), what=plan.pop("what", "paid"), per="row", **plan), kind
    )


QUESTIONS = {
    "sum": paid("total"),
    "by-month": paid("groups", group_by=("month",)),
    "one-month": paid("total", filters=MARCH),
    "by-year": paid("groups", group_by=("year",)),
    "by-category": paid("groups", group_by=("category",)),
    "top-category-by-year": paid("groups", group_by=("year",), filters=Filters(category="General Civils")),
    "suppliers": paid("total", operation="distinct", what="different suppliers"),
    "top-suppliers": paid("groups", group_by=("vendor",), top=3),
    "avg-month": paid("average group", group_by=("month",)),
    "max-month": paid("groups", group_by=("month",), top=1),
    "negative": paid("number", operation="count", filters=Filters(value_to=Decimal("-0.01"))),
}


def run(quick: bool) -> list[Result]:
    return [*_council(), *_long(SHORT if quick else LONG)]


def _council() -> list[Result]:
    """Every question of the truth, right or wrong, and how long reading and the slowest of them take."""
    if not TABLES.is_dir():
        return [
            skipped("payment tables, exact answers", "there is no council-tables in shared/data beside the checkout")
        ]
    began = time.perf_counter()
    tables = _read(sorted((TABLES / "files").iterdir()))
    reading = time.perf_counter() - began
    right, slowest = [], 0.0
    truth = json.loads((TABLES / "truth.json").read_text())["questions"]
    for each in truth:
        began = time.perf_counter()
        found = answer(compute(tables, QUESTIONS[each["id"]].plan), QUESTIONS[each["id"]].kind)
        slowest = max(slowest, time.perf_counter() - began)
        right.append(_same(found, each["answer"], Decimal(each.get("tolerance", 0))))
    rows = sum(len(table.rows) for table in tables)
    scale = f"{len(tables)} files, {rows:,} rows"
    return [
        Result("payment tables, exact answers", sum(right), "", f"{len(truth)} questions", target="all", ok=all(right)),
        Result("payment tables, reading", reading, "s", scale),
        Result(
            "payment tables, slowest answer",
            slowest,
            "s",
            scale,
            target=f"≤ {LIMIT} s with reading",
            ok=reading + slowest <= LIMIT,
        ),
    ]


def _read(paths: Sequence[Path]) -> list[Table]:
    return [table for path in paths for table in read(Source(path.name, path.name, path, path.suffix[1:]))]


def answer(result: RowsResult, kind: str) -> Any:
    """What the truth calls the answer: a number, or numbers by name."""
    match kind:
        case "groups":
            return {figure.keys[0]: figure.value for figure in result.groups}
        case "average group":
            return result.across[0].average if len(result.across) == 1 else None
        case "number":
            return sum((figure.value or Decimal(0) for figure in result.totals), Decimal(0))
        case _:
            return result.totals[0].value if len(result.totals) == 1 else None


def _same(found: Any, truth: Any, tolerance: Decimal) -> bool:
    if isinstance(truth, dict):
        return (
            found is not None
            and found.keys() == truth.keys()
            and all(found[key] == Decimal(value) for key, value in truth.items())
        )
    exact = Decimal(str(truth))
    return found is not None and (found == exact or abs(found - exact) < tolerance)


def _long(rows: int) -> list[Result]:
    """One long CSV by month and vendor, against a bare loop over csv and Decimal that knows the columns."""
    with TemporaryDirectory(prefix="winnow-bench-") as folder:
        path = Path(folder) / "long.csv"
        _write(path, rows)
        began = time.perf_counter()
        with path.open() as file:
            total = sum((Decimal(line["Amount"].replace(",", "")) for line in csv.DictReader(file)), Decimal(0))
        bare = time.perf_counter() - began
        began = time.perf_counter()
        result = compute(_read([path]), Plan(operation="sum", per="row", group_by=("month", "vendor")))
        seconds = time.perf_counter() - began
    right = len(result.totals) == 1 and result.totals[0].value == total
    name = f"one table of {rows:,} rows, by month and vendor"
    return [
        Result(name, seconds, "s", f"bare loop, one sum {bare:.1f} s", seconds / bare),
        Result(f"{name}: exact", float(right), "", target="1", ok=right),
    ]


def _write(path: Path, rows: int) -> None:
    chance = random.Random(rows)
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Date", "Supplier", "Category", "Amount"])
        for number in range(rows):
            day = date.fromordinal(date(2020, 1, 1).toordinal() + number * 1_000 // rows)
            amount = f"{Decimal(chance.randrange(10**8)).scaleb(-2):,}"
            table.writerow([f"{day:%d/%m/%Y}", f"Supplier {chance.randrange(500)}", f"Kind {number % 30}", amount])
