"""Ledgers: payments to suppliers under "Debit" and what they gave back under "Credit", unlike an account's income."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from backend.rows.amounts import read_amounts
from backend.rows.table import Cell, fold, written

KNOWN = Decimal("0.8")  # share of the rows of credit whose supplier is paid in others
MOST = Decimal("0.25")  # share of the payments that may have come back


def is_ledger(vendors: Sequence[Cell], debits: Sequence[Cell], credits: Sequence[Cell]) -> bool:
    """Whether credits are few and come from those who are paid: an employer pays a salary and gets nothing."""
    out, back = read_amounts(debits).values, read_amounts(credits).values
    names = [fold(written(cell)) for cell in vendors]
    paid = [(name, value) for name, value, other in zip(names, out, back, strict=True) if value and not other]
    given = [(name, value) for name, other, value in zip(names, out, back, strict=True) if value and not other]
    known = {name for name, _ in paid}
    total, returned = (sum((abs(value) for _, value in rows), Decimal(0)) for rows in (paid, given))
    return bool(given) and sum(name in known for name, _ in given) >= KNOWN * len(given) and returned <= MOST * total
