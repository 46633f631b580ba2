from decimal import Decimal

import pytest

from backend.core.fields.field import Field
from backend.core.fields.read import read_fields


def total(*lines: str) -> Field[Decimal]:
    return read_fields("\n".join(lines)).total


def test_the_total_is_what_was_paid_after_rounding_and_before_tendering() -> None:
    found = total("TOTAL 52.08", "ROUNDING .02", "ROUNDED TOTAL 52.10", "CASH 60.00", "CHANGE 7.90")
    assert found.value == Decimal("52.10")
    assert found.confident
    assert any("60.00 given less 7.90 change" in reason for reason in found.reasons)


def test_a_total_that_is_labelled_rounding_is_the_total_after_it() -> None:
    assert total(
        "TOTAL SALES 45.34", "ROUNDING ADJUSTMENT .01", "ROUNDING 45.35", "CASH 50.00", "CHANGE 4.65"
    ).value == Decimal("45.35")


def test_what_says_that_it_includes_a_tax_is_the_total_where_it_was_paid() -> None:
    lines = "GST 6% + 0.51", "*TOTAL QTY: 1.00  9.00", "TOTAL INCLUDES GST 6%  9.00", "CASH 50.00", "CHANGE 41.00"
    assert total(*lines).value == Decimal("9.00")
    assert total("Subtotal 8.49", "Total 9.00", "Total includes GST 0.51", "Cash 10.00").value == Decimal("9.00")


def test_what_was_accepted_is_not_the_total() -> None:
    lines = "PAY PARKING TICKET 5.00 RM", "AMOUNT INCL. GST 5.00 RM", "ACCEPTED TOTAL 10.00 RM", "CHANGE 5.00 RM"
    assert total(*lines).value == Decimal("5.00")


def test_a_rounded_total_without_a_label_is_known_by_what_was_paid() -> None:
    lines = "TOTAL AMT 60.31", "ROUNDING ADJ -0.01", "RM 60.30", "CASH 70.30", "CHANGE 10.00"
    assert total(*lines).value == Decimal("60.30")


def test_points_of_a_shop_are_no_total_beside_what_was_paid() -> None:
    lines = "AMT PAID INCL GST : RM111.90", "AMT PAID EXCL. GST :RM 105.57", "TOTAL SV : 10.56  TOTAL GV : 10.55"
    assert total(*lines).value == Decimal("111.90")


def test_totals_of_quantity_savings_tax_and_of_a_table_of_taxes_are_not_the_total() -> None:
    found = total(
        "Total Qty: 4", "Subtotal 26.00", "Total GST 1.56", "Total 27.56", "Total Savings 99.00",
        "GST Summary  Amount  Tax", "SR 6% 26.00 1.56", "Total: 26.00 1.56",
    )  # fmt: skip
    assert found.value == Decimal("27.56")
    assert found.confident


def test_the_sum_of_a_page_is_not_the_total() -> None:
    found = total("Chairs 600.00", "Page total 600.00", "Carried forward 600.00", "Desk 300.00", "Invoice total 900.00")
    assert found.value == Decimal("900.00")


def test_what_is_still_due_after_a_deposit_is_the_total() -> None:
    assert total("Total EUR 246.00", "Deposit paid -100.00", "Balance due EUR 146.00").value == Decimal("146.00")


def test_labels_above_are_paired_with_as_many_amounts_below() -> None:
    assert total("Subtotal", "VAT", "Total", "£550.00", "£110.00", "£660.00").value == Decimal("660.00")


def test_labels_below_their_amounts_are_those_of_the_amounts_above_them() -> None:
    lines = "Relay 99.00", "93.40", "SUB TOTAL:", "0.00", "DISCOUNT :", "5.60", "TOTAL GST :", "99.00", "TOTAL :"
    found = total(*lines, "CASH : 100.00", "1.00", "CHANGE :")
    assert found.value == Decimal("99.00")
    above = "Shop", "Subtotal", "93.40", "Discount", "0.00", "GST", "5.60", "Total", "99.00", "Thank you"
    assert total(*above).value == Decimal("99.00")


def test_the_gross_column_of_a_total_with_several_columns_is_taken() -> None:
    assert total("Razem: 257,59 59,24 316,83", "Kwota VAT 59,24").value == Decimal("316.83")


