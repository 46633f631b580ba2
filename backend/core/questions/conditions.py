"""Conditions: amounts that a question names, and dates that a document speaks of, which no filter of a plan holds."""

from __future__ import annotations

import re

from backend.core import asked
from backend.core.questions import lexicon
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import OPERATIONS
from backend.core.questions.mentions import says
from backend.core.questions.points import find_points
from backend.core.questions.reading import Reading, phrases


def dated(reading: Reading, draft: Draft) -> bool:
    """ "Expire next year", "due in March": a day that the document speaks of, not the day that it is from."""
    points = find_points(reading, draft.today)
    for found in reading.find(lexicon.TIMED) if points else ():
        gap = points[0].start - found.end()
        if 0 <= gap <= _NEAR and not re.search(r"[,;?]", reading.folded[found.end() : points[0].start]):
            place = (found.start(), points[-1].end)
            draft.unresolved.append(reading.text[slice(*place)])
            draft.subjects.append(place)
            reading.take(place)
            return True
    return False


_NEAR = 24  # characters between a verb and its date


_BILLS = next(pattern.pattern for kind, pattern in asked.KINDS if kind == "invoice")
_OPEN = (
    "unpaid|overdue|past due|outstanding|still open|open|settled|owing",
    "(?:noch )?(?:un|nicht )?bezahlte?[nrsm]?|(?:noch )?offene?[nrsm]?|uberfallige?[nrsm]?|ausstehende?[nrsm]?"
    "|beglichene?[nrsm]?",
    "(?:deja )?payees?|(?:encore )?impaye?e?s?|en retard|en attente|echues?|reglees?|en souffrance",
    "(?:ya )?pagad[oa]s?|impagad[oa]s?|pendientes?|vencid[oa]s?|sin pagar",
)
_IS = (
    "(?:(?:that|which) )?(?:are|is|were|was|have been|has been)(?: (?:still|already|now|currently))?",
    "(?:sind|ist|waren|wurden|blieben)(?: (?:noch|schon|bereits|jetzt))?",
    "(?:(?:qui )?(?:sont|est|etaient|ont ete))(?: (?:encore|deja|toujours))?",
    "(?:que )?(?:estan?|estaban|fueron|siguen)(?: (?:ya|aun|todavia))?",
)
_BY = "(?! (?:by|with|per|via|mit|par|con|to|an|a)\\b)"
_STATES = tuple(
    (phrases(f"(?:{state})(?= (?:{_BILLS}))"), phrases(f"(?:{state}){_BY}"), phrases(f"(?:{_BILLS})(?: (?:{verb}))?"))
    for state, verb in zip((f"paid|{_OPEN[0]}", *_OPEN[1:]), _IS, strict=True)
)
_OWED = phrases(
    "owe|owed|owing|outstanding|(?:amounts?|money|total) (?:still )?due|still due|open (?:amounts?|balance)",
    "schulden|schulde|schuldig|offene?[rns]? (?:betrage?n?|posten|summe)",
    "devons|dois|doit|restant du|montants? dus?",
    "debemos|debo|deben|adeud\\w+|importes? pendientes?",
)


_LANGUAGE = phrases(
    "(?:written )?in (?:english|german|french|spanish|italian|dutch|portuguese|polish)",
    "auf (?:englisch|deutsch|franzosisch|spanisch|italienisch|niederlandisch|portugiesisch|polnisch)",
    "en (?:anglais|allemand|francais|espagnol|italien|neerlandais|portugais|polonais)",
    "en (?:ingles|aleman|frances|espanol|italiano|holandes|portugues|polaco)",
)
_UNREAD = phrases(
    "(?:could|can) ?not be (?:read|opened)|couldn['’]t be (?:read|opened)|unreadable",
    "nicht (?:gelesen|lesbar|geoffnet)(?: werden)?|unlesbar\\w*",
    "illisibles?|(?:n['’]ont )?pas pu etre lus?",
    "ilegibles?|no se (?:pudieron|pudo|pueden) leer",
)
_UNREAD_TOLD = "Documents that could not be read are named beside the answer, with the reason; no filter finds them."


def properties(reading: Reading, draft: Draft) -> None:
    """The language of a document, and whether it could be read: nothing that a plan can filter by."""
    for pattern, told in ((_LANGUAGE, "The language of a document is not known."), (_UNREAD, _UNREAD_TOLD)):
        for found in list(reading.find(pattern)):
            draft.unresolved.append(reading.original(found))
            draft.subjects.append(found.span())
            draft.assumed.append(told)
            reading.take(found.span())


def states(reading: Reading, draft: Draft) -> None:
    """ "Paid invoices", "factures impayées", "what do we owe": part of the documents, which no filter can tell."""
    places = []
    for before, after, bills in _STATES:
        places += [found.span() for found in reading.find(before)]
        places += [it.span() for it in reading.find(after) if reading.right_before(bills, it.start())]
    places += [found.span() for found in reading.find(_OWED) if not draft.group_by]
    for place in dict.fromkeys(places):
        if not reading.is_taken(*place):
            draft.unresolved.append(reading.text[slice(*place)])
            draft.subjects.append(place)
            draft.sees(0.1, f"“{reading.text[slice(*place)]}” is true of some of them only.")
            reading.take(place)


def measures(reading: Reading, draft: Draft) -> None:
    """ "VAT", "net", "without tax", "tips": which amount is meant; "how many without VAT" is a condition."""
    counts = any(it.pattern.match(reading.folded) for it in OPERATIONS if it.means in {"count", "list"})
    for measure, pattern in asked.MEASURES:
        for found in list(reading.find(pattern)):
            if (counts and measure in {"net", ""}) or says(reading, found.start()):
                continue
            draft.subjects.append(found.span())
            draft.sees(0.2, "It is about amounts.")
            draft.names_amount = True
            reading.take(found.span())
    for found in (*reading.find(lexicon.FLOWS), *reading.find(asked.REFUNDS)):
        if says(reading, found.start()):
            continue  # "mention a refund"
        draft.subjects.append(found.span())
        draft.sees(0.2, "It is about amounts.")
        draft.names_amount = True
        reading.take(found.span())
