"""Vendor: who issued the document: a labelled seller, a legal form near the top, or the first line that is a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.rows import Line
from backend.core.letters import plain

TOP = 14  # lines in which a name that nothing labels is looked for
WORD = 3  # letters of the shortest name
READ = 300  # characters of a line that are read
LONGEST = 70  # characters of a name
MARGIN, SURE = 1.5, 4.5
_DOMAIN = re.compile(
    r"(?:@|www\.|https?://)([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.[a-z]{2,}"
    r"|(?<![\w.])([a-z0-9-]{4,})\.(?:com|net|org|info"
    r"|[a-z]{2})\b"
)
_MAIL_HOSTS = frozenset(
    {"gmail", "yahoo", "hotmail", "outlook", "facebook", "instagram", "twitter", "mail", "support", "http"}
)

LEGAL = re.compile(
    r"\b(?:sdn\.? ?b[hn]d|bhd|s/b|pte\.? ?ltd|pty\.? ?ltd|pvt\.? ?ltd|private limited|ltd|limited|llc|llp|inc"
    r"|corp(?:oration)?|company|plc"
    r"|gmbh|mbh|kgaa|kg|ohg|ug|e\.?k|aktiengesellschaft|ag|se|sarl|s\.a\.r\.l|sasu?|s\.a\.s|s\.a|s\.?r\.?l|s\.?p\.?a"
    r"|s\.?l\.?u?|lda|ltda"
    r"|eireli|b\.?v|n\.?v|v\.?o\.?f|bvba|sp\. ?z ?o\. ?o|sp\. ?j|sp\. ?k|spolka akcyjna|s\. ?r\. ?o|a\. ?s|d\. ?o\."
    r" ?o|kft|zrt|nyrt|ab|aps|a/s"
    r"|as|oyj?|ou|sia|uab|ооо|оао|ао|тов|еоод|оод|αε|ae|επε|a\.s|ltd\. ?sti|ltd\.sti|k\.k|co\., ?ltd|s\.?a\.? de"
    r" c\.?v|tbk|enterprises?)\b\.?",
)
_ANY_LEGAL = re.compile(r"株式会社|有限会社|有限公司|股份公司|주식회사|\(주\)|บริษัท")
_SURELY = re.compile(
    r"\b(?:sdn|s/b|ltd|limited|llc|inc|corp|plc|gmbh|kg|sarl|s\.a|s\.?r\.?l|s\.?p\.?a|ltda|b\.v|sp\. ?z|s\. ?r\. ?o"
    r"|d\. ?o\. ?o|kft|aps|a/s)\b"
)
_GENERIC = re.compile(
    r"\b(?:co|company|enterprise|enterprises|trading|holdings?|group|industries|international|malaysia|services?"
    r"|stores?|the|and|m)\b|[^\w\s]"
)
_SELLER = re.compile(
    r"^\W*(?:sold by|seller|vendor|supplier|issued by|issuer|from|service provider|merchant|biller|billed by|payable"
    r" to|landlord|provider|insurer|lessor|licensor"
    r"|verkaufer|lieferant|vermieter|auftragnehmer|anbieter|versicherer|rechnungssteller|aussteller|leistungserbringer|vendeur|fournisseur|bailleur|assureur|emetteur|prestataire"
    r"|fornitore|venditore|cedente"
    r"|emisor|arrendador|aseguradora|proveedor|vendedor|emitente|fornecedor|prestador|verkoper|leverancier|sprzedawca|wystawca|dodavatel"
    r"|dodavatel|saljare|leverantor|selger"
    r"|saelger|myyja|elado|szallito|furnizor|vanzator|продавец|поставщик|постачальник|продавець|penjual|販売者|销售方"
    r"|销售方名称|판매자|공급자)"
    r"(?: (?:name|naam|nazwa|details|address|nom|nombre))?\s*[:：]\s*(?P<name>.*)$"
)
_BUYER = re.compile(
    r"\b(?:bill(?:ed)? to|ship(?:ped)? to|sold to|customer|client|buyer|invoice to|attn|guest|deliver to|billing"
    r" address|shipping address|tenant"
    r"|kunde|rechnung an|lieferadresse|rechnungsadresse|empfanger|client|adresse [ade]|facture a|destinataire|cliente"
    r"|destinatario|spett|nabywca|odbiorca|odberatel"
    r"|factuuradres|afleveradres|klant|kopare|kund|kjoper|kober|ostaja|vevo|cumparator|покупатель|покупець|alici"
    r"|musteri|pembeli|購入者|购买方|구매자)\b"
)
_NO_NAME = re.compile(
    r"\b(?:invoice|receipt|tax|bill|cash(?! (?:&|and|n) carry)|welcome|thank|tq|for shopping|visit us|come again"
    r"|date|tel|fax|phone|page|copy|original|duplicate|order|table"
    r"|statement|no|www|http|email|gst|vat"
    r"|rechnung|quittung|kassenbon|beleg|facture|ticket|recu|fattura|scontrino|documento|commerciale|factura|recibo"
    r"|fatura|factuur|bon|kassabon|paragon|faktura|kvitto"
    r"|kvittering|kuitti|lasku|uctenka|nyugta|szamla|bon fiscal|чек|счет|領収書|領収証|レシート|收据|发票|영수증"
    r"|ใบเสร็จ|fis|fisi"
    r"|nota|struk|resit|invois|credit|note|debit"
    r"|account|summary|description|item|qty|amount|total|cashier|kasir|artikel|omschrijving|article|gutschrift|avoir"
    r"|warranty|keep|customer|copy"
    r"|bestellung|\w+bestatigung|commande|confirmation|pedido|confirmacion|billet|quotation|proforma|angebot"
    r"|kostenvoranschlag|devis|presupuesto|mahnung|rappel|reminder|lieferschein|albaran"
    r"|willkommen|bienvenue|benvenuti|bienvenido|formerly|known|licensee|includes?|may|not|check)\b|\d{1,2}:\d\d|@"
    r"|www\."
)
_ADDRESS = re.compile(
    r"\b(?:jalan|jln|lot|street|st|road|rd|avenue|ave|blvd|lane|floor|unit|block|suite|p\.?o\.? box|strasse|str|weg"
    r"|platz|allee|rue|place|boulevard"
    r"|via|piazza|viale|corso|calle|plaza|avenida|rua|praca|straat|laan|plein|gracht|ulica|ul|al|aleja|taman|kampung"
    r"|tingkat|level|kg|gatan|gata|vej|veien|katu|ulice|utca|strada|no)\b\.?"
)
SHORTENED = re.compile(r"\.\w$|\b(?:ltd|inc|corp|co)$")
# "ACME Ltd - Invoice 5", as the head of a page says
_HEADING = (
    r"\s+[-–—]\s+(?=(?:tax |credit )?(?:invoice|receipt|statement|note|quotation|order|page|rechnung|quittung"
    r"|gutschrift|angebot|mahnung|seite|facture|devis|avoir|recu|reçu|factura|recibo|presupuesto|pagina|página)\b)"
)
_COLUMN = re.compile(rf"\s{{3,}}|,? +(?=VAT\b|NIP\b)|[·|•]|\s*<(?=\S+@)|(?i:{_HEADING})")
_HEADED = re.compile(_HEADING)
_NUMBER = re.compile(
    r"[\[(]?\s*(?:(?:co|reg|company|roc|brn|gst|no|id"
    r"|t)\b[\s.:-]*)*\(?\b\w{0,4}\d{4,}[\w-]*\s?(?:-?\s?[A-Z])?\)?[\])]?\s*$",
    re.IGNORECASE,
)


def find_vendor(lines: Sequence[Line]) -> Field[str]:
    """The issuer's name as it stands in the document, without registration numbers."""
    candidates = [*_labelled(lines), *_named(lines, _domains(lines))]
    best = ranked(candidates)
    if not best:
        return Field(reasons=("No line looks like the issuer's name.",))
    confident = best[0].score >= SURE and (len(best) == 1 or best[0].score - best[1].score >= MARGIN)
    return Field(best[0].value, best, confident, best[0].reasons)


