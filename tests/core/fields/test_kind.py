"""Kinds: what a document is, by its title or its form."""

from __future__ import annotations

import pytest

from backend.core.fields.read import read_fields


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CREDIT NOTE\nTotal £5.00", "credit note"),
        ("INVOICE\nACME Ltd\nBill to: Finch\nTotal £5.00", "invoice"),
        ("Corner Shop\nBread £2.00\nTotal £2.00\nCash £5.00\nChange £3.00", "receipt"),
        ("SERVICE AGREEMENT\nbetween A and B\nThe fee is £500.00 a month.", "contract"),
        ("Mietvertrag\nDie Miete beträgt 950,00 EUR.", "contract"),
        ("QUOTATION\nACME Ltd\nTotal £5.00", "offer"),
        ("From: Anna <a@example.com>\nTo: tom@example.com\nSubject: Hello\n\nYour invoice is late.", "mail"),
        ("12/03/2021, 09:14 - Anna: hi\n12/03/2021, 09:15 - Tom: £24.50\n12/03/2021, 09:17 - Anna: ok", "chat"),
        ("TAX INVOICE\nCorner Shop\nTotal RM 2.00\nCash RM 2.00", ""),
        ("The rose is without why.", ""),
        ("Remember to ask the market for the lost loyalty card; the man at the till was kind.", "note"),
        ("Remember to ask the market for the lost receipt; the man at the till was very kind.", ""),
        ("Remember to ask the market for the 12.50 back; the man at the till was very kind.", ""),
    ],
)
def test_a_document_says_what_it_is(text: str, kind: str) -> None:
    assert read_fields(text).kind == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Angebot Nr. 77 vom 04.08.2026", "offer"),
        ("Quotation No. Q-1042 dated 4 August 2026", "offer"),
        ("Devis n° 2026-14 du 4 août 2026", "offer"),
        ("Presupuesto nº 12, 4 de agosto de 2026", "offer"),
        ("Proforma-Rechnung 88", "offer"),
        ("Proforma invoice PI-12", "offer"),
        ("Kostenvoranschlag Nr. 4", "offer"),
        ("2. Mahnung vom 20.05.2026", "reminder"),
        ("Payment reminder - invoice 1004", "reminder"),
        ("Rappel n° 2", "reminder"),
        ("Recordatorio de pago 3/2026", "reminder"),
        ("Lieferschein 4471", "delivery note"),
        ("Delivery note DN-5", "delivery note"),
        ("Bon de livraison n° 44", "delivery note"),
        ("Albarán 2026/15", "delivery note"),
        ("Auftragsbestätigung AB-2026-9", "order"),
        ("Purchase order PO-4711", "order"),
        ("QUOTATION FOR OFFICE FURNITURE", "offer"),
        ("Betreff: Angebot für Büromöbel", "offer"),
        ("Devis pour travaux de peinture", "offer"),
        ("FACTURA PROFORMA 5", "offer"),
        ("Relance : facture n° 12 impayée", "reminder"),
    ],
)
def test_a_title_may_carry_a_number_and_a_date(title: str, kind: str) -> None:
    text = f"Steinbach GmbH\n{title}\n\nDesk 100,00 EUR\nTotal 100,00 EUR\n"
    assert read_fields(text).kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "Angebot Nr. 77",
        "Purchase order: PO-4711",
        "Ihre Bestellung vom 4.8.2026",
        "Devis n° 14",
        "Contract 5",
        "Leasingvertrag Nr. 4711",
        "Angebot für Büromöbel",
    ],
)
def test_an_invoice_may_name_the_offer_or_the_order_that_it_is_for(line: str) -> None:
    text = f"Steinbach GmbH\n{line}\nRechnung Nr. 1004 vom 20.05.2026\nKundennummer 5\nGesamtbetrag 100,00 EUR\n"
    assert read_fields(text).kind == "invoice"


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sam,\n\nYour service contract can be renewed.\n\nRegards, Print Care",
        "Please find attached the signed agreement. Kind regards, Northwind Ltd",
        "Sehr geehrte Frau Carter,\nanbei der Mietvertrag.\nMit freundlichen Grüßen",
        "Madame,\nVeuillez trouver ci-joint le contrat.\nCordialement",
        "Estimado señor:\nAdjunto el contrato firmado.\nAtentamente",
    ],
)
def test_a_letter_is_no_contract(text: str) -> None:
    assert read_fields(text).kind == "letter"


def test_a_letter_that_asks_for_money_may_be_an_invoice() -> None:
    text = "Sehr geehrte Frau Carter,\nfür meine Beratung berechne ich:\nGesamtbetrag 500,00 EUR\nBeste Grüße\n"
    assert read_fields(text).kind != "letter"


def test_an_order_that_a_shop_confirms_to_its_customer_is_a_receipt() -> None:
    assert (
        read_fields("Toolbox\nIhre Bestellung vom 26. Februar 2026\nHammer 5,00 €\nGesamtbetrag 5,00 €").kind
        == "receipt"
    )
