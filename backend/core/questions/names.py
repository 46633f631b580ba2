"""Names and other words of a question that no list knows: vendors, categories, words that must stand in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backend.core.questions.draft import Draft
from backend.core.questions.lexicon import FIELDS, MONEY, STOP, STOPS, THINGS, is_stop
from backend.core.questions.reading import NEAR, Reading, Word, fold, phrases
from backend.core.topics import is_topic

PARTY = phrases("to|from|at|with|by|of", "bei|beim|an|von|vom|mit", "chez|aupres de|de|d['’]|a|par", "a|en|de|con|por")
_LOWERPARTY = phrases("at", "bei|beim", "chez")
_PAID_TO = re.compile(
    r"(?:pay|paid|payments?|pays|transferred|sent|gezahlt|bezahlt|zahlungen|paye|pague|pagado|pagos)\s+(?:to|an|a)?\s*$"
)
TOPIC = phrases("on|for|about|in", "fur|uber|zu|im|ins", "pour|sur|en|d['’]|de|des|aux?|dans", "en|para|sobre|de")
_OWN = re.compile(
    r"\s*(?P<name>[^\W\d]\w*(?:\s\w+)?)(?=\s*(?:$|[?,.!]|(?:and|in|for|since|per|by|pro|je|par|por|und|im|seit|et|en|y|desde)\s))"
)
JOINERS = phrases("&|of|de|la|le|du|von|und|and|the|y|et|del|der|or|oder|ou")
_BOTH = re.compile(r"\s+(?:and|und|et|y|or|oder|ou|as well as|sowie)\s+", re.IGNORECASE)
_TAILS = phrases(
    "sons?|partners?|associates|brothers|daughters|company|co",
    "sohne?|partner|gebruder",
    "fils|freres|cie",
    "hijos|hermanos|asociados",
)
LEGAL = phrases("ltd|limited|inc|llc|plc|gmbh|ag|kg|sarl|sa|sas|sl|bv|nv|co|corp|bhd|sdn|pty|spa|srl|oy|ab|as")
LABELS = {field.means: field.pattern for field in FIELDS if field.means in {"vendor", "category"}}
LONGEST = 3  # words that may be a topic or a qualifier; more are a condition that a sentence expresses


def known(reading: Reading, draft: Draft) -> None:
    """Names that occur in the collection, the longest first."""
    vocabulary = [("vendor", it) for it in draft.vocabulary.vendors]
    vocabulary += [("category", it) for it in draft.vocabulary.categories]
    for label, name in sorted(vocabulary, key=lambda it: (-len(it[1]), it)):
        place = reading.folded.find(fold(name)) if len(name) > 2 and label not in draft.filters else -1
        if place >= 0 and reading.is_whole(place, place + len(name)) and not _is_common(name):
            set_filter(draft, label, name)
            draft.sees(0.1, f"{name} occurs in these documents.")
            reading.take((place, place + len(name)))


def parties(reading: Reading, draft: Draft) -> None:
    """ "To Quillon Media AG": several words with capitals behind "to" and its like are one name, whatever they mean."""
    for phrase in reading.runs():
        for name in _names(reading, phrase):
            legal = LEGAL.fullmatch(reading.folded[name[-1].start : name[-1].end])
            before = _before_article(reading, name[0].start)
            if len(name) < 2 or "vendor" in draft.filters or not (ends(PARTY, before) or _PAID_TO.search(before + " ")):
                continue
            if legal or (reading.language != "de" and all(word.is_name or word.text == "&" for word in name)):
                set_filter(draft, "vendor", reading.text[name[0].start : name[-1].end])
                reading.take((name[0].start, name[-1].end))


def _before_article(reading: Reading, place: int) -> str:
    """What stands before a place and the article of what begins there."""
    article = _ARTICLE.search(reading.folded, max(0, place - NEAR), place)
    return reading.before(article.start() if article else place)


_ARTICLE = re.compile(r"(?<=\s)(?:the|der|die|das|dem|den|le|la|les|el|los|las)\s+$")
_SENT = re.compile(
    r"(?:did|does|has|have|hat|haben|a|ha)\s+(?P<name>\w+(?:\s\w+)?)\s+(?P<verb>send|sent|write|wrote|written|geschickt"
    r"|gesendet|geschrieben|envoyee?s?|ecrite?s?|enviado|escrito)(?!\w)"
)


_PAID = re.compile(
    r"(?<!\w)(?:hat|a|ha)\s+(?P<name>[^\W\d]\w+(?:\s[^\W\d]\w+)?)"
    r"(?=\s.{0,200}\b(?:ausgegeben|bezahlt|gezahlt|depense|paye|gastado|pagado)\b)"
)


def senders(reading: Reading, draft: Draft) -> None:
    """ "How many messages did Anna send", "was hat Anna Berg ausgegeben": who sent a message, or paid."""
    for found in reading.find(_SENT):
        name = reading.original(found, "name")
        if "vendor" not in draft.filters and name[:1].isupper():
            set_filter(draft, "vendor", name)
            reading.take(found.span())
    for found in reading.find(_PAID):
        name = " ".join(word for word in reading.original(found, "name").split() if word[0].isupper())
        if not name or not reading.original(found, "name").startswith(name):
            continue
        if "vendor" in draft.filters:
            add_words(draft, name)  # "was hat Milton an Veolia gezahlt"
        else:
            set_filter(draft, "vendor", name)
        reading.take((found.start("name"), found.start("name") + len(name)))


def own_field(
    reading: Reading, draft: Draft, place: int, refused: re.Pattern[str], participle: re.Pattern[str]
) -> tuple[str, int] | None:
    """A field that only this collection has: "per department". Not "by hand", "made by card", "by ACME"."""
    found = _OWN.match(reading.folded, place)
    if found is None or reading.is_taken(*found.span("name")):
        return None
    name = reading.original(found, "name")
    first = found["name"].split()[0]
    before = reading.before(place)
    lead = before.rpartition(" ")[2]
    if not any(fold(field) == found["name"] for field in draft.vocabulary.fields) and (
        refused.fullmatch(first)
        or is_stop(first)
        or MONEY.fullmatch(found["name"])
        or (name[0].isupper() and reading.language != "de")
        or lead not in {"by", "per", "nach", "pro", "je", "par", "por"}
        or is_topic(name)
        or (reading.language == "de" and not (name.split()[-1][0].isupper() and not _WHERE.match(reading.folded)))
        or participle.search(before.removesuffix(lead).rstrip() + " ")
    ):
        return None
    draft.assumed.append(f"I look for a field named {name}.")
    return name, found.end("name")


_WHERE = phrases("wann|wo|wohin|wer|warum|wieso")


def word_after(reading: Reading, stop: re.Pattern[str]) -> Word | None:
    """The first word that no rule knows."""
    return next((word for word in reading.rest() if not stop.fullmatch(reading.folded[word.start : word.end])), None)


def vendors(reading: Reading, draft: Draft) -> None:
    """ "Payments to ACME Ltd", "at Tesco", and a name without anything before it."""
    for phrase in reading.runs():
        for name in _names(reading, phrase):
            before = _before_article(reading, name[0].start)
            after = ends(PARTY, before) or _PAID_TO.search(before + " ")
            nearby = beside(before, reading.behind(name[-1].end)) or _BEHIND_TOTAL.search(
                reading.text, max(0, name[0].start - NEAR), name[0].start
            )
            topic = ends(TOPIC, before) and not ends(phrases("de|d['’]|en"), before)
            text = reading.text[name[0].start : name[-1].end]
            if is_topic(text):
                if after:
                    add_words(draft, text)  # "at supermarkets"
                    reading.take((name[0].start, name[-1].end))
                continue
            if (
                topic
                or not (after or nearby)
                or (reading.language == "de" and not after and not is_company(reading, name))
            ):
                continue
            if "vendor" in draft.filters:
                add_words(draft, text)  # "what did Milton pay to Veolia"
            else:
                set_filter(draft, "vendor", text)
            reading.take((name[0].start, name[-1].end))


def _is_common(name: str) -> bool:
    """Whether a name ("Payments") is also a word that rules read otherwise; in quotation marks it is the name."""
    patterns = (MONEY, STOP, *(it.pattern for it in THINGS), *(it.pattern for it in FIELDS))
    return any(pattern.fullmatch(fold(name)) for pattern in patterns)


def set_filter(draft: Draft, label: str, name: str) -> None:
    held = _alternatives(name) if label == "vendor" else [name]
    draft.filters[label] = "|".join(held)
    draft.sees(0.05, f"It asks for the {label} {' or '.join(held)}.")


def _alternatives(name: str) -> list[str]:
    """ "Veolia and Biffa" are two, "Kier and Sons" and "Hampshire and Isle of Wight Trust" may well be one."""
    parts = _BOTH.split(name)
    many = {" " in part for part in parts}
    legal = any(LEGAL.fullmatch(fold(part.split()[-1])) for part in parts[:-1])
    one = (len(many) > 1 and not legal) or any(_TAILS.fullmatch(fold(part)) for part in parts)
    return [name] if one and not re.search(r"\s(?:or|oder|ou)\s", name) else parts


def add_words(draft: Draft, text: str) -> None:
    """A condition that a document or row must say `text`."""
    held = draft.filters.get("words", ())
    draft.filters["words"] = (*(held if isinstance(held, tuple) else ()), text)
    said = "” or “".join(text.split("|"))
    draft.assumed.append(f"Only what says “{said}” counts.")
    draft.sees(0.05, f"It asks for “{said}”.")


def known_as(draft: Draft, name: str) -> str:
    for label, values in (("category", draft.vocabulary.categories), ("vendor", draft.vocabulary.vendors)):
        if any(fold(value) == fold(name) for value in values):
            return label
    return ""


def _names(reading: Reading, phrase: list[Word]) -> list[list[Word]]:
    """The runs of words with capitals, joined by "of" and "&"; the first word of the question has one anyway."""
    found: list[list[Word]] = []
    current: list[Word] = []
    for word in phrase:
        folded = reading.folded[word.start : word.end]
        first = reading.is_first(word.start) and not _begins_name(reading, phrase, word)
        stop = is_stop(folded) and not _is_foreign(reading, word) and not (current and LEGAL.fullmatch(folded))
        if (
            ((word.is_name or word.text == "&") and not first and (not stop or (current and word.text.isupper())))
            or (current and (JOINERS.fullmatch(folded) or LEGAL.fullmatch(folded)))
            or (not current and not stop and reading.right_before(_LOWERPARTY, word.start))
        ):
            current.append(word)
        elif current:
            found.append(current)
            current = []
    trimmed = [_trimmed(reading, name) for name in (*found, current)]
    return [name for name in trimmed if name]


def _begins_name(reading: Reading, phrase: list[Word], word: Word) -> bool:
    """Whether the question begins with a name of several words: "Kier Highways total"."""
    after = next((it for it in phrase if it.start > word.start), None)
    return after is not None and after.is_name and reading.language != "de" and not reading.is_titled


def _trimmed(reading: Reading, name: list[Word]) -> list[Word]:
    while name and JOINERS.fullmatch(reading.folded[name[-1].start : name[-1].end]):
        name = name[:-1]
    return name


_BEHIND_TOTAL = re.compile(r"\btotal\s+$")  # "Total Hours" may be any words with capitals
_TOTAL = phrases("totals?|in total", "insgesamt|gesamt|summe", "au total", "en total")


def beside(before: str, after: str) -> bool:
    """Whether what is counted stands right after a place, or money right before it: "ACME invoices", "paid ACME"."""
    things = (MONEY, *(it.pattern for it in THINGS), _TOTAL)
    return ends(MONEY, before) is not None or any(pattern.match(after) for pattern in things)


def is_company(reading: Reading, name: list[Word]) -> bool:
    last = reading.folded[name[-1].start : name[-1].end]
    return bool(LEGAL.fullmatch(last)) or any(word.text.isupper() and len(word.text) > 1 for word in name)


def content(reading: Reading, words: Iterable[Word]) -> list[Word]:
    """The words between the first and the last one that carries meaning."""
    held = list(words)
    full = [index for index, it in enumerate(held) if not _is_stop(reading, it)]
    return held[full[0] : full[-1] + 1] if full else []


def _is_stop(reading: Reading, word: Word) -> bool:
    """Whether a word says nothing by itself: "it", not "IT"."""
    is_short_name = len(word.text) > 1 and word.text.isupper() and not reading.is_shouted
    stop = is_stop(reading.folded[word.start : word.end])
    return stop and not is_short_name and not _is_foreign(reading, word)


def _is_foreign(reading: Reading, word: Word) -> bool:
    """Whether a word with a capital is none of the common words of the question's language: "Uber" is not "über".

    Where all nouns have capitals, common words have none.
    """
    inside = not reading.is_first(word.start) and not reading.is_shouted
    if not inside or not word.is_name or len(word.text) < _LETTERS:
        return False
    folded = reading.folded[word.start : word.end]
    if reading.language == "de":
        return not _POLITE.fullmatch(folded)
    return STOPS[reading.language].fullmatch(folded) is None


_LETTERS = 3  # of a name; shorter ones are told by what stands before them
_POLITE = phrases("sie|ihr\\w*")


def ends(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    tail = text[-40:]
    return next((found for found in pattern.finditer(tail) if found.end() == len(tail)), None)
