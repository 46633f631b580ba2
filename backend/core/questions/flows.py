"""Flows: which way the money went that a question is about, and what an account held, which is no sum of movements."""

from __future__ import annotations

import re

from backend.core.questions import lexicon
from backend.core.questions.draft import Draft
from backend.core.questions.reading import Reading, phrases

BALANCE = phrases(
    "(?:(?:closing|account|bank|current|running|final|ending|remaining|total) )?balances?(?! sheets?)",
    "\\w*(?:kontost[aä]nde?n?|saldo|salden)",
    "soldes?",
    "saldos?",
)
_OTHER_BALANCE = phrases(  # not the last one of an account, or not an account's
    "opening|starting|initial|average|mean|median|owe|owed|due|outstanding|invoices?|contracts?",
    "anfangs\\w*|eroffnungs\\w*|durchschnitt\\w*|offene[rns]?|rechnung(?:en)?|schulden|mittlere[rn]?",
    "initial|d['’]ouverture|moyenn?e?|dus?|factures?", "inicial|apertura|medi[oa]|pendiente|facturas?|debemos",
)  # fmt: skip
_END = phrases(
    "(?:(?:at|by) )?(?:the )?end(?: of)?", "ende", "(?:a la )?fin(?: d[eu])?", "(?:a )?(?:final|finales|fin)(?: del?)?"
)
EARNED = phrases(
    "earn(?:ed|s|ings?)?|income(?! tax)",
    "verdien\\w*|einkommen",
    "gagn(?:e|es|ons|er)|revenus",
    "gan(?:o|e|amos|ado|aron|ar|ancias?)",
)
GOT = phrases("(?:did|have|has) (?:i|we) (?:get|got)")
_RECU = re.compile(  # a receipt, but for "ai-je reçu"
    r"(?:(?<!\w)(?:ai|as|a|avons|avez|ont)(?:-(?:je|tu|il|elle|on|nous|vous|ils|elles))?|[ld]['’]argent)\s+(?P<got>recue?s?)(?!\w)"
)
_IN = "come in|came in|coming in|earn\\w*|receiv\\w*|income"
_OUT = "go out|went out|going out|goes out|sp[ae]n[dt]\\w*|paid|pay"
_DE_IN = "\\w*eingenommen|\\w*eingegangen|\\w*gekommen|verdient|\\w*bekommen|einnahmen"
_DE_OUT = "\\w*ausgegeben|\\w*ausgegangen|\\w*gegangen|bezahlt|ausgaben"
_FR_IN = "gagn\\w*|recus?|encaiss\\w*|rentre\\w*|entre\\w*"
_FR_OUT = "depens\\w*|paye\\w*|sort\\w*"
_ES_IN = "gan\\w+|ingres\\w+|recib\\w+|entr\\w+|cobr\\w+"
_ES_OUT = "gast\\w+|pag\\w+|sal\\w+"
_EITHER_WAY = (
    ("more|less", "than", _IN, _OUT),
    ("mehr|weniger", "als", _DE_IN, _DE_OUT),
    ("plus|moins", "qu\\w*|d['’]\\w+|de", _FR_IN, _FR_OUT),
    ("mas|menos", "que|de", _ES_IN, _ES_OUT),
)
_GAP = r".{0,200}?\s"  # between the words of a comparison


def _compared(more: str, than: str, one: str, other: str) -> str:
    """ "More came in than went out": four words in this order.

    Each is looked for once, not again for every place of the one behind it.
    """
    orders = ((more, one), (one, more))
    begins = "|".join(rf"(?:{it})(?=\s)(?>{_GAP}(?:{other})(?=\s))" for it, other in orders)
    return rf"(?:{begins})(?>{_GAP}(?:{than})(?=\s)).{{0,200}}\s(?:{other})"


NET = phrases(
    *(
        _compared(more, than, one, other)
        for more, than, inwards, outwards in _EITHER_WAY
        for one, other in ((inwards, outwards), (outwards, inwards))
    )
)
RECEIVED = "received"  # the word by which columns of accounts are told


def find_flows(reading: Reading, draft: Draft) -> None:
    """What accounts held, what came in, and "more in than out", which is what an account changed by."""
    if _balance(reading, draft):
        return
    if found := reading.first(NET):
        draft.operation = "sum"
        draft.subjects.append(found.span())
        draft.renamed[found.span()] = "net change"
        draft.names_amount = True
        draft.sees(0.6, "It compares what came in with what went out.")
        draft.assumed.append("You get what came in less what went out: above 0 more came in, below 0 more went out.")
        reading.take(found.span())
        return
    _incoming(reading, draft)


def _balance(reading: Reading, draft: Draft) -> bool:
    found = reading.first(BALANCE)
    if found is None:
        return False
    draft.subjects.append(found.span())
    draft.renamed[found.span()] = "balance"
    told = "A balance is a state, not a sum of movements: of each account's table the last one of that time is taken."
    if any(reading.first(pattern) for pattern in (_OTHER_BALANCE, *(it.pattern for it in lexicon.RANKS))):
        told = "A balance is not a sum of movements, so none is worked out; the passages that state it are shown."
        draft.sees(-2.0, told)
    reading.take(found.span(), *(it.span() for it in reading.find(_END)))
    draft.assumed.append(told)
    draft.operation = "sum"
    draft.sees(0.6, "It asks what accounts held.")
    return True


def _incoming(reading: Reading, draft: Draft) -> None:
    """What we earned or were given; "the supplier received" is what we paid."""
    places = [found.span() for found in reading.find(EARNED)]
    places += [found.span("got") for found in reading.find(_RECU)]
    counts = any(reading.first(it.pattern) for it in lexicon.THINGS) and not places
    if lexicon.WE.search(reading.folded) and not counts:
        places += [found.span() for pattern in (lexicon.RECEIVED, GOT) for found in reading.find(pattern)]
    for place in dict.fromkeys(places):
        draft.subjects.append(place)
        draft.renamed[place] = RECEIVED
        draft.names_amount = True
        reading.take(place)
    if places:
        draft.sees(0.2, "It asks what came in.")
