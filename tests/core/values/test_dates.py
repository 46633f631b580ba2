from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.values.dates import find_dates

CASES = [
    ("25/12/2018 8:13:39 PM", date(2018, 12, 25)), ("18 MAR 2018 18:25", date(2018, 3, 18)), ("18-MAR-18",
    date(2018, 3, 18)),
    ("18MAR2018", date(2018, 3, 18)), ("3. März 2014", date(2014, 3, 3)), ("19 april 2014", date(2014, 4, 19)),
    ("2 de julio de 2015", date(2015, 7, 2)), ("1er juillet 2015", date(2015, 7, 1)), ("8th of August 2014",
    date(2014, 8, 8)),
    ("August 3 , 2014", date(2014, 8, 3)), ("Aug 3rd 2014", date(2014, 8, 3)), ("2018 Mar 05", date(2018, 3, 5)),
    ("DATE:21/05/2018TIME: 11:12", date(2018, 5, 21)), ("14-02-201813:02:42", date(2018, 2, 14)),
    ("2018-03-05T10:00", date(2018, 3, 5)), ("2018/3/5", date(2018, 3, 5)), ("30.08.17", date(2017, 8, 30)),
    ("2018年3月5日", date(2018, 3, 5)), ("2023년 4월 5일", date(2023, 4, 5)), ("Date: 20180304", date(2018, 3, 4)),
    ("5. března 2019", date(2019, 3, 5)), ("05 июня 2019", date(2019, 6, 5)), ("12 Temmuz 2020", date(2020, 7, 12)),
    ("2014. március 5.", date(2014, 3, 5)), ("ngày 5 tháng 3 năm 2020", date(2020, 3, 5)), ("12 / 03 / 2018",
    date(2018, 3, 12)),
    ("1 czerwca 2021", date(2021, 6, 1)), ("15 ottobre 2020", date(2020, 10, 15)), ("31-12-99", date(1999, 12, 31)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), CASES, ids=[text for text, _ in CASES])
def test_dates_in_figures_and_in_words_are_read_without_their_time(text: str, value: date) -> None:
    (day,) = find_dates(text)
    assert day.value == value
    assert text[day.start : day.end] == day.raw
    assert ":" not in day.raw


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2018",
        "25/12/1018",
        "20180304",
        "192.168.1.12",
        "1.2.3",
        "03-3271 9872",
        "April 2018",
        "12-48",
        "5/2018",
        "99/99/99",
    ],
)
def test_what_is_no_day_of_a_plausible_year_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3/4/2018", 4), ("3/4/2018 and 3/25/2018", 3), ("3/4/2018 and 25/3/2018", 4), ("3/4/2018 (mm/dd/yyyy)", 3),
        ("March 4, 2018 or 3/4/2018", 3), ("Seattle, WA 98109, 3/4/2018", 3), ("Kuala Lumpur, 3/4/2018", 4),
    ],
)  # fmt: skip
def test_day_or_month_first_is_decided_by_the_document_else_the_day_comes_first(text: str, month: int) -> None:
    assert next(day for day in find_dates(text) if day.raw == "3/4/2018").value.month == month


def test_a_date_that_nothing_decides_says_what_else_it_could_be() -> None:
    (day,) = find_dates("3/4/2018")
    assert day.other == date(2018, 3, 4)
    assert find_dates("Kuala Lumpur, 3/4/2018")[0].other is None
    assert find_dates("4/4/2018")[0].other is None


@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%d-%b-%Y"]),
)
def test_every_day_that_is_written_is_read_back(day: date, form: str) -> None:
    assert [found.value for found in find_dates(day.strftime(form), "GB")] == [day]


def test_a_due_date_that_is_the_other_date_exchanged_does_not_turn_the_days_of_a_country() -> None:
    text = "Rechnungsdatum: 11.10.21\nZahlbar bis 2021-11-10"
    assert [day.value for day in find_dates(text, "DE")] == [date(2021, 10, 11), date(2021, 11, 10)]
    assert [day.value for day in find_dates(text, "")] == [date(2021, 11, 10)] * 2
