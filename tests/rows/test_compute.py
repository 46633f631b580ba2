"""Plans over rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from backend.core.plan import Filters, Plan
from backend.rows.compute import compute, map_roles
from backend.rows.result import RowsResult, rows_of

from .making import Folder

PAYMENTS = """Date,Supplier,Category,Amount (£),Office
2024-01-05,EDF Energy Ltd,Energy,10.10,Leeds
2024-01-20,Smith & Co,Repairs,20.20,York
2024-02-03,EDF Energy Ltd,Energy,30.30,Leeds
2024-02-04,Edf,Energy,-5.00,York
2024-04-09,Jones,Repairs and more,40.40,
,Jones,Repairs,1.00,Leeds
soon,Jones,Repairs,2.00,Leeds
2024-05-01,Jones,Repairs,n/a,Leeds
2024-05-02,Jones,Repairs,oops,Leeds
"""
Run = Callable[..., RowsResult]


@pytest.fixture
def run(folder: Folder) -> Run:
    tables = folder.tables(a_csv=PAYMENTS)

    def run(operation: str, **plan: object) -> RowsResult:
        return compute(tables, Plan(operation=operation, per="row", **plan))  # type: ignore[arg-type]

    return run


def left_out(result: RowsResult) -> dict[str, list[int]]:
    return {each.reason: [row.row for row in rows_of(result, each)] for each in result.left_out}


@pytest.mark.parametrize(
    ("operation", "value"),
    [
        ("sum", "99.00"),
        ("count", "9"),
        ("minimum", "-5.00"),
        ("maximum", "40.40"),
        ("median", "10.10"),
    ],
)
def test_one_figure_over_everything(run: Run, operation: str, value: str) -> None:
    (figure,) = run(operation).totals
    assert (figure.value, figure.unit) == (Decimal(value), "GBP")


def test_an_average_is_exact_and_a_median_lies_between_two_values(folder: Folder) -> None:
    content = "Date,Amount\n2024-01-01,0.01\n2024-01-02,12345678901234.03\n"
    assert folder.compute("average", a_csv=content).totals[0].value == Decimal("6172839450617.02")
    assert folder.compute("median", a_csv=content).totals[0].value == Decimal("6172839450617.02")


def test_sums_do_not_drift_where_floats_would(folder: Folder) -> None:
    content = "Date,Amount\n" + "2024-01-01,0.10\n" * 1_000 + "2024-01-01,9007199254740993.01\n"
    assert folder.compute("sum", a_csv=content).totals[0].value == Decimal("9007199254741093.01")


def test_values_that_can_not_be_read_are_listed_and_not_counted(run: Run) -> None:
    result = run("sum")
    assert left_out(result) == {"no value": [9], "the value could not be read": [10]}
    assert [row.line for row in rows_of(result, result.left_out[1])] == ["2024-05-02 | Jones | Repairs | oops | Leeds"]


def test_every_row_is_in_the_figures_or_left_out(run: Run) -> None:
    for filters in (
        Filters(),
        Filters(date_from=dt.date(2024, 2, 1)),
        Filters(words=("Leeds",), value_from=Decimal(15)),
    ):
        result = run("sum", filters=filters, group_by=("vendor",))
        accounted = sum(each.rows for each in (*result.totals, *result.left_out))
        assert accounted == result.rows == 9
        assert sum(each.rows for each in result.groups) == sum(each.rows for each in result.totals)


def test_groups_by_month_come_in_time_and_keep_what_has_no_date(run: Run) -> None:
    groups = [(figure.keys[0], figure.value) for figure in run("sum", group_by=("month",)).groups]
    expected = [("2024-01", "30.30"), ("2024-02", "25.30"), ("2024-04", "40.40"), ("", "3.00")]
    assert groups == [(month, Decimal(value)) for month, value in expected]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("quarter", ["2024-Q1", "2024-Q2", ""]),
        ("year", ["2024", ""]),
        ("category", ["Repairs and more", "Energy", "Repairs"]),
        ("supplier", ["Jones", "EDF Energy Ltd", "Smith & Co", "Edf"]),
        ("offices", ["Leeds", "", "York"]),
    ],
)
def test_groups_are_named_by_role_by_time_or_by_any_column(run: Run, name: str, keys: list[str]) -> None:
    assert [figure.keys[0] for figure in run("sum", group_by=(name,)).groups] == keys


def test_a_group_that_no_column_means_is_said_to_be_missing(run: Run) -> None:
    assert (
        'No column of these tables is called "zodiac sign" or means it.' in run("sum", group_by=("zodiac sign",)).notes
    )


def test_a_ranking_shows_the_largest_and_counts_the_others(run: Run) -> None:
    result = run("sum", group_by=("vendor",), top=2)
    assert [figure.keys for figure in result.groups] == [("Jones",), ("EDF Energy Ltd",)]
    assert result.groups_in_all == 4
    assert result.totals[0].value == Decimal("99.00")


def test_an_average_group_leaves_out_rows_without_a_name(run: Run) -> None:
    (across,) = run("sum", group_by=("month",)).across
    assert (across.groups, across.average, across.maximum) == (3, Decimal(32), Decimal("40.40"))


def test_different_things_are_counted_as_they_are_written(run: Run) -> None:
    result = run("distinct", what="how many different suppliers")
    assert result.totals[0].value == 4
    assert (result.groups[0].keys, result.groups[0].rows) == (("Jones",), 5)


def test_different_things_are_counted_per_group(run: Run) -> None:
    result = run("distinct", what="suppliers", group_by=("office",))
    assert {figure.keys[0]: figure.value for figure in result.groups} == {"Leeds": 2, "York": 2, "": 1}


@pytest.mark.parametrize(
    ("filters", "value"),
    [
        (Filters(date_from=dt.date(2024, 2, 1), date_to=dt.date(2024, 2, 29)), "25.30"),
        (Filters(vendor="EDF"), "-5.00"),
        (Filters(vendor="edf energy"), "40.40"),
        (Filters(category="Repairs"), "23.20"),
        (Filters(words=("york", "repairs")), "20.20"),
        (Filters(words=("Smith & Co",)), "20.20"),
        (Filters(unit="£"), "99.00"),
        (Filters(unit="gbp"), "99.00"),
        (Filters(value_from=Decimal("20.20"), value_to=Decimal("30.30")), "50.50"),
        (Filters(value_to=Decimal("-0.01")), "-5.00"),
    ],
)
def test_filters_leave_out_what_does_not_hold(run: Run, filters: Filters, value: str) -> None:
    assert run("sum", filters=filters).totals[0].value == Decimal(value)


def test_rows_without_a_date_are_left_out_of_a_period_with_the_reason(run: Run) -> None:
    found = left_out(run("count", filters=Filters(date_from=dt.date(2024, 4, 1))))
    assert found == {"outside the dates asked for": [2, 3, 4, 5], "no date": [7], "the date could not be read": [8]}


def test_a_month_that_lies_partly_in_the_period_is_left_out_with_the_reason(folder: Folder) -> None:
    tables = folder.tables(a_csv="Month,Amount\n2024-01,1.50\n2024-02,2.50\n")
    plan = Plan(operation="sum", filters=Filters(date_from=dt.date(2024, 1, 15)))
    result = compute(tables, plan)
    assert result.totals[0].value == Decimal("2.50")
    assert "partly" in result.left_out[0].reason


def test_every_figure_leads_to_its_rows_page_by_page(run: Run) -> None:
    result = run("sum", group_by=("vendor",))
    jones = result.groups[0]
    assert [(row.document_id, row.row, row.value, row.written) for row in rows_of(result, jones)] == [
        ("a.csv", 6, Decimal("40.40"), "40.40"),
        ("a.csv", 7, Decimal("1.00"), "1.00"),
        ("a.csv", 8, Decimal("2.00"), "2.00"),
    ]
    assert [row.row for row in rows_of(result, jones, offset=1, limit=1)] == [7]


def test_the_largest_comes_first_among_the_rows_of_a_maximum(run: Run) -> None:
    result = run("maximum")
    assert rows_of(result, result.totals[0], limit=1)[0].row == 6


def test_a_list_gives_the_largest_rows(run: Run) -> None:
    result = run("list", top=2)
    assert [row.row for row in rows_of(result, result.totals[0])] == [6, 4]


def test_rows_of_a_table_without_amounts_are_counted_and_never_added(folder: Folder) -> None:
    content = "Opened,Severity\n2024-01-01,high\n2024-01-02,low\n2024-01-03,high\n"
    counted = folder.compute("count", group_by=["severity"], a_csv=content)
    assert {figure.keys[0]: figure.value for figure in counted.groups} == {"high": 2, "low": 1}
    added = folder.compute("sum", a_csv=content)
    assert (added.totals, left_out(added)) == ((), {"no column of its table holds amounts": [2, 3, 4]})


def test_dates_come_from_the_name_of_the_file_where_no_column_has_them(folder: Folder) -> None:
    result = folder.compute(
        "sum",
        group_by=["month"],
        **{"spend-2019-03_csv": "Who,Amount\nA,1.50\n", "spend-2019-04_csv": "Who,Amount\nA,2.50\n"},
    )
    assert {figure.keys[0]: figure.value for figure in result.groups} == {
        "2019-03": Decimal("1.50"),
        "2019-04": Decimal("2.50"),
    }
    assert "the file's name says" in result.tables[0].sentences[0]


def test_a_year_and_a_month_in_two_columns_make_a_date(folder: Folder) -> None:
    content = "Year,Month,Sales\n2023,January,10.5\n2023,2,20\n2024,Mar,5\n"
    result = folder.compute("sum", group_by=["month"], a_csv=content)
    assert [figure.keys[0] for figure in result.groups] == ["2023-01", "2023-02", "2024-03"]


def test_one_undecided_file_is_read_as_the_others_of_its_shape(folder: Folder) -> None:
    head = "Date,Amount\n"
    result = folder.compute(
        "sum", group_by=["month"], a_csv=f"{head}01/02/2024,1.50\n", b_csv=f"{head}12/31/2024,2.50\n"
    )
    assert [figure.keys[0] for figure in result.groups] == ["2024-01", "2024-12"]


def test_a_corrected_role_changes_the_figures(folder: Folder) -> None:
    tables = folder.tables(a_csv="Date,Net,Gross\n2024-01-01,10.00,12.00\n")
    maps = map_roles(tables)
    corrected = {shape: roles.corrected({"Gross": "balance"}) for shape, roles in maps.items()}
    plan = Plan(operation="sum", what="paid")
    assert compute(tables, plan).totals[0].value == 12
    assert compute(tables, plan, corrected).totals[0].value == 10


def test_no_tables_give_no_figures() -> None:
    result = compute([], Plan(operation="sum", group_by=("month",)))
    assert (result.totals, result.groups, result.rows, result.left_out) == ((), (), 0, ())
