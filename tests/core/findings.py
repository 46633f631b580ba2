"""Findings for tests, with as little said as a test needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from backend.core.finding import Finding, Quote


def finding(value: str | None = None, document: str = "a", unit: str = "EUR", day: str = "", **said: object) -> Finding:
    """A finding whose quote is its value, at offset `at`."""
    start = int(str(said.pop("at", 0)))
    text = value or "x"
    return Finding(
        document_id=document,
        quote=Quote(start, start + len(text), text),
        value=None if value is None else Decimal(value),
        unit=unit,
        date=date.fromisoformat(day) if day else None,
        **said,  # type: ignore[arg-type]
    )
