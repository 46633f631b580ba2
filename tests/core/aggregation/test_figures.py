"""Exact figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.aggregation.figures import Measured, exact, figures, is_rounded, rounded, usable

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15)


def measured(*values: str) -> list[Measured]:
    return [Measured(Decimal(value), (index,)) for index, value in enumerate(values)]


def test_a_total_of_very_large_and_very_small_values_is_exact() -> None:
    made = figures("EUR", measured("1E+100", "0.000000001", "-1E+100"))
    assert made.total == Decimal("0.000000001")


def test_an_average_is_exact_and_rounded_only_when_shown() -> None:
    made = figures("EUR", measured("10", "0", "0"))
    assert made.average == Fraction(10, 3)
    assert (exact(made.average), rounded(made.average), is_rounded(made.average)) == ("10/3", "3.33", True)


def test_an_average_that_a_decimal_can_write_is_written_in_full() -> None:
    made = figures("EUR", measured("0.001", "0"))
    assert (exact(made.average), rounded(made.average)) == ("0.0005", "0.00")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(1, 200), "0.01"), (Fraction(-1, 200), "-0.01"), (Fraction(5, 3), "1.67"), (Fraction(0), "0.00")],
)
def test_halves_are_rounded_away_from_zero(value: Fraction, shown: str) -> None:
    assert rounded(value) == shown


def test_the_median_of_an_even_number_of_values_is_between_the_middle_two() -> None:
    assert figures("EUR", measured("1", "4", "2.5", "100")).median == Decimal("3.25")


def test_extremes_open_the_finding_they_are() -> None:
    made = figures("EUR", measured("3", "9", "9", "1"))
    assert (made.maximum.findings, made.minimum.findings) == ((1,), (3,))
    assert made.made_of("maximum") == (1,)
    assert made.made_of("sum") == (0, 1, 2, 3)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+301", "1E-301"])
def test_what_no_person_writes_is_not_usable(value: str) -> None:
    assert not usable(Decimal(value))


@given(st.lists(AMOUNTS, min_size=1))
def test_figures_agree_with_fractions(values: list[Decimal]) -> None:
    made = figures("EUR", [Measured(value, (index,)) for index, value in enumerate(values)])
    fractions = sorted(map(Fraction, values))
    assert Fraction(made.total) == sum(fractions)
    assert made.average == sum(fractions) / len(fractions)
    assert Fraction(made.median) == (fractions[len(fractions) // 2] + fractions[(len(fractions) - 1) // 2]) / 2
    assert made.minimum.value <= made.median <= made.maximum.value
    assert abs(Fraction(rounded(made.average)) - made.average) <= Fraction(1, 200)
