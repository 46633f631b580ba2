"""Asked: which amount of a document, and which kind of document, the words of a question name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from backend.core.plan import Operation, Plan
from backend.core.questions.reading import fold, phrases

Measure = Literal["", "tax", "net", "tip", "discount"]

_TAXES = r"(?:vat|gst|sst|hst|sales tax|tax(?:es)?)"
_NO_AMOUNT = (
    r"(?! (?:invoices?|receipts?|bills?|returns?|numbers?|no\b|id|ids|rates?|codes?|office|advis\w+|year|free|exempt))"
)
NET = phrases(
    rf"(?:excluding|exclusive of|without|before|excl\.?|exc\.?|ex\.?|less|minus|net of|not including) (?:the "
    rf"|any )?{_TAXES}",
    "(?:ohne|exklusive|exkl\\.?|abzuglich|vor) (?:der |die )?(?:mwst|mehrwertsteuer|umsatzsteuer|ust|steuern?)",
    "hors (?:tva|taxes?)|sans (?:la )?tva|ht",
    "sin (?:el )?(?:iva|impuestos)|antes de (?:iva|impuestos)",
    "net(?! (?:change|flow|movement|payable|worth|result|income))|netto(?:betrag\\w*|summe\\w*)?|nettos?"
    "|montant net|neto|base imponible",
)
GROSS = phrases(
    rf"(?:including|inclusive of|incl\.?|inc\.?|with) (?:the )?{_TAXES}|gross",
    "(?:inklusive|inkl\\.?|mit) (?:der )?(?:mwst|mehrwertsteuer|umsatzsteuer|ust|steuern?)|brutto\\w*",
    "ttc|toutes taxes comprises|brut",
    "con (?:iva|impuestos)|(?:iva|impuestos) incluidos?|bruto",
)
TAX = phrases(
    rf"{_TAXES}{_NO_AMOUNT}",
    "mwst|mehrwertsteuer|umsatzsteuer|ust|steuern?(?:betrag)?",
    "tva|taxes?",
    "iva|impuestos?",
)
TIP = phrases(
    "tips?|tipped|gratuit(?:y|ies)", "trinkgeld\\w*", "pourboires?", "propinas?", "dricks|mancia|fooi|gorjeta"
)
DISCOUNT = phrases("discounts?|savings|saved?|rebates?", "rabatte?n?|nachlass|skonto", "remises?|rabais", "descuentos?")
MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("net", NET), ("", GROSS), ("tax", TAX), ("tip", TIP), ("discount", DISCOUNT),
)  # fmt: skip
NAMES: dict[Measure, str] = {"tax": "tax", "net": "amount without tax", "tip": "tip", "discount": "discount"}

REFUNDS = phrases(
    "credit (?:notes?|memos?)|refunds?|refunded|reimburse\\w*",
    "gutschrift(?:en)?|(?:ruck)?erstattung(?:en)?|erstattet\\w*|storno\\w*",
    "avoirs?|rembours\\w+",
    "notas? de (?:credito|abono)|abonos?|reembols\\w+|devoluci\\w+",
)
MESSAGES = phrases("messages?", "nachricht(?:en)?", "mensajes?")
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("invoice", phrases("invoices?|bills?", "rechnung(?:en)?", "factures?", "facturas?")),
    ("receipt", phrases("receipts?", "quittung(?:en)?|kassenbons?|kassenzettel|bons?", "recus?|tickets? de caisse",
                        "recibos?|tiques?")),
    ("contract", phrases("contracts?|agreements?|leases?", "\\w*vertrage?n?|\\w*vertrags?", "contrats?|baux|bail",
                         "contratos?")),
    ("offer", phrases("quotes?|quotations?|offers?|estimates?|proposals?", "angebote?n?|kostenvoranschlage?", "devis",
                      "presupuestos?|ofertas?")),
    ("message", MESSAGES),
    ("mail", phrases("e-?mails?|mails?", "e-?mails?", "courriels?", "correos?(?: electronicos?)?")),
    ("payslip", phrases("payslips?|pay slips?", "\\w*abrechnungen|lohnabrechnung|gehaltsabrechnung",
                        "bulletins? de (?:paie|salaire)", "nominas?")),
    ("reminder", phrases("(?:payment )?reminders?", "mahnung(?:en)?|zahlungserinnerung(?:en)?", "rappels?",
                         "recordatorios?(?: de pago)?")),
    ("delivery note", phrases("delivery notes?|packing (?:lists?|slips?)", "lieferscheine?n?", "bons? de livraison",
                              "albaran(?:es)?")),
    ("letter", phrases("letters?", "briefe?n?", "lettres?|courriers?", "cartas?")),
)  # fmt: skip
PAYMENTS = phrases(
    "payments?|paid|pay|spen[dt]\\w*|expens\\w+|purchases?|bought|costs?",
    "zahlung(?:en)?|bezahlt|gezahlt|ausgegeben|ausgaben?|kosten|einkaufe?n?|kaufe",
    "paiements?|paye\\w*|depens\\w+|achats?|couts?",
    "pagos?|pagad[oa]s?|gast\\w+|compras?|costes?",
)
FEES = phrases(
    "fees?|rents?|rentals?|premiums?|(?:monthly|yearly|annual) (?:charges?|prices?|rates?)|retainers?",
    "\\w*entgelte?n?|\\w*gebuhr(?:en)?|\\w*miete?n?|leasingraten?|\\w*pramien?|mitgliedsbeitrage?|honorare?|grundpreise?",
    "redevances?|loyers?|honoraires|cotisations?|primes?|mensualites?",
    "honorarios|alquiler(?:es)?|cuotas?|tarifas?|primas?|mensualidades?|canon(?:es)?",
)
BILL = "bill"  # an invoice or a receipt that does not say which
MAIL = "mail"
NOTE = "note"  # words without an amount that do not speak of a bill
MAILED_BILL, MAILED_REFUND = "mailed bill", "mailed refund"  # mails that confirm an order or a refund, with its total
MAILS = frozenset({MAIL, MAILED_BILL, MAILED_REFUND})
REFUND_KINDS = frozenset({"credit note", MAILED_REFUND})  # kinds whose total is given back
BILLS = frozenset({"invoice", "receipt", BILL, MAILED_BILL})
MANY = 0.2
PAID = BILLS | {"payslip"}  # kinds whose total is money that is paid


def measure_of(what: str) -> Measure:
    """The amount that the words for what is counted name; "" for the total."""
    folded = fold(what)
    return next((measure for measure, pattern in MEASURES if pattern.search(folded)), "")


def kind_of(plan: Plan) -> str:
    """The kind of document that a plan asks for, in its words; "payment" for all that money is paid by, "fee" for what
    contracts say too, "" for any.
    """
    folded = fold(plan.what)
    if REFUNDS.search(folded):
        return "credit note"
    if named := next((kind for kind, pattern in KINDS if pattern.search(folded)), ""):
        return named
    measures = plan.operation in {"sum", "average", "median", "minimum", "maximum"}
    if PAYMENTS.search(folded):
        return "payment"
    return "fee" if measures and FEES.search(folded) else "payment" if measures else ""


def is_of_kind(asked: str, found: str, operation: Operation) -> bool:
    """Whether a document may be what a question asks for. One that does not say what it is, may be all but a refund
    and a mail, which its form tells.

    A credit note takes back what an invoice asked for, so a sum of invoices needs it. People call receipts invoices and
    the other way round: only a collection that holds many of both tells them apart (`others_of`).
    """
    if asked == "credit note":
        return found in REFUND_KINDS
    if asked == MAIL:
        return found in MAILS
    if found == NOTE:
        return asked not in PAID | {"payment", "fee"}
    if not asked or not found or asked == found:
        return True
    if asked == "message":
        return found in MAILS | {"chat"}
    if found in REFUND_KINDS:
        return operation == "sum" and asked in PAID | {"payment", "fee"}
    if asked == "fee":
        return found in PAID | {"contract"}
    return found in PAID if asked == "payment" else found in BILLS and asked in BILLS


def are_documents(asked: str, kinds: Sequence[str]) -> bool:
    """Whether what is asked for are documents of this collection, so that rows of tables are none; by their kinds."""
    wanted = BILLS if asked in BILLS else {asked}
    return asked not in {"", "payment", "fee", "credit note"} and not wanted.isdisjoint(kinds)


def others_of(asked: str, kinds: Sequence[str]) -> str:
    """Of invoices and receipts the kind not asked for, where a fifth of a collection or more is of it; else ""."""
    other = {"invoice": "receipt", "receipt": "invoice"}.get(asked, "")
    bills = sum(kind in BILLS for kind in kinds)
    return other if other and asked in kinds and kinds.count(other) >= MANY * bills else ""


def not_of_kind(asked: str, found: str) -> str:
    """Why a document of one kind does not count where another is asked for, for a person."""
    wanted = "a payment" if asked == "payment" else f"{_article(asked)} {asked}"
    return f"It is {_article(found)} {found}, not {wanted}." if found else f"It does not say that it is {wanted}."


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"
