from datetime import date

import pytest

from backend.core.fields.read import read_fields


@pytest.mark.parametrize(
    "text",
    [
        "Due Date: 10/12/2022\nInvoice Date: 09/11/2022",
        "Bestelldatum: 01.11.2022\nRechnungsdatum: 09.11.2022",
        "Date d'échéance : 10/12/2022\nDate : 09/11/2022",
        "Valid until 31/12/2022\n09/11/2022 17:20",
        "Period 01/10/2022 - 31/10/2022\nDate: 09/11/2022",
        "Promotion 1 Jan 2022 - 31 Dec 2022\nDATE 09/11/2022",
    ],
)
def test_the_day_of_issue_is_told_from_other_days(text: str) -> None:
    assert read_fields(text).date.value == date(2022, 11, 9)


def test_the_day_by_which_to_pay_is_read_where_it_is_labelled() -> None:
    assert read_fields("Invoice Date: 9 Nov 2022\nDue Date: 9 Dec 2022").due_date.value == date(2022, 12, 9)
    assert read_fields("Invoice Date: 9 Nov 2022").due_date.value is None


def test_a_date_whose_day_and_month_can_be_exchanged_is_doubtful_and_shows_both() -> None:
    found = read_fields("Date 03/04/2022").date
    assert not found.confident
    assert [candidate.value for candidate in found.candidates] == [date(2022, 4, 3), date(2022, 3, 4)]
    assert found.reasons[-1] == "Day and month can be exchanged."


def test_a_currency_of_one_country_decides_which_comes_first() -> None:
    assert read_fields("Date 03/04/2022\nTotal RM 5.00").date.confident


def test_a_text_without_a_date_says_so() -> None:
    assert read_fields("Total 5.00").date.reasons == ("No date stands in the document.",)
