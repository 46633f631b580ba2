"""Numbers as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.values.written import numbers_in, readings


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("10", {"10"}),
        ("10.50", {"10.50"}),
        ("1.234", {"1.234", "1234"}),
        ("1,234.50", {"1234.50"}),
        ("1.234,50", {"1234.50"}),
        ("1 234,50", {"1234.50"}),
        ("1'234'567.5", {"1234567.5"}),
        ("12,34,567.00", {"1234567.00"}),
        ("0.500", {"0.500"}),
        ("12.05.2018", set()),
        ("1.2.3", set()),
        ("1,23,4", set()),
    ],
)
def test_a_number_has_the_readings_its_separators_allow(raw: str, values: set[str]) -> None:
    assert readings(raw) == {Decimal(value) for value in values}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Total -5.00", {"-5.00"}),
        ("Total -£5.00", {"-5.00"}),
        ("RM -5.00", {"-5.00"}),
        ("Total - 5.00", {"5.00", "-5.00"}),
        ("(5.00)", {"5.00", "-5.00"}),
        ("5.00 CR", {"5.00", "-5.00"}),
        ("A-5", {"5"}),
    ],
)
def test_a_sign_belongs_to_its_number_where_that_is_certain(text: str, values: set[str]) -> None:
    assert numbers_in(text)[0].values == {Decimal(value) for value in values}


def test_a_blank_may_separate_thousands_or_two_numbers() -> None:
    assert [numbers.values for numbers in numbers_in("2 100.00")] == [
        {Decimal("2100.00")},
        {Decimal(2)},
        {Decimal("100.00")},
    ]
    assert [numbers.values for numbers in numbers_in("2 100,00")] == [{Decimal("2100.00")}]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9))
def test_every_way_to_write_an_amount_is_read_as_that_amount(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text in (f"{value:.2f}", english, german, german.replace(".", "\u202f"), english.replace(",", "'")):
        assert value in numbers_in(text)[0].values, text
