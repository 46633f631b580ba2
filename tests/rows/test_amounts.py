"""Numbers of a column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.rows.amounts import NO_AMOUNT, UNREADABLE, read_amounts


def values(*cells: str | Decimal) -> list[str]:
    return [format(value, "f") if value is not None else "" for value in read_amounts(cells).values]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.50", "1234.50"),
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1,23,456.78", "123456.78"),
        ("(1,234.50)", "-1234.50"),
        ("(£5.00)", "-5.00"),
        ("USD (5.00)", "-5.00"),
        ("-£12.00", "-12.00"),
        ("£-12.00", "-12.00"),
        ("12.00-", "-12.00"),
        ("\u22123,5", "-3.5"),
        ("- 5.00", "-5.00"),
        ("12,-", "12"),
        (".50", "0.50"),
        ("EUR 1.234,00", "1234.00"),
        ("R$ 1.234,50", "1234.50"),
        ("2,5 kg", "2.5"),
    ],
)
def test_a_number_is_read_as_it_is_written(written: str, value: str) -> None:
    assert values(written) == [value]


@pytest.mark.parametrize(
    "written", ["12 items", "1.2.3", "30.08.2017", "1,2,3", "about 5", "1e5", "--5", "5-5", "123456789012345678"]
)
def test_what_is_no_amount_is_never_made_one(written: str) -> None:
    amounts = read_amounts([written])
    assert amounts.values == (None,)
    assert amounts.problems == (UNREADABLE,)


@pytest.mark.parametrize("written", ["", "-", "–", "n/a", "N/A", "nil"])
def test_a_cell_may_say_that_there_is_no_value(written: str) -> None:
    assert read_amounts([written]).problems == (NO_AMOUNT,)


def test_the_whole_column_decides_whether_a_point_parts_thousands() -> None:
    assert values("1.234", "5,50") == ["1234", "5.50"]
    assert values("1.234", "5.50") == ["1.234", "5.50"]
    assert values("1,234", "5.50") == ["1234", "5.50"]


def test_other_columns_decide_where_a_column_leaves_it_open() -> None:
    read = read_amounts(["1.234", "5.678"], hint=",")
    assert read.values == (Decimal(1234), Decimal(5678))
    assert "other columns" in read.reason


def test_numbers_that_could_mean_two_things_are_pointed_out() -> None:
    assert "two things" in read_amounts(["1.234"]).reason
    assert read_amounts(["1234"]).reason == ""


def test_credits_beside_unmarked_amounts_are_what_came_back() -> None:
    assert values("50.00", "20.00 CR") == ["50.00", "-20.00"]


def test_debits_are_negative_where_both_sides_are_marked() -> None:
    assert values("50.00 CR", "20.00 DR") == ["50.00", "-20.00"]


def test_numbers_of_a_workbook_stay_as_they_are() -> None:
    assert values(Decimal("1.234"), "5,50") == ["1.234", "5.50"]


def test_a_cell_says_its_own_unit() -> None:
    assert read_amounts(["£5", "5 kg", "EUR 5", "5", "7 %"]).units == ("£", "kg", "EUR", "", "%")
