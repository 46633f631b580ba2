"""Times in questions, in four languages."""

from __future__ import annotations

from datetime import date

import pytest

from backend.core.questions.periods import Range, find_range
from backend.core.questions.reading import Reading

TODAY = date(2026, 11, 22)  # a Sunday


def find(question: str) -> Range | None:
    return find_range(Reading(question), TODAY)


def days(question: str) -> tuple[str, str]:
    found = find(question)
    return (str(found.first or ""), str(found.last or "")) if found else ("none", "none")


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("in March 2018", "2018-03-01", "2018-03-31"),
        ("Mar. 2018", "2018-03-01", "2018-03-31"),
        ("im März 2018", "2018-03-01", "2018-03-31"),
        ("en février 2016", "2016-02-01", "2016-02-29"),
        ("en agosto de 2019", "2019-08-01", "2019-08-31"),
        ("03/2018", "2018-03-01", "2018-03-31"),
        ("2018-03", "2018-03-01", "2018-03-31"),
        ("in 2018", "2018-01-01", "2018-12-31"),
        ("2018-2020", "2018-01-01", "2020-12-31"),
        ("2018-03-05", "2018-03-05", "2018-03-05"),
        ("5.3.2018", "2018-03-05", "2018-03-05"),
        ("on May 3rd, 2018", "2018-05-03", "2018-05-03"),
        ("am 1. Mai 2018", "2018-05-01", "2018-05-01"),
        ("le 1er mai 2018", "2018-05-01", "2018-05-01"),
        ("el 1 de mayo de 2018", "2018-05-01", "2018-05-01"),
        ("Q1 2019", "2019-01-01", "2019-03-31"),
        ("2019 Q2", "2019-04-01", "2019-06-30"),
        ("im 1. Quartal 2019", "2019-01-01", "2019-03-31"),
        ("au premier trimestre 2019", "2019-01-01", "2019-03-31"),
        ("second half of 2019", "2019-07-01", "2019-12-31"),
        ("between 1 May and 15 June 2018", "2018-05-01", "2018-06-15"),
        ("from 1 to 15 May 2018", "2018-05-01", "2018-05-15"),
        ("zwischen Januar und März 2019", "2019-01-01", "2019-03-31"),
        ("entre le 1er mai et le 15 juin 2018", "2018-05-01", "2018-06-15"),
        ("entre mayo y julio de 2018", "2018-05-01", "2018-07-31"),
        ("from November to February 2019", "2018-11-01", "2019-02-28"),
        ("from 2016 to 2018", "2016-01-01", "2018-12-31"),
        ("receipts from 2018", "2018-01-01", "2018-12-31"),
        ("receipts from 3 March 2018", "2018-03-03", "2018-03-03"),
        ("invoices from 3 March 2018 on", "2018-03-03", ""),
        ("spent from 3 March 2018", "2018-03-03", ""),
        ("entre mars et juin 2018", "2018-03-01", "2018-06-30"),
        ("desde mar hasta mayo de 2018", "2018-03-01", "2018-05-31"),
        ("in summer 2018", "2018-06-01", "2018-08-31"),
        ("im Winter 2018/19", "2018-12-01", "2019-02-28"),
        ("au printemps 2018", "2018-03-01", "2018-05-31"),
        ("en otoño de 2018", "2018-09-01", "2018-11-30"),
        ("since 2019", "2019-01-01", ""),
        ("from March 2019 onwards", "2019-03-01", ""),
        ("from 1 May 2018", "2018-05-01", ""),
        ("seit dem 1. Mai 2018", "2018-05-01", ""),
        ("depuis mars 2018", "2018-03-01", ""),
        ("desde marzo de 2018", "2018-03-01", ""),
        ("after March 2019", "2019-04-01", ""),
        ("before 2019", "", "2018-12-31"),
        ("until March 2019", "", "2019-03-31"),
        ("bis März 2019", "", "2019-03-31"),
        ("hasta marzo de 2019", "", "2019-03-31"),
    ],
)
def test_a_time_that_is_named_has_its_first_and_last_day(question: str, first: str, last: str) -> None:
    assert days(question) == (first, last)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("today", "2026-11-22", "2026-11-22"),
        ("gestern", "2026-11-21", "2026-11-21"),
        ("the day before yesterday", "2026-11-20", "2026-11-20"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("le mois dernier", "2026-10-01", "2026-10-31"),
        ("el mes pasado", "2026-10-01", "2026-10-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("dieses Jahr", "2026-01-01", "2026-12-31"),
        ("l'année dernière", "2025-01-01", "2025-12-31"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("letztes Quartal", "2026-07-01", "2026-09-30"),
        ("the last 30 days", "2026-10-24", "2026-11-22"),
        ("in den letzten drei Monaten", "2026-08-01", "2026-10-31"),
        ("les 3 derniers mois", "2026-08-01", "2026-10-31"),
        ("en los últimos 6 meses", "2026-05-01", "2026-10-31"),
        ("year to date", "2026-01-01", "2026-11-22"),
    ],
)
def test_a_time_counted_from_today(question: str, first: str, last: str) -> None:
    assert days(question) == (first, last)


def test_last_month_in_january_is_december() -> None:
    found = find_range(Reading("last month"), date(2026, 1, 31))
    assert found is not None
    assert (found.first, found.last) == (date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("question", "first", "last", "assumed"),
    [
        ("in FY2019/20", "2019-04-01", "2020-03-31", "from 1 April 2019 to 31 March 2020"),
        ("FY19-20", "2019-04-01", "2020-03-31", "from 1 April 2019 to 31 March 2020"),
        ("in summer", "2026-06-01", "2026-08-31", "I took summer to run from"),
        ("cet été", "2026-06-01", "2026-08-31", "I took the latest, 2026"),
        ("last winter", "2025-12-01", "2026-02-28", "I took winter to run from"),
        ("in December", "2025-12-01", "2025-12-31", "I took the latest, 2025"),
        ("on 29 February", "2024-02-29", "2024-02-29", "I took the latest, 2024"),
        ("on 03/06/2018", "2018-06-03", "2018-06-03", "with the day first"),
    ],
)
def test_what_is_assumed_is_told(question: str, first: str, last: str, assumed: str) -> None:
    found = find(question)
    assert found is not None
    assert (str(found.first), str(found.last)) == (first, last)
    assert any(assumed in sentence for sentence in found.assumed)


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("compare Q1 and Q2 2019", "quarter"),
        ("2018 versus 2019", "year"),
        ("January, February and March 2018", "month"),
        ("between January and March 2018", ""),
    ],
)
def test_times_that_are_listed_are_compared(question: str, group: str) -> None:
    found = find(question)
    assert found is not None
    assert found.compared == group


def test_the_time_between_two_that_are_compared_is_told() -> None:
    found = find("compare Q1 2018 and Q1 2019")
    assert found is not None
    assert "the time between" in found.assumed[0]


@pytest.mark.parametrize(
    "text",
    ["may we see it", "a été payé", "prices fall", "on Mars", "set the total", "invoice 20180301", "1.2.3", "page 3/4"],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert find(text) is None
