"""Slips: one letter wrong in a long word that the rules live by ("averge", "recipt", "inovice"), read as that word."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from backend.core.questions.reading import fold

# Words that no other word of our languages is near to.
WORDS = frozenset(
    """
    average averages different receipt receipts invoice invoices payment payments document documents supplier suppliers
    largest smallest highest expenses category categories purchases agreements altogether
    durchschnitt durchschnittlich durchschnittliche rechnung rechnungen quittung quittungen lieferant lieferanten
    insgesamt ausgegeben zahlungen verschiedene kategorie kategorien dokumente dokumenten
    facture factures fournisseur fournisseurs depense depenses moyenne paiement paiements differents categorie
    factura facturas proveedor proveedores promedio diferentes categoria categorias documentos
    """.split()
)
_SHORTEST = 6  # letters of a word in which a slip is told from another word
_WORD = re.compile(r"[^\W\d_]+")


def correct(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with slips put right, and a sentence for each. A word with a capital may be a name and stays."""
    told: list[str] = []

    def put_right(found: re.Match[str]) -> str:
        word = fold(found[0])
        near = "" if found[0][0].isupper() and found.start() else _nearest(word)
        if not near:
            return found[0]
        told.append(f"I read “{found[0]}” as “{near}”.")
        return near

    return _WORD.sub(put_right, question), tuple(told)


@lru_cache(maxsize=10_000)
def _nearest(word: str) -> str:
    """The one word at a distance of one letter with the same first and last; "" for none or several."""
    if len(word) < _SHORTEST or word in WORDS:
        return ""
    near = [it for it in WORDS if (it[0], it[-1]) == (word[0], word[-1]) and OSA.distance(word, it) == 1]
    return near[0] if len(near) == 1 else ""
