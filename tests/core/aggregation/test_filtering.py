"""Filters, each with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from backend.core.aggregation.filtering import decide, same_vendor
from backend.core.plan import Filters
from backend.core.topics import has_words
from tests.core.findings import finding

MARCH = Filters(date_from=date(2018, 3, 1), date_to=date(2018, 3, 31))


@pytest.mark.parametrize("day", ["2018-03-01", "2018-03-31"])
def test_both_ends_of_a_time_belong_to_it(day: str) -> None:
    assert decide(MARCH, finding("1", day=day)) is None


def test_what_is_outside_of_a_time_says_on_which_side() -> None:
    verdict = decide(MARCH, finding("1", day="2018-02-28"))
    assert verdict is not None
    assert (verdict.outcome, verdict.reason) == ("excluded", "Dated 2018-02-28, before 2018-03-01.")


def test_what_has_no_date_is_undecidable_and_not_excluded() -> None:
    verdict = decide(MARCH, finding("1"))
    assert verdict is not None
    assert verdict.outcome == "undecidable"


def test_what_one_filter_excludes_is_excluded_though_another_can_not_be_decided() -> None:
    verdict = decide(MARCH.model_copy(update={"vendor": "ACME"}), finding("1", vendor="Other"))
    assert verdict is not None
    assert verdict.outcome == "excluded"


@pytest.mark.parametrize(
    ("bounds", "kept"),
    [
        ({"value_above": Decimal(100)}, ["100.01"]),
        ({"value_from": Decimal(100)}, ["100", "100.01"]),
        ({"value_below": Decimal(100)}, ["99.99"]),
        ({"value_to": Decimal(100)}, ["99.99", "100"]),
        ({"value_from": Decimal("99.99"), "value_to": Decimal(100)}, ["99.99", "100"]),
    ],
)
def test_over_and_under_leave_the_bound_out_and_at_least_and_at_most_do_not(
    bounds: dict[str, Decimal], kept: list[str]
) -> None:
    filters = Filters(**bounds)  # type: ignore[arg-type]
    values = ["99.99", "100", "100.01"]
    assert [value for value in values if decide(filters, finding(value)) is None] == kept


def test_a_value_that_is_not_known_is_in_no_range() -> None:
    verdict = decide(Filters(value_above=Decimal(1)), finding(None))
    assert verdict is not None
    assert verdict.outcome == "undecidable"


@pytest.mark.parametrize("name", ["ACME LTD.", "Acme Limited", "ACME", "The Acme Company", "acmé"])
def test_a_name_is_the_same_whatever_its_case_accents_and_legal_form(name: str) -> None:
    assert same_vendor("ACME Ltd", name)


@pytest.mark.parametrize("name", ["ACMEX", "AC ME", "", "Ltd"])
def test_a_part_of_a_word_is_another_name(name: str) -> None:
    assert not same_vendor("ACME Ltd", name)


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ("The Works", "The Works Stores", True),
        ("The Works", "Works Stores", True),
        ("The Works", "IT Works", False),
        ("La Huerta", "HUERTA S.L.", True),
        ("IT Works", "The Works", False),
        ("Works", "IT Works", True),
        ("Veolia|Biffa", "Biffa Waste Ltd", True),
        ("Veolia|Biffa", "Capita", False),
    ],
)
def test_an_article_may_be_missing_at_the_beginning_and_one_of_several_names_is_enough(
    wanted: str, found: str, same: bool
) -> None:
    assert same_vendor(wanted, found) is same


def test_a_day_of_the_week_is_that_of_the_date() -> None:
    sundays = Filters(weekdays=("Sunday",))
    verdicts = [decide(sundays, finding("1", day=day)) for day in ("2026-11-22", "2026-11-23", "")]
    assert [verdict and verdict.outcome for verdict in verdicts] == [None, "excluded", "undecidable"]


def test_a_vendor_that_is_left_out_is_told_from_one_that_is_not_known() -> None:
    others = Filters(without_vendors=("Veolia",))
    verdicts = [decide(others, finding("1", vendor=name)) for name in ("Biffa", "Veolia ES Ltd", "")]
    assert [verdict and verdict.outcome for verdict in verdicts] == [None, "excluded", "undecidable"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"label": "Tesco | Groceries"}, False),
        ({"category": "groceries"}, False),
        ({"label": "Shell | Fuel"}, True),
        ({"fields": {"kind": "credit note"}}, False),
        ({"fields": {"kind": "invoice"}}, True),
    ],
)
def test_words_and_refunds_are_left_out(said: dict[str, object], kept: bool) -> None:
    filters = Filters(without_words=("groceries", "credit notes"))
    assert (decide(filters, finding("1", **said)) is None) is kept  # type: ignore[arg-type]


def test_a_category_is_the_whole_category() -> None:
    assert decide(Filters(category="buildings"), finding("1", category="Buildings")) is None
    verdict = decide(Filters(category="Buildings"), finding("1", category="Buildings & Civils"))
    assert verdict is not None


def test_a_sign_that_several_currencies_share_can_not_be_decided() -> None:
    verdicts = [decide(Filters(unit="USD"), finding("1", unit=unit)) for unit in ("USD", "", "$", "EUR")]
    assert [verdict and verdict.outcome for verdict in verdicts] == [None, "undecidable", "undecidable", "excluded"]


def test_all_words_must_stand_as_whole_words() -> None:
    text = "Café  Crème,\nno. 10.50"
    assert has_words(text, ["cafe creme", "10.50"])
    assert not has_words(text, ["caf"])
    assert not has_words(text, ["cafe", "tea"])
    assert not has_words(text, ["10"])
    assert has_words(text, [])


def test_another_legal_form_is_another_firm_and_a_missing_one_is_not() -> None:
    assert same_vendor("Acme Ltd", "ACME Limited")
    assert same_vendor("Acme GmbH", "Acme")
    assert same_vendor("Acme", "Acme GmbH & Co. KG")
    assert not same_vendor("Acme AG", "Acme GmbH")
