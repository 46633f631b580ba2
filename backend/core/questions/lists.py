"""Lists: questions that name what is wanted and ask for nothing else, or for every name of something."""

from __future__ import annotations

import re

from backend.core import asked
from backend.core.plan import PERIODS
from backend.core.questions import lexicon
from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import THINGS
from backend.core.questions.reading import NEAR, Reading, phrases


def names_them(reading: Reading) -> bool:
    """Whether the question begins with what is asked for: "all invoices from March", "receipts of 2019"."""
    words = [reading.folded[word.start : word.end] for word in reading.words()]
    endings: tuple[str, ...] = ("s", "n", "e")
    for word in words[: _BEFORE + 1]:
        if any(it.pattern.fullmatch(word) for it in THINGS):
            return word.endswith(endings) and len(words) > 1
        if not (lexicon.ALL.fullmatch(word) or _OWN.fullmatch(word)):
            if any(it.fullmatch(word) for it in _NO_KIND) or not word.isalpha():
                return False
            endings = ("s", "n", "e") if reading.language == "de" else ("s",)
    return False


_NO_KIND = (lexicon.STOP, lexicon.EXPLAIN, phrases("|".join(lexicon.COUNTS)))
_BEFORE = 3  # words that may say which ones: "hotel expenses"


def names_texts(reading: Reading) -> bool:
    """Whether what is named has no amounts: mails, messages, contracts, files."""
    return _TEXTS.search(reading.folded) is not None


_TEXTS = phrases(
    *(pattern.pattern for kind, pattern in asked.KINDS if kind in {"message", "mail", "contract"}),
    "documents?|files?|dokumente?|dateien?|fichiers?|documentos?|archivos?",
)


DID = re.compile(
    r"¿?(?:(?:did|have) (?:i|we) (?:ever |already )?(?:buy|bought|ordere?d?|pay|paid|purchased?)"
    r"|(?:habe|haben) (?:ich|wir)(?= .{0,200}(?:gekauft|bestellt|bezahlt|gezahlt))"
    r"|(?:ai-je|avons-nous|est-ce que (?:j['’]ai|nous avons)) (?:deja )?(?:achete|commande|paye)"
    r"|(?:he|hemos) (?:comprado|pedido|pagado)|(?:compre|compramos|pague|pagamos)"
    r")(?!\w)(?!.{0,200}(?:more|less|mehr|weniger|plus|moins|mas|menos|\bor\b|\boder\b|\bou\b))"
)
_OWN = phrases("the|my|our|these", "die|meine|unsere", "les|mes|nos", "l[oa]s|mis|nuestr[oa]s")


def named_groups(reading: Reading, draft: Draft) -> None:
    """ "List all suppliers", "which categories are there", "who are our vendors": each name once."""
    if draft.group_by or draft.operation not in {None, "list", "sum"} or draft.order in {"latest", "earliest"}:
        return
    for it in lexicon.FIELDS:
        for found in reading.find(it.pattern):
            if it.means in PERIODS:
                continue
            ranked = _RANKED.match(reading.folded, found.end())
            if not ranked and not _NAMES_ASKED.search(reading.folded, max(0, found.start() - NEAR), found.start()):
                continue
            if ranked or _RANK.match(reading.folded):
                draft.operation = "sum"
                reading.take(*(each.span() for each in (ranked, _RANK.match(reading.folded)) if each))
            if _OF.match(reading.folded, found.end()):
                continue
            draft.operation = "sum" if draft.operation == "sum" else "count"
            draft.groups(it.means)
            reading.take(found.span())
            draft.sees(0.6, f"It asks for every {it.means}.")
            return


_NAMES_ASKED = re.compile(
    r"(?:(?:list|show|name|rank|which|what|who are|give me|welche|zeige?|nenne|list[ae]?|wer sind|quel(?:le)?s?(?:"
    r" sont)?|montre[rz]?"
    r"|que|cuales(?: son)?|muestra(?:me)?|quienes son)\s+(?:me\s+|mir\s+|moi\s+)?"
    r"(?:(?:all|of|the|our|aller|der|des|de|my|different|alle|die|unsere|meine|verschiedenen?|tous|les|nos|mes|tod[oa]s|l[oa]s|nuestr[oa]s|mis)\s+){0,9})$"
)
_RANKED = re.compile(
    r"\s+(?:ranked|ordered|sorted|sortiert|classes|tries|ordenad\w+)\b(?:\s+(?:by|nach|par|por)\s+\w+)?"
)
_RANK = re.compile(r"rank\b")
_OF = re.compile(r"\s+(?:of|for|von|de|numbers?|accounts?)\b")
