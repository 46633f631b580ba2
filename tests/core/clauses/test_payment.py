from __future__ import annotations

import pytest

from backend.core.clauses.clause import Wanted, judge, wanted
from backend.core.clauses.known import CLAUSES
from backend.core.clauses.payment import PAYMENT

FRAME = "ACME Ltd\nInvoice 4711\nTotal: EUR 120.00\n{}\nIBAN DE02 1203 0000 0000 2020 51\n"

PAID = [
    "PAID",
    "*** PAID ***",
    "Paid in full on 3 March 2026",
    "Paid by card, thank you",
    "Payment received on 03.03.2026",
    "Balance due: EUR 0.00",
    "Status: paid",
    "Bezahlt am 3. März 2026",
    "Betrag dankend erhalten",
    "Die Rechnung wurde bereits beglichen",
    "Acquittée",
    "Payée le 3 mars 2026 par carte",
    "Pagado el 3 de marzo de 2026",
    "Factura pagada",
]
OPEN = [
    "Please pay by 30 June 2026",
    "To be paid within 14 days",
    "Not yet paid",
    "If not paid by the due date we charge interest",
    "UNPAID",
    "Amount due: EUR 120.00",
    "Payment received, thank you -EUR 80.00",
    "Zahlbar bis 30.06.2026",
    "Der Betrag ist bis zum 30.06. zu bezahlen",
    "Noch nicht bezahlt",
    "À payer avant le 30 juin",
    "Non payée",
    "Pendiente de pago",
    "No pagada",
    "",
]


@pytest.mark.parametrize("line", PAID)
def test_an_invoice_that_says_so_was_paid(line: str) -> None:
    text = FRAME.format(line)
    stated = judge(Wanted(PAYMENT, True), text)
    assert stated.fits
    assert stated.place and text[slice(*stated.place)] == line
    assert not judge(Wanted(PAYMENT, False), text).fits


@pytest.mark.parametrize("line", OPEN)
def test_any_other_is_open(line: str) -> None:
    assert not judge(Wanted(PAYMENT, True), FRAME.format(line)).fits
    assert judge(Wanted(PAYMENT, False), FRAME.format(line)).fits


@pytest.mark.parametrize(
    ("meaning", "holding"),
    [
        ("paid", True),
        ("already settled", True),
        ("bezahlt", True),
        ("pagadas", True),
        ("unpaid", False),
        ("have not been paid yet", False),
        ("noch offen", False),
        ("nicht bezahlt", False),
        ("ne sont pas encore payées", False),
        ("pendientes de pago", False),
        ("overdue", None),
    ],
)
def test_what_a_person_means(meaning: str, holding: bool | None) -> None:
    found = wanted(CLAUSES, meaning)
    assert (found and (found.clause, found.holding)) == (None if holding is None else (PAYMENT, holding))
