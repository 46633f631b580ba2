"""Labels: words by which a row says that it adds up others, or states a balance, in the languages of business."""

from __future__ import annotations

import re
from functools import lru_cache

from backend.rows.words import tokens, word_set

TOTAL_WORDS = word_set(
    """
    total totals subtotal subtotals sum gesamt gesamtsumme gesamtbetrag summe zwischensumme endsumme insgesamt
    totaux somme totale totali subtotale sous somma totales suma soma totaal subtotaal eindtotaal totalt summa
    delsumma yhteensa celkem mezisoucet soucet spolu razem ogolem toplam jumlah osszesen итого всего підсумок
    разом 合計 小計 総計 合计 小计 总计 total合计
    """
)
TOTAL_FILLERS = word_set(
    """
    grand sub overall all for of the and page report sheet general generale final net gross amount amounts
    spend expenditure payments paid value by uber der des die de du la le les del per alle sous i alt year
    month to date ytd this period carried gbp eur usd chf quarter invoices transactions
    """
)
SUMMARY_WORDS = word_set(
    """
    average mean median maximum minimum max min durchschnitt mittelwert moyenne promedio media gemiddelde
    """
)
# "Umsatztotal", "Monatssumme", "Gesamtausgaben": German writes a total and what it adds up as one word.
_COMPOUND = re.compile(
    r"\w{3,}(?:total|summen?|gesamt)"
    r"|gesamt(?:e[nrs]?|umsatz|umsatze|ausgaben?|einnahmen?|kosten|saldo|ergebnis|zahlung(?:en)?|buchung(?:en)?"
    r"|belastung(?:en)?|gutschrift(?:en)?|eingange?|ausgange?|soll|haben|wert|aufwand|ertrag|netto|brutto)"
)
# What may follow: a day, an account, a currency.
_TAIL = (
    r"(?: (?:\d+\w{0,2}|[a-z]{3,10} \d{1,4}\w{0,2}|alt|neu|in|am|per|vom|zum|von|bis|as|of|on|at|the|for|from|to|period"
    r"|month|au|le|du|de|del|al|el|a|en|periode|periodo|mes|mois|monats|eur|usd|gbp|chf|account|konto|compte|cuenta))*$"
)
# Nothing but a balance is called that, whatever else the row says.
_BALANCE = re.compile(
    r"^(?:"
    r"(?:(?:opening|closing|starting|start|ending|end|daily|beginning|previous|prior|old|current|available|ledger|account"
    r"|statement) )+balances?"
    r"|balances? (?:(?:brought|carried) (?:forward|down|over)|[bc] ?[fd]|as (?:of|at)|(?:on|at) \d+)"
    r"|(?:brought|carried) forward"
    r"|(?:anfangs|end|schluss?|eroffnungs|abschluss|start|vortrags|monats|monatsend|tages|alt|neu)saldo"
    r"|(?:saldo|konto)(?:vortrag|ubertrag)|(?:anfangs|end|schluss)bestand|kontostand"
    r"|(?:alter|neuer|letzter|aktueller|vorheriger) (?:kontostand|saldo)"
    r"|saldo (?:alt|neu|vormonat|vortrag|ubertrag|(?:vom|per|am|zum) \d+)"
    r"|(?:ancien|nouveau) solde(?: (?:crediteur|debiteur))?|report (?:a nouveau|du solde|de solde|solde)"
    r"|solde (?:(?:crediteur|debiteur) )?(?:initial|final|precedent|anterieur|reporte|d ouverture|de cloture|a nouveau"
    r"|(?:de |en )?(?:debut|fin)|au \d+)"
    r"|nuevo saldo|saldo (?:inicial|final|anterior|actual|disponible|de apertura|de cierre|al? \d+|a (?:su )?favor"
    r"|a cuenta nueva)"
    r"|saldo (?:iniziale|finale|precedente|poczatkowe|koncowe)|beginsaldo|eindsaldo"
    rf"){_TAIL}"
)
# Said of balances, and of other things too: what is left of a price, a brand of shoes, money moved to savings.
_CARRIED = re.compile(
    r"^(?:(?:new|final|remaining) )?balance$|^saldo$|^solde$|^report$|^[bc] ?f(?:wd)?$|^(?:ubertrag|vortrag)(?: |$)"
)


@lru_cache(maxsize=20_000)
def is_total(label: str) -> str:
    """ "exact" for a cell that says only total ("Grand total 2019:"), "named" for the total of something, else ""."""
    words = tokens(label)
    if not words or len(words) > 10:
        return ""
    known = [word for word in words if word in TOTAL_WORDS or word in SUMMARY_WORDS]
    if not known:
        if is_carried(label):
            return "exact"
        return "named" if any(_COMPOUND.fullmatch(word) for word in (words[0], words[-1])) else ""
    rest = [word for word in words if word not in known and word not in TOTAL_FILLERS and not word.isdigit()]
    if not rest:
        return "exact"
    return "named" if words[0] in TOTAL_WORDS or words[-1] in TOTAL_WORDS or words[:2] == ("sub", "total") else ""


def is_carried(label: str) -> bool:
    """Whether a cell says, or may say, that a balance is stated here, not an amount moved."""
    return states_balance(label) or _CARRIED.match(" ".join(tokens(label))) is not None


@lru_cache(maxsize=20_000)
def states_balance(label: str) -> bool:
    """Whether a cell says beyond doubt that a balance is stated: "Endsaldo", "Balance brought forward"."""
    return _BALANCE.match(" ".join(tokens(label))) is not None
