"""Tax: which of a document's amounts it is, by label, table and arithmetic."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.fields.read import read_fields


@pytest.mark.parametrize(
    ("text", "tax", "net"),
    [
        ("Net £50.00\nVAT 20% £10.00\nTotal £60.00", "10.00", "50.00"),
        ("Total £60.00\nRate   Net   VAT   Gross\n20%   50.00   10.00   60.00", "10.00", "50.00"),
        ("Summe 11,90 €\nMwSt %  Netto  MwSt  Brutto\n19%  10,00  1,90  11,90", "1.90", "10.00"),
        ("City tax £9.00\nRoom £91.00\nTotal £100.00\nincl. VAT 25% £20.00", "20.00", None),
        ("TOTAL  1,100\nTax 10%  100\nVISA  1,100", "100", None),
    ],
)
def test_the_tax_is_told_from_the_amounts_around_it(text: str, tax: str, net: str | None) -> None:
    fields = read_fields(text)
    assert fields.tax.value == Decimal(tax)
    assert fields.net.value == (None if net is None else Decimal(net))


def test_taxes_of_two_rates_are_added_up_and_quoted_from_the_first_to_the_last() -> None:
    text = "Net £110.00\nVAT 20% £20.00\nVAT 5% £0.50\nTotal £130.50"
    tax = read_fields(text).tax
    assert tax.value == Decimal("20.50")
    assert tax.best is not None
    assert text[tax.best.start : tax.best.end] == "£20.00\nVAT 5% £0.50"
    assert tax.reasons == ("20.00 + 0.50, of 2 rates",)


@pytest.mark.parametrize("total", ["Total TVA 24,50 €", "Montant total de la TVA 24,50 €", "Total VAT 24,50 €"])
def test_the_printed_sum_of_the_taxes_of_several_rates_is_the_tax(total: str) -> None:
    tax = read_fields(f"Net 140,00 €\nTVA 20 % 20,00 €\nTVA 10 % 4,00 €\nTVA 5,5 % 0,50 €\n{total}\nTotal 164,50 €").tax
    assert tax.value == Decimal("24.50")
    assert tax.best is not None
    assert tax.best.raw == "24,50 €"
    assert tax.confident


def test_a_tax_in_brackets_is_a_minus_only_where_the_total_is_one() -> None:
    fields = read_fields("Taxi\nFahrpreis 23,40 EUR inkl. 7 % MwSt (1,53 EUR)")
    assert (fields.total.value, fields.tax.value) == (Decimal("23.40"), Decimal("1.53"))


def test_one_of_several_taxes_is_not_the_sum_of_the_others() -> None:
    tax = read_fields("Net £110.00\nVAT 20% £20.00\nVAT 5% £0.50\nVAT registration 24.50\nTotal £130.50").tax
    assert tax.value == Decimal("20.50")
