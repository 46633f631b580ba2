"""What findings say, and which of them say the same."""

from __future__ import annotations

import pytest

from backend.core.aggregation.grouping import group, much_alike, read
from tests.core.findings import finding


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("day", "2019-12-30"),
        ("week", "2020-W01"),
        ("month", "2019-12"),
        ("quarter", "2019-Q4"),
        ("year", "2019"),
        ("weekday", "Monday"),
        ("vendor", "Acme"),
        ("unit", "EUR"),
        ("document", "a"),
        ("cost centre", "K 7"),
        ("unheard of", ""),
    ],
)
def test_what_a_finding_says_under_a_name(name: str, said: str) -> None:
    it = finding("1", day="2019-12-30", vendor="Acme", fields={"Cost Centre": "K 7"})
    assert read(it, name) == said


@pytest.mark.parametrize("name", ["day", "week", "month", "quarter", "year", "weekday"])
def test_what_has_no_date_says_no_time(name: str) -> None:
    assert read(finding("1"), name) == ""


def test_weekdays_follow_each_other_also_where_a_column_names_them() -> None:
    days = ["2026-11-20", "2026-11-16", "", "2026-11-22", "2026-11-23"]
    made = [finding("1", day=day) for day in days] + [finding("1", fields={"Weekday": "Tuesday"})]
    assert list(group(made, range(6), ["weekday"]).items()) == [
        (("Monday",), (1, 4)),
        (("Tuesday",), (5,)),
        (("Friday",), (0,)),
        (("Sunday",), (3,)),
        (("",), (2,)),
    ]


def test_a_group_is_named_by_its_most_frequent_spelling() -> None:
    made = [finding("1", vendor=name) for name in ("ACME  Ltd", "Acme Ltd", "Acme Ltd.", "Acme Ltd", "C", "C++", "")]
    assert group(made, range(7), ["vendor"]) == {("Acme Ltd",): (0, 1, 2, 3), ("C",): (4,), ("C++",): (5,), ("",): (6,)}


def test_what_the_cells_of_tables_say_is_kept_apart_as_written() -> None:
    made = [finding("1", vendor=name, row=row) for row, name in enumerate(("ACME Ltd", "Acme  Ltd", "Acme Ltd"))]
    assert group(made, range(3), ["vendor"]) == {("ACME Ltd",): (0,), ("Acme Ltd",): (1, 2)}


def test_names_that_are_much_alike_are_told() -> None:
    assert much_alike(["ACME", "Acme.", "Butcher", ""]) == [("ACME", "Acme.")]
