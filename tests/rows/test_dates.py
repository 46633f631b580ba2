"""Dates of a column."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from backend.rows.dates import NO_DATE, UNREADABLE, find_period, read_day, read_days


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2019-03-04", "2019-03-04", "2019-03-04"),
        ("2019-03-04T10:00:00Z", "2019-03-04", "2019-03-04"),
        ("2019-03", "2019-03-01", "2019-03-31"),
        ("05.2020", "2020-05-01", "2020-05-31"),
        ("31/12/19", "2019-12-31", "2019-12-31"),
        ("12/31/2019", "2019-12-31", "2019-12-31"),
        ("20200131", "2020-01-31", "2020-01-31"),
        ("1. März 2019", "2019-03-01", "2019-03-01"),
        ("3rd March 2019", "2019-03-03", "2019-03-03"),
        ("March 3, 2019", "2019-03-03", "2019-03-03"),
        ("Mi, 3. Juli 2024", "2024-07-03", "2024-07-03"),
        ("1er janvier 2020", "2020-01-01", "2020-01-01"),
        ("marzo de 2020", "2020-03-01", "2020-03-31"),
        ("Feb-24", "2024-02-01", "2024-02-29"),
        ("Q3 2020", "2020-07-01", "2020-09-30"),
        ("2020", "2020-01-01", "2020-12-31"),
        (Decimal(43831), "2020-01-01", "2020-01-01"),
        ("43831", "2020-01-01", "2020-01-01"),
        (Decimal("43831.5"), "2020-01-01", "2020-01-01"),
        (dt.datetime(2020, 1, 1, 9, 30), "2020-01-01", "2020-01-01"),
    ],
)
def test_a_date_is_a_period_from_its_first_to_its_last_day(
    written: str | Decimal | dt.date, first: str, last: str
) -> None:
    assert read_day(written) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("written", ["99/99/2020", "soon", "30/02/2020", "March", "12", "5.50", "1/2/3/4"])
def test_what_is_no_date_is_never_made_one(written: str) -> None:
    assert read_day(written) is None


def test_a_day_above_twelve_decides_the_whole_column() -> None:
    assert read_days(["03/04/2024", "25/04/2024"]).periods[0] == (dt.date(2024, 4, 3),) * 2
    assert read_days(["03/04/2024", "04/25/2024"]).periods[0] == (dt.date(2024, 3, 4),) * 2


def test_without_a_day_above_twelve_the_order_of_the_rows_decides() -> None:
    days = read_days(["01/10/2024", "01/11/2024", "01/12/2024", "02/01/2024", "02/02/2024"])
    assert days.order == "month first"
    assert "follow each other" in days.reason


def test_tables_of_the_same_shape_help_each_other() -> None:
    assert read_days(["03/04/2024"], hint="month first").periods[0] == (dt.date(2024, 3, 4),) * 2


def test_a_column_that_says_nothing_is_read_day_first_and_says_so() -> None:
    days = read_days(["03/04/2024"])
    assert days.periods[0] == (dt.date(2024, 4, 3),) * 2
    assert "nothing in the column says otherwise" in days.reason


def test_a_missing_date_is_told_from_one_that_can_not_be_read() -> None:
    assert read_days(["", "n/a", "tomorrow"]).problems == (NO_DATE, NO_DATE, UNREADABLE)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("spend-2019-03.csv", "2019-03-01"),
        ("Statement March 2019.xlsx", "2019-03-01"),
        ("spend_over_500_Apr_2020", "2020-04-01"),
        ("Ausgaben März 2021", "2021-03-01"),
        ("Q3 2021", "2021-07-01"),
    ],
)
def test_a_name_may_say_when(name: str, first: str) -> None:
    period = find_period(name)
    assert period is not None
    assert period[0] == dt.date.fromisoformat(first)


@pytest.mark.parametrize("name", ["2019-03 to 2019-04", "report 2019.csv", "mayor 2019", "version 2.10"])
def test_a_name_that_leaves_it_open_says_nothing(name: str) -> None:
    assert find_period(name) is None
