"""Aggregates: exact, per unit, every finding accounted for."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.aggregation.aggregate import aggregate
from backend.core.aggregation.view import view
from backend.core.finding import Finding
from backend.core.plan import Filters, Plan
from tests.core.findings import finding

RECEIPTS = [
    finding("10.00", "a", day="2018-03-05", vendor="Acme", category="Food"),
    finding("30.50", "b", day="2018-03-20", vendor="ACME", category="Travel"),
    finding("5.00", "c", day="2018-04-01", vendor="Zeta", category="Food"),
    finding("7.00", "d", unit="USD", day="2018-04-02", vendor="Zeta", category="Food"),
]


def lines(plan: Plan, findings: list[Finding]) -> list[tuple[tuple[str, ...], str, str]]:
    return [(line.key, line.unit, str(line.value)) for line in aggregate(plan, findings).lines]


def test_a_sum_is_made_per_unit_and_never_across() -> None:
    assert lines(Plan(operation="sum"), RECEIPTS) == [((), "EUR", "45.50"), ((), "USD", "7.00")]


def test_a_count_is_made_over_all_units() -> None:
    assert lines(Plan(operation="count"), RECEIPTS) == [((), "", "4")]


@pytest.mark.parametrize(
    ("operation", "value"), [("average", "91/6"), ("median", "10.00"), ("minimum", "5.00"), ("maximum", "30.50")]
)
def test_every_measure_of_one_unit(operation: str, value: str) -> None:
    assert lines(Plan.model_validate({"operation": operation}), RECEIPTS[:3]) == [((), "EUR", value)]


def test_months_come_in_their_order_and_what_has_none_at_the_end() -> None:
    plan = Plan(operation="sum", group_by=("month",))
    assert lines(plan, [finding("1", "e"), *RECEIPTS[2::-1]]) == [
        (("2018-03",), "EUR", "40.50"),
        (("2018-04",), "EUR", "5.00"),
        (("",), "EUR", "1"),
    ]


def test_what_does_not_say_its_group_is_named() -> None:
    made = aggregate(Plan(operation="sum", group_by=("month",)), [*RECEIPTS, finding("1", "e")])
    assert made.silent == (4,)


def test_vendors_come_by_size_and_spellings_in_other_case_are_one() -> None:
    plan = Plan(operation="sum", group_by=("vendor",))
    assert lines(plan, RECEIPTS[:3]) == [(("ACME",), "EUR", "40.50"), (("Zeta",), "EUR", "5.00")]


def test_groups_of_two_fields() -> None:
    plan = Plan(operation="count", group_by=("year", "category"))
    assert lines(plan, RECEIPTS) == [(("2018", "Food"), "", "3"), (("2018", "Travel"), "", "1")]


def test_the_smallest_groups_come_first_when_asked_for() -> None:
    plan = Plan(operation="sum", group_by=("month",), top=1, order="smallest")
    made = aggregate(plan, RECEIPTS[:3])
    assert [line.key for line in made.lines] == [("2018-04",)]
    assert (made.cut, made.tied) == (1, 0)


def test_a_tie_at_the_end_of_a_ranking_is_told() -> None:
    plan = Plan(operation="count", group_by=("vendor",), top=1)
    made = aggregate(plan, [finding("1", "a", vendor="x"), finding("1", "b", vendor="y")])
    assert (len(made.lines), made.cut, made.tied) == (1, 1, 1)


def test_any_field_can_group() -> None:
    made = [finding("1", "a", fields={"Department": "IT"}), finding("2", "b", fields={"department": "it"})]
    assert lines(Plan(operation="sum", group_by=("department",)), made) == [(("IT",), "EUR", "3")]


def test_distinct_counts_what_is_said_once_and_not_what_is_silent() -> None:
    made = [*RECEIPTS, finding("1", "e")]
    assert lines(Plan(operation="distinct", what="vendor"), made) == [((), "", "2")]


def test_the_average_month_is_the_average_of_the_totals_of_months() -> None:
    made = aggregate(Plan(operation="average", each="month"), RECEIPTS[:3])
    assert [line.value for line in made.lines] == [Fraction(91, 4)]
    assert made.lines[0].findings == (0, 1, 2)
    assert "not taken for 0" in made.notes[0]


def test_one_value_per_document_counts_the_most_certain_one() -> None:
    twice = [finding("10", "a", confidence=0.6), finding("11", "a", confidence=0.9, at=50)]
    made = aggregate(Plan(operation="sum"), twice)
    assert made.counted == (1,)
    assert made.left("repeated") == (0,)


def test_rows_and_mentions_of_one_document_all_count_but_none_twice() -> None:
    rows = [finding("1", "a", row=1), finding("1", "a", row=2, at=9), finding("1", "a", row=2, at=9)]
    assert aggregate(Plan(operation="sum", per="row"), rows).totals[0].total == 2
    places = [finding("1", "a", at=0), finding("1", "a", at=9), finding("1", "a", at=9)]
    assert aggregate(Plan(operation="count", per="mention"), places).lines[0].value == 2


def test_what_has_no_value_is_left_out_of_a_sum_with_its_reason() -> None:
    made = aggregate(Plan(operation="sum"), [finding("1", "a"), finding(None, "b")])
    assert made.left("undecidable") == (1,)
    assert made.left_out[0].verdict.reason == "No value was found."


def test_a_value_that_is_no_number_is_left_out_with_its_reason() -> None:
    made = aggregate(Plan(operation="sum"), [finding("1", "a"), finding("NaN", "b")])
    assert (made.counted, made.left("excluded")) == ((0,), (1,))


def test_filters_say_what_they_excluded_and_what_nobody_can_decide() -> None:
    plan = Plan(operation="sum", filters=Filters(date_from=date(2018, 4, 1)))
    made = aggregate(plan, [*RECEIPTS, finding("1", "e")])
    assert (made.counted, made.left("excluded"), made.left("undecidable")) == ((2, 3), (0, 1), (4,))


def test_an_unstated_unit_counts_as_the_one_asked_for_where_no_other_occurs() -> None:
    plan = Plan(operation="sum", filters=Filters(unit="MYR"))
    made = aggregate(plan, [finding("1", "a", unit="MYR"), finding("2", "b", unit="")])
    assert [(it.unit, it.total) for it in made.totals] == [("MYR", Decimal(3))]
    assert made.notes == ("1 of 2 values do not say in what unit; no other one occurs: counted as MYR.",)


def test_an_unstated_unit_is_undecidable_where_another_occurs() -> None:
    plan = Plan(operation="sum", filters=Filters(unit="USD"))
    made = aggregate(plan, [finding("1", "a", unit="USD"), finding("2", "b", unit="$"), finding("3", "c")])
    assert (made.counted, made.left("undecidable"), made.left("excluded")) == ((0,), (1,), (2,))


def test_the_names_that_a_vendor_filter_took_together_are_told() -> None:
    made = aggregate(Plan(operation="sum", filters=Filters(vendor="acme")), RECEIPTS)
    assert made.notes == ("Counted as acme: ACME, Acme.",)


def test_the_largest_items_come_first_within_their_unit() -> None:
    assert aggregate(Plan(operation="maximum", top=2), RECEIPTS).items == (1, 0, 2, 3)
    assert aggregate(Plan(operation="minimum", top=2), RECEIPTS).items == (2, 0, 1, 3)


def test_nothing_at_all_is_an_answer_too() -> None:
    made = aggregate(Plan(operation="sum"), [])
    assert (made.lines, made.totals, made.counted) == ((), (), ())
    assert aggregate(Plan(operation="count"), []).lines[0].value == 0


def test_the_view_has_the_shape_of_the_api_with_decimals_as_strings() -> None:
    shown = json.loads(json.dumps(view(aggregate(Plan(operation="sum", group_by=("category",)), RECEIPTS))))
    assert set(shown["summary"]) == {"total", "count", "average", "by_category", "by_month"}
    assert shown["summary"]["total"][0] | {"findings": 0} == {
        "unit": "EUR",
        "total": "45.50",
        "count": 3,
        "minimum": "5.00",
        "maximum": "30.50",
        "median": "10.00",
        "findings": 0,
    }
    assert shown["summary"]["average"][0] == {"unit": "EUR", "average": "15.17", "exact": "91/6", "count": 3}
    assert shown["summary"]["by_month"][0] == {
        "month": "2018-03",
        "count": 2,
        "totals": [{"unit": "EUR", "total": "40.50", "count": 2, "findings": [0, 1]}],
        "findings": [0, 1],
    }
    assert shown["lines"][0] == {"key": ["Travel"], "unit": "EUR", "value": "30.50", "findings": [1]}
    assert shown["top_items"][0]["value"] == "30.50"


def test_the_view_puts_findings_left_out_for_the_same_reason_together() -> None:
    shown = view(aggregate(Plan(operation="sum"), [finding(None, "a"), finding("1", "b"), finding(None, "c")]))
    assert shown["left_out"] == [{"outcome": "undecidable", "reason": "No value was found.", "findings": [0, 2]}]


OPERATIONS = st.sampled_from(["sum", "count", "average", "minimum", "maximum", "median", "distinct", "list"])
FINDINGS = st.lists(
    st.builds(
        finding,
        st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
        st.sampled_from("abcdefgh"),
        st.sampled_from(["EUR", "USD", "$", ""]),
        st.sampled_from(["", "2018-03-01", "2018-03-31", "2019-01-01"]),
        vendor=st.sampled_from(["", "Acme", "ACME", "Zeta"]),
        category=st.sampled_from(["", "Food"]),
        at=st.integers(0, 3),
    ),
    max_size=12,
)
PLANS = st.builds(
    Plan,
    operation=OPERATIONS,
    what=st.just("vendor"),
    per=st.sampled_from(["document", "row", "mention"]),
    group_by=st.sampled_from([(), ("month",), ("vendor",), ("unit", "category")]),
    top=st.none() | st.integers(1, 3),
    each=st.sampled_from(["", "month"]),
    filters=st.builds(
        Filters,
        unit=st.sampled_from(["", "USD"]),
        date_from=st.sampled_from([None, date(2018, 3, 2)]),
        value_above=st.sampled_from([None, Decimal(0)]),
    ),
)


@given(PLANS, FINDINGS)
def test_every_finding_is_counted_or_left_out_with_a_reason(plan: Plan, findings: list[Finding]) -> None:
    made = aggregate(plan, findings)
    left = [it.finding for it in made.left_out]
    assert sorted([*made.counted, *left]) == list(range(len(findings)))
    assert all(it.verdict.reason for it in made.left_out)
    assert sorted(made.items) == list(made.counted)


@given(PLANS, FINDINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_findings_changes_no_figure(plan: Plan, findings: list[Finding], random: object) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = aggregate(plan, findings), aggregate(plan, shuffled)
    assert [(it.key, it.unit, it.value) for it in one.lines] == [(it.key, it.unit, it.value) for it in other.lines]
    assert [(it.unit, it.total) for it in one.totals] == [(it.unit, it.total) for it in other.totals]


@given(FINDINGS, st.sampled_from(["month", "vendor", "category", "unit"]))
def test_the_groups_add_up_to_the_whole(findings: list[Finding], name: str) -> None:
    made = aggregate(Plan(operation="sum", per="mention", group_by=(name,)), findings)
    for total in made.totals:
        parts = [line for line in made.lines if line.unit == total.unit]
        assert sum((Fraction(line.value) for line in parts), Fraction(0)) == Fraction(total.total)
        assert sorted(index for line in parts for index in line.findings) == list(total.findings)


@given(PLANS, FINDINGS)
def test_every_number_opens_findings_of_its_own_unit(plan: Plan, findings: list[Finding]) -> None:
    made = aggregate(plan, findings)
    for line in made.lines:
        assert set(line.findings) <= set(made.counted)
        if plan.operation in {"sum", "average", "median", "minimum", "maximum"}:
            assert {made.units[index] for index in line.findings} == {line.unit}


def test_refunds_are_a_minus_in_sums_only() -> None:
    note = finding("-5.00", "a", fields={"kind": "credit note"})
    assert "1 of them is a credit note and counts as a minus." in aggregate(Plan(operation="sum"), [note]).notes
    assert aggregate(Plan(operation="count"), [note]).notes == ()
