"""Titles: the lines by which a document says what it is, in several languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from backend.core.fields.rows import Line
from backend.core.letters import plain

TOP = 12  # lines in which a title stands
LONGEST = 60  # characters of a title
SENTENCE = 9  # words that no title has
ALONE, MOST = 0.9, 0.6  # of its line that a title fills; numbers and dates aside, the second is enough
BEGUN = 0.61  # what a title counts as that begins its line and goes on: "Quotation for office chairs"
BILLS = frozenset({"invoice", "receipt"})
INVOICES = frozenset({"invoice", "tax invoice", "rechnung", "facture", "factura"})
WEAK = BILLS | {"contract"}  # kinds that a part of a line may name

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
        ("offer", r"quotation|quote(?! ref)|(?:cost )?estimate|(?:business |price )?proposal"
                  r"|(?:(?:facture|factura|invoice|rechnung)[ -]?)?pro.?forma(?:[ -]?(?:invoice|rechnung))?"
                  r"|(?:preis)?angebot|kostenvoranschlag|devis|offre (?:de prix|commerciale)|presupuesto|cotizacion"
                  r"|oferta|preventivo|offerte"),
        ("reminder", r"(?:(?:friendly |payment |final |first |second |last |overdue )+(?:reminder|notice)|reminder)"
                     r"|(?:letzte )?mahnung|zahlungserinnerung|(?:(?:lettre|premier|dernier) (?:de )?)?rappel"
                     r"|mise en demeure|relance|recordatorio(?: de pago)?|requerimiento de pago|sollecito"),
        ("delivery note", r"delivery note|packing (?:slip|list)|dispatch note|lieferschein"
                          r"|(?:bon|bordereau) de livraison|albaran(?: de entrega)?|nota de entrega"),
        ("order", r"purchase order|order confirmation|(?<!ihre )(?<!deine )bestellung|auftragsbestatigung"
                  r"|bon de commande|confirmation de commande|accuse de reception de commande|confirmacion de pedido"
                  r"|orden de compra"),
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
                    r"|kvitto|cash bill|bon(?! de (?:commande|livraison))"),
    )
)  # fmt: skip
# What a number or a date adds to a title: "Angebot Nr. 77 vom 4. August 2026".
_NUMBERED = re.compile(
    r"\b(?:no|nr|number|num|nummer|numero|ref|reference|referenz|referencia|id|vom|of|from|dated|date|datum|du|del"
    r"|de|den|the|le|fecha|page|seite|pagina|copy|kopie|copie|copia|original|erste|zweite|dritte|version|rev)\b"
    r"|\b\w*\d[\w./-]*|[^\w\s]|\bn\b"
    r"|\b(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|okt|oct|nov|dez|dec|janv|fevr|mars|avr|juin|juil|aout|ene|abr"
    r"|ago|dic)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december|januar|februar|marz"
    r"|juni|juli|oktober|dezember|janvier|fevrier|avril|juillet|septembre|octobre|novembre|decembre|enero|febrero"
    r"|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b"
)


_SUBJECT = re.compile(r"^(?:betreff|betr|subject|re|objet|asunto|concerne|ref)\b[\s.:]*")
_GOES_ON = re.compile(r"(?: (?:for|fur|uber|zu|zum|zur|pour|relative|concernant|para|por|sobre|de)\b| ?:)")
_TO = re.compile(r" ?(?:to|an|a|at|geht|address|adresse|anschrift|recipient)\b|\w|[ -]?pro.?forma")


def find_title(lines: Sequence[Line], amounts: Collection[int]) -> str:
    """The kind that a short line near the top names, "" where none does; `amounts` are the lines that hold money.

    A title alone on its line decides; then one that a number or a date follows. An invoice names the offer and the
    order that it is for, but only a reminder calls itself one.
    """
    titles = [
        title
        for line in [line for line in lines if line.text.strip()][:TOP]
        if line.number not in amounts
        and len(folded := plain(line.text).strip()) <= LONGEST
        and len(folded.split()) < SENTENCE
        for title in _titles(folded, line.number)
    ]
    if alone := [title for title in titles if title[0] >= ALONE]:
        return max(alone)[3]
    if numbered := [title for title in titles if title[1] > MOST]:
        kinds = {title[3] for title in numbered}
        first = {"reminder"} if _is_reminder(numbered) else BILLS if kinds & BILLS else kinds
        return max(title[1:] for title in numbered if title[3] in first)[2]
    return max((title for title in titles if title[3] in WEAK), default=(0.0, 0.0, 0, ""))[3]


def _is_reminder(titles: Sequence[tuple[float, float, int, str]]) -> bool:
    """Whether a reminder is named by a title, or at least above the invoice that it is for."""
    reminders = [title for title in titles if title[3] == "reminder"]
    bills = [line for _, _, line, kind in titles if kind in BILLS]
    return bool(reminders) and (
        max(share for _, share, _, _ in reminders) > BEGUN
        or max(it[2] for it in reminders) > max(bills, default=-(10**9))
    )


def _titles(folded: str, number: int) -> list[tuple[float, float, int, str]]:
    """Each kind that the line names: the share of the line that names it, then without numbers; earlier lines first."""
    found = []
    folded = _SUBJECT.sub("", folded)
    for kind, pattern in TITLES:
        if place := pattern.search(folded):
            length = len(place[0])
            rest = f"{folded[: place.start()]} {folded[place.end() :]}"
            without = sum(map(str.isalpha, _NUMBERED.sub(" ", rest)))
            share = length / (length + without)
            after = folded[place.end() :]
            begun = not place.start() and (
                not _TO.match(after)
                if place[0] in INVOICES
                else kind not in BILLS and _GOES_ON.match(after) is not None
            )
            found.append((length / max(1, len(folded)), max(share, BEGUN * begun), -number, kind))
    return found
