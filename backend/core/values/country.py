"""Country: where a document comes from, read from legal forms, tax numbers, names, web addresses and words.

It decides what the document leaves open: which dollar "$" is, whether 3/4 is in March or April.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

READ = 20_000  # characters from the start, and as many from the end, that are looked at
STRONG, WEAK = 3, 1
OUTWEIGHS = 1.2

# Legal forms and names of tax numbers, as regular expressions. Where several countries share one it counts for each.
STRONG_SIGNS = MappingProxyType(
    {
        "MY": r"sdn\.? ?bh?d|bhd|gst (?:id|reg)|s/b \(\d+-\w\)|kuala lumpur|selangor|johor|petaling jaya|sarawak"
        r"|sabah|penang",
        "SG": r"pte\.? ltd|\buen\b|singapore \d{6}",
        "AU": r"\babn\b|(?-i:\b(?:NSW|VIC|QLD|TAS) \d{4})",
        "NZ": r"\bnzbn\b|\bird no",
        "US": r"\b(?-i:(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
        r"|T[NX]"
        r"|UT|V[AT]|W[AIVY]),? \d{5}(?:-\d{4})?\b)|\bein:? \d\d-\d{7}",
        "CA": r"\bhst\b|\bgst/hst\b|(?-i:\b(?:ON|BC|AB|QC|MB|SK|NS|NB),? [A-Z]\d[A-Z] ?\d[A-Z]\d\b)|\btps\b.*\btvq\b",
        "GB": r"\bvat (?:reg\.? ?)?(?:no\.?|number|n°)?:? ?gb ?\d|\bgb ?\d{3} ?\d{4} ?\d{2}\b|companies house"
        r"|(?-i:\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b)",
        "IE": r"\bie ?\d{7}[a-w]{1,2}\b",
        "IN": r"\bgstin\b|\bpvt\.? ltd|\bcgst\b|\bsgst\b|\bigst\b|private limited|\bfssai\b|\bcin ?: ?[a-z]\d{5}",
        "PK": r"\bntn\b|\bstrn\b",
        "LK": r"\bpvt\) ltd|colombo",
        "DE": r"\bust-?id\b|\bsteuernummer\b|\bust-?idnr\b|\bhrb \d|\bde ?\d{9}\b|amtsgericht",
        "AT": r"\batu ?\d{8}\b|\bfn \d{5,6} ?[a-z]\b",
        "CH": r"\bche-?\d{3}\.\d{3}\.\d{3}|\brappen\b",
        "FR": r"\bsiret\b|\bsiren\b|\brcs\b|\btva intra|\bs\.?a\.?s\.? au capital",
        "BE": r"\bbe ?0\d{3}\.?\d{3}\.?\d{3}\b",
        "IT": r"\bp\.? ?iva\b|partita iva|codice fiscale|\bs\.p\.a\b|documento commerciale",
        "ES": r"\bc\.?i\.?f\.?\b|\bn\.?i\.?f\.?:? [a-z]-?\d|\bs\.?l\.?u\b|factura simplificada",
        "PT": r"\bcontribuinte\b|\bunipessoal\b|\bnipc\b|\batcud\b",
        "NL": r"\bkvk\b|\bnl ?\d{9} ?b ?\d\d\b|\bbtw[- ]?(?:nr|nummer)",
        "PL": r"\bnip\b|\bsp\. ?z ?o\. ?o|\bregon\b|paragon fiskalny|\bptu\b",
        "CZ": r"\bdič\b|\bs\. ?r\. ?o\b|\bcz\d{8,10}\b",
        "SK": r"\bič dph\b|\bsk\d{10}\b",
        "SE": r"\borg\.?nr\.?:? ?\d{6}-\d{4}|\bse\d{12}\b|\bmomsreg|\bkvitto\b|\bbankgiro\b",
        "NO": r"\bno \d{3} ?\d{3} ?\d{3} ?mva\b|\bmva\b|\bforetaksregisteret\b|\bkontonummer\b",
        "DK": r"\bcvr\b|\bse-?nr\b|\bdankort\b|\bmobilepay\b",
        "IS": r"\bkennitala\b|\bvsk\b",
        "FI": r"\by-tunnus\b|\balv\b",
        "HU": r"\badószám\b|\bkft\b|\bzrt\b|\bnyugta\b",
        "RO": r"\bcui\b|\bbon fiscal\b|\blei\b",
        "BG": r"\bеик\b|\bддс\b",
        "RU": r"\bинн\b|\bкпп\b|\bооо\b|\bндс\b",
        "UA": r"\bєдрпоу\b|\bпдв\b|\bтов\b",
        "GR": r"\bαφμ\b|\bφπα\b|\bδου\b",
        "TR": r"\bkdv\b|\bvergi (?:no|dairesi)\b|a\.ş\.|ltd\. ?şti",
        "IL": r"עוסק מורשה|מע\"מ|ח\.פ",
        "AE": r"\btrn\b|\bdubai\b|\babu dhabi\b|\buae\b",
        "SA": r"\bksa\b|\briyadh\b|\bjeddah\b",
        "ZA": r"\(pty\) ltd|\bjohannesburg\b|\bcape town\b",
        "NG": r"\blagos\b|\babuja\b|\bnaira\b",
        "KE": r"\bnairobi\b|\bkra pin\b",
        "EG": r"\bcairo\b",
        "MX": r"\br\.?f\.?c\.?:? [a-z]{3,4}\d{6}|\bs\.?a\.? de c\.?v\b|\bcfdi\b",
        "BR": r"\bcnpj\b|\bcpf\b|\bnfc-?e\b|\bdanfe\b",
        "AR": r"\bcuit\b|\bafip\b",
        "CL": r"\br\.?u\.?t\.?:? ?\d{1,2}\.\d{3}\.\d{3}-[\dk]|\bboleta electr",
        "CO": r"\bnit\.?:? ?\d|\bdian\b|\bs\.a\.s\b",
        "PE": r"\bruc:? ?\d{11}|\bigv\b|\bsunat\b",
        "JP": r"[ぁ-んァ-ヶ]",
        "KR": r"[가-힣]{2}",
        "CN": r"增值税|人民币|发票|小票|应付|合计",
        "TW": r"統一編號|統一發票|新台幣",
        "HK": r"\bh\.k\.|\bn\.t\., hk\b|\bkowloon\b",
        "TH": r"[ก-๙]{3}",
        "VN": r"\bmst\b|hóa đơn|hoá đơn|tổng cộng",
        "ID": r"\bnpwp\b|\bpt\.? [a-z]+.*\btbk\b|\bjakarta\b|\bppn\b|\bsurabaya\b|\bbandung\b",
        "PH": r"\bvat reg tin\b|\bbir permit\b|\bquezon city\b|\bmakati\b|\bvatable sales\b",
    }
)
WEAK_SIGNS = MappingProxyType(
    {
        "US": r"\bllc\b|\binc\b\.?|\bsales tax\b|\bzip code\b|\(\d{3}\) ?\d{3}-\d{4}",
        "GB": r"\bplc\b|\bp\.?o\.? number\b|\bvat\b",
        "DE": r"\bgmbh\b|\bmwst\b|\brechnung\b|\bsumme\b",
        "AT": r"\bgmbh\b|\bwien\b",
        "CH": r"\bmwst\b|\bzürich\b",
        "FR": r"\bs\.?a\.?r\.?l\b|\btva\b|\bttc\b|\bfacture\b",
        "BE": r"\bbtw\b|\bbvba\b",
        "IT": r"\bs\.?r\.?l\b|\bfattura\b|\bscontrino\b",
        "ES": r"\bs\.l\b|\bfactura\b|\biva\b",
        "PT": r"\blda\b|\bfatura\b",
        "NL": r"\bb\.v\.|\bbtw\b|\bfactuur\b|\bbon\b",
        "PL": r"\bfaktura\b|\brazem\b|\bvat\b",
        "CZ": r"\bcelkem\b|\bdph\b|\bfaktura\b",
        "SE": r"\bmoms\b|\bsumma\b|\bfaktura\b|\batt betala\b|\bväxel\b|\bdelsumma\b|\btotalt\b|\bvälkommen\b"
        r"|\bförfallodatum\b|\bfakturanummer\b|\böresavrundning\b|\bkontant\b",
        "NO": r"\bmoms\b|\bfaktura\b|å betale|\bas\b(?= org)",
        "DK": r"\bmoms\b|\bfaktura\b|\bat betale\b|\bi alt\b",
        "MX": r"\bfactura\b|\bmunicipio\b",
    }
)
_PHONE = MappingProxyType(
    {"60": "MY", "65": "SG", "61": "AU", "64": "NZ", "44": "GB", "353": "IE", "91": "IN", "49": "DE", "43": "AT",
     "41": "CH", "33": "FR", "32": "BE", "39": "IT", "34": "ES", "351": "PT", "31": "NL", "48": "PL", "420": "CZ",
     "46": "SE", "47": "NO", "45": "DK", "358": "FI", "36": "HU", "90": "TR", "971": "AE", "27": "ZA", "52": "MX",
     "55": "BR", "81": "JP", "82": "KR", "86": "CN", "852": "HK", "66": "TH", "84": "VN", "62": "ID", "63": "PH"}
)  # fmt: skip
_DOMAIN = re.compile(r"[\w-]\.(?:com?\.)?([a-z]{2})\b(?!\.\w)", re.IGNORECASE)
_CALL = re.compile(r"\+(\d{1,3})(?=[\s(-]?\d)")
_MISLEADING = frozenset({"CO", "IO", "ME", "TV", "AI", "NO", "NR", "ST", "PM", "AM", "IS", "IT", "AS", "TO", "SA"})


def find_country(text: str) -> str:
    """The ISO 3166 code of the country that most speaks for, empty where nothing does or two are as likely."""
    votes = country_votes(text)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < OUTWEIGHS * ranked[1][1]):
        return ""
    return ranked[0][0]


def country_votes(text: str) -> Counter[str]:
    """How strongly the document speaks for each country; each sign counts once, however often it stands there."""
    if len(text) > 2 * READ:
        text = f"{text[:READ]}\n{text[-READ:]}"
    votes: Counter[str] = Counter()
    for weight, signs in ((STRONG, _compiled(strong=True)), (WEAK, _compiled(strong=False))):
        for country, pattern in signs.items():
            votes[country] += weight * len({found[0].lower() for found in pattern.finditer(text)})
    for name, country in _names().items():
        if name in text:
            votes[country] += WEAK if country in votes else STRONG
    for found in {each[1].upper() for each in _DOMAIN.finditer(text)} - _MISLEADING:
        country = "GB" if found == "UK" else found
        if country in get_global("territory_currencies"):
            votes[country] += STRONG
    for prefix in {each[1] for each in _CALL.finditer(text)} & _PHONE.keys():
        votes[_PHONE[prefix]] += STRONG
    return +votes


def currency_of(country: str) -> str:
    """The ISO 4217 code of the country's money today, empty where it is not known."""
    tender = [code for code, _, end, legal in get_global("territory_currencies").get(country, []) if legal and not end]
    return str(tender[0]) if tender else ""


@cache
def country_of(currency: str) -> str:
    """The only country that pays with a currency; "EU" for the euro; empty where there are several or none."""
    if currency == "EUR":
        return "EU"
    homes = [country for country in get_global("territory_currencies") if currency_of(country) == currency]
    return homes[0] if len(homes) == 1 else ""


@cache
def _compiled(*, strong: bool) -> dict[str, re.Pattern[str]]:
    signs = STRONG_SIGNS if strong else WEAK_SIGNS
    return {country: re.compile(pattern, re.IGNORECASE) for country, pattern in signs.items()}


@cache
def _names() -> dict[str, str]:
    """English names of countries, as written and in capitals, without short ones and those that are first names too."""
    names: dict[str, str] = {}
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and len(name) > 4 and name not in {"Jersey", "Georgia", "Jordan"}:
            names |= {name: code, name.upper(): code}
    return names
