from datetime import date
from decimal import Decimal

from backend.core.fields.document import document_finding

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
    assert found.fields == {"invoice_number": "5567", "due_date": "2023-04-13", "tax": "240.00"}
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


def test_two_currencies_are_never_added() -> None:
    found = document_finding("d1", "Freight USD 1,200.00\nHandling EUR 100.00\nTotal EUR 1,190.91")
    assert found is not None
    assert (found.value, found.unit) == (Decimal("1190.91"), "EUR")
