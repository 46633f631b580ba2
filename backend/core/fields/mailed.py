"""Mailed: what a mail is beside a mail: the confirmation of an order, a receipt or an invoice, or of a refund."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.asked import MAIL, MAILED_BILL, MAILED_REFUND
from backend.core.fields.rows import Entry, Line
from backend.core.fields.titles import CREDIT_NOTE
from backend.core.letters import plain

TOP = 12  # lines of the body in which it says what it is
LABEL_WORDS = 5  # words before a stated total; more are a sentence

_HEADER = re.compile(
    r"(?:from|von|de|to|an|a|para|cc|date|datum|fecha|subject|betreff|objet|asunto|sent|gesendet)\s?: "
)
_SUBJECT = re.compile(r"(?:subject|betreff|objet|asunto)\s?: ?(?P<said>.*)")
_REPLY = re.compile(r"(?:(?:re|aw|antw|sv|rif)\s?: ?)+")
_BILL = re.compile(
    r"\b(?:orders?|receipt|invoice|purchase|booking|reservation|tickets?|subscription|payment (?:confirm\w+|received)"
    r"|you paid|your payment|bestell\w+|auftragsbestatigung|\w*rechnung|quittung|\w*beleg|einkauf|buchung\w*"
    r"|zahlungsbestatigung|commande|recu|facture|achat|votre paiement|pedido|recibo|factura|compra|reserva"
    r"|su pago|tu pago)\b"
)
_THANKS = re.compile(
    r"\b(?:thank you for (?:your|shopping|ordering|buying)|thanks for (?:your order|your purchase|shopping)"
    r"|thank(?:s| you) for (?:riding|travell?ing|staying|booking)"
    r"|we(?: have|'ve|’ve)? received your (?:order|payment)|your order (?:is confirmed|has been (?:placed|confirmed))"
    r"|(?:vielen )?dank fur (?:ihren?|deinen?|eure) (?:bestellung|einkauf|kauf|zahlung|buchung)"
    r"|merci (?:pour|de) (?:votre|ta) (?:commande|achat|reservation|paiement)"
    r"|gracias por (?:su|tu) (?:pedido|compra|reserva|pago))\b"
    r"|^(?:order confirmation|receipt|invoice|tax invoice|bestellbestatigung|auftragsbestatigung|rechnung|quittung"
    r"|confirmation de commande|facture|recu|confirmacion de pedido|factura|recibo)\b",
    re.MULTILINE,
)
_REFUND = re.compile(
    r"\b(?:refund(?:ed)?|credit note|credit memo|(?:ruck)?erstattung|erstattet|gutschrift|rembours\w+|avoir|reembols\w+"
    r"|devolucion|abono)\b"
)
_NEITHER = re.compile(
    r"\?|\b(?:shipped|dispatched|on its way|out for delivery|delivered|versand\w*|verschickt|unterwegs|zugestellt"
    r"|expedie\w*|en route|livre|livree|enviado|en camino|entregado|cancel\w+|storniert\w*|annul\w+|anulad\w+"
    r"|reminder|overdue|mahnung|zahlungserinnerung|rappel|recordatorio|quote|quotation|angebot|devis|presupuesto"
    r"|questions?|query|problem|frage|reklamation|complaint|reclamation|reclamacion|consulta|where is|wo ist)\b"
)


def kind_of_mail(lines: Sequence[Line], entries: Sequence[Entry]) -> str:
    """A mail that says it is a bill or a refund, and states a total on a line of its own; else a plain mail."""
    subject, body = _parts(lines)
    if _REPLY.match(subject) or _NEITHER.search(subject):
        return MAIL
    top = "\n".join(body[:TOP])
    if (_REFUND.search(subject) or CREDIT_NOTE.search(top)) and _states(entries, refund=True):
        return MAILED_REFUND
    if (_BILL.search(subject) or _THANKS.search(top)) and _states(entries, refund=False):
        return MAILED_BILL
    return MAIL


def _parts(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """The subject, and the lines below the headers that are not empty; folded."""
    folded = [plain(line.text).strip() for line in lines]
    headers = 0
    while headers < len(folded) and (not folded[headers] or _HEADER.match(folded[headers])):
        headers += 1
    found = (_SUBJECT.match(line) for line in folded[:headers])
    return next((each["said"] for each in found if each), ""), [line for line in folded[headers:] if line]


def _states(entries: Sequence[Entry], *, refund: bool) -> bool:
    """Whether a short label says that an amount is the total, or what is given back."""
    return any(
        not entry.amount.is_bare
        and (
            (
                entry.kind in {"total", "payable", *(() if refund else ("tender",))}
                and len(entry.label.split()) <= LABEL_WORDS
            )
            or (refund and _REFUND.search(plain(entry.label)) is not None)
        )
        for entry in entries
    )
