from datetime import date
from decimal import Decimal

import pytest

from backend.core.fields.document import GIVES_BACK, document_finding
from backend.core.plan import Plan

INVOICE = """\
Northern Supplies Limited
Invoice number 5567
Date: 14 March 2023
Desk 1,200.00
VAT at 20% 240.00
Invoice total £1,440.00
Due date: 13 April 2023
"""


def test_a_document_becomes_one_finding_whose_quote_holds_its_value() -> None:
    found = document_finding("d1", INVOICE)
    assert found is not None
    assert (found.document_id, found.value, found.unit) == ("d1", Decimal("1440.00"), "GBP")
    assert (found.date, found.vendor) == (date(2023, 3, 14), "Northern Supplies Limited")
    assert INVOICE[found.quote.start : found.quote.end] == found.quote.text == "£1,440.00"
    assert found.fields == {"invoice_number": "5567", "due_date": "2023-04-13", "tax": "240.00", "kind": "invoice"}
    assert found.confidence == 0.99
    assert found.reasons[0] == "labelled 'Invoice total'"


def test_a_document_without_a_total_only_counts() -> None:
    found = document_finding("d1", "Minutes of 14 March 2023")
    assert found is not None
    assert (found.value, found.unit, found.quote.text) == (None, "", "14 March 2023")


def test_a_document_with_neither_total_nor_date_makes_no_finding() -> None:
    assert document_finding("d1", "Hello") is None
    assert document_finding("d1", "") is None


def test_a_credit_note_says_what_it_is() -> None:
    found = document_finding("d1", "Gutschrift Nr. 7\nGesamtbetrag -119,00 €")
    assert found is not None
    assert (found.value, found.fields["kind"]) == (Decimal("-119.00"), "credit note")
    asked_for = document_finding(
        "d1", "Gutschrift Nr. 7\nGesamtbetrag -119,00 €", Plan(operation="sum", what="refunds")
    )
    assert asked_for is not None
    assert asked_for.value == Decimal("119.00")


def test_two_currencies_are_never_added() -> None:
    found = document_finding("d1", "Freight USD 1,200.00\nHandling EUR 100.00\nTotal EUR 1,190.91")
    assert found is not None
    assert (found.value, found.unit) == (Decimal("1190.91"), "EUR")


def test_a_credit_note_counts_as_a_minus_even_where_it_prints_none() -> None:
    note = "CREDIT NOTE\nInvoice date 3 May 2021\nTotal £119.00"
    found = document_finding("d1", note, Plan(operation="sum", what="invoices"))
    assert found is not None
    assert (found.value, found.quote.text) == (Decimal("-119.00"), "£119.00")
    assert GIVES_BACK in found.reasons
    asked_for = document_finding("d1", note, Plan(operation="sum", what="credit notes"))
    assert asked_for is not None
    assert asked_for.value == Decimal("119.00")


@pytest.mark.parametrize(
    ("what", "value"),
    [("total", "52.80"), ("VAT", "8.00"), ("net", "40.00"), ("excluding VAT", "40.00"), ("tips", "4.80"),
     ("Trinkgeld", "4.80")],
)  # fmt: skip
def test_the_amount_that_the_question_names_is_read(what: str, value: str) -> None:
    bill = "The Crown\n3 May 2021\nSubtotal £40.00\nVAT 20% £8.00\nTip £4.80\nTotal £52.80\nVISA £52.80"
    found = document_finding("d1", bill, Plan(operation="sum", what=what))
    assert found is not None
    assert found.value == Decimal(value)
    assert bill[found.quote.start : found.quote.end].endswith(value)


def test_a_receipt_without_tax_adds_nothing_to_the_tax() -> None:
    assert document_finding("d1", "Date: 3 May 2021\nTotal £5.00", Plan(operation="sum", what="VAT")) is None


def test_a_document_that_only_counts_quotes_its_first_line() -> None:
    text = "\n  Dear Anna,\nthank you for the flowers."
    found = document_finding("d1", text, Plan(operation="count", what="letters"))
    assert found is not None
    assert (found.value, found.quote.text) == (None, "Dear Anna,")
    assert text[found.quote.start : found.quote.end] == found.quote.text


def test_a_receipt_may_name_its_number_without_a_word_for_it() -> None:
    found = document_finding("d1", "Paper & More\n12.05.2026 10:31  Bon 8812\nTotal EUR 51,60")
    assert found is not None
    assert found.fields["invoice_number"] == "8812"
    dated = document_finding("d1", "Paper & More\nBon 2026-05-12\nTotal EUR 51,60")
    assert dated is not None
    assert "invoice_number" not in dated.fields
