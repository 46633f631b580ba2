"""Kind: what a document is, by its title or its form: a receipt, an invoice, a contract, a mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.fields.rows import Entry, Line
from backend.core.letters import plain

TOP = 12  # lines in which a title stands
READ = 20_000  # characters in which words that tell are looked for
LONGEST = 60  # characters of a title
MESSAGES = 3  # lines that make a conversation
SENTENCE = 9  # words that no title has

CREDIT_NOTE = re.compile(
    r"^[^\w\n]{0,20}(?:credit (?:note|memo)|gutschrift|rechnungskorrektur|stornorechnung|(?:facture d['’])?avoir"
    r"|nota di"
    r" credito|(?:nota|factura) de "
    r"(?:cr[eé]dito|abono)|factura rectificativa|creditnota|creditfactuur|faktura koryguj[aą]ca|kreditnota"
    r"|kreditfaktura|hyvityslasku|dobropis"
    r"|refund(?: receipt)?)\b",
    re.IGNORECASE | re.MULTILINE,
)
# The first that fits a line near the top decides; folded text.
TITLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for kind, words in (
        ("offer", r"quotation|quote(?! ref)|estimate|proposal|pro.?forma(?: invoice)?|angebot|kostenvoranschlag"
                  r"|devis|presupuesto"
                  r"|oferta|preventivo|offerte"),
        ("reminder", r"(?:payment |final )?reminder|mahnung|zahlungserinnerung|rappel|recordatorio de pago|sollecito"),
        ("order", r"purchase order|order confirmation|bestellung|auftragsbestatigung|bon de commande"
                  r"|confirmacion de pedido"),
        ("payslip", r"pay ?slip|gehaltsabrechnung|lohnabrechnung|bulletin de (?:paie|salaire)|nomina|busta paga"),
        ("statement", r"(?:bank|account|card) statement|statement of account|kontoauszug|releve de compte"
                      r"|extracto (?:bancario|de cuenta)|estratto conto"),
        ("contract", r"(?:\w+ ){0,3}(?:contract|agreement|lease|tenancy)|\w*vertrag|contrat(?: \w+){0,3}"
                     r"|bail(?: \w+){0,2}"
                     r"|contrato(?: \w+){0,3}|contratto(?: \w+){0,3}|terms and conditions|nda"),
        ("cv", r"curriculum vitae|lebenslauf"),
        ("minutes", r"minutes(?: of \w+)?|protokoll|compte rendu|acta de"),
        ("invoice", r"(?:tax )?invoice|rechnung|facture|factura|fattura|faktura|factuur|bill"),
        ("receipt", r"(?:\w+ )?receipt|quittung|kassenbon|kassenbeleg|recu|ticket de caisse|recibo|ticket"
                    r"|ricevuta|scontrino"
                    r"|kvitto|cash bill|bon"),
    )
)  # fmt: skip
_MAIL = re.compile(r"^(?:From|Von|De)\s?: .*(?:\n.*){0,6}^(?:To|An|À|A|Para|Subject|Betreff|Objet|Asunto|Date"
                   r"|Datum|Fecha)\s?: ",
                   re.MULTILINE)  # fmt: skip
_MESSAGE = re.compile(
    r"^\W{0,3}\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[AaPp]\.?[Mm]\.?)?\]?\s?(?:[-–]\s?)?"
    r"[^\n:]{1,40}: |^\W{0,3}\d{1,2}:\d\d(?::\d\d)?\]?\s?(?:[-–]\s?)?[^\n:<>\d]{2,40}: ",
    re.MULTILINE,
)
_INVOICE = re.compile(r"invoice|rechnung|factu+r|fattura|faktura|fatura|faktur|lasku|szamla|\binv\b")
_BILLED = re.compile(
    r"\b(?:due date|payment due|payment terms|bill(?:ed)? to|invoice to|kundennummer|customer no|rechnung an"
    r"|zahlbar|falligkeit|echeance|vencimiento|scadenza)\b"
)


def find_kind(text: str, lines: Sequence[Line], entries: Sequence[Entry]) -> str:
    """What the document is, "" where it does not say. A "tax invoice" that bills nobody may be a receipt as well."""
    if CREDIT_NOTE.search(text):
        return "credit note"
    if _MAIL.match(text.lstrip()):
        return "mail"
    if len(_MESSAGE.findall(text[:READ])) >= MESSAGES:
        return "chat"
    titled = _title(lines, entries)
    if titled not in {"", "invoice", "receipt"}:
        return titled
    folded = plain(text[:READ])
    if titled == "invoice" and _BILLED.search(folded):
        return "invoice"
    sums = any(entry.kind in {"total", "payable", "tender"} and not entry.amount.is_bare for entry in entries)
    return titled if titled == "receipt" else "receipt" if sums and not _INVOICE.search(folded) else ""


def _title(lines: Sequence[Line], entries: Sequence[Entry]) -> str:
    """What a short line near the top says, best of all a line of its own."""
    amounts = {entry.line for entry in entries if not entry.amount.is_bare}
    shown = [line for line in lines if line.text.strip()][:TOP]
    titles = [
        (len(found[0]) / max(1, len(folded)), -line.number, kind)
        for line in shown
        if line.number not in amounts
        and len(folded := plain(line.text).strip()) <= LONGEST
        and len(folded.split()) < SENTENCE
        for kind, pattern in TITLES
        if (found := pattern.search(folded))
    ]
    alone = [each for each in titles if each[0] > 0.6]
    best = max(alone or [each for each in titles if each[2] in {"invoice", "receipt", "contract"}], default=None)
    return best[2] if best else ""
