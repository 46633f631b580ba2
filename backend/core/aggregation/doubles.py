"""Doubles: a receipt whose payment also stands in a table, such as a bank's statement, is spent once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from backend.core.finding import Finding
from backend.core.topics import fold

DAYS = 5  # that a bank may need to book a payment
LETTERS = 4  # of a word that two names can share


@dataclass(frozen=True, slots=True)
class Doubles:
    """`same`: single document → row of the same payment. `like`: those of which only amount and day agree."""

    same: Mapping[int, int] = field(default_factory=dict)
    like: Mapping[int, int] = field(default_factory=dict)


def find_doubles(findings: Sequence[Finding], units: Mapping[int, str]) -> Doubles:
    """Every row is the payment of one document at most; the nearest day goes first."""
    single = [
        (index, it.value, it.date) for index, it in enumerate(findings) if it.row is None and it.value and it.date
    ]
    rows: dict[Decimal, list[tuple[int, date]]] = {abs(value): [] for _, value, _ in single}
    for row, it in enumerate(findings):
        if it.row is not None and it.value and it.date and abs(it.value) in rows:
            rows[abs(it.value)].append((row, it.date))
    same: dict[int, int] = {}
    like: dict[int, int] = {}
    for index, value, day in single:
        names = _names(findings[index].vendor)
        near = sorted(
            (abs((booked - day).days), row)
            for row, booked in rows[abs(value)]
            if row not in same.values() and abs((booked - day).days) <= DAYS and _may_be(units[row], units[index])
        )
        named = [row for _, row in near if names & _names(f"{findings[row].vendor} {findings[row].label}")]
        if named:
            same[index] = named[0]
        elif near:
            like[index] = near[0][1]
    return Doubles(same, like)


def _may_be(one: str, other: str) -> bool:
    """Whether two units can be the same; a table often does not say its own."""
    return one == other or not one or not other


def _names(text: str) -> set[str]:
    return {word for word in fold(text).split() if len(word) >= LETTERS and word.isalpha()}
