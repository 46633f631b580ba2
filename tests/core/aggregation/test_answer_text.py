"""Answers in words: every number is a computed one and opens its findings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from backend.core.aggregation.aggregate import aggregate
from backend.core.aggregation.answer_text import allowed_numbers, foreign_numbers, write
from backend.core.finding import Finding
from backend.core.plan import Filters, Plan
from tests.core.aggregation.test_aggregate import FINDINGS, PLANS, RECEIPTS
from tests.core.findings import finding


def answer(findings: list[Finding], **plan: object) -> str:
    return write(aggregate(Plan.model_validate(plan), findings)).text


def test_a_total_says_what_was_counted() -> None:
    march = Filters(date_from=date(2018, 3, 1), date_to=date(2018, 3, 31), unit="EUR")
    assert answer(RECEIPTS, operation="sum", filters=march) == (
        "The total is EUR 40.50.\n\n"
        "I counted one value per document, dated 1 March 2018 to 31 March 2018, in EUR: 2 in all."
        " 2 were left out by these conditions."
    )


def test_several_units_stand_side_by_side() -> None:
    text = answer(RECEIPTS, operation="sum")
    assert text.startswith("The total by unit: EUR 45.50, USD 7.00. Different units are never added up.")


def test_an_average_says_that_it_is_rounded() -> None:
    text = answer(RECEIPTS[:3], operation="average")
    assert text.startswith("The average is EUR 15.17. It is rounded half up to two digits here")


def test_groups_are_lines_with_names_for_people() -> None:
    text = answer(RECEIPTS[:3], operation="sum", group_by=("month",))
    assert text.startswith("The total by month:\n- March 2018: EUR 40.50\n- April 2018: EUR 5.00\n\n")
    assert "\n- Q1 2018: EUR 40.50\n" in answer(RECEIPTS[:3], operation="sum", group_by=("quarter",))


def test_a_ranking_says_how_many_more_there_are() -> None:
    text = answer([*RECEIPTS, finding("1", "e", vendor="Last")], operation="count", group_by=("vendor",), top=2)
    assert text.startswith("The number by vendor:\n- ACME: 2\n- Zeta: 2\n- and 1 more\n\n")


def test_the_largest_items_are_listed_with_their_names() -> None:
    text = answer(RECEIPTS[:3], operation="maximum", top=2)
    assert text.startswith("The largest:\n- ACME, 20 March 2018: EUR 30.50\n- Acme, 5 March 2018: EUR 10.00\n\n")


def test_what_could_not_be_decided_is_said() -> None:
    text = answer([*RECEIPTS, finding("1", "e")], operation="sum", filters=Filters(date_from=date(2018, 4, 1)))
    assert "1 could not be decided" in text


def test_what_is_said_of_one_is_not_said_as_of_several() -> None:
    one = [*RECEIPTS[:2], finding("5.00", "e")]
    by_month = answer(one, operation="sum", group_by=("month",))
    assert "Of these, 1 does not say where it belongs and stands on a line of its own." in by_month
    assert "\n- month not stated: " in by_month
    different = answer(one, operation="distinct", what="month")
    assert "Of these, 1 does not say it, so it is not among the different ones." in different
    above = answer(one, operation="sum", filters=Filters(value_above=Decimal(10)))
    assert above.endswith(" 2 were left out by these conditions.")
    below = answer(one, operation="sum", filters=Filters(value_below=Decimal(20)))
    assert below.endswith(" 1 was left out by these conditions.")


def test_rows_of_tables_are_not_called_documents() -> None:
    row = finding("7.00", "t", row=3)
    both = answer([*RECEIPTS[:2], row], operation="sum")
    assert "I counted one value per row of a table and per other document: 3 in all." in both
    assert "I counted one value per document: 2 in all." in answer(RECEIPTS[:2], operation="sum")


def test_nothing_found_is_said_and_not_shown_as_zero() -> None:
    assert answer([], operation="sum").startswith("Nothing in these documents matches the question.")


def test_every_number_opens_its_findings() -> None:
    parts = write(aggregate(Plan(operation="sum", group_by=("month",)), RECEIPTS[:3])).parts
    opened = {part.text: part.findings for part in parts if part.findings is not None}
    assert opened == {"EUR 40.50": (0, 1), "EUR 5.00": (2,), "3": (0, 1, 2)}


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("The total is 45.50.", []),
        ("The total is 45,50 €.", []),
        ("In 2018 it was EUR 45.5.", []),
        ("The total is 45.05.", ["45.05"]),
        ("About 46 in 2019.", ["46", "2019"]),
        ("The total is 45.50, -45.50 or 12.05.2018.", ["45.50", "12.05.2018"]),
    ],
)
def test_a_number_that_was_not_computed_is_caught(text: str, foreign: list[str]) -> None:
    allowed = [Decimal("45.50"), Decimal(2018)]
    assert foreign_numbers(text, allowed) == foreign


@given(PLANS, FINDINGS)
def test_the_template_writes_computed_numbers_only(plan: Plan, findings: list[Finding]) -> None:
    made = aggregate(plan, findings)
    assert foreign_numbers(write(made).text, allowed_numbers(made)) == []
    assert all(set(part.findings) <= set(range(len(findings))) for part in write(made).parts if part.findings)
