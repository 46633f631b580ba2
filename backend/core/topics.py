"""Topics: words that mean the same thing to spend money on, in the languages that questions and documents come in.

"Fuel" is asked for where a receipt says "Unleaded 95". A topic may also be one of the categories of single documents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

# Category of single documents ("" for none) → words, without accents; any of them finds all of them.
TOPICS: tuple[tuple[str, str], ...] = (
    ("groceries", "groceries|grocery|supermarket|lebensmittel|supermarkt|supermarche|alimentation|supermercado"
                  "|comestibles"),
    ("restaurant", "restaurant|dining|eating out|meals|gastronomie|gaststatte|repas|restauration|comidas"),
    ("", "coffee|cafe|kaffee|cafes|espresso|cappuccino|latte"),
    ("", "fuel|petrol|gasoline|diesel|unleaded|benzin|kraftstoff|sprit|super e10|essence|carburant|gazole|sp95|gasolina"
         "|combustible|gasoil|ron95|benzina|blyfri"),
    ("", "taxi|cab|cabs|taxis"),
    ("", "train|railway|bahn|zug|train tickets|tren"),
    ("", "parking|parken|parkplatz|parkgebuhr|stationnement|aparcamiento|parkschein"),
    ("travel", "travel|travelling|trips|reisen|reise|voyages|deplacements|viajes"),
    ("", "hotel|accommodation|lodging|unterkunft|ubernachtung|alojamiento|motel|hostel"),
    ("", "flight|flug|vol|vuelo|airline|airfare"),
    ("transport", "transport|transportation|verkehr|transports|transporte"),
    ("health", "health|healthcare|medical|gesundheit|sante|salud"),
    ("", "pharmacy|chemist|drugstore|medicine|medication|apotheke|medikamente|pharmacie|medicaments|farmacia"
         "|medicamentos"),
    ("", "hosting|webhosting|web hosting|hebergement web|alojamiento web|webspace|webbhotell"),
    ("software", "software|saas|logiciels|softwarelizenz|licence logicielle"),
    ("", "electricity|strom|electricite|electricidad|stromlieferung|elettricita|power supply"),
    ("utilities", "utilities|nebenkosten|charges|suministros"),
    ("", "cleaning|reinigung|nettoyage|limpieza|buroreinigung"),
    ("", "consulting|consultancy|beratung|conseil|consultoria|consulenza"),
    ("insurance", "insurance|versicherung|assurance|seguro|seguros"),
    ("rent", "rent|miete|loyer|alquiler|rental"),
    ("telecom", "telephone|phone|telefon|mobilfunk|telecom|telecoms|telefono|telephonie"),
    ("office", "office supplies|stationery|burobedarf|schreibwaren|fournitures de bureau|material de oficina"
               "|papeleria"),
    ("clothing", "clothes|clothing|kleidung|vetements|ropa"),
    ("hardware", "hardware|tools|werkzeug|eisenwaren|outillage|herramientas|ferreteria"),
    ("electronics", "electronics|elektronik|electronique|electronica"),
    ("entertainment", "entertainment|unterhaltung|loisirs|ocio"),
    ("", "card|credit card|debit card|visa|mastercard|amex|american express|karte|kreditkarte|girocard|ec karte"
         "|kartenzahlung|carte bancaire|carte|cb|tarjeta|bancomat|carta di credito|contactless|kort"),
    ("", "cash|bargeld|barzahlung|gegeben|especes|efectivo|contante|contanti|kontant"),
    ("education", "education|training|bildung|schulung|formation|formacion"),
)  # fmt: skip
_SHORTEST = 4  # letters of a word that has a plural


def fold(text: str) -> str:
    """Lower case, no accents, one blank between words, no punctuation but what joins digits."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\d+(?:[.,:/-]\d+)*|[^\W_]+", letters))


def has_words(text: str, words: Iterable[str], category: str = "") -> bool:
    """Whether every word (or phrase) stands in the text as whole words, in one or in many, or another of its topic.

    `category` is what the document was found to be for; a word that names it stands for it.
    """
    held = f" {fold(text)} "
    return all(bool(of_topic & {category} - {""}) or pattern.search(held) for pattern, of_topic in map(_sought, words))


def is_topic(word: str) -> bool:
    """Whether a word means something to spend money on, not somebody's name."""
    one, (written, in_any_number) = fold(word), _topics()
    return one in in_any_number or not written.isdisjoint(_numbers(one))


@cache
def _topics() -> tuple[frozenset[str], frozenset[str]]:
    """The phrases of all topics, and those in one and in many."""
    written = frozenset(phrase for _, phrases in TOPICS for phrase in phrases.split("|"))
    return written, frozenset(each for phrase in written for each in _numbers(phrase))


@lru_cache(maxsize=1_000)
def _sought(word: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern over folded text with blanks around every word, and the categories that it names."""
    wanted = [fold(part) for part in word.split("|")]
    found = list(wanted)
    categories = set()
    for category, phrases in TOPICS:
        alike = phrases.split("|")
        if any(_same(each, phrase) for each in wanted for phrase in alike):
            found += alike
            categories.add(category)
    joined = "|".join(f"(?:{'|'.join(map(re.escape, _numbers(each)))})" for each in dict.fromkeys(found) if each)
    return re.compile(rf" (?:{joined}) "), frozenset(categories)


def _same(one: str, other: str) -> bool:
    return other in _numbers(one) or one in _numbers(other)


def _numbers(phrase: str) -> tuple[str, ...]:
    """The phrase in one and in many: "invoice" and "invoices", "grocery" and "groceries"."""
    if len(phrase) < _SHORTEST or not phrase[-1].isalpha() or not phrase.isascii():
        return (phrase,)
    if phrase.endswith(("ies", "y")):
        stem = phrase[:-3] if phrase.endswith("ies") else phrase[:-1]
        return f"{stem}y", f"{stem}ies"
    stem = phrase[:-1] if phrase.endswith("s") and not phrase.endswith("ss") else phrase
    return stem, f"{stem}s", f"{stem}es"


def places_of(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text as written, in order: characters [start, end)."""
    letters = _unaccented(text)
    found = {place for word in words for place in (each.span(1) for each in _written(word).finditer(letters))}
    return sorted(found)


@lru_cache(maxsize=1_000)
def _written(word: str) -> re.Pattern[str]:
    """The pattern of `_sought` for text as it stands: any white space or mark between words."""
    sought = _sought(word)[0].pattern.strip().replace("\\ ", r"[\W_]+")
    return re.compile(rf"(?<![^\W_])({sought})(?![^\W_])")


def _unaccented(text: str) -> str:
    """Lower case without accents, letter for letter, so that places stay places."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=10_000)
def _plain(letter: str) -> str:
    parts = [part for part in unicodedata.normalize("NFKD", letter.casefold()) if not unicodedata.combining(part)]
    return parts[0] if parts else letter
