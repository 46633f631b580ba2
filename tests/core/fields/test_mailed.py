"""Mails that are bills: order confirmations and refunds with a total, told from mails that only mention money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backend.core.asked import is_of_kind
from backend.core.fields.document import document_finding
from backend.core.fields.read import read_fields
from backend.core.plan import Plan


def mail(subject: str, *body: str) -> str:
    return "\n".join(("From: Mill Shop <hello@mill.example>", "To: tom@example.org", f"Subject: {subject}", "", *body))


ORDERS = [
    mail("Your Mill Shop order MS-77", "Hello Tom,", "1 x Lamp £17.49", "Postage: £2.00", "Order total: £19.49"),
    mail("Fwd: Your receipt from Mill Shop", "Lamp £17.49", "Total £17.49"),
    mail("Thank you!", "Thank you for your order.", "Total: £17.49"),
    mail("Ihre Bestellung 4711", "Guten Tag,", "Lampe 17,49 €", "Gesamtbetrag: 17,49 €"),
    mail("Ihre Rechnung RE-8", "Rechnungsbetrag 17,49 €"),
    mail("Confirmation de votre commande", "Bonjour,", "Lampe 17,49 €", "Total TTC : 17,49 €"),
    mail("Your Tuesday trip with Mill Cabs", "Total £14.20", "Thanks for riding, Tom"),
    mail("Ihre Telefonrechnung", "Ihre Rechnung liegt bereit. Rechnungsbetrag: 39,99 EUR"),
    mail("Payment received", "Amount paid: £10.99"),
    mail("Tu pedido 4711", "Hola Tomás:", "Lámpara 17,49 €", "Importe total: 17,49 €"),
]
REFUNDS = [
    mail("Your refund has been issued", "A refund is on its way.", "Refund total: £9.95"),
    mail("Ihre Rückerstattung", "Erstattungsbetrag: 9,95 €"),
    mail("Votre remboursement", "Montant remboursé : 9,95 €"),
    mail("Tu reembolso", "Importe reembolsado: 9,95 €"),
]
OTHERS = [
    mail("Dinner", "The total for all of us was £80.00, so £20.00 each."),
    mail("Your order has shipped", "Your parcel comes tomorrow.", "Order total: £19.49"),
    mail("Your order MS-77", "We are packing it. It should arrive on Friday."),
    mail("Re: your order MS-77", "> Order total: £19.49", "Please cancel it."),
    mail("Reminder: invoice MS-8", "Amount due: £19.49"),
    mail("A question on my refund", "Where is it? Total £9.95"),
    mail("Tickets", "Hi, I bought the tickets, total: £90.00. Can you send me £45.00?"),
    mail("Refund?", "When do I get my money back? Total: £20.00"),
    mail("Unser Angebot", "Gesamtbetrag: 17,49 €"),
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [*((text, "mailed bill") for text in ORDERS), *((text, "mailed refund") for text in REFUNDS),
     *((text, "mail") for text in OTHERS)],
)  # fmt: skip
def test_a_mail_is_a_bill_or_a_refund_only_where_it_says_so_and_states_a_total(text: str, kind: str) -> None:
    assert read_fields(text).kind == kind


@pytest.mark.parametrize("asked", ["payment", "invoice", "receipt", "mail", "message"])
def test_a_mailed_bill_is_spending_and_a_mail(asked: str) -> None:
    assert is_of_kind(asked, "mailed bill", "count")
    assert not is_of_kind("payment", "mail", "sum")
    assert not is_of_kind("contract", "mailed bill", "count")


@pytest.mark.parametrize("text", REFUNDS)
def test_a_mailed_refund_is_a_minus_among_payments_and_a_plain_amount_among_refunds(text: str) -> None:
    spent = document_finding("d", text, Plan(operation="sum", what="spend"))
    assert spent is not None
    assert spent.value == Decimal("-9.95")
    back = document_finding("d", text, Plan(operation="sum", what="refunds"))
    assert back is not None
    assert back.value == Decimal("9.95")
    assert is_of_kind("payment", "mailed refund", "sum")
    assert not is_of_kind("payment", "mailed refund", "count")
    assert is_of_kind("credit note", "mailed refund", "count")
