"""Amounts and currencies in questions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.questions.amounts import find_amounts
from backend.core.questions.reading import Reading
from backend.core.questions.units import find_unit


@pytest.mark.parametrize(
    ("question", "bounds"),
    [
        ("receipts over 100", {"value_above": "100"}),
        ("a total above RM 100", {"value_above": "100"}),
        ("at least €1,000", {"value_from": "1000"}),
        ("no more than 20", {"value_to": "20"}),
        ("under 0.5", {"value_below": "0.5"}),
        (">= 10k", {"value_from": "10000"}),
        ("< 3", {"value_below": "3"}),
        ("1.5 million or more", {"value_from": "1500000"}),
        ("exactly 12.50", {"value_from": "12.50", "value_to": "12.50"}),
        ("between 50 and 100 euros", {"value_from": "50", "value_to": "100"}),
        ("over 50 and under 100", {"value_above": "50", "value_below": "100"}),
        ("negative lines", {"value_below": "0"}),
        ("100 receipts", {}),
    ],
)
def test_amounts_that_a_question_compares_with(question: str, bounds: dict[str, str]) -> None:
    found = find_amounts(Reading(question), ".").bounds
    assert found == {name: Decimal(value) for name, value in bounds.items()}


@pytest.mark.parametrize(
    ("question", "bounds"),
    [
        ("über 1.000 Euro", {"value_above": "1000"}),
        ("mindestens 12,50", {"value_from": "12.50"}),
        ("zwischen 50 und 100 €", {"value_from": "50", "value_to": "100"}),
        ("supérieures à 1 000 €", {"value_above": "1000"}),
        ("moins de 5", {"value_below": "5"}),
        ("que superan los 1.000,50 euros", {"value_above": "1000.50"}),
        ("100 € o más", {"value_from": "100"}),
    ],
)
def test_amounts_with_a_decimal_comma(question: str, bounds: dict[str, str]) -> None:
    found = find_amounts(Reading(question), ",").bounds
    assert found == {name: Decimal(value) for name, value in bounds.items()}


def test_how_an_open_number_was_read_is_told() -> None:
    assert find_amounts(Reading("over 1,000"), ".").assumed == ("I read 1,000 as 1000.",)


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("the sum in RM", "MYR"),
        ("in euros", "EUR"),
        ("the EUR invoices", "EUR"),
        ("in £", "GBP"),
        ("S$50", "SGD"),
        ("in US dollars", "USD"),
        ("try all the top cups", ""),
        ("nothing", ""),
    ],
)
def test_the_currency_a_question_asks_for(question: str, unit: str) -> None:
    assert find_unit(Reading(question))[0] == unit


def test_a_sign_of_several_currencies_is_taken_for_the_commonest_and_that_is_told() -> None:
    assert find_unit(Reading("over $5")) == ("USD", ("I took $ to be USD.",))


def test_several_currencies_are_no_filter() -> None:
    unit, told = find_unit(Reading("in EUR and USD"))
    assert unit == ""
    assert "each is shown on its own" in told[0]
