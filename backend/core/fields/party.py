"""Party: who a contract is between; the one that is not the customer is its vendor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.rows import Line, line_at
from backend.core.fields.titles import TITLES
from backend.core.fields.vendor import LEGAL, SHORTENED
from backend.core.letters import plain

READ = 4_000  # characters in which the parties are named
REACH = 800  # characters behind one party in which the other is named
LONGEST = 90  # characters of a name
ROLE = 160  # characters behind a name in which its role stands
FIRST, SECOND = 6.0, 5.0
CONTRACT = dict(TITLES)["contract"]

_AND = r"(?:and|und|et|y|e)"
_MARK = r"(?:\(?(?:\d|[a-zA-Z]|i{1,3})[).]\s+)?"
_CALLED = (
    r"(?:(?-i:die|der|dem|den|the|la|le|el)\s+|(?:die|la|the)\s+(?=gesell|soci|comp|empr)|l['’])?(?:(?:firma|gesellschaft|company|soci[eé]t[eé]|entreprise|empresa"
    r"|sociedad|mercantil|herrn?|frau|mr\.?|mrs\.?|ms\.?|m\.|mme|monsieur|madame|do[nñ]a?|dña\.?|d\.|dª)\s+)?"
    r"(?:(?:vermieter|auftragnehmer|anbieter|landlord|supplier|bailleur|prestataire|arrendador)\w*\s*:\s*)?"
)
_OPENS = re.compile(
    r"\b(?:between|zwischen|entre(?!\s+(?:en|dans|el \d|le \d))|de\s+una\s+parte)\b"
    r"(?:\s+les\s+(?:soussign[eé]\(?e?\)?s?|parties))?(?:\s+(?:the\s+(?:following\s+)?parties|den\s+parteien))?[\s:,]*",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?i:{_MARK}{_CALLED})(?P<name>[^\W\d_a-z][^\n(),;:„“”\"«»]*(?:,\s?(?:Inc|LLC|Ltd|S\.A|S\.L)\b\.?)?)"
)
_ENDS = re.compile(
    r"\s+(?:[-–—]|ci-apr[eè]s|nachfolgend|nachstehend|im\s+folgenden|vertreten|mit\s+sitz|hereinafter|represented"
    r"|whose|of|a\s+company|repr[eé]sent[eé]e?|dont|en\s+adelante|con\s+(?:domicilio|cif|nif)|representad[oa])\b.*"
    r"|\s+[-–—]\s*$",
    re.IGNORECASE | re.DOTALL,
)
_JOINS = re.compile(
    rf"(?P<before>[\s,;.)\]”“\"»–-]){_AND}\b[\s,:]*(?:(?:de\s+(?:la\s+)?otra(?:\s+parte)?|d['’]autre\s+part)\b[\s,:]*)?",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf"\s{_AND}\s(?=[^\W\d_a-z])")
_PAYS = re.compile(
    r"\b(?:customer|client|tenant|lessee|buyer|purchaser|licensee|hirer|employee|policyholder|kund(?:e|in)|auftraggeber"
    r"|mieter|leasingnehmer|kaufer|arbeitnehmer|lizenznehmer|versicherungsnehmer|mitglied|locataire|preneur|acheteur"
    r"|salarie|cliente|arrendatari[oa]|inquilin[oa]|comprador|trabajador|tomador)\w{0,2}\b"
)


def find_parties(text: str, lines: Sequence[Line]) -> tuple[Candidate[str], ...]:
    """The two parties behind "between", "zwischen", "entre" or "de una parte"; the one that pays stands last."""
    for opening in _OPENS.finditer(text[:READ]):
        first = _name(text, opening.end())
        second = _other(text, first) if first else None
        if first and second:
            roles = [plain(text[end : end + ROLE]) for _, end in (first, second)]
            roles[0] = plain(text[first[1] : min(second[0], first[1] + ROLE)])
            pays = [_PAYS.search(role) is not None for role in roles]
            order = (second, first) if pays == [True, False] else (first, second)
            told = pays[0] != pays[1]
            if not told and not all(_is_full(text[start:end]) for start, end in (first, second)):
                continue
            return tuple(
                _candidate(text, lines, place, score, told) for place, score in zip(order, (FIRST, SECOND), strict=True)
            )
    return ()


def vendor_of(parties: Sequence[Candidate[str]], named: Field[str]) -> Field[str]:
    """The vendor of a contract: a party, or what else is named but not the contract's title."""
    others = [each for each in named.candidates if not CONTRACT.search(plain(each.value))]
    best = ranked([*parties, *others])
    if not best:
        return Field(reasons=("No party is named.",))
    confident = len(best[0].reasons) > 1 if parties else named.confident and best[0] == named.best
    return Field(best[0].value, best, confident, best[0].reasons)


def _name(text: str, start: int) -> tuple[int, int] | None:
    """The place of the name that stands at `start`, up to what says more of it."""
    found = _NAME.match(text, start, start + 2 * LONGEST)
    if not found:
        return None
    name = found["name"]
    for join in _WITHIN.finditer(name):
        if LEGAL.search(plain(name[: join.start()])) or not LEGAL.search(plain(name)):
            name = name[: join.start()]
            break
    name = _ENDS.sub("", name).rstrip(" \t\r-–—")
    name = name if SHORTENED.search(plain(name).rstrip(".")) or not name.endswith(".") else name[:-1]
    if sum(map(str.isalpha, name)) < 2 or len(name) > LONGEST:
        return None
    return found.start("name"), found.start("name") + len(name)


def _is_full(name: str) -> bool:
    """Whether it is a firm's or a person's name by itself, not a month or a place."""
    return bool(LEGAL.search(plain(name))) or (len(name.split()) > 1 and not any(map(str.isdigit, name)))


def _other(text: str, first: tuple[int, int]) -> tuple[int, int] | None:
    """The second party: behind its number, or a firm behind "and", or whatever name is parted best from the first."""
    end = first[1] + REACH
    if re.search(r"(?:\(1\)|\b1[.)])\s+$", text[: first[0]]) and (
        mark := re.compile(r"(?:\(2\)|(?<=\s)2[.)])\s+").search(text, first[1], end)
    ):
        return _name(text, mark.end())
    found = [
        (LEGAL.search(plain(text[place[0] : place[1]])) is not None, join["before"] != " ", place)
        for join in _JOINS.finditer(text, first[1], end)
        if (place := _name(text, join.end()))
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _candidate(text: str, lines: Sequence[Line], place: tuple[int, int], score: float, told: bool) -> Candidate[str]:
    raw = text[place[0] : place[1]]
    reasons = ("a party of the contract", *(("its role is told",) if told else ()))
    return Candidate(" ".join(raw.split()), raw, *place, line_at(lines, place[0]), score, reasons)
