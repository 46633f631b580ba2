from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backend.core.followup import carried_on
from backend.core.intent import Intent, classify
from backend.core.plan import Plan

TODAY = date(2026, 11, 22)
FIRST = "How much did I spend at Rewe in March 2026 by category?"


def after(question: str, first: str = FIRST) -> Intent | None:
    before = classify(first, today=TODAY).plan
    assert before
    return carried_on(classify(question, today=TODAY), classify(question, today=TODAY, mode="full"), before, first)


def plan(question: str, first: str = FIRST) -> Plan:
    found = after(question, first)
    assert found and found.plan
    return found.plan


@pytest.mark.parametrize(
    "question", ["and in April?", "in April?", "und im April?", "et en avril ?", "¿y en abril?", "what about April"]
)
def test_another_period_keeps_all_else(question: str) -> None:
    made = plan(question)
    assert (made.operation, made.group_by, made.filters.vendor) == ("sum", ("category",), "Rewe")
    assert (made.filters.date_from, made.filters.date_to) == (date(2026, 4, 1), date(2026, 4, 30))


@pytest.mark.parametrize("question", ["and at Lidl?", "und bei Lidl?", "and Lidl?", "what about Lidl?"])
def test_another_name_takes_the_place_of_the_first(question: str) -> None:
    made = plan(question)
    assert "Lidl" in (made.filters.vendor, *made.filters.words)
    assert "Rewe" not in (made.filters.vendor, *made.filters.words)
    assert made.filters.date_to == date(2026, 3, 31)


@pytest.mark.parametrize("question", ["by month", "nach Monat", "break it down by month", "par mois"])
def test_other_groups(question: str) -> None:
    made = plan(question)
    assert (made.group_by, made.filters.vendor, made.filters.date_to) == (("month",), "Rewe", date(2026, 3, 31))


def test_a_unit_an_amount_and_another_operation() -> None:
    assert plan("only in euros").filters.unit == "EUR"
    assert plan("only over 100").filters.value_above == Decimal(100)
    assert plan("and how many?").operation == "count"
    assert plan("and the average?").operation == "average"
    assert plan("without Lidl").filters.without_vendors == ("Lidl",)


def test_it_says_from_what_it_goes_on() -> None:
    found = after("and in April?")
    assert found
    assert FIRST in found.reasoning


@pytest.mark.parametrize(
    "question",
    [
        "How many contracts renew by themselves?",
        "Who signed the lease?",
        "thanks",
        "and who signed it?",
        "What did I spend in April?",
        "Total by month",
        "In which contract is the notice period described in the most detail of all of them?",
        "",
    ],
)
def test_a_question_of_its_own_is_none(question: str) -> None:
    assert after(question) is None
