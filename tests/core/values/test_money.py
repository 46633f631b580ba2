from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.values.money import find_amounts


def only(text: str) -> tuple[str, str, str]:
    (amount,) = find_amounts(text)
    assert text[amount.start : amount.end] == amount.raw
    return str(amount.value), amount.unit, amount.raw


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"), ("1.234,56", "1234.56"), ("Suma: 1 234,56", "1234.56"), ("1'234.56", "1234.56"),
        ("1’234.56", "1234.56"), ("12,34,567.00", "1234567.00"), ("1\u202f234,56", "1234.56"), ("1,234,567", "1234567"),
        ("0.05", "0.05"), ("9.00", "9.00"), ("12,5 €", "12.5"), ("5.-", "5"), ("100,– kr", "100"),
    ],
)  # fmt: skip
def test_thousands_and_decimals_are_read_by_their_form(text: str, value: str) -> None:
    assert only(text)[0] == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Öl 1.500 EUR, Salz 2,50 EUR", ["1500", "2.50"]),
        ("Oil 1.500 USD, salt 2.50 USD", ["1.500", "2.50"]),
        ("Beras Rp 65.000", ["65000"]),
        ("Total KWD 3.750", ["3.750"]),
    ],
)
def test_what_the_form_leaves_open_is_decided_by_the_document(text: str, values: list[str]) -> None:
    assert [str(amount.value) for amount in find_amounts(text)] == values


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("RM10.14", "MYR"), ("10.14 RM", "MYR"), ("US$ 5.00", "USD"), ("5,00 €", "EUR"), ("EUR 5.00", "EUR"),
        ("£5.00", "GBP"),
        ("Rs. 45.00 GSTIN 1", "INR"), ("₹45", "INR"), ("CHF 1.00", "CHF"), ("12,00 zł", "PLN"), ("100 Kč", "CZK"),
        ("1,200円", "JPY"), ("5.00 US dollars", ""), ("R$ 1,00", "BRL"), ("S/ 5.00 SUNAT", "PEN"), ("5,00 Euro", "EUR"),
    ],
)  # fmt: skip
def test_signs_codes_and_words_before_or_behind_name_the_currency(text: str, unit: str) -> None:
    assert find_amounts(text)[0].unit == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Total $5.00", "$"), ("Total $5.00, all prices in CAD", "CAD"), ("Acme Sdn Bhd, Johor. Total $5.00", "MYR"),
        ("Acme Pty Ltd ABN 1. Total $5.00", "AUD"), ("Seattle, WA 98109. Total $5.00", "USD"), ("Att betala 100 kr",
        "SEK"),
        ("Å betale 100 kr, org 1 MVA", "NOK"), ("小計 ¥1,180 お釣り", "JPY"), ("合计：¥86.50", "CNY"), ("¥86.50", "¥"),
    ],
)  # fmt: skip
def test_a_sign_of_several_currencies_is_decided_by_the_document_or_stays_as_it_is(text: str, unit: str) -> None:
    assert find_amounts(text)[0].unit == unit


@pytest.mark.parametrize(
    "text", ["-1.00", "1.00-", "(1.00)", "−1.00", "-RM 1.00", "RM -1.00", "€ -1,00", "-$1.00", "1.00 CR", "(RM 1.00)"]
)
def test_minus_brackets_and_credit_make_an_amount_negative(text: str) -> None:
    assert only(text)[0] in {"-1.00"}
    assert only(text)[2] == text


def test_a_debit_is_positive_and_a_dash_is_no_minus() -> None:
    assert only("5.00 DR")[0] == "5.00"
    assert only("total - 5.00")[0] == "5.00"


@pytest.mark.parametrize(
    "text",
    [
        "12:45", "30.08.2017", "2018-03-05", "03-3271 9872", "6.00 %", "GST @6%", "39.54 LITRE", "0,852 kg",
        "7.62M", "1.2.3",
        "10.0.0.1", "U13/X", "INV-2018.55", "A12.50B", "9555017370017", "4 PCS", "5.00-6.00", "12.05 Uhr", "450 kWh",
    ],
)  # fmt: skip
def test_dates_times_telephones_percentages_quantities_and_codes_are_no_amounts(text: str) -> None:
    assert find_amounts(text) == []


def test_a_currency_between_two_numbers_belongs_to_the_one_it_touches() -> None:
    first, second = find_amounts("2 x 1.50 RM3.00")
    assert (first.unit, second.unit) == ("", "MYR")
    first, second = find_amounts("5,00 € 6,00 €")
    assert (first.raw, second.raw) == ("5,00 €", "6,00 €")


def test_words_that_are_also_codes_are_no_money() -> None:
    assert only("GEL 5.00")[1] == ""
    assert only("RON 95 diesel 5.00")[1] == ""


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["{:,.2f}", "{:.2f}"]))
def test_every_amount_that_is_written_is_read_back_exactly(value: Decimal, form: str) -> None:
    assert [amount.value for amount in find_amounts(f"Total: {form.format(value)} EUR")] == [value]


@given(st.text(alphabet="0123456789.,-()' €$RMkr:/%x\n", max_size=60))
def test_whatever_the_text_amounts_stand_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for amount in find_amounts(text):
        assert amount.start >= end
        assert text[amount.start : amount.end] == amount.raw
        end = amount.end
