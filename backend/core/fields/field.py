"""Field: a value read from a document, what else it could have been, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value that stands verbatim at characters [start, end), on line `line` (counted from 1).

    `score` ranks candidates of one document; `reasons` say in words what speaks for and against it.
    """

    value: T
    raw: str
    start: int
    end: int
    line: int
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """`value` is None where the document does not say. `candidates` are the best eight, best first, one per value.

    `confident` is meant to be right 99 times of 100.
    """

    value: T | None = None
    candidates: tuple[Candidate[T], ...] = ()
    confident: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate[T] | None:
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class Fields:
    """What one document says. `unit` of all amounts is `currency`; `kind` is "invoice", "contract", "credit note" and
    the like, "" where it does not say; `parties` are those of a contract. `subtotal` is any, `net` the one without tax.
    """

    total: Field[Decimal] = Field()
    date: Field[datetime.date] = Field()
    vendor: Field[str] = Field()
    currency: Field[str] = Field()
    category: Field[str] = Field()
    invoice_number: Field[str] = Field()
    due_date: Field[datetime.date] = Field()
    tax: Field[Decimal] = Field()
    subtotal: Field[Decimal] = Field()
    net: Field[Decimal] = Field()
    tip: Field[Decimal] = Field()
    discount: Field[Decimal] = Field()
    kind: str = ""
    parties: tuple[str, ...] = ()


SHOWN = 8


def ranked(candidates: list[Candidate[T]]) -> tuple[Candidate[T], ...]:
    """Best first, one per value, at most eight; of equal ones the first in the text."""
    best: dict[T, Candidate[T]] = {}
    for candidate in sorted(candidates, key=lambda each: (-each.score, each.start)):
        best.setdefault(candidate.value, candidate)
    return tuple(best.values())[:SHOWN]
