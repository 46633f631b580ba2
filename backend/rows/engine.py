"""Engine: exact aggregation of rows by DuckDB, in memory; decimals stay decimals from the first to the last step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from backend.rows.result import Places

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIGITS = 38  # of DuckDB's widest decimal


@dataclass(frozen=True)
class Condition:
    """Rows for which `fails` holds are left out for `reason`; `parameters` stand for the question marks in it."""

    reason: str
    fails: str
    parameters: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Columns:
    """One entry per row, in every field.

    `state` says why a row is no data, "" where it is; `problem` why it has no value, `undated` why it has no date.
    `keys` are what rows are grouped by, `target` is what is counted once.
    """

    state: Sequence[str]
    problem: Sequence[str]
    undated: Sequence[str]
    value: Sequence[Decimal | None]
    unit: Sequence[str]
    first: Sequence[date | None]
    last: Sequence[date | None]
    vendor: Sequence[str]
    category: Sequence[str]
    words: Sequence[str]
    target: Sequence[str]
    keys: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Group:
    """One group in one unit. `middle` are the two middle values, equal if there is one; `different` counts targets."""

    keys: tuple[str, ...]
    unit: str
    rows: int
    values: int
    total: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    middle: tuple[Decimal, Decimal] | None
    different: int
    places: Places


class Engine:
    """Rows in one table `fact`; `reason` is "" for those that count."""

    def __init__(self, columns: Columns, conditions: Sequence[Condition]) -> None:
        import duckdb

        self._connection: DuckDBPyConnection = duckdb.connect(config={"threads": 2})
        self._keys = len(columns.keys)
        self._load(columns)
        self._decide(conditions)

    def close(self) -> None:
        self._connection.close()

    def groups(self, *, by_keys: bool) -> list[Group]:
        """One figure per group and unit, or per unit alone."""
        keys = [f"k{number}" for number in range(self._keys)] if by_keys else []
        by = ", ".join([*keys, "unit"])
        query = f"""
            SELECT {by}, count(*), count(value), sum(value), min(value), max(value),
                   quantile_disc(value, 0.5), -quantile_disc(-value, 0.5), count(DISTINCT nullif(target, ''))
            FROM fact WHERE reason = '' GROUP BY {by} ORDER BY {by}
        """  # noqa: S608  names of columns made here
        rows = self._connection.execute(query).fetchall()
        ids = self._connection.execute(
            f"SELECT id FROM fact WHERE reason = '' ORDER BY {by}, id"  # noqa: S608  names of columns made here
        ).fetchnumpy()["id"]
        groups, start = [], 0
        for row in rows:
            names, unit = row[: len(keys)], row[len(keys)]
            count, values, total, least, most, low, high, different = row[len(keys) + 1 :]
            middle = (low, high) if values else None
            groups.append(
                Group(
                    tuple(names), unit, count, values, total, least, most, middle, different, ids[start : start + count]
                )
            )
            start += count
        return groups

    def left_out(self) -> list[tuple[str, dict[str, Decimal], Places]]:
        """Reason, sum of the values per unit, and rows; in the order in which the reasons were looked at."""
        sums = self._connection.execute(
            "SELECT reason, unit, sum(value) FROM fact WHERE reason <> '' "
            "GROUP BY reason, unit HAVING count(value) > 0 ORDER BY unit"
        ).fetchall()
        found = self._connection.execute("SELECT reason, id FROM fact WHERE reason <> '' ORDER BY id").fetchnumpy()
        reasons = np.asarray(found["reason"], dtype=object)
        return [
            (str(reason), {unit: total for name, unit, total in sums if name == reason}, found["id"][reasons == reason])
            for reason in dict.fromkeys(reasons)
        ]

    def _load(self, columns: Columns) -> None:
        scale = max((-_exponent(value) for value in columns.value if value is not None), default=0)
        names = ["state", "problem", "undated", "unit", "vendor", "category", "words", "target"]
        table: dict[str, Any] = {name: _texts(getattr(columns, name)) for name in names}
        table |= {f"k{number}": _texts(key) for number, key in enumerate(columns.keys)}
        table["id"] = np.arange(len(columns.state), dtype=np.int64)
        table["value"] = _texts(["" if value is None else format(value, "f") for value in columns.value])
        for name in ("first", "last"):
            table[name] = np.array(getattr(columns, name), dtype="datetime64[us]")
        self._connection.register("loaded", table)
        self._connection.execute(
            f"CREATE TABLE fact AS SELECT * REPLACE (CAST(nullif(value, '') AS DECIMAL({DIGITS}, {scale})) AS value,"  # noqa: S608
            ' CAST("first" AS DATE) AS "first", CAST("last" AS DATE) AS "last") FROM loaded'
        )
        self._connection.unregister("loaded")

    def _decide(self, conditions: Sequence[Condition]) -> None:
        """Give every row its reason: the first condition that leaves it out."""
        cases = " ".join(f"WHEN {each.fails} THEN ?" for each in conditions)
        parameters = [value for each in conditions for value in (*each.parameters, each.reason)]
        self._connection.execute("ALTER TABLE fact ADD COLUMN reason VARCHAR")
        self._connection.execute(
            f"UPDATE fact SET reason = CASE WHEN state <> '' THEN state {cases} ELSE '' END",  # noqa: S608  see Condition
            parameters,
        )


def _texts(values: Sequence[str]) -> Any:
    return np.array(values, dtype=object)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return min(0, exponent) if isinstance(exponent, int) else 0
