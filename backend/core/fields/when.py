"""When: the day a document was issued, and the day by which it is to be paid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.rows import Line
from backend.core.letters import plain
from backend.core.values.dates import Day

REACH = 48  # characters before a date in which its label stands
MARGIN = 1.5

_ISSUED = re.compile(
    r"(?:invoice|issue|issued|bill|billing|receipt|transaction|trans|sales?|purchase|statement|doc(?:ument)?|tax)"
    r" ?(?:date|dt)"
    r"|date of (?:issue|invoice|purchase|sale)|date ?(?:&|and|/) ?time|issued (?:on|at)|dated|paid (?:on|time)"
    r"|effective date"
    r"|(?:rechnungs|ausstellungs|beleg|kauf|bon)datum|date (?:de |d['’])?(?:la )?(?:facture|facturation|emission"
    r"|vente|achat)|emise? le"
    r"|facture (?:n\S* ?\S* )?du|data (?:wystawienia|sprzedazy|faktury|fattura|documento|emissione|de emissao|da"
    r" fatura|facturii|emiterii)"
    r"|fecha (?:de )?(?:emision|factura|expedicion|compra|la factura)|factuur ?datum|faktura ?dat\w+|kjopsdato"
    r"|salgsdato|laskun paiva\w*"
    r"|datum (?:vystaveni|vyhotovenia|izdavanja|racuna|izdaje)|(?:kiallitas|szamla|kelt)\w*|fatura tarihi|duzenleme"
    r" tarihi"
    r"|tanggal (?:faktur|invoice|nota)|tarikh (?:invois|resit)|дата (?:выставления|счета|накладної|виписки)"
    r"|счет.{0,20} от"
    r"|ημερομηνια|発行日|請求日|日付|取引日|开票日期|開立日期|日期|작성일\w*|거래일\w*|วันที่|ngay"
)
_DATE = re.compile(
    r"\b(?:date|datum|data|fecha|dato|paivays|pvm|datums|kuupaev|dt|tanggal|tgl|tarikh|tarih|дата|le|den|vom|on|dd)\b"
)
_DUE = re.compile(
    r"\bdue|pay(?:able|ment)? (?:by|before|due|deadline|date)|fallig|zahlbar|zahlungsziel|zahlungsfrist|bis zum"
    r"|echeance|limite de paiement"
    r"|a payer avant|avant le|prelevement|scadenza|entro il|vencimiento|vencimento|fecha limite|data limite"
    r"|vervaldatum|betalen voor"
    r"|termin platnosci|forfall\w*|forfald\w*|erapaiva|splatnost\w*|fizetesi hatarido|scadenta|son odeme|jatuh tempo"
    r"|срок оплаты|支払期限|납부기한"
)
_OTHER = re.compile(
    r"expir|\bexp\b|valid|best before|use by|\bmhd\b|birth|geb\b|geboren|deliver|liefer|livraison|levering|consegna"
    r"|entrega|dostawy|shipped|"
    r"order date|ordered|bestelldatum|bestellt|orderdat|ordine|pedido|zamowienia|period|zeitraum|periode|from\b"
    r"|until|since|promo|offer|"
    r"gultig|warranty|garant|return|check.?in|check.?out|arrival|departure|abreise|anreise|arrivee|next|print|copy"
    r"|reprint|last|previous"
    r"|version|updated|rev\b|copyright|approved|permit|licen|registered|gst reg|revised|as of|member since|exchange"
    r" before|\bbefore\b"
)
_TIME = re.compile(
    r"^\W{0,4}(?:\w{2,9}\W{1,3}|t)?\d{1,2}[:.h]\d\d|^\W{0,4}(?:time|uhr|kl|klo|ora|hora|heure)", re.IGNORECASE
)
_TIME_BEFORE = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\s?(?:am|pm)?(?:\W+\d*){0,2}\W*$", re.IGNORECASE)
_RANGE = re.compile(r"^\s?(?:-|–|to|until|bis|au|al|do|t/m)\s?$|^\s?[-–]\s?\w+\s?$", re.IGNORECASE)


def find_date(lines: Sequence[Line], days: Sequence[Day], text: str) -> Field[date]:
    """The day of issue: by its label, by a time beside it, by its place."""
    candidates = _candidates(lines, days, text, due=False)
    best = ranked(candidates)
    if not best:
        return Field(reasons=("No date stands in the document.",))
    doubt = _doubt(best, days)
    return Field(best[0].value, best, not doubt, best[0].reasons + ((doubt,) if doubt else ()))


def find_due_date(lines: Sequence[Line], days: Sequence[Day], text: str) -> Field[date]:
    """The day by which to pay; only where a label says so."""
    best = ranked([candidate for candidate in _candidates(lines, days, text, due=True) if candidate.score > 0])
    return Field(best[0].value, best, len(best) == 1, best[0].reasons) if best else Field()


def _doubt(best: Sequence[Candidate[date]], days: Sequence[Day]) -> str:
    """Why the first date may be wrong, empty where it is sure."""
    first = best[0]
    if any(day.value == first.value and day.other and day.start == first.start for day in days):
        return "Day and month can be exchanged."
    if first.score < 0:
        return "Its label says that it is another date."
    if len(best) > 1 and first.score - best[1].score < MARGIN:
        return f"{best[1].raw} is nearly as likely."
    return ""


def _candidates(lines: Sequence[Line], days: Sequence[Day], text: str, *, due: bool) -> list[Candidate[date]]:
    often = Counter(day.value for day in days)
    found: list[Candidate[date]] = []
    line = 0
    for place, day in enumerate(days):
        while line + 1 < len(lines) and lines[line + 1].start <= day.start:
            line += 1
        label = _label(lines, line, day, days[place - 1].end if place else 0)
        score, reasons = _due_score(label) if due else _score(label, lines[line], day, text)
        if not due:
            score += 1 - day.start / max(1, len(text)) + min(1.0, 0.5 * (often[day.value] - 1))
            if place + 1 < len(days) and _RANGE.match(text[day.end : days[place + 1].start][:8]):
                score -= 2.5
            if place and _RANGE.match(text[days[place - 1].end : day.start][-8:]):
                score -= 2.5
        number = lines[line].number
        found.append(Candidate(day.value, day.raw, day.start, day.end, number, round(score, 3), reasons))
        if day.other:
            reason = ("day and month exchanged",)
            found.append(Candidate(day.other, day.raw, day.start, day.end, number, round(score - 1, 3), reason))
    return found


def _label(lines: Sequence[Line], index: int, day: Day, free: int) -> str:
    """The words before a date on its line; where there are none, a short line above."""
    line = lines[index]
    start = max(line.start, free, day.start - REACH)
    label = plain(line.text[start - line.start : day.start - line.start])
    if sum(map(str.isalpha, label)) < 2 and index and len(lines[index - 1].text) <= REACH:
        above = plain(lines[index - 1].text)
        return "" if any(map(str.isdigit, above)) else above
    return label


def _due_score(label: str) -> tuple[float, tuple[str, ...]]:
    shown = " ".join(label.split())
    return (1.0, (f"labelled {shown!r}",)) if _DUE.search(label) else (-1.0, ())


def _score(label: str, line: Line, day: Day, text: str) -> tuple[float, tuple[str, ...]]:
    shown = " ".join(label.split())
    score, reasons = 0.0, []
    if _ISSUED.search(label):
        score, reasons = 4.0, [f"labelled {shown!r}"]
    elif _DUE.search(label):
        score, reasons = -1.5, [f"labelled {shown!r}"]
    elif _OTHER.search(label):
        score, reasons = -2.0, [f"labelled {shown!r}"]
    elif _DATE.search(label):
        score, reasons = 3.0, [f"labelled {shown!r}"]
    if _TIME.match(text[day.end : min(day.end + 16, line.end)]) or _TIME_BEFORE.search(
        text[line.start : day.start][-24:]
    ):
        score += 2.0 if score >= 0 else 0.5
        reasons.append("a time stands beside it")
    if not reasons:
        reasons.append("no label")
    return score, tuple(reasons)
