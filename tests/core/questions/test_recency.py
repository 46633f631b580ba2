"""Questions for the first or last by date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend.core.intent import classify


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("latest invoice", ("latest", 1, "")),
        ("show me the oldest receipt", ("earliest", 1, "")),
        ("the last five payments", ("latest", 5, "")),
        ("what are the three most recent invoices?", ("latest", 3, "")),
        ("When was the first payment to Northwind?", ("earliest", 1, "Northwind")),
        ("when did we last pay Northwind?", ("latest", 1, "Northwind")),
        ("Wann war die erste Zahlung an Brunner GmbH?", ("earliest", 1, "Brunner GmbH")),
        ("Quelle est la dernière facture ?", ("latest", 1, "")),
        ("¿Cuándo fue el primer pago a Solana?", ("earliest", 1, "Solana")),
    ],
)
def test_the_first_or_last_of_many_is_a_list_by_date(question: str, plan: tuple[Any, ...]) -> None:
    made = classify(question, today=date(2026, 11, 22)).plan
    assert made is not None
    assert (made.operation, made.order, made.top, made.filters.vendor) == ("list", *plan)


@pytest.mark.parametrize(
    "question",
    ["what did we spend last month, by category", "total by vendor, biggest first", "spending in the first quarter"],
)
def test_first_and_last_of_something_else_is_no_list_by_date(question: str) -> None:
    made = classify(question, today=date(2026, 11, 22)).plan
    assert made is not None
    assert made.order == "largest"


def test_when_one_document_says_something_is_answered_quickly() -> None:
    assert classify("When was the lease signed?", today=date(2026, 11, 22)).plan is None
    assert classify("What does the latest contract say about notice?", today=date(2026, 11, 22)).plan is None
