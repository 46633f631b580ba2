"""Rankings: the largest of every unit, for amounts of different units are neither larger nor smaller."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.aggregation.aggregate import aggregate
from backend.core.aggregation.answer_text import write
from backend.core.aggregation.view import view
from backend.core.plan import Plan
from tests.core.findings import finding

BILLS = [
    finding("550.70", "a", vendor="Les Halles"),
    finding("1440.00", "b", vendor="Northern"),
    finding("137.68", "c", unit="USD", vendor="Cirrus"),
    finding("90.00", "d", vendor="Les Halles"),
    finding("273.81", "e", unit="USD", vendor="Cirrus"),
]


def test_the_smallest_is_shown_for_every_currency() -> None:
    made = aggregate(Plan(operation="minimum", what="invoice", top=1), BILLS)
    assert write(made).text.startswith(
        "The smallest of each unit, for different units are never compared:"
        "\n- Les Halles: EUR 90.00\n- Cirrus: USD 137.68\n\n"
    )
    shown = view(made)["top_items"]
    assert isinstance(shown, list)
    assert [each["value"] for each in shown] == ["90.00", "137.68"]


def test_a_list_by_size_shows_as_many_of_every_currency() -> None:
    text = write(aggregate(Plan(operation="list", what="receipts", top=2, order="smallest"), BILLS)).text
    assert text.startswith("Found of each unit")
    assert text.count("EUR") == text.count("USD") == 2


def test_one_currency_needs_no_word_of_it() -> None:
    text = write(aggregate(Plan(operation="maximum", top=1), [BILLS[0], BILLS[1]])).text
    assert text.startswith("The largest:\n- Northern: EUR 1,440.00\n\n")


def test_the_latest_are_the_latest_in_any_currency() -> None:
    dated = [finding("5", "a", day="2021-03-01"), finding("7", "b", unit="USD", day="2021-04-01")]
    assert aggregate(Plan(operation="list", top=1, order="latest"), dated).shown(24) == (1,)


@pytest.mark.parametrize("operation", ["minimum", "maximum"])
def test_the_largest_of_each_group_is_shown_for_every_group(operation: str) -> None:
    made = aggregate(Plan.model_validate({"operation": operation, "group_by": ("vendor",), "top": 1}), BILLS)
    assert {line.key for line in made.lines} == {("Les Halles",), ("Northern",), ("Cirrus",)}
    assert made.cut == 0


def test_the_group_with_the_largest_total_is_one_group() -> None:
    made = aggregate(Plan(operation="sum", group_by=("vendor",), top=1), BILLS[:2])
    assert [(line.key, line.value) for line in made.lines] == [(("Northern",), Decimal("1440.00"))]
    assert made.cut == 1