def test_misread_letters_of_a_label_are_forgiven() -> None:
    assert total("SUBT0TAL 18.90", "SERV1CE 1.00", "T0TAI 19.90").value == Decimal("19.90")


def test_misread_digits_are_never_put_right() -> None:
    assert total("Total l8.9O").value is None


def test_an_amount_in_a_sentence_is_no_confident_total() -> None:
    found = total("The fee is EUR 2,500.00, payable in advance. Liability is limited to EUR 50,000.00.")
    assert not found.confident


def test_what_was_only_paid_is_a_doubtful_total() -> None:
    found = total("Fuel 50.00", "CASH 50.00")
    assert found.value == Decimal("50.00")
    assert not found.confident


def test_two_totals_that_differ_leave_a_doubt_that_names_the_other() -> None:
    found = total("Total 10.00", "Total 12.00")
    assert not found.confident
    assert any("10.00" in reason for reason in found.reasons)
    assert {candidate.value for candidate in found.candidates} == {Decimal("10.00"), Decimal("12.00")}


def test_a_number_that_may_belong_to_the_amount_behind_it_leaves_a_doubt() -> None:
    assert not total("Total 1 234.56").confident


def test_a_text_without_amounts_has_no_total() -> None:
    found = total("Dear Ada,", "see you on Monday at 10:30.")
    assert found.value is None
    assert found.reasons == ("No amount is labelled as a total.",)


def test_a_bare_number_is_a_total_only_where_no_amount_is_written_otherwise() -> None:
    assert total("Tea 400", "Total 400").value == 400
    assert total("Tea 4.00", "Total items 1", "Total 4.00").value == 4


@pytest.mark.parametrize(
    "line",
    ["Betrag erhalten 63,00 EUR inkl. 7% MwSt", "The fee is £63.00 plus VAT",
     "Das Entgelt beträgt 63,00 EUR zuzüglich der gesetzlichen Umsatzsteuer.",
     "Prix 63,00 € TVA incluse", "Precio: 63,00 € mensuales, IVA no incluido"],
)  # fmt: skip
def test_an_amount_behind_which_its_tax_is_mentioned_is_no_tax(line: str) -> None:
    fields = read_fields(f"City Cabs\n{line}")
    assert (fields.total.value, fields.tax.value) == (Decimal("63.00"), None)


def test_a_tax_with_its_name_behind_it_is_a_tax() -> None:
    fields = read_fields("Total £60.00\nIncluded: £10.00 VAT")
    assert (fields.total.value, fields.tax.value) == (Decimal("60.00"), Decimal("10.00"))


def test_the_head_of_a_column_is_no_part_of_the_number_below_it() -> None:
    found = total("Gutschrift GS-11", "Pos Bezeichnung Betrag EUR", "1 Korrektur 84,11", "Gutschriftsbetrag 84,11")
    assert found.value == Decimal("84.11")
    assert found.best is not None
    assert found.best.raw == "84,11"


@pytest.mark.parametrize(
    "converted",
    ["Total in EUR (Kurs 1.03) EUR 51.55", "Total EUR 51.55", "entspricht Total EUR 51.55", "Total ≈ EUR 51.55",
     "Total converted at a rate of 1.03: EUR 51.55", "Soit un total de 51.55 EUR (taux 1.03)"],
)  # fmt: skip
def test_a_total_converted_into_another_currency_is_not_the_total(converted: str) -> None:
    fields = read_fields(f"Zum Löwen\nWein CHF 30.00\nBrot CHF 20.05\nTotal CHF 50.05\n{converted}\nMWST 8.1% CHF 3.75")
    assert (fields.total.value, fields.currency.value) == (Decimal("50.05"), "CHF")
    assert fields.tax.value == Decimal("3.75")


def test_a_rate_on_a_line_of_its_own_tells_which_of_two_totals_is_converted() -> None:
    fields = read_fields("Kiosk\nTotal CHF 12.40\nTotal EUR 12.90\nKurs 1.04")
    assert (fields.total.value, fields.currency.value) == (Decimal("12.40"), "CHF")


def test_a_total_in_a_currency_of_its_own_is_the_total() -> None:
    fields = read_fields("Northern Ltd\nDesk 100.00\nTotal USD 120.00\nAt a rate of 1.20 per GBP")
    assert (fields.total.value, fields.currency.value) == (Decimal("120.00"), "USD")