def _labelled(lines: Sequence[Line]) -> list[Candidate[str]]:
    """What stands behind "Sold by:", or on the line below it."""
    found = []
    for index, line in enumerate(lines):
        label = _SELLER.match(plain(line.text[:READ]))
        if not label:
            continue
        start = next(place for place, letter in enumerate(line.text) if letter in ":：") + 1
        named, offset = line, start
        if not line.text[start:].strip() and index + 1 < len(lines):
            named, offset = lines[index + 1], 0
        raw = _COLUMN.split(named.text[offset:].strip())[0]
        if len(raw) > 1 and not raw.startswith("("):
            place = named.start + named.text.index(raw, offset)
            found.append(_candidate(raw, place, named.number, 5.0, "labelled as the seller"))
    return found


def _domains(lines: Sequence[Line]) -> frozenset[str]:
    """The names in web and mail addresses, without www and endings."""
    found = (each for line in lines for each in _DOMAIN.finditer(line.text[:READ].lower()))
    return frozenset(
        part for each in found for part in (each[1] or each[2]).split(".") if len(part) > 3 and part not in _MAIL_HOSTS
    )


def _named(lines: Sequence[Line], domains: frozenset[str]) -> list[Candidate[str]]:
    """Names near the top, the higher the likelier, and lines anywhere that end in a legal form."""
    found: list[Candidate[str]] = []
    seen, buyer = 0, False
    for index, line in enumerate(lines):
        folded = _HEADED.split(plain(line.text[:READ]), maxsplit=1)[0]
        if not line.text.strip() or _SELLER.match(folded):
            continue
        seen += 1
        buyer = buyer or _BUYER.search(folded) is not None
        legal = _SURELY.search(folded) is not None or _ANY_LEGAL.search(line.text) is not None
        if (
            line.text.strip()[0].islower()
            or len(line.text.strip()) > LONGEST
            or (seen > TOP and not legal)
            or not _is_name(folded, legal=legal)
        ):
            continue
        known = _is_known(folded, domains)
        score = 3.0 - 0.25 * min(seen, 12) + 2.0 * known - 2.0 * (buyer and not known)
        if legal:
            score += 2.5 - 0.2 * min(max(0, seen - 3), 10)
        elif LEGAL.search(folded):
            score += 0.7
        start, text = _whole(lines, index) if legal else (line.start, line.text)
        reason = "a legal form" if legal else "a name near the top"
        found.append(_candidate(text, start, line.number, score, f"{reason}, as in a web address" if known else reason))
    return found


def _is_known(folded: str, domains: frozenset[str]) -> bool:
    """Whether the name stands in a web or mail address too."""
    words = [word for word in re.findall(r"[a-z0-9]{3,}", LEGAL.sub(" ", folded)) if not _GENERIC.fullmatch(word)]
    joined = "".join(words)
    return any(part in joined or joined in part or words[0] == part for part in domains) if len(joined) > 3 else False


def _is_name(folded: str, *, legal: bool) -> bool:
    """Whether a line can be a name: letters, no address, no heading."""
    letters = sum(map(str.isalpha, folded))
    digits = sum(map(str.isdigit, _NUMBER.sub("", folded)))
    if letters < 3 or digits > letters / 2:
        return False
    if legal:
        return not re.match(r"\W*(?:bill to|customer|formerly|all )", folded)
    return not (
        _NO_NAME.search(folded)
        or _ADDRESS.match(folded)
        or _BUYER.search(folded)
        or re.search(r"\d{4,}|:\s*$", _NUMBER.sub("", folded))
    )


def _whole(lines: Sequence[Line], index: int) -> tuple[int, str]:
    """A name that was broken over lines: the lines before belong to it while it lacks a proper word or a bracket."""
    first = index
    while first > 0 and index - first < 2 and lines[first - 1].text.strip():
        text = " ".join(line.text.strip() for line in lines[first : index + 1])
        core = _GENERIC.sub(" ", LEGAL.sub(" ", re.sub(r"\([^()]*\)", " ", plain(text))))
        is_balanced = text.count("(") >= text.count(")")
        begins = _GENERIC.match(plain(text)) is not None and not plain(text).startswith(("the", "("))
        if is_balanced and core.strip() and not begins:
            break
        if not _is_name(plain(lines[first - 1].text), legal=False):
            break
        first -= 1
    start = lines[first].start
    return start, "\n".join(line.text for line in lines[first : index + 1])


def _candidate(text: str, start: int, line: int, score: float, reason: str) -> Candidate[str]:
    """With the raw characters as they stand, and a value on one line; both without registration numbers."""
    name = text if "\n" in text else _COLUMN.split(text.strip(), maxsplit=1)[0]
    raw = name.strip(" \t\r\n*#=-_.,:;|'\"")
    shorter = _NUMBER.sub("", raw).rstrip(" \t,:;-(")
    if len(plain(shorter)) >= WORD:
        raw = shorter
    place = text.find(raw)
    if text[place + len(raw) :].startswith(".") and SHORTENED.search(plain(raw)):
        raw += "."
    start += place
    return Candidate(" ".join(raw.split()), raw, start, start + len(raw), line, round(score, 3), (reason,))
